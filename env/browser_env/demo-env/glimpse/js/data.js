// What this app holds.
const DATA = {
  "app": {"id": "glimpse", "name": ["一瞥", "Glimpse"], "slogan": ["今天看见了什么", "What did you see today"], "lang": "both", "theme": "light", "hue": 316, "navStyle": "tabs", "nav": ["stories", "feed", "chat", "people", "profile"], "start": "stories", "logo": "eye", "currency": "¥", "today": "2026-03-16", "user": ["小满", "Xiaoman"], "features": ["stories", "feed", "chat", "people", "profile", "favourites", "search"], "banners": [[["今天看见了什么", "What did you see today"], ["今天也有新东西。", "Something new again today."], "feed"], [["周末特辑", "A weekend special"], ["花一点时间，慢慢看。", "Take your time."], "chat"], [["新手上路", "New here?"], ["三分钟了解全部功能。", "See everything in three minutes."], "people"]], "options": {"popups": [], "freeFrom": 199, "asList": false, "feedNames": ["动态", "Feed"]}},
  "people": [
    {"id": "u1", "name": ["马可", "Marco Ma"], "mail": "marco1@example.com", "text": ["爱走路和拍照", "Walks and takes pictures"], "isPrivate": false, "hue": 196, "shape": "user"},
    {"id": "u2", "name": ["秦川", "Qin Chuan"], "mail": "qin2@example.com", "text": ["周末在山上", "In the hills at weekends"], "isPrivate": false, "hue": 65, "shape": "user"},
    {"id": "u3", "name": ["陈屿", "Chen Yu"], "mail": "chen3@example.com", "text": ["修自行车的人", "Mends bicycles"], "isPrivate": false, "hue": 216, "shape": "user"},
    {"id": "u4", "name": ["方圆", "Fang Yuan"], "mail": "fang4@example.com", "text": ["修自行车的人", "Mends bicycles"], "isPrivate": true, "hue": 101, "shape": "user"},
    {"id": "u5", "name": ["苏晴", "Su Qing"], "mail": "su5@example.com", "text": ["在厨房里的时间最多", "Mostly in the kitchen"], "isPrivate": false, "hue": 178, "shape": "user"},
    {"id": "u6", "name": ["林小禾", "Lin He"], "mail": "lin6@example.com", "text": ["周末在山上", "In the hills at weekends"], "isPrivate": false, "hue": 88, "shape": "user"},
    {"id": "u7", "name": ["罗拉", "Lola Luo"], "mail": "lola7@example.com", "text": ["爱走路和拍照", "Walks and takes pictures"], "isPrivate": false, "hue": 329, "shape": "user"},
    {"id": "u8", "name": ["何远", "He Yuan"], "mail": "he8@example.com", "text": ["读书，养猫", "Reads, keeps cats"], "isPrivate": true, "hue": 141, "shape": "user"},
    {"id": "u9", "name": ["沈星", "Shen Xing"], "mail": "shen9@example.com", "text": ["周末在山上", "In the hills at weekends"], "isPrivate": false, "hue": 307, "shape": "user"},
    {"id": "u10", "name": ["韩墨", "Han Mo"], "mail": "han10@example.com", "text": ["爱走路和拍照", "Walks and takes pictures"], "isPrivate": false, "hue": 93, "shape": "user"},
    {"id": "u11", "name": ["白梦娜", "Mona Bai"], "mail": "mona11@example.com", "text": ["读书，养猫", "Reads, keeps cats"], "isPrivate": false, "hue": 332, "shape": "user"},
    {"id": "u12", "name": ["周一", "Zhou Yi"], "mail": "zhou12@example.com", "text": ["读书，养猫", "Reads, keeps cats"], "isPrivate": true, "hue": 54, "shape": "user"}
  ],
  "phrases": [
    ["晚饭吃什么", "What is for dinner"],
    ["文件我看过了", "I have read the file"],
    ["谢谢你帮忙", "Thanks for helping"],
    ["票买好了", "I have the tickets"],
    ["明天几点见？", "What time tomorrow?"],
    ["书我下周还你", "I will return the book next week"],
    ["我在路上", "I am on my way"],
    ["周末去爬山吧", "Let us go hiking this weekend"],
    ["今天的雨真大", "So much rain today"],
    ["你到了吗？", "Are you there yet?"]
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
    {"id": "p2", "number": 1, "author": "u7", "text": ["终于学会了做面包！", "I learnt to bake bread at last!"], "topic": "h6", "likes": 144, "reposts": 7, "poll": [], "comments": []},
    {"id": "p22", "number": 21, "author": "u6", "text": ["补充：阳台的番茄红了。", "And again: The tomatoes on the balcony are ripe."], "topic": "h6", "likes": 139, "reposts": 10, "poll": [], "comments": [{"id": "p22c0", "by": "u4", "text": ["同感", "I feel the same"], "likes": 4, "replies": []}, {"id": "p22c1", "by": "u10", "text": ["下次叫上我", "Take me along next time"], "likes": 9, "replies": []}, {"id": "p22c2", "by": "u10", "text": ["真不错", "Very nice"], "likes": 6, "replies": []}], "shape": "globe", "hue": 352},
    {"id": "p20", "number": 19, "author": "u2", "text": ["补充：有人一起看展吗？", "And again: Would anyone see the exhibition with me?"], "topic": "h6", "likes": 153, "reposts": 0, "poll": [{"text": ["去", "Yes"], "votes": 16}, {"text": ["不去", "No"], "votes": 7}], "comments": [{"id": "p20c0", "by": "u5", "text": ["同感", "I feel the same"], "likes": 7, "replies": []}, {"id": "p20c1", "by": "u8", "text": ["真不错", "Very nice"], "likes": 8, "replies": []}, {"id": "p20c2", "by": "u3", "text": ["求地址", "Where is it?"], "likes": 2, "replies": []}]},
    {"id": "p10", "number": 9, "author": "u6", "text": ["阳台的番茄红了。", "The tomatoes on the balcony are ripe."], "topic": "h4", "likes": 90, "reposts": 7, "poll": [], "comments": [], "shape": "leaf", "hue": 115},
    {"id": "p16", "number": 15, "author": "u9", "text": ["补充：今天跑了十公里。", "And again: Ten kilometres today."], "topic": "h2", "likes": 90, "reposts": 1, "poll": [], "comments": [{"id": "p16c0", "by": "u4", "text": ["同感", "I feel the same"], "likes": 0, "replies": []}, {"id": "p16c1", "by": "u9", "text": ["下次叫上我", "Take me along next time"], "likes": 6, "replies": []}, {"id": "p16c2", "by": "u6", "text": ["真不错", "Very nice"], "likes": 8, "replies": []}], "shape": "mountain", "hue": 17},
    {"id": "p12", "number": 11, "author": "u8", "text": ["旧相机修好了。", "The old camera works again."], "topic": "h2", "likes": 106, "reposts": 0, "poll": [], "comments": [{"id": "p12c0", "by": "u3", "text": ["下次叫上我", "Take me along next time"], "likes": 4, "replies": []}]},
    {"id": "p13", "number": 12, "author": "u8", "text": ["补充：早上的江边很安静。", "And again: The river was quiet this morning."], "topic": "h5", "likes": 36, "reposts": 16, "poll": [{"text": ["去", "Yes"], "votes": 2}, {"text": ["不去", "No"], "votes": 7}], "comments": [{"id": "p13c0", "by": "u1", "text": ["求地址", "Where is it?"], "likes": 6, "replies": []}], "shape": "leaf", "hue": 197},
    {"id": "p15", "number": 14, "author": "u4", "text": ["补充：推荐一家转角的小店。", "And again: A little shop round the corner is worth a visit."], "topic": "h2", "likes": 75, "reposts": 19, "poll": [], "comments": [{"id": "p15c0", "by": "u2", "text": ["下次叫上我", "Take me along next time"], "likes": 8, "replies": []}, {"id": "p15c1", "by": "u8", "text": ["同感", "I feel the same"], "likes": 3, "replies": []}]},
    {"id": "p18", "number": 17, "author": "u3", "text": ["补充：猫又睡在键盘上。", "And again: The cat sleeps on the keyboard again."], "topic": "h3", "likes": 84, "reposts": 1, "poll": [], "comments": []},
    {"id": "p9", "number": 8, "author": "u6", "text": ["新镜头的第一张照片。", "The first picture with the new lens."], "topic": "h1", "likes": 39, "reposts": 14, "poll": [], "comments": [{"id": "p9c0", "by": "u2", "text": ["真不错", "Very nice"], "likes": 1, "replies": []}, {"id": "p9c1", "by": "u11", "text": ["下次叫上我", "Take me along next time"], "likes": 4, "replies": []}, {"id": "p9c2", "by": "u10", "text": ["同感", "I feel the same"], "likes": 5, "replies": []}]},
    {"id": "p6", "number": 5, "author": "u6", "text": ["猫又睡在键盘上。", "The cat sleeps on the keyboard again."], "topic": "h1", "likes": 44, "reposts": 5, "poll": [{"text": ["去", "Yes"], "votes": 24}, {"text": ["不去", "No"], "votes": 7}], "comments": [{"id": "p6c0", "by": "u12", "text": ["下次叫上我", "Take me along next time"], "likes": 4, "replies": []}, {"id": "p6c1", "by": "u12", "text": ["真不错", "Very nice"], "likes": 5, "replies": []}]},
    {"id": "p8", "number": 7, "author": "u12", "text": ["有人一起看展吗？", "Would anyone see the exhibition with me?"], "topic": "h6", "likes": 125, "reposts": 4, "poll": [], "comments": []},
    {"id": "p21", "number": 20, "author": "u9", "text": ["补充：新镜头的第一张照片。", "And again: The first picture with the new lens."], "topic": "h2", "likes": 110, "reposts": 16, "poll": [], "comments": []},
    {"id": "p4", "number": 3, "author": "u8", "text": ["今天跑了十公里。", "Ten kilometres today."], "topic": "h3", "likes": 57, "reposts": 15, "poll": [], "comments": [{"id": "p4c0", "by": "u1", "text": ["同感", "I feel the same"], "likes": 0, "replies": []}], "shape": "mountain", "hue": 359},
    {"id": "p24", "number": 23, "author": "u5", "text": ["补充：旧相机修好了。", "And again: The old camera works again."], "topic": "h1", "likes": 171, "reposts": 8, "poll": [], "comments": [{"id": "p24c0", "by": "u1", "text": ["真不错", "Very nice"], "likes": 4, "replies": []}, {"id": "p24c1", "by": "u10", "text": ["求地址", "Where is it?"], "likes": 9, "replies": []}, {"id": "p24c2", "by": "u11", "text": ["同感", "I feel the same"], "likes": 2, "replies": []}]},
    {"id": "p17", "number": 16, "author": "u7", "text": ["补充：这本书读了三遍。", "And again: I have read this book three times."], "topic": "h6", "likes": 91, "reposts": 15, "poll": [], "comments": [{"id": "p17c0", "by": "u4", "text": ["同感", "I feel the same"], "likes": 4, "replies": []}, {"id": "p17c1", "by": "u2", "text": ["求地址", "Where is it?"], "likes": 6, "replies": []}, {"id": "p17c2", "by": "u10", "text": ["真不错", "Very nice"], "likes": 3, "replies": []}]},
    {"id": "p23", "number": 22, "author": "u10", "text": ["补充：晚霞像打翻的颜料。", "And again: The sunset looked like spilt paint."], "topic": "h4", "likes": 113, "reposts": 12, "poll": [], "comments": [{"id": "p23c0", "by": "u7", "text": ["同感", "I feel the same"], "likes": 7, "replies": []}, {"id": "p23c1", "by": "u6", "text": ["真不错", "Very nice"], "likes": 6, "replies": []}]},
    {"id": "p7", "number": 6, "author": "u5", "text": ["山里的星星特别亮。", "The stars are bright in the hills."], "topic": "h4", "likes": 102, "reposts": 12, "poll": [], "comments": [{"id": "p7c0", "by": "u12", "text": ["真不错", "Very nice"], "likes": 7, "replies": []}, {"id": "p7c1", "by": "u5", "text": ["同感", "I feel the same"], "likes": 4, "replies": []}, {"id": "p7c2", "by": "u10", "text": ["下次叫上我", "Take me along next time"], "likes": 2, "replies": []}], "shape": "leaf", "hue": 48},
    {"id": "p5", "number": 4, "author": "u11", "text": ["这本书读了三遍。", "I have read this book three times."], "topic": "h4", "likes": 176, "reposts": 13, "poll": [], "comments": [{"id": "p5c0", "by": "u6", "text": ["求地址", "Where is it?"], "likes": 8, "replies": []}]},
    {"id": "p3", "number": 2, "author": "u3", "text": ["推荐一家转角的小店。", "A little shop round the corner is worth a visit."], "topic": "h2", "likes": 178, "reposts": 13, "poll": [], "comments": [{"id": "p3c0", "by": "u10", "text": ["下次叫上我", "Take me along next time"], "likes": 1, "replies": []}, {"id": "p3c1", "by": "u12", "text": ["真不错", "Very nice"], "likes": 2, "replies": []}]},
    {"id": "p11", "number": 10, "author": "u10", "text": ["晚霞像打翻的颜料。", "The sunset looked like spilt paint."], "topic": "h3", "likes": 110, "reposts": 4, "poll": [], "comments": [{"id": "p11c0", "by": "u7", "text": ["真不错", "Very nice"], "likes": 0, "replies": []}, {"id": "p11c1", "by": "u4", "text": ["下次叫上我", "Take me along next time"], "likes": 9, "replies": []}]},
    {"id": "p14", "number": 13, "author": "u10", "text": ["补充：终于学会了做面包！", "And again: I learnt to bake bread at last!"], "topic": "h6", "likes": 26, "reposts": 5, "poll": [], "comments": [{"id": "p14c0", "by": "u5", "text": ["同感", "I feel the same"], "likes": 8, "replies": []}, {"id": "p14c1", "by": "u11", "text": ["求地址", "Where is it?"], "likes": 5, "replies": []}]},
    {"id": "p1", "number": 0, "author": "u11", "text": ["早上的江边很安静。", "The river was quiet this morning."], "topic": "h3", "likes": 25, "reposts": 19, "poll": [], "comments": [{"id": "p1c0", "by": "u8", "text": ["真不错", "Very nice"], "likes": 9, "replies": []}, {"id": "p1c1", "by": "u9", "text": ["求地址", "Where is it?"], "likes": 5, "replies": []}], "shape": "mountain", "hue": 327},
    {"id": "p19", "number": 18, "author": "u10", "text": ["补充：山里的星星特别亮。", "And again: The stars are bright in the hills."], "topic": "h4", "likes": 149, "reposts": 4, "poll": [], "comments": [{"id": "p19c0", "by": "u10", "text": ["求地址", "Where is it?"], "likes": 6, "replies": []}, {"id": "p19c1", "by": "u6", "text": ["下次叫上我", "Take me along next time"], "likes": 8, "replies": []}, {"id": "p19c2", "by": "u2", "text": ["同感", "I feel the same"], "likes": 9, "replies": []}], "shape": "globe", "hue": 62}
  ]
};
