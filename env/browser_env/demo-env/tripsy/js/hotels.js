// Hotels: results with filters, one hotel with rooms, facilities and rules.
function hotelsView() {
  const { hotel: search } = AppStore.ui;
  const hotels = foundHotels();
  return h(
    'section',
    { class: 'split side' },
    h(
      'aside',
      { class: 'card' },
      h('h2', {}, t('筛选', 'Filter')),
      field(
        t('城市', 'City'),
        citySelect(search.city, (city) => setSearch('city', city), t('城市', 'City')),
      ),
      button(`${search.checkIn.slice(5)} → ${search.checkOut.slice(5)}`, () => openDatePicker('hotel'), {
        'aria-label': t('改日期', 'Change dates'),
      }),
      field(
        `${t('最高价', 'At most')} ${money(search.most)}`,
        h('input', {
          type: 'range',
          min: 100,
          max: 1000,
          step: 50,
          value: search.most,
          onchange: (event) => setSearch('most', Number(event.target.value)),
        }),
      ),
      field(
        t('星级', 'Stars'),
        select(
          [
            ['', t('不限', 'Any')],
            ['3', '3+'],
            ['4', '4+'],
            ['5', '5'],
          ],
          search.stars,
          (value) => setSearch('stars', value),
        ),
      ),
      h(
        'div',
        { class: 'chips' },
        Object.entries(FACILITIES).map(([key, names]) =>
          chip(t(...names), search.facilities.includes(key), () => toggleFacility(key)),
        ),
      ),
      button(t('清除筛选', 'Clear filters'), clearHotelFilters),
    ),
    h(
      'div',
      {},
      h(
        'div',
        { class: 'row between' },
        tabs(
          t('排序', 'Sort'),
          [
            ['rating', t('评分', 'Rating')],
            ['price', t('价格', 'Price')],
            ['stars', t('星级', 'Stars')],
          ],
          search.sort,
          (value) => setSearch('sort', value),
        ),
        h('span', { class: 'muted' }, t(`${hotels.length} 家`, `${hotels.length} hotels`)),
      ),
      hotels.length
        ? h('div', { class: 'grid' }, hotels.map(hotelCard))
        : emptyState(
            t('没有符合的酒店', 'No hotel fits'),
            button(t('放宽条件', 'Relax the filters'), clearHotelFilters),
          ),
    ),
  );
}

function foundHotels() {
  const { city, most, stars, facilities, sort } = AppStore.ui.hotel;
  const found = HOTELS.filter(
    (hotel) =>
      hotel.city === city &&
      hotel.price <= most &&
      hotel.stars >= Number(stars || 0) &&
      facilities.every((key) => hotel.facilities.includes(key)),
  );
  if (sort === 'price') return found.sort((a, b) => a.price - b.price);
  return found.sort((a, b) => b[sort] - a[sort]);
}

function hotelCard(hotel) {
  const name = t(hotel.zh, hotel.en);
  return h(
    'article',
    { class: 'card hotel' },
    saveButton(hotel.id, name),
    h('a', { href: `#/hotel/${hotel.id}` }, landscape(hotel), h('strong', {}, name)),
    h('div', { class: 'muted' }, `${'★'.repeat(hotel.stars)} · ${hotel.rating.toFixed(1)} · ${cityName(hotel.city)}`),
    h(
      'div',
      { class: 'row between' },
      h('strong', { class: 'price' }, money(hotel.price)),
      button(
        AppStore.roomsLeft(hotel) > 0 ? t('看房型', 'See rooms') : t('满房', 'Full'),
        () => go(`/hotel/${hotel.id}`),
        { 'aria-label': `${t('看房型', 'See rooms')} ${name}` },
      ),
    ),
  );
}

function setSearch(key, value) {
  AppStore.ui.hotel[key] = value;
  render();
}

function toggleFacility(key) {
  const { facilities } = AppStore.ui.hotel;
  setSearch(
    'facilities',
    facilities.includes(key) ? facilities.filter((other) => other !== key) : [...facilities, key],
  );
}

function clearHotelFilters() {
  Object.assign(AppStore.ui.hotel, { stars: '', facilities: [], most: 1000 });
  render();
}

