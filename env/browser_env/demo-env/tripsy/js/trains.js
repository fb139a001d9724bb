// Trains: results by route and kind, and the seat map.
function trainsView() {
  const { train: search } = AppStore.ui;
  const trains = foundTrains();
  return h(
    'section',
    {},
    h(
      'div',
      { class: 'card row wrap' },
      citySelect(search.from, (city) => setTrainSearch('from', city), t('出发', 'From')),
      button('⇄', swapCities, { 'aria-label': t('交换', 'Swap') }),
      citySelect(search.to, (city) => setTrainSearch('to', city), t('到达', 'To')),
      button('‹', () => shiftTrainDay(-1), { 'aria-label': t('前一天', 'Day before') }),
      button(search.date, () => openDatePicker('train')),
      button('›', () => shiftTrainDay(1), { 'aria-label': t('后一天', 'Day after') }),
    ),
    h(
      'div',
      { class: 'row wrap' },
      tabs(
        t('排序', 'Sort'),
        [
          ['time', t('时间', 'Time')],
          ['price', t('价格', 'Price')],
        ],
        search.sort,
        (value) => setTrainSearch('sort', value),
      ),
      chip(t('只看快车', 'Fast only'), search.kind === 'fast', () =>
        setTrainSearch('kind', search.kind === 'fast' ? '' : 'fast'),
      ),
      chip(t('只看慢车', 'Slow only'), search.kind === 'slow', () =>
        setTrainSearch('kind', search.kind === 'slow' ? '' : 'slow'),
      ),
    ),
    trains.length
      ? trains.map(trainCard)
      : emptyState(
          t('这条线没有车', 'No train on this route'),
          button(t('经北桥中转', 'Change at Beiqiao'), changeAtBeiqiao),
        ),
    h(
      'div',
      { class: 'row wrap' },
      h('span', { class: 'muted' }, t('常用线路', 'Common routes')),
      COMMON_ROUTES.map(([from, to]) =>
        button(`${cityName(from)} → ${cityName(to)}`, () => pickRoute(from, to), { class: 'chip' }),
      ),
    ),
  );
}

const COMMON_ROUTES = [
  ['beiqiao', 'lanwan'],
  ['beiqiao', 'yunshan'],
  ['yunshan', 'jinsha'],
  ['lanwan', 'heting'],
  ['beiqiao', 'nanlu'],
];

function foundTrains() {
  const { from, to, kind, sort } = AppStore.ui.train;
  const found = TRAINS.filter((train) => train.from === from && train.to === to && (!kind || train.kind === kind));
  return found.sort((a, b) => (sort === 'price' ? a.price - b.price : a.departs.localeCompare(b.departs)));
}

function trainCard(train) {
  const free = SEAT_ROWS * SEAT_LETTERS.length - AppStore.takenSeats(train.id, AppStore.ui.train.date).length;
  const overnight = train.arrives < train.departs;
  return h(
    'article',
    { class: 'card row train' },
    icon('train', 28),
    h(
      'div',
      { class: 'grow' },
      h('strong', {}, `${train.departs} → ${train.arrives}${overnight ? ' +1' : ''}`),
      h(
        'div',
        { class: 'muted' },
        `${train.id} · ${train.kind === 'fast' ? t('快车', 'fast') : t('慢车', 'slow')} · ${t(`余 ${free} 座`, `${free} seats`)}`,
      ),
    ),
    h('strong', { class: 'price' }, money(train.price)),
    button(t('经停', 'Stops'), () => showStops(train), { 'aria-label': `${t('经停', 'Stops')} ${train.id}` }),
    primary(t('预订', 'Book'), () => bookTrain(train), { 'aria-label': `${t('预订', 'Book')} ${train.id}` }),
  );
}

function setTrainSearch(key, value) {
  AppStore.ui.train[key] = value;
  render();
}

function pickRoute(from, to) {
  Object.assign(AppStore.ui.train, { from, to, kind: '' });
  render();
}

function shiftTrainDay(step) {
  const day = addDays(AppStore.ui.train.date, step);
  if (day < TODAY) toast(t('不能早于今天', 'Not before today'), 'warn');
  else AppStore.ui.train.date = day;
  render();
}

function changeAtBeiqiao() {
  const { train } = AppStore.ui;
  if (train.from === train.to) toast(t('出发和到达相同', 'From and to are the same'), 'warn');
  else if (train.from === 'beiqiao') toast(t('没有中转方案', 'No connection either'), 'warn');
  else {
    train.to = 'beiqiao';
    toast(t('先看第一程', 'Here is the first leg'));
    render();
  }
}

function showStops(train) {
  const stops =
    train.kind === 'slow'
      ? [cityName(train.from), t('柳镇', 'Liu town'), t('石门', 'Stone Gate'), cityName(train.to)]
      : [cityName(train.from), t('石门', 'Stone Gate'), cityName(train.to)];
  openDialog(
    `${train.id} ${t('经停', 'Stops')}`,
    h(
      'ol',
      {},
      stops.map((stop) => h('li', {}, stop)),
    ),
    button(t('好', 'OK'), closeDialog),
  );
}

function bookTrain(train) {
  startBooking({ kind: 'train', itemId: train.id, date: AppStore.ui.train.date, people: 0 });
}

// The seat map of the current draft: as many seats as travellers.
function seatMap(draft) {
  const taken = AppStore.takenSeats(draft.itemId, draft.date);
  const rows = Array.from({ length: SEAT_ROWS }, (_, index) => index + 1);
  return h(
    'div',
    { class: 'seats', role: 'group', 'aria-label': t('座位', 'Seats') },
    rows.map((row) =>
      h(
        'div',
        { class: 'row' },
        SEAT_LETTERS.map((letter) => seatButton(draft, `${row}${letter}`, taken)),
      ),
    ),
  );
}

function seatButton(draft, seat, taken) {
  const isTaken = taken.includes(seat);
  const on = draft.seats.includes(seat);
  return h(
    'button',
    {
      type: 'button',
      class: `seat ${isTaken ? 'taken' : ''} ${on ? 'on' : ''} ${seat.endsWith('B') ? 'aisle' : ''}`,
      'aria-pressed': String(on),
      'aria-label': `${t('座位', 'Seat')} ${seat}${isTaken ? ` ${t('已售', 'taken')}` : ''}`,
      onclick: () => pickSeat(draft, seat, isTaken),
    },
    seat,
  );
}

function pickSeat(draft, seat, isTaken) {
  if (isTaken) toast(t('已售出', 'This seat is taken'), 'warn');
  else if (draft.seats.includes(seat)) draft.seats = draft.seats.filter((other) => other !== seat);
  else if (draft.seats.length >= draft.travellerIds.length)
    toast(t('座位数已够，先取消一个', 'Enough seats; drop one first'), 'warn');
  else draft.seats.push(seat);
  render();
}

function pickSeatsTogether(draft) {
  const taken = AppStore.takenSeats(draft.itemId, draft.date);
  const need = draft.travellerIds.length;
  for (let row = 1; row <= SEAT_ROWS; row += 1) {
    const free = SEAT_LETTERS.map((letter) => `${row}${letter}`).filter((seat) => !taken.includes(seat));
    if (free.length >= need) {
      draft.seats = free.slice(0, need);
      render();
      return;
    }
  }
  toast(t('没有连座', 'No row has enough seats'), 'warn');
}
