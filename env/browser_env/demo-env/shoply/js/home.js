// The front page: welcome pop-up, banners, categories, daily check-in, recommendations.
const BANNERS = [
  {
    names: ['春日家居节', 'Spring home days'],
    note: ['家居满 150 减 20', '20 off 150 of Home'],
    category: 'home',
    hue: 28,
  },
  { names: ['新书上架', 'Fresh books'], note: ['半夏书店精选', 'Picked by Banxia'], category: 'books', hue: 265 },
  { names: ['动起来', 'Get moving'], note: ['运动装备低至七折', 'Sport from 30 % off'], category: 'sport', hue: 150 },
];

function homeView() {
  const banner = BANNERS[AppStore.ui.banner];
  const deals = PRODUCTS.filter((product) => product.was - product.price >= 30);
  return h(
    'section',
    {},
    h(
      'div',
      {
        class: 'banner',
        style: `background:linear-gradient(110deg,hsl(${banner.hue} 55% 42%),hsl(${banner.hue + 30} 60% 60%))`,
      },
      h('h2', {}, t(...banner.names)),
      h('p', {}, t(...banner.note)),
      h(
        'div',
        { class: 'row' },
        button('‹', () => turnBanner(-1), { 'aria-label': t('上一张', 'Previous banner') }),
        button(t('去看看', 'Have a look'), () => openCategory(banner.category), { class: 'btn light' }),
        button('›', () => turnBanner(1), { 'aria-label': t('下一张', 'Next banner') }),
      ),
    ),
    h(
      'div',
      { class: 'categories' },
      Object.entries(CATEGORIES).map(([key, category]) =>
        h(
          'button',
          { type: 'button', class: 'category', onclick: () => openCategory(key) },
          h(
            'span',
            { class: 'bubble', style: `background:hsl(${category.hue} 70% 91%);color:hsl(${category.hue} 55% 38%)` },
            icon(category.shape, 26),
          ),
          t(...category.names),
        ),
      ),
    ),
    h(
      'div',
      { class: 'strip' },
      // Looks like a tile, does nothing: real shops have such decoration too.
      h(
        'div',
        { class: 'tile' },
        h('strong', {}, t('正品保证', 'Genuine goods')),
        h('span', { class: 'muted' }, t('假一赔三', 'Or triple back')),
      ),
      h(
        'div',
        { class: 'tile' },
        h('strong', {}, t('每日签到', 'Daily check-in')),
        button(AppStore.state.checkedIn ? t('已签到', 'Checked in') : t('签到 +5', 'Check in +5'), checkIn, {
          class: 'btn small',
        }),
      ),
      h(
        'div',
        { class: 'tile' },
        h('strong', {}, t('领券', 'Coupons')),
        button(t('领券中心', 'Coupon centre'), openCoupons, { class: 'btn small' }),
      ),
    ),
    h('h2', {}, t('今日特价', 'Deals of the day')),
    h('div', { class: 'grid' }, deals.slice(0, 8).map(productCard)),
    AppStore.state.viewed.length > 0 && [
      h('h2', {}, t('最近看过', 'Seen lately')),
      h(
        'div',
        { class: 'grid' },
        AppStore.state.viewed.slice(0, 4).map((id) => productCard(AppStore.product(id))),
      ),
    ],
  );
}

function showWelcome() {
  AppStore.ui.welcomed = true;
  openDialog(
    t('欢迎来到小店', 'Welcome to Shoply'),
    [
      h('div', { class: 'gift', 'aria-hidden': 'true' }, '¥10'),
      h('p', {}, t('新人礼：满 100 减 10', 'A gift for you: 10 off from 100')),
    ],
    [
      button(t('以后再说', 'Maybe later'), closeDialog),
      button(
        t('领取优惠券', 'Take the coupon'),
        () => {
          claim('WELCOME10');
          closeDialog();
        },
        { class: 'btn primary' },
      ),
    ],
  );
}

function turnBanner(step) {
  AppStore.ui.banner = (AppStore.ui.banner + step + BANNERS.length) % BANNERS.length;
  render();
}

function openCategory(key) {
  Object.assign(AppStore.ui, { category: key, query: '' });
  go('/catalogue');
}

function checkIn() {
  if (AppStore.state.checkedIn) {
    toast(t('今天已签到', 'Already checked in today'), 'warn');
    return;
  }
  AppStore.state.checkedIn = true;
  AppStore.state.points += 5;
  toast(t('积分 +5', '5 points more'));
  render();
}

function claim(code) {
  if (AppStore.state.claimed.includes(code)) {
    toast(t('已经领过', 'You already have it'), 'warn');
    return;
  }
  if (COUPONS[code].expired) {
    toast(t('此券已过期', 'This coupon has expired'), 'warn');
    return;
  }
  AppStore.state.claimed.push(code);
  toast(t('已领取', 'Coupon taken'));
}

function openCoupons() {
  openDialog(
    t('领券中心', 'Coupon centre'),
    Object.entries(COUPONS).map(([code, coupon]) => {
      const has = AppStore.state.claimed.includes(code);
      return h(
        'div',
        { class: `coupon ${coupon.expired ? 'expired' : ''}` },
        h('div', {}, h('strong', {}, code), h('div', { class: 'muted' }, t(...coupon.names))),
        button(
          has ? t('已领', 'Taken') : t('领取', 'Take'),
          () => {
            claim(code);
            openCoupons();
          },
          { class: 'btn small', 'aria-label': `${has ? t('已领', 'Taken') : t('领取', 'Take')} ${code}` },
        ),
      );
    }),
    button(t('好', 'OK'), closeDialog),
  );
}
