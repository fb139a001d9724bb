// Orders: list by state, one order, what can be done with it, reviewing it.
const ORDER_STATES = {
  unpaid: ['待付款', 'Unpaid'],
  paid: ['待发货', 'Paid'],
  shipped: ['待收货', 'Shipped'],
  delivered: ['已完成', 'Delivered'],
  returning: ['退货中', 'Returning'],
  cancelled: ['已取消', 'Cancelled'],
  refunded: ['已退款', 'Refunded'],
};
const ORDER_ACTIONS = {
  pay: ['付款', 'Pay'],
  cancel: ['取消订单', 'Cancel order'],
  urge: ['催发货', 'Urge shipping'],
  refund: ['申请退款', 'Ask for refund'],
  receive: ['确认收货', 'Confirm receipt'],
  return: ['退货', 'Return'],
  withdraw: ['撤回退货', 'Withdraw return'],
  sendBack: ['寄回', 'Send back'],
};

function ordersView() {
  const { orderTab } = AppStore.ui;
  const orders = AppStore.state.orders.filter((order) => orderTab === 'all' || order.state === orderTab);
  return h(
    'section',
    {},
    tabs(
      t('状态', 'State'),
      [['all', t('全部', 'All')], ...Object.entries(ORDER_STATES).map(([key, names]) => [key, t(...names)])],
      orderTab,
      pickOrderTab,
    ),
    orders.length
      ? orders.map(orderCard)
      : emptyState(
          t('没有订单', 'No orders here'),
          button(t('去逛逛', 'Go shopping'), () => go('/catalogue')),
        ),
  );
}

function pickOrderTab(tab) {
  AppStore.ui.orderTab = tab;
  render();
}

function orderCard(order) {
  return h(
    'article',
    { class: 'card' },
    h(
      'div',
      { class: 'row between' },
      h('a', { href: `#/order/${order.id}` }, h('strong', {}, order.id), ` · ${order.date}`),
      h('span', { class: `state s-${order.state}` }, t(...ORDER_STATES[order.state])),
    ),
    order.lines.map((line) => orderLine(line)),
    h('div', { class: 'row wrap' }, h('strong', { class: 'price push' }, money(order.total)), orderButtons(order)),
  );
}

function orderLine(line) {
  const product = AppStore.product(line.productId);
  return h(
    'div',
    { class: 'row' },
    h('div', { class: 'thumb' }, picture(product, 26)),
    h('a', { class: 'grow', href: `#/item/${product.id}` }, productName(product)),
    h('span', { class: 'muted' }, `${Object.values(line.choice).join(' ')} ×${line.count}`),
  );
}

function orderButtons(order) {
  const buttons = Object.keys(ORDER_FLOW[order.state]).map((action) =>
    button(t(...ORDER_ACTIONS[action]), () => actOnOrder(order, action), {
      'aria-label': `${t(...ORDER_ACTIONS[action])} ${order.id}`,
    }),
  );
  if (order.state === 'delivered' && !order.reviewed) {
    buttons.push(
      button(t('写评价', 'Write review'), () => openReview(order), {
        class: 'btn primary',
        'aria-label': `${t('写评价', 'Write review')} ${order.id}`,
      }),
    );
  }
  buttons.push(
    button(t('再次购买', 'Buy again'), () => buyAgain(order), {
      'aria-label': `${t('再次购买', 'Buy again')} ${order.id}`,
    }),
  );
  return buttons;
}

