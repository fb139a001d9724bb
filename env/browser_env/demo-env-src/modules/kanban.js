// A board: columns with limits, cards that move, labels, assignees, estimates, an archive, a burn-down.
(() => {
  const my = () => AppStore.state.kanban;
  const ui = () => AppStore.ui.kanban;
  const LABELS = { bug: ['缺陷', 'Bug'], idea: ['想法', 'Idea'], doc: ['文档', 'Document'] };
  const inColumn = (column) =>
    my().cards.filter(
      (one) =>
        one.column === column.id && (!ui().label || one.label === ui().label) && (!ui().who || one.who === ui().who),
    );

  function move(one, by) {
    const at = my().columns.findIndex(({ id }) => id === one.column);
    const target = my().columns[at + by];
    const load = my().cards.filter(({ column }) => column === target.id).length;
    if (target.limit && load >= target.limit)
      return toast(t(`「${tt(target.name)}」已满`, `"${tt(target.name)}" is full`), 'warn');
    if (target.id === 'done' && one.checks.some(({ done }) => !done))
      return toast(t('检查项未完成', 'There are open checks'), 'warn');
    one.column = target.id;
    my().log.unshift(`${one.id} → ${target.id}`);
    return render();
  }

  function details(one) {
    const again = () => {
      closeDialog();
      details(one);
      render();
    };
    const draft = { text: '' };
    openDialog(
      tt(one.title),
      h(
        'div',
        {},
        field(
          t('负责人', 'Assignee'),
          select(
            [['', t('无', 'Nobody')], ...DATA.people.slice(0, 5).map(({ id, name }) => [id, tt(name)])],
            one.who,
            (who) => {
              one.who = who;
              render();
            },
          ),
        ),
        chips(
          Object.entries(LABELS).map(([key, names]) => [key, tt(names)]),
          one.label,
          (label) => {
            one.label = one.label === label ? '' : label;
            again();
          },
        ),
        counter(t('估算', 'Estimate'), one.points, 0, 13, (points) => {
          one.points = points;
          again();
        }),
        one.checks.map((check) =>
          h(
            'div',
            {},
            checkbox(check.text, check.done, (done) => {
              check.done = done;
              render();
            }),
          ),
        ),
        h(
          'div',
          { class: 'row' },
          input(draft, 'text', { 'aria-label': t('检查项', 'Check') }),
          small(t('添加检查项', 'Add check'), () => {
            if (!draft.text.trim()) return toast(t('请输入', 'Write something'), 'warn');
            one.checks.push({ text: draft.text.trim(), done: false });
            return again();
          }),
        ),
      ),
      [
        button(t('归档', 'Archive'), () => {
          my().cards = my().cards.filter((other) => other !== one);
          my().archive.push(one);
          closeDialog();
          render();
        }),
      ],
    );
  }

  function newCard(column) {
    openForm(t('新卡片', 'New card'), { title: [t('卡片标题', 'Card title'), CHECKS.needed] }, {}, ({ title }) => {
      my().cards.push({
        id: AppStore.nextId('k'),
        title,
        column: column.id,
        label: '',
        who: '',
        points: 1,
        checks: [],
      });
      render();
    });
  }

  function columnMenu(column) {
    openSheet(tt(column.name), [
      [
        t('改名', 'Rename'),
        () =>
          openForm(
            t('改名', 'Rename'),
            { name: [t('名称', 'Name'), CHECKS.needed] },
            { name: tt(column.name) },
            ({ name }) => {
              column.name = name;
              render();
            },
          ),
      ],
      [
        t('设定上限', 'Set limit'),
        () =>
          openForm(
            t('上限', 'Limit'),
            { limit: [t('卡片数', 'Cards'), CHECKS.amount] },
            { limit: column.limit },
            ({ limit }) => {
              column.limit = Number(limit);
              render();
            },
          ),
      ],
      [
        t('按估算排序', 'Sort by estimate'),
        () => {
          my().cards.sort((a, b) => b.points - a.points);
          render();
        },
      ],
    ]);
  }

  function cardView(one, index) {
    return h(
      'article',
      { class: 'card' },
      h('button', { type: 'button', class: 'chip', onclick: () => details(one) }, tt(one.title)),
      row(
        one.label && h('span', { class: 'tag' }, tt(LABELS[one.label])),
        muted(`${one.points} pt`),
        one.who && avatar(byId(DATA.people, one.who)),
        one.checks.length > 0 && muted(`☑ ${one.checks.filter(({ done }) => done).length}/${one.checks.length}`),
      ),
      h(
        'div',
        { class: 'row' },
        index > 0 && small('←', () => move(one, -1), { 'aria-label': `${t('左移', 'Move left')} ${tt(one.title)}` }),
        index < my().columns.length - 1 &&
          small('→', () => move(one, 1), { 'aria-label': `${t('右移', 'Move right')} ${tt(one.title)}` }),
      ),
    );
  }

  function view() {
    const set = (key) => (value) => {
      ui()[key] = ui()[key] === value ? '' : value;
      render();
    };
    const total = my().cards.reduce((sum, { points }) => sum + points, 0);
    const done = my()
      .cards.filter(({ column }) => column === 'done')
      .reduce((sum, { points }) => sum + points, 0);
    return h(
      'div',
      {},
      row(
        chips(
          Object.entries(LABELS).map(([key, names]) => [key, tt(names)]),
          ui().label,
          set('label'),
        ),
        chips(
          DATA.people.slice(0, 5).map(({ id, name }) => [id, tt(name)]),
          ui().who,
          set('who'),
        ),
        button(`${t('归档', 'Archive')} ${my().archive.length}`, () =>
          openSheet(
            t('归档', 'Archive'),
            my().archive.map((one) => [
              tt(one.title),
              () => {
                my().archive = my().archive.filter((other) => other !== one);
                my().cards.push(one);
                render();
              },
            ]),
          ),
        ),
      ),
      bar(t('完成点数', 'Points done'), done, total),
      h(
        'div',
        { class: 'board' },
        my().columns.map((column, index) =>
          h(
            'section',
            { class: 'column', 'aria-label': tt(column.name) },
            h(
              'div',
              { class: 'row between' },
              h('b', {}, `${tt(column.name)} ${inColumn(column).length}${column.limit ? `/${column.limit}` : ''}`),
              iconButton('menu', `${t('列选项', 'Column options')} ${tt(column.name)}`, () => columnMenu(column)),
            ),
            inColumn(column).map((one) => cardView(one, index)),
            small(t('加卡片', 'Add card'), () => newCard(column), {
              'aria-label': `${t('加卡片', 'Add card')} ${tt(column.name)}`,
            }),
          ),
        ),
      ),
      my().log.length > 0 &&
        section(
          t('动态', 'Activity'),
          h(
            'ul',
            {},
            my()
              .log.slice(0, 5)
              .map((text) => h('li', {}, text)),
          ),
        ),
    );
  }

  feature('kanban', {
    state: () => ({
      archive: [],
      log: [],
      columns: [
        { id: 'todo', name: ['待办', 'To do'] },
        { id: 'doing', name: ['进行中', 'Doing'], limit: 3 },
        { id: 'check', name: ['检查', 'Checking'], limit: 2 },
        { id: 'done', name: ['完成', 'Done'] },
      ],
      cards: DATA.todos.slice(0, 9).map(({ id, text }, index) => ({
        id: `k${id}`,
        title: text,
        column: ['todo', 'todo', 'doing', 'todo', 'check', 'doing', 'done', 'todo', 'check'][index],
        label: ['bug', 'idea', '', 'doc'][index % 4],
        who: index % 2 ? DATA.people[index % 5].id : '',
        points: (index * 3) % 8,
        checks: index === 4 ? [{ text: t('复查', 'Second look'), done: false }] : [],
      })),
    }),
    ui: () => ({ label: '', who: '' }),
    routes: { kanban: { names: ['看板', 'Board'], icon: 'board', view } },
    tasks: [
      {
        key: 'kanban.move',
        text: [
          `把「${DATA.todos[2].text[0]}」移到检查列之前先给检查列腾位：把检查列任一卡片归档。`,
          'Archive any card of the column Checking.',
        ],
        check: () => my().archive.some(({ column }) => column === 'check'),
      },
    ],
  });
})();
