// A form builder: questions of five kinds, order, conditions, a preview that checks, answers and their statistics.
(() => {
  const my = () => AppStore.state.survey;
  const ui = () => AppStore.ui.survey;
  const KINDS = {
    text: ['短文', 'Text'],
    one: ['单选', 'One of'],
    many: ['多选', 'Several of'],
    scale: ['量表', 'Scale'],
    date: ['日期', 'Date'],
  };

  function add(kind) {
    my().questions.push({
      id: AppStore.nextId('q'),
      kind,
      text: `${tt(KINDS[kind])} ${my().questions.length + 1}`,
      needed: false,
      choices: ['one', 'many'].includes(kind) ? [t('甲', 'A'), t('乙', 'B')] : [],
      onlyIf: '',
    });
    render();
  }

  function move(question, by) {
    const at = my().questions.indexOf(question);
    const to = at + by;
    if (to < 0 || to >= my().questions.length) return toast(t('不能再移了', 'No farther'), 'warn');
    my().questions.splice(at, 1);
    my().questions.splice(to, 0, question);
    if (question.onlyIf && my().questions.findIndex(({ id }) => id === question.onlyIf.split('=')[0]) >= to) {
      question.onlyIf = '';
      toast(t('条件已失效', 'Its condition was dropped'), 'warn');
    }
    return render();
  }

  function conditions(question) {
    const before = my()
      .questions.slice(0, my().questions.indexOf(question))
      .filter(({ kind }) => kind === 'one');
    return select(
      [
        ['', t('总是显示', 'Always shown')],
        ...before.flatMap(({ id, text, choices }) =>
          choices.map((choice) => [`${id}=${choice}`, `${tt(text)} = ${choice}`]),
        ),
      ],
      question.onlyIf,
      (value) => {
        question.onlyIf = value;
        render();
      },
      { 'aria-label': `${t('条件', 'Condition')} ${tt(question.text)}` },
    );
  }

  function editor(question) {
    const set = (key) => (value) => {
      question[key] = value;
      render();
    };
    return card(
      h(
        'div',
        { class: 'row' },
        h('span', { class: 'tag' }, tt(KINDS[question.kind])),
        h(
          'span',
          { class: 'grow' },
          h('input', {
            value: tt(question.text),
            'aria-label': `${t('题目', 'Question')} ${question.id}`,
            onchange: (event) => set('text')(event.target.value),
          }),
        ),
      ),
      question.choices.map((choice, index) =>
        h(
          'div',
          { class: 'row' },
          muted(`${index + 1}. ${choice}`),
          small(
            '×',
            () =>
              question.choices.length > 2
                ? set('choices')(question.choices.filter((other) => other !== choice))
                : toast(t('至少两个选项', 'Two choices at least'), 'warn'),
            { 'aria-label': `${t('删除选项', 'Delete choice')} ${question.id} ${choice}` },
          ),
        ),
      ),
      row(
        question.choices.length > 0 &&
          small(
            t('加选项', 'Add choice'),
            () =>
              openForm(
                t('加选项', 'Add choice'),
                {
                  text: [
                    t('选项', 'Choice'),
                    (value) =>
                      CHECKS.needed(value) || (question.choices.includes(value) ? t('重复', 'It is there') : ''),
                  ],
                },
                {},
                ({ text }) => set('choices')([...question.choices, text]),
              ),
            { 'aria-label': `${t('加选项', 'Add choice')} ${question.id}` },
          ),
        checkbox(t('必答', 'Needed'), question.needed, set('needed')),
        conditions(question),
        small('↑', () => move(question, -1), { 'aria-label': `${t('上移', 'Move up')} ${question.id}` }),
        small('↓', () => move(question, 1), { 'aria-label': `${t('下移', 'Move down')} ${question.id}` }),
        small(
          t('复制', 'Copy'),
          () => {
            my().questions.splice(my().questions.indexOf(question) + 1, 0, {
              ...structuredClone(question),
              id: AppStore.nextId('q'),
            });
            render();
          },
          { 'aria-label': `${t('复制', 'Copy')} ${question.id}` },
        ),
        iconButton('trash', `${t('删除', 'Delete')} ${question.id}`, () => {
          my().questions = my().questions.filter((other) => other !== question);
          for (const other of my().questions) if (other.onlyIf.startsWith(`${question.id}=`)) other.onlyIf = '';
          render();
        }),
      ),
    );
  }

  const isShown = ({ onlyIf }) => !onlyIf || ui().answers[onlyIf.split('=')[0]] === onlyIf.split('=')[1];
  const ANSWER = {
    text: (question) => input(ui().answers, question.id, { 'aria-label': tt(question.text) }),
    one: (question) =>
      radios(
        tt(question.text),
        question.choices.map((choice) => [choice, choice]),
        ui().answers[question.id],
        (value) => answer(question, value),
      ),
    many: (question) =>
      h(
        'div',
        {},
        question.choices.map((choice) =>
          checkbox(choice, (ui().answers[question.id] || []).includes(choice), () =>
            answer(question, toggled(ui().answers[question.id] || [], choice)),
          ),
        ),
      ),
    scale: (question) =>
      row(
        [1, 2, 3, 4, 5].map((n) =>
          h(
            'button',
            {
              type: 'button',
              class: `cell ${ui().answers[question.id] === n ? 'on' : ''}`,
              'aria-label': `${tt(question.text)} ${n}`,
              onclick: () => answer(question, n),
            },
            String(n),
          ),
        ),
      ),
    date: (question) =>
      h('input', {
        type: 'date',
        'aria-label': tt(question.text),
        value: ui().answers[question.id],
        onchange: (event) => answer(question, event.target.value),
      }),
  };

  function answer(question, value) {
    ui().answers[question.id] = value;
    render();
  }

  function submit() {
    const missing = my().questions.filter(
      (question) => question.needed && isShown(question) && !String(ui().answers[question.id] ?? ''),
    );
    if (missing.length) return toast(`${t('请回答', 'Please answer')}: ${tt(missing[0].text)}`, 'warn');
    my().replies.push({ ...ui().answers });
    ui().answers = {};
    toast(t('已提交', 'Sent'));
    return render();
  }

  function statistics() {
    if (!my().replies.length) return empty(t('还没有答卷', 'No replies yet'));
    return h(
      'div',
      {},
      my().questions.map((question) => {
        const values = my()
          .replies.map((reply) => reply[question.id])
          .flat()
          .filter((value) => value !== undefined);
        if (question.kind === 'scale')
          return card(
            tt(question.text),
            h(
              'p',
              { class: 'big' },
              values.length ? (values.reduce((a, b) => a + b, 0) / values.length).toFixed(1) : '—',
            ),
          );
        if (question.choices.length)
          return card(
            tt(question.text),
            question.choices.map((choice) =>
              h(
                'div',
                {},
                muted(`${choice} ${values.filter((value) => value === choice).length}`),
                bar(choice, values.filter((value) => value === choice).length, my().replies.length),
              ),
            ),
          );
        return card(
          tt(question.text),
          values.slice(-3).map((value) => h('p', { class: 'muted' }, String(value))),
        );
      }),
    );
  }

  const TABS = {
    build: () =>
      h(
        'div',
        {},
        row(Object.entries(KINDS).map(([kind, names]) => small(`+ ${tt(names)}`, () => add(kind)))),
        my().questions.map(editor),
      ),
    preview: () =>
      h(
        'div',
        {},
        my()
          .questions.filter(isShown)
          .map((question) =>
            card(
              h('p', {}, tt(question.text), question.needed && h('b', { class: 'bad' }, ' *')),
              ANSWER[question.kind](question),
            ),
          ),
        primary(t('提交', 'Send'), submit),
      ),
    statistics,
  };

  feature('survey', {
    state: () => ({
      replies: [],
      questions: [
        {
          id: 'q1',
          kind: 'one',
          text: ['你喜欢哪个季节？', 'Which season do you like?'],
          needed: true,
          choices: [t('春', 'Spring'), t('秋', 'Autumn')],
          onlyIf: '',
        },
        { id: 'q2', kind: 'scale', text: ['满意度', 'How content are you?'], needed: false, choices: [], onlyIf: '' },
      ],
    }),
    ui: () => ({ tab: 'build', answers: {} }),
    routes: {
      survey: {
        names: ['问卷', 'Forms'],
        icon: 'clip',
        count: () => my().replies.length,
        view: () =>
          h(
            'div',
            {},
            tabs(
              t('问卷', 'Form'),
              [
                ['build', t('编辑', 'Build')],
                ['preview', t('填写', 'Fill in')],
                ['statistics', t('统计', 'Statistics')],
              ],
              ui().tab,
              (tab) => {
                ui().tab = tab;
                render();
              },
            ),
            TABS[ui().tab](),
          ),
      },
    },
    tasks: [
      {
        key: 'survey.date',
        text: ['在问卷里加一道日期题。', 'Add a question of the kind Date.'],
        check: () => my().questions.some(({ kind }) => kind === 'date'),
      },
    ],
  });
})();
