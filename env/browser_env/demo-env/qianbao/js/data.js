// What this app holds.
const DATA = {
  "app": {"id": "qianbao", "name": ["钱宝", "Qianbao"], "slogan": ["每一分都清楚", "Every penny clear"], "lang": "zh", "theme": "light", "hue": 210, "navStyle": "tabs", "nav": ["wallet", "history", "budget", "parcels", "profile"], "start": "wallet", "logo": "wallet", "currency": "¥", "today": "2026-03-16", "user": ["小满", "Xiaoman"], "features": ["wallet", "budget", "parcels", "coupons", "converter", "notices", "profile", "settings", "popups"], "banners": [[["每一分都清楚", "Every penny clear"], ["今天也有新东西。", "Something new again today."], "history"], [["周末特辑", "A weekend special"], ["花一点时间，慢慢看。", "Take your time."], "budget"], [["新手上路", "New here?"], ["三分钟了解全部功能。", "See everything in three minutes."], "parcels"]], "options": {"popups": ["consent"], "freeFrom": 199, "asList": false, "feedNames": ["动态", "Feed"]}},
  "payments": [
    {"id": "y1", "text": ["电影", "Cinema"], "kind": "out", "amount": 84, "day": 0},
    {"id": "y2", "text": ["地铁", "Underground"], "kind": "out", "amount": 6, "day": -1},
    {"id": "y3", "text": ["工资", "Salary"], "kind": "in", "amount": 6800, "day": -2},
    {"id": "y4", "text": ["退款", "Refund"], "kind": "in", "amount": 129, "day": -3},
    {"id": "y5", "text": ["早餐", "Breakfast"], "kind": "out", "amount": 18, "day": -4},
    {"id": "y6", "text": ["超市", "Supermarket"], "kind": "out", "amount": 236, "day": -5},
    {"id": "y7", "text": ["话费", "Phone bill"], "kind": "bill", "amount": 58, "day": -6},
    {"id": "y8", "text": ["转账给陈屿", "To Chen Yu"], "kind": "out", "amount": 200, "day": -7},
    {"id": "y9", "text": ["加油", "Petrol"], "kind": "out", "amount": 310, "day": -8},
    {"id": "y10", "text": ["利息", "Interest"], "kind": "in", "amount": 12, "day": -9}
  ],
  "people": [
    {"id": "u1", "name": ["苏晴", "Su Qing"], "mail": "su1@example.com", "text": ["周末在山上", "In the hills at weekends"], "isPrivate": false, "hue": 96, "shape": "user"},
    {"id": "u2", "name": ["白梦娜", "Mona Bai"], "mail": "mona2@example.com", "text": ["读书，养猫", "Reads, keeps cats"], "isPrivate": false, "hue": 259, "shape": "user"},
    {"id": "u3", "name": ["陈屿", "Chen Yu"], "mail": "chen3@example.com", "text": ["周末在山上", "In the hills at weekends"], "isPrivate": false, "hue": 93, "shape": "user"},
    {"id": "u4", "name": ["何远", "He Yuan"], "mail": "he4@example.com", "text": ["在厨房里的时间最多", "Mostly in the kitchen"], "isPrivate": true, "hue": 219, "shape": "user"},
    {"id": "u5", "name": ["顾北", "Gu Bei"], "mail": "gu5@example.com", "text": ["在厨房里的时间最多", "Mostly in the kitchen"], "isPrivate": false, "hue": 239, "shape": "user"},
    {"id": "u6", "name": ["林小禾", "Lin He"], "mail": "lin6@example.com", "text": ["爱走路和拍照", "Walks and takes pictures"], "isPrivate": false, "hue": 320, "shape": "user"},
    {"id": "u7", "name": ["罗拉", "Lola Luo"], "mail": "lola7@example.com", "text": ["爱走路和拍照", "Walks and takes pictures"], "isPrivate": false, "hue": 31, "shape": "user"},
    {"id": "u8", "name": ["唐果", "Tang Guo"], "mail": "tang8@example.com", "text": ["爱走路和拍照", "Walks and takes pictures"], "isPrivate": true, "hue": 135, "shape": "user"},
    {"id": "u9", "name": ["马可", "Marco Ma"], "mail": "marco9@example.com", "text": ["修自行车的人", "Mends bicycles"], "isPrivate": false, "hue": 119, "shape": "user"},
    {"id": "u10", "name": ["周一", "Zhou Yi"], "mail": "zhou10@example.com", "text": ["修自行车的人", "Mends bicycles"], "isPrivate": false, "hue": 162, "shape": "user"},
    {"id": "u11", "name": ["秦川", "Qin Chuan"], "mail": "qin11@example.com", "text": ["周末在山上", "In the hills at weekends"], "isPrivate": false, "hue": 16, "shape": "user"},
    {"id": "u12", "name": ["乔安", "Joan Qiao"], "mail": "joan12@example.com", "text": ["读书，养猫", "Reads, keeps cats"], "isPrivate": true, "hue": 64, "shape": "user"}
  ],
  "phrases": [
    ["今天的雨真大", "So much rain today"],
    ["晚饭吃什么", "What is for dinner"],
    ["我在路上", "I am on my way"],
    ["谢谢你帮忙", "Thanks for helping"],
    ["书我下周还你", "I will return the book next week"],
    ["明天几点见？", "What time tomorrow?"],
    ["文件我看过了", "I have read the file"],
    ["你到了吗？", "Are you there yet?"],
    ["周末去爬山吧", "Let us go hiking this weekend"],
    ["票买好了", "I have the tickets"]
  ]
};