function hotelView(id) {
  const hotel = AppStore.hotel(id);
  if (!hotel)
    return emptyState(
      t('找不到酒店', 'No such hotel'),
      button(t('返回', 'Back'), () => go('/hotels')),
    );
  const name = t(hotel.zh, hotel.en);
  const { hotelTab, hotel: search } = AppStore.ui;
  const body = { rooms: roomList, facilities: facilityList, rules: rulesText }[hotelTab];
  return h(
    'section',
    {},
    h(
      'div',
      { class: 'card hotel wide' },
      saveButton(id, name),
      landscape(hotel),
      h(
        'div',
        {},
        h('h2', {}, name),
        h('p', { class: 'muted' }, `${'★'.repeat(hotel.stars)} · ${hotel.rating.toFixed(1)} · ${cityName(hotel.city)}`),
        h(
          'div',
          { class: 'row wrap' },
          button(`${search.checkIn.slice(5)} → ${search.checkOut.slice(5)}`, () => openDatePicker('hotel'), {
            'aria-label': t('改日期', 'Change dates'),
          }),
          button(t('问客服', 'Ask the desk'), () => askAbout(hotel)),
          button(t('查看位置', 'Show on map'), () => showMap(hotel)),
        ),
      ),
    ),
    tabs(
      t('内容', 'Content'),
      [
        ['rooms', t('房型', 'Rooms')],
        ['facilities', t('设施', 'Facilities')],
        ['rules', t('规定', 'Rules')],
      ],
      hotelTab,
      pickHotelTab,
    ),
    body(hotel),
    h(
      'div',
      { class: 'row wrap' },
      h('span', { class: 'muted' }, t('附近', 'Nearby')),
      HOTELS.filter((other) => other.city === hotel.city && other !== hotel).map((other) =>
        h('a', { class: 'chip', href: `#/hotel/${other.id}` }, t(other.zh, other.en)),
      ),
    ),
  );
}

function pickHotelTab(tab) {
  AppStore.ui.hotelTab = tab;
  render();
}

function roomList(hotel) {
  return h(
    'div',
    {},
    Object.entries(ROOMS).map(([key, room]) =>
      h(
        'div',
        { class: 'card row' },
        icon('bed', 30),
        h(
          'div',
          { class: 'grow' },
          h('strong', {}, t(...room.names)),
          h('div', { class: 'muted' }, t(`住 ${room.guests} 人`, `for ${room.guests}`)),
        ),
        h('strong', { class: 'price' }, money(Math.round(hotel.price * room.factor))),
        primary(t('预订', 'Book'), () => bookRoom(hotel, key), {
          'aria-label': `${t('预订', 'Book')} ${t(...room.names)}`,
        }),
      ),
    ),
  );
}

function facilityList(hotel) {
  return h(
    'div',
    { class: 'card' },
    Object.entries(FACILITIES).map(([key, names]) =>
      h('p', {}, `${hotel.facilities.includes(key) ? '✓' : '✗'} ${t(...names)}`),
    ),
  );
}

function rulesText(hotel) {
  return h(
    'div',
    { class: 'card' },
    h('p', {}, t('14:00 后入住，12:00 前离店', 'Check in from 14:00, leave by 12:00')),
    h('p', {}, hotel.stars >= 4 ? t('不可携带宠物', 'No pets') : t('可带小型宠物', 'Small pets are welcome')),
  );
}

function showMap(hotel) {
  const places = ['车站 Station', '老城 Old town', '湖 Lake'];
  openDialog(
    t('位置', 'Location'),
    places.map((place, index) =>
      h('p', {}, `${place} · ${(index + 1) * hotel.stars * 0.4 + 0.3} km`.replace(/(\.\d)\d+/, '$1')),
    ),
    button(t('好', 'OK'), closeDialog),
  );
}

function bookRoom(hotel, room) {
  const { checkIn, checkOut, guests } = AppStore.ui.hotel;
  if (AppStore.roomsLeft(hotel) <= 0) {
    openDialog(t('已满房', 'Fully booked'), h('p', {}, t('换一家或换日期吧', 'Try another hotel or other dates')), [
      button(t('收藏等房', 'Save it'), () => {
        closeDialog();
        toggleSaved(hotel.id);
      }),
      primary(t('同城酒店', 'Hotels nearby'), () => go('/hotels')),
    ]);
    return;
  }
  if (guests > ROOMS[room].guests) {
    toast(t(`此房型最多 ${ROOMS[room].guests} 人`, `This room holds ${ROOMS[room].guests}`), 'warn');
    return;
  }
  startBooking({ kind: 'hotel', itemId: hotel.id, room, date: checkIn, checkOut, people: guests });
}
