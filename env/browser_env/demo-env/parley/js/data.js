// What this app holds.
const DATA = {
  "app": {"id": "parley", "name": ["会谈", "Parley"], "slogan": ["谈得来", "Where talk works"], "lang": "en", "theme": "dark", "hue": 158, "navStyle": "rail", "nav": ["chat", "people", "calendar", "files", "settings"], "start": "chat", "logo": "users", "currency": "¥", "today": "2026-03-16", "user": ["小满", "Xiaoman"], "features": ["chat", "people", "calendar", "files", "settings", "notices"], "banners": [[["谈得来", "Where talk works"], ["今天也有新东西。", "Something new again today."], "people"], [["周末特辑", "A weekend special"], ["花一点时间，慢慢看。", "Take your time."], "calendar"], [["新手上路", "New here?"], ["三分钟了解全部功能。", "See everything in three minutes."], "files"]], "options": {"popups": [], "freeFrom": 199, "asList": false, "feedNames": ["动态", "Feed"]}},
  "events": [
    {"id": "e1", "title": ["周会", "Weekly meeting"], "day": 0, "from": "09:30", "until": "10:30", "kind": "work"},
    {"id": "e2", "title": ["瑜伽", "Yoga"], "day": 1, "from": "18:00", "until": "19:00", "kind": "sport"},
    {"id": "e3", "title": ["和周一吃饭", "Lunch with Zhou Yi"], "day": 2, "from": "12:00", "until": "13:00", "kind": "life"},
    {"id": "e4", "title": ["项目评审", "Project review"], "day": 3, "from": "14:00", "until": "15:30", "kind": "work"},
    {"id": "e5", "title": ["看展", "Exhibition"], "day": 5, "from": "15:00", "until": "17:00", "kind": "life"},
    {"id": "e6", "title": ["跑步", "Run"], "day": 6, "from": "07:00", "until": "08:00", "kind": "sport"},
    {"id": "e7", "title": ["体检", "Check-up"], "day": 9, "from": "08:30", "until": "10:00", "kind": "life"},
    {"id": "e8", "title": ["发布会", "Launch"], "day": 12, "from": "10:00", "until": "12:00", "kind": "work"}
  ],
  "files": [
    {"id": "f0", "name": ["照片", "Pictures"], "parent": "", "isFolder": true, "size": 0, "day": -21},
    {"id": "f1", "name": ["合同", "Contracts"], "parent": "", "isFolder": true, "size": 0, "day": -23},
    {"id": "f2", "name": ["音乐", "Music"], "parent": "", "isFolder": true, "size": 0, "day": -32},
    {"id": "f3", "name": ["春天.jpg", "spring.jpg"], "parent": "f0", "isFolder": false, "size": 480, "day": -52},
    {"id": "f4", "name": ["湖边.jpg", "lake.jpg"], "parent": "f0", "isFolder": false, "size": 620, "day": -40},
    {"id": "f5", "name": ["旅行", "Journey"], "parent": "f0", "isFolder": true, "size": 0, "day": -45},
    {"id": "f6", "name": ["火车.jpg", "train.jpg"], "parent": "f5", "isFolder": false, "size": 350, "day": -40},
    {"id": "f7", "name": ["租房合同.pdf", "rent.pdf"], "parent": "f1", "isFolder": false, "size": 210, "day": -36},
    {"id": "f8", "name": ["保险.pdf", "insurance.pdf"], "parent": "f1", "isFolder": false, "size": 180, "day": -14},
    {"id": "f9", "name": ["电台.mp3", "radio.mp3"], "parent": "f2", "isFolder": false, "size": 900, "day": -10},
    {"id": "f10", "name": ["简历.doc", "cv.doc"], "parent": "", "isFolder": false, "size": 60, "day": -56},
    {"id": "f11", "name": ["预算.xls", "budget.xls"], "parent": "", "isFolder": false, "size": 75, "day": -40}
  ],
  "people": [
    {"id": "u1", "name": ["沈星", "Shen Xing"], "mail": "shen1@example.com", "text": ["周末在山上", "In the hills at weekends"], "isPrivate": false, "hue": 22, "shape": "user"},
    {"id": "u2", "name": ["马可", "Marco Ma"], "mail": "marco2@example.com", "text": ["在厨房里的时间最多", "Mostly in the kitchen"], "isPrivate": false, "hue": 44, "shape": "user"},
    {"id": "u3", "name": ["白梦娜", "Mona Bai"], "mail": "mona3@example.com", "text": ["修自行车的人", "Mends bicycles"], "isPrivate": false, "hue": 237, "shape": "user"},
    {"id": "u4", "name": ["周一", "Zhou Yi"], "mail": "zhou4@example.com", "text": ["周末在山上", "In the hills at weekends"], "isPrivate": true, "hue": 133, "shape": "user"},
    {"id": "u5", "name": ["陈屿", "Chen Yu"], "mail": "chen5@example.com", "text": ["在厨房里的时间最多", "Mostly in the kitchen"], "isPrivate": false, "hue": 175, "shape": "user"},
    {"id": "u6", "name": ["叶青", "Ye Qing"], "mail": "ye6@example.com", "text": ["在厨房里的时间最多", "Mostly in the kitchen"], "isPrivate": false, "hue": 5, "shape": "user"},
    {"id": "u7", "name": ["方圆", "Fang Yuan"], "mail": "fang7@example.com", "text": ["爱走路和拍照", "Walks and takes pictures"], "isPrivate": false, "hue": 201, "shape": "user"},
    {"id": "u8", "name": ["何远", "He Yuan"], "mail": "he8@example.com", "text": ["在厨房里的时间最多", "Mostly in the kitchen"], "isPrivate": true, "hue": 204, "shape": "user"},
    {"id": "u9", "name": ["顾北", "Gu Bei"], "mail": "gu9@example.com", "text": ["爱走路和拍照", "Walks and takes pictures"], "isPrivate": false, "hue": 283, "shape": "user"},
    {"id": "u10", "name": ["韩墨", "Han Mo"], "mail": "han10@example.com", "text": ["修自行车的人", "Mends bicycles"], "isPrivate": false, "hue": 48, "shape": "user"},
    {"id": "u11", "name": ["乔安", "Joan Qiao"], "mail": "joan11@example.com", "text": ["修自行车的人", "Mends bicycles"], "isPrivate": false, "hue": 226, "shape": "user"},
    {"id": "u12", "name": ["秦川", "Qin Chuan"], "mail": "qin12@example.com", "text": ["修自行车的人", "Mends bicycles"], "isPrivate": true, "hue": 136, "shape": "user"}
  ],
  "phrases": [
    ["明天几点见？", "What time tomorrow?"],
    ["谢谢你帮忙", "Thanks for helping"],
    ["我在路上", "I am on my way"],
    ["周末去爬山吧", "Let us go hiking this weekend"],
    ["文件我看过了", "I have read the file"],
    ["你到了吗？", "Are you there yet?"],
    ["晚饭吃什么", "What is for dinner"],
    ["书我下周还你", "I will return the book next week"],
    ["票买好了", "I have the tickets"],
    ["今天的雨真大", "So much rain today"]
  ]
};
