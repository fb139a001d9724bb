// Trains: stations, swapping, a strip of dates, journeys with a change, classes, waiting lists, delays.
(() => {
  const my = () => AppStore.state.rails;
  const ui = () => AppStore.ui.rails;
  const STATIONS = DATA.stations;
  const name = (id) => tt(byId(STATIONS, id).name);
  const CLASSES = {
    second: ['二等座', 'Second class', 1],
    first: ['一等座', 'First class', 1.6],
    sleeper: ['卧铺', 'Sleeper', 2.1],
  };
  const minutes = (text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));

  function direct() {
    return DATA.trains
      .filter(({ stops }) => {
        const from = stops.findIndex(([id]) => id === my().from);
        return from >= 0 && stops.findIndex(([id]) => id === my().to) > from;
      })
      .map((train) => ({ legs: [leg(train, my().from, my().to)] }));
  }

  function leg(train, from, to) {
    const start = train.stops.find(([id]) => id === from)[1];
    const end = train.stops.find(([id]) => id === to)[1];
    return { train: train.id, from, to, start, end, price: Math.round((minutes(end) - minutes(start)) * 0.8) };
  }

  function withChange() {
    const found = [];
    for (const first of DATA.trains)
      for (const [via, arrival] of first.stops) {
        const isOn = first.stops.findIndex(([id]) => id === my().from);
        if (isOn < 0 || first.stops.findIndex(([id]) => id === via) <= isOn || via === my().to) continue;
        const second = DATA.trains.find(
          (other) =>
            other !== first &&
            other.stops.some(([id, time]) => id === via && minutes(time) >= minutes(arrival) + 15) &&
            other.stops.findIndex(([id]) => id === my().to) > other.stops.findIndex(([id]) => id === via),
        );
        if (second) found.push({ legs: [leg(first, my().from, via), leg(second, via, my().to)] });
      }
    return found.slice(0, 4);
  }

  const price = ({ legs }) => Math.round(legs.reduce((sum, one) => sum + one.price, 0) * CLASSES[ui().kind][2]);
  const left = ({ legs }) => (legs[0].train.charCodeAt(1) + Number(my().date.slice(8)) * 3 + ui().kind.length) % 7;

  function book(journey) {
    const label = journey.legs.map(({ train }) => train).join('+');
    if (left(journey) === 0)
      return openSheet(t('已售完', 'Sold out'), [
        [
          t('候补', 'Join the waiting list'),
          () => {
            my().waiting.push({ label, date: my().date });
            toast(t('已加入候补', 'You are on the list'));
            render();
          },
        ],
        [t('换个席别', 'Another class'), () => setUi('kind')(ui().kind === 'second' ? 'first' : 'second')],
      ]);
    if (ui().kind === 'sleeper' && journey.legs.length > 1)
      return toast(t('换乘不支持卧铺', 'No sleeper with a change'), 'warn');
    const [zh, en] = CLASSES[ui().kind];
    return service('booking').start({
      name: [`${label} ${zh}`, `${label} ${en}`],
      date: my().date,
      price: price(journey) * my().people,
      people: my().people,
    });
  }

  const setUi = (key) => (value) => {
    ui()[key] = value;
    render();
  };
  const set = (key) => (value) => {
    my()[key] = value;
    if (key !== 'date') ui().searched = false;
    render();
  };

  function search() {
    if (my().from === my().to) return toast(t('出发和到达相同', 'Both stations are the same'), 'warn');
    my().recent = [[my().from, my().to], ...my().recent.filter(([a, b]) => a !== my().from || b !== my().to)].slice(
      0,
      4,
    );
    ui().searched = true;
    return render();
  }

  function journeyCard(journey) {
    const { legs } = journey;
    const times = `${legs[0].start} → ${legs.at(-1).end}`;
    const key = legs.map(({ train }) => train).join('+');
    return card(
      h('div', { class: 'row between' }, h('b', {}, times), h('b', { class: 'price' }, money(price(journey)))),
      muted(
        `${key} · ${minutes(legs.at(-1).end) - minutes(legs[0].start)} min${legs.length > 1 ? ` · ${t('换乘', 'change at')} ${name(legs[0].to)}` : ''}`,
      ),
      ui().open === key &&
        h(
          'ol',
          {},
          legs.flatMap(({ train }) =>
            byId(DATA.trains, train).stops.map(([id, time]) => h('li', {}, `${time} ${name(id)}`)),
          ),
        ),
      row(
        h(
          'span',
          { class: left(journey) ? 'good' : 'bad' },
          left(journey) ? t(`余 ${left(journey)}`, `${left(journey)} left`) : t('无票', 'None left'),
        ),
        small(
          ui().open === key ? t('收起', 'Close') : t('经停', 'Stops'),
          () => setUi('open')(ui().open === key ? '' : key),
          { 'aria-label': `${t('经停', 'Stops')} ${key}` },
        ),
        primary(t('预订', 'Book'), () => book(journey), { 'aria-label': `${t('预订', 'Book')} ${key}` }),
      ),
    );
  }

  function results() {
    const found = [...direct(), ...(ui().changes ? withChange() : [])];
    const sorts = {
      early: (a, b) => minutes(a.legs[0].start) - minutes(b.legs[0].start),
      cheap: (a, b) => price(a) - price(b),
      fast: (a, b) =>
        minutes(a.legs.at(-1).end) - minutes(a.legs[0].start) - minutes(b.legs.at(-1).end) + minutes(b.legs[0].start),
    };
    return h(
      'div',
      {},
      chips(
        Array.from({ length: 7 }, (_, n) => addDays(TODAY, n)).map((iso) => [iso, iso.slice(5)]),
        my().date,
        set('date'),
      ),
      row(
        tabs(
          t('排序', 'Sort'),
          [
            ['early', t('最早', 'Earliest')],
            ['cheap', t('最便宜', 'Cheapest')],
            ['fast', t('最快', 'Fastest')],
          ],
          ui().sort,
          setUi('sort'),
        ),
        checkbox(t('含换乘', 'With a change'), ui().changes, setUi('changes')),
      ),
      tabs(
        t('席别', 'Class'),
        Object.entries(CLASSES).map(([key, names]) => [key, t(names[0], names[1])]),
        ui().kind,
        setUi('kind'),
      ),
      found.length
        ? found.sort(sorts[ui().sort]).map(journeyCard)
        : empty(
            t('没有直达车次', 'No direct train'),
            button(t('看换乘', 'Show changes'), () => setUi('changes')(true)),
          ),
    );
  }

  function view() {
    const stations = STATIONS.map((one) => [one.id, tt(one.name)]);
    return h(
      'div',
      {},
      card(
        h(
          'div',
          { class: 'form-row' },
          field(t('出发站', 'From'), select(stations, my().from, set('from'))),
          field(t('到达站', 'To'), select(stations, my().to, set('to'))),
        ),
        row(
          button(t('交换', 'Swap'), () => {
            [my().from, my().to] = [my().to, my().from];
            set('people')(my().people);
          }),
          counter(t('人数', 'People'), my().people, 1, 3, set('people')),
          primary(t('查询', 'Search trains'), search),
        ),
        my().recent.length > 0 &&
          chips(
            my().recent.map(([a, b], index) => [index, `${name(a)} → ${name(b)}`]),
            '',
            (index) => {
              [my().from, my().to] = my().recent[index];
              search();
            },
          ),
      ),
      my().waiting.length > 0 &&
        card(
          my().waiting.map((one) =>
            h(
              'div',
              { class: 'line' },
              h('span', { class: 'grow' }, `${one.label} ${one.date}`),
              small(t('退出候补', 'Leave the list'), () => {
                my().waiting = my().waiting.filter((other) => other !== one);
                render();
              }),
            ),
          ),
        ),
      ui().searched
        ? results()
        : section(
            t('车站大屏', 'Departures'),
            card(
              DATA.trains.slice(0, 8).map((train) =>
                h(
                  'div',
                  { class: 'line' },
                  h('b', {}, train.id),
                  h('span', { class: 'grow' }, `${name(train.stops[0][0])} → ${name(train.stops.at(-1)[0])}`),
                  muted(train.stops[0][1]),
                  small(
                    my().followed.includes(train.id) ? t('取消关注', 'Unfollow') : t('关注', 'Follow'),
                    () => set('followed')(toggled(my().followed, train.id)),
                    { 'aria-label': `${t('关注', 'Follow')} ${train.id}` },
                  ),
                ),
              ),
            ),
          ),
    );
  }

  feature('rails', {
    state: () => ({
      from: STATIONS[0].id,
      to: STATIONS[3].id,
      date: TODAY,
      people: 1,
      recent: [],
      waiting: [],
      followed: [],
    }),
    ui: () => ({ searched: false, kind: 'second', sort: 'early', changes: false, open: '' }),
    routes: { rails: { names: ['火车票', 'Trains'], icon: 'train', view } },
    tasks: [
      {
        key: 'rails.search',
        text: [
          `查询从${STATIONS[3].name[0]}到${STATIONS[0].name[0]}的车次。`,
          `Search for trains from ${STATIONS[3].name[1]} to ${STATIONS[0].name[1]}.`,
        ],
        check: () => my().recent.some(([a, b]) => a === STATIONS[3].id && b === STATIONS[0].id),
      },
    ],
  });
})();
