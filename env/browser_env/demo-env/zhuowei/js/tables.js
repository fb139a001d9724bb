// Booking a table: a floor plan, party size against table size, times, joining two tables, wishes, a waiting list.
(() => {
  const my = () => AppStore.state.tables;
  const ui = () => AppStore.ui.tables;
  const TABLES = [
    ['A1', 2, 'window'],
    ['A2', 2, 'window'],
    ['A3', 4, 'window'],
    ['B1', 4, 'hall'],
    ['B2', 4, 'hall'],
    ['B3', 6, 'hall'],
    ['C1', 8, 'room'],
    ['C2', 10, 'room'],
    ['D1', 2, 'garden'],
    ['D2', 4, 'garden'],
  ].map(([id, seats, zone]) => ({ id, seats, zone }));
  const ZONES = {
    window: ['靠窗', 'Window'],
    hall: ['大厅', 'Hall'],
    room: ['包间', 'Private room'],
    garden: ['花园', 'Garden'],
  };
  const isTaken = (table) =>
    (table.id.charCodeAt(0) + table.id.charCodeAt(1) + Number(ui().time.slice(0, 2)) + ui().day) % 4 === 0 ||
    my().list.some(
      ({ tables, day, time, state }) =>
        state === 'held' && day === ui().day && time === ui().time && tables.includes(table.id),
    );
  const seats = () => ui().chosen.reduce((sum, id) => sum + byId(TABLES, id).seats, 0);

  function pick(table) {
    const { chosen } = ui();
    if (isTaken(table))
      return openSheet(t('已被预订', 'It is taken'), [
        [
          t('排队等位', 'Join the queue'),
          () => {
            my().queue.push({ table: table.id, people: ui().people });
            toast(t('已排队', 'You are in the queue'));
            render();
          },
        ],
        [t('换个时间', 'Another time'), () => set('time')(ui().time === '18:00' ? '19:30' : '18:00')],
      ]);
    if (chosen.includes(table.id)) ui().chosen = chosen.filter((id) => id !== table.id);
    else if (chosen.length === 0) ui().chosen = [table.id];
    else if (chosen.length === 1 && byId(TABLES, chosen[0]).zone === table.zone && table.zone !== 'room')
      ui().chosen.push(table.id);
    else {
      ui().chosen = [table.id];
      toast(t('只能拼同区的两张桌', 'Only two tables of one area can be joined'), 'warn');
    }
    return render();
  }

  const set = (key) => (value) => {
    ui()[key] = value;
    ui().chosen = key === 'wish' ? ui().chosen : [];
    render();
  };

  function reserve() {
    const { chosen, people } = ui();
    if (!chosen.length) return toast(t('请在图上选桌', 'Choose a table on the plan'), 'warn');
    if (seats() < people) return toast(t(`坐不下 ${people} 人，可拼桌`, `${people} do not fit: join tables`), 'warn');
    if (seats() >= people * 3)
      return confirmDialog(t('桌子偏大', 'A large table'), t('仍要预订？', 'Book it anyway?'), form);
    return form();
  }

  function form() {
    openForm(
      t('预订人', 'Who books?'),
      { name: [t('称呼', 'Name'), CHECKS.needed], phone: [t('手机号', 'Phone'), CHECKS.phone] },
      {},
      ({ name, phone }) => {
        my().list.unshift({
          id: AppStore.nextId('R'),
          name,
          phone,
          day: ui().day,
          time: ui().time,
          people: ui().people,
          tables: ui().chosen,
          wish: ui().wish,
          state: 'held',
        });
        ui().chosen = [];
        toast(t('预订成功', 'Reserved'));
        render();
      },
    );
  }

  function plan() {
    return h(
      'div',
      { class: 'board' },
      Object.entries(ZONES)
        .filter(([zone]) => !ui().zone || zone === ui().zone)
        .map(([zone, names]) =>
          h(
            'div',
            { class: 'column' },
            h('b', {}, tt(names)),
            h(
              'div',
              { class: 'chips' },
              TABLES.filter((table) => table.zone === zone).map((table) =>
                h(
                  'button',
                  {
                    type: 'button',
                    class: `chip ${ui().chosen.includes(table.id) ? 'on' : ''} ${isTaken(table) ? 'done' : ''}`,
                    'aria-label': `${t('桌', 'Table')} ${table.id}, ${table.seats}`,
                    onclick: () => pick(table),
                  },
                  `${table.id} · ${table.seats}`,
                ),
              ),
            ),
          ),
        ),
    );
  }

  function reservation(one) {
    const alter = (by) => () => {
      if (one.people + by < 1 || one.people + by > one.tables.reduce((sum, id) => sum + byId(TABLES, id).seats, 0))
        return toast(t('桌子不合适', 'The table does not fit'), 'warn');
      one.people += by;
      return render();
    };
    return h(
      'div',
      { class: 'line' },
      h(
        'span',
        { class: 'grow' },
        h('b', {}, `${one.id} ${one.tables.join('+')}`),
        ` ${addDays(TODAY, one.day)} ${one.time} · ${one.people}`,
      ),
      h('span', { class: 'tag' }, one.state),
      one.state === 'held' && [
        small('+1', alter(1), { 'aria-label': `${one.id} +1` }),
        small('−1', alter(-1), { 'aria-label': `${one.id} −1` }),
        small(t('到店', 'Arrive'), () => {
          one.state = 'seated';
          render();
        }),
        small(t('取消', 'Cancel'), () => {
          one.state = 'cancelled';
          render();
        }),
      ],
    );
  }

  function view() {
    return h(
      'div',
      {},
      card(
        row(
          tabs(
            t('日期', 'Day'),
            [0, 1, 2].map((n) => [n, addDays(TODAY, n).slice(5)]),
            ui().day,
            set('day'),
          ),
          chips(
            ['12:00', '13:30', '18:00', '19:30'].map((time) => [time, time]),
            ui().time,
            set('time'),
          ),
          counter(t('人数', 'People'), ui().people, 1, 12, set('people')),
        ),
        chips(
          [['', t('全部区域', 'Every area')], ...Object.entries(ZONES).map(([zone, names]) => [zone, tt(names)])],
          ui().zone,
          set('zone'),
        ),
      ),
      plan(),
      row(
        muted(`${ui().chosen.join('+') || '—'} · ${seats()} ${t('座', 'seats')}`),
        select(
          [
            ['', t('没有特别要求', 'No wishes')],
            ['child', t('儿童椅', 'A high chair')],
            ['cake', t('生日蛋糕', 'A birthday cake')],
            ['quiet', t('安静', 'Somewhere quiet')],
          ],
          ui().wish,
          set('wish'),
          { 'aria-label': t('要求', 'Wishes') },
        ),
        primary(t('预订', 'Reserve'), reserve),
      ),
      my().queue.length > 0 &&
        card(
          my().queue.map((one, index) =>
            h(
              'div',
              { class: 'line' },
              h('span', { class: 'grow' }, `#${index + 1} ${one.table}`),
              small(t('离队', 'Leave'), () => {
                my().queue.splice(index, 1);
                render();
              }),
            ),
          ),
        ),
      my().list.length > 0 && section(t('我的预订', 'My reservations'), card(my().list.map(reservation))),
    );
  }

  feature('tables', {
    state: () => ({ list: [], queue: [] }),
    ui: () => ({ day: 1, time: '18:00', people: 2, zone: '', chosen: [], wish: '' }),
    routes: { tables: { names: ['订座', 'Tables'], icon: 'cup', view } },
    tasks: [
      {
        key: 'tables.book',
        text: ['为两人预订一张桌子。', 'Reserve a table for two.'],
        check: () => my().list.some(({ people, state }) => people === 2 && state === 'held'),
      },
    ],
  });
})();
