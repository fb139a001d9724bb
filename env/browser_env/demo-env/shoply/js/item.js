// One product: options, count, details, reviews, questions.
function itemView(id) {
  const product = AppStore.product(id);
  if (!product)
    return emptyState(
      t('商品不存在', 'No such product'),
      button(t('去逛逛', 'Browse'), () => go('/catalogue')),
    );
  if (AppStore.ui.item.id !== id) AppStore.ui.item = { id, choice: {}, count: 1, tab: 'detail' };
  const { count, tab } = AppStore.ui.item;
  return h(
    'section',
    { class: 'split' },
    h('div', {}, h('div', { class: 'big' }, picture(product, 150)), heartButton(product)),
    h(
      'div',
      {},
      h('h2', {}, productName(product)),
      h('p', { class: 'muted' }, `${product.brand} · ★ ${product.rating.toFixed(1)}`),
      h(
        'p',
        {},
        h('strong', { class: 'price big-price' }, money(product.price)),
        product.was > product.price && [' ', h('s', { class: 'muted' }, money(product.was))],
      ),
      h('p', { class: product.stock < 5 ? 'warn-text' : 'muted' }, stockText(product)),
      Object.entries(product.options).map(([name, values]) => optionRow(name, values)),
      h(
        'div',
        { class: 'row' },
        t('数量', 'Count'),
        button('−', () => changeCount(product, -1), { 'aria-label': t('减少', 'Fewer') }),
        h('strong', {}, String(count)),
        button('+', () => changeCount(product, 1), { 'aria-label': t('增加', 'More') }),
      ),
      h(
        'div',
        { class: 'row wrap gap-top' },
        button(t('加入购物车', 'Add to cart'), () => buy(product, false), { class: 'btn' }),
        button(t('立即购买', 'Buy now'), () => buy(product, true), { class: 'btn primary' }),
        product.stock === 0 &&
          button(t('到货提醒', 'Tell me when back'), () => toast(t('到货会提醒您', 'We will tell you'))),
      ),
      tabs(
        t('更多', 'More'),
        [
          ['detail', t('详情', 'Details')],
          ['reviews', t('评价', 'Reviews')],
          ['delivery', t('配送', 'Delivery')],
        ],
        tab,
        pickItemTab,
      ),
      h('div', { class: 'card' }, itemTab(product, tab)),
      h('div', { class: 'row wrap' }, sameCategory(product)),
    ),
  );
}

function stockText(product) {
  if (product.stock === 0) return t('售罄', 'Sold out');
  if (product.stock < 5) return t(`仅剩 ${product.stock} 件`, `Only ${product.stock} left`);
  return t('有货', 'In stock');
}

function optionRow(name, values) {
  const { choice } = AppStore.ui.item;
  return h(
    'div',
    { class: 'row wrap', role: 'group', 'aria-label': t(...OPTION_NAMES[name]) },
    h('span', { class: 'muted' }, t(...OPTION_NAMES[name])),
    values.map((value) => chip(value, choice[name] === value, () => pickOption(name, value))),
  );
}

function pickOption(name, value) {
  const { choice } = AppStore.ui.item;
  if (choice[name] === value) delete choice[name];
  else choice[name] = value;
  render();
}

function changeCount(product, step) {
  const next = AppStore.ui.item.count + step;
  if (next < 1) toast(t('至少一件', 'At least one'), 'warn');
  else if (next > Math.min(10, product.stock)) toast(t('超过可购数量', 'More than you can buy'), 'warn');
  else AppStore.ui.item.count = next;
  render();
}

function buy(product, now) {
  const { choice, count } = AppStore.ui.item;
  const missing = Object.keys(product.options).filter((name) => !choice[name]);
  if (missing.length) {
    toast(t(`请选择${OPTION_NAMES[missing[0]][0]}`, `Choose ${OPTION_NAMES[missing[0]][1].toLowerCase()}`), 'warn');
    return;
  }
  // Keys in the product's order, so that equal choices join one cart line.
  const ordered = Object.fromEntries(Object.keys(product.options).map((name) => [name, choice[name]]));
  if (addAndTell(product, ordered, count) && now) go('/cart');
  else render();
}

function itemTab(product, tab) {
  if (tab === 'delivery') {
    return Object.values(DELIVERY).map((kind) =>
      h('p', {}, `${t(...kind.names)} · ${kind.fee ? money(kind.fee) : t('免费', 'free')}`),
    );
  }
  if (tab === 'reviews') {
    const own = AppStore.state.reviews[product.id];
    return [...(own ? [{ ...own, author: t('我', 'Me') }] : []), ...SEED_REVIEWS].map((review) =>
      h('p', {}, h('strong', {}, `${review.author} ${'★'.repeat(review.stars)}`), ` ${review.text}`),
    );
  }
  return [
    h('p', {}, t(`${product.brand} 出品，七天无理由退货。`, `Made by ${product.brand}; seven days to return it.`)),
    button(t('分享', 'Share'), () =>
      openDialog(t('分享', 'Share'), h('p', {}, `#/item/${product.id}`), button(t('好', 'OK'), closeDialog)),
    ),
  ];
}

function pickItemTab(tab) {
  AppStore.ui.item.tab = tab;
  render();
}

function sameCategory(product) {
  const others = PRODUCTS.filter((other) => other.category === product.category && other !== product).slice(0, 4);
  return others.map((other) => h('a', { class: 'chip', href: `#/item/${other.id}` }, productName(other)));
}
