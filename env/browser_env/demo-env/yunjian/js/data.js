// What this app holds.
const DATA = {
  "app": {"id": "yunjian", "name": ["云笺", "Yunjian"], "slogan": ["写下来，就不忘", "Write it down"], "lang": "both", "theme": "light", "hue": 92, "navStyle": "tabs", "nav": ["notes", "todos", "files", "calendar", "settings"], "start": "notes", "logo": "note", "currency": "¥", "today": "2026-03-16", "user": ["小满", "Xiaoman"], "features": ["notes", "todos", "files", "calendar", "settings"], "banners": [[["写下来，就不忘", "Write it down"], ["今天也有新东西。", "Something new again today."], "todos"], [["周末特辑", "A weekend special"], ["花一点时间，慢慢看。", "Take your time."], "files"], [["新手上路", "New here?"], ["三分钟了解全部功能。", "See everything in three minutes."], "calendar"]], "options": {"popups": [], "freeFrom": 199, "asList": false, "feedNames": ["动态", "Feed"]}},
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
    {"id": "f0", "name": ["照片", "Pictures"], "parent": "", "isFolder": true, "size": 0, "day": -6},
    {"id": "f1", "name": ["合同", "Contracts"], "parent": "", "isFolder": true, "size": 0, "day": -11},
    {"id": "f2", "name": ["音乐", "Music"], "parent": "", "isFolder": true, "size": 0, "day": -41},
    {"id": "f3", "name": ["春天.jpg", "spring.jpg"], "parent": "f0", "isFolder": false, "size": 480, "day": -24},
    {"id": "f4", "name": ["湖边.jpg", "lake.jpg"], "parent": "f0", "isFolder": false, "size": 620, "day": -6},
    {"id": "f5", "name": ["旅行", "Journey"], "parent": "f0", "isFolder": true, "size": 0, "day": -35},
    {"id": "f6", "name": ["火车.jpg", "train.jpg"], "parent": "f5", "isFolder": false, "size": 350, "day": -6},
    {"id": "f7", "name": ["租房合同.pdf", "rent.pdf"], "parent": "f1", "isFolder": false, "size": 210, "day": -26},
    {"id": "f8", "name": ["保险.pdf", "insurance.pdf"], "parent": "f1", "isFolder": false, "size": 180, "day": -54},
    {"id": "f9", "name": ["电台.mp3", "radio.mp3"], "parent": "f2", "isFolder": false, "size": 900, "day": -1},
    {"id": "f10", "name": ["简历.doc", "cv.doc"], "parent": "", "isFolder": false, "size": 60, "day": -53},
    {"id": "f11", "name": ["预算.xls", "budget.xls"], "parent": "", "isFolder": false, "size": 75, "day": -51}
  ],
  "notes": [
    {"id": "n2", "title": ["购物清单", "Shopping list"], "text": ["米、茶、灯泡。", "Rice, tea, bulbs."]},
    {"id": "n5", "title": ["房租", "Rent"], "text": ["每月 3200，五号交。", "3200 a month, due on the fifth."]},
    {"id": "n7", "title": ["想法", "Ideas"], "text": ["写一个关于灯塔的故事。", "Write a story about a lighthouse."]},
    {"id": "n1", "title": ["会议记录", "Minutes"], "text": ["周三讨论预算，记得带购物清单。", "Budget on Wednesday; bring the Shopping list."]},
    {"id": "n8", "title": ["密码提示", "Hint"], "text": ["老房子的门牌号。", "The number of the old house."]},
    {"id": "n3", "title": ["旅行计划", "Travel plan"], "text": ["先坐火车，再坐船。", "First the train, then the boat."]},
    {"id": "n4", "title": ["读书笔记", "Reading notes"], "text": ["第三章最好。", "The third chapter is the best."]},
    {"id": "n6", "title": ["菜谱", "Recipe"], "text": ["面团静置一小时。", "Let the dough rest for an hour."]}
  ],
  "todos": [
    {"id": "d1", "text": ["预约牙医", "Book the dentist"], "tag": ["家", "home"]},
    {"id": "d2", "text": ["买生日礼物", "Buy a birthday present"], "tag": ["家", "home"]},
    {"id": "d3", "text": ["面试候选人", "Interview a candidate"], "tag": ["工作", "work"]},
    {"id": "d4", "text": ["交水费", "Pay the water bill"], "tag": ["家", "home"]},
    {"id": "d5", "text": ["提交报告", "Hand in the report"], "tag": ["工作", "work"]},
    {"id": "d6", "text": ["准备演示", "Prepare the talk"], "tag": ["工作", "work"]},
    {"id": "d7", "text": ["修自行车", "Mend the bicycle"], "tag": ["家", "home"]},
    {"id": "d8", "text": ["更新合同", "Renew the contract"], "tag": ["工作", "work"]},
    {"id": "d9", "text": ["整理照片", "Sort the pictures"], "tag": ["家", "home"]},
    {"id": "d10", "text": ["还图书馆的书", "Return library books"], "tag": ["家", "home"]}
  ]
};
