// The front page: a hero that turns by hand, shortcuts, and whatever blocks the other features offer.
(() => {
  const my = () => AppStore.state.home;
  const ui = () => AppStore.ui.home;

  function turn(by) {
    const count = DATA.app.banners.length;
    ui().banner = (ui().banner + by + count) % count;
    render();
  }

  function hero() {
    const [title, text, target] = DATA.app.banners[ui().banner];
    return h(
      'section',
      { class: 'hero', 'aria-label': t('推荐', 'Highlights') },
      h('h2', {}, tt(title)),
      h('p', {}, tt(text)),
      row(
        Features.routes[target] && link(target, h('span', { class: 'btn' }, t('去看看', 'Take a look'))),
        button('‹', () => turn(-1), { 'aria-label': t('上一张', 'Previous banner') }),
        button('›', () => turn(1), { 'aria-label': t('下一张', 'Next banner') }),
        button(my().checkedIn ? t('已签到', 'Checked in') : t('签到', 'Check in'), checkIn),
      ),
    );
  }

  function checkIn() {
    if (my().checkedIn) {
      toast(t('今天已经签到过了', 'You have checked in today'), 'warn');
      return;
    }
    my().checkedIn = true;
    my().points += 5 * (my().streak + 1);
    my().streak += 1;
    openOverlay(
      t('签到成功', 'Checked in'),
      h(
        'p',
        {},
        t(`连续 ${my().streak} 天，共 ${my().points} 分`, `${my().streak} days in a row, ${my().points} points`),
      ),
      [primary(t('好的', 'Fine'), closeDialog), my().points >= 50 && button(t('抽奖', 'Draw a prize'), drawPrize)],
    );
    render();
  }

  function drawPrize() {
    closeDialog();
    my().points -= 50;
    my().prizes.push(['bonus', 'sticker', 'nothing'][my().prizes.length % 3]);
    toast(t('奖品已放入口袋', 'The prize is in your pocket'));
    render();
  }

  function shortcuts() {
    const routes = topLevelRoutes().filter((name) => name !== 'home');
    const shown = ui().allShortcuts ? routes : routes.slice(0, 7);
    const more = () => {
      ui().allShortcuts = !ui().allShortcuts;
      render();
    };
    return h(
      'div',
      { class: 'tiles' },
      shown.map((name, index) =>
        h(
          'a',
          { class: 'tile', href: `#/${name}`, style: `--tint:${DATA.app.hue + index * 29}` },
          h('span', { class: 'bubble' }, icon(Features.routes[name].icon, 24)),
          tt(Features.routes[name].names),
        ),
      ),
      routes.length > 7 &&
        h(
          'button',
          { class: 'tile', type: 'button', onclick: more },
          h('span', { class: 'bubble' }, icon('grid', 24)),
          ui().allShortcuts ? t('收起', 'Fewer') : t('更多', 'More'),
        ),
    );
  }

  feature('home', {
    state: () => ({ checkedIn: false, streak: 4, points: 20, prizes: [] }),
    ui: () => ({ banner: 0, allShortcuts: false }),
    routes: {
      home: {
        names: ['首页', 'Home'],
        icon: 'home',
        view: () => h('div', {}, hero(), shortcuts(), slot('home.blocks')),
      },
    },
    tasks: [
      {
        key: 'home.checkin',
        text: ['完成今天的签到。', 'Check in for today.'],
        check: () => my().checkedIn,
      },
    ],
  });
})();
