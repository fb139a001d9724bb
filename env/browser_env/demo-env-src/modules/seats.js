// Cinema seats: film, hall and time, a seat map with pairs and gaps that are not allowed, snacks, tickets.
(() => {
  const my = () => AppStore.state.seats;
  const ui = () => AppStore.ui.seats;
  const ROWS = 'ABCDEFG';
  const COLUMNS = 10;
  const film = () => byId(DATA.shows, ui().film) || DATA.shows[0];
  const key = () => `${ui().film}.${ui().day}.${ui().time}`;
  const isTaken = (row, column) =>
    (ROWS.indexOf(row) * 7 + column * 3 + ui().film.length + Number(ui().time.slice(0, 2)) + ui().day) % 5 === 0 ||
    (my().sold[key()] || []).includes(`${row}${column}`);
  const seatPrice = (seat) => ('DE'.includes(seat[0]) ? 58 : 42) + (ui().hall === 'max' ? 20 : 0);

  function choose(values) {
    Object.assign(ui(), values, { chosen: [] });
    render();
  }

  function pick(seat) {
    if (ui().chosen.includes(seat)) ui().chosen = ui().chosen.filter((other) => other !== seat);
    else if (ui().chosen.length === 4) toast(t('一次最多四个座位', 'Four seats at a time'), 'warn');
    else ui().chosen.push(seat);
    if (seat[0] === 'G') {
      const partner = `G${Number(seat.slice(1)) % 2 ? Number(seat.slice(1)) + 1 : Number(seat.slice(1)) - 1}`;
      const isIn = ui().chosen.includes(seat);
      ui().chosen = ui().chosen.filter((other) => other !== partner);
      if (isIn && !isTaken('G', Number(partner.slice(1)))) ui().chosen.push(partner);
      toast(t('情侣座成对选择', 'Sofa seats come in pairs'));
    }
    render();
  }

  function leavesGap() {
    return [...ROWS].some((rowName) =>
      Array.from({ length: COLUMNS }, (_, n) => n + 1).some((n) => {
        const busy = (m) => m < 1 || m > COLUMNS || isTaken(rowName, m) || ui().chosen.includes(`${rowName}${m}`);
        const mine = (m) => ui().chosen.includes(`${rowName}${m}`);
        return !busy(n) && busy(n - 1) && busy(n + 1) && mine(n - 1) && mine(n + 1);
      }),
    );
  }

  function seatMap() {
    return h(
      'div',
      { class: 'cells', style: `grid-template-columns:repeat(${COLUMNS}, max-content)` },
      [...ROWS].flatMap((rowName) =>
        Array.from({ length: COLUMNS }, (_, index) => {
          const seat = `${rowName}${index + 1}`;
          const taken = isTaken(rowName, index + 1);
          return h(
            'button',
            {
              type: 'button',
              disabled: taken,
              class: `cell ${taken ? 'taken' : ''} ${ui().chosen.includes(seat) ? 'on' : ''} ${rowName === 'G' ? 'soft' : ''}`,
              'aria-label': `${t('座位', 'Seat')} ${seat}`,
              onclick: () => pick(seat),
            },
            seat,
          );
        }),
      ),
    );
  }

  const SNACKS = {
    corn: [['爆米花', 'Popcorn'], 22],
    cola: [['可乐', 'Cola'], 12],
    set: [['双人套餐', 'Set for two'], 48],
  };
  const total = () =>
    ui().chosen.reduce((sum, seat) => sum + seatPrice(seat), 0) +
    Object.entries(ui().snacks).reduce((sum, [name, n]) => sum + n * SNACKS[name][1], 0);

  function pay() {
    if (ui().chosen.length === 0) return toast(t('请先选座', 'Choose seats first'), 'warn');
    if (leavesGap()) return toast(t('请不要留下单个空座', 'Do not leave a single seat empty'), 'warn');
    return confirmDialog(
      t('确认购票', 'Buy tickets'),
      `${tt(film().name)} ${ui().chosen.join(' ')} ${money(total())}`,
      () => {
        (my().sold[key()] ||= []).push(...ui().chosen);
        my().tickets.unshift({
          id: AppStore.nextId('C'),
          film: film().id,
          day: ui().day,
          time: ui().time,
          seats: [...ui().chosen],
          price: total(),
          state: 'valid',
        });
        choose({ snacks: {} });
        go('tickets');
      },
    );
  }

  function view() {
    const days = [0, 1, 2, 3].map((n) => [n, addDays(TODAY, n).slice(5)]);
    return h(
      'div',
      {},
      chips(
        DATA.shows.slice(0, 6).map((show) => [show.id, tt(show.name)]),
        film().id,
        (id) => choose({ film: id }),
      ),
      h(
        'div',
        { class: 'split side' },
        card(
          h('div', { class: 'stage', style: `--tint:${film().hue};aspect-ratio:5/1` }, t('银幕', 'Screen')),
          seatMap(),
          row(
            h('span', { class: 'cell' }),
            muted(t('可选', 'Free')),
            h('span', { class: 'cell taken' }),
            muted(t('已售', 'Taken')),
            h('span', { class: 'cell soft' }),
            muted(t('情侣座', 'Sofa')),
          ),
        ),
        h(
          'div',
          {},
          card(
            tabs(t('日期', 'Day'), days, ui().day, (day) => choose({ day })),
            chips(
              ['10:30', '14:00', '17:20', '20:10'].map((time) => [time, time]),
              ui().time,
              (time) => choose({ time }),
            ),
            field(
              t('影厅', 'Hall'),
              select(
                [
                  ['one', t('一号厅', 'Hall one')],
                  ['max', t('巨幕厅', 'Giant screen')],
                ],
                ui().hall,
                (hall) => choose({ hall }),
              ),
            ),
          ),
          card(
            Object.entries(SNACKS).map(([name, [names, cost]]) =>
              h(
                'div',
                { class: 'row between' },
                `${tt(names)} ${money(cost)}`,
                stepper(tt(names), ui().snacks[name] || 0, 0, 5, (n) => {
                  ui().snacks[name] = n;
                  render();
                }),
              ),
            ),
          ),
          card(
            h('p', {}, ui().chosen.join(' ') || t('还没有选座', 'No seats yet')),
            h('p', { class: 'big price' }, money(total())),
            primary(t('购票', 'Buy tickets'), pay),
          ),
        ),
      ),
    );
  }

  function ticketCard(ticket) {
    const set = (state) => () => {
      ticket.state = state;
      if (state === 'refunded')
        for (const [name, seats] of Object.entries(my().sold))
          my().sold[name] = seats.filter((seat) => !ticket.seats.includes(seat) || !name.startsWith(ticket.film));
      render();
    };
    return card(
      h(
        'div',
        { class: 'row between' },
        h('b', {}, tt(byId(DATA.shows, ticket.film).name)),
        h('span', { class: 'tag' }, ticket.state),
      ),
      muted(`${addDays(TODAY, ticket.day)} ${ticket.time} · ${ticket.seats.join(' ')}`),
      row(
        ticket.state === 'valid' && small(t('取票', 'Collect'), set('collected')),
        ticket.state === 'valid' &&
          ticket.day > 0 &&
          small(t('退票', 'Refund'), () => confirmDialog(t('退票', 'Refund'), money(ticket.price), set('refunded'))),
        small(t('转赠', 'Give away'), () =>
          openForm(t('转赠', 'Give away'), { phone: [t('手机号', 'Phone'), CHECKS.phone] }, {}, set('given')),
        ),
      ),
    );
  }

  feature('seats', {
    state: () => ({ sold: {}, tickets: [] }),
    ui: () => ({ film: DATA.shows[0].id, day: 0, time: '14:00', hall: 'one', chosen: [], snacks: {} }),
    routes: {
      seats: { names: ['选座购票', 'Buy seats'], icon: 'ticket', view },
      tickets: {
        names: ['我的票', 'My tickets'],
        icon: 'clip',
        view: () =>
          my().tickets.length
            ? h('div', {}, my().tickets.map(ticketCard))
            : empty(t('还没有电影票', 'No tickets yet'), link('seats', t('去选座', 'Choose seats'))),
      },
    },
    tasks: [
      {
        key: 'seats.two',
        text: ['买任意一场的票。', 'Buy a ticket for any showing.'],
        check: () => my().tickets.length > 0,
      },
    ],
  });
})();
