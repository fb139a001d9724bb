// Own trips: list by state, one trip, changing, cancelling, boarding, rating; and saved hotels.
const TRIP_STATES = {
  booked: ['待出行', 'Booked'],
  checkedIn: ['已办理', 'Checked in'],
  finished: ['已完成', 'Finished'],
  cancelled: ['已取消', 'Cancelled'],
};

function tripTitle(trip) {
  if (trip.kind === 'hotel') {
    const hotel = AppStore.hotel(trip.itemId);
    return t(hotel.zh, hotel.en);
  }
  const train = AppStore.train(trip.itemId);
  return `${train.id} ${cityName(train.from)} → ${cityName(train.to)}`;
}

function tripsView() {
  const { tripTab } = AppStore.ui;
  const count = (state) => AppStore.state.trips.filter((trip) => trip.state === state).length;
  const trips = AppStore.state.trips.filter((trip) => trip.state === tripTab);
  return h(
    'section',
    {},
    tabs(
      t('状态', 'State'),
      Object.entries(TRIP_STATES).map(([key, names]) => [key, `${t(...names)} ${count(key)}`]),
      tripTab,
      pickTripTab,
    ),
    trips.length
      ? trips.map(tripCard)
      : emptyState(
          t('这里没有行程', 'No trip here'),
          primary(t('计划一次', 'Plan one'), () => go('/home')),
        ),
    goAgain(),
  );
}

function goAgain() {
  return [
    h('h2', {}, t('再走一程', 'Go again')),
    h(
      'div',
      { class: 'row wrap' },
      COMMON_ROUTES.map(([from, to]) =>
        button(`${cityName(from)} → ${cityName(to)}`, () => repeatRoute(from, to), { class: 'chip' }),
      ),
      HOTELS.filter((hotel) => hotel.rating >= 4.7).map((hotel) =>
        h('a', { class: 'chip', href: `#/hotel/${hotel.id}` }, t(hotel.zh, hotel.en)),
      ),
    ),
  ];
}

function pickTripTab(tab) {
  AppStore.ui.tripTab = tab;
  render();
}

function repeatRoute(from, to) {
  Object.assign(AppStore.ui.train, { from, to, kind: '' });
  go('/trains');
}

function tripCard(trip) {
  return h(
    'article',
    { class: 'card row' },
    icon(trip.kind === 'hotel' ? 'bed' : 'train', 28),
    h(
      'div',
      { class: 'grow' },
      h('a', { href: `#/trip/${trip.id}` }, h('strong', {}, tripTitle(trip))),
      h(
        'div',
        { class: 'muted' },
        `${trip.id} · ${trip.date}${trip.checkOut ? ` → ${trip.checkOut}` : ''} · ${money(trip.total)}`,
      ),
    ),
    button(t('详情', 'Details'), () => go(`/trip/${trip.id}`), { 'aria-label': `${t('详情', 'Details')} ${trip.id}` }),
    trip.state === 'finished' &&
      button(t('评分', 'Rate'), () => openRating(trip), { 'aria-label': `${t('评分', 'Rate')} ${trip.id}` }),
  );
}

function tripView(id) {
  const trip = AppStore.trip(id);
  if (!trip)
    return emptyState(
      t('没有这个行程', 'No such trip'),
      button(t('全部行程', 'All trips'), () => go('/trips')),
    );
  const names = trip.travellerIds
    .map((person) => AppStore.traveller(person)?.name || t('已删除', 'removed'))
    .join('、');
  return h(
    'section',
    {},
    h(
      'div',
      { class: 'card ticket' },
      h(
        'div',
        { class: 'row between' },
        h('h2', {}, tripTitle(trip)),
        h('span', { class: `state s-${trip.state}` }, t(...TRIP_STATES[trip.state])),
      ),
      h('p', {}, `${t('日期', 'Date')} ${trip.date}${trip.checkOut ? ` → ${trip.checkOut}` : ''}`),
      h('p', {}, `${t('旅客', 'Travellers')} ${names}`),
      trip.kind === 'train' && h('p', {}, `${t('座位', 'Seats')} ${trip.seats.join(' ')}`),
      trip.kind === 'hotel' && h('p', {}, t(...ROOMS[trip.room].names)),
      h(
        'p',
        {},
        `${t('实付', 'Paid')} `,
        h('strong', { class: 'price' }, money(trip.total)),
        trip.insurance && ` · ${t('已投保', 'insured')}`,
      ),
      trip.rated > 0 && h('p', {}, '★'.repeat(trip.rated)),
    ),
    h('div', { class: 'row wrap' }, tripButtons(trip)),
    h(
      'div',
      { class: 'row wrap' },
      button(t('全部行程', 'All trips'), () => go('/trips')),
      button(t('问客服', 'Ask the desk'), () => go('/chat')),
      button(t('行李提醒', 'Packing list'), () => openPacking(trip)),
    ),
    goAgain(),
  );
}

