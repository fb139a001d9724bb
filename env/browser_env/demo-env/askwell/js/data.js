// What this app holds.
const DATA = {
  "app": {"id": "askwell", "name": ["好问", "Askwell"], "slogan": ["问得更好", "Ask better questions"], "lang": "en", "theme": "light", "hue": 186, "navStyle": "top", "nav": ["survey", "mail", "people", "calendar", "settings"], "start": "survey", "logo": "clip", "currency": "¥", "today": "2026-03-16", "user": ["小满", "Xiaoman"], "features": ["survey", "mail", "people", "calendar", "settings", "notices"], "banners": [[["问得更好", "Ask better questions"], ["今天也有新东西。", "Something new again today."], "mail"], [["周末特辑", "A weekend special"], ["花一点时间，慢慢看。", "Take your time."], "people"], [["新手上路", "New here?"], ["三分钟了解全部功能。", "See everything in three minutes."], "calendar"]], "options": {"popups": [], "freeFrom": 199, "asList": false, "feedNames": ["动态", "Feed"]}},
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
  "mails": [
    {"id": "x1", "by": "u2", "subject": ["周末爬山", "Hiking"], "text": ["六点在北站见。", "Six o'clock at North Station."]},
    {"id": "x2", "by": "u2", "subject": ["发票", "Invoice"], "text": ["金额 468，请核对。", "The amount is 468, please check."]},
    {"id": "x3", "by": "u8", "subject": ["系统维护", "Maintenance"], "text": ["周日凌晨停机。", "Down on Sunday morning."]},
    {"id": "x4", "by": "u5", "subject": ["生日快乐", "Happy birthday"], "text": ["蛋糕在冰箱里。", "The cake is in the fridge."]},
    {"id": "x5", "by": "u3", "subject": ["周三的会议", "The meeting on Wednesday"], "text": ["能改到下午吗？", "Could it be in the afternoon?"]},
    {"id": "x6", "by": "u4", "subject": ["机票确认", "Flight confirmed"], "text": ["航班不变。", "The flight is unchanged."]},
    {"id": "x7", "by": "u6", "subject": ["读书会", "Reading group"], "text": ["这次读《慢城》。", "We read The Slow City this time."]},
    {"id": "x8", "by": "u5", "subject": ["合同草案", "Draft contract"], "text": ["请看第二页。", "Please look at page two."]},
    {"id": "x9", "by": "u2", "subject": ["求推荐", "Any advice"], "text": ["有好用的键盘吗？", "Is there a good keyboard?"]},
    {"id": "x10", "by": "u10", "subject": ["照片", "Pictures"], "text": ["附上周末的照片。", "Here are the pictures of the weekend."]}
  ],
  "people": [
    {"id": "u1", "name": ["马可", "Marco Ma"], "mail": "marco1@example.com", "text": ["在厨房里的时间最多", "Mostly in the kitchen"], "isPrivate": false, "hue": 239, "shape": "user"},
    {"id": "u2", "name": ["何远", "He Yuan"], "mail": "he2@example.com", "text": ["在厨房里的时间最多", "Mostly in the kitchen"], "isPrivate": false, "hue": 69, "shape": "user"},
    {"id": "u3", "name": ["秦川", "Qin Chuan"], "mail": "qin3@example.com", "text": ["读书，养猫", "Reads, keeps cats"], "isPrivate": false, "hue": 64, "shape": "user"},
    {"id": "u4", "name": ["沈星", "Shen Xing"], "mail": "shen4@example.com", "text": ["爱走路和拍照", "Walks and takes pictures"], "isPrivate": true, "hue": 108, "shape": "user"},
    {"id": "u5", "name": ["乔安", "Joan Qiao"], "mail": "joan5@example.com", "text": ["读书，养猫", "Reads, keeps cats"], "isPrivate": false, "hue": 181, "shape": "user"},
    {"id": "u6", "name": ["周一", "Zhou Yi"], "mail": "zhou6@example.com", "text": ["爱走路和拍照", "Walks and takes pictures"], "isPrivate": false, "hue": 293, "shape": "user"},
    {"id": "u7", "name": ["顾北", "Gu Bei"], "mail": "gu7@example.com", "text": ["修自行车的人", "Mends bicycles"], "isPrivate": false, "hue": 48, "shape": "user"},
    {"id": "u8", "name": ["罗拉", "Lola Luo"], "mail": "lola8@example.com", "text": ["爱走路和拍照", "Walks and takes pictures"], "isPrivate": true, "hue": 298, "shape": "user"},
    {"id": "u9", "name": ["韩墨", "Han Mo"], "mail": "han9@example.com", "text": ["读书，养猫", "Reads, keeps cats"], "isPrivate": false, "hue": 11, "shape": "user"},
    {"id": "u10", "name": ["陈屿", "Chen Yu"], "mail": "chen10@example.com", "text": ["在厨房里的时间最多", "Mostly in the kitchen"], "isPrivate": false, "hue": 24, "shape": "user"},
    {"id": "u11", "name": ["林小禾", "Lin He"], "mail": "lin11@example.com", "text": ["修自行车的人", "Mends bicycles"], "isPrivate": false, "hue": 330, "shape": "user"},
    {"id": "u12", "name": ["白梦娜", "Mona Bai"], "mail": "mona12@example.com", "text": ["周末在山上", "In the hills at weekends"], "isPrivate": true, "hue": 67, "shape": "user"}
  ],
  "phrases": [
    ["我在路上", "I am on my way"],
    ["票买好了", "I have the tickets"],
    ["明天几点见？", "What time tomorrow?"],
    ["谢谢你帮忙", "Thanks for helping"],
    ["你到了吗？", "Are you there yet?"],
    ["周末去爬山吧", "Let us go hiking this weekend"],
    ["书我下周还你", "I will return the book next week"],
    ["文件我看过了", "I have read the file"],
    ["晚饭吃什么", "What is for dinner"],
    ["今天的雨真大", "So much rain today"]
  ]
};
