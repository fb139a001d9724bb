// Hash routes and the frame around the views: title bar, navigation in the app's style, footer.
function currentRoute() {
  const [, name, argument] = decodeURI(location.hash).split('/');
  return Features.routes[name] ? { name, argument } : { name: DATA.app.start };
}

function go(path) {
  closeAllDialogs();
  if (location.hash === `#/${path}`) render();
  else location.hash = `/${path}`;
}

function parentOf(name) {
  return Features.routes[name].parent;
}

function badge(name) {
  const count = Features.routes[name].count?.() || 0;
  return count > 0 && h('b', { class: 'count' }, String(count));
}

function navLink(name, active) {
  const { names, icon: shape } = Features.routes[name];
  return h(
    'a',
    { href: `#/${name}`, class: name === active ? 'on' : '', 'aria-current': name === active && 'page' },
    icon(shape),
    h('span', {}, tt(names)),
    badge(name),
  );
}

function navLinks(active) {
  return DATA.app.nav.map((name) => navLink(name, active));
}

function topLevelRoutes() {
  return Object.entries(Features.routes)
    .filter(([, route]) => !route.parent)
    .map(([name]) => name);
}

function openDrawer() {
  openDialog(
    t('全部功能', 'All sections'),
    h(
      'nav',
      { class: 'drawer' },
      topLevelRoutes().map((name) => navLink(name, currentRoute().name)),
    ),
    [],
  );
}

function topbar(name, active) {
  const parent = parentOf(name);
  const title = parent ? tt(Features.routes[name].names) : tt(DATA.app.name);
  return [
    parent
      ? h('a', { href: `#/${parent}`, class: 'back', 'aria-label': t('返回', 'Back') }, icon('back'))
      : h('span', { class: 'logo', 'aria-hidden': 'true' }, icon(DATA.app.logo, 18)),
    h('h1', {}, title),
    DATA.app.navStyle === 'tabs' &&
      h('nav', { class: 'wide-only', 'aria-label': t('栏目', 'Sections') }, navLinks(active)),
    h('span', { class: 'push row' }, slot('topbar'), iconButton('menu', t('全部功能', 'All sections'), openDrawer)),
  ];
}

function footer(active) {
  return [
    h(
      'nav',
      { 'aria-label': t('页脚', 'Footer') },
      topLevelRoutes().map((name) =>
        h('a', { href: `#/${name}`, class: name === active ? 'on' : '' }, tt(Features.routes[name].names)),
      ),
    ),
    muted(`${tt(DATA.app.name)} · ${tt(DATA.app.slogan)}`),
  ];
}

// Keeps the caret where it was: views are drawn anew, so the focused control is found again by its name.
function keepingFocus(draw) {
  const label = document.activeElement?.getAttribute('aria-label');
  const caret = document.activeElement?.selectionStart;
  draw();
  if (!label) return;
  const again = document.querySelector(`input[aria-label="${CSS.escape(label)}"]`);
  again?.focus();
  if (again?.type === 'search') again.setSelectionRange(caret, caret);
}

function applyLook() {
  const { theme, fontSize, lang } = AppStore.state.app;
  Object.assign(document.documentElement.dataset, { theme, size: fontSize, nav: DATA.app.navStyle });
  document.documentElement.lang = lang === 'en' ? 'en' : 'zh-CN';
}

function render() {
  const { name, argument } = currentRoute();
  const active = parentOf(name) || name;
  keepingFocus(() => {
    applyLook();
    document.getElementById('topbar').replaceChildren(...topbar(name, active).filter(Boolean));
    document.getElementById('nav').replaceChildren(...navLinks(active));
    document.getElementById('view').replaceChildren(Features.routes[name].view(argument));
    document.getElementById('footer').replaceChildren(...footer(active));
  });
}

function showRoute() {
  const { name, argument } = currentRoute();
  closeAllDialogs();
  Features.routes[name].enter?.(argument);
  render();
  window.scrollTo(0, 0);
}
