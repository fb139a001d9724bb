// What the shop sells, and its coupons. All brands are invented.
const TODAY = '2026-03-16';

const CATEGORIES = {
  home: { names: ['家居', 'Home'], hue: 28, shape: 'lamp' },
  kitchen: { names: ['厨房', 'Kitchen'], hue: 8, shape: 'pot' },
  digital: { names: ['数码', 'Digital'], hue: 215, shape: 'phone' },
  fashion: { names: ['服饰', 'Fashion'], hue: 330, shape: 'shirt' },
  sport: { names: ['运动', 'Sport'], hue: 150, shape: 'ball' },
  books: { names: ['图书', 'Books'], hue: 265, shape: 'book' },
  food: { names: ['零食', 'Snacks'], hue: 45, shape: 'cup' },
  kids: { names: ['亲子', 'Kids'], hue: 190, shape: 'blocks' },
};

// zh, en, category, brand, price, was, rating, stock, options
const PRODUCTS = [
  ['云朵台灯', 'Cloud lamp', 'home', 'Mulin', 129, 169, 4.7, 12, { color: ['白 White', '灰 Grey'] }],
  ['亚麻靠垫', 'Linen cushion', 'home', 'Mulin', 59, 59, 4.4, 40, { color: ['米 Sand', '蓝 Blue', '绿 Green'] }],
  ['香薰蜡烛', 'Scented candle', 'home', 'Nuanguang', 45, 60, 4.6, 3, { scent: ['雪松 Cedar', '柚子 Yuzu'] }],
  ['折叠收纳箱', 'Folding box', 'home', 'Kuaihe', 39, 39, 4.1, 80, { size: ['S', 'M', 'L'] }],
  ['竹制书架', 'Bamboo shelf', 'home', 'Kuaihe', 239, 299, 4.5, 6, { size: ['三层 3 tiers', '五层 5 tiers'] }],
  ['铸铁锅', 'Cast-iron pot', 'kitchen', 'Huofang', 329, 399, 4.8, 5, { size: ['20 cm', '24 cm'] }],
  ['手冲咖啡壶', 'Pour-over kettle', 'kitchen', 'Huofang', 189, 189, 4.6, 14, { color: ['黑 Black', '铜 Copper'] }],
  ['陶瓷饭碗四只', 'Four rice bowls', 'kitchen', 'Qingci', 88, 108, 4.3, 22, { color: ['青 Celadon', '白 White'] }],
  ['刀具三件套', 'Knife set', 'kitchen', 'Huofang', 259, 259, 4.2, 0, {}],
  [
    '保温杯',
    'Thermos cup',
    'kitchen',
    'Nuanguang',
    79,
    99,
    4.7,
    33,
    { color: ['红 Red', '蓝 Blue'], size: ['350 ml', '500 ml'] },
  ],
  ['蓝牙耳机', 'Wireless earbuds', 'digital', 'Yunsheng', 299, 349, 4.5, 18, { color: ['黑 Black', '白 White'] }],
  ['机械键盘', 'Mechanical keyboard', 'digital', 'Yunsheng', 459, 459, 4.8, 7, { switch: ['红轴 Red', '茶轴 Brown'] }],
  ['移动电源', 'Power bank', 'digital', 'Dianbao', 119, 149, 4.2, 50, { size: ['10000 mAh', '20000 mAh'] }],
  ['智能手环', 'Smart band', 'digital', 'Dianbao', 199, 229, 4.0, 26, { color: ['黑 Black', '粉 Pink'] }],
  ['桌面音箱', 'Desk speaker', 'digital', 'Yunsheng', 349, 399, 4.4, 2, {}],
  [
    '棉质衬衫',
    'Cotton shirt',
    'fashion',
    'Sulan',
    149,
    199,
    4.3,
    30,
    { color: ['白 White', '蓝 Blue'], size: ['S', 'M', 'L', 'XL'] },
  ],
  ['羊毛围巾', 'Wool scarf', 'fashion', 'Sulan', 169, 169, 4.6, 11, { color: ['驼 Camel', '灰 Grey'] }],
  ['帆布鞋', 'Canvas shoes', 'fashion', 'Buxing', 219, 259, 4.4, 20, { size: ['38', '40', '42', '44'] }],
  ['双肩包', 'Backpack', 'fashion', 'Buxing', 279, 279, 4.7, 9, { color: ['黑 Black', '橄榄 Olive'] }],
  ['瑜伽垫', 'Yoga mat', 'sport', 'Lidong', 99, 129, 4.5, 44, { color: ['紫 Purple', '绿 Green'] }],
  ['跳绳', 'Skipping rope', 'sport', 'Lidong', 29, 29, 4.1, 90, {}],
  ['篮球', 'Basketball', 'sport', 'Lidong', 139, 159, 4.6, 16, { size: ['5', '7'] }],
  ['露营灯', 'Camping light', 'sport', 'Nuanguang', 89, 89, 4.3, 0, {}],
  ['《慢城》', 'The Slow City', 'books', 'Banxia', 48, 58, 4.9, 25, { format: ['平装 Paperback', '精装 Hardcover'] }],
  ['《星图手册》', 'Star Chart Handbook', 'books', 'Banxia', 66, 66, 4.7, 13, {}],
  ['《一人食》', 'Cooking for One', 'books', 'Banxia', 52, 72, 4.4, 19, {}],
  ['海盐坚果', 'Sea-salt nuts', 'food', 'Shanye', 36, 45, 4.6, 70, { size: ['200 g', '500 g'] }],
  ['乌龙茶', 'Oolong tea', 'food', 'Shanye', 78, 98, 4.8, 24, { size: ['100 g', '250 g'] }],
  ['黑巧克力', 'Dark chocolate', 'food', 'Shanye', 32, 32, 4.5, 60, { cocoa: ['70 %', '85 %'] }],
  ['木制积木', 'Wooden blocks', 'kids', 'Tongxin', 118, 148, 4.8, 17, { size: ['50', '100'] }],
  ['恐龙拼图', 'Dinosaur puzzle', 'kids', 'Tongxin', 49, 49, 4.2, 35, {}],
  ['水彩笔套装', 'Felt-pen set', 'kids', 'Tongxin', 42, 55, 4.3, 28, { size: ['12', '24', '36'] }],
].map(([zh, en, category, brand, price, was, rating, stock, options], index) => ({
  id: `p${index + 1}`,
  zh,
  en,
  category,
  brand,
  price,
  was,
  rating,
  stock,
  options,
}));

