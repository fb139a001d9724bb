// Recipes and a week of meals: portions that scale, steps to tick, a shopping list that adds up, what is at home.
(() => {
  const my = () => AppStore.state.recipes;
  const ui = () => AppStore.ui.recipes;
  const recipe = (id) => byId(DATA.recipes, id) || DATA.recipes[0];
  const DAYS = [
    ['一', 'Mon'],
    ['二', 'Tue'],
    ['三', 'Wed'],
    ['四', 'Thu'],
    ['五', 'Fri'],
    ['六', 'Sat'],
    ['日', 'Sun'],
  ];

  function shopping() {
    const sums = {};
    for (const { id, portions } of Object.values(my().plan))
      for (const { name, amount, unit } of recipe(id).ingredients) {
        sums[name[1]] ||= { name, unit, amount: 0 };
        sums[name[1]].amount += (amount * portions) / 2;
      }
    return Object.values(sums).map((one) => ({
      ...one,
      need: Math.max(0, one.amount - (my().pantry[one.name[1]] || 0)),
    }));
  }

  function plan(one) {
    openSheet(
      t('安排到', 'Plan for'),
      DAYS.map((names, day) => [
        `${tt(names)}${my().plan[day] ? ` · ${tt(recipe(my().plan[day].id).name)}` : ''}`,
        () => {
          const put = () => {
            my().plan[day] = { id: one.id, portions: ui().portions };
            render();
          };
          if (my().plan[day] && my().plan[day].id !== one.id)
            confirmDialog(t('替换', 'Replace'), tt(recipe(my().plan[day].id).name), put);
          else put();
        },
      ]),
    );
  }

  function detail(id) {
    const one = recipe(id);
    const done = my().done[one.id] || [];
    const tick = (index) => () => {
      if (index > 0 && !done.includes(index - 1) && !done.includes(index))
        return toast(t('先完成上一步', 'The step before comes first'), 'warn') || render();
      my().done[one.id] = toggled(done, index);
      if (my().done[one.id].length === one.steps.length)
        openOverlay(
          t('开饭', 'Dinner is ready'),
          row(
            [1, 2, 3, 4, 5].map((n) =>
              button(`${n} ★`, () => {
                my().ratings[one.id] = n;
                closeDialog();
                render();
              }),
            ),
          ),
          [],
        );
      return render();
    };
    return h(
      'div',
      { class: 'split' },
      h(
        'div',
        {},
        h('div', { class: 'tall' }, picture(one, 110)),
        h('h2', {}, tt(one.name)),
        muted(
          `${one.minutes} min · ${'●'.repeat(one.level)} ${my().ratings[one.id] ? `★${my().ratings[one.id]}` : ''}`,
        ),
        row(
          counter(t('份数', 'Portions'), ui().portions, 1, 8, (portions) => {
            ui().portions = portions;
            render();
          }),
          primary(t('安排', 'Plan it'), () => plan(one)),
          slot('keep', { id: one.id, name: one.name, path: `recipe/${one.id}` }),
        ),
      ),
      h(
        'div',
        {},
        card(
          h('h3', {}, t('食材', 'Ingredients')),
          one.ingredients.map(({ name, amount, unit }) =>
            h(
              'div',
              { class: 'line' },
              h('span', { class: 'grow' }, tt(name)),
              `${(amount * ui().portions) / 2} ${unit}`,
              small(
                t('家里有', 'At home'),
                () => {
                  my().pantry[name[1]] = (my().pantry[name[1]] || 0) + amount;
                  toast(`${tt(name)} ${my().pantry[name[1]]} ${unit}`);
                  render();
                },
                { 'aria-label': `${t('家里有', 'At home')} ${tt(name)}` },
              ),
            ),
          ),
        ),
        card(
          h('h3', {}, t('步骤', 'Steps')),
          one.steps.map((text, index) => h('div', {}, checkbox(tt(text), done.includes(index), tick(index)))),
        ),
      ),
    );
  }

  function week() {
    const list = shopping();
    return h(
      'div',
      {},
      h(
        'div',
        { class: 'board' },
        DAYS.map((names, day) =>
          h(
            'div',
            { class: 'column' },
            h('b', {}, tt(names)),
            my().plan[day]
              ? h(
                  'div',
                  {},
                  link(`recipe/${my().plan[day].id}`, h('span', { class: 'name' }, tt(recipe(my().plan[day].id).name))),
                  stepper(`${t('份', 'Portions')} ${tt(names)}`, my().plan[day].portions, 1, 8, (portions) => {
                    my().plan[day].portions = portions;
                    render();
                  }),
                  small(
                    '×',
                    () => {
                      delete my().plan[day];
                      render();
                    },
                    { 'aria-label': `${t('移除', 'Remove')} ${tt(names)}` },
                  ),
                )
              : small(
                  t('随便来一个', 'Surprise me'),
                  () => {
                    my().plan[day] = { id: DATA.recipes[(day * 5 + 3) % DATA.recipes.length].id, portions: 2 };
                    render();
                  },
                  { 'aria-label': `${t('随便来一个', 'Surprise me')} ${tt(names)}` },
                ),
          ),
        ),
      ),
      section(
        t('购物清单', 'Shopping list'),
        list.length
          ? card(
              list.map((one) =>
                h(
                  'div',
                  { class: 'line' },
                  h(
                    'span',
                    { class: `grow ${one.need === 0 || my().bought.includes(one.name[1]) ? 'done' : ''}` },
                    checkbox(`${tt(one.name)} ${one.need} ${one.unit}`, my().bought.includes(one.name[1]), () => {
                      my().bought = toggled(my().bought, one.name[1]);
                      render();
                    }),
                  ),
                ),
              ),
              my().bought.length > 0 &&
                button(t('放进橱柜', 'Put it away'), () => {
                  for (const one of list.filter(({ name }) => my().bought.includes(name[1])))
                    my().pantry[one.name[1]] = (my().pantry[one.name[1]] || 0) + one.need;
                  my().bought = [];
                  render();
                }),
            )
          : empty(t('先安排几顿饭', 'Plan some meals first')),
      ),
    );
  }

  function view() {
    const set = (key) => (value) => {
      ui()[key] = value;
      render();
    };
    const shown = DATA.recipes.filter(
      (one) => one.minutes <= ui().most && (!ui().have || one.ingredients.some(({ name }) => my().pantry[name[1]])),
    );
    return h(
      'div',
      {},
      slider(t('分钟以内', 'Minutes at most'), ui().most, 15, 90, set('most'), 15),
      checkbox(t('用家里有的', 'With what is at home'), ui().have, set('have')),
      shown.length
        ? h(
            'div',
            { class: 'grid' },
            shown.map((one) =>
              card(
                link(`recipe/${one.id}`, picture(one), h('span', { class: 'name' }, tt(one.name))),
                h(
                  'div',
                  { class: 'row' },
                  muted(`${one.minutes} min`),
                  small(t('安排', 'Plan it'), () => plan(one), {
                    'aria-label': `${t('安排', 'Plan it')} ${tt(one.name)}`,
                  }),
                ),
              ),
            ),
          )
        : empty(t('没有合适的菜谱', 'No recipe fits')),
    );
  }

  feature('recipes', {
    state: () => ({ plan: {}, pantry: {}, bought: [], done: {}, ratings: {} }),
    ui: () => ({ portions: 2, most: 90, have: false }),
    routes: {
      recipes: { names: ['菜谱', 'Recipes'], icon: 'pot', view },
      recipe: { names: ['菜谱详情', 'Recipe'], parent: 'recipes', view: detail },
      week: { names: ['一周菜单', 'Week of meals'], icon: 'calendar', view: week },
    },
    slots: {
      'home.blocks': () =>
        section(
          t('今天吃什么', 'What to eat today'),
          h(
            'div',
            { class: 'grid' },
            DATA.recipes
              .slice(0, 4)
              .map((one) => card(link(`recipe/${one.id}`, picture(one), h('span', { class: 'name' }, tt(one.name))))),
          ),
        ),
    },
    tasks: [
      {
        key: 'recipes.plan',
        text: ['给周一安排一顿饭。', 'Plan a meal for Monday.'],
        check: () => Boolean(my().plan[0]),
      },
    ],
  });
})();