function tripButtons(trip) {
  if (trip.state === 'booked') {
    return [
      primary(t('办理手续', 'Check in'), () => checkIn(trip)),
      button(t('改期', 'Change date'), () => openChange(trip)),
      button(t('取消行程', 'Cancel trip'), () => cancelTrip(trip)),
    ];
  }
  if (trip.state === 'checkedIn')
    return [
      primary(t('完成行程', 'Finish trip'), () => finishTrip(trip)),
      button(t('登车码', 'Boarding code'), () => showCode(trip)),
    ];
  if (trip.state === 'finished')
    return [
      primary(t('评分', 'Rate'), () => openRating(trip)),
      button(t('再订一次', 'Book again'), () => bookAgain(trip)),
    ];
  return [button(t('重新预订', 'Book again'), () => bookAgain(trip))];
}

function checkIn(trip) {
  const people = trip.travellerIds.map((id) => AppStore.traveller(id)).filter(Boolean);
  const missing = people.find((person) => person.document.length < 8);
  if (missing) toast(t(`${missing.name} 的证件不全`, `${missing.name} lacks a document`), 'warn');
  else if (nightsBetween(TODAY, trip.date) > 7)
    toast(t('出发七天内才能办理', 'Check-in opens seven days before'), 'warn');
  else {
    trip.state = 'checkedIn';
    toast(t('手续已办', 'You are checked in'));
  }
  render();
}

function openChange(trip) {
  if (trip.changed) {
    toast(t('每单只能改一次', 'Only one change per booking'), 'warn');
    return;
  }
  const date = h('input', { type: 'date', value: trip.date, min: TODAY });
  openDialog(
    t('改期', 'Change date'),
    field(t('新日期', 'New date'), date),
    primary(t('确认改期', 'Confirm change'), () => changeDate(trip, date.value)),
  );
}

function changeDate(trip, date) {
  if (!date || date < TODAY) {
    toast(t('日期无效', 'That date does not work'), 'warn');
    return;
  }
  if (date === trip.date) {
    toast(t('日期没有变', 'The date is the same'), 'warn');
    return;
  }
  const clash =
    trip.kind === 'train' && trip.seats.some((seat) => AppStore.takenSeats(trip.itemId, date).includes(seat));
  if (clash) {
    toast(t('新日期座位已售', 'Your seat is taken on that day'), 'warn');
    return;
  }
  if (trip.checkOut) trip.checkOut = addDays(date, nightsBetween(trip.date, trip.checkOut));
  Object.assign(trip, { date, changed: true });
  closeDialog();
  toast(t('已改期', 'Date changed'));
  render();
}

function cancelTrip(trip) {
  const back = AppStore.refundOf(trip);
  const text = back ? `${t('可退', 'You get back')} ${money(back)}` : t('已不能退款', 'Nothing comes back any more');
  confirmDialog(t('取消行程？', 'Cancel this trip?'), text, () => {
    trip.state = 'cancelled';
    AppStore.state.credit += back;
    toast(back ? t('已退到旅行金', 'Paid back as travel credit') : t('已取消', 'Cancelled'));
    render();
  });
}

function finishTrip(trip) {
  trip.state = 'finished';
  toast(t('欢迎回来', 'Welcome back'));
  render();
}

