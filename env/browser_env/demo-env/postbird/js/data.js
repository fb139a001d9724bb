// What this app holds.
const DATA = {
  "app": {"id": "postbird", "name": ["邮鸟", "Postbird"], "slogan": ["寄得到的信", "Letters that arrive"], "lang": "en", "theme": "light", "hue": 8, "navStyle": "side", "nav": ["mail", "calendar", "people", "files", "settings"], "start": "mail", "logo": "mail", "currency": "¥", "today": "2026-03-16", "user": ["小满", "Xiaoman"], "features": ["mail", "calendar", "people", "files", "settings", "help"], "banners": [[["寄得到的信", "Letters that arrive"], ["今天也有新东西。", "Something new again today."], "calendar"], [["周末特辑", "A weekend special"], ["花一点时间，慢慢看。", "Take your time."], "people"], [["新手上路", "New here?"], ["三分钟了解全部功能。", "See everything in three minutes."], "files"]], "options": {"popups": [], "freeFrom": 199, "asList": false, "feedNames": ["动态", "Feed"]}},
  "events": [
    {"id": "e1", "title": ["周会", "Weekly meeting"], "day": 1, "from": "09:30", "until": "10:30", "kind": "work"},
    {"id": "e2", "title": ["瑜伽", "Yoga"], "day": 2, "from": "18:00", "until": "19:00", "kind": "sport"},
    {"id": "e3", "title": ["和周一吃饭", "Lunch with Zhou Yi"], "day": 3, "from": "12:00", "until": "13:00", "kind": "life"},
    {"id": "e4", "title": ["项目评审", "Project review"], "day": 4, "from": "14:00", "until": "15:30", "kind": "work"},
    {"id": "e5", "title": ["看展", "Exhibition"], "day": 6, "from": "15:00", "until": "17:00", "kind": "life"},
    {"id": "e6", "title": ["跑步", "Run"], "day": 7, "from": "07:00", "until": "08:00", "kind": "sport"},
    {"id": "e7", "title": ["体检", "Check-up"], "day": 10, "from": "08:30", "until": "10:00", "kind": "life"},
    {"id": "e8", "title": ["发布会", "Launch"], "day": 13, "from": "10:00", "until": "12:00", "kind": "work"}
  ],
  "files": [
    {"id": "f0", "name": ["照片", "Pictures"], "parent": "", "isFolder": true, "size": 0, "day": -21},
    {"id": "f1", "name": ["合同", "Contracts"], "parent": "", "isFolder": true, "size": 0, "day": -27},
    {"id": "f2", "name": ["音乐", "Music"], "parent": "", "isFolder": true, "size": 0, "day": -19},
    {"id": "f3", "name": ["春天.jpg", "spring.jpg"], "parent": "f0", "isFolder": false, "size": 480, "day": -43},
    {"id": "f4", "name": ["湖边.jpg", "lake.jpg"], "parent": "f0", "isFolder": false, "size": 620, "day": -43},
    {"id": "f5", "name": ["旅行", "Journey"], "parent": "f0", "isFolder": true, "size": 0, "day": -22},
    {"id": "f6", "name": ["火车.jpg", "train.jpg"], "parent": "f5", "isFolder": false, "size": 350, "day": -9},
    {"id": "f7", "name": ["租房合同.pdf", "rent.pdf"], "parent": "f1", "isFolder": false, "size": 210, "day": -46},
    {"id": "f8", "name": ["保险.pdf", "insurance.pdf"], "parent": "f1", "isFolder": false, "size": 180, "day": -7},
    {"id": "f9", "name": ["电台.mp3", "radio.mp3"], "parent": "f2", "isFolder": false, "size": 900, "day": -10},
    {"id": "f10", "name": ["简历.doc", "cv.doc"], "parent": "", "isFolder": false, "size": 60, "day": -40},
    {"id": "f11", "name": ["预算.xls", "budget.xls"], "parent": "", "isFolder": false, "size": 75, "day": -11}
  ],
  "mails": [
    {"id": "x1", "by": "u4", "subject": ["合同草案", "Draft contract"], "text": ["请看第二页。", "Please look at page two."]},
    {"id": "x2", "by": "u7", "subject": ["机票确认", "Flight confirmed"], "text": ["航班不变。", "The flight is unchanged."]},
    {"id": "x3", "by": "u12", "subject": ["系统维护", "Maintenance"], "text": ["周日凌晨停机。", "Down on Sunday morning."]},
    {"id": "x4", "by": "u12", "subject": ["周末爬山", "Hiking"], "text": ["六点在北站见。", "Six o'clock at North Station."]},
    {"id": "x5", "by": "u5", "subject": ["周三的会议", "The meeting on Wednesday"], "text": ["能改到下午吗？", "Could it be in the afternoon?"]},
    {"id": "x6", "by": "u8", "subject": ["照片", "Pictures"], "text": ["附上周末的照片。", "Here are the pictures of the weekend."]},
    {"id": "x7", "by": "u5", "subject": ["发票", "Invoice"], "text": ["金额 468，请核对。", "The amount is 468, please check."]},
    {"id": "x8", "by": "u1", "subject": ["求推荐", "Any advice"], "text": ["有好用的键盘吗？", "Is there a good keyboard?"]},
    {"id": "x9", "by": "u1", "subject": ["生日快乐", "Happy birthday"], "text": ["蛋糕在冰箱里。", "The cake is in the fridge."]},
    {"id": "x10", "by": "u3", "subject": ["读书会", "Reading group"], "text": ["这次读《慢城》。", "We read The Slow City this time."]}
  ],
  "people": [
    {"id": "u1", "name": ["叶青", "Ye Qing"], "mail": "ye1@example.com", "text": ["周末在山上", "In the hills at weekends"], "isPrivate": false, "hue": 327, "shape": "user"},
    {"id": "u2", "name": ["乔安", "Joan Qiao"], "mail": "joan2@example.com", "text": ["读书，养猫", "Reads, keeps cats"], "isPrivate": false, "hue": 213, "shape": "user"},
    {"id": "u3", "name": ["马可", "Marco Ma"], "mail": "marco3@example.com", "text": ["在厨房里的时间最多", "Mostly in the kitchen"], "isPrivate": false, "hue": 331, "shape": "user"},
    {"id": "u4", "name": ["林小禾", "Lin He"], "mail": "lin4@example.com", "text": ["读书，养猫", "Reads, keeps cats"], "isPrivate": true, "hue": 308, "shape": "user"},
    {"id": "u5", "name": ["罗拉", "Lola Luo"], "mail": "lola5@example.com", "text": ["周末在山上", "In the hills at weekends"], "isPrivate": false, "hue": 214, "shape": "user"},
    {"id": "u6", "name": ["沈星", "Shen Xing"], "mail": "shen6@example.com", "text": ["周末在山上", "In the hills at weekends"], "isPrivate": false, "hue": 160, "shape": "user"},
    {"id": "u7", "name": ["陈屿", "Chen Yu"], "mail": "chen7@example.com", "text": ["在厨房里的时间最多", "Mostly in the kitchen"], "isPrivate": false, "hue": 40, "shape": "user"},
    {"id": "u8", "name": ["韩墨", "Han Mo"], "mail": "han8@example.com", "text": ["修自行车的人", "Mends bicycles"], "isPrivate": true, "hue": 50, "shape": "user"},
    {"id": "u9", "name": ["周一", "Zhou Yi"], "mail": "zhou9@example.com", "text": ["修自行车的人", "Mends bicycles"], "isPrivate": false, "hue": 187, "shape": "user"},
    {"id": "u10", "name": ["苏晴", "Su Qing"], "mail": "su10@example.com", "text": ["爱走路和拍照", "Walks and takes pictures"], "isPrivate": false, "hue": 283, "shape": "user"},
    {"id": "u11", "name": ["秦川", "Qin Chuan"], "mail": "qin11@example.com", "text": ["读书，养猫", "Reads, keeps cats"], "isPrivate": false, "hue": 180, "shape": "user"},
    {"id": "u12", "name": ["方圆", "Fang Yuan"], "mail": "fang12@example.com", "text": ["周末在山上", "In the hills at weekends"], "isPrivate": true, "hue": 94, "shape": "user"}
  ],
  "phrases": [
    ["书我下周还你", "I will return the book next week"],
    ["晚饭吃什么", "What is for dinner"],
    ["我在路上", "I am on my way"],
    ["明天几点见？", "What time tomorrow?"],
    ["今天的雨真大", "So much rain today"],
    ["你到了吗？", "Are you there yet?"],
    ["谢谢你帮忙", "Thanks for helping"],
    ["票买好了", "I have the tickets"],
    ["文件我看过了", "I have read the file"],
    ["周末去爬山吧", "Let us go hiking this weekend"]
  ]
};
