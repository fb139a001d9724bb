// Searches, bookings, travellers, chat: all state of the travel desk and its rules.
function createState() {
  return {
    settings: { lang: 'both', theme: 'light', currency: 'CNY', quiet: false },
    travellers: SEED_TRAVELLERS.map((traveller) => ({ ...traveller })),
    trips: SEED_TRIPS.map((trip) => ({
      ...trip,
      travellerIds: [...trip.travellerIds],
      seats: [...(trip.seats || [])],
    })),
    saved: ['h13'],
    messages: [{ from: 'desk', text: ['你好，我是途途客服。', 'Hello, this is the Tripsy desk.'] }],
    ticket: '',
    redeemed: false,
    credit: 50,
    nextNumber: 2001,
  };
}

function createUi() {
  return {
    kind: 'hotel',
    hotel: {
      city: 'lanwan',
      checkIn: '2026-03-20',
      checkOut: '2026-03-22',
      guests: 2,
      sort: 'rating',
      stars: '',
      facilities: [],
      most: 1000,
    },
    train: { from: 'beiqiao', to: 'lanwan', date: '2026-03-20', kind: '', sort: 'time' },
    picker: { year: 2026, month: 3 },
    tripTab: 'booked',
    hotelTab: 'rooms',
    draft: null,
  };
}

const AppStore = {
  state: createState(),
  ui: createUi(),

  reset() {
    this.state = createState();
    this.ui = createUi();
  },

  snapshot() {
    return JSON.stringify(this.state);
  },

  newId(prefix) {
    this.state.nextNumber += 1;
    return prefix + this.state.nextNumber;
  },

  hotel(id) {
    return HOTELS.find((hotel) => hotel.id === id);
  },

  train(id) {
    return TRAINS.find((train) => train.id === id);
  },

  trip(id) {
    return this.state.trips.find((trip) => trip.id === id);
  },

  traveller(id) {
    return this.state.travellers.find((traveller) => traveller.id === id);
  },

  toggleSaved(id) {
    const had = this.state.saved.includes(id);
    this.state.saved = had ? this.state.saved.filter((other) => other !== id) : [id, ...this.state.saved];
    return !had;
  },

  // Seats of a train on a date that nobody can pick: sold before, or on an own booking.
  takenSeats(trainId, date) {
    const own = this.state.trips.filter(
      (trip) => trip.itemId === trainId && trip.date === date && trip.state === 'booked',
    );
    return [...this.train(trainId).taken, ...own.flatMap((trip) => trip.seats)];
  },

  roomsLeft(hotel) {
    const own = this.state.trips.filter((trip) => trip.itemId === hotel.id && trip.state === 'booked').length;
    return hotel.left - own;
  },

  price(draft) {
    const people = draft.travellerIds.map((id) => this.traveller(id));
    const extras = draft.insurance ? 15 * people.length : 0;
    if (draft.kind === 'hotel') {
      const nights = nightsBetween(draft.date, draft.checkOut);
      return Math.round(this.hotel(draft.itemId).price * ROOMS[draft.room].factor) * nights + extras - draft.credit;
    }
    const fare = this.train(draft.itemId).price;
    const first = draft.carriage === 'first' ? 1.6 : 1;
    const sum = people.reduce(
      (total, person) => total + Math.round(fare * first * (person.kind === 'child' ? 0.5 : 1)),
      0,
    );
    return sum + extras - draft.credit;
  },

  book(draft) {
    const trip = {
      id: this.newId('R'),
      kind: draft.kind,
      itemId: draft.itemId,
      date: draft.date,
      checkOut: draft.checkOut,
      room: draft.room,
      carriage: draft.carriage,
      insurance: draft.insurance,
      travellerIds: [...draft.travellerIds],
      seats: [...draft.seats],
      total: this.price(draft),
      state: 'booked',
      rated: 0,
    };
    this.state.credit -= draft.credit;
    this.state.trips.unshift(trip);
    return trip;
  },

  // Free until three days before; then half; on the day nothing comes back.
  refundOf(trip) {
    const days = nightsBetween(TODAY, trip.date);
    if (days >= 3) return trip.total;
    return days >= 1 ? Math.round(trip.total / 2) : 0;
  },
};
window.AppStore = AppStore;

function addDays(iso, days) {
  const date = new Date(`${iso}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

function nightsBetween(from, to) {
  return Math.round((new Date(`${to}T00:00:00Z`) - new Date(`${from}T00:00:00Z`)) / 86400000);
}

function weekday(iso) {
  return new Date(`${iso}T00:00:00Z`).getUTCDay();
}
