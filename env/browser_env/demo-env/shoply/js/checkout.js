// Four steps from cart to order: address, delivery, payment, review.
const STEPS = [
  ['地址', 'Address'],
  ['配送', 'Delivery'],
  ['支付', 'Payment'],
  ['确认', 'Review'],
];
const PAYMENTS = { card: ['银行卡', 'Card'], wallet: ['余额', 'Wallet'], later: ['稍后支付', 'Pay later'] };

function checkoutView() {
  if (!AppStore.tickedLines().length) {
    return emptyState(
      t('没有要结算的商品', 'Nothing to check out'),
      button(t('回购物车', 'Back to the cart'), () => go('/cart')),
    );
  }
  const { step } = AppStore.ui.checkout;
  const body = [addressStep, deliveryStep, paymentStep, reviewStep][step];
  return h(
    'section',
    { class: 'split wide' },
    h(
      'div',
      {},
      h(
        'div',
        { class: 'steps' },
        STEPS.map((names, index) =>
          h(
            'button',
            {
              type: 'button',
              class: index === step ? 'on' : '',
              'aria-current': index === step && 'step',
              onclick: () => jumpTo(index),
            },
            `${index + 1} ${t(...names)}`,
          ),
        ),
      ),
      h('div', { class: 'card' }, body()),
      h(
        'div',
        { class: 'row between' },
        button(t('上一步', 'Back'), previousStep),
        step < 3
          ? button(t('下一步', 'Next'), nextStep, { class: 'btn primary' })
          : button(t('提交订单', 'Place order'), placeOrder, { class: 'btn primary' }),
      ),
    ),
    checkoutSummary(),
  );
}

function checkoutSummary() {
  const { goods, discount, fee, total } = AppStore.totals(AppStore.ui.checkout.delivery);
  return h(
    'aside',
    { class: 'card' },
    h('h2', {}, t('订单', 'Order')),
    AppStore.tickedLines().map((line) => sumRow(`${productName(AppStore.product(line.productId))} ×${line.count}`, '')),
    sumRow(t('商品', 'Goods'), money(goods)),
    sumRow(t('优惠', 'Discount'), `−${money(discount)}`),
    sumRow(t('运费', 'Delivery'), money(fee)),
    sumRow(t('应付', 'To pay'), h('strong', { class: 'price' }, money(total))),
  );
}

function radio(group, value, current, label, onpick) {
  return h(
    'label',
    { class: 'check option' },
    h('input', { type: 'radio', name: group, checked: value === current, onchange: () => onpick(value) }),
    label,
  );
}

function addressStep() {
  const { checkout } = AppStore.ui;
  const pick = (id) => {
    checkout.addressId = id;
    render();
  };
  return [
    h('h2', {}, t('送到哪里', 'Where to')),
    AppStore.state.addresses.map((address) =>
      radio('address', address.id, checkout.addressId, addressText(address), pick),
    ),
    button(t('新地址', 'New address'), () => openAddressDialog({})),
  ];
}

function addressText(address) {
  return `${address.name} · ${address.phone} · ${address.city} ${address.street}`;
}

function openAddressDialog(address, errors) {
  const name = h('input', { value: address.name || '' });
  const phone = h('input', { value: address.phone || '', inputmode: 'numeric' });
  const city = select(
    CITIES.map((option) => [option, option]),
    address.city || CITIES[0],
    () => {},
  );
  const street = h('input', { value: address.street || '' });
  const wrong = errors || {};
  openDialog(
    address.id ? t('编辑地址', 'Edit address') : t('新地址', 'New address'),
    [
      field(t('收件人', 'Recipient'), name, wrong.name),
      field(t('手机号', 'Phone'), phone, wrong.phone),
      field(t('城市', 'City'), city),
      field(t('街道', 'Street'), street, wrong.street),
    ],
    button(
      t('保存地址', 'Save address'),
      () =>
        saveAddress({
          id: address.id,
          name: name.value.trim(),
          phone: phone.value.trim(),
          city: city.value,
          street: street.value.trim(),
        }),
      { class: 'btn primary' },
    ),
  );
}

function saveAddress(address) {
  const errors = {};
  if (address.name.length < 2) errors.name = t('请写收件人', 'Write a name');
  if (!/^1\d{10}$/.test(address.phone)) errors.phone = t('手机号为 1 开头的 11 位', 'Eleven digits, the first is 1');
  if (address.street.length < 5) errors.street = t('街道太短', 'The street is too short');
  if (Object.keys(errors).length) {
    openAddressDialog(address, errors);
    return;
  }
  const old = AppStore.state.addresses.find((other) => other.id === address.id);
  if (old) {
    Object.assign(old, address);
  } else {
    AppStore.state.nextNumber += 1;
    const added = { ...address, id: `a${AppStore.state.nextNumber}` };
    AppStore.state.addresses.push(added);
    AppStore.ui.checkout.addressId = added.id;
  }
  closeDialog();
  toast(t('地址已保存', 'Address saved'));
  render();
}

