// Help: questions that unfold and can be rated, and a ticket in three steps.
(() => {
  const my = () => AppStore.state.help;
  const ui = () => AppStore.ui.help;
  const FAQ = [
    [
      ['如何修改资料？', 'How do I edit my profile?'],
      ['在「我的」里点编辑。', 'Choose Edit on your own page.'],
      'account',
    ],
    [
      ['忘记应用锁怎么办？', 'What if I forget my PIN?'],
      ['在设置里恢复初始状态。', 'Start over in the settings.'],
      'account',
    ],
    [['数据保存在哪里？', 'Where is my data?'], ['只在本机。', 'On this device only.'], 'data'],
    [['可以导出吗？', 'Can I export it?'], ['可以，提交工单即可。', 'Yes, with a ticket.'], 'data'],
    [['如何联系客服？', 'How do I reach support?'], ['在此页提交工单。', 'Write a ticket on this page.'], 'other'],
  ];
  const TOPICS = { account: ['账户', 'Account'], data: ['数据', 'Data'], other: ['其他', 'Other'] };

  function rate(index, isUseful) {
    my().rated[index] = isUseful;
    if (!isUseful) {
      ui().ticket = { topic: FAQ[index][2], text: '', urgent: false, mail: '' };
      ui().step = 1;
    }
    toast(isUseful ? t('谢谢反馈', 'Thank you') : t('请告诉我们更多', 'Please tell us more'));
    render();
  }

  function question([title, answer], index) {
    const isOpen = ui().open.includes(index);
    return h(
      'div',
      { class: 'card' },
      h(
        'button',
        {
          type: 'button',
          class: 'chip',
          'aria-expanded': String(isOpen),
          onclick: () => {
            ui().open = toggled(ui().open, index);
            render();
          },
        },
        `${isOpen ? '▾' : '▸'} ${tt(title)}`,
      ),
      isOpen && h('p', {}, tt(answer)),
      isOpen &&
        row(
          small(t('有用', 'Useful'), () => rate(index, true)),
          small(t('没用', 'Not useful'), () => rate(index, false)),
          my().rated[index] !== undefined && muted(my().rated[index] ? '✓' : '✗'),
        ),
    );
  }

  const STEPS = [
    () =>
      h(
        'div',
        {},
        radios(
          t('问题类型', 'Topic'),
          Object.entries(TOPICS).map(([key, names]) => [key, tt(names)]),
          ui().ticket.topic,
          (topic) => {
            ui().ticket.topic = topic;
            render();
          },
        ),
      ),
    () =>
      h(
        'div',
        {},
        field(t('描述', 'Description'), textarea(ui().ticket, 'text'), ui().error),
        checkbox(t('紧急', 'Urgent'), ui().ticket.urgent, (urgent) => (ui().ticket.urgent = urgent)),
      ),
    () => field(t('邮箱', 'E-mail'), input(ui().ticket, 'mail', { type: 'email' }), ui().error),
  ];
  const PROBLEM = [
    ({ topic }) => (topic ? '' : t('请选择类型', 'Choose a topic')),
    ({ text, urgent }) => (text.length < (urgent ? 12 : 4) ? t('请写得再详细些', 'Please write more') : ''),
    ({ mail }) => CHECKS.mail(mail),
  ];

  function next() {
    ui().error = PROBLEM[ui().step](ui().ticket);
    if (ui().error) toast(ui().error, 'warn');
    else if (ui().step < 2) ui().step += 1;
    else {
      my().tickets.unshift({ id: AppStore.nextId('T'), ...ui().ticket, state: 'open' });
      ui().ticket = null;
      toast(t('工单已提交', 'The ticket is in'));
    }
    render();
  }

  function ticketCard() {
    if (!ui().ticket)
      return primary(t('提交工单', 'Write a ticket'), () => {
        Object.assign(ui(), { ticket: { topic: '', text: '', urgent: false, mail: '' }, step: 0, error: '' });
        render();
      });
    const cancel = () => {
      ui().ticket = null;
      render();
    };
    return card(
      h('h3', {}, `${t('工单', 'Ticket')} ${ui().step + 1}/3`),
      STEPS[ui().step](),
      row(
        button(t('放弃', 'Give up'), cancel),
        primary(ui().step === 2 ? t('提交', 'Send') : t('继续', 'Continue'), next),
      ),
    );
  }

  function ticketLine(ticket) {
    const close = () => {
      ticket.state = ticket.state === 'open' ? 'closed' : 'open';
      render();
    };
    return h(
      'div',
      { class: 'line' },
      h('b', {}, ticket.id),
      h('span', { class: 'grow' }, ticket.text),
      ticket.urgent && h('span', { class: 'tag' }, '!'),
      small(ticket.state === 'open' ? t('关闭工单', 'Close ticket') : t('重新打开', 'Reopen'), close),
    );
  }

  feature('help', {
    state: () => ({ rated: {}, tickets: [] }),
    ui: () => ({ open: [], ticket: null, step: 0, error: '' }),
    routes: {
      help: {
        names: ['帮助', 'Help'],
        icon: 'help',
        view: () =>
          h(
            'div',
            { class: 'split' },
            h('div', {}, FAQ.map(question)),
            h(
              'div',
              {},
              ticketCard(),
              my().tickets.length > 0 && section(t('我的工单', 'My tickets'), card(my().tickets.map(ticketLine))),
            ),
          ),
      },
    },
    tasks: [
      {
        key: 'help.ticket',
        text: ['提交一个数据类工单，邮箱填 a@b.cn。', 'Send a ticket about data with the e-mail address a@b.cn.'],
        check: () => my().tickets.some(({ topic, mail }) => topic === 'data' && mail === 'a@b.cn'),
      },
    ],
  });
})();
