// What this app holds.
const DATA = {
  "app": {"id": "pixelnook", "name": ["像素角", "Pixelnook"], "slogan": ["画一点点", "Draw a little"], "lang": "en", "theme": "dark", "hue": 300, "navStyle": "rail", "nav": ["pixels", "feed", "people", "settings"], "start": "pixels", "logo": "brush", "currency": "¥", "today": "2026-03-16", "user": ["小满", "Xiaoman"], "features": ["pixels", "feed", "people", "settings"], "banners": [[["画一点点", "Draw a little"], ["今天也有新东西。", "Something new again today."], "feed"], [["周末特辑", "A weekend special"], ["花一点时间，慢慢看。", "Take your time."], "people"], [["新手上路", "New here?"], ["三分钟了解全部功能。", "See everything in three minutes."], "settings"]], "options": {"popups": [], "freeFrom": 199, "asList": false, "feedNames": ["动态", "Feed"]}},
  "people": [
    {"id": "u1", "name": ["秦川", "Qin Chuan"], "mail": "qin1@example.com", "text": ["爱走路和拍照", "Walks and takes pictures"], "isPrivate": false, "hue": 317, "shape": "user"},
    {"id": "u2", "name": ["白梦娜", "Mona Bai"], "mail": "mona2@example.com", "text": ["爱走路和拍照", "Walks and takes pictures"], "isPrivate": false, "hue": 86, "shape": "user"},
    {"id": "u3", "name": ["何远", "He Yuan"], "mail": "he3@example.com", "text": ["修自行车的人", "Mends bicycles"], "isPrivate": false, "hue": 293, "shape": "user"},
    {"id": "u4", "name": ["顾北", "Gu Bei"], "mail": "gu4@example.com", "text": ["爱走路和拍照", "Walks and takes pictures"], "isPrivate": true, "hue": 347, "shape": "user"},
    {"id": "u5", "name": ["林小禾", "Lin He"], "mail": "lin5@example.com", "text": ["在厨房里的时间最多", "Mostly in the kitchen"], "isPrivate": false, "hue": 288, "shape": "user"},
    {"id": "u6", "name": ["韩墨", "Han Mo"], "mail": "han6@example.com", "text": ["读书，养猫", "Reads, keeps cats"], "isPrivate": false, "hue": 197, "shape": "user"},
    {"id": "u7", "name": ["叶青", "Ye Qing"], "mail": "ye7@example.com", "text": ["在厨房里的时间最多", "Mostly in the kitchen"], "isPrivate": false, "hue": 348, "shape": "user"},
    {"id": "u8", "name": ["苏晴", "Su Qing"], "mail": "su8@example.com", "text": ["修自行车的人", "Mends bicycles"], "isPrivate": true, "hue": 306, "shape": "user"},
    {"id": "u9", "name": ["陈屿", "Chen Yu"], "mail": "chen9@example.com", "text": ["读书，养猫", "Reads, keeps cats"], "isPrivate": false, "hue": 138, "shape": "user"},
    {"id": "u10", "name": ["罗拉", "Lola Luo"], "mail": "lola10@example.com", "text": ["修自行车的人", "Mends bicycles"], "isPrivate": false, "hue": 323, "shape": "user"},
    {"id": "u11", "name": ["马可", "Marco Ma"], "mail": "marco11@example.com", "text": ["读书，养猫", "Reads, keeps cats"], "isPrivate": false, "hue": 129, "shape": "user"},
    {"id": "u12", "name": ["乔安", "Joan Qiao"], "mail": "joan12@example.com", "text": ["周末在山上", "In the hills at weekends"], "isPrivate": true, "hue": 70, "shape": "user"}
  ],
  "phrases": [
    ["文件我看过了", "I have read the file"],
    ["明天几点见？", "What time tomorrow?"],
    ["你到了吗？", "Are you there yet?"],
    ["票买好了", "I have the tickets"],
    ["周末去爬山吧", "Let us go hiking this weekend"],
    ["我在路上", "I am on my way"],
    ["书我下周还你", "I will return the book next week"],
    ["晚饭吃什么", "What is for dinner"],
    ["今天的雨真大", "So much rain today"],
    ["谢谢你帮忙", "Thanks for helping"]
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
    {"id": "p1", "number": 0, "author": "u10", "text": ["早上的江边很安静。", "The river was quiet this morning."], "topic": "h1", "likes": 11, "reposts": 17, "poll": [], "comments": [{"id": "p1c0", "by": "u11", "text": ["下次叫上我", "Take me along next time"], "likes": 3, "replies": []}, {"id": "p1c1", "by": "u1", "text": ["同感", "I feel the same"], "likes": 8, "replies": []}], "shape": "globe", "hue": 173},
    {"id": "p7", "number": 6, "author": "u5", "text": ["山里的星星特别亮。", "The stars are bright in the hills."], "topic": "h5", "likes": 124, "reposts": 16, "poll": [], "comments": [{"id": "p7c0", "by": "u8", "text": ["同感", "I feel the same"], "likes": 5, "replies": []}, {"id": "p7c1", "by": "u6", "text": ["真不错", "Very nice"], "likes": 1, "replies": []}], "shape": "mountain", "hue": 336},
    {"id": "p19", "number": 18, "author": "u9", "text": ["补充：山里的星星特别亮。", "And again: The stars are bright in the hills."], "topic": "h5", "likes": 176, "reposts": 20, "poll": [], "comments": [{"id": "p19c0", "by": "u4", "text": ["求地址", "Where is it?"], "likes": 0, "replies": []}, {"id": "p19c1", "by": "u12", "text": ["下次叫上我", "Take me along next time"], "likes": 1, "replies": []}, {"id": "p19c2", "by": "u5", "text": ["同感", "I feel the same"], "likes": 9, "replies": []}], "shape": "mountain", "hue": 90},
    {"id": "p16", "number": 15, "author": "u5", "text": ["补充：今天跑了十公里。", "And again: Ten kilometres today."], "topic": "h1", "likes": 26, "reposts": 5, "poll": [], "comments": [{"id": "p16c0", "by": "u2", "text": ["求地址", "Where is it?"], "likes": 1, "replies": []}], "shape": "leaf", "hue": 303},
    {"id": "p18", "number": 17, "author": "u1", "text": ["补充：猫又睡在键盘上。", "And again: The cat sleeps on the keyboard again."], "topic": "h1", "likes": 29, "reposts": 18, "poll": [], "comments": [{"id": "p18c0", "by": "u12", "text": ["真不错", "Very nice"], "likes": 7, "replies": []}, {"id": "p18c1", "by": "u7", "text": ["下次叫上我", "Take me along next time"], "likes": 9, "replies": []}]},
    {"id": "p5", "number": 4, "author": "u5", "text": ["这本书读了三遍。", "I have read this book three times."], "topic": "h1", "likes": 178, "reposts": 14, "poll": [], "comments": []},
    {"id": "p2", "number": 1, "author": "u6", "text": ["终于学会了做面包！", "I learnt to bake bread at last!"], "topic": "h5", "likes": 28, "reposts": 7, "poll": [], "comments": [{"id": "p2c0", "by": "u4", "text": ["真不错", "Very nice"], "likes": 6, "replies": []}, {"id": "p2c1", "by": "u2", "text": ["求地址", "Where is it?"], "likes": 2, "replies": []}, {"id": "p2c2", "by": "u12", "text": ["同感", "I feel the same"], "likes": 7, "replies": []}]},
    {"id": "p13", "number": 12, "author": "u3", "text": ["补充：早上的江边很安静。", "And again: The river was quiet this morning."], "topic": "h4", "likes": 111, "reposts": 13, "poll": [{"text": ["去", "Yes"], "votes": 4}, {"text": ["不去", "No"], "votes": 7}], "comments": [], "shape": "leaf", "hue": 153},
    {"id": "p9", "number": 8, "author": "u5", "text": ["新镜头的第一张照片。", "The first picture with the new lens."], "topic": "h2", "likes": 119, "reposts": 11, "poll": [], "comments": [{"id": "p9c0", "by": "u8", "text": ["真不错", "Very nice"], "likes": 7, "replies": []}, {"id": "p9c1", "by": "u6", "text": ["同感", "I feel the same"], "likes": 3, "replies": []}, {"id": "p9c2", "by": "u1", "text": ["求地址", "Where is it?"], "likes": 5, "replies": []}]},
    {"id": "p22", "number": 21, "author": "u9", "text": ["补充：阳台的番茄红了。", "And again: The tomatoes on the balcony are ripe."], "topic": "h1", "likes": 114, "reposts": 18, "poll": [], "comments": [{"id": "p22c0", "by": "u3", "text": ["同感", "I feel the same"], "likes": 3, "replies": []}], "shape": "cup", "hue": 211},
    {"id": "p10", "number": 9, "author": "u8", "text": ["阳台的番茄红了。", "The tomatoes on the balcony are ripe."], "topic": "h3", "likes": 138, "reposts": 11, "poll": [], "comments": [{"id": "p10c0", "by": "u11", "text": ["求地址", "Where is it?"], "likes": 0, "replies": []}, {"id": "p10c1", "by": "u2", "text": ["真不错", "Very nice"], "likes": 5, "replies": []}], "shape": "globe", "hue": 142},
    {"id": "p12", "number": 11, "author": "u8", "text": ["旧相机修好了。", "The old camera works again."], "topic": "h6", "likes": 99, "reposts": 0, "poll": [], "comments": [{"id": "p12c0", "by": "u10", "text": ["同感", "I feel the same"], "likes": 5, "replies": []}]},
    {"id": "p11", "number": 10, "author": "u3", "text": ["晚霞像打翻的颜料。", "The sunset looked like spilt paint."], "topic": "h5", "likes": 64, "reposts": 3, "poll": [], "comments": [{"id": "p11c0", "by": "u6", "text": ["下次叫上我", "Take me along next time"], "likes": 3, "replies": []}]},
    {"id": "p21", "number": 20, "author": "u2", "text": ["补充：新镜头的第一张照片。", "And again: The first picture with the new lens."], "topic": "h6", "likes": 96, "reposts": 12, "poll": [], "comments": [{"id": "p21c0", "by": "u5", "text": ["求地址", "Where is it?"], "likes": 2, "replies": []}]},
    {"id": "p20", "number": 19, "author": "u3", "text": ["补充：有人一起看展吗？", "And again: Would anyone see the exhibition with me?"], "topic": "h1", "likes": 159, "reposts": 18, "poll": [{"text": ["去", "Yes"], "votes": 16}, {"text": ["不去", "No"], "votes": 7}], "comments": [{"id": "p20c0", "by": "u1", "text": ["求地址", "Where is it?"], "likes": 9, "replies": []}, {"id": "p20c1", "by": "u10", "text": ["同感", "I feel the same"], "likes": 5, "replies": []}]},
    {"id": "p6", "number": 5, "author": "u4", "text": ["猫又睡在键盘上。", "The cat sleeps on the keyboard again."], "topic": "h5", "likes": 34, "reposts": 1, "poll": [{"text": ["去", "Yes"], "votes": 28}, {"text": ["不去", "No"], "votes": 7}], "comments": [{"id": "p6c0", "by": "u12", "text": ["下次叫上我", "Take me along next time"], "likes": 3, "replies": []}, {"id": "p6c1", "by": "u9", "text": ["真不错", "Very nice"], "likes": 7, "replies": []}, {"id": "p6c2", "by": "u4", "text": ["求地址", "Where is it?"], "likes": 1, "replies": []}]},
    {"id": "p15", "number": 14, "author": "u7", "text": ["补充：推荐一家转角的小店。", "And again: A little shop round the corner is worth a visit."], "topic": "h6", "likes": 128, "reposts": 0, "poll": [], "comments": [{"id": "p15c0", "by": "u3", "text": ["下次叫上我", "Take me along next time"], "likes": 8, "replies": []}]},
    {"id": "p3", "number": 2, "author": "u3", "text": ["推荐一家转角的小店。", "A little shop round the corner is worth a visit."], "topic": "h2", "likes": 158, "reposts": 20, "poll": [], "comments": []},
    {"id": "p14", "number": 13, "author": "u12", "text": ["补充：终于学会了做面包！", "And again: I learnt to bake bread at last!"], "topic": "h3", "likes": 146, "reposts": 8, "poll": [], "comments": [{"id": "p14c0", "by": "u12", "text": ["真不错", "Very nice"], "likes": 3, "replies": []}, {"id": "p14c1", "by": "u4", "text": ["下次叫上我", "Take me along next time"], "likes": 1, "replies": []}]},
    {"id": "p17", "number": 16, "author": "u11", "text": ["补充：这本书读了三遍。", "And again: I have read this book three times."], "topic": "h3", "likes": 159, "reposts": 12, "poll": [], "comments": [{"id": "p17c0", "by": "u4", "text": ["求地址", "Where is it?"], "likes": 2, "replies": []}, {"id": "p17c1", "by": "u1", "text": ["同感", "I feel the same"], "likes": 1, "replies": []}, {"id": "p17c2", "by": "u3", "text": ["真不错", "Very nice"], "likes": 8, "replies": []}]},
    {"id": "p23", "number": 22, "author": "u6", "text": ["补充：晚霞像打翻的颜料。", "And again: The sunset looked like spilt paint."], "topic": "h5", "likes": 76, "reposts": 14, "poll": [], "comments": [{"id": "p23c0", "by": "u2", "text": ["下次叫上我", "Take me along next time"], "likes": 0, "replies": []}, {"id": "p23c1", "by": "u8", "text": ["真不错", "Very nice"], "likes": 6, "replies": []}, {"id": "p23c2", "by": "u5", "text": ["同感", "I feel the same"], "likes": 4, "replies": []}]},
    {"id": "p24", "number": 23, "author": "u5", "text": ["补充：旧相机修好了。", "And again: The old camera works again."], "topic": "h3", "likes": 171, "reposts": 15, "poll": [], "comments": [{"id": "p24c0", "by": "u1", "text": ["求地址", "Where is it?"], "likes": 8, "replies": []}, {"id": "p24c1", "by": "u2", "text": ["同感", "I feel the same"], "likes": 1, "replies": []}, {"id": "p24c2", "by": "u4", "text": ["下次叫上我", "Take me along next time"], "likes": 7, "replies": []}]},
    {"id": "p8", "number": 7, "author": "u4", "text": ["有人一起看展吗？", "Would anyone see the exhibition with me?"], "topic": "h6", "likes": 119, "reposts": 17, "poll": [], "comments": [{"id": "p8c0", "by": "u8", "text": ["同感", "I feel the same"], "likes": 2, "replies": []}]},
    {"id": "p4", "number": 3, "author": "u10", "text": ["今天跑了十公里。", "Ten kilometres today."], "topic": "h2", "likes": 126, "reposts": 20, "poll": [], "comments": [{"id": "p4c0", "by": "u6", "text": ["下次叫上我", "Take me along next time"], "likes": 7, "replies": []}, {"id": "p4c1", "by": "u3", "text": ["同感", "I feel the same"], "likes": 5, "replies": []}], "shape": "globe", "hue": 14}
  ]
};
