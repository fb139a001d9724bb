// What this app holds.
const DATA = {
  "app": {"id": "wanyou", "name": ["弯友", "Wanyou"], "slogan": ["和朋友聊点真的", "Talk with friends"], "lang": "zh", "theme": "light", "hue": 352, "navStyle": "tabs", "nav": ["feed", "chat", "people", "notices", "profile"], "start": "feed", "logo": "chat", "currency": "¥", "today": "2026-03-16", "user": ["小满", "Xiaoman"], "features": ["feed", "chat", "people", "favourites", "search", "notices", "profile", "settings", "help", "calendar", "popups"], "banners": [[["和朋友聊点真的", "Talk with friends"], ["今天也有新东西。", "Something new again today."], "chat"], [["周末特辑", "A weekend special"], ["花一点时间，慢慢看。", "Take your time."], "people"], [["新手上路", "New here?"], ["三分钟了解全部功能。", "See everything in three minutes."], "notices"]], "options": {"popups": ["tour"], "freeFrom": 199, "asList": false, "feedNames": ["动态", "Feed"]}},
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
  "people": [
    {"id": "u1", "name": ["顾北", "Gu Bei"], "mail": "gu1@example.com", "text": ["周末在山上", "In the hills at weekends"], "isPrivate": false, "hue": 232, "shape": "user"},
    {"id": "u2", "name": ["秦川", "Qin Chuan"], "mail": "qin2@example.com", "text": ["爱走路和拍照", "Walks and takes pictures"], "isPrivate": false, "hue": 63, "shape": "user"},
    {"id": "u3", "name": ["苏晴", "Su Qing"], "mail": "su3@example.com", "text": ["在厨房里的时间最多", "Mostly in the kitchen"], "isPrivate": false, "hue": 345, "shape": "user"},
    {"id": "u4", "name": ["沈星", "Shen Xing"], "mail": "shen4@example.com", "text": ["在厨房里的时间最多", "Mostly in the kitchen"], "isPrivate": true, "hue": 343, "shape": "user"},
    {"id": "u5", "name": ["乔安", "Joan Qiao"], "mail": "joan5@example.com", "text": ["读书，养猫", "Reads, keeps cats"], "isPrivate": false, "hue": 32, "shape": "user"},
    {"id": "u6", "name": ["林小禾", "Lin He"], "mail": "lin6@example.com", "text": ["修自行车的人", "Mends bicycles"], "isPrivate": false, "hue": 52, "shape": "user"},
    {"id": "u7", "name": ["白梦娜", "Mona Bai"], "mail": "mona7@example.com", "text": ["修自行车的人", "Mends bicycles"], "isPrivate": false, "hue": 206, "shape": "user"},
    {"id": "u8", "name": ["叶青", "Ye Qing"], "mail": "ye8@example.com", "text": ["在厨房里的时间最多", "Mostly in the kitchen"], "isPrivate": true, "hue": 66, "shape": "user"},
    {"id": "u9", "name": ["方圆", "Fang Yuan"], "mail": "fang9@example.com", "text": ["修自行车的人", "Mends bicycles"], "isPrivate": false, "hue": 238, "shape": "user"},
    {"id": "u10", "name": ["陈屿", "Chen Yu"], "mail": "chen10@example.com", "text": ["周末在山上", "In the hills at weekends"], "isPrivate": false, "hue": 14, "shape": "user"},
    {"id": "u11", "name": ["马可", "Marco Ma"], "mail": "marco11@example.com", "text": ["读书，养猫", "Reads, keeps cats"], "isPrivate": false, "hue": 279, "shape": "user"},
    {"id": "u12", "name": ["罗拉", "Lola Luo"], "mail": "lola12@example.com", "text": ["修自行车的人", "Mends bicycles"], "isPrivate": true, "hue": 264, "shape": "user"}
  ],
  "phrases": [
    ["你到了吗？", "Are you there yet?"],
    ["我在路上", "I am on my way"],
    ["谢谢你帮忙", "Thanks for helping"],
    ["晚饭吃什么", "What is for dinner"],
    ["书我下周还你", "I will return the book next week"],
    ["文件我看过了", "I have read the file"],
    ["票买好了", "I have the tickets"],
    ["周末去爬山吧", "Let us go hiking this weekend"],
    ["今天的雨真大", "So much rain today"],
    ["明天几点见？", "What time tomorrow?"]
  ],
  "topics": [
    {"id": "h1", "name": ["日常", "Daily life"]},
    {"id": "h2", "name": ["旅行", "Travel"]},
    {"id": "h3", "name": ["美食", "Food"]},
    {"id": "h4", "name": ["摄影", "Photos"]},
    {"id": "h5", "name": ["读书", "Reading"]},
    {"id": "h6", "name": ["运动", "Sport"]}
  ],
  "posts": [
    {"id": "p16", "number": 15, "author": "u6", "text": ["补充：今天跑了十公里。", "And again: Ten kilometres today."], "topic": "h6", "likes": 36, "reposts": 6, "poll": [], "comments": [], "shape": "cup", "hue": 121},
    {"id": "p19", "number": 18, "author": "u6", "text": ["补充：山里的星星特别亮。", "And again: The stars are bright in the hills."], "topic": "h4", "likes": 38, "reposts": 20, "poll": [], "comments": [{"id": "p19c0", "by": "u11", "text": ["同感", "I feel the same"], "likes": 5, "replies": []}, {"id": "p19c1", "by": "u6", "text": ["下次叫上我", "Take me along next time"], "likes": 4, "replies": []}], "shape": "globe", "hue": 357},
    {"id": "p20", "number": 19, "author": "u6", "text": ["补充：有人一起看展吗？", "And again: Would anyone see the exhibition with me?"], "topic": "h5", "likes": 18, "reposts": 2, "poll": [{"text": ["去", "Yes"], "votes": 17}, {"text": ["不去", "No"], "votes": 7}], "comments": [{"id": "p20c0", "by": "u4", "text": ["同感", "I feel the same"], "likes": 7, "replies": []}]},
    {"id": "p24", "number": 23, "author": "u1", "text": ["补充：旧相机修好了。", "And again: The old camera works again."], "topic": "h3", "likes": 176, "reposts": 4, "poll": [], "comments": [{"id": "p24c0", "by": "u2", "text": ["求地址", "Where is it?"], "likes": 5, "replies": []}]},
    {"id": "p3", "number": 2, "author": "u5", "text": ["推荐一家转角的小店。", "A little shop round the corner is worth a visit."], "topic": "h4", "likes": 127, "reposts": 9, "poll": [], "comments": []},
    {"id": "p21", "number": 20, "author": "u1", "text": ["补充：新镜头的第一张照片。", "And again: The first picture with the new lens."], "topic": "h2", "likes": 70, "reposts": 2, "poll": [], "comments": []},
    {"id": "p10", "number": 9, "author": "u2", "text": ["阳台的番茄红了。", "The tomatoes on the balcony are ripe."], "topic": "h2", "likes": 178, "reposts": 2, "poll": [], "comments": [{"id": "p10c0", "by": "u6", "text": ["同感", "I feel the same"], "likes": 6, "replies": []}, {"id": "p10c1", "by": "u11", "text": ["求地址", "Where is it?"], "likes": 8, "replies": []}, {"id": "p10c2", "by": "u7", "text": ["真不错", "Very nice"], "likes": 8, "replies": []}], "shape": "cup", "hue": 323},
    {"id": "p13", "number": 12, "author": "u12", "text": ["补充：早上的江边很安静。", "And again: The river was quiet this morning."], "topic": "h1", "likes": 65, "reposts": 3, "poll": [{"text": ["去", "Yes"], "votes": 26}, {"text": ["不去", "No"], "votes": 7}], "comments": [], "shape": "mountain", "hue": 231},
    {"id": "p1", "number": 0, "author": "u6", "text": ["早上的江边很安静。", "The river was quiet this morning."], "topic": "h4", "likes": 83, "reposts": 6, "poll": [], "comments": [], "shape": "mountain", "hue": 275},
    {"id": "p12", "number": 11, "author": "u11", "text": ["旧相机修好了。", "The old camera works again."], "topic": "h6", "likes": 156, "reposts": 20, "poll": [], "comments": []},
    {"id": "p6", "number": 5, "author": "u11", "text": ["猫又睡在键盘上。", "The cat sleeps on the keyboard again."], "topic": "h3", "likes": 174, "reposts": 13, "poll": [{"text": ["去", "Yes"], "votes": 9}, {"text": ["不去", "No"], "votes": 7}], "comments": []},
    {"id": "p15", "number": 14, "author": "u12", "text": ["补充：推荐一家转角的小店。", "And again: A little shop round the corner is worth a visit."], "topic": "h6", "likes": 78, "reposts": 13, "poll": [], "comments": [{"id": "p15c0", "by": "u9", "text": ["同感", "I feel the same"], "likes": 5, "replies": []}, {"id": "p15c1", "by": "u11", "text": ["真不错", "Very nice"], "likes": 3, "replies": []}]},
    {"id": "p17", "number": 16, "author": "u8", "text": ["补充：这本书读了三遍。", "And again: I have read this book three times."], "topic": "h1", "likes": 103, "reposts": 15, "poll": [], "comments": [{"id": "p17c0", "by": "u8", "text": ["同感", "I feel the same"], "likes": 7, "replies": []}, {"id": "p17c1", "by": "u9", "text": ["真不错", "Very nice"], "likes": 3, "replies": []}, {"id": "p17c2", "by": "u4", "text": ["下次叫上我", "Take me along next time"], "likes": 9, "replies": []}]},
    {"id": "p4", "number": 3, "author": "u9", "text": ["今天跑了十公里。", "Ten kilometres today."], "topic": "h3", "likes": 71, "reposts": 19, "poll": [], "comments": [{"id": "p4c0", "by": "u10", "text": ["真不错", "Very nice"], "likes": 9, "replies": []}], "shape": "leaf", "hue": 267},
    {"id": "p14", "number": 13, "author": "u3", "text": ["补充：终于学会了做面包！", "And again: I learnt to bake bread at last!"], "topic": "h3", "likes": 170, "reposts": 8, "poll": [], "comments": [{"id": "p14c0", "by": "u9", "text": ["下次叫上我", "Take me along next time"], "likes": 8, "replies": []}, {"id": "p14c1", "by": "u8", "text": ["求地址", "Where is it?"], "likes": 4, "replies": []}]},
    {"id": "p9", "number": 8, "author": "u10", "text": ["新镜头的第一张照片。", "The first picture with the new lens."], "topic": "h2", "likes": 63, "reposts": 5, "poll": [], "comments": []},
    {"id": "p2", "number": 1, "author": "u12", "text": ["终于学会了做面包！", "I learnt to bake bread at last!"], "topic": "h1", "likes": 161, "reposts": 9, "poll": [], "comments": [{"id": "p2c0", "by": "u8", "text": ["同感", "I feel the same"], "likes": 4, "replies": []}, {"id": "p2c1", "by": "u8", "text": ["真不错", "Very nice"], "likes": 3, "replies": []}]},
    {"id": "p11", "number": 10, "author": "u12", "text": ["晚霞像打翻的颜料。", "The sunset looked like spilt paint."], "topic": "h6", "likes": 138, "reposts": 11, "poll": [], "comments": []},
    {"id": "p5", "number": 4, "author": "u11", "text": ["这本书读了三遍。", "I have read this book three times."], "topic": "h3", "likes": 76, "reposts": 9, "poll": [], "comments": [{"id": "p5c0", "by": "u7", "text": ["同感", "I feel the same"], "likes": 3, "replies": []}, {"id": "p5c1", "by": "u6", "text": ["求地址", "Where is it?"], "likes": 0, "replies": []}]},
    {"id": "p18", "number": 17, "author": "u11", "text": ["补充：猫又睡在键盘上。", "And again: The cat sleeps on the keyboard again."], "topic": "h5", "likes": 128, "reposts": 11, "poll": [], "comments": [{"id": "p18c0", "by": "u11", "text": ["下次叫上我", "Take me along next time"], "likes": 6, "replies": []}, {"id": "p18c1", "by": "u12", "text": ["求地址", "Where is it?"], "likes": 0, "replies": []}, {"id": "p18c2", "by": "u8", "text": ["真不错", "Very nice"], "likes": 3, "replies": []}]},
    {"id": "p8", "number": 7, "author": "u9", "text": ["有人一起看展吗？", "Would anyone see the exhibition with me?"], "topic": "h1", "likes": 65, "reposts": 6, "poll": [], "comments": []},
    {"id": "p22", "number": 21, "author": "u7", "text": ["补充：阳台的番茄红了。", "And again: The tomatoes on the balcony are ripe."], "topic": "h3", "likes": 61, "reposts": 6, "poll": [], "comments": [{"id": "p22c0", "by": "u5", "text": ["下次叫上我", "Take me along next time"], "likes": 1, "replies": []}], "shape": "leaf", "hue": 128},
    {"id": "p23", "number": 22, "author": "u2", "text": ["补充：晚霞像打翻的颜料。", "And again: The sunset looked like spilt paint."], "topic": "h6", "likes": 90, "reposts": 8, "poll": [], "comments": [{"id": "p23c0", "by": "u8", "text": ["同感", "I feel the same"], "likes": 9, "replies": []}]},
    {"id": "p7", "number": 6, "author": "u7", "text": ["山里的星星特别亮。", "The stars are bright in the hills."], "topic": "h1", "likes": 108, "reposts": 15, "poll": [], "comments": [{"id": "p7c0", "by": "u10", "text": ["下次叫上我", "Take me along next time"], "likes": 7, "replies": []}, {"id": "p7c1", "by": "u9", "text": ["真不错", "Very nice"], "likes": 8, "replies": []}], "shape": "cup", "hue": 143}
  ]
};
