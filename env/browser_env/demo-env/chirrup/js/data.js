// What this app holds.
const DATA = {
  "app": {"id": "chirrup", "name": ["叽喳", "Chirrup"], "slogan": ["三言两语", "Short words"], "lang": "en", "theme": "light", "hue": 204, "navStyle": "rail", "nav": ["feed", "people", "settings"], "start": "feed", "logo": "send", "currency": "¥", "today": "2026-03-16", "user": ["小满", "Xiaoman"], "features": ["feed", "people", "settings", "favourites"], "banners": [[["三言两语", "Short words"], ["今天也有新东西。", "Something new again today."], "people"], [["周末特辑", "A weekend special"], ["花一点时间，慢慢看。", "Take your time."], "settings"], [["新手上路", "New here?"], ["三分钟了解全部功能。", "See everything in three minutes."], "people"]], "options": {"popups": [], "freeFrom": 199, "asList": false, "feedNames": ["时间线", "Timeline"]}},
  "people": [
    {"id": "u1", "name": ["罗拉", "Lola Luo"], "mail": "lola1@example.com", "text": ["读书，养猫", "Reads, keeps cats"], "isPrivate": false, "hue": 215, "shape": "user"},
    {"id": "u2", "name": ["沈星", "Shen Xing"], "mail": "shen2@example.com", "text": ["修自行车的人", "Mends bicycles"], "isPrivate": false, "hue": 103, "shape": "user"},
    {"id": "u3", "name": ["唐果", "Tang Guo"], "mail": "tang3@example.com", "text": ["周末在山上", "In the hills at weekends"], "isPrivate": false, "hue": 46, "shape": "user"},
    {"id": "u4", "name": ["韩墨", "Han Mo"], "mail": "han4@example.com", "text": ["在厨房里的时间最多", "Mostly in the kitchen"], "isPrivate": true, "hue": 25, "shape": "user"},
    {"id": "u5", "name": ["周一", "Zhou Yi"], "mail": "zhou5@example.com", "text": ["爱走路和拍照", "Walks and takes pictures"], "isPrivate": false, "hue": 179, "shape": "user"},
    {"id": "u6", "name": ["苏晴", "Su Qing"], "mail": "su6@example.com", "text": ["读书，养猫", "Reads, keeps cats"], "isPrivate": false, "hue": 77, "shape": "user"},
    {"id": "u7", "name": ["叶青", "Ye Qing"], "mail": "ye7@example.com", "text": ["在厨房里的时间最多", "Mostly in the kitchen"], "isPrivate": false, "hue": 75, "shape": "user"},
    {"id": "u8", "name": ["顾北", "Gu Bei"], "mail": "gu8@example.com", "text": ["周末在山上", "In the hills at weekends"], "isPrivate": true, "hue": 359, "shape": "user"},
    {"id": "u9", "name": ["方圆", "Fang Yuan"], "mail": "fang9@example.com", "text": ["在厨房里的时间最多", "Mostly in the kitchen"], "isPrivate": false, "hue": 187, "shape": "user"},
    {"id": "u10", "name": ["陈屿", "Chen Yu"], "mail": "chen10@example.com", "text": ["爱走路和拍照", "Walks and takes pictures"], "isPrivate": false, "hue": 160, "shape": "user"},
    {"id": "u11", "name": ["何远", "He Yuan"], "mail": "he11@example.com", "text": ["读书，养猫", "Reads, keeps cats"], "isPrivate": false, "hue": 77, "shape": "user"},
    {"id": "u12", "name": ["秦川", "Qin Chuan"], "mail": "qin12@example.com", "text": ["修自行车的人", "Mends bicycles"], "isPrivate": true, "hue": 237, "shape": "user"}
  ],
  "phrases": [
    ["明天几点见？", "What time tomorrow?"],
    ["谢谢你帮忙", "Thanks for helping"],
    ["你到了吗？", "Are you there yet?"],
    ["票买好了", "I have the tickets"],
    ["今天的雨真大", "So much rain today"],
    ["文件我看过了", "I have read the file"],
    ["我在路上", "I am on my way"],
    ["书我下周还你", "I will return the book next week"],
    ["晚饭吃什么", "What is for dinner"],
    ["周末去爬山吧", "Let us go hiking this weekend"]
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
    {"id": "p9", "number": 8, "author": "u1", "text": ["新镜头的第一张照片。", "The first picture with the new lens."], "topic": "h2", "likes": 35, "reposts": 6, "poll": [], "comments": [{"id": "p9c0", "by": "u7", "text": ["真不错", "Very nice"], "likes": 8, "replies": []}]},
    {"id": "p5", "number": 4, "author": "u1", "text": ["这本书读了三遍。", "I have read this book three times."], "topic": "h6", "likes": 53, "reposts": 19, "poll": [], "comments": [{"id": "p5c0", "by": "u4", "text": ["同感", "I feel the same"], "likes": 2, "replies": []}, {"id": "p5c1", "by": "u4", "text": ["下次叫上我", "Take me along next time"], "likes": 0, "replies": []}, {"id": "p5c2", "by": "u11", "text": ["真不错", "Very nice"], "likes": 6, "replies": []}]},
    {"id": "p10", "number": 9, "author": "u9", "text": ["阳台的番茄红了。", "The tomatoes on the balcony are ripe."], "topic": "h2", "likes": 159, "reposts": 12, "poll": [], "comments": [{"id": "p10c0", "by": "u3", "text": ["下次叫上我", "Take me along next time"], "likes": 6, "replies": []}], "shape": "mountain", "hue": 221},
    {"id": "p1", "number": 0, "author": "u7", "text": ["早上的江边很安静。", "The river was quiet this morning."], "topic": "h3", "likes": 147, "reposts": 6, "poll": [], "comments": [{"id": "p1c0", "by": "u10", "text": ["求地址", "Where is it?"], "likes": 8, "replies": []}, {"id": "p1c1", "by": "u11", "text": ["真不错", "Very nice"], "likes": 3, "replies": []}], "shape": "cup", "hue": 187},
    {"id": "p21", "number": 20, "author": "u3", "text": ["补充：新镜头的第一张照片。", "And again: The first picture with the new lens."], "topic": "h5", "likes": 27, "reposts": 2, "poll": [], "comments": []},
    {"id": "p24", "number": 23, "author": "u6", "text": ["补充：旧相机修好了。", "And again: The old camera works again."], "topic": "h1", "likes": 3, "reposts": 17, "poll": [], "comments": []},
    {"id": "p8", "number": 7, "author": "u11", "text": ["有人一起看展吗？", "Would anyone see the exhibition with me?"], "topic": "h2", "likes": 10, "reposts": 5, "poll": [], "comments": []},
    {"id": "p23", "number": 22, "author": "u7", "text": ["补充：晚霞像打翻的颜料。", "And again: The sunset looked like spilt paint."], "topic": "h5", "likes": 31, "reposts": 19, "poll": [], "comments": [{"id": "p23c0", "by": "u9", "text": ["真不错", "Very nice"], "likes": 7, "replies": []}, {"id": "p23c1", "by": "u10", "text": ["同感", "I feel the same"], "likes": 6, "replies": []}, {"id": "p23c2", "by": "u4", "text": ["求地址", "Where is it?"], "likes": 1, "replies": []}]},
    {"id": "p13", "number": 12, "author": "u10", "text": ["补充：早上的江边很安静。", "And again: The river was quiet this morning."], "topic": "h2", "likes": 99, "reposts": 0, "poll": [{"text": ["去", "Yes"], "votes": 22}, {"text": ["不去", "No"], "votes": 7}], "comments": [], "shape": "globe", "hue": 173},
    {"id": "p7", "number": 6, "author": "u5", "text": ["山里的星星特别亮。", "The stars are bright in the hills."], "topic": "h6", "likes": 142, "reposts": 12, "poll": [], "comments": [{"id": "p7c0", "by": "u1", "text": ["真不错", "Very nice"], "likes": 5, "replies": []}, {"id": "p7c1", "by": "u3", "text": ["同感", "I feel the same"], "likes": 0, "replies": []}, {"id": "p7c2", "by": "u5", "text": ["求地址", "Where is it?"], "likes": 7, "replies": []}], "shape": "leaf", "hue": 358},
    {"id": "p19", "number": 18, "author": "u6", "text": ["补充：山里的星星特别亮。", "And again: The stars are bright in the hills."], "topic": "h1", "likes": 1, "reposts": 8, "poll": [], "comments": [{"id": "p19c0", "by": "u11", "text": ["求地址", "Where is it?"], "likes": 3, "replies": []}, {"id": "p19c1", "by": "u3", "text": ["真不错", "Very nice"], "likes": 7, "replies": []}, {"id": "p19c2", "by": "u6", "text": ["下次叫上我", "Take me along next time"], "likes": 2, "replies": []}], "shape": "mountain", "hue": 153},
    {"id": "p12", "number": 11, "author": "u9", "text": ["旧相机修好了。", "The old camera works again."], "topic": "h1", "likes": 104, "reposts": 8, "poll": [], "comments": [{"id": "p12c0", "by": "u4", "text": ["真不错", "Very nice"], "likes": 0, "replies": []}, {"id": "p12c1", "by": "u3", "text": ["下次叫上我", "Take me along next time"], "likes": 9, "replies": []}]},
    {"id": "p16", "number": 15, "author": "u12", "text": ["补充：今天跑了十公里。", "And again: Ten kilometres today."], "topic": "h3", "likes": 30, "reposts": 4, "poll": [], "comments": [], "shape": "globe", "hue": 52},
    {"id": "p14", "number": 13, "author": "u2", "text": ["补充：终于学会了做面包！", "And again: I learnt to bake bread at last!"], "topic": "h4", "likes": 152, "reposts": 11, "poll": [], "comments": [{"id": "p14c0", "by": "u12", "text": ["同感", "I feel the same"], "likes": 4, "replies": []}, {"id": "p14c1", "by": "u2", "text": ["下次叫上我", "Take me along next time"], "likes": 0, "replies": []}]},
    {"id": "p11", "number": 10, "author": "u6", "text": ["晚霞像打翻的颜料。", "The sunset looked like spilt paint."], "topic": "h3", "likes": 75, "reposts": 12, "poll": [], "comments": [{"id": "p11c0", "by": "u9", "text": ["同感", "I feel the same"], "likes": 4, "replies": []}, {"id": "p11c1", "by": "u8", "text": ["真不错", "Very nice"], "likes": 6, "replies": []}, {"id": "p11c2", "by": "u4", "text": ["求地址", "Where is it?"], "likes": 4, "replies": []}]},
    {"id": "p2", "number": 1, "author": "u1", "text": ["终于学会了做面包！", "I learnt to bake bread at last!"], "topic": "h4", "likes": 100, "reposts": 15, "poll": [], "comments": []},
    {"id": "p3", "number": 2, "author": "u3", "text": ["推荐一家转角的小店。", "A little shop round the corner is worth a visit."], "topic": "h5", "likes": 7, "reposts": 3, "poll": [], "comments": [{"id": "p3c0", "by": "u1", "text": ["同感", "I feel the same"], "likes": 3, "replies": []}]},
    {"id": "p15", "number": 14, "author": "u7", "text": ["补充：推荐一家转角的小店。", "And again: A little shop round the corner is worth a visit."], "topic": "h6", "likes": 27, "reposts": 19, "poll": [], "comments": [{"id": "p15c0", "by": "u12", "text": ["下次叫上我", "Take me along next time"], "likes": 5, "replies": []}]},
    {"id": "p17", "number": 16, "author": "u2", "text": ["补充：这本书读了三遍。", "And again: I have read this book three times."], "topic": "h1", "likes": 82, "reposts": 11, "poll": [], "comments": [{"id": "p17c0", "by": "u1", "text": ["真不错", "Very nice"], "likes": 5, "replies": []}]},
    {"id": "p20", "number": 19, "author": "u12", "text": ["补充：有人一起看展吗？", "And again: Would anyone see the exhibition with me?"], "topic": "h3", "likes": 32, "reposts": 6, "poll": [{"text": ["去", "Yes"], "votes": 3}, {"text": ["不去", "No"], "votes": 7}], "comments": []},
    {"id": "p4", "number": 3, "author": "u6", "text": ["今天跑了十公里。", "Ten kilometres today."], "topic": "h3", "likes": 60, "reposts": 14, "poll": [], "comments": [], "shape": "leaf", "hue": 34},
    {"id": "p6", "number": 5, "author": "u7", "text": ["猫又睡在键盘上。", "The cat sleeps on the keyboard again."], "topic": "h1", "likes": 125, "reposts": 0, "poll": [{"text": ["去", "Yes"], "votes": 6}, {"text": ["不去", "No"], "votes": 7}], "comments": [{"id": "p6c0", "by": "u11", "text": ["同感", "I feel the same"], "likes": 0, "replies": []}]},
    {"id": "p18", "number": 17, "author": "u4", "text": ["补充：猫又睡在键盘上。", "And again: The cat sleeps on the keyboard again."], "topic": "h4", "likes": 17, "reposts": 20, "poll": [], "comments": []},
    {"id": "p22", "number": 21, "author": "u11", "text": ["补充：阳台的番茄红了。", "And again: The tomatoes on the balcony are ripe."], "topic": "h6", "likes": 158, "reposts": 14, "poll": [], "comments": [], "shape": "cup", "hue": 262}
  ]
};
