// Comparing up to three products: a table that marks the best, weights, price alarms, a verdict.
(() => {
  const my = () => AppStore.state.compare;
  const ui = () => AppStore.ui.compare;
  const TRAITS = {
    price: [['价格', 'Price'], -1],
    rating: [['评分', 'Rating'], 1],
    sold: [['销量', 'Sold'], 1],
    stock: [['库存', 'Stock'], 1],
  };
  const chosen = () => my().ids.map((id) => byId(DATA.products, id));

  function toggle(item) {
    if (my().ids.includes(item.id)) my().ids = my().ids.filter((id) => id !== item.id);
    else if (my().ids.length === 3) {
      return openSheet(
        t('替换哪一个？', 'Replace which?'),
        chosen().map((old) => [
          tt(old.name),
          () => {
            my().ids[my().ids.indexOf(old.id)] = item.id;
            render();
          },
        ]),
      );
    } else my().ids.push(item.id);
    return render();
  }

  function points(item) {
    return Object.entries(TRAITS).reduce((sum, [key, [, sign]]) => {
      const values = chosen().map((other) => other[key] * sign);
      return sum + (item[key] * sign === Math.max(...values) ? my().weights[key] : 0);
    }, 0);
  }

  function verdict() {
    const ranked = chosen().sort((a, b) => points(b) - points(a));
    const isTie = points(ranked[0]) === points(ranked[1]);
    my().verdicts += 1;
    openDialog(
      t('结论', 'Verdict'),
      h('p', {}, isTie ? t('不相上下，调整权重再试。', 'A tie: change the weights.') : tt(ranked[0].name)),
      [!isTie && primary(t('看它', 'Show it'), () => go(`product/${ranked[0].id}`))],
    );
  }

  function alarm(item) {
    openForm(
      t('降价提醒', 'Price alarm'),
      {
        price: [
          t('目标价', 'Price wanted'),
          (value) =>
            CHECKS.amount(value) || (Number(value) >= item.price ? t('要低于现价', 'Below the present price') : ''),
        ],
      },
      { price: my().alarms[item.id] || '' },
      ({ price }) => {
        my().alarms[item.id] = Number(price);
        render();
      },
    );
  }

  function table() {
    const list = chosen();
    const best = (key, sign) => Math.max(...list.map((item) => item[key] * sign));
    const rows = Object.entries(TRAITS).filter(
      ([key]) => !ui().onlyDifferent || new Set(list.map((item) => item[key])).size > 1,
    );
    return h(
      'div',
      {},
      h(
        'div',
        { class: 'sheet-grid card' },
        h(
          'table',
          {},
          h(
            'tr',
            {},
            h('th'),
            list.map((item) =>
              h(
                'th',
                {},
                link(`product/${item.id}`, tt(item.name)),
                iconButton('close', `${t('移出', 'Remove')} ${tt(item.name)}`, () => toggle(item)),
              ),
            ),
          ),
          rows.map(([key, [names, sign]]) =>
            h(
              'tr',
              {},
              h('th', {}, tt(names)),
              list.map((item) =>
                h('td', { class: item[key] * sign === best(key, sign) ? 'good' : '' }, String(item[key])),
              ),
            ),
          ),
          h(
            'tr',
            {},
            h('th', {}, t('得分', 'Points')),
            list.map((item) => h('td', {}, h('b', {}, String(points(item))))),
          ),
          h(
            'tr',
            {},
            h('th', {}, t('提醒', 'Alarm')),
            list.map((item) =>
              h(
                'td',
                {},
                small(my().alarms[item.id] ? money(my().alarms[item.id]) : t('设提醒', 'Set'), () => alarm(item), {
                  'aria-label': `${t('降价提醒', 'Price alarm')} ${tt(item.name)}`,
                }),
              ),
            ),
          ),
        ),
      ),
      checkbox(t('只看差异', 'Only differences'), ui().onlyDifferent, (value) => {
        ui().onlyDifferent = value;
        render();
      }),
      card(
        h('h3', {}, t('权重', 'Weights')),
        Object.entries(TRAITS).map(([key, [names]]) =>
          slider(tt(names), my().weights[key], 0, 5, (value) => {
            my().weights[key] = value;
            render();
          }),
        ),
      ),
      list.length > 1 && primary(t('给结论', 'Decide'), verdict),
    );
  }

  function view() {
    const pool = DATA.products.filter(({ category }) => !ui().category || category === ui().category);
    return h(
      'div',
      {},
      chosen().length ? table() : empty(t('先选两到三件商品', 'Choose two or three products first')),
      section(
        t('可比较的商品', 'What to compare'),
        chips(
          [['', t('全部', 'All')], ...DATA.categories.map(({ id, name }) => [id, tt(name)])],
          ui().category,
          (category) => {
            ui().category = category;
            render();
          },
        ),
        card(
          pool.slice(0, 12).map((item) =>
            h(
              'div',
              { class: 'line' },
              h('span', { class: 'grow' }, tt(item.name)),
              money(item.price),
              small(my().ids.includes(item.id) ? t('移出', 'Remove') : t('加入比较', 'Compare'), () => toggle(item), {
                'aria-label': `${my().ids.includes(item.id) ? t('移出', 'Remove') : t('加入比较', 'Compare')} ${tt(item.name)}`,
              }),
            ),
          ),
        ),
      ),
    );
  }

  feature('compare', {
    state: () => ({ ids: [], weights: { price: 3, rating: 3, sold: 1, stock: 1 }, alarms: {}, verdicts: 0 }),
    ui: () => ({ onlyDifferent: false, category: '' }),
    routes: { compare: { names: ['比较', 'Compare'], icon: 'scale', view, count: () => my().ids.length } },
    slots: {
      'product.links': (item) =>
        small(my().ids.includes(item.id) ? t('已加入比较', 'In the comparison') : t('加入比较', 'Compare'), () =>
          toggle(item),
        ),
    },
    tasks: [
      {
        key: 'compare.decide',
        text: ['比较任意两件商品并要求给出结论。', 'Compare any two products and ask for a verdict.'],
        check: () => my().verdicts > 0,
      },
    ],
  });
})();
