// Building blocks: elements, two-language labels, product cards drawn in SVG, dialogs, toasts.
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

function money(amount) {
  return `¥${amount}`;
}

const ICONS = {
  home: 'M4 11l8-7 8 7v9h-5v-6h-6v6H4z',
  list: 'M4 5h7v6H4zM13 5h7v6h-7zM4 13h7v6H4zM13 13h7v6h-7z',
  cart: 'M3 4h3l2 11h10l2-8H7M9 20h.01M17 20h.01',
  order: 'M6 3h12v18l-3-2-3 2-3-2-3 2zM9 8h6M9 12h6',
  user: 'M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4 21c0-5 4-7 8-7s8 2 8 7',
  heart: 'M12 20S4 15 4 9a4 4 0 0 1 8-1 4 4 0 0 1 8 1c0 6-8 11-8 11z',
  scan: 'M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M4 12h16',
  lamp: 'M8 4h8l3 9H5zM12 13v6M8 20h8',
  pot: 'M5 10h14v6a4 4 0 0 1-4 4H9a4 4 0 0 1-4-4zM3 10h18M9 10V7h6v3',
  phone: 'M8 3h8v18H8zM11 18h2',
  shirt: 'M8 4l-5 3 2 4 2-1v10h10V10l2 1 2-4-5-3a4 4 0 0 1-8 0z',
  ball: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM3 12h18M12 3c5 6 5 12 0 18M12 3c-5 6-5 12 0 18',
  book: 'M12 6c-3-2-6-2-8-1v13c2-1 5-1 8 1 3-2 6-2 8-1V5c-2-1-5-1-8 1zM12 6v13',
  cup: 'M6 8h11v6a5 5 0 0 1-5 5h-1a5 5 0 0 1-5-5zM17 10h2a2 2 0 0 1 0 4h-2M9 3v2M13 3v2',
  blocks: 'M4 13h7v7H4zM13 13h7v7h-7zM8.5 4h7v7h-7z',
};

function icon(name, size) {
  const holder = h('span', { class: 'icon', 'aria-hidden': 'true' });
  holder.innerHTML = `<svg viewBox="0 0 24 24" width="${size || 20}" height="${size || 20}" fill="none" stroke="currentColor"
    stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"><path d="${ICONS[name]}"/></svg>`;
  return holder;
}

// A product's picture: its category's shape on a tint that differs a little by product.
function picture(product, size) {
  const { hue, shape } = CATEGORIES[product.category];
  const tint = hue + ((Number(product.id.slice(1)) % 5) - 2) * 7;
  return h(
    'div',
    {
      class: 'picture',
      style: `background:linear-gradient(140deg,hsl(${tint} 75% 92%),hsl(${tint + 25} 62% 78%));color:hsl(${tint} 48% 38%)`,
    },
    icon(shape, size || 58),
  );
}

function productName(product) {
  return t(product.zh, product.en);
}

function heartButton(product) {
  const on = AppStore.state.favourites.includes(product.id);
  return h(
    'button',
    {
      type: 'button',
      class: `heart ${on ? 'on' : ''}`,
      'aria-pressed': String(on),
      onclick: () => favourite(product),
      'aria-label': `${on ? t('取消收藏', 'Unsave') : t('收藏', 'Save')} ${productName(product)}`,
    },
    icon('heart', 18),
  );
}

function favourite(product) {
  const added = AppStore.toggleFavourite(product.id);
  toast(added ? t('已收藏', 'Saved') : t('已取消收藏', 'No longer saved'));
  render();
}

function productCard(product) {
  return h(
    'article',
    { class: 'product' },
    heartButton(product),
    h('a', { href: `#/item/${product.id}` }, picture(product), h('span', { class: 'name' }, productName(product))),
    h(
      'div',
      { class: 'row' },
      h('strong', { class: 'price' }, money(product.price)),
      product.was > product.price && h('s', { class: 'muted' }, money(product.was)),
      h('span', { class: 'muted push' }, `★ ${product.rating.toFixed(1)}`),
    ),
    product.stock === 0
      ? h('span', { class: 'soldout' }, t('售罄', 'Sold out'))
      : button(t('加购', 'Add'), () => quickAdd(product), {
          class: 'btn small',
          'aria-label': `${t('加购', 'Add')} ${productName(product)}`,
        }),
  );
}

// Products with options need a choice, so the card leads to their page.
function quickAdd(product) {
  if (Object.keys(product.options).length) {
    toast(t('请先选规格', 'Choose the options first'));
    go(`/item/${product.id}`);
    return;
  }
  addAndTell(product, {}, 1);
  render();
}

function addAndTell(product, choice, count) {
  const problem = AppStore.addToCart(product.id, choice, count);
  const messages = {
    '': [t('已加入购物车', 'Added to the cart'), ''],
    soldOut: [t('已售罄', 'Sold out'), 'warn'],
    limit: [t('超过库存或限购十件', 'More than the stock or the limit of ten'), 'warn'],
  };
  toast(...messages[problem]);
  return !problem;
}

function emptyState(text, action) {
  return h('div', { class: 'empty' }, icon('cart', 40), h('p', {}, text), action);
}

function openDialog(title, body, actions) {
  const close = button('×', closeDialog, { class: 'dialog-close', 'aria-label': t('关闭', 'Close') });
  const dialog = h(
    'div',
    { class: 'dialog', role: 'dialog', 'aria-modal': 'true', 'aria-label': title },
    h('div', { class: 'row between' }, h('h2', {}, title), close),
    h('div', {}, body),
    h('div', { class: 'actions' }, actions),
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
    button(t('再想想', 'Not now'), closeDialog),
    button(t('确定', 'Confirm'), confirm, { class: 'btn primary' }),
  ]);
}

// A toast stays until the next press (router.js): no clock decides what the page shows.
function toast(text, kind) {
  document.getElementById('toasts').replaceChildren(h('div', { class: `toast ${kind || ''}` }, text));
}
