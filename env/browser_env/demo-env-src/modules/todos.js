// To-dos: quick entry that understands "!" and "@", priorities, due dates, subtasks, repeating, bulk actions.
(() => {
  const my = () => AppStore.state.todos;
  const ui = () => AppStore.ui.todos;
  const WORDS = { 今天: 0, today: 0, 明天: 1, tomorrow: 1, 下周: 7, 'next week': 7 };

  // "Buy milk !! @home tomorrow" -> two marks of priority, the list "home", due tomorrow.
  function parse(text) {
    const todo = {
      id: AppStore.nextId('d'),
      text,
      priority: 0,
      due: '',
      tag: '',
      done: false,
      steps: [],
      repeats: false,
    };
    const marks = text.match(/!+/);
    if (marks) todo.priority = Math.min(marks[0].length, 3);
    const tag = text.match(/@(\S+)/);
    if (tag) [, todo.tag] = tag;
    for (const [word, days] of Object.entries(WORDS)) if (text.includes(word)) todo.due = addDays(TODAY, days);
    todo.text = text.replace(/!+|@\S+/g, '').trim();
    return todo;
  }

  function add() {
    const todo = parse(ui().text.trim());
    if (!todo.text) return toast(t('请输入待办', 'Enter something to do'), 'warn');
    if (my().list.some(({ text, done }) => text === todo.text && !done))
      return toast(t('已有相同待办', 'It is on the list'), 'warn');
    my().list.unshift(todo);
    ui().text = '';
    return render();
  }

  function finish(todo) {
    if (!todo.done && todo.steps.some(({ done }) => !done))
      return toast(t('还有子任务未完成', 'There are open steps'), 'warn') || render();
    todo.done = !todo.done;
    if (todo.done && todo.repeats)
      my().list.unshift({
        ...structuredClone(todo),
        id: AppStore.nextId('d'),
        done: false,
        due: addDays(todo.due || TODAY, 7),
      });
    my().finished += todo.done ? 1 : -1;
    return render();
  }

  function edit(todo) {
    const draft = { text: '' };
    const refresh = () => {
      closeDialog();
      edit(todo);
      render();
    };
    openDialog(
      todo.text,
      h(
        'div',
        {},
        field(
          t('到期', 'Due'),
          h('input', {
            type: 'date',
            value: todo.due,
            onchange: (event) => {
              if (event.target.value && event.target.value < TODAY) toast(t('日期已过', 'That day is over'), 'warn');
              else todo.due = event.target.value;
              render();
            },
          }),
        ),
        chips(
          [
            [0, t('普通', 'Normal')],
            [1, '!'],
            [2, '!!'],
            [3, '!!!'],
          ],
          todo.priority,
          (priority) => {
            todo.priority = priority;
            refresh();
          },
        ),
        switchControl(t('每周重复', 'Every week'), todo.repeats, (repeats) => {
          todo.repeats = repeats;
          refresh();
        }),
        todo.steps.map((one) =>
          h(
            'div',
            {},
            checkbox(one.text, one.done, (done) => {
              one.done = done;
              render();
            }),
          ),
        ),
        h(
          'div',
          { class: 'row' },
          input(draft, 'text', { 'aria-label': t('子任务', 'Step') }),
          small(t('加子任务', 'Add step'), () => {
            if (draft.text.trim()) todo.steps.push({ text: draft.text.trim(), done: false });
            refresh();
          }),
        ),
      ),
      [
        button(
          t('删除', 'Delete'),
          () => {
            my().list = my().list.filter((other) => other !== todo);
            closeDialog();
            render();
          },
          { class: 'btn danger' },
        ),
      ],
    );
  }

  const VIEWS = {
    all: () => true,
    today: ({ due }) => due && due <= TODAY,
    week: ({ due }) => due && daysBetween(TODAY, due) <= 7,
    high: ({ priority }) => priority >= 2,
  };

  function bulk() {
    const picked = my().list.filter(({ id }) => ui().picked.includes(id));
    const all = (change) => () => {
      picked.forEach(change);
      ui().picked = [];
      render();
    };
    return card(
      row(
        muted(t(`已选 ${picked.length} 项`, `${picked.length} chosen`)),
        small(
          t('推迟一天', 'A day later'),
          all((todo) => (todo.due = addDays(todo.due || TODAY, 1))),
        ),
        small(
          t('提高优先级', 'Raise priority'),
          all((todo) => (todo.priority = Math.min(3, todo.priority + 1))),
        ),
        small(
          t('完成所选', 'Finish chosen'),
          all((todo) => (todo.done = true)),
        ),
        small(t('删除所选', 'Delete chosen'), () => {
          my().list = my().list.filter((todo) => !picked.includes(todo));
          ui().picked = [];
          render();
        }),
      ),
    );
  }

  function line(todo) {
    return h(
      'div',
      { class: 'line' },
      ui().picking &&
        h('input', {
          type: 'checkbox',
          checked: ui().picked.includes(todo.id),
          'aria-label': `${t('选择', 'Choose')} ${todo.text}`,
          onchange: () => {
            ui().picked = toggled(ui().picked, todo.id);
            render();
          },
        }),
      h(
        'span',
        { class: `grow ${todo.done ? 'done' : ''}` },
        checkbox(todo.text, todo.done, () => finish(todo)),
      ),
      todo.priority > 0 && h('b', { class: 'bad' }, '!'.repeat(todo.priority)),
      todo.steps.length > 0 && muted(`${todo.steps.filter(({ done }) => done).length}/${todo.steps.length}`),
      todo.tag && h('span', { class: 'tag' }, `@${todo.tag}`),
      todo.due && h('span', { class: todo.due < TODAY ? 'bad' : 'muted' }, todo.due.slice(5)),
      iconButton('edit', `${t('编辑', 'Edit')} ${todo.text}`, () => edit(todo)),
    );
  }

  function view() {
    const set = (key) => (value) => {
      ui()[key] = value;
      render();
    };
    const tags = [
      ...new Set(
        my()
          .list.map(({ tag }) => tag)
          .filter(Boolean),
      ),
    ];
    const shown = my()
      .list.filter(
        (todo) => VIEWS[ui().tab](todo) && (!ui().tag || todo.tag === ui().tag) && (!todo.done || ui().showDone),
      )
      .sort((a, b) => a.done - b.done || b.priority - a.priority);
    return h(
      'div',
      {},
      card(
        h(
          'div',
          { class: 'row' },
          h(
            'span',
            { class: 'grow' },
            input(ui(), 'text', {
              'aria-label': t('新待办', 'New to-do'),
              placeholder: t('交报告 !! @工作 明天', 'Report !! @work tomorrow'),
              onkeydown: (event) => event.key === 'Enter' && add(),
            }),
          ),
          primary(t('添加', 'Add'), add),
        ),
      ),
      tabs(
        t('视图', 'Views'),
        [
          ['all', t('全部', 'All')],
          ['today', t('今天', 'Today')],
          ['week', t('本周', 'This week')],
          ['high', t('重要', 'Important')],
        ],
        ui().tab,
        set('tab'),
      ),
      row(
        chips([['', t('所有列表', 'Every list')], ...tags.map((tag) => [tag, `@${tag}`])], ui().tag, set('tag')),
        checkbox(t('显示已完成', 'Show finished'), ui().showDone, set('showDone')),
        checkbox(t('多选', 'Choose several'), ui().picking, set('picking')),
      ),
      ui().picking && bulk(),
      bar(t('完成数', 'Finished'), my().finished, my().list.length),
      shown.length ? card(shown.map(line)) : empty(t('都做完了', 'All done')),
    );
  }

  feature('todos', {
    state: () => ({
      finished: 0,
      list: DATA.todos.map(({ id, text, tag }, index) => ({
        id,
        text: tt(text),
        tag: tt(tag),
        priority: index % 4 === 3 ? 2 : 0,
        due: index % 3 ? addDays(TODAY, index - 2) : '',
        done: false,
        repeats: false,
        steps: index === 1 ? [{ text: t('准备材料', 'Gather things'), done: false }] : [],
      })),
    }),
    ui: () => ({ tab: 'all', tag: '', showDone: true, picking: false, picked: [], text: '' }),
    routes: {
      todos: {
        names: ['待办', 'To-dos'],
        icon: 'check',
        view,
        count: () => my().list.filter(({ due, done }) => due && due <= TODAY && !done).length,
      },
    },
    slots: {
      'home.blocks': () =>
        section(
          t('今天要做', 'To do today'),
          card(
            my()
              .list.filter(({ done }) => !done)
              .slice(0, 4)
              .map(line),
          ),
        ),
    },
    tasks: [
      {
        key: 'todos.finish',
        text: [`完成「${DATA.todos[0].text[0]}」。`, `Finish "${DATA.todos[0].text[1]}".`],
        check: () => byId(my().list, DATA.todos[0].id)?.done === true,
      },
      {
        key: 'todos.urgent',
        text: ['新增待办「修车」，优先级两个叹号。', 'Add the to-do 修车 with a priority of two exclamation marks.'],
        check: () => my().list.some(({ text, priority }) => text === '修车' && priority === 2),
      },
    ],
  });
})();
