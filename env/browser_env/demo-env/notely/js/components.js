// Small building blocks of every view: elements, labels in two languages, dialogs, toasts.
function t(zh, en) {
  const lang = AppStore.state.settings.lang;
  if (lang === 'zh') return zh;
  if (lang === 'en') return en;
  return `${zh} ${en}`;
}

function h(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === 'function') node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? '' : value);
  }
  for (const child of children.flat(2)) {
    if (child === undefined || child === null || child === false) continue;
    node.append(child);
  }
  return node;
}

const ICONS = {
  note: 'M6 3h9l4 4v14H6zM14 3v5h5M9 12h7M9 16h5',
  todo: 'M4 6l2 2 3-4M4 13l2 2 3-4M4 20l2 2 3-4M13 6h8M13 13h8M13 20h8',
  calendar: 'M4 6h16v15H4zM4 11h16M8 3v5M16 3v5',
  search: 'M11 4a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM16 16l5 5',
  tag: 'M3 12V4h8l10 10-8 8zM7.5 8h.01',
  settings: 'M4 7h10M18 7h2M4 17h2M10 17h10M16 4v6M8 14v6',
  pin: 'M9 3h6l-1 7 4 4H6l4-4zM12 14v7',
  plus: 'M12 5v14M5 12h14',
  trash: 'M4 7h16M9 7V4h6v3M6 7l1 14h10l1-14',
  back: 'M15 5l-7 7 7 7',
  moon: 'M20 14A8 8 0 1 1 10 4a7 7 0 0 0 10 10z',
};

function icon(name) {
  const holder = h('span', { class: 'icon', 'aria-hidden': 'true' });
  holder.innerHTML = `<svg viewBox="0 0 24 24" width="18" height="18" fill="none" stroke="currentColor"
    stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"><path d="${ICONS[name]}"/></svg>`;
  return holder;
}

function button(label, onclick, extra) {
  return h('button', { type: 'button', class: 'btn', onclick, ...extra }, label);
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

// options: [[value, label], ...]
function tabs(label, options, current, onpick) {
  return h(
    'div',
    { class: 'tabs', role: 'tablist', 'aria-label': label },
    options.map(([value, text]) =>
      h(
        'button',
        {
          type: 'button',
          role: 'tab',
          'aria-selected': String(value === current),
          onclick: () => onpick(value),
        },
        text,
      ),
    ),
  );
}

function emptyState(text, action) {
  return h('div', { class: 'empty' }, icon('note'), h('p', {}, text), action);
}

function tagChip(id, onclick) {
  const tag = AppStore.tag(id);
  if (!tag) return null;
  const look = { class: `chip c-${tag.color}` };
  return onclick
    ? h('button', { type: 'button', ...look, onclick }, `# ${tag.name}`)
    : h('span', look, `# ${tag.name}`);
}

function openDialog(title, body, actions) {
  const close = button('×', closeDialog, { class: 'dialog-close', 'aria-label': t('关闭', 'Close') });
  const dialog = h(
    'div',
    { class: 'dialog', role: 'dialog', 'aria-modal': 'true', 'aria-label': title },
    h('div', { class: 'dialog-head' }, h('h2', {}, title), close),
    h('div', { class: 'dialog-body' }, body),
    h('div', { class: 'dialog-actions' }, actions),
  );
  document.getElementById('overlay').replaceChildren(h('div', { class: 'backdrop' }, dialog));
}

function closeDialog() {
  document.getElementById('overlay').replaceChildren();
}

function confirmDialog(title, text, onconfirm) {
  const confirm = () => {
    closeDialog();
    onconfirm();
  };
  openDialog(title, h('p', {}, text), [
    button(t('取消', 'Cancel'), closeDialog),
    button(t('确定', 'Confirm'), confirm, { class: 'btn danger' }),
  ]);
}

// A toast stays until the next press (router.js): no clock decides what the page shows.
function toast(text, kind) {
  document.getElementById('toasts').replaceChildren(h('div', { class: `toast ${kind || ''}` }, text));
}
