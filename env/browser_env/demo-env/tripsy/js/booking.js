// From an offer to a booking: travellers, seats or requests, extras, payment.
const BOOKING_STEPS = [
  ['旅客', 'Travellers'],
  ['选择', 'Choices'],
  ['附加', 'Extras'],
  ['支付', 'Payment'],
];

function startBooking(offer) {
  AppStore.ui.draft = {
    room: '',
    checkOut: '',
    ...offer,
    travellerIds: [],
    seats: [],
    carriage: 'second',
    insurance: false,
    insuranceAsked: false,
    credit: 0,
    step: 0,
    agreed: false,
    contact: '',
    request: '',
    method: '',
  };
  go('/booking');
}

function bookingView() {
  const { draft } = AppStore.ui;
  if (!draft) {
    return h(
      'section',
      {},
      emptyState(
        t('没有进行中的预订', 'No booking is under way'),
        button(t('去搜索', 'Search'), () => go('/home')),
      ),
      goAgain(),
    );
  }
  const body = [travellerStep, draft.kind === 'train' ? seatStep : requestStep, extrasStep, paymentStep][draft.step];
  return h(
    'section',
    { class: 'split side right' },
    h(
      'div',
      {},
      h(
        'div',
        { class: 'steps' },
        BOOKING_STEPS.map((names, index) =>
          h(
            'button',
            {
              type: 'button',
              class: index === draft.step ? 'on' : '',
              'aria-current': index === draft.step && 'step',
              onclick: () => jumpToStep(index),
            },
            `${index + 1} ${t(...names)}`,
          ),
        ),
      ),
      h('div', { class: 'card' }, body(draft)),
      h(
        'div',
        { class: 'row between' },
        button(t('上一步', 'Back'), stepBack),
        button(t('放弃预订', 'Give up'), giveUp),
        draft.step < 3 ? primary(t('下一步', 'Next'), stepOn) : primary(t('确认支付', 'Pay now'), payBooking),
      ),
    ),
    draftSummary(draft),
  );
}

function draftSummary(draft) {
  const lines =
    draft.kind === 'hotel'
      ? [tripTitle(draft), t(...ROOMS[draft.room].names), `${draft.date} → ${draft.checkOut}`]
      : [tripTitle(draft), draft.date, draft.seats.join(' ') || t('未选座', 'no seat yet')];
  return h(
    'aside',
    { class: 'card' },
    h('h2', {}, t('行程', 'Trip')),
    lines.map((line) => h('p', {}, line)),
    h(
      'p',
      { class: 'muted' },
      draft.travellerIds.map((id) => AppStore.traveller(id).name).join('、') || t('未选旅客', 'no traveller yet'),
    ),
    h('p', {}, t('合计', 'Total'), ' ', h('strong', { class: 'price' }, money(Math.max(0, AppStore.price(draft))))),
  );
}

function travellerStep(draft) {
  return [
    h('h2', {}, t('谁去？', 'Who is going?')),
    AppStore.state.travellers.map((person) =>
      h(
        'label',
        { class: 'check option' },
        h('input', {
          type: 'checkbox',
          checked: draft.travellerIds.includes(person.id),
          onchange: () => toggleTraveller(draft, person),
        }),
        `${person.name} · ${person.kind === 'child' ? t('儿童', 'child') : t('成人', 'adult')}`,
      ),
    ),
    button(t('新旅客', 'New traveller'), () => openTravellerDialog({})),
  ];
}

function toggleTraveller(draft, person) {
  const limit = draft.kind === 'hotel' ? ROOMS[draft.room].guests : 4;
  if (draft.travellerIds.includes(person.id)) {
    draft.travellerIds = draft.travellerIds.filter((id) => id !== person.id);
    draft.seats = draft.seats.slice(0, draft.travellerIds.length);
  } else if (draft.travellerIds.length >= limit) {
    toast(t(`最多 ${limit} 位`, `At most ${limit}`), 'warn');
  } else {
    draft.travellerIds.push(person.id);
  }
  render();
}

function seatStep(draft) {
  const pick = (carriage) => {
    Object.assign(draft, { carriage, seats: [] });
    render();
  };
  return [
    h('h2', {}, t('选座位', 'Choose seats')),
    tabs(
      t('车厢', 'Carriage'),
      [
        ['second', t('二等', 'Second')],
        ['first', t('一等 ×1.6', 'First ×1.6')],
      ],
      draft.carriage,
      pick,
    ),
    seatMap(draft),
    h(
      'div',
      { class: 'row' },
      button(t('连座', 'Seats together'), () => pickSeatsTogether(draft)),
      button(t('清空', 'Clear seats'), () => {
        draft.seats = [];
        render();
      }),
    ),
  ];
}

function requestStep(draft) {
  const wish = h(
    'textarea',
    {
      rows: 2,
      maxlength: 80,
      onchange: (event) => {
        draft.request = event.target.value.trim();
      },
    },
    draft.request,
  );
  const rooms = Object.entries(ROOMS).map(([key, room]) =>
    chip(t(...room.names), draft.room === key, () => changeRoom(draft, key)),
  );
  return [
    h('h2', {}, t('房型与要求', 'Room and wishes')),
    h('div', { class: 'chips' }, rooms),
    field(t('特殊要求', 'Wishes'), wish),
  ];
}

function changeRoom(draft, key) {
  if (draft.travellerIds.length > ROOMS[key].guests) toast(t('住不下', 'Too small for your group'), 'warn');
  else draft.room = key;
  render();
}