function deliveryStep() {
  const { checkout } = AppStore.ui;
  const note = h(
    'textarea',
    {
      rows: 2,
      maxlength: 60,
      onchange: (event) => {
        checkout.note = event.target.value;
      },
    },
    checkout.note,
  );
  return [
    h('h2', {}, t('怎么送', 'How to send it')),
    Object.entries(DELIVERY).map(([key, kind]) =>
      radio(
        'delivery',
        key,
        checkout.delivery,
        `${t(...kind.names)} · ${kind.fee ? money(kind.fee) : t('免费', 'free')}`,
        pickDelivery,
      ),
    ),
    field(t('备注', 'Note'), note),
  ];
}

function pickDelivery(kind) {
  const address = AppStore.state.addresses.find((other) => other.id === AppStore.ui.checkout.addressId);
  if (kind === 'express' && address?.city.includes('Lhasa'))
    toast(t('该城市不支持次日达', 'No next-day delivery to this city'), 'warn');
  else AppStore.ui.checkout.delivery = kind;
  render();
}

function paymentStep() {
  const { checkout } = AppStore.ui;
  const keep = (key) => (event) => {
    checkout[key] = event.target.value.trim();
  };
  const pick = (kind) => {
    checkout.payment = kind;
    checkout.errors = {};
    render();
  };
  return [
    h('h2', {}, t('怎么付', 'How to pay')),
    Object.entries(PAYMENTS).map(([key, names]) => radio('payment', key, checkout.payment, t(...names), pick)),
    checkout.payment === 'card' && [
      field(
        t('卡号', 'Card number'),
        h('input', { value: checkout.card || '', placeholder: '16', oninput: keep('card') }),
        checkout.errors.card,
      ),
      field(
        t('有效期', 'Expiry'),
        h('input', { value: checkout.expiry || '', placeholder: 'MM/YY', oninput: keep('expiry') }),
        checkout.errors.expiry,
      ),
    ],
    checkout.payment === 'wallet' && h('p', { class: 'muted' }, t('余额 ¥300', 'Wallet holds ¥300')),
    checkout.errors.payment && h('p', { class: 'field-error', role: 'alert' }, checkout.errors.payment),
  ];
}

function paymentErrors() {
  const { payment, card, expiry, delivery } = AppStore.ui.checkout;
  const errors = {};
  if (!payment) errors.payment = t('请选择支付方式', 'Choose how to pay');
  if (payment === 'wallet' && AppStore.totals(delivery).total > 300)
    errors.payment = t('余额不足', 'The wallet holds too little');
  if (payment === 'card') {
    if (!/^\d{16}$/.test((card || '').replace(/\s/g, ''))) errors.card = t('卡号为 16 位数字', 'Sixteen digits');
    const parts = /^(0[1-9]|1[0-2])\/(\d\d)$/.exec(expiry || '');
    if (!parts) errors.expiry = t('格式 MM/YY', 'Write MM/YY');
    else if (`20${parts[2]}-${parts[1]}` < TODAY.slice(0, 7)) errors.expiry = t('卡已过期', 'The card has expired');
  }
  return errors;
}

function reviewStep() {
  const { checkout } = AppStore.ui;
  const address = AppStore.state.addresses.find((other) => other.id === checkout.addressId);
  return [
    h('h2', {}, t('请核对', 'Please check')),
    h('p', {}, addressText(address)),
    h('p', {}, t(...DELIVERY[checkout.delivery].names)),
    h('p', {}, checkout.payment ? t(...PAYMENTS[checkout.payment]) : '—'),
    checkout.note && h('p', { class: 'muted' }, checkout.note),
    h(
      'label',
      { class: 'check' },
      h('input', {
        type: 'checkbox',
        checked: checkout.invoice,
        onchange: () => {
          checkout.invoice = !checkout.invoice;
        },
      }),
      t('需要发票', 'I need an invoice'),
    ),
  ];
}

function stepProblem(step) {
  const { checkout } = AppStore.ui;
  if (step === 0 && !AppStore.state.addresses.some((address) => address.id === checkout.addressId))
    return t('请选择地址', 'Choose an address');
  if (step === 2) {
    checkout.errors = paymentErrors();
    return Object.values(checkout.errors)[0] || '';
  }
  return '';
}

function nextStep() {
  const problem = stepProblem(AppStore.ui.checkout.step);
  if (problem) toast(problem, 'warn');
  else AppStore.ui.checkout.step += 1;
  render();
}

function previousStep() {
  if (AppStore.ui.checkout.step === 0) {
    go('/cart');
    return;
  }
  AppStore.ui.checkout.step -= 1;
  render();
}

function jumpTo(index) {
  if (index > AppStore.ui.checkout.step) toast(t('请按顺序填写', 'Take the steps in order'), 'warn');
  else AppStore.ui.checkout.step = index;
  render();
}

function placeOrder() {
  const blocked = [0, 2].find((step) => stepProblem(step));
  if (blocked !== undefined) {
    toast(stepProblem(blocked), 'warn');
    AppStore.ui.checkout.step = blocked;
    render();
    return;
  }
  const order = AppStore.placeOrder(AppStore.ui.checkout);
  AppStore.ui.checkout = { ...createUi().checkout, addressId: AppStore.ui.checkout.addressId };
  toast(order.state === 'paid' ? t('支付成功', 'Paid') : t('订单待支付', 'Order waits for payment'));
  go(`/order/${order.id}`);
}
