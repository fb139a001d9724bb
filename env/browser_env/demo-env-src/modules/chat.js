// Conversations: sending, scripted answers, quick replies, recalling, reacting, pinning, muting, searching.
(() => {
  const my = () => AppStore.state.chat;
  const ui = () => AppStore.ui.chat;
  const person = (talk) => byId(DATA.people, talk.with);
  const ANSWERS = [
    [/[?？]|吗/, ['好问题，我想想。', 'Good question, let me think.']],
    [/谢|thank/i, ['不客气！', 'You are welcome!']],
    [/\d/, ['数字我记下了。', 'I wrote the number down.']],
    [/hello|hi|你好|在/i, ['你好呀！', 'Hello there!']],
    [/./, ['收到。', 'Got it.']],
  ];

  function send(talk, text) {
    const clean = text.trim();
    if (!clean) return toast(t('不能发送空消息', 'An empty message cannot be sent'), 'warn');
    if (talk.blocked) return toast(t('你已拉黑对方', 'You blocked this person'), 'warn');
    talk.messages.push({ id: AppStore.nextId('m'), mine: true, text: clean, quote: ui().quote });
    const [, answer] = ANSWERS.find(([pattern]) => pattern.test(clean));
    talk.messages.push({ id: AppStore.nextId('m'), mine: false, text: answer });
    Object.assign(ui(), { text: '', quote: '' });
    return render();
  }

  function messageMenu(talk, message) {
    const set = (change) => () => {
      change();
      render();
    };
    const choices = [
      [t('引用', 'Quote'), set(() => (ui().quote = tt(message.text)))],
      ['👍', set(() => (message.reaction = '👍'))],
      [t('收藏消息', 'Star it'), set(() => my().starred.push(message.id))],
    ];
    if (message.mine)
      choices.push([
        t('撤回', 'Recall'),
        set(() => {
          message.recalled = true;
          ui().text = message.text;
        }),
      ]);
    else choices.push([t('转发', 'Forward'), () => forward(message)]);
    openSheet(t('消息', 'Message'), choices);
  }

  function forward(message) {
    openSheet(
      t('转发给', 'Forward to'),
      my().talks.map((talk) => [
        tt(person(talk).name),
        () => {
          talk.messages.push({ id: AppStore.nextId('m'), mine: true, text: message.text });
          toast(t('已转发', 'Forwarded'));
          render();
        },
      ]),
    );
  }

  function messageView(talk, message) {
    if (message.recalled) return h('p', { class: 'muted' }, t('你撤回了一条消息', 'You recalled a message'));
    return h(
      'div',
      { class: `bubble-line ${message.mine ? 'mine' : ''}` },
      !message.mine && avatar(person(talk)),
      h(
        'button',
        { type: 'button', class: 'bubble-text', onclick: () => messageMenu(talk, message) },
        message.quote && muted(`「${message.quote}」 `),
        tt(message.text),
        message.reaction && ` ${message.reaction}`,
        my().starred.includes(message.id) && ' ★',
      ),
    );
  }

  function talkMenu(talk) {
    const flip = (key) => () => {
      talk[key] = !talk[key];
      render();
    };
    openSheet(tt(person(talk).name), [
      [talk.pinned ? t('取消置顶', 'Unpin') : t('置顶聊天', 'Pin chat'), flip('pinned')],
      [talk.muted ? t('取消免打扰', 'Unmute') : t('免打扰', 'Mute'), flip('muted')],
      [talk.blocked ? t('移出黑名单', 'Unblock') : t('拉黑', 'Block'), flip('blocked')],
      [
        t('清空聊天', 'Clear chat'),
        () =>
          confirmDialog(t('清空聊天', 'Clear chat'), t('消息会消失。', 'The messages vanish.'), () => {
            talk.messages = [];
            render();
          }),
      ],
    ]);
  }

  function talkView(id) {
    const talk = byId(my().talks, id) || my().talks[0];
    const found = talk.messages.filter((message) => !ui().find || tt(message.text).includes(ui().find));
    return h(
      'div',
      {},
      h(
        'div',
        { class: 'row between card' },
        h(
          'span',
          { class: 'row' },
          avatar(person(talk)),
          h('b', {}, tt(person(talk).name)),
          talk.muted && muted('🔕'),
          talk.blocked && h('span', { class: 'bad' }, t('已拉黑', 'Blocked')),
        ),
        h(
          'span',
          { class: 'row' },
          iconButton('search', t('搜索聊天', 'Search the chat'), () =>
            openForm(
              t('搜索聊天', 'Search the chat'),
              { text: [t('关键词', 'Word'), CHECKS.free] },
              { text: ui().find },
              ({ text = '' }) => {
                ui().find = text;
                render();
              },
            ),
          ),
          iconButton('gear', t('聊天设置', 'Chat settings'), () => talkMenu(talk)),
        ),
      ),
      ui().find &&
        row(
          muted(t(`${found.length} 条包含「${ui().find}」`, `${found.length} with "${ui().find}"`)),
          small(t('清除', 'Clear'), () => {
            ui().find = '';
            render();
          }),
        ),
      found.map((message) => messageView(talk, message)),
      found.length === 0 && muted(t('没有消息', 'No messages')),
      ui().quote &&
        row(
          muted(`「${ui().quote}」`),
          small(t('取消引用', 'No quote'), () => {
            ui().quote = '';
            render();
          }),
        ),
      chips(
        [t('在吗？', 'Are you there?'), t('谢谢', 'Thanks'), t('晚点聊', 'Talk later')].map((text) => [text, text]),
        '',
        (text) => send(talk, text),
      ),
      h(
        'div',
        { class: 'row' },
        h(
          'span',
          { class: 'grow' },
          input(ui(), 'text', {
            'aria-label': t('输入消息', 'Message'),
            onkeydown: (event) => event.key === 'Enter' && send(talk, ui().text),
          }),
        ),
        iconButton('image', t('发送图片', 'Send picture'), () => send(talk, '🖼')),
        primary(t('发送', 'Send'), () => send(talk, ui().text)),
      ),
    );
  }

  function view() {
    const talks = my()
      .talks.filter((talk) => ui().tab === 'all' || (ui().tab === 'unread' ? talk.unread > 0 : talk.pinned))
      .sort((a, b) => Boolean(b.pinned) - Boolean(a.pinned));
    return h(
      'div',
      {},
      tabs(
        t('聊天', 'Chats'),
        [
          ['all', t('全部', 'All')],
          ['unread', t('未读', 'Unread')],
          ['pinned', t('置顶', 'Pinned')],
        ],
        ui().tab,
        (tab) => {
          ui().tab = tab;
          render();
        },
      ),
      talks.length === 0
        ? empty(t('没有聊天', 'No chats'))
        : card(
            talks.map((talk) =>
              h(
                'div',
                { class: 'line' },
                avatar(person(talk)),
                h(
                  'a',
                  { class: 'grow', href: `#/talk/${talk.id}` },
                  h('b', {}, tt(person(talk).name)),
                  h('br'),
                  muted(tt(talk.messages.at(-1)?.text || '…')),
                ),
                talk.unread > 0 && h('b', { class: 'count' }, String(talk.unread)),
                iconButton('menu', `${t('聊天选项', 'Options')} ${tt(person(talk).name)}`, () => talkMenu(talk)),
              ),
            ),
          ),
    );
  }

  feature('chat', {
    state: () => ({
      starred: [],
      talks: DATA.people.slice(0, 7).map(({ id }, index) => ({
        id: `t${index}`,
        with: id,
        unread: [2, 0, 1, 0, 0, 3, 0][index],
        messages: [
          { id: `t${index}m1`, mine: false, text: DATA.phrases[index % DATA.phrases.length] },
          { id: `t${index}m2`, mine: true, text: DATA.phrases[(index + 3) % DATA.phrases.length] },
          { id: `t${index}m3`, mine: false, text: DATA.phrases[(index + 5) % DATA.phrases.length] },
        ],
      })),
    }),
    ui: () => ({ tab: 'all', text: '', quote: '', find: '' }),
    routes: {
      chat: {
        names: ['消息', 'Chats'],
        icon: 'chat',
        view,
        count: () => my().talks.reduce((sum, talk) => sum + (talk.muted ? 0 : talk.unread), 0),
      },
      talk: {
        names: ['聊天', 'Chat'],
        parent: 'chat',
        view: talkView,
        enter(id) {
          const talk = byId(my().talks, id);
          if (talk) talk.unread = 0;
          Object.assign(ui(), { text: '', quote: '', find: '' });
        },
      },
    },
    tasks: [
      {
        key: 'chat.send',
        text: [
          `给 ${[].concat(DATA.people[1].name)[0]} 发送「明天见」。`,
          `Send 明天见 to ${[].concat(DATA.people[1].name).at(-1)}.`,
        ],
        check: () => my().talks[1].messages.some(({ mine, text }) => mine && text === '明天见'),
      },
    ],
  });
})();
