// Stays: place, a range of dates in a month view, guests, filters, rooms with meals and cancellation rules.
(() => {
  const my = () => AppStore.state.stays;
  const ui = () => AppStore.ui.stays;
  const cities = () => [...new Map(DATA.hotels.map(({ city }) => [city[1], city])).values()];
  const nights = () => (my().from && my().to ? daysBetween(my().from, my().to) : 0);
  const ROOMS = [
    ['标准间', 'Standard room', 1, 2],
    ['家庭房', 'Family room', 1.4, 4],
    ['套房', 'Suite', 2, 3],
  ];

  function pickDay(iso) {
    const { from, to } = my();
    if (!from || to) Object.assign(my(), { from: iso, to: '' });
    else if (iso <= from) my().from = iso;
    else if (daysBetween(from, iso) > 14) toast(t('最多十四晚', 'Fourteen nights at most'), 'warn');
    else my().to = iso;
    render();
  }

  function monthView() {
    const first = ui().month;
    const turn = (by) => () => {
      const [year, month] = first.split('-').map(Number);
      const at = year * 12 + month - 1 + by;
      const next = `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}-01`;
      if (next.slice(0, 7) < TODAY.slice(0, 7)) return toast(t('不能选过去的月份', 'That month is over'), 'warn');
      ui().month = next;
      return render();
    };
    const days = Array.from({ length: 31 }, (_, n) => addDays(first, n)).filter(
      (iso) => iso.slice(0, 7) === first.slice(0, 7),
    );
    const { from, to } = my();
    return card(
      h(
        'div',
        { class: 'row between' },
        iconButton('prev', t('上个月', 'Previous month'), turn(-1)),
        h('b', {}, `${first.slice(0, 4)} ${monthName(first)}`),
        iconButton('next', t('下个月', 'Next month'), turn(1)),
      ),
      h(
        'div',
        { class: 'month' },
        Array.from({ length: weekday(first) }, () => h('span')),
        days.map((iso) =>
          h(
            'button',
            {
              type: 'button',
              disabled: iso < TODAY,
              'aria-label': iso,
              onclick: () => pickDay(iso),
              class: `day ${iso === TODAY ? 'today' : ''} ${iso === from || iso === to ? 'on' : ''} ${from && to && iso > from && iso < to ? 'in' : ''}`,
            },
            String(Number(iso.slice(8))),
          ),
        ),
      ),
      muted(
        nights()
          ? t(`${from} 至 ${to}，${nights()} 晚`, `${from} to ${to}, ${nights()} nights`)
          : t('请选择入住和离店日期', 'Choose arrival and departure'),
      ),
    );
  }

  function searchForm() {
    const set = (key) => (value) => {
      my()[key] = value;
      render();
    };
    return h(
      'div',
      {},
      card(
        field(
          t('目的地', 'Where to'),
          select([['', t('不限', 'Anywhere')], ...cities().map((city) => [city[1], tt(city)])], my().city, set('city')),
        ),
        row(
          counter(t('成人', 'Adults'), my().adults, 1, 6, set('adults')),
          counter(t('儿童', 'Children'), my().children, 0, 4, set('children')),
          counter(t('房间', 'Rooms'), my().rooms, 1, 3, set('rooms')),
        ),
      ),
      monthView(),
    );
  }

  function matches(hotel) {
    const { most, stars, facilities } = ui();
    return (
      (!my().city || hotel.city[1] === my().city) &&
      hotel.price <= most &&
      (!stars || hotel.stars >= stars) &&
      facilities.every((one) => hotel.facilities.includes(one))
    );
  }

  function filters() {
    const set = (key) => (value) => {
      ui()[key] = value;
      render();
    };
    const all = {
      pool: ['泳池', 'Pool'],
      parking: ['停车', 'Parking'],
      breakfast: ['早餐', 'Breakfast'],
      pets: ['可带宠物', 'Pets'],
      gym: ['健身房', 'Gym'],
    };
    return card(
      slider(t('最高价', 'Up to'), ui().most, 200, 2000, set('most'), 100),
      chips(
        [
          [0, t('不限星级', 'Any stars')],
          [3, '3★+'],
          [4, '4★+'],
          [5, '5★'],
        ],
        ui().stars,
        set('stars'),
      ),
      chips(
        Object.entries(all).map(([key, names]) => [key, tt(names)]),
        ui().facilities,
        (one) => set('facilities')(toggled(ui().facilities, one)),
      ),
      tabs(
        t('排序', 'Sort'),
        [
          ['best', t('好评', 'Best')],
          ['cheap', t('低价', 'Cheapest')],
          ['near', t('距离', 'Nearest')],
        ],
        ui().sort,
        set('sort'),
      ),
    );
  }

  const hotelCard = (hotel) =>
    card(
      link(`hotel/${hotel.id}`, picture(hotel), h('span', { class: 'name' }, tt(hotel.name))),
      muted(`${tt(hotel.city)} · ${'★'.repeat(hotel.stars)} · ${hotel.rating}`),
      h(
        'div',
        { class: 'row' },
        h('b', { class: 'price' }, money(hotel.price)),
        muted(t('每晚', 'a night')),
        slot('keep', { id: hotel.id, name: hotel.name, path: `hotel/${hotel.id}` }),
      ),
    );

  function view() {
    const sorts = {
      best: (a, b) => b.rating - a.rating,
      cheap: (a, b) => a.price - b.price,
      near: (a, b) => a.km - b.km,
    };
    const found = DATA.hotels.filter(matches).sort(sorts[ui().sort]);
    return h(
      'div',
      { class: 'split lead' },
      h('div', {}, searchForm(), filters()),
      h(
        'div',
        {},
        muted(t(`${found.length} 家`, `${found.length} stays`)),
        found.length
          ? h('div', { class: 'grid' }, found.map(hotelCard))
          : empty(
              t('没有合适的住宿', 'Nothing fits'),
              button(t('清除条件', 'Clear filters'), () => {
                Object.assign(ui(), { most: 2000, stars: 0, facilities: [] });
                my().city = '';
                render();
              }),
            ),
      ),
    );
  }

  function book(hotel, room) {
    const [zh, en, factor, holds] = room;
    const guests = my().adults + my().children;
    if (!nights())
      return openDialog(t('选择日期', 'Choose dates'), monthHint(), [
        primary(t('去选择', 'Choose'), () => go('stays')),
      ]);
    if (guests > holds * my().rooms)
      return toast(t(`住不下 ${guests} 人`, `It does not hold ${guests} people`), 'warn');
    const meals = ui().breakfast ? 40 * guests * nights() : 0;
    const price = Math.round(hotel.price * factor) * nights() * my().rooms + meals;
    return service('booking').start({
      name: [`${hotel.name[0]} ${zh}`, `${hotel.name[1]}, ${en}`],
      date: my().from,
      until: my().to,
      price,
      people: guests,
      kind: 'stay',
    });
  }

  const monthHint = () => h('p', {}, t('先选入住和离店日期。', 'Choose arrival and departure first.'));

  function detail(id) {
    const hotel = byId(DATA.hotels, id) || DATA.hotels[0];
    return h(
      'div',
      {},
      h(
        'div',
        { class: 'split' },
        h('div', { class: 'tall' }, picture(hotel, 120)),
        h(
          'div',
          {},
          h('h2', {}, tt(hotel.name)),
          muted(`${tt(hotel.city)} · ${hotel.km} km · ${hotel.rating} / 5`),
          h('p', {}, tt(hotel.text)),
          row(hotel.facilities.map((one) => h('span', { class: 'tag' }, one))),
          checkbox(t('含早餐', 'With breakfast'), ui().breakfast, (breakfast) => {
            ui().breakfast = breakfast;
            render();
          }),
          slot('keep', { id: hotel.id, name: hotel.name, path: `hotel/${hotel.id}` }),
          small(t('周边', 'Nearby'), () =>
            openDialog(
              t('周边', 'Nearby'),
              h(
                'ul',
                {},
                h('li', {}, t('地铁 300 米', 'Underground, 300 m')),
                h('li', {}, t('公园 800 米', 'A park, 800 m')),
              ),
              [],
            ),
          ),
        ),
      ),
      section(
        t('房型', 'Rooms'),
        card(
          ROOMS.map((room) =>
            h(
              'div',
              { class: 'line' },
              h(
                'span',
                { class: 'grow' },
                h('b', {}, t(room[0], room[1])),
                h('br'),
                muted(t(`可住 ${room[3]} 人`, `for ${room[3]} people`)),
              ),
              h('b', { class: 'price' }, money(Math.round(hotel.price * room[2]))),
              primary(t('预订', 'Book'), () => book(hotel, room), {
                'aria-label': `${t('预订', 'Book')} ${t(room[0], room[1])}`,
              }),
            ),
          ),
        ),
      ),
    );
  }

  feature('stays', {
    state: () => ({ city: '', from: '', to: '', adults: 2, children: 0, rooms: 1 }),
    ui: () => ({
      month: `${TODAY.slice(0, 7)}-01`,
      most: 2000,
      stars: 0,
      facilities: [],
      sort: 'best',
      breakfast: false,
    }),
    routes: {
      stays: { names: ['住宿', 'Stays'], icon: 'bed', view },
      hotel: { names: ['酒店', 'Hotel'], parent: 'stays', view: detail },
    },
    slots: {
      'home.blocks': () =>
        section(t('精选住宿', 'Chosen stays'), h('div', { class: 'grid' }, DATA.hotels.slice(0, 4).map(hotelCard))),
    },
    tasks: [
      {
        key: 'stays.dates',
        text: [
          `选择 ${addDays(TODAY, 2)} 入住、${addDays(TODAY, 5)} 离店。`,
          `Choose arrival on ${addDays(TODAY, 2)} and departure on ${addDays(TODAY, 5)}.`,
        ],
        check: () => my().from === addDays(TODAY, 2) && my().to === addDays(TODAY, 5),
      },
    ],
  });
})();
