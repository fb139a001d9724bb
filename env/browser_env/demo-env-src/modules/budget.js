// A budget: entries by category, limits that warn, a chart of months, goals that money is put aside for.
(() => {
  const my = () => AppStore.state.budget;
  const ui = () => AppStore.ui.budget;
  const CATEGORIES = {
    food: ['餐饮', 'Food'],
    home: ['居家', 'Home'],
    move: ['交通', 'Transport'],
    fun: ['娱乐', 'Fun'],
  };
  const spent = (category) =>
    my()
      .entries.filter((one) => !category || one.category === category)
      .reduce((sum, { amount }) => sum + amount, 0);

  function add() {
    const amount = Number(ui().amount);
    if (CHECKS.amount(ui().amount)) return toast(CHECKS.amount(ui().amount), 'warn');
    my().entries.unshift({
      id: AppStore.nextId('y'),
      category: ui().category,
      amount,
      text: ui().text || tt(CATEGORIES[ui().category]),
      date: TODAY,
    });
    const limit = my().limits[ui().category];
    if (spent(ui().category) > limit)
      openDialog(
        t('超支提醒', 'Over the limit'),
        h('p', {}, `${tt(CATEGORIES[ui().category])} ${money(spent(ui().category))} / ${money(limit)}`),
        [
          button(t('提高预算', 'Raise the limit'), () => {
            my().limits[ui().category] = Math.ceil(spent(ui().category) / 100) * 100;
            closeDialog();
            render();
          }),
        ],
      );
    Object.assign(ui(), { amount: '', text: '' });
    return render();
  }

  function limits() {
    return card(
      h('h3', {}, t('预算', 'Limits')),
      Object.entries(CATEGORIES).map(([key, names]) =>
        h(
          'div',
          {},
          h(
            'div',
            { class: 'row between' },
            tt(names),
            h(
              'span',
              { class: spent(key) > my().limits[key] ? 'bad' : 'muted' },
              `${spent(key)} / ${my().limits[key]}`,
            ),
          ),
          bar(tt(names), spent(key), my().limits[key]),
          slider(
            `${t('预算', 'Limit')} ${tt(names)}`,
            my().limits[key],
            100,
            2000,
            (value) => {
              my().limits[key] = value;
              render();
            },
            100,
          ),
        ),
      ),
    );
  }

  function chart() {
    const months = [620, 840, 710, 930, 560, spent('')];
    const most = Math.max(...months);
    return card(
      h('h3', {}, t('半年走势', 'Half a year')),
      months.map((sum, index) =>
        h(
          'div',
          { class: 'row' },
          h(
            'button',
            {
              type: 'button',
              class: `chip ${ui().month === index ? 'on' : ''}`,
              'aria-label': `${t('月份', 'Month')} ${index + 1}`,
              onclick: () => {
                ui().month = ui().month === index ? -1 : index;
                render();
              },
            },
            `M${index + 1}`,
          ),
          h('span', { class: 'grow' }, bar(`M${index + 1}`, sum, most)),
          ui().month === index && h('b', {}, money(sum)),
        ),
      ),
      ui().month > 0 &&
        h(
          'p',
          {},
          months[ui().month] > months[ui().month - 1]
            ? t('比上月多', 'More than the month before')
            : t('比上月少', 'Less than the month before'),
        ),
    );
  }

  function goals() {
    const put = (goal) => () => {
      if (goal.saved >= goal.need) return toast(t('已达成', 'Reached'), 'warn');
      goal.saved = Math.min(goal.need, goal.saved + 100);
      if (goal.saved === goal.need) toast(t('目标达成！', 'You made it!'));
      return render();
    };
    const make = () =>
      openForm(
        t('新目标', 'New goal'),
        { name: [t('名称', 'Name'), CHECKS.needed], need: [t('金额', 'Amount'), CHECKS.amount] },
        {},
        ({ name, need }) => {
          my().goals.push({ id: AppStore.nextId('g'), name, need: Number(need), saved: 0 });
          render();
        },
      );
    return card(
      h('h3', {}, t('储蓄目标', 'Goals')),
      my().goals.map((goal) =>
        h(
          'div',
          {},
          h('div', { class: 'row between' }, tt(goal.name), `${goal.saved}/${goal.need}`),
          bar(tt(goal.name), goal.saved, goal.need),
          row(
            small('+100', put(goal), { 'aria-label': `+100 ${tt(goal.name)}` }),
            goal.saved > 0 &&
              small(
                '−100',
                () => {
                  goal.saved = Math.max(0, goal.saved - 100);
                  render();
                },
                { 'aria-label': `−100 ${tt(goal.name)}` },
              ),
            goal.saved === goal.need &&
              small(t('兑现', 'Spend it'), () => {
                my().goals = my().goals.filter((other) => other !== goal);
                render();
              }),
          ),
        ),
      ),
      button(t('新目标', 'New goal'), make),
    );
  }

  function entries() {
    const shown = my().entries.filter(({ category }) => !ui().filter || category === ui().filter);
    return card(
      chips(
        [['', t('全部', 'All')], ...Object.entries(CATEGORIES).map(([key, names]) => [key, tt(names)])],
        ui().filter,
        (filter) => {
          ui().filter = filter;
          render();
        },
      ),
      shown.map((one) =>
        h(
          'div',
          { class: 'line' },
          h('span', { class: 'grow' }, tt(one.text)),
          money(one.amount),
          small(
            t('分摊', 'Split'),
            () => {
              one.amount = Math.round(one.amount / 2);
              render();
            },
            { 'aria-label': `${t('分摊', 'Split')} ${one.id}` },
          ),
          iconButton('trash', `${t('删除', 'Delete')} ${one.id}`, () => {
            my().entries = my().entries.filter((other) => other !== one);
            render();
          }),
        ),
      ),
    );
  }

  function view() {
    const isOver = spent('') > Object.values(my().limits).reduce((a, b) => a + b, 0);
    return h(
      'div',
      {},
      card(
        row(
          select(
            Object.entries(CATEGORIES).map(([key, names]) => [key, tt(names)]),
            ui().category,
            (category) => (ui().category = category),
            { 'aria-label': t('类别', 'Category') },
          ),
          h(
            'span',
            {},
            input(ui(), 'amount', { 'aria-label': t('金额', 'Amount'), inputmode: 'decimal', placeholder: '25' }),
          ),
          h(
            'span',
            {},
            input(ui(), 'text', { 'aria-label': t('说明', 'What for'), placeholder: t('说明', 'What for') }),
          ),
          primary(t('记一笔', 'Add entry'), add),
        ),
      ),
      h(
        'p',
        { class: isOver ? 'bad' : 'good' },
        isOver ? t('总预算已超', 'Over all limits together') : t('预算健康', 'Within the limits'),
      ),
      h('div', { class: 'split' }, h('div', {}, limits(), chart()), h('div', {}, goals(), entries())),
    );
  }

  feature('budget', {
    state: () => ({
      limits: { food: 600, home: 800, move: 300, fun: 200 },
      goals: [
        { id: 'g1', name: ['旅行', 'A journey'], need: 1200, saved: 300 },
        { id: 'g2', name: ['新电脑', 'A new computer'], need: 500, saved: 400 },
      ],
      entries: DATA.payments
        .filter(({ kind }) => kind === 'out')
        .slice(0, 7)
        .map(({ id, amount, text }, index) => ({
          id,
          amount,
          text,
          category: Object.keys(CATEGORIES)[index % 4],
          date: TODAY,
        })),
    }),
    ui: () => ({ category: 'food', amount: '', text: '', filter: '', month: -1 }),
    routes: { budget: { names: ['记账', 'Budget'], icon: 'chart', view } },
    tasks: [
      {
        key: 'budget.add',
        text: ['记一笔 25 元的餐饮支出。', 'Add 25 spent on food.'],
        check: () => my().entries.some(({ amount, category }) => amount === 25 && category === 'food'),
      },
    ],
  });
})();
