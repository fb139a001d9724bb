// The cart: ticking, counts, removing, coupons, totals.
function cartView() {
  const { cart } = AppStore.state;
  if (!cart.length) {
    return h(
      'section',
      {},
      emptyState(
        t('购物车是空的', 'Your cart is empty'),
        button(t('去逛逛', 'Go shopping'), () => go('/catalogue'), { class: 'btn primary' }),
      ),
      h('h2', {}, t('猜你喜欢', 'You may like')),
      h('div', { class: 'grid' }, PRODUCTS.slice(19, 27).map(productCard)),
    );
  }
  const ticked = AppStore.tickedLines();
  return h(
    'section',
    { class: 'split wide' },
    h(
      'div',
      {},
      h(
        'div',
        { class: 'row between' },
        h(
          'label',
          { class: 'check' },
          h('input', { type: 'checkbox', checked: ticked.length === cart.length, onchange: tickAll }),
          t('全选', 'Select all'),
        ),
        button(t('删除所选', 'Remove selected'), removeTicked),
      ),
      cart.map(cartLine),
      h('h2', {}, t('顺便带上', 'Add these too')),
      h('div', { class: 'grid' }, PRODUCTS.filter((product) => product.price < 40).map(productCard)),
    ),
    summaryCard(),
  );
}

function cartLine(line) {
  const product = AppStore.product(line.productId);
  const label = productName(product);
  return h(
    'div',
    { class: 'card line' },
    h('input', {
      type: 'checkbox',
      'aria-label': `${t('选择', 'Select')} ${label}`,
      checked: !AppStore.ui.unticked.includes(line.id),
      onchange: () => tick(line),
    }),
    h('div', { class: 'thumb' }, picture(product, 30)),
    h(
      'div',
      { class: 'grow' },
      h('a', { href: `#/item/${product.id}` }, label),
      h('div', { class: 'muted' }, Object.values(line.choice).join(' · ')),
      h('strong', { class: 'price' }, money(product.price * line.count)),
    ),
    button('−', () => changeLine(line, -1), { 'aria-label': `${t('减少', 'Fewer')} ${label}` }),
    String(line.count),
    button('+', () => changeLine(line, 1), { 'aria-label': `${t('增加', 'More')} ${label}` }),
    button(t('移到收藏', 'Save for later'), () => saveForLater(line), {
      class: 'link',
      'aria-label': `${t('移到收藏', 'Save for later')} ${label}`,
    }),
  );
}

function summaryCard() {
  const { goods, discount, fee, total } = AppStore.totals('standard');
  const ticked = AppStore.tickedLines();
  const code = h('input', {
    value: AppStore.state.coupon,
    placeholder: 'WELCOME10',
    'aria-label': t('优惠码', 'Coupon code'),
  });
  return h(
    'aside',
    { class: 'card' },
    h('h2', {}, t('合计', 'Summary')),
    h(
      'div',
      { class: 'row' },
      code,
      button(t('使用', 'Apply'), () => applyCoupon(code.value.trim().toUpperCase())),
    ),
    AppStore.state.claimed.length > 0 &&
      h(
        'div',
        { class: 'chips gap-top' },
        AppStore.state.claimed.map((own) => chip(own, AppStore.state.coupon === own, () => applyCoupon(own))),
      ),
    sumRow(t('商品', 'Goods'), money(goods)),
    sumRow(t('优惠', 'Discount'), `−${money(discount)}`),
    sumRow(t('运费', 'Delivery'), money(fee)),
    goods < 199 &&
      ticked.length > 0 &&
      h(
        'p',
        { class: 'muted' },
        t(`再买 ${money(199 - goods)} 免运费`, `${money(199 - goods)} more for free delivery`),
      ),
    sumRow(t('应付', 'To pay'), h('strong', { class: 'price' }, money(ticked.length ? total : 0))),
    button(`${t('去结算', 'Check out')} (${ticked.length})`, startCheckout, { class: 'btn primary full' }),
  );
}

function sumRow(label, value) {
  return h('div', { class: 'row between sum' }, h('span', { class: 'muted' }, label), h('span', {}, value));
}

function tick(line) {
  const { unticked } = AppStore.ui;
  AppStore.ui.unticked = unticked.includes(line.id) ? unticked.filter((id) => id !== line.id) : [...unticked, line.id];
  dropInvalidCoupon();
  render();
}

function tickAll() {
  const all = AppStore.tickedLines().length === AppStore.state.cart.length;
  AppStore.ui.unticked = all ? AppStore.state.cart.map((line) => line.id) : [];
  dropInvalidCoupon();
  render();
}

function changeLine(line, step) {
  const product = AppStore.product(line.productId);
  if (line.count + step < 1) {
    confirmDialog(t('移出购物车？', 'Remove it?'), productName(product), () => removeLines([line]));
    return;
  }
  if (step > 0 && AppStore.inCart(product.id) + step > Math.min(10, product.stock)) {
    toast(t('超过库存或限购', 'More than the stock or the limit'), 'warn');
    return;
  }
  line.count += step;
  dropInvalidCoupon();
  render();
}

function removeLines(lines) {
  AppStore.state.cart = AppStore.state.cart.filter((line) => !lines.includes(line));
  dropInvalidCoupon();
  render();
}

function removeTicked() {
  const lines = AppStore.tickedLines();
  if (!lines.length) toast(t('没有选择商品', 'Nothing is selected'), 'warn');
  else
    confirmDialog(
      t('删除所选？', 'Remove the selected?'),
      t(`${lines.length} 种商品`, `${lines.length} products`),
      () => removeLines(lines),
    );
}

function saveForLater(line) {
  if (!AppStore.state.favourites.includes(line.productId)) AppStore.toggleFavourite(line.productId);
  toast(t('已移到收藏', 'Moved to your saved items'));
  removeLines([line]);
}

function applyCoupon(code) {
  if (!code || code === AppStore.state.coupon) {
    AppStore.state.coupon = '';
    toast(t('不使用优惠券', 'No coupon used'));
    render();
    return;
  }
  const problem = AppStore.couponProblem(code, AppStore.tickedLines());
  if (problem === 'unknown') toast(t('没有这个优惠码', 'No such coupon'), 'warn');
  else if (problem === 'expired') toast(t('优惠券已过期', 'The coupon has expired'), 'warn');
  else if (problem === 'least') toast(`${t('未达门槛', 'Not enough yet')}: ${t(...COUPONS[code].names)}`, 'warn');
  else {
    AppStore.state.coupon = code;
    toast(t('优惠已生效', 'Coupon applied'));
  }
  render();
}

function dropInvalidCoupon() {
  const { coupon } = AppStore.state;
  if (!coupon || !AppStore.couponProblem(coupon, AppStore.tickedLines())) return;
  AppStore.state.coupon = '';
  toast(t('优惠券不再适用', 'The coupon no longer applies'), 'warn');
}

function startCheckout() {
  if (!AppStore.tickedLines().length) {
    toast(t('请先选择商品', 'Select something first'), 'warn');
    return;
  }
  AppStore.ui.checkout.step = 0;
  go('/checkout');
}