function orderView(id) {
  const order = AppStore.state.orders.find((other) => other.id === id);
  if (!order)
    return emptyState(
      t('订单不存在', 'No such order'),
      button(t('全部订单', 'All orders'), () => go('/orders')),
    );
  const address = AppStore.state.addresses.find((other) => other.id === order.addressId);
  const path = ['unpaid', 'paid', 'shipped', 'delivered'];
  return h(
    'section',
    {},
    h(
      'ol',
      { class: 'track' },
      path.map((state) =>
        h('li', { class: path.indexOf(order.state) >= path.indexOf(state) ? 'on' : '' }, t(...ORDER_STATES[state])),
      ),
    ),
    orderCard(order),
    h(
      'div',
      { class: 'card' },
      h('p', {}, address ? addressText(address) : t('地址已删除', 'The address was removed')),
      h('p', { class: 'muted' }, t(...DELIVERY[order.delivery].names)),
      h(
        'div',
        { class: 'row wrap' },
        order.state === 'shipped' && button(t('查看物流', 'Track parcel'), () => showParcel(order)),
        button(t('联系客服', 'Ask for help'), () => openHelp(order)),
        button(t('全部订单', 'All orders'), () => go('/orders')),
      ),
    ),
    h('h2', {}, t('再看看', 'More to see')),
    h(
      'div',
      { class: 'grid' },
      PRODUCTS.filter((product) => product.rating >= 4.8)
        .slice(0, 5)
        .map(productCard),
    ),
  );
}

function actOnOrder(order, action) {
  const needsConsent = ['cancel', 'refund', 'return'].includes(action);
  const act = () => {
    AppStore.moveOrder(order, action);
    toast(`${order.id}: ${t(...ORDER_STATES[order.state])}`);
    render();
  };
  if (needsConsent) confirmDialog(`${t(...ORDER_ACTIONS[action])}?`, order.id, act);
  else act();
}

function showParcel(order) {
  const stops =
    order.delivery === 'express'
      ? ['已出库 Left the depot', '派送中 Out for delivery']
      : ['已出库 Left the depot', '中转站 At the hub', '派送中 Out for delivery'];
  openDialog(
    t('物流', 'Parcel'),
    h(
      'ol',
      {},
      stops.map((stop) => h('li', {}, stop)),
    ),
    button(t('好', 'OK'), closeDialog),
  );
}

function openHelp(order) {
  const answers = {
    late:
      order.state === 'shipped'
        ? t('包裹在路上，请再等一天。', 'It is on its way; wait one more day.')
        : t('订单未在运送中。', 'The order is not on its way.'),
    invoice:
      order.state === 'delivered'
        ? t('发票已发送。', 'The invoice was sent.')
        : t('收货后可开发票。', 'Invoices come after delivery.'),
    broken:
      order.state === 'delivered'
        ? t('请用退货。', 'Please use Return.')
        : t('请先确认收货。', 'Confirm the receipt first.'),
  };
  const reply = h('p', { class: 'muted', role: 'status' });
  const ask = (topic) => () => {
    reply.textContent = answers[topic];
  };
  openDialog(t('客服', 'Help'), reply, [
    button(t('还没到', 'It is late'), ask('late')),
    button(t('发票', 'Invoice'), ask('invoice')),
    button(t('坏了', 'It is broken'), ask('broken')),
  ]);
}

function openReview(order, error) {
  const stars = select(
    ['5', '4', '3', '2', '1'].map((value) => [value, '★'.repeat(Number(value))]),
    '5',
    () => {},
  );
  const text = h('textarea', { rows: 3, maxlength: 200 });
  openDialog(
    t('写评价', 'Write a review'),
    [field(t('评分', 'Stars'), stars), field(t('评价', 'Review'), text, error)],
    button(t('发布评价', 'Publish'), () => saveReview(order, Number(stars.value), text.value.trim()), {
      class: 'btn primary',
    }),
  );
}

function saveReview(order, stars, text) {
  if (stars <= 2 && text.length < 10) {
    openReview(order, t('差评请至少写十个字', 'Tell us more: ten characters at least'));
    return;
  }
  if (!text) {
    openReview(order, t('请写几个字', 'Write a few words'));
    return;
  }
  for (const line of order.lines) AppStore.state.reviews[line.productId] = { stars, text };
  order.reviewed = true;
  AppStore.state.points += text.length >= 20 ? 10 : 5;
  closeDialog();
  toast(t('谢谢评价', 'Thank you'));
  render();
}

function buyAgain(order) {
  const failed = order.lines.filter((line) => AppStore.addToCart(line.productId, { ...line.choice }, line.count));
  if (failed.length) toast(t('部分商品无法加购', 'Some items could not be added'), 'warn');
  else toast(t('已加入购物车', 'Added to the cart'));
  go('/cart');
}
