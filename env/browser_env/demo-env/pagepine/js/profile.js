// The user's own page: editing, levels, badges, privacy, and links to whatever the app has.
(() => {
  const my = () => AppStore.state.profile;
  const ui = () => AppStore.ui.profile;
  const LEVELS = [
    [0, ['新手', 'Newcomer']],
    [60, ['常客', 'Regular']],
    [150, ['达人', 'Expert']],
  ];

  function save() {
    const { draft } = ui();
    ui().errors = {};
    if (draft.name.trim().length < 2) ui().errors.name = t('至少两个字', 'At least two letters');
    if (draft.bio.length > 60) ui().errors.bio = t('最多 60 字', 'At most 60 letters');
    if (draft.phone && CHECKS.phone(draft.phone)) ui().errors.phone = CHECKS.phone(draft.phone);
    if (Object.keys(ui().errors).length === 0) {
      AppStore.state.app.userName = draft.name.trim();
      Object.assign(my(), { bio: draft.bio, phone: draft.phone, city: draft.city });
      ui().draft = null;
      gain(20, 'named');
      toast(t('资料已保存', 'Saved'));
    }
    render();
  }

  function gain(points, badgeName) {
    if (my().badges.includes(badgeName)) return;
    my().badges.push(badgeName);
    my().points += points;
  }

  function form() {
    const { draft, errors } = ui();
    const cancel = () => {
      ui().draft = null;
      ui().errors = {};
      render();
    };
    return card(
      field(t('昵称', 'Display name'), input(draft, 'name'), errors.name),
      field(t('简介', 'Bio'), textarea(draft, 'bio'), errors.bio),
      field(t('手机号', 'Phone'), input(draft, 'phone', { inputmode: 'tel' }), errors.phone),
      field(
        t('城市', 'City'),
        select(
          [
            ['sh', t('上海', 'Shanghai')],
            ['cd', t('成都', 'Chengdu')],
            ['xa', t('西安', "Xi'an")],
          ],
          draft.city,
          (city) => (draft.city = city),
        ),
      ),
      row(primary(t('保存资料', 'Save profile'), save), button(t('取消', 'Cancel'), cancel)),
    );
  }

  function chooseAvatar() {
    openDialog(
      t('选择头像', 'Choose a picture'),
      h(
        'div',
        { class: 'tiles' },
        ['leaf', 'star', 'ball', 'cup', 'mountain', 'fish'].map((shape, index) =>
          h(
            'button',
            {
              type: 'button',
              class: 'tile',
              'aria-label': `${t('头像', 'Picture')} ${index + 1}`,
              style: `--tint:${index * 55}`,
              onclick: () => {
                my().avatar = shape;
                gain(10, 'pictured');
                closeDialog();
                render();
              },
            },
            h('span', { class: 'bubble' }, icon(shape, 26)),
          ),
        ),
      ),
      [],
    );
  }

  function level() {
    const [, names] = LEVELS.filter(([least]) => my().points >= least).at(-1);
    const next = LEVELS.find(([least]) => least > my().points);
    return h(
      'div',
      {},
      h('span', { class: 'tag' }, tt(names)),
      next && bar(t('成长值', 'Progress'), my().points, next[0]),
      muted(
        next
          ? t(`再得 ${next[0] - my().points} 分升级`, `${next[0] - my().points} points to the next level`)
          : t('已是最高级', 'The highest level'),
      ),
    );
  }

  function edit() {
    const { bio, phone, city } = my();
    ui().draft = { name: AppStore.state.app.userName, bio, phone, city };
    render();
  }

  function privacy() {
    const set = (key) => (isOn) => {
      my()[key] = isOn;
      if (key === 'isHidden' && isOn) my().isListed = false;
      render();
    };
    return section(
      t('隐私', 'Privacy'),
      card(
        switchControl(t('隐身', 'Hide me'), my().isHidden, set('isHidden')),
        my().isHidden
          ? muted(t('隐身时不会被搜到', 'Nobody finds you while hidden'))
          : switchControl(t('允许被搜到', 'Let people find me'), my().isListed, set('isListed')),
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
        card(
          h(
            'div',
            { class: 'row' },
            h(
              'button',
              { type: 'button', class: 'tile', 'aria-label': t('更换头像', 'Change picture'), onclick: chooseAvatar },
              h('span', { class: 'bubble' }, icon(my().avatar, 26)),
            ),
            h(
              'div',
              { class: 'grow' },
              h('h2', {}, AppStore.state.app.userName),
              muted(my().bio || t('还没有简介', 'No bio yet')),
            ),
          ),
          level(),
          row(
            primary(t('编辑资料', 'Edit profile'), edit),
            button(t('我的徽章', 'Badges'), () =>
              openDialog(
                t('徽章', 'Badges'),
                my().badges.length
                  ? h(
                      'ul',
                      {},
                      my().badges.map((name) => h('li', {}, name)),
                    )
                  : muted(t('还没有徽章', 'None yet')),
                [],
              ),
            ),
          ),
        ),
        ui().draft ? form() : privacy(),
      ),
      section(
        t('我的服务', 'My services'),
        h(
          'div',
          { class: 'tiles' },
          topLevelRoutes()
            .filter((name) => name !== 'profile')
            .map((name) =>
              h(
                'a',
                { class: 'tile', href: `#/${name}` },
                h('span', { class: 'bubble' }, icon(Features.routes[name].icon, 24)),
                tt(Features.routes[name].names),
              ),
            ),
        ),
      ),
    );
  }

  feature('profile', {
    state: () => ({
      bio: '',
      phone: '',
      city: 'sh',
      avatar: 'leaf',
      points: 40,
      badges: [],
      isHidden: false,
      isListed: true,
    }),
    ui: () => ({ draft: null, errors: {} }),
    routes: { profile: { names: ['我的', 'Me'], icon: 'user', view } },
    tasks: [
      {
        key: 'profile.bio',
        text: ['把简介改为「慢慢来」。', 'Change the bio to "慢慢来".'],
        check: () => my().bio === '慢慢来',
      },
    ],
  });
})();
