// What this app holds.
const DATA = {
  "app": {"id": "boardwise", "name": ["板上", "Boardwise"], "slogan": ["看得见的工作", "Work you can see"], "lang": "en", "theme": "light", "hue": 248, "navStyle": "side", "nav": ["kanban", "todos", "calendar", "chat", "files"], "start": "kanban", "logo": "board", "currency": "¥", "today": "2026-03-16", "user": ["小满", "Xiaoman"], "features": ["kanban", "todos", "calendar", "chat", "people", "files", "notes", "mail", "notices", "profile", "settings", "search"], "banners": [[["看得见的工作", "Work you can see"], ["今天也有新东西。", "Something new again today."], "todos"], [["周末特辑", "A weekend special"], ["花一点时间，慢慢看。", "Take your time."], "calendar"], [["新手上路", "New here?"], ["三分钟了解全部功能。", "See everything in three minutes."], "chat"]], "options": {"popups": [], "freeFrom": 199, "asList": false, "feedNames": ["动态", "Feed"]}},
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
    {"id": "f0", "name": ["照片", "Pictures"], "parent": "", "isFolder": true, "size": 0, "day": -13},
    {"id": "f1", "name": ["合同", "Contracts"], "parent": "", "isFolder": true, "size": 0, "day": -43},
    {"id": "f2", "name": ["音乐", "Music"], "parent": "", "isFolder": true, "size": 0, "day": -52},
    {"id": "f3", "name": ["春天.jpg", "spring.jpg"], "parent": "f0", "isFolder": false, "size": 480, "day": -4},
    {"id": "f4", "name": ["湖边.jpg", "lake.jpg"], "parent": "f0", "isFolder": false, "size": 620, "day": -2},
    {"id": "f5", "name": ["旅行", "Journey"], "parent": "f0", "isFolder": true, "size": 0, "day": -31},
    {"id": "f6", "name": ["火车.jpg", "train.jpg"], "parent": "f5", "isFolder": false, "size": 350, "day": -53},
    {"id": "f7", "name": ["租房合同.pdf", "rent.pdf"], "parent": "f1", "isFolder": false, "size": 210, "day": -56},
    {"id": "f8", "name": ["保险.pdf", "insurance.pdf"], "parent": "f1", "isFolder": false, "size": 180, "day": -38},
    {"id": "f9", "name": ["电台.mp3", "radio.mp3"], "parent": "f2", "isFolder": false, "size": 900, "day": -17},
    {"id": "f10", "name": ["简历.doc", "cv.doc"], "parent": "", "isFolder": false, "size": 60, "day": -12},
    {"id": "f11", "name": ["预算.xls", "budget.xls"], "parent": "", "isFolder": false, "size": 75, "day": -54}
  ],
  "mails": [
    {"id": "x1", "by": "u12", "subject": ["周末爬山", "Hiking"], "text": ["六点在北站见。", "Six o'clock at North Station."]},
    {"id": "x2", "by": "u4", "subject": ["合同草案", "Draft contract"], "text": ["请看第二页。", "Please look at page two."]},
    {"id": "x3", "by": "u2", "subject": ["生日快乐", "Happy birthday"], "text": ["蛋糕在冰箱里。", "The cake is in the fridge."]},
    {"id": "x4", "by": "u12", "subject": ["机票确认", "Flight confirmed"], "text": ["航班不变。", "The flight is unchanged."]},
    {"id": "x5", "by": "u9", "subject": ["系统维护", "Maintenance"], "text": ["周日凌晨停机。", "Down on Sunday morning."]},
    {"id": "x6", "by": "u5", "subject": ["周三的会议", "The meeting on Wednesday"], "text": ["能改到下午吗？", "Could it be in the afternoon?"]},
    {"id": "x7", "by": "u12", "subject": ["照片", "Pictures"], "text": ["附上周末的照片。", "Here are the pictures of the weekend."]},
    {"id": "x8", "by": "u4", "subject": ["求推荐", "Any advice"], "text": ["有好用的键盘吗？", "Is there a good keyboard?"]},
    {"id": "x9", "by": "u11", "subject": ["发票", "Invoice"], "text": ["金额 468，请核对。", "The amount is 468, please check."]},
    {"id": "x10", "by": "u7", "subject": ["读书会", "Reading group"], "text": ["这次读《慢城》。", "We read The Slow City this time."]}
  ],
  "notes": [
    {"id": "n3", "title": ["旅行计划", "Travel plan"], "text": ["先坐火车，再坐船。", "First the train, then the boat."]},
    {"id": "n1", "title": ["会议记录", "Minutes"], "text": ["周三讨论预算，记得带购物清单。", "Budget on Wednesday; bring the Shopping list."]},
    {"id": "n8", "title": ["密码提示", "Hint"], "text": ["老房子的门牌号。", "The number of the old house."]},
    {"id": "n5", "title": ["房租", "Rent"], "text": ["每月 3200，五号交。", "3200 a month, due on the fifth."]},
    {"id": "n6", "title": ["菜谱", "Recipe"], "text": ["面团静置一小时。", "Let the dough rest for an hour."]},
    {"id": "n2", "title": ["购物清单", "Shopping list"], "text": ["米、茶、灯泡。", "Rice, tea, bulbs."]},
    {"id": "n7", "title": ["想法", "Ideas"], "text": ["写一个关于灯塔的故事。", "Write a story about a lighthouse."]},
    {"id": "n4", "title": ["读书笔记", "Reading notes"], "text": ["第三章最好。", "The third chapter is the best."]}
  ],
  "people": [
    {"id": "u1", "name": ["顾北", "Gu Bei"], "mail": "gu1@example.com", "text": ["在厨房里的时间最多", "Mostly in the kitchen"], "isPrivate": false, "hue": 225, "shape": "user"},
    {"id": "u2", "name": ["何远", "He Yuan"], "mail": "he2@example.com", "text": ["爱走路和拍照", "Walks and takes pictures"], "isPrivate": false, "hue": 166, "shape": "user"},
    {"id": "u3", "name": ["唐果", "Tang Guo"], "mail": "tang3@example.com", "text": ["在厨房里的时间最多", "Mostly in the kitchen"], "isPrivate": false, "hue": 189, "shape": "user"},
    {"id": "u4", "name": ["方圆", "Fang Yuan"], "mail": "fang4@example.com", "text": ["读书，养猫", "Reads, keeps cats"], "isPrivate": true, "hue": 66, "shape": "user"},
    {"id": "u5", "name": ["苏晴", "Su Qing"], "mail": "su5@example.com", "text": ["读书，养猫", "Reads, keeps cats"], "isPrivate": false, "hue": 45, "shape": "user"},
    {"id": "u6", "name": ["沈星", "Shen Xing"], "mail": "shen6@example.com", "text": ["修自行车的人", "Mends bicycles"], "isPrivate": false, "hue": 30, "shape": "user"},
    {"id": "u7", "name": ["乔安", "Joan Qiao"], "mail": "joan7@example.com", "text": ["在厨房里的时间最多", "Mostly in the kitchen"], "isPrivate": false, "hue": 188, "shape": "user"},
    {"id": "u8", "name": ["陈屿", "Chen Yu"], "mail": "chen8@example.com", "text": ["读书，养猫", "Reads, keeps cats"], "isPrivate": true, "hue": 115, "shape": "user"},
    {"id": "u9", "name": ["周一", "Zhou Yi"], "mail": "zhou9@example.com", "text": ["周末在山上", "In the hills at weekends"], "isPrivate": false, "hue": 237, "shape": "user"},
    {"id": "u10", "name": ["林小禾", "Lin He"], "mail": "lin10@example.com", "text": ["在厨房里的时间最多", "Mostly in the kitchen"], "isPrivate": false, "hue": 132, "shape": "user"},
    {"id": "u11", "name": ["白梦娜", "Mona Bai"], "mail": "mona11@example.com", "text": ["在厨房里的时间最多", "Mostly in the kitchen"], "isPrivate": false, "hue": 7, "shape": "user"},
    {"id": "u12", "name": ["韩墨", "Han Mo"], "mail": "han12@example.com", "text": ["读书，养猫", "Reads, keeps cats"], "isPrivate": true, "hue": 299, "shape": "user"}
  ],
  "phrases": [
    ["今天的雨真大", "So much rain today"],
    ["票买好了", "I have the tickets"],
    ["谢谢你帮忙", "Thanks for helping"],
    ["文件我看过了", "I have read the file"],
    ["书我下周还你", "I will return the book next week"],
    ["明天几点见？", "What time tomorrow?"],
    ["我在路上", "I am on my way"],
    ["晚饭吃什么", "What is for dinner"],
    ["你到了吗？", "Are you there yet?"],
    ["周末去爬山吧", "Let us go hiking this weekend"]
  ],
  "todos": [
    {"id": "d1", "text": ["整理照片", "Sort the pictures"], "tag": ["家", "home"]},
    {"id": "d2", "text": ["买生日礼物", "Buy a birthday present"], "tag": ["家", "home"]},
    {"id": "d3", "text": ["交水费", "Pay the water bill"], "tag": ["家", "home"]},
    {"id": "d4", "text": ["更新合同", "Renew the contract"], "tag": ["工作", "work"]},
    {"id": "d5", "text": ["预约牙医", "Book the dentist"], "tag": ["家", "home"]},
    {"id": "d6", "text": ["准备演示", "Prepare the talk"], "tag": ["工作", "work"]},
    {"id": "d7", "text": ["修自行车", "Mend the bicycle"], "tag": ["家", "home"]},
    {"id": "d8", "text": ["提交报告", "Hand in the report"], "tag": ["工作", "work"]},
    {"id": "d9", "text": ["面试候选人", "Interview a candidate"], "tag": ["工作", "work"]},
    {"id": "d10", "text": ["还图书馆的书", "Return library books"], "tag": ["家", "home"]}
  ]
};