function extrasStep(draft) {
  const contact = h('input', {
    value: draft.contact,
    inputmode: 'numeric',
    placeholder: '138…',
    oninput: (event) => {
      draft.contact = event.target.value.trim();
    },
  });
  return [
    h('h2', {}, t('附加与联系', 'Extras and contact')),
    h(
      'label',
      { class: 'check option' },
      h('input', { type: 'checkbox', checked: draft.insurance, onchange: () => toggleExtra(draft, 'insurance') }),
      `${t('旅行保险，每人', 'Travel insurance, each')} ${money(15)}`,
    ),
    h(
      'label',
      { class: 'check option' },
      h('input', { type: 'checkbox', checked: draft.credit > 0, onchange: () => toggleCredit(draft) }),
      `${t('使用旅行金', 'Spend travel credit')} ${money(AppStore.state.credit)}`,
    ),
    field(t('联系电话', 'Contact phone'), contact),
  ];
}

function toggleExtra(draft, key) {
  draft[key] = !draft[key];
  render();
}

function toggleCredit(draft) {
  if (draft.credit) draft.credit = 0;
  else if (AppStore.state.credit <= 0) toast(t('没有旅行金', 'No credit left'), 'warn');
  else if (AppStore.price(draft) < 100) toast(t('满 100 才能用', 'Only from 100 on'), 'warn');
  else draft.credit = AppStore.state.credit;
  render();
}

function paymentStep(draft) {
  const methods = { card: ['银行卡', 'Card'], wallet: ['钱包', 'Wallet'], points: ['积分', 'Points'] };
  const pick = (method) => {
    draft.method = method;
    render();
  };
  return [
    h('h2', {}, t('支付', 'Payment')),
    Object.entries(methods).map(([key, names]) =>
      h(
        'label',
        { class: 'check option' },
        h('input', { type: 'radio', name: 'method', checked: draft.method === key, onchange: () => pick(key) }),
        t(...names),
      ),
    ),
    h(
      'div',
      { class: 'row wrap' },
      h(
        'span',
        { class: 'grow' },
        draft.agreed ? t('✓ 已同意条款', '✓ Terms accepted') : t('需要同意条款', 'Terms not accepted yet'),
      ),
      button(t('阅读条款', 'Read the terms'), () => openTerms(draft)),
    ),
  ];
}

function openTerms(draft) {
  openDialog(
    t('预订条款', 'Booking terms'),
    [
      h(
        'p',
        {},
        t('出发三天前免费取消，一天前退一半。', 'Cancel free three days before; half comes back until the day before.'),
      ),
      h('p', {}, t('改签每单一次。', 'One change per booking.')),
    ],
    [
      button(t('不同意', 'Decline'), () => {
        draft.agreed = false;
        closeDialog();
        render();
      }),
      primary(t('同意条款', 'Accept the terms'), () => acceptTerms(draft)),
    ],
  );
}

// The stacked modal: the offer of insurance lies over the terms, once per booking.
function acceptTerms(draft) {
  draft.agreed = true;
  if (draft.insurance || draft.insuranceAsked) {
    closeDialog();
    render();
    return;
  }
  draft.insuranceAsked = true;
  const answer = (insured) => {
    draft.insurance = insured;
    closeAllDialogs();
    render();
  };
  openDialog(t('要保险吗？', 'Insurance?'), h('p', {}, t('每人 15 元，晚点可赔。', '15 each; it pays for delays.')), [
    button(t('不需要', 'No insurance'), () => answer(false)),
    primary(t('加保险', 'Add insurance'), () => answer(true)),
  ]);
}

function bookingProblem(step) {
  const { draft } = AppStore.ui;
  const people = draft.travellerIds.map((id) => AppStore.traveller(id));
  if (step === 0) {
    if (!people.length) return t('请选旅客', 'Choose who is going');
    if (people.every((person) => person.kind === 'child')) return t('儿童需成人陪同', 'A child needs an adult');
    if (draft.kind === 'hotel' && people.length < draft.people)
      return t(`请选 ${draft.people} 位旅客`, `Choose ${draft.people} travellers`);
  }
  if (step === 1 && draft.kind === 'train' && draft.seats.length < people.length)
    return t('座位还不够', 'Not enough seats');
  if (step === 2 && !/^1\d{10}$/.test(draft.contact)) return t('联系电话为 11 位', 'The phone has eleven digits');
  if (step === 3) {
    if (!draft.method) return t('请选支付方式', 'Choose how to pay');
    if (draft.method === 'points') return t('积分不足', 'Not enough points');
    if (draft.method === 'wallet' && AppStore.price(draft) > 500) return t('钱包余额不足', 'The wallet holds only 500');
    if (!draft.agreed) return t('请先同意条款', 'Accept the terms first');
  }
  return '';
}

function stepOn() {
  const problem = bookingProblem(AppStore.ui.draft.step);
  if (problem) toast(problem, 'warn');
  else AppStore.ui.draft.step += 1;
  render();
}

function stepBack() {
  const { draft } = AppStore.ui;
  if (draft.step === 0) {
    go(draft.kind === 'hotel' ? `/hotel/${draft.itemId}` : '/trains');
    return;
  }
  draft.step -= 1;
  render();
}

function jumpToStep(index) {
  const { draft } = AppStore.ui;
  if (index > draft.step) toast(t('请按顺序填写', 'Take the steps in order'), 'warn');
  else draft.step = index;
  render();
}

function giveUp() {
  confirmDialog(t('放弃预订？', 'Give up this booking?'), tripTitle(AppStore.ui.draft), () => {
    AppStore.ui.draft = null;
    go('/home');
  });
}

function payBooking() {
  const problem = [0, 1, 2, 3].map(bookingProblem).find(Boolean);
  if (problem) {
    toast(problem, 'warn');
    return;
  }
  const trip = AppStore.book(AppStore.ui.draft);
  AppStore.ui.draft = null;
  toast(t('预订成功', 'Booked'));
  go(`/trip/${trip.id}`);
}
