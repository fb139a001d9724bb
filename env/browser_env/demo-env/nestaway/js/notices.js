// The inbox of notices: unread marks, kinds, swipe actions as buttons, muting a kind.
(() => {
  const my = () => AppStore.state.notices;
  const ui = () => AppStore.ui.notices;
  const KINDS = { system: ['系统', 'System'], offer: ['活动', 'Offers'], people: ['互动', 'People'] };
  const TEXTS = [
    ['system', '版本已更新', 'A new version is here'],
    ['offer', '周末活动开始了', 'The weekend offer has begun'],
    ['people', '有人提到了你', 'Somebody mentioned you'],
    ['offer', '你的积分快过期了', 'Your points expire soon'],
    ['system', '新设备登录提醒', 'A new device signed in'],
    ['people', '你有新的关注者', 'You have a new follower'],
  ];
  const visible = () =>
    my().list.filter(({ kind }) => !my().muted.includes(kind) && (!ui().kind || kind === ui().kind));

  function open(notice) {
    notice.isRead = true;
    const actions = [primary(t('知道了', 'Got it'), closeDialog)];
    if (notice.kind === 'system')
      actions.unshift(
        button(t('不是我', 'It was not me'), () => {
          closeDialog();
          notice.isReported = true;
          toast(t('已记录', 'Noted'));
        }),
      );
    if (notice.kind === 'people')
      actions.unshift(
        button(t('致谢', 'Say thanks'), () => {
          closeDialog();
          notice.isThanked = true;
          render();
        }),
      );
    openDialog(tt(KINDS[notice.kind]), h('p', {}, tt(notice.text)), actions);
    render();
  }

  function mute(kind) {
    my().muted = toggled(my().muted, kind);
    render();
  }

  function line(notice) {
    return h(
      'div',
      { class: 'line' },
      !notice.isRead && h('b', { class: 'count' }, '•'),
      h('button', { type: 'button', class: 'chip grow', onclick: () => open(notice) }, tt(notice.text)),
      muted(notice.isThanked ? '♥' : tt(KINDS[notice.kind])),
      iconButton('pin', `${t('置顶', 'Pin')} ${tt(notice.text)}`, () => {
        my().list = [notice, ...my().list.filter((other) => other !== notice)];
        render();
      }),
      iconButton('trash', `${t('删除', 'Delete')} ${tt(notice.text)}`, () => {
        my().list = my().list.filter((other) => other !== notice);
        render();
      }),
    );
  }

  function view() {
    const readAll = () => {
      for (const notice of visible()) notice.isRead = true;
      render();
    };
    return h(
      'div',
      {},
      tabs(
        t('通知类型', 'Kinds of notices'),
        [['', t('全部', 'All')], ...Object.entries(KINDS).map(([key, names]) => [key, tt(names)])],
        ui().kind,
        (kind) => {
          ui().kind = kind;
          render();
        },
      ),
      row(
        button(t('全部已读', 'Mark all read'), readAll),
        Object.entries(KINDS).map(([kind, names]) =>
          checkbox(`${t('屏蔽', 'Mute')} ${tt(names)}`, my().muted.includes(kind), () => mute(kind)),
        ),
      ),
      visible().length ? card(visible().map(line)) : empty(t('没有通知', 'No notices')),
    );
  }

  feature('notices', {
    state: () => ({
      muted: [],
      list: TEXTS.map(([kind, ...text], index) => ({ id: `m${index}`, kind, text, isRead: index > 3 })),
    }),
    ui: () => ({ kind: '' }),
    routes: {
      notices: {
        names: ['通知', 'Notices'],
        icon: 'bell',
        view,
        count: () => my().list.filter(({ isRead }) => !isRead).length,
      },
    },
    slots: {
      topbar: () => h('a', { href: '#/notices', class: 'icon-btn', 'aria-label': t('通知', 'Notices') }, icon('bell')),
    },
    tasks: [
      {
        key: 'notices.read',
        text: ['把所有通知标为已读。', 'Mark all notices as read.'],
        check: () => my().list.every(({ isRead }) => isRead),
      },
    ],
  });
})();