const COUPONS = {
  WELCOME10: { names: ['满 100 减 10', '10 off from 100'], least: 100, off: () => 10 },
  SPRING15: { names: ['满 300 打 85 折', '15 % off from 300'], least: 300, off: (sum) => Math.round(sum * 0.15) },
  HOME20: { names: ['家居满 150 减 20', '20 off 150 of Home'], least: 150, category: 'home', off: () => 20 },
  WINTER50: { names: ['冬季券（已过期）', 'Winter coupon (expired)'], least: 0, expired: true, off: () => 50 },
};

const OPTION_NAMES = {
  color: ['颜色', 'Colour'],
  size: ['规格', 'Size'],
  scent: ['香型', 'Scent'],
  switch: ['轴体', 'Switch'],
  format: ['装帧', 'Format'],
  cocoa: ['可可', 'Cocoa'],
};

const SEED_ADDRESSES = [
  {
    id: 'a1',
    name: '林小禾 Lin He',
    phone: '13800000001',
    city: '杭州 Hangzhou',
    street: '湖滨路 8 号 8 Lakeside Road',
  },
  {
    id: 'a2',
    name: '周一 Zhou Yi',
    phone: '13900000002',
    city: '成都 Chengdu',
    street: '梧桐街 21 号 21 Plane Street',
  },
];
const CITIES = ['杭州 Hangzhou', '成都 Chengdu', '上海 Shanghai', '广州 Guangzhou', '拉萨 Lhasa'];

const SEED_REVIEWS = [
  { author: '阿青', stars: 5, text: '做工细致，很喜欢。Lovely finish.' },
  { author: 'Mona', stars: 4, text: 'Good value, 包装简单。' },
  { author: '老周', stars: 3, text: '还可以，发货慢了一天。Arrived a day late.' },
];
