// Hash routes, the frame around the views, and the first render.
const ROUTES = {
  notes: { names: ['笔记', 'Notes'], icon: 'note', view: notesView, nav: true },
  todos: { names: ['待办', 'To-dos'], icon: 'todo', view: todosView, nav: true },
  calendar: { names: ['日历', 'Calendar'], icon: 'calendar', view: calendarView, nav: true },
  search: { names: ['搜索', 'Search'], icon: 'search', view: searchView, nav: true },
  tags: { names: ['标签', 'Tags'], icon: 'tag', view: tagsView, nav: true },
  settings: { names: ['设置', 'Settings'], icon: 'settings', view: settingsView, nav: true },
  note: { names: ['编辑', 'Edit'], icon: 'note', view: noteView, parent: 'notes' },
};

function currentRoute() {
  const [, name, argument] = location.hash.split('/');
  return ROUTES[name] ? { name, argument } : { name: 'notes' };
}

function go(path) {
  if (location.hash === `#${path}`) render();
  else location.hash = path;
}

function sidebar(active) {
  const link = ([name, route]) =>
    h(
      'a',
      {
        href: `#/${name}`,
        class: name === active ? 'on' : '',
        'aria-current': name === active && 'page',
      },
      icon(route.icon),
      h('span', {}, t(...route.names)),
    );
  return [
    h('div', { class: 'brand' }, h('span', { class: 'logo', 'aria-hidden': 'true' }, 'N'), 'Notely'),
    ...Object.entries(ROUTES)
      .filter(([, route]) => route.nav)
      .map(link),
  ];
}

function topbar(name) {
  const route = ROUTES[name];
  return [
    route.parent &&
      h('a', { href: `#/${route.parent}`, class: 'icon-btn', 'aria-label': t('返回', 'Back') }, icon('back')),
    h('h1', {}, t(...route.names)),
    h('button', { type: 'button', class: 'icon-btn', onclick: quickTheme }, icon('moon')),
    button([icon('plus'), t('新建', 'New')], createNote, { class: 'btn primary' }),
    h(
      'a',
      {
        href: '#/settings',
        class: 'avatar',
        'aria-label': `${t('账户', 'Account')} ${AppStore.state.settings.displayName}`,
      },
      AppStore.state.settings.displayName.slice(0, 1),
    ),
  ].filter(Boolean);
}

function quickTheme() {
  changeSetting('theme', AppStore.state.settings.theme === 'dark' ? 'light' : 'dark');
}

function render() {
  const { name, argument } = currentRoute();
  const { locked } = AppStore.state;
  document.getElementById('sidebar').replaceChildren(...sidebar(ROUTES[name].parent || name));
  document.getElementById('topbar').replaceChildren(...topbar(name));
  document.getElementById('view').replaceChildren(locked ? lockView() : ROUTES[name].view(argument));
}

window.addEventListener('hashchange', () => {
  closeDialog();
  render();
  window.scrollTo(0, 0);
});
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') closeDialog();
});
document.addEventListener('pointerdown', () => document.getElementById('toasts').replaceChildren(), true);
applySettings();
render();
