// A map on a grid: panning, zooming, layers, places with cards, a route that avoids the river, saved places.
(() => {
  const my = () => AppStore.state.map;
  const ui = () => AppStore.ui.map;
  const SIZE = 16;
  const isRiver = (x, y) => y === 7 && x !== 4 && x !== 11;
  const placeAt = (x, y) =>
    DATA.places.find((place) => place.x === x && place.y === y && ui().layers.includes(place.kind));

  function pan(dx, dy) {
    const room = SIZE - ui().span;
    const next = { x: Math.max(0, Math.min(room, ui().x + dx)), y: Math.max(0, Math.min(room, ui().y + dy)) };
    if (next.x === ui().x && next.y === ui().y) toast(t('到地图边缘了', 'That is the edge of the map'), 'warn');
    Object.assign(ui(), next);
    render();
  }

  function zoom(span) {
    const room = SIZE - span;
    Object.assign(ui(), { span, x: Math.min(ui().x, room), y: Math.min(ui().y, room) });
    render();
  }

  // Breadth first over the streets; the river can be crossed at its two bridges only.
  function routeBetween(from, to, onFoot) {
    const goal = `${to.x},${to.y}`;
    const paths = [[[from.x, from.y]]];
    const seen = new Set([`${from.x},${from.y}`]);
    while (paths.length) {
      const path = paths.shift();
      const [x, y] = path.at(-1);
      if (`${x},${y}` === goal) return path;
      const steps = onFoot
        ? [
            [0, 1],
            [1, 0],
            [0, -1],
            [-1, 0],
          ]
        : [
            [1, 0],
            [0, 1],
            [-1, 0],
            [0, -1],
          ];
      for (const [dx, dy] of steps) {
        const next = [x + dx, y + dy];
        const isInside = next.every((value) => value >= 0 && value < SIZE);
        if (!isInside || isRiver(...next) || seen.has(String(next))) continue;
        seen.add(String(next));
        paths.push([...path, next]);
      }
    }
    return [];
  }

  function route() {
    const from = byId(DATA.places, ui().from);
    const to = byId(DATA.places, ui().to);
    if (!from || !to) return toast(t('请选择起点和终点', 'Choose both ends'), 'warn');
    if (from === to) return toast(t('起点和终点相同', 'Both ends are the same'), 'warn');
    ui().path = routeBetween(from, to, ui().means === 'walk');
    my().trips.unshift({ from: from.id, to: to.id, means: ui().means });
    return render();
  }

  function openPlace(place) {
    ui().place = place.id;
    render();
  }

  function placeCard() {
    const place = byId(DATA.places, ui().place);
    if (!place) return card(muted(t('点地图上的地点看详情', 'Press a place on the map')));
    const set = (key) => () => {
      ui()[key] = place.id;
      render();
    };
    const note = () =>
      openForm(
        t('备注', 'Note'),
        { text: [t('备注', 'Note'), CHECKS.needed] },
        { text: my().notes[place.id] },
        ({ text }) => {
          my().notes[place.id] = text;
          render();
        },
      );
    return card(
      h('h3', {}, tt(place.name)),
      muted(`${tt(DATA.placeKinds[place.kind])} · ${place.x},${place.y} · ★ ${place.rating}`),
      my().notes[place.id] && h('p', {}, my().notes[place.id]),
      row(
        small(t('从这出发', 'From here'), set('from')),
        small(t('到这去', 'To here'), set('to')),
        small(t('备注', 'Note'), note),
        toggleButton('star', my().saved.includes(place.id), `${t('收藏地点', 'Save place')} ${tt(place.name)}`, () => {
          my().saved = toggled(my().saved, place.id);
          render();
        }),
      ),
    );
  }

  function cell(x, y) {
    const place = placeAt(x, y);
    const onPath = ui().path.some(([px, py]) => px === x && py === y);
    if (!place)
      return h('span', {
        class: `cell ${onPath ? 'on' : isRiver(x, y) ? 'taken' : ''}`,
        style: (x + y) % 9 === 0 && !onPath ? 'background:hsl(120 35% 82%)' : '',
      });
    return h(
      'button',
      {
        type: 'button',
        class: `cell soft ${place.id === ui().place ? 'on' : ''}`,
        'aria-label': tt(place.name),
        onclick: () => openPlace(place),
      },
      icon(place.shape, 18),
    );
  }

  function view() {
    const { x, y, span } = ui();
    const range = (start) => Array.from({ length: span }, (_, n) => start + n);
    const set = (key) => (value) => {
      ui()[key] = value;
      ui().path = [];
      render();
    };
    const options = [['', '—'], ...DATA.places.map((place) => [place.id, tt(place.name)])];
    const minutes = ui().path.length * { walk: 6, bike: 3, car: 2 }[ui().means];
    return h(
      'div',
      { class: 'split side' },
      h(
        'div',
        {},
        chips(
          Object.entries(DATA.placeKinds).map(([kind, names]) => [kind, tt(names)]),
          ui().layers,
          (kind) => {
            ui().layers = toggled(ui().layers, kind);
            render();
          },
        ),
        card(
          h(
            'div',
            { class: 'cells', style: `grid-template-columns:repeat(${span}, max-content)` },
            range(y).flatMap((cy) => range(x).map((cx) => cell(cx, cy))),
          ),
          row(
            button('←', () => pan(-2, 0), { 'aria-label': t('向西', 'West') }),
            button('↑', () => pan(0, -2), { 'aria-label': t('向北', 'North') }),
            button('↓', () => pan(0, 2), { 'aria-label': t('向南', 'South') }),
            button('→', () => pan(2, 0), { 'aria-label': t('向东', 'East') }),
            button('+', () => (span > 6 ? zoom(span - 3) : toast(t('已最大', 'No closer'), 'warn')), {
              'aria-label': t('放大', 'Zoom in'),
            }),
            button('−', () => (span < 12 ? zoom(span + 3) : toast(t('已最小', 'No farther'), 'warn')), {
              'aria-label': t('缩小', 'Zoom out'),
            }),
          ),
        ),
      ),
      h(
        'div',
        {},
        placeCard(),
        card(
          field(t('起点', 'From'), select(options, ui().from, set('from'))),
          field(t('终点', 'To'), select(options, ui().to, set('to'))),
          tabs(
            t('方式', 'Means'),
            [
              ['walk', t('步行', 'Walk')],
              ['bike', t('骑行', 'Ride')],
              ['car', t('驾车', 'Drive')],
            ],
            ui().means,
            set('means'),
          ),
          row(
            primary(t('规划路线', 'Find a route'), route),
            button(t('交换', 'Swap'), () => {
              [ui().from, ui().to] = [ui().to, ui().from];
              set('means')(ui().means);
            }),
          ),
          ui().path.length > 0 &&
            h(
              'p',
              {},
              t(`${ui().path.length} 格，约 ${minutes} 分钟`, `${ui().path.length} blocks, about ${minutes} minutes`),
            ),
        ),
        my().saved.length > 0 &&
          section(
            t('收藏地点', 'Saved places'),
            chips(
              my().saved.map((id) => [id, tt(byId(DATA.places, id).name)]),
              ui().place,
              (id) => openPlace(byId(DATA.places, id)),
            ),
          ),
      ),
    );
  }

  feature('map', {
    state: () => ({ saved: [], notes: {}, trips: [] }),
    ui: () => ({
      x: 2,
      y: 2,
      span: 9,
      layers: Object.keys(DATA.placeKinds),
      place: '',
      from: '',
      to: '',
      means: 'walk',
      path: [],
    }),
    routes: {
      map: { names: ['地图', 'Map'], icon: 'map', view, enter: (id) => byId(DATA.places, id) && (ui().place = id) },
    },
    tasks: [
      {
        key: 'map.route',
        text: [
          `规划从「${DATA.places[0].name[0]}」到「${DATA.places[5].name[0]}」的路线。`,
          `Find a route from "${DATA.places[0].name[1]}" to "${DATA.places[5].name[1]}".`,
        ],
        check: () => my().trips.some(({ from, to }) => from === DATA.places[0].id && to === DATA.places[5].id),
      },
    ],
  });
})();
