// The notebook as it is found at load. Every date hangs on one fixed "today".
const TODAY = '2026-03-16';

const SEED_TAGS = [
  { id: 'work', name: '工作 Work', color: 'blue' },
  { id: 'home', name: '家庭 Home', color: 'green' },
  { id: 'study', name: '学习 Study', color: 'violet' },
  { id: 'travel', name: '旅行 Travel', color: 'orange' },
  { id: 'recipe', name: '菜谱 Recipe', color: 'red' },
  { id: 'idea', name: '灵感 Ideas', color: 'yellow' },
];

// id, title, body, tags, updated, pinned, colour
const SEED_NOTES = [
  [
    'n1',
    '周会纪要 Weekly meeting',
    '1. 发布时间改到周四\n2. Lin 负责首页文案\n3. Next review: Friday 10:00',
    ['work'],
    '2026-03-16',
    true,
    'blue',
  ],
  [
    'n2',
    '红烧豆腐 Braised tofu',
    '豆腐 400 g\n酱油 2 spoons\n糖 1 spoon\n小火 12 minutes',
    ['recipe', 'home'],
    '2026-03-15',
    false,
    'red',
  ],
  [
    'n3',
    '读书笔记：慢思考 On slow thinking',
    '第三章：注意力是有限的。\nTake one idea per page and rewrite it in my own words.',
    ['study'],
    '2026-03-14',
    false,
    'plain',
  ],
  [
    'n4',
    '海边三日 Three days by the sea',
    'Day 1 灯塔 lighthouse\nDay 2 集市 market\nDay 3 骑行 cycling',
    ['travel'],
    '2026-03-13',
    true,
    'yellow',
  ],
  [
    'n5',
    '生日礼物 Birthday gifts',
    '妈妈：陶瓷杯\nDad: garden gloves\n小周：拼图 1000 片',
    ['home', 'idea'],
    '2026-03-12',
    false,
    'plain',
  ],
  [
    'n6',
    '面试问题 Interview questions',
    'Tell me about a decision you changed.\n你怎样处理不同意见？',
    ['work'],
    '2026-03-11',
    false,
    'plain',
  ],
  [
    'n7',
    '阳台植物 Balcony plants',
    '薄荷 every day\n迷迭香 every 3 days\nCactus: leave it alone',
    ['home'],
    '2026-03-10',
    false,
    'green',
  ],
  [
    'n8',
    '单词表 Word list',
    'serendipity 意外之喜\nbrisk 轻快的\nmeander 蜿蜒',
    ['study'],
    '2026-03-09',
    false,
    'plain',
  ],
  [
    'n9',
    '预算 Budget March',
    '房租 3200\n餐饮 1400\nBooks 180\nSavings 1500',
    ['home', 'work'],
    '2026-03-08',
    false,
    'blue',
  ],
  [
    'n10',
    '应用点子 App ideas',
    '邻居工具交换 tool swap\n会议成本计时 meeting cost meter',
    ['idea'],
    '2026-03-06',
    false,
    'yellow',
  ],
  [
    'n11',
    '打包清单 Packing list',
    '护照 passport\n充电器 charger\n雨衣 raincoat',
    ['travel'],
    '2026-03-04',
    false,
    'plain',
  ],
  ['n12', '南瓜汤 Pumpkin soup', '南瓜 600 g\n椰奶 200 ml\nGinger, salt', ['recipe'], '2026-03-02', false, 'red'],
];

// id, title, priority, due, tag, done, subtasks
const SEED_TODOS = [
  [
    'd1',
    '提交季度报告 Submit the quarterly report',
    'high',
    '2026-03-16',
    'work',
    false,
    ['核对数字 Check figures', '写摘要 Write the summary'],
  ],
  ['d2', '给植物浇水 Water the plants', 'low', '2026-03-16', 'home', false, []],
  ['d3', '预约牙医 Book the dentist', 'medium', '2026-03-14', 'home', false, []],
  ['d4', '买车票 Buy train tickets', 'high', '2026-03-20', 'travel', false, ['比较班次 Compare trains']],
  ['d5', '复习第四章 Review chapter four', 'medium', '2026-03-18', 'study', false, []],
  ['d6', '还图书馆的书 Return library books', 'medium', '2026-03-12', 'study', false, []],
  ['d7', '备份照片 Back up photos', 'low', '', 'home', true, []],
  ['d8', '回复合同邮件 Answer the contract mail', 'high', '2026-03-13', 'work', true, []],
  [
    'd9',
    '试做南瓜汤 Try the pumpkin soup',
    'low',
    '2026-03-21',
    'recipe',
    false,
    ['买南瓜 Buy a pumpkin', '买椰奶 Buy coconut milk'],
  ],
];

// id, title, date, start, end, colour
const SEED_EVENTS = [
  ['e1', '周会 Team meeting', '2026-03-16', '10:00', '11:00', 'blue'],
  ['e2', '午餐：小周 Lunch with Zhou', '2026-03-16', '12:30', '13:30', 'green'],
  ['e3', '瑜伽 Yoga', '2026-03-17', '19:00', '20:00', 'violet'],
  ['e4', '发布日 Release day', '2026-03-19', '09:00', '18:00', 'red'],
  ['e5', '海边 By the sea', '2026-03-21', '08:00', '20:00', 'orange'],
  ['e6', '评审 Review', '2026-03-20', '10:00', '11:30', 'blue'],
  ['e7', '妈妈生日 Mum’s birthday', '2026-04-02', '18:00', '21:00', 'red'],
];

const COLORS = ['plain', 'blue', 'green', 'yellow', 'red', 'violet', 'orange'];
const COLOR_NAMES = {
  plain: ['无色', 'Plain'],
  blue: ['蓝', 'Blue'],
  green: ['绿', 'Green'],
  yellow: ['黄', 'Yellow'],
  red: ['红', 'Red'],
  violet: ['紫', 'Violet'],
  orange: ['橙', 'Orange'],
};
const PRIORITIES = { high: ['高', 'High'], medium: ['中', 'Medium'], low: ['低', 'Low'] };
