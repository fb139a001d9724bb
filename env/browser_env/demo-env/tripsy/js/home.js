// The search desk: hotels or trains, popular places, offers.
function homeView() {
  const { kind } = AppStore.ui;
  return h(
    'section',
    {},
    h(
      'div',
      { class: 'hero' },
      h('h2', {}, t('想去哪里？', 'Where to?')),
      tabs(
        t('类型', 'Kind'),
        [
          ['hotel', t('酒店', 'Hotels')],
          ['train', t('火车', 'Trains')],
        ],
        kind,
        pickKind,
      ),
      kind === 'hotel' ? hotelSearch() : trainSearch(),
    ),
    h('h2', {}, t('热门目的地', 'Popular places')),
    h(
      'div',
      { class: 'places' },
      Object.keys(CITIES).map((id) => {
        const offers = HOTELS.filter((hotel) => hotel.city === id);
        const low = Math.min(...offers.map((hotel) => hotel.price));
        return h(
          'button',
          { type: 'button', class: 'place', onclick: () => visitCity(id) },
          landscape(offers[0]),
          h('strong', {}, cityName(id)),
          h('span', { class: 'muted' }, `${money(low)} ${t('起', 'and up')}`),
        );
      }),
    ),
    h(
      'div',
      { class: 'places offers' },
      // Decoration that looks like a button; nothing listens to it.
      h(
        'div',
        { class: 'card dead' },
        h('strong', {}, t('春季大促', 'Spring sale')),
        h('p', { class: 'muted' }, t('敬请期待', 'Coming soon')),
      ),
      h(
        'div',
        { class: 'card' },
        h('strong', {}, t('旅行金', 'Travel credit')),
        h('p', { class: 'muted' }, `${money(AppStore.state.credit)} ${t('可抵扣', 'to spend')}`),
      ),
      h('div', { class: 'card' }, h('strong', {}, t('下一程', 'Next trip')), nextTrip()),
    ),
  );
}

function nextTrip() {
  const booked = AppStore.state.trips.filter((trip) => trip.state === 'booked' && trip.date >= TODAY);
  const next = booked.sort((a, b) => a.date.localeCompare(b.date))[0];
  if (!next) return h('p', { class: 'muted' }, t('还没有行程', 'No trip yet'));
  return h('p', {}, h('a', { class: 'link', href: `#/trip/${next.id}` }, `${tripTitle(next)} · ${next.date}`));
}

function hotelSearch() {
  const { hotel } = AppStore.ui;
  const nights = nightsBetween(hotel.checkIn, hotel.checkOut);
  return h(
    'div',
    { class: 'search' },
    field(
      t('城市', 'City'),
      citySelect(
        hotel.city,
        (city) => {
          hotel.city = city;
        },
        t('城市', 'City'),
      ),
    ),
    field(
      t('日期', 'Dates'),
      button(`${hotel.checkIn.slice(5)} → ${hotel.checkOut.slice(5)} · ${t(`${nights} 晚`, `${nights} nights`)}`, () =>
        openDatePicker('hotel'),
      ),
    ),
    h(
      'div',
      { class: 'field' },
      h('span', { class: 'field-label' }, t('人数', 'Guests')),
      h(
        'div',
        { class: 'row' },
        button('−', () => changeGuests(-1), { 'aria-label': t('减少人数', 'Fewer guests') }),
        h('strong', {}, String(hotel.guests)),
        button('+', () => changeGuests(1), { 'aria-label': t('增加人数', 'More guests') }),
      ),
    ),
    primary(t('找酒店', 'Find hotels'), () => go('/hotels')),
  );
}

function trainSearch() {
  const { train } = AppStore.ui;
  return h(
    'div',
    { class: 'search' },
    field(
      t('出发', 'From'),
      citySelect(
        train.from,
        (city) => {
          train.from = city;
        },
        t('出发', 'From'),
      ),
    ),
    button('⇄', swapCities, { 'aria-label': t('交换', 'Swap') }),
    field(
      t('到达', 'To'),
      citySelect(
        train.to,
        (city) => {
          train.to = city;
        },
        t('到达', 'To'),
      ),
    ),
    field(
      t('日期', 'Date'),
      button(train.date, () => openDatePicker('train')),
    ),
    primary(t('找火车', 'Find trains'), findTrains),
  );
}

function pickKind(kind) {
  AppStore.ui.kind = kind;
  render();
}

function visitCity(id) {
  if (AppStore.ui.kind === 'train') {
    AppStore.ui.train.to = id;
    findTrains();
    return;
  }
  AppStore.ui.hotel.city = id;
  go('/hotels');
}

function changeGuests(step) {
  const guests = AppStore.ui.hotel.guests + step;
  if (guests < 1) toast(t('至少一位', 'At least one guest'), 'warn');
  else if (guests > 4) toast(t('每间最多四位', 'At most four in a room'), 'warn');
  else AppStore.ui.hotel.guests = guests;
  render();
}

function swapCities() {
  const { train } = AppStore.ui;
  [train.from, train.to] = [train.to, train.from];
  render();
}

function findTrains() {
  const { train } = AppStore.ui;
  if (train.from === train.to) {
    toast(t('出发和到达相同', 'From and to are the same'), 'warn');
    return;
  }
  go('/trains');
}