function showCode(trip) {
  const bars = [...trip.id].map((letter) => h('i', { style: `width:${2 + (letter.charCodeAt(0) % 5) * 2}px` }));
  openDialog(
    t('登车码', 'Boarding code'),
    [
      h(
        'div',
        { class: 'bars', 'aria-hidden': 'true' },
        bars,
        bars.map((bar) => bar.cloneNode()),
      ),
      h('p', {}, trip.id),
    ],
    button(t('好', 'OK'), closeDialog),
  );
}

function openRating(trip) {
  if (trip.rated) {
    toast(t('已经评过', 'You have rated it'), 'warn');
    return;
  }
  openDialog(
    t('评分', 'Rate this trip'),
    h('p', {}, tripTitle(trip)),
    [1, 2, 3, 4, 5].map((stars) =>
      button('★'.repeat(stars), () => rateTrip(trip, stars), { 'aria-label': t(`${stars} 星`, `${stars} stars`) }),
    ),
  );
}

function rateTrip(trip, stars) {
  trip.rated = stars;
  closeDialog();
  if (stars <= 2) confirmDialog(t('抱歉', 'Sorry'), t('要联系客服吗？', 'Shall we talk about it?'), () => go('/chat'));
  else toast(t('谢谢', 'Thank you'));
  render();
}

function bookAgain(trip) {
  if (trip.kind === 'hotel') {
    go(`/hotel/${trip.itemId}`);
    return;
  }
  const train = AppStore.train(trip.itemId);
  repeatRoute(train.from, train.to);
}

function openPacking(trip) {
  const items = trip.kind === 'hotel' ? ['泳衣 Swimwear', '充电器 Charger'] : ['证件 Document', '水 Water'];
  if (trip.travellerIds.some((id) => AppStore.traveller(id)?.kind === 'child')) items.push('玩具 Toy');
  openDialog(
    t('行李提醒', 'Packing list'),
    items.map((item) => h('label', { class: 'check option' }, h('input', { type: 'checkbox' }), item)),
    button(t('好', 'OK'), closeDialog),
  );
}

function savedView() {
  const hotels = AppStore.state.saved.map((id) => AppStore.hotel(id));
  const others = HOTELS.filter((hotel) => hotel.rating >= 4.7 && !AppStore.state.saved.includes(hotel.id));
  return h(
    'section',
    {},
    hotels.length
      ? [
          h(
            'div',
            { class: 'row' },
            button(t('比较', 'Compare'), compareSaved),
            button(t('全部移除', 'Remove all'), clearSaved),
          ),
          h('div', { class: 'grid' }, hotels.map(hotelCard)),
        ]
      : emptyState(
          t('还没有收藏', 'Nothing saved yet'),
          button(t('找酒店', 'Find hotels'), () => go('/hotels')),
        ),
    h('h2', {}, t('大家喜欢', 'Loved by others')),
    h('div', { class: 'grid' }, others.map(hotelCard)),
  );
}

function compareSaved() {
  const hotels = AppStore.state.saved.map((id) => AppStore.hotel(id));
  if (hotels.length < 2) {
    toast(t('至少收藏两家', 'Save at least two'), 'warn');
    return;
  }
  const cheapest = hotels.reduce((best, hotel) => (hotel.price < best.price ? hotel : best));
  const best = hotels.reduce((top, hotel) => (hotel.rating > top.rating ? hotel : top));
  openDialog(
    t('比较', 'Compare'),
    [
      h('p', {}, `${t('最便宜', 'Cheapest')}: ${t(cheapest.zh, cheapest.en)} ${money(cheapest.price)}`),
      h('p', {}, `${t('评分最高', 'Best rated')}: ${t(best.zh, best.en)} ${best.rating}`),
    ],
    button(t('好', 'OK'), closeDialog),
  );
}

function clearSaved() {
  confirmDialog(t('全部移除？', 'Remove all?'), t('收藏会清空', 'The list will be empty'), () => {
    AppStore.state.saved = [];
    render();
  });
}
