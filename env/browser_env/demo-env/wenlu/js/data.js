// What this app holds.
const DATA = {
  "app": {"id": "wenlu", "name": ["问路", "Wenlu"], "slogan": ["有问题，问路人", "Ask a passer-by"], "lang": "zh", "theme": "light", "hue": 222, "navStyle": "top", "nav": ["forum", "people", "favourites", "notices", "profile"], "start": "forum", "logo": "help", "currency": "¥", "today": "2026-03-16", "user": ["小满", "Xiaoman"], "features": ["forum", "people", "favourites", "notices", "profile", "search", "help"], "banners": [[["有问题，问路人", "Ask a passer-by"], ["今天也有新东西。", "Something new again today."], "people"], [["周末特辑", "A weekend special"], ["花一点时间，慢慢看。", "Take your time."], "favourites"], [["新手上路", "New here?"], ["三分钟了解全部功能。", "See everything in three minutes."], "notices"]], "options": {"popups": [], "freeFrom": 199, "asList": false, "feedNames": ["动态", "Feed"]}},
  "people": [
    {"id": "u1", "name": ["方圆", "Fang Yuan"], "mail": "fang1@example.com", "text": ["修自行车的人", "Mends bicycles"], "isPrivate": false, "hue": 31, "shape": "user"},
    {"id": "u2", "name": ["顾北", "Gu Bei"], "mail": "gu2@example.com", "text": ["爱走路和拍照", "Walks and takes pictures"], "isPrivate": false, "hue": 118, "shape": "user"},
    {"id": "u3", "name": ["周一", "Zhou Yi"], "mail": "zhou3@example.com", "text": ["修自行车的人", "Mends bicycles"], "isPrivate": false, "hue": 13, "shape": "user"},
    {"id": "u4", "name": ["乔安", "Joan Qiao"], "mail": "joan4@example.com", "text": ["周末在山上", "In the hills at weekends"], "isPrivate": true, "hue": 235, "shape": "user"},
    {"id": "u5", "name": ["叶青", "Ye Qing"], "mail": "ye5@example.com", "text": ["在厨房里的时间最多", "Mostly in the kitchen"], "isPrivate": false, "hue": 213, "shape": "user"},
    {"id": "u6", "name": ["苏晴", "Su Qing"], "mail": "su6@example.com", "text": ["读书，养猫", "Reads, keeps cats"], "isPrivate": false, "hue": 314, "shape": "user"},
    {"id": "u7", "name": ["秦川", "Qin Chuan"], "mail": "qin7@example.com", "text": ["修自行车的人", "Mends bicycles"], "isPrivate": false, "hue": 13, "shape": "user"},
    {"id": "u8", "name": ["韩墨", "Han Mo"], "mail": "han8@example.com", "text": ["周末在山上", "In the hills at weekends"], "isPrivate": true, "hue": 61, "shape": "user"},
    {"id": "u9", "name": ["沈星", "Shen Xing"], "mail": "shen9@example.com", "text": ["修自行车的人", "Mends bicycles"], "isPrivate": false, "hue": 78, "shape": "user"},
    {"id": "u10", "name": ["马可", "Marco Ma"], "mail": "marco10@example.com", "text": ["周末在山上", "In the hills at weekends"], "isPrivate": false, "hue": 347, "shape": "user"},
    {"id": "u11", "name": ["何远", "He Yuan"], "mail": "he11@example.com", "text": ["读书，养猫", "Reads, keeps cats"], "isPrivate": false, "hue": 325, "shape": "user"},
    {"id": "u12", "name": ["罗拉", "Lola Luo"], "mail": "lola12@example.com", "text": ["在厨房里的时间最多", "Mostly in the kitchen"], "isPrivate": true, "hue": 134, "shape": "user"}
  ],
  "phrases": [
    ["周末去爬山吧", "Let us go hiking this weekend"],
    ["我在路上", "I am on my way"],
    ["你到了吗？", "Are you there yet?"],
    ["书我下周还你", "I will return the book next week"],
    ["今天的雨真大", "So much rain today"],
    ["明天几点见？", "What time tomorrow?"],
    ["谢谢你帮忙", "Thanks for helping"],
    ["文件我看过了", "I have read the file"],
    ["晚饭吃什么", "What is for dinner"],
    ["票买好了", "I have the tickets"]
  ],
  "questions": [
    {"id": "q1", "number": 0, "text": ["如何挑选登山鞋？", "How do I choose hiking boots?"], "votes": 32, "tags": ["kitchen", "life"], "bounty": 0, "accepted": "", "answers": [{"id": "q1w0", "votes": 38, "text": ["我用了两年，很好。", "Two years with it, no trouble."]}]},
    {"id": "q2", "number": 1, "text": ["米饭怎样煮不粘？", "How does rice not stick?"], "votes": 23, "tags": ["life", "travel"], "bounty": 20, "accepted": "", "answers": [{"id": "q2w0", "votes": 19, "text": ["先看自己的需要，再看预算。", "First your needs, then the price."]}, {"id": "q2w1", "votes": 39, "text": ["不建议，容易坏。", "I would not, it breaks."]}]},
    {"id": "q3", "number": 2, "text": ["第一次养猫要准备什么？", "What does a first cat need?"], "votes": 22, "tags": ["kitchen", "sport"], "bounty": 0, "accepted": "q3w0", "answers": [{"id": "q3w0", "votes": 4, "text": ["不建议，容易坏。", "I would not, it breaks."]}, {"id": "q3w1", "votes": 4, "text": ["多试几次就知道了。", "A few tries will show you."]}, {"id": "q3w2", "votes": 5, "text": ["先看自己的需要，再看预算。", "First your needs, then the price."]}]},
    {"id": "q4", "number": 3, "text": ["怎样练好英语听力？", "How do I practise listening?"], "votes": 26, "tags": ["study", "travel"], "bounty": 0, "accepted": "", "answers": [{"id": "q4w0", "votes": 28, "text": ["多试几次就知道了。", "A few tries will show you."]}]},
    {"id": "q5", "number": 4, "text": ["旧书怎么除湿？", "How do I dry old books?"], "votes": 5, "tags": ["life", "study"], "bounty": 0, "accepted": "", "answers": [{"id": "q5w0", "votes": 22, "text": ["多试几次就知道了。", "A few tries will show you."]}, {"id": "q5w1", "votes": 31, "text": ["我用了两年，很好。", "Two years with it, no trouble."]}]},
    {"id": "q6", "number": 5, "text": ["自行车链条多久上油？", "How often does a chain need oil?"], "votes": 47, "tags": ["photo", "life"], "bounty": 0, "accepted": "", "answers": [{"id": "q6w0", "votes": 36, "text": ["多试几次就知道了。", "A few tries will show you."]}, {"id": "q6w1", "votes": 34, "text": ["不建议，容易坏。", "I would not, it breaks."]}, {"id": "q6w2", "votes": 9, "text": ["先看自己的需要，再看预算。", "First your needs, then the price."]}]},
    {"id": "q7", "number": 6, "text": ["拍夜景用什么快门？", "Which shutter speed for night pictures?"], "votes": 28, "tags": ["kitchen", "sport"], "bounty": 20, "accepted": "q7w0", "answers": [{"id": "q7w0", "votes": 39, "text": ["我用了两年，很好。", "Two years with it, no trouble."]}]},
    {"id": "q8", "number": 7, "text": ["搬家怎么打包碗碟？", "How do I pack dishes?"], "votes": 3, "tags": ["life", "study"], "bounty": 0, "accepted": "", "answers": [{"id": "q8w0", "votes": 26, "text": ["先看自己的需要，再看预算。", "First your needs, then the price."]}, {"id": "q8w1", "votes": 15, "text": ["不建议，容易坏。", "I would not, it breaks."]}]},
    {"id": "q9", "number": 8, "text": ["小阳台种什么菜？", "What grows on a small balcony?"], "votes": 31, "tags": ["kitchen", "sport"], "bounty": 0, "accepted": "", "answers": [{"id": "q9w0", "votes": 2, "text": ["不建议，容易坏。", "I would not, it breaks."]}, {"id": "q9w1", "votes": 18, "text": ["多试几次就知道了。", "A few tries will show you."]}, {"id": "q9w2", "votes": 40, "text": ["我用了两年，很好。", "Two years with it, no trouble."]}]},
    {"id": "q10", "number": 9, "text": ["怎样写好一封道歉信？", "How do I write an apology?"], "votes": 7, "tags": ["life", "study"], "bounty": 0, "accepted": "", "answers": [{"id": "q10w0", "votes": 13, "text": ["我用了两年，很好。", "Two years with it, no trouble."]}]},
    {"id": "q11", "number": 10, "text": ["跑步膝盖疼怎么办？", "What helps against sore knees?"], "votes": 55, "tags": ["travel", "study"], "bounty": 0, "accepted": "q11w0", "answers": [{"id": "q11w0", "votes": 35, "text": ["先看自己的需要，再看预算。", "First your needs, then the price."]}, {"id": "q11w1", "votes": 35, "text": ["不建议，容易坏。", "I would not, it breaks."]}]},
    {"id": "q12", "number": 11, "text": ["咖啡豆怎么保存？", "How are coffee beans kept?"], "votes": 38, "tags": ["photo", "kitchen"], "bounty": 20, "accepted": "", "answers": [{"id": "q12w0", "votes": 32, "text": ["我用了两年，很好。", "Two years with it, no trouble."]}, {"id": "q12w1", "votes": 28, "text": ["多试几次就知道了。", "A few tries will show you."]}, {"id": "q12w2", "votes": 37, "text": ["不建议，容易坏。", "I would not, it breaks."]}]}
  ]
};
