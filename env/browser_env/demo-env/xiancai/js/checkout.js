// Checking out: address, delivery, payment, review. Each step is checked before the next.
(() => {
  const my = () => AppStore.state.checkout;
  const ui = () => AppStore.ui.checkout;
  const STEPS = [
    ['地址', 'Address'],
    ['配送', 'Delivery'],
    ['付款', 'Payment'],
    ['确认', 'Review'],
  ];
  const DELIVERY = {
    standard: [['标准', 'Standard'], 8],
    express: [['次日达', 'Next day'], 18],
    pickup: [['自提', 'Pick up'], 0],
  };
  const PAYMENTS = { card: ['银行卡', 'Card'], balance: ['余额', 'Balance'], later: ['货到付款', 'On delivery'] };

  function totals() {
    const goods = service('cart').sum(service('cart').ticked());
    const discount = service('coupons')?.discount(goods) || 0;
    const [, fee] = DELIVERY[ui().delivery];
    const isFree = ui().delivery === 'standard' && goods >= option('freeFrom', 199);
    const wrap = ui().gift ? 6 : 0;
    return { goods, discount, fee: isFree ? 0 : fee, wrap, total: goods - discount + (isFree ? 0 : fee) + wrap };
  }

  function newAddress() {
    const fields = {
      name: [t('收货人', 'Name'), CHECKS.needed],
      phone: [t('手机号', 'Phone'), CHECKS.phone],
      street: [t('地址', 'Street'), (value) => (value.length >= 5 ? '' : t('至少五个字', 'At least five letters'))],
    };
    openForm(t('新地址', 'New address'), fields, {}, (address) => {
      my().addresses.push({ id: AppStore.nextId('a'), ...address });
      ui().addressId = my().addresses.at(-1).id;
      render();
    });
  }

  function removeAddress(address) {
    if (my().addresses.length === 1) {
      toast(t('至少保留一个地址', 'Keep one address at least'), 'warn');
      return;
    }
    my().addresses = my().addresses.filter((other) => other !== address);
    if (ui().addressId === address.id) ui().addressId = my().addresses[0].id;
    render();
  }

  function addressStep() {
    return h(
      'div',
      {},
      my().addresses.map((address) =>
        h(
          'div',
          { class: 'line' },
          h(
            'label',
            { class: 'check grow' },
            h('input', {
              type: 'radio',
              name: 'address',
              checked: address.id === ui().addressId,
              onchange: () => {
                ui().addressId = address.id;
                render();
              },
            }),
            h('span', {}, `${tt(address.name)} ${address.phone} · ${tt(address.street)}`),
          ),
          iconButton('trash', `${t('删除地址', 'Delete address')} ${tt(address.name)}`, () => removeAddress(address)),
        ),
      ),
      button(t('新地址', 'New address'), newAddress),
    );
  }

  function deliveryStep() {
    const options = Object.entries(DELIVERY).map(([key, [names, fee]]) => [key, `${tt(names)} · ${money(fee)}`]);
    const set = (values) => {
      Object.assign(ui(), values);
      render();
    };
    return h(
      'div',
      {},
      radios(t('配送方式', 'Delivery'), options, ui().delivery, (delivery) => set({ delivery })),
      ui().delivery === 'pickup'
        ? field(
            t('自提点', 'Pick-up point'),
            select(
              ['A', 'B', 'C'].map((point) => [point, `${t('自提点', 'Point')} ${point}`]),
              ui().point,
              (point) => set({ point }),
            ),
          )
        : field(
            t('送货时间', 'Time'),
            select(
              [
                ['any', t('任何时间', 'Any time')],
                ['day', t('工作日', 'Working days')],
                ['weekend', t('周末', 'Weekend')],
              ],
              ui().time,
              (time) => set({ time }),
            ),
          ),
      checkbox(t('礼品包装', 'Gift wrapping'), ui().gift, (gift) => set({ gift })),
      ui().gift && field(t('贺卡', 'Card'), textarea(ui(), 'message', { maxlength: 60 })),
    );
  }

  function paymentStep() {
    const { errors, payment } = ui();
    return h(
      'div',
      {},
      radios(
        t('付款方式', 'Payment'),
        Object.entries(PAYMENTS).map(([key, names]) => [key, tt(names)]),
        payment,
        (value) => {
          ui().payment = value;
          render();
        },
      ),
      payment === 'card' &&
        h(
          'div',
          { class: 'form-row' },
          field(t('卡号', 'Card number'), input(ui().card, 'number', { inputmode: 'numeric' }), errors.number),
          field(t('有效期', 'Expiry'), input(ui().card, 'expiry', { placeholder: '12/27' }), errors.expiry),
        ),
      payment === 'balance' && h('p', {}, `${t('余额', 'Balance')} ${money(my().balance)}`),
      errors.payment && h('p', { class: 'bad', role: 'alert' }, errors.payment),
    );
  }

  function reviewStep() {
    const { goods, discount, fee, wrap, total } = totals();
    const lines = [
      [t('商品', 'Goods'), goods],
      [t('优惠', 'Discount'), -discount],
      [t('运费', 'Delivery'), fee],
      [t('包装', 'Wrapping'), wrap],
    ];
    return h(
      'div',
      {},
      lines
        .filter(([, amount]) => amount !== 0)
        .map(([label, amount]) => h('div', { class: 'row between' }, label, money(amount))),
      h('p', { class: 'big price' }, money(total)),
      checkbox(t('我同意购买条款', 'I accept the terms'), ui().accepted, (accepted) => {
        ui().accepted = accepted;
        render();
      }),
    );
  }

  const CHECK_STEP = [
    () => ({}),
    () => (ui().gift && !ui().message ? { gift: t('请写贺卡', 'Write the card') } : {}),
    () => {
      const { payment, card } = ui();
      if (!payment) return { payment: t('请选择付款方式', 'Choose how to pay') };
      if (payment === 'balance' && totals().total > my().balance)
        return { payment: t('余额不足', 'The balance is too low') };
      if (payment !== 'card') return {};
      const errors = {};
      if (CHECKS.card(card.number)) errors.number = CHECKS.card(card.number);
      if (!/^(0[1-9]|1[0-2])\/\d\d$/.test(card.expiry)) errors.expiry = t('格式 MM/YY', 'Write MM/YY');
      else if (card.expiry.slice(3) < '26') errors.expiry = t('卡已过期', 'The card has expired');
      return errors;
    },
    () => (ui().accepted ? {} : { terms: t('请先同意条款', 'Accept the terms first') }),
  ];

  function next() {
    ui().errors = CHECK_STEP[ui().step]();
    const [problem] = Object.values(ui().errors);
    if (problem) toast(problem, 'warn');
    else if (ui().step < 3) ui().step += 1;
    else return place();
    return render();
  }

  function place() {
    const { total } = totals();
    if (ui().payment === 'balance') my().balance -= total;
    service('coupons')?.use();
    const { delivery, payment } = ui();
    const order = service('orders').place({ lines: service('cart').take(), total, delivery, payment });
    AppStore.ui.checkout = makeUi();
    go(`order/${order.id}`);
  }

  function view() {
    if (service('cart').ticked().length === 0) {
      return empty(
        t('没有要结算的商品', 'There is nothing to check out'),
        link('catalogue', t('去逛逛', 'Go shopping')),
      );
    }
    const { step } = ui();
    const back = () => {
      ui().step -= 1;
      render();
    };
    return h(
      'div',
      {},
      h(
        'ol',
        { class: 'steps' },
        STEPS.map((names, index) => h('li', { class: index <= step ? 'on' : '' }, tt(names))),
      ),
      card([addressStep, deliveryStep, paymentStep, reviewStep][step]()),
      h(
        'div',
        { class: 'row' },
        step > 0 && button(t('上一步', 'Back'), back),
        primary(step === 3 ? t('提交订单', 'Place order') : t('下一步', 'Next'), next),
      ),
    );
  }

  const makeUi = () => ({
    step: 0,
    addressId: 'a1',
    delivery: 'standard',
    time: 'any',
    point: 'A',
    gift: false,
    message: '',
    payment: '',
    card: { number: '', expiry: '' },
    accepted: false,
    errors: {},
  });

  feature('checkout', {
    state: () => ({
      balance: 300,
      addresses: [
        {
          id: 'a1',
          name: ['林小禾', 'Lin He'],
          phone: '13800000001',
          street: ['花园路 8 号 302', '8 Garden Road, 302'],
        },
        { id: 'a2', name: ['周一', 'Zhou Yi'], phone: '13800000002', street: ['河滨街 21 号', '21 River Street'] },
      ],
    }),
    ui: makeUi,
    routes: { checkout: { names: ['结算', 'Check out'], parent: 'cart', view } },
    slots: {
      'product.actions': ({ item, withChoice }) =>
        primary(t('立即购买', 'Buy now'), () =>
          withChoice(item, (...choice) => service('cart').add(...choice) && go('checkout')),
        ),
    },
    tasks: [
      {
        key: 'checkout.order',
        text: ['买任意一件商品，用银行卡付款。', 'Buy any product and pay by card.'],
        check: () => AppStore.state.orders.list.some((order) => order.payment === 'card' && order.isNew),
      },
    ],
  });
})();
