// Hash routes, the frame around the views, and the first render.
const ROUTES = {
  home: { names: ['搜索', 'Search'], icon: 'home', view: homeView, nav: true },
  trips: { names: ['行程', 'Trips'], icon: 'bag', view: tripsView, nav: true },
  saved: { names: ['收藏', 'Saved'], icon: 'heart', view: savedView, nav: true },
  chat: { names: ['客服', 'Support'], icon: 'chat', view: chatView, nav: true },
  profile: { names: ['我的', 'Profile'], icon: 'user', view: profileView, nav: true },
  hotels: { names: ['酒店', 'Hotels'], view: hotelsView, parent: 'home' },
  hotel: { names: ['酒店', 'Hotel'], view: hotelView, parent: 'hotels', tab: 'home' },
  trains: { names: ['火车', 'Trains'], view: trainsView, parent: 'home' },
  booking: { names: ['预订', 'Booking'], view: bookingView, parent: 'home' },
  trip: { names: ['行程', 'Trip'], view: tripView, parent: 'trips' },
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
      ),
    );
}

function topbar(name, active) {
  const { parent } = ROUTES[name];
  return [
    parent
      ? h('a', { href: `#/${parent}`, class: 'back', 'aria-label': t('返回', 'Back') }, '‹')
      : h('span', { class: 'logo', 'aria-hidden': 'true' }, 'T'),
    h('h1', {}, parent ? t(...ROUTES[name].names) : t('途途', 'Tripsy')),
    h('nav', { class: 'wide-only', 'aria-label': t('栏目', 'Sections') }, navLinks(active)),
    h('button', { type: 'button', class: 'icon-btn', onclick: surprise }, icon('dice')),
  ];
}

// The unlabelled icon: leads to the cheapest hotel of the next city in turn.
function surprise() {
  const cities = Object.keys(CITIES);
  const next = cities[(cities.indexOf(AppStore.ui.hotel.city) + 1) % cities.length];
  AppStore.ui.hotel.city = next;
  const cheapest = HOTELS.filter((hotel) => hotel.city === next).sort((a, b) => a.price - b.price)[0];
  toast(t('试试这里', 'How about this one'));
  go(`/hotel/${cheapest.id}`);
}

function render() {
  const { name, argument } = currentRoute();
  const active = ROUTES[name].tab || ROUTES[name].parent || name;
  document.getElementById('topbar').replaceChildren(...topbar(name, active));
  document.getElementById('bottom').replaceChildren(...navLinks(active));
  document.getElementById('view').replaceChildren(ROUTES[name].view(argument));
}

window.addEventListener('hashchange', () => {
  closeAllDialogs();
  render();
  window.scrollTo(0, 0);
});
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') closeDialog();
});
document.addEventListener('pointerdown', () => document.getElementById('toasts').replaceChildren(), true);
applySettings();
render();
