// What this app holds.
const DATA = {
  "app": {"id": "suiyi", "name": ["随意表", "Suiyi"], "slogan": ["表格也可以轻松", "Sheets made easy"], "lang": "zh", "theme": "light", "hue": 150, "navStyle": "side", "nav": ["sheet", "files", "notes", "todos", "settings"], "start": "sheet", "logo": "table", "currency": "¥", "today": "2026-03-16", "user": ["小满", "Xiaoman"], "features": ["sheet", "files", "notes", "todos", "settings"], "banners": [[["表格也可以轻松", "Sheets made easy"], ["今天也有新东西。", "Something new again today."], "files"], [["周末特辑", "A weekend special"], ["花一点时间，慢慢看。", "Take your time."], "notes"], [["新手上路", "New here?"], ["三分钟了解全部功能。", "See everything in three minutes."], "todos"]], "options": {"popups": [], "freeFrom": 199, "asList": false, "feedNames": ["动态", "Feed"]}},
  "files": [
    {"id": "f0", "name": ["照片", "Pictures"], "parent": "", "isFolder": true, "size": 0, "day": -22},
    {"id": "f1", "name": ["合同", "Contracts"], "parent": "", "isFolder": true, "size": 0, "day": -1},
    {"id": "f2", "name": ["音乐", "Music"], "parent": "", "isFolder": true, "size": 0, "day": -11},
    {"id": "f3", "name": ["春天.jpg", "spring.jpg"], "parent": "f0", "isFolder": false, "size": 480, "day": -21},
    {"id": "f4", "name": ["湖边.jpg", "lake.jpg"], "parent": "f0", "isFolder": false, "size": 620, "day": -23},
    {"id": "f5", "name": ["旅行", "Journey"], "parent": "f0", "isFolder": true, "size": 0, "day": -50},
    {"id": "f6", "name": ["火车.jpg", "train.jpg"], "parent": "f5", "isFolder": false, "size": 350, "day": -42},
    {"id": "f7", "name": ["租房合同.pdf", "rent.pdf"], "parent": "f1", "isFolder": false, "size": 210, "day": -17},
    {"id": "f8", "name": ["保险.pdf", "insurance.pdf"], "parent": "f1", "isFolder": false, "size": 180, "day": -36},
    {"id": "f9", "name": ["电台.mp3", "radio.mp3"], "parent": "f2", "isFolder": false, "size": 900, "day": -30},
    {"id": "f10", "name": ["简历.doc", "cv.doc"], "parent": "", "isFolder": false, "size": 60, "day": -33},
    {"id": "f11", "name": ["预算.xls", "budget.xls"], "parent": "", "isFolder": false, "size": 75, "day": -31}
  ],
  "notes": [
    {"id": "n2", "title": ["购物清单", "Shopping list"], "text": ["米、茶、灯泡。", "Rice, tea, bulbs."]},
    {"id": "n3", "title": ["旅行计划", "Travel plan"], "text": ["先坐火车，再坐船。", "First the train, then the boat."]},
    {"id": "n4", "title": ["读书笔记", "Reading notes"], "text": ["第三章最好。", "The third chapter is the best."]},
    {"id": "n7", "title": ["想法", "Ideas"], "text": ["写一个关于灯塔的故事。", "Write a story about a lighthouse."]},
    {"id": "n5", "title": ["房租", "Rent"], "text": ["每月 3200，五号交。", "3200 a month, due on the fifth."]},
    {"id": "n1", "title": ["会议记录", "Minutes"], "text": ["周三讨论预算，记得带购物清单。", "Budget on Wednesday; bring the Shopping list."]},
    {"id": "n6", "title": ["菜谱", "Recipe"], "text": ["面团静置一小时。", "Let the dough rest for an hour."]},
    {"id": "n8", "title": ["密码提示", "Hint"], "text": ["老房子的门牌号。", "The number of the old house."]}
  ],
  "sheet": {"A1": "项目 Item", "B1": "金额 Amount", "C1": "份数 Share", "D1": "备注 Note", "A2": "Prepare the talk", "B2": "235", "C2": "4", "A3": "Return library books", "B3": "320", "C3": "2", "A4": "Mend the bicycle", "B4": "185", "C4": "1", "A5": "Interview a candidate", "B5": "330", "C5": "1", "D2": "=B2*C2", "D3": "=B3/C3"},
  "todos": [
    {"id": "d1", "text": ["面试候选人", "Interview a candidate"], "tag": ["工作", "work"]},
    {"id": "d2", "text": ["更新合同", "Renew the contract"], "tag": ["工作", "work"]},
    {"id": "d3", "text": ["整理照片", "Sort the pictures"], "tag": ["家", "home"]},
    {"id": "d4", "text": ["买生日礼物", "Buy a birthday present"], "tag": ["家", "home"]},
    {"id": "d5", "text": ["提交报告", "Hand in the report"], "tag": ["工作", "work"]},
    {"id": "d6", "text": ["还图书馆的书", "Return library books"], "tag": ["家", "home"]},
    {"id": "d7", "text": ["预约牙医", "Book the dentist"], "tag": ["家", "home"]},
    {"id": "d8", "text": ["修自行车", "Mend the bicycle"], "tag": ["家", "home"]},
    {"id": "d9", "text": ["交水费", "Pay the water bill"], "tag": ["家", "home"]},
    {"id": "d10", "text": ["准备演示", "Prepare the talk"], "tag": ["工作", "work"]}
  ]
};
