// Ordering food: restaurants, dishes with options, a minimum, dining in or delivery, and a kitchen that advances when asked.
(() => {
  const my = () => AppStore.state.menu;
  const ui = () => AppStore.ui.menu;
  const STAGES = [
    ['已下单', 'Ordered'],
    ['制作中', 'Cooking'],
    ['配送中', 'On the way'],
    ['已送达', 'Delivered'],
  ];
  const cost = (line) =>
    (line.price + (line.options.includes('large') ? 6 : 0) + (line.options.includes('egg') ? 3 : 0)) * line.amount;
  const sum = () => my().basket.reduce((total, line) => total + cost(line), 0);
  const OPTIONS = { large: ['大份', 'Large'], egg: ['加蛋', 'Add an egg'], noOnion: ['不要葱', 'No onion'] };

  function addDish(place, dish) {
    if (my().basket.length && my().basket[0].place !== place.id) {
      return confirmDialog(
        t('换一家', 'Another restaurant'),
        t('购物篮会清空。', 'The basket will be emptied.'),
        () => {
          my().basket = [];
          addDish(place, dish);
        },
      );
    }
    const draft = { heat: 1, options: [] };
    const body = h(
      'div',
      {},
      slider(t('辣度', 'Heat'), 1, 0, 3, (heat) => (draft.heat = heat)),
      Object.entries(OPTIONS).map(([key, names]) =>
        h(
          'div',
          {},
          checkbox(tt(names), false, () => (draft.options = toggled(draft.options, key))),
        ),
      ),
    );
    return openDialog(tt(dish.name), body, [
      button(t('取消', 'Cancel'), closeDialog),
      primary(t('放入篮中', 'Put in the basket'), () => {
        closeDialog();
        const same = my().basket.find(
          (line) => line.dish === dish.id && line.heat === draft.heat && String(line.options) === String(draft.options),
        );
        if (same) same.amount += 1;
        else
          my().basket.push({ place: place.id, dish: dish.id, name: dish.name, price: dish.price, amount: 1, ...draft });
        render();
      }),
    ]);
  }

  function order(place) {
    const fee = ui().way === 'deliver' ? place.fee : 0;
    if (ui().way === 'deliver' && sum() < place.least)
      return toast(t(`满 ${place.least} 起送`, `Delivery starts at ${place.least}`), 'warn');
    if (ui().way === 'table' && !/^\d{1,2}$/.test(ui().table))
      return toast(t('请填桌号', 'Enter a table number'), 'warn');
    my().orders.unshift({
      id: AppStore.nextId('F'),
      place: place.id,
      lines: my().basket,
      total: sum() + fee,
      way: ui().way,
      stage: 0,
      cutlery: ui().cutlery,
      tip: 0,
    });
    my().basket = [];
    return go('kitchen');
  }

  function basket(place) {
    const lines = my().basket.filter((line) => line.place === place.id);
    const change = (line) => (amount) => {
      line.amount = amount;
      if (amount === 0) my().basket = my().basket.filter((other) => other !== line);
      render();
    };
    const set = (key) => (value) => {
      ui()[key] = value;
      render();
    };
    return card(
      h('h3', {}, t('购物篮', 'Basket')),
      lines.length === 0 && muted(t('还没有菜', 'Nothing yet')),
      lines.map((line) =>
        h(
          'div',
          { class: 'line' },
          h(
            'span',
            { class: 'grow' },
            tt(line.name),
            h('br'),
            muted(`${'🌶'.repeat(line.heat)} ${line.options.map((key) => tt(OPTIONS[key])).join(' ')}`),
          ),
          stepper(tt(line.name), line.amount, 0, 9, change(line)),
          money(cost(line)),
        ),
      ),
      tabs(
        t('用餐方式', 'How'),
        [
          ['deliver', t('外送', 'Deliver')],
          ['pickup', t('自取', 'Pick up')],
          ['table', t('堂食', 'Here')],
        ],
        ui().way,
        set('way'),
      ),
      ui().way === 'table' && field(t('桌号', 'Table'), input(ui(), 'table', { inputmode: 'numeric' })),
      ui().way !== 'table' && checkbox(t('需要餐具', 'With cutlery'), ui().cutlery, set('cutlery')),
      h('p', { class: 'big price' }, money(sum())),
      lines.length > 0 && primary(t('下单', 'Order'), () => order(place)),
    );
  }

  function detail(id) {
    const place = byId(DATA.restaurants, id) || DATA.restaurants[0];
    const groups = [...new Set(place.dishes.map(({ group }) => group[1]))];
    const dishes = place.dishes.filter(
      ({ group, isVegetarian }) => (!ui().group || group[1] === ui().group) && (!ui().vegetarian || isVegetarian),
    );
    return h(
      'div',
      { class: 'split side' },
      h(
        'div',
        {},
        card(
          h('h2', {}, tt(place.name)),
          muted(
            `★ ${place.rating} · ${t('起送', 'from')} ${money(place.least)} · ${t('配送', 'delivery')} ${money(place.fee)}`,
          ),
        ),
        row(
          chips(
            [
              ['', t('全部', 'All')],
              ...groups.map((name) => [name, tt(place.dishes.find(({ group }) => group[1] === name).group)]),
            ],
            ui().group,
            (group) => {
              ui().group = group;
              render();
            },
          ),
          checkbox(t('只看素食', 'Vegetarian only'), ui().vegetarian, (vegetarian) => {
            ui().vegetarian = vegetarian;
            render();
          }),
        ),
        card(
          dishes.map((dish) =>
            h(
              'div',
              { class: 'line' },
              h('span', { class: 'thumb' }, picture(dish, 26)),
              h('span', { class: 'grow' }, h('b', {}, tt(dish.name)), dish.isVegetarian && ' 🌱'),
              h('b', { class: 'price' }, money(dish.price)),
              iconButton('plus', `${t('加', 'Add')} ${tt(dish.name)}`, () => addDish(place, dish)),
            ),
          ),
        ),
      ),
      basket(place),
    );
  }

  const placeCard = (place) =>
    card(
      link(`restaurant/${place.id}`, picture(place), h('span', { class: 'name' }, tt(place.name))),
      muted(`★ ${place.rating} · ${place.minutes} min`),
      h(
        'div',
        { class: 'row' },
        place.isClosed ? h('span', { class: 'tag' }, t('休息中', 'Closed')) : muted(tt(place.kind)),
        slot('keep', { id: place.id, name: place.name, path: `restaurant/${place.id}` }),
      ),
    );

  function view() {
    const kinds = [...new Map(DATA.restaurants.map(({ kind }) => [kind[1], kind])).values()];
    const sorts = {
      rating: (a, b) => b.rating - a.rating,
      fast: (a, b) => a.minutes - b.minutes,
      cheap: (a, b) => a.fee - b.fee,
    };
    const shown = DATA.restaurants.filter(({ kind }) => !ui().kind || kind[1] === ui().kind).sort(sorts[ui().sort]);
    const set = (key) => (value) => {
      ui()[key] = value;
      render();
    };
    return h(
      'div',
      {},
      chips([['', t('全部', 'All')], ...kinds.map((kind) => [kind[1], tt(kind)])], ui().kind, set('kind')),
      tabs(
        t('排序', 'Sort'),
        [
          ['rating', t('好评', 'Best')],
          ['fast', t('最快', 'Fastest')],
          ['cheap', t('运费低', 'Cheapest delivery')],
        ],
        ui().sort,
        set('sort'),
      ),
      h('div', { class: 'grid' }, shown.map(placeCard)),
    );
  }

  function kitchenCard(one) {
    const place = byId(DATA.restaurants, one.place);
    const last = one.way === 'deliver' ? 3 : 1;
    const ask = () => {
      one.stage = Math.min(one.stage + 1, last);
      if (one.stage === last) toast(t('好了，慢用', 'Ready, enjoy'));
      render();
    };
    return card(
      h('div', { class: 'row between' }, h('b', {}, `${one.id} ${tt(place.name)}`), money(one.total + one.tip)),
      h(
        'ol',
        { class: 'steps' },
        STAGES.slice(0, last + 1).map((names, index) => h('li', { class: index <= one.stage ? 'on' : '' }, tt(names))),
      ),
      row(
        one.stage < last && small(t('催一下', 'Ask how far'), ask),
        one.stage === 0 &&
          small(t('取消', 'Cancel'), () => {
            my().orders = my().orders.filter((other) => other !== one);
            render();
          }),
        one.stage === last &&
          !one.tip &&
          [2, 5, 10].map((tip) =>
            small(`${t('小费', 'Tip')} ${tip}`, () => {
              one.tip = tip;
              render();
            }),
          ),
        small(t('再来一份', 'Again'), () => {
          my().basket = structuredClone(one.lines);
          go(`restaurant/${one.place}`);
        }),
      ),
    );
  }

  feature('menu', {
    state: () => ({ basket: [], orders: [] }),
    ui: () => ({ kind: '', sort: 'rating', group: '', vegetarian: false, way: 'deliver', table: '', cutlery: true }),
    routes: {
      menu: { names: ['点餐', 'Order food'], icon: 'food', view },
      restaurant: { names: ['餐厅', 'Restaurant'], parent: 'menu', view: detail },
      kitchen: {
        names: ['厨房', 'Kitchen'],
        icon: 'pot',
        count: () => my().orders.filter(({ stage }) => stage === 0).length,
        view: () =>
          my().orders.length
            ? h('div', {}, my().orders.map(kitchenCard))
            : empty(t('还没有下单', 'No orders yet'), link('menu', t('去点餐', 'Order something'))),
      },
    },
    slots: {
      'home.blocks': () =>
        section(
          t('附近好店', 'Good places nearby'),
          h('div', { class: 'grid' }, DATA.restaurants.slice(0, 4).map(placeCard)),
        ),
    },
    tasks: [
      {
        key: 'menu.order',
        text: [
          `在「${DATA.restaurants[0].name[0]}」点一份自取的餐。`,
          `Order something to pick up at "${DATA.restaurants[0].name[1]}".`,
        ],
        check: () => my().orders.some(({ place, way }) => place === DATA.restaurants[0].id && way === 'pickup'),
      },
    ],
  });
})();
