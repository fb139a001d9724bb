// What this app holds.
const DATA = {
  "app": {"id": "dongdong", "name": ["动动", "Dongdong"], "slogan": ["每天动一动", "Move a little every day"], "lang": "zh", "theme": "light", "hue": 16, "navStyle": "tabs", "nav": ["workout", "todos", "profile", "help"], "start": "workout", "logo": "run", "currency": "¥", "today": "2026-03-16", "user": ["小满", "Xiaoman"], "features": ["workout", "todos", "profile", "help"], "banners": [[["每天动一动", "Move a little every day"], ["今天也有新东西。", "Something new again today."], "todos"], [["周末特辑", "A weekend special"], ["花一点时间，慢慢看。", "Take your time."], "profile"], [["新手上路", "New here?"], ["三分钟了解全部功能。", "See everything in three minutes."], "help"]], "options": {"popups": [], "freeFrom": 199, "asList": false, "feedNames": ["动态", "Feed"]}},
  "todos": [
    {"id": "d1", "text": ["交水费", "Pay the water bill"], "tag": ["家", "home"]},
    {"id": "d2", "text": ["更新合同", "Renew the contract"], "tag": ["工作", "work"]},
    {"id": "d3", "text": ["修自行车", "Mend the bicycle"], "tag": ["家", "home"]},
    {"id": "d4", "text": ["准备演示", "Prepare the talk"], "tag": ["工作", "work"]},
    {"id": "d5", "text": ["提交报告", "Hand in the report"], "tag": ["工作", "work"]},
    {"id": "d6", "text": ["还图书馆的书", "Return library books"], "tag": ["家", "home"]},
    {"id": "d7", "text": ["买生日礼物", "Buy a birthday present"], "tag": ["家", "home"]},
    {"id": "d8", "text": ["预约牙医", "Book the dentist"], "tag": ["家", "home"]},
    {"id": "d9", "text": ["面试候选人", "Interview a candidate"], "tag": ["工作", "work"]},
    {"id": "d10", "text": ["整理照片", "Sort the pictures"], "tag": ["家", "home"]}
  ]
};
