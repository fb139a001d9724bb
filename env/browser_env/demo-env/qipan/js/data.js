// What this app holds.
const DATA = {
  "app": {"id": "qipan", "name": ["棋盘", "Qipan"], "slogan": ["动动脑子", "Use your head"], "lang": "zh", "theme": "light", "hue": 62, "navStyle": "tabs", "nav": ["puzzle", "people", "coupons", "profile", "settings"], "start": "puzzle", "logo": "puzzle", "currency": "¥", "today": "2026-03-16", "user": ["小满", "Xiaoman"], "features": ["puzzle", "people", "coupons", "profile", "settings", "popups"], "banners": [[["动动脑子", "Use your head"], ["今天也有新东西。", "Something new again today."], "people"], [["周末特辑", "A weekend special"], ["花一点时间，慢慢看。", "Take your time."], "coupons"], [["新手上路", "New here?"], ["三分钟了解全部功能。", "See everything in three minutes."], "profile"]], "options": {"popups": ["gift"], "freeFrom": 199, "asList": false, "feedNames": ["动态", "Feed"]}},
  "people": [
    {"id": "u1", "name": ["韩墨", "Han Mo"], "mail": "han1@example.com", "text": ["读书，养猫", "Reads, keeps cats"], "isPrivate": false, "hue": 45, "shape": "user"},
    {"id": "u2", "name": ["罗拉", "Lola Luo"], "mail": "lola2@example.com", "text": ["修自行车的人", "Mends bicycles"], "isPrivate": false, "hue": 207, "shape": "user"},
    {"id": "u3", "name": ["周一", "Zhou Yi"], "mail": "zhou3@example.com", "text": ["爱走路和拍照", "Walks and takes pictures"], "isPrivate": false, "hue": 170, "shape": "user"},
    {"id": "u4", "name": ["苏晴", "Su Qing"], "mail": "su4@example.com", "text": ["在厨房里的时间最多", "Mostly in the kitchen"], "isPrivate": true, "hue": 151, "shape": "user"},
    {"id": "u5", "name": ["唐果", "Tang Guo"], "mail": "tang5@example.com", "text": ["爱走路和拍照", "Walks and takes pictures"], "isPrivate": false, "hue": 345, "shape": "user"},
    {"id": "u6", "name": ["何远", "He Yuan"], "mail": "he6@example.com", "text": ["周末在山上", "In the hills at weekends"], "isPrivate": false, "hue": 343, "shape": "user"},
    {"id": "u7", "name": ["林小禾", "Lin He"], "mail": "lin7@example.com", "text": ["周末在山上", "In the hills at weekends"], "isPrivate": false, "hue": 267, "shape": "user"},
    {"id": "u8", "name": ["沈星", "Shen Xing"], "mail": "shen8@example.com", "text": ["读书，养猫", "Reads, keeps cats"], "isPrivate": true, "hue": 256, "shape": "user"},
    {"id": "u9", "name": ["方圆", "Fang Yuan"], "mail": "fang9@example.com", "text": ["修自行车的人", "Mends bicycles"], "isPrivate": false, "hue": 272, "shape": "user"},
    {"id": "u10", "name": ["白梦娜", "Mona Bai"], "mail": "mona10@example.com", "text": ["修自行车的人", "Mends bicycles"], "isPrivate": false, "hue": 38, "shape": "user"},
    {"id": "u11", "name": ["叶青", "Ye Qing"], "mail": "ye11@example.com", "text": ["在厨房里的时间最多", "Mostly in the kitchen"], "isPrivate": false, "hue": 48, "shape": "user"},
    {"id": "u12", "name": ["乔安", "Joan Qiao"], "mail": "joan12@example.com", "text": ["在厨房里的时间最多", "Mostly in the kitchen"], "isPrivate": true, "hue": 351, "shape": "user"}
  ],
  "phrases": [
    ["今天的雨真大", "So much rain today"],
    ["晚饭吃什么", "What is for dinner"],
    ["你到了吗？", "Are you there yet?"],
    ["周末去爬山吧", "Let us go hiking this weekend"],
    ["谢谢你帮忙", "Thanks for helping"],
    ["票买好了", "I have the tickets"],
    ["明天几点见？", "What time tomorrow?"],
    ["我在路上", "I am on my way"],
    ["文件我看过了", "I have read the file"],
    ["书我下周还你", "I will return the book next week"]
  ]
};
