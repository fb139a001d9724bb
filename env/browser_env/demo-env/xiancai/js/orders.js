// Orders and their states: paying, hastening, receiving, returning, reviewing.
(() => {
  const my = () => AppStore.state.orders;
  const ui = () => AppStore.ui.orders;
  const STATES = {
    unpaid: ['待付款', 'Unpaid'],
    paid: ['待发货', 'Paid'],
    shipped: ['运输中', 'Shipped'],
    delivered: ['已收货', 'Delivered'],
    returning: ['退货中', 'Returning'],
    refunded: ['已退款', 'Refunded'],
    cancelled: ['已取消', 'Cancelled'],
  };
  const FLOW = {
    unpaid: { pay: [['付款', 'Pay'], 'paid'], cancel: [['取消订单', 'Cancel order'], 'cancelled'] },
    paid: { urge: [['催发货', 'Hasten'], 'shipped'], refund: [['申请退款', 'Refund'], 'refunded'] },
    shipped: { receive: [['确认收货', 'Confirm receipt'], 'delivered'], track: [['查看物流', 'Track'], ''] },
    delivered: { return: [['退货', 'Return'], 'returning'], review: [['写评价', 'Review'], ''] },
    returning: { withdraw: [['撤销退货', 'Withdraw'], 'delivered'], send: [['寄回', 'Send back'], 'refunded'] },
    refunded: {},
    cancelled: {},
  };
  const names = (order) => order.lines.map((line) => tt(byId(DATA.products, line.productId).name)).join(', ');

  function act(order, action, next) {
    if (action === 'track') return track(order);
    if (action === 'review') return review(order);
    if (action === 'return') return askReason(order);
    if (['cancel', 'refund'].includes(action))
      return confirmDialog(order.id, t('确定吗？', 'Are you sure?'), () => move(order, next));
    return move(order, next);
  }

  function move(order, next) {
    order.state = next;
    order.log.push(next);
    if (next === 'delivered') my().points += Math.floor(order.total / 10);
    toast(tt(STATES[next]));
    render();
  }

  function askReason(order) {
    const because = (reason) => () => {
      order.reason = reason;
      move(order, 'returning');
    };
    openSheet(t('退货原因', 'Why return it?'), [
      [t('尺寸不合适', 'Wrong size'), because('size')],
      [t('有瑕疵', 'It is faulty'), because('fault')],
      [t('不想要了', 'Changed my mind'), because('mind')],
    ]);
  }

  function track(order) {
    const places = [
      t('已揽收', 'Collected'),
      t('到达分拣中心', 'At the sorting centre'),
      t('派送中', 'Out for delivery'),
    ];
    openDialog(
      t('物流', 'Parcel'),
      h(
        'ol',
        {},
        places.slice(0, 1 + order.urged).map((text) => h('li', {}, text)),
      ),
      [
        button(t('刷新', 'Refresh'), () => {
          order.urged = Math.min(order.urged + 1, 2);
          closeDialog();
          track(order);
        }),
      ],
    );
  }

  function review(order) {
    const draft = { stars: 0, text: '' };
    const save = () => {
      if (!draft.stars) return toast(t('请选择星级', 'Choose the stars'), 'warn');
      if (draft.stars < 3 && !draft.text) return toast(t('请说说哪里不好', 'Say what is wrong'), 'warn');
      order.stars = draft.stars;
      for (const line of order.lines) service('product')?.review(line.productId, draft.stars, draft.text || '👍');
      closeDialog();
      toast(t('谢谢评价', 'Thank you'));
      return render();
    };
    openDialog(
      t('评价订单', 'Review the order'),
      h(
        'div',
        {},
        radios(
          t('星级', 'Stars'),
          [5, 4, 3, 2, 1].map((n) => [n, `${n} ★`]),
          0,
          (stars) => (draft.stars = stars),
        ),
        field(t('评语', 'Words'), textarea(draft, 'text')),
      ),
      [primary(t('发布', 'Publish'), save)],
    );
  }

  function orderCard(order) {
    const actions = Object.entries(FLOW[order.state]).filter(([action]) => action !== 'review' || !order.stars);
    return card(
      h(
        'div',
        { class: 'row between' },
        link(`order/${order.id}`, h('b', {}, `${order.id} · ${order.date}`)),
        h('span', { class: 'tag' }, tt(STATES[order.state])),
      ),
      h('p', {}, names(order)),
      h('p', { class: 'price' }, money(order.total)),
      row(
        actions.map(([action, [label, next]]) =>
          small(tt(label), () => act(order, action, next), { 'aria-label': `${tt(label)} ${order.id}` }),
        ),
        small(t('再来一单', 'Buy again'), () => again(order), {
          'aria-label': `${t('再来一单', 'Buy again')} ${order.id}`,
        }),
      ),
    );
  }

  function again(order) {
    const added = order.lines.filter((line) =>
      service('cart').add(byId(DATA.products, line.productId), line.choice, line.amount),
    );
    if (added.length) go('cart');
  }

  function view() {
    const groups = [
      ['all', t('全部', 'All')],
      ...Object.entries(STATES)
        .slice(0, 5)
        .map(([key, label]) => [key, tt(label)]),
    ];
    const shown = my().list.filter((order) => ui().tab === 'all' || order.state === ui().tab);
    return h(
      'div',
      {},
      tabs(t('订单状态', 'Order state'), groups, ui().tab, (tab) => {
        ui().tab = tab;
        render();
      }),
      muted(t(`积分 ${my().points}`, `${my().points} points`)),
      shown.length ? shown.map(orderCard) : empty(t('没有这类订单', 'No such order')),
    );
  }

  function detail(id) {
    const order = byId(my().list, id);
    if (!order) return empty(t('找不到订单', 'No such order'));
    return h(
      'div',
      {},
      h(
        'ol',
        { class: 'steps' },
        order.log.map((state) => h('li', { class: 'on' }, tt(STATES[state]))),
      ),
      orderCard(order),
      card(
        order.lines.map((line) =>
          h(
            'div',
            { class: 'line' },
            h(
              'a',
              { class: 'grow', href: `#/product/${line.productId}` },
              tt(byId(DATA.products, line.productId).name),
            ),
            muted(`× ${line.amount}`),
          ),
        ),
      ),
      field(t('备注', 'Note'), input(order, 'note')),
    );
  }

  const seed = (number, state, productIndex, total) => ({
    id: `D${number}`,
    date: addDays(TODAY, number - 1010),
    state,
    total,
    log: [state],
    urged: 0,
    note: '',
    payment: 'card',
    delivery: 'standard',
    lines: [{ productId: DATA.products[productIndex].id, choice: {}, amount: 1 }],
  });

  feature('orders', {
    state: () => ({
      points: 40,
      list: [seed(1003, 'unpaid', 7, 88), seed(1002, 'shipped', 5, 156), seed(1001, 'delivered', 3, 56)],
    }),
    ui: () => ({ tab: 'all' }),
    routes: {
      orders: {
        names: ['订单', 'Orders'],
        icon: 'order',
        view,
        count: () => my().list.filter(({ state }) => state === 'unpaid').length,
      },
      order: { names: ['订单详情', 'Order'], parent: 'orders', view: detail },
    },
    service: {
      place({ lines, total, delivery, payment }) {
        const state = payment === 'later' ? 'unpaid' : 'paid';
        const order = {
          id: AppStore.nextId('N'),
          date: TODAY,
          state,
          total,
          log: [state],
          urged: 0,
          note: '',
          lines,
          delivery,
          payment,
          isNew: true,
        };
        my().list.unshift(order);
        return order;
      },
    },
    tasks: [
      {
        key: 'orders.receive',
        text: ['确认收到订单 D1002。', 'Confirm receipt of order D1002.'],
        check: () => byId(my().list, 'D1002').state === 'delivered',
      },
      {
        key: 'orders.cancel',
        text: ['取消订单 D1003。', 'Cancel order D1003.'],
        check: () => byId(my().list, 'D1003').state === 'cancelled',
      },
    ],
  });
})();
