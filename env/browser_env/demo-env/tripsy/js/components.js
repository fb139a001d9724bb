// Building blocks: elements, two-language labels, pictures, a stack of dialogs, toasts.
function t(zh, en) {
  const { lang } = AppStore.state.settings;
  if (lang === 'zh') return zh;
  return lang === 'en' ? en : `${zh} ${en}`;
}

function h(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === 'function') node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? '' : value);
  }
  node.append(...children.flat(2).filter((child) => child !== undefined && child !== null && child !== false));
  return node;
}

function button(label, onclick, extra) {
  return h('button', { type: 'button', class: 'btn', onclick, ...extra }, label);
}

function primary(label, onclick, extra) {
  return button(label, onclick, { class: 'btn primary', ...extra });
}

function field(label, control, error) {
  return h(
    'label',
    { class: 'field' },
    h('span', { class: 'field-label' }, label),
    control,
    error && h('span', { class: 'field-error', role: 'alert' }, error),
  );
}

function select(options, current, onchange, extra) {
  return h(
    'select',
    { onchange: (event) => onchange(event.target.value), ...extra },
    options.map(([value, text]) => h('option', { value, selected: value === current }, text)),
  );
}

function tabs(label, options, current, onpick) {
  return h(
    'div',
    { class: 'tabs', role: 'tablist', 'aria-label': label },
    options.map(([value, text]) =>
      h(
        'button',
        { type: 'button', role: 'tab', 'aria-selected': String(value === current), onclick: () => onpick(value) },
        text,
      ),
    ),
  );
}

function chip(label, on, onclick, extra) {
  return h(
    'button',
    { type: 'button', class: `chip ${on ? 'on' : ''}`, 'aria-pressed': String(on), onclick, ...extra },
    label,
  );
}

function cityName(id) {
  return t(...CITIES[id]);
}

function citySelect(current, onchange, label) {
  return select(
    Object.entries(CITIES).map(([id, names]) => [id, t(...names)]),
    current,
    onchange,
    { 'aria-label': label },
  );
}

const RATES = { CNY: ['¥', 1], EUR: ['€', 8], USD: ['$', 7] };

function money(amount) {
  const [sign, rate] = RATES[AppStore.state.settings.currency];
  return `${sign}${rate === 1 ? amount : (amount / rate).toFixed(1)}`;
}

const ICONS = {
  home: 'M4 11l8-7 8 7v9h-5v-6h-6v6H4z',
  bag: 'M5 8h14v12H5zM9 8V5h6v3M5 13h14',
  heart: 'M12 20S4 15 4 9a4 4 0 0 1 8-1 4 4 0 0 1 8 1c0 6-8 11-8 11z',
  chat: 'M4 5h16v11H10l-5 4v-4H4z',
  user: 'M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4 21c0-5 4-7 8-7s8 2 8 7',
  train:
    'M7 3h10a2 2 0 0 1 2 2v9a3 3 0 0 1-3 3H8a3 3 0 0 1-3-3V5a2 2 0 0 1 2-2zM5 10h14M9 14h.01M15 14h.01M8 17l-2 4M16 17l2 4',
  bed: 'M3 7v12M3 15h18v4M21 15v-3a3 3 0 0 0-3-3h-7v6M7 9a2 2 0 1 1 0 4 2 2 0 0 1 0-4z',
  dice: 'M4 4h16v16H4zM8.5 8.5h.01M15.5 8.5h.01M12 12h.01M8.5 15.5h.01M15.5 15.5h.01',
};

function icon(name, size) {
  const holder = h('span', { class: 'icon', 'aria-hidden': 'true' });
  holder.innerHTML = `<svg viewBox="0 0 24 24" width="${size || 20}" height="${size || 20}" fill="none" stroke="currentColor"
    stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"><path d="${ICONS[name]}"/></svg>`;
  return holder;
}

// A hotel's picture: sun, hills and a house in the hotel's own hue.
function landscape(hotel) {
  const holder = h('div', { class: 'landscape', 'aria-hidden': 'true' });
  const sun = 20 + hotel.stars * 32;
  holder.innerHTML = `<svg viewBox="0 0 240 130" preserveAspectRatio="xMidYMax slice">
    <rect width="240" height="130" fill="hsl(${hotel.hue} 70% 88%)"/><circle cx="${sun}" cy="34" r="17" fill="hsl(44 95% 68%)"/>
    <path d="M0 96 Q60 40 120 88 T240 70 V130 H0z" fill="hsl(${hotel.hue} 45% 64%)"/>
    <path d="M0 112 Q80 78 150 108 T240 98 V130 H0z" fill="hsl(${hotel.hue} 48% 48%)"/>
    <path d="M96 112 v-26 l18-13 18 13 v26z" fill="hsl(${hotel.hue + 20} 40% 96%)"/><rect x="109" y="96" width="10" height="16" fill="hsl(${hotel.hue} 48% 38%)"/></svg>`;
  return holder;
}

function saveButton(id, label) {
  const on = AppStore.state.saved.includes(id);
  return h(
    'button',
    {
      type: 'button',
      class: `heart ${on ? 'on' : ''}`,
      'aria-pressed': String(on),
      onclick: () => toggleSaved(id),
      'aria-label': `${on ? t('取消收藏', 'Unsave') : t('收藏', 'Save')} ${label}`,
    },
    icon('heart', 18),
  );
}

function toggleSaved(id) {
  toast(AppStore.toggleSaved(id) ? t('已收藏', 'Saved') : t('已取消收藏', 'No longer saved'));
  render();
}

function emptyState(text, action) {
  return h('div', { class: 'empty' }, icon('bag', 40), h('p', {}, text), action);
}

// Dialogs stack: opening one leaves the one below, closing shows it again.
function openDialog(title, body, actions) {
  const close = button('×', closeDialog, { class: 'dialog-close', 'aria-label': t('关闭', 'Close') });
  const dialog = h(
    'div',
    { class: 'dialog', role: 'dialog', 'aria-modal': 'true', 'aria-label': title },
    h('div', { class: 'row between' }, h('h2', {}, title), close),
    h('div', {}, body),
    h('div', { class: 'actions' }, actions),
  );
  document.getElementById('overlay').append(h('div', { class: 'backdrop' }, dialog));
}

function closeDialog() {
  document.getElementById('overlay').lastElementChild?.remove();
}

function closeAllDialogs() {
  document.getElementById('overlay').replaceChildren();
}

// Shows the same dialog again with new content, without a second layer.
function replaceDialog(title, body, actions) {
  closeDialog();
  openDialog(title, body, actions);
}

function confirmDialog(title, text, onconfirm) {
  const confirm = () => {
    closeDialog();
    onconfirm();
  };
  openDialog(title, h('p', {}, text), [
    button(t('再想想', 'Not now'), closeDialog),
    primary(t('确定', 'Confirm'), confirm),
  ]);
}

// A toast stays until the next press (router.js): no clock decides what the page shows.
function toast(text, kind) {
  document.getElementById('toasts').replaceChildren(h('div', { class: `toast ${kind || ''}` }, text));
}
