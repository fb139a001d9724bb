// The cart: ticks, amounts, saving for later, undo, totals.
(() => {
  const my = () => AppStore.state.cart;
  const ui = () => AppStore.ui.cart;
  const product = (line) => byId(DATA.products, line.productId);
  const ticked = () => my().lines.filter((line) => !my().unticked.includes(line.id));
  const sum = (lines) => lines.reduce((total, line) => total + product(line).price * line.amount, 0);

  function add(item, choice, amount) {
    const same = my().lines.find(
      (line) => line.productId === item.id && JSON.stringify(line.choice) === JSON.stringify(choice),
    );
    const had = my()
      .lines.filter((line) => line.productId === item.id)
      .reduce((n, line) => n + line.amount, 0);
    if (had + amount > Math.min(item.stock, 10)) {
      toast(t('超过库存或每人限购', 'More than the stock or the limit'), 'warn');
      return false;
    }
    if (same) same.amount += amount;
    else my().lines.unshift({ id: AppStore.nextId('l'), productId: item.id, choice: { ...choice }, amount });
    toast(t('已加入购物车', 'Added to the cart'));
    render();
    return true;
  }

  function remove(line) {
    ui().removed = { line, at: my().lines.indexOf(line) };
    my().lines = my().lines.filter((other) => other !== line);
    render();
  }

  function undo() {
    my().lines.splice(ui().removed.at, 0, ui().removed.line);
    ui().removed = null;
    render();
  }

  function later(line) {
    my().lines = my().lines.filter((other) => other !== line);
    my().later.unshift(line);
    render();
  }

  function bringBack(line) {
    my().later = my().later.filter((other) => other !== line);
    my().lines.unshift(line);
    render();
  }

  function lineView(line) {
    const item = product(line);
    return h(
      'div',
      { class: 'line' },
      h('input', {
        type: 'checkbox',
        checked: ticked().includes(line),
        'aria-label': `${t('选择', 'Tick')} ${tt(item.name)}`,
        onchange: () => {
          my().unticked = toggled(my().unticked, line.id);
          render();
        },
      }),
      h('span', { class: 'thumb' }, picture(item, 26)),
      h(
        'a',
        { class: 'grow', href: `#/product/${item.id}` },
        h('span', { class: 'name' }, tt(item.name)),
        muted(Object.values(line.choice).join(' / ')),
      ),
      h('b', { class: 'price' }, money(item.price * line.amount)),
      stepper(tt(item.name), line.amount, 1, Math.min(item.stock, 10), (amount) => {
        line.amount = amount;
        render();
      }),
      iconButton('heart', `${t('稍后再买', 'Save for later')} ${tt(item.name)}`, () => later(line)),
      iconButton('trash', `${t('移除', 'Remove')} ${tt(item.name)}`, () => remove(line)),
    );
  }

  function emptyCart() {
    const ideas = DATA.products.filter((item) => item.stock > 0).slice(4, 12);
    return h(
      'div',
      {},
      empty(t('购物车是空的', 'Your cart is empty'), link('catalogue', t('去逛逛', 'Go shopping'))),
      h('div', { class: 'grid' }, ideas.map(productCard)),
    );
  }

  function freeDelivery(goods) {
    const bound = option('freeFrom', 199);
    return goods >= bound
      ? h('p', { class: 'good' }, t('已免运费', 'Delivery is free'))
      : h(
          'p',
          { class: 'muted' },
          t(`再买 ${money(bound - goods)} 免运费`, `${money(bound - goods)} more for free delivery`),
        );
  }

  function tickAll(isOn) {
    my().unticked = isOn ? [] : my().lines.map(({ id }) => id);
    render();
  }

  function toCheckout() {
    if (ticked().length === 0) toast(t('请先勾选商品', 'Tick something first'), 'warn');
    else if (Features.routes.checkout) go('checkout');
    else {
      my().lines = my().lines.filter((line) => !ticked().includes(line));
      toast(t('已下单', 'Ordered'));
      render();
    }
  }

  function clearTicked() {
    confirmDialog(t('清空', 'Clear'), t('移除所有勾选的商品？', 'Remove everything ticked?'), () => {
      my().lines = my().lines.filter((line) => my().unticked.includes(line.id));
      render();
    });
  }

  function view() {
    const goods = sum(ticked());
    return h(
      'div',
      {},
      ui().removed &&
        h(
          'p',
          { class: 'card row between' },
          t('已移除一件商品', 'One product was removed'),
          small(t('撤销', 'Undo'), undo),
        ),
      my().lines.length === 0
        ? emptyCart()
        : h(
            'div',
            { class: 'split side' },
            card(my().lines.map(lineView)),
            card(
              h('div', { class: 'row between' }, t('商品合计', 'Goods'), h('b', {}, money(goods))),
              freeDelivery(goods),
              slot('cart.extras', goods),
              checkbox(t('全选', 'Tick all'), ticked().length === my().lines.length, tickAll),
              row(
                primary(`${t('去结算', 'Check out')} (${ticked().length})`, toCheckout),
                ticked().length > 0 && button(t('清空所选', 'Clear ticked'), clearTicked),
              ),
            ),
          ),
      my().later.length > 0 &&
        section(
          t('稍后再买', 'Saved for later'),
          card(
            my().later.map((line) =>
              h(
                'div',
                { class: 'line' },
                h('span', { class: 'grow' }, tt(product(line).name)),
                small(t('移回', 'Move back'), () => bringBack(line)),
              ),
            ),
          ),
        ),
    );
  }

  const quick = (item) =>
    small(
      t('加购', 'Add'),
      () => {
        if (Object.keys(item.options).length) go(`product/${item.id}`);
        else add(item, {}, 1);
      },
      { 'aria-label': `${t('加购', 'Add')} ${tt(item.name)}` },
    );

  const target = DATA.products.find((item) => item.stock > 2 && Object.keys(item.options).length === 0);
  feature('cart', {
    state: () => ({ lines: [], later: [], unticked: [] }),
    ui: () => ({ removed: null }),
    routes: { cart: { names: ['购物车', 'Cart'], icon: 'cart', view, count: () => my().lines.length } },
    slots: {
      'product.quick': quick,
      'product.actions': ({ item, withChoice }) => button(t('加入购物车', 'Add to cart'), () => withChoice(item, add)),
    },
    service: {
      add,
      ticked,
      sum,
      take() {
        const taken = ticked();
        my().lines = my().lines.filter((line) => !taken.includes(line));
        return taken;
      },
    },
    tasks: [
      {
        key: 'cart.two',
        text: [`把两件「${target.name[0]}」放进购物车。`, `Put two of "${target.name[1]}" in the cart.`],
        check: () => my().lines.some((line) => line.productId === target.id && line.amount === 2),
      },
    ],
  });
})();
