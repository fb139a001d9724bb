// Cities, hotels and trains on offer. Every hotel and line is invented; dates hang on one fixed "today".
const TODAY = '2026-03-16';

const CITIES = {
  lanwan: ['蓝湾', 'Lanwan'],
  yunshan: ['云杉城', 'Yunshan'],
  beiqiao: ['北桥', 'Beiqiao'],
  jinsha: ['金沙', 'Jinsha'],
  heting: ['鹤汀', 'Heting'],
  nanlu: ['南麓', 'Nanlu'],
};

// id, city, zh, en, stars, price, rating, rooms left, facilities, hue
const HOTELS = [
  ['h1', 'lanwan', '灯塔海景酒店', 'Lighthouse Bay Hotel', 4, 468, 4.6, 3, ['pool', 'breakfast', 'wifi'], 205],
  ['h2', 'lanwan', '渔家小院', 'Fisher’s Yard', 2, 168, 4.3, 5, ['wifi'], 185],
  ['h3', 'lanwan', '潮汐公寓', 'Tide Apartments', 3, 288, 4.1, 0, ['wifi', 'kitchen'], 225],
  ['h4', 'lanwan', '白帆度假村', 'White Sail Resort', 5, 898, 4.8, 2, ['pool', 'breakfast', 'gym', 'wifi'], 195],
  ['h5', 'yunshan', '松涛旅舍', 'Pine Wind Hostel', 2, 128, 4.4, 8, ['wifi', 'breakfast'], 140],
  ['h6', 'yunshan', '云上客栈', 'Inn above Clouds', 4, 520, 4.7, 4, ['breakfast', 'wifi', 'parking'], 160],
  ['h7', 'yunshan', '林间木屋', 'Forest Cabins', 3, 399, 4.5, 1, ['parking', 'kitchen'], 110],
  ['h8', 'beiqiao', '北桥中心酒店', 'Beiqiao Central', 4, 358, 4.2, 9, ['gym', 'wifi', 'breakfast'], 265],
  ['h9', 'beiqiao', '胶囊空间', 'Capsule Space', 1, 88, 3.9, 12, ['wifi'], 280],
  ['h10', 'beiqiao', '老站台精品酒店', 'Old Platform Hotel', 4, 438, 4.6, 2, ['breakfast', 'wifi'], 300],
  ['h11', 'jinsha', '沙丘营地', 'Dune Camp', 3, 328, 4.7, 6, ['breakfast', 'parking'], 40],
  ['h12', 'jinsha', '绿洲酒店', 'Oasis Hotel', 4, 478, 4.3, 4, ['pool', 'wifi', 'breakfast'], 60],
  ['h13', 'heting', '鹤影湖居', 'Crane Lake House', 4, 558, 4.8, 3, ['breakfast', 'kitchen', 'wifi'], 175],
  ['h14', 'heting', '湖滨青旅', 'Lakeside Hostel', 2, 98, 4.0, 15, ['wifi', 'kitchen'], 150],
  ['h15', 'nanlu', '温泉山庄', 'Hot Spring Manor', 5, 788, 4.7, 2, ['pool', 'breakfast', 'gym'], 15],
  ['h16', 'nanlu', '茶园民宿', 'Tea Garden Stay', 3, 258, 4.9, 4, ['breakfast', 'parking', 'wifi'], 95],
].map(([id, city, zh, en, stars, price, rating, left, facilities, hue]) => ({
  id,
  city,
  zh,
  en,
  stars,
  price,
  rating,
  left,
  facilities,
  hue,
}));

const FACILITIES = {
  pool: ['泳池', 'Pool'],
  breakfast: ['早餐', 'Breakfast'],
  wifi: ['无线网', 'Wi-Fi'],
  gym: ['健身房', 'Gym'],
  parking: ['停车', 'Parking'],
  kitchen: ['厨房', 'Kitchen'],
};
const ROOMS = {
  twin: { names: ['双床房', 'Twin room'], factor: 1, guests: 2 },
  queen: { names: ['大床房', 'Queen room'], factor: 1.15, guests: 2 },
  family: { names: ['家庭房', 'Family room'], factor: 1.6, guests: 4 },
};

// number, from, to, departs, arrives, price, kind, seats already taken
const TRAINS = [
  ['T101', 'beiqiao', 'lanwan', '07:10', '09:40', 152, 'fast', ['1A', '1B', '2C', '4D']],
  ['T103', 'beiqiao', 'lanwan', '12:25', '15:05', 138, 'fast', ['3A', '3B']],
  ['K205', 'beiqiao', 'lanwan', '21:40', '06:15', 79, 'slow', []],
  ['T102', 'lanwan', 'beiqiao', '08:00', '10:35', 152, 'fast', ['1A']],
  ['T104', 'lanwan', 'beiqiao', '18:20', '20:50', 138, 'fast', ['2A', '2B', '2C', '2D']],
  ['T301', 'beiqiao', 'yunshan', '09:15', '11:00', 96, 'fast', ['5A', '5B']],
  ['K307', 'beiqiao', 'yunshan', '14:45', '18:30', 48, 'slow', ['1C']],
  ['T302', 'yunshan', 'beiqiao', '16:10', '17:55', 96, 'fast', []],
  ['T411', 'lanwan', 'heting', '10:05', '11:35', 84, 'fast', ['1D', '6A']],
  ['T412', 'heting', 'lanwan', '19:00', '20:30', 84, 'fast', []],
  ['T520', 'yunshan', 'jinsha', '06:50', '12:20', 265, 'fast', ['2B']],
  ['K522', 'yunshan', 'jinsha', '20:10', '08:40', 121, 'slow', []],
  ['T609', 'beiqiao', 'nanlu', '08:35', '10:15', 88, 'fast', ['3C', '3D']],
  ['T610', 'nanlu', 'beiqiao', '17:30', '19:10', 88, 'fast', []],
].map(([id, from, to, departs, arrives, price, kind, taken]) => ({
  id,
  from,
  to,
  departs,
  arrives,
  price,
  kind,
  taken,
}));

const SEAT_ROWS = 6;
const SEAT_LETTERS = ['A', 'B', 'C', 'D'];

const SEED_TRAVELLERS = [
  { id: 'v1', name: '林小禾', document: '1101012000', phone: '13800000001', kind: 'adult' },
  { id: 'v2', name: 'Zhou Yi', document: 'E88412093', phone: '13900000002', kind: 'adult' },
  { id: 'v3', name: '小满', document: '1101012018', phone: '', kind: 'child' },
];

const SEED_TRIPS = [
  {
    id: 'R2001',
    kind: 'train',
    itemId: 'T301',
    date: '2026-03-20',
    travellerIds: ['v1'],
    seats: ['2A'],
    total: 96,
    state: 'booked',
    rated: 0,
  },
  {
    id: 'R2000',
    kind: 'hotel',
    itemId: 'h16',
    date: '2026-02-10',
    checkOut: '2026-02-12',
    room: 'queen',
    travellerIds: ['v1'],
    total: 594,
    state: 'finished',
    rated: 0,
  },
];
