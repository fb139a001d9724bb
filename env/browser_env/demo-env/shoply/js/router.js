// Hash routes, the frame around the views, and the first render.
const ROUTES = {
  home: { names: ['首页', 'Home'], icon: 'home', view: homeView, nav: true },
  catalogue: { names: ['分类', 'Shop'], icon: 'list', view: catalogueView, nav: true },
  cart: { names: ['购物车', 'Cart'], icon: 'cart', view: cartView, nav: true },
  orders: { names: ['订单', 'Orders'], icon: 'order', view: ordersView, nav: true },
  account: { names: ['我的', 'Me'], icon: 'user', view: accountView, nav: true },
  item: { names: ['商品', 'Product'], view: itemView, parent: 'catalogue' },
  checkout: { names: ['结算', 'Check out'], view: checkoutView, parent: 'cart' },
  order: { names: ['订单', 'Order'], view: orderView, parent: 'orders' },
};

function currentRoute() {
  const [, name, argument] = location.hash.split('/');
  return ROUTES[name] ? { name, argument } : { name: 'home' };
}

function go(path) {
  if (location.hash === `#${path}`) render();
  else location.hash = path;
}

function navLinks(active) {
  const count = AppStore.state.cart.reduce((sum, line) => sum + line.count, 0);
  return Object.entries(ROUTES)
    .filter(([, route]) => route.nav)
    .map(([name, route]) =>
      h(
        'a',
        {
          href: `#/${name}`,
          class: name === active ? 'on' : '',
          'aria-current': name === active && 'page',
        },
        icon(route.icon),
        h('span', {}, t(...route.names)),
        name === 'cart' && count > 0 && h('b', { class: 'count' }, String(count)),
      ),
    );
}

function topbar(name, active) {
  const { parent } = ROUTES[name];
  return [
    parent
      ? h('a', { href: `#/${parent}`, class: 'back', 'aria-label': t('返回', 'Back') }, '‹')
      : h('span', { class: 'logo', 'aria-hidden': 'true' }, 'S'),
    h('h1', {}, parent ? t(...ROUTES[name].names) : t('小店', 'Shoply')),
    h('nav', { class: 'wide-only', 'aria-label': t('栏目', 'Sections') }, navLinks(active)),
    h('button', { type: 'button', class: 'icon-btn', onclick: scan }, icon('scan')),
    button(t('搜索', 'Search'), () => go('/catalogue'), { class: 'btn small' }),
  ];
}

// The unlabelled icon: only trying it tells what it does.
function scan() {
  const cheapest = [...PRODUCTS].sort((a, b) => a.price - b.price)[0];
  openDialog(
    t('扫一扫', 'Scan'),
    h('p', {}, t('没有相机，为你挑了最低价。', 'No camera; here is our cheapest item.')),
    [h('a', { class: 'btn primary', href: `#/item/${cheapest.id}` }, productName(cheapest))],
  );
}

function render() {
  const { name, argument } = currentRoute();
  const active = ROUTES[name].parent || name;
  document.getElementById('topbar').replaceChildren(...topbar(name, active));
  document.getElementById('bottom').replaceChildren(...navLinks(active));
  document.getElementById('view').replaceChildren(ROUTES[name].view(argument));
  if (!AppStore.ui.welcomed) showWelcome();
}

window.addEventListener('hashchange', () => {
  const { name, argument } = currentRoute();
  closeDialog();
  if (name === 'item' && AppStore.product(argument)) AppStore.view(argument);
  render();
  window.scrollTo(0, 0);
});
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') closeDialog();
});
document.addEventListener('pointerdown', () => document.getElementById('toasts').replaceChildren(), true);
applySettings();
render();
