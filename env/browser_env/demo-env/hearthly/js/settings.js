// Settings: language, look, notices with quiet hours, a PIN lock, storage, starting over.
(() => {
  const my = () => AppStore.state.settings;
  const ui = () => AppStore.ui.settings;
  const app = () => AppStore.state.app;

  function setApp(values) {
    Object.assign(app(), values);
    render();
  }

  function setMy(values) {
    Object.assign(my(), values);
    render();
  }

  function pinPad() {
    const press = (digit) => {
      ui().pin = (ui().pin + digit).slice(0, 4);
      if (ui().pin.length === 4) finishPin();
      else render();
    };
    return h(
      'div',
      {},
      h('div', { class: 'screen', 'aria-label': t('已输入位数', 'Digits entered') }, '•'.repeat(ui().pin.length)),
      muted(ui().first ? t('再输入一次', 'Once more') : t('输入四位数字', 'Enter four digits')),
      h(
        'div',
        { class: 'keypad' },
        [...'1234567890'].map((digit) => button(digit, () => press(digit))),
        button(
          '⌫',
          () => {
            ui().pin = ui().pin.slice(0, -1);
            render();
          },
          { 'aria-label': t('退格', 'Delete digit') },
        ),
      ),
    );
  }

  function finishPin() {
    const { pin, first } = ui();
    ui().pin = '';
    if (/^(\d)\1{3}$/.test(pin)) toast(t('数字太简单', 'Too simple'), 'warn');
    else if (!first) ui().first = pin;
    else if (first !== pin) {
      ui().first = '';
      toast(t('两次不一致', 'They differ'), 'warn');
    } else {
      my().pin = pin;
      ui().first = '';
      ui().padOpen = false;
      toast(t('应用锁已开启', 'The lock is on'));
    }
    render();
  }

  function lockSection() {
    const change = (isOn) => {
      if (isOn) ui().padOpen = true;
      else my().pin = '';
      render();
    };
    return section(
      t('安全', 'Security'),
      card(
        switchControl(t('应用锁', 'App lock'), Boolean(my().pin) || ui().padOpen, change),
        ui().padOpen && !my().pin && pinPad(),
      ),
    );
  }

  function noticesSection() {
    const { notices } = my();
    const set = (key) => (isOn) => setMy({ notices: { ...notices, [key]: isOn } });
    return section(
      t('通知', 'Notices'),
      card(
        switchControl(t('允许通知', 'Allow notices'), notices.all, set('all')),
        notices.all && switchControl(t('声音', 'Sound'), notices.sound, set('sound')),
        notices.all && switchControl(t('勿扰时段', 'Quiet hours'), notices.quiet, set('quiet')),
        notices.all &&
          notices.quiet &&
          h(
            'div',
            { class: 'form-row' },
            field(t('从', 'From'), input(notices, 'from', { type: 'time' })),
            field(t('到', 'Until'), input(notices, 'until', { type: 'time' })),
          ),
      ),
    );
  }

  function storage() {
    const clear = () =>
      confirmDialog(t('清除缓存', 'Clear the cache'), `${my().cache} MB`, () => {
        setMy({ cache: 0 });
        toast(t('已清除', 'Cleared'));
      });
    return section(
      t('存储', 'Storage'),
      card(
        h(
          'div',
          { class: 'row between' },
          `${t('缓存', 'Cache')} ${my().cache} MB`,
          my().cache > 0 ? small(t('清除缓存', 'Clear the cache'), clear) : muted(t('很干净', 'All clean')),
        ),
        slider(
          t('缓存上限', 'Cache limit'),
          my().limit,
          100,
          1000,
          (limit) => setMy({ limit, cache: Math.min(my().cache, limit) }),
          100,
        ),
        button(
          t('恢复初始状态', 'Start over'),
          () => confirmDialog(t('恢复初始状态', 'Start over'), t('所有改动会丢失。', 'All changes are lost.'), reset),
          { class: 'btn danger' },
        ),
      ),
    );
  }

  function view() {
    return h(
      'div',
      { class: 'split' },
      h(
        'div',
        {},
        section(
          t('外观', 'Look'),
          card(
            field(
              t('语言', 'Language'),
              select(
                [
                  ['zh', '中文'],
                  ['en', 'English'],
                  ['both', '中文 + English'],
                ],
                app().lang,
                (lang) => setApp({ lang }),
              ),
            ),
            field(
              t('主题', 'Theme'),
              select(
                [
                  ['light', t('浅色', 'Light')],
                  ['dark', t('深色', 'Dark')],
                ],
                app().theme,
                (theme) => setApp({ theme }),
              ),
            ),
            radios(
              t('字号', 'Text size'),
              [
                ['normal', t('标准', 'Normal')],
                ['large', t('大', 'Large')],
              ],
              app().fontSize,
              (fontSize) => setApp({ fontSize }),
            ),
          ),
        ),
        lockSection(),
      ),
      h(
        'div',
        {},
        noticesSection(),
        storage(),
        button(t('关于', 'About'), () =>
          openDialog(tt(DATA.app.name), h('p', {}, `${tt(DATA.app.slogan)} · 1.${DATA.app.features.length}`), [
            primary(t('检查更新', 'Look for updates'), () => {
              closeDialog();
              toast(t('已是最新', 'Up to date'));
            }),
          ]),
        ),
      ),
    );
  }

  feature('settings', {
    state: () => ({
      pin: '',
      cache: 240,
      limit: 500,
      notices: { all: true, sound: true, quiet: false, from: '22:00', until: '07:00' },
    }),
    ui: () => ({ pin: '', first: '', padOpen: false }),
    routes: { settings: { names: ['设置', 'Settings'], icon: 'gear', view } },
    tasks: [
      {
        key: 'settings.large',
        text: ['把字号调大并清除缓存。', 'Make the text large and clear the cache.'],
        check: () => app().fontSize === 'large' && my().cache === 0,
      },
    ],
  });
})();
