// What this app holds.
const DATA = {
  "app": {"id": "wellday", "name": ["好日子", "Wellday"], "slogan": ["一小步，好一天", "Small steps, good days"], "lang": "en", "theme": "light", "hue": 134, "navStyle": "side", "nav": ["health", "recipes", "week", "workout", "settings"], "start": "health", "logo": "pill", "currency": "¥", "today": "2026-03-16", "user": ["小满", "Xiaoman"], "features": ["health", "recipes", "workout", "todos", "settings", "notices", "help"], "banners": [[["一小步，好一天", "Small steps, good days"], ["今天也有新东西。", "Something new again today."], "recipes"], [["周末特辑", "A weekend special"], ["花一点时间，慢慢看。", "Take your time."], "week"], [["新手上路", "New here?"], ["三分钟了解全部功能。", "See everything in three minutes."], "workout"]], "options": {"popups": [], "freeFrom": 199, "asList": false, "feedNames": ["动态", "Feed"]}},
  "recipes": [
    {"id": "m1", "name": ["番茄面", "Tomato noodles"], "shape": "pot", "hue": 271, "minutes": 25, "level": 2, "ingredients": [{"name": ["番茄", "Tomatoes"], "amount": 4, "unit": "pc"}, {"name": ["面条", "Noodles"], "amount": 200, "unit": "g"}, {"name": ["油", "Oil"], "amount": 15, "unit": "ml"}], "steps": [["洗净切好", "Wash and cut"], ["热锅下油", "Heat the oil"], ["放入主料", "Put in the main things"], ["小火慢煮", "Let it simmer"], ["调味装盘", "Season and serve"]]},
    {"id": "m2", "name": ["南瓜汤", "Pumpkin soup"], "shape": "cup", "hue": 229, "minutes": 60, "level": 2, "ingredients": [{"name": ["南瓜", "Pumpkin"], "amount": 500, "unit": "g"}, {"name": ["牛奶", "Milk"], "amount": 200, "unit": "ml"}], "steps": [["洗净切好", "Wash and cut"], ["热锅下油", "Heat the oil"], ["放入主料", "Put in the main things"], ["小火慢煮", "Let it simmer"], ["调味装盘", "Season and serve"]]},
    {"id": "m3", "name": ["烤鱼", "Baked fish"], "shape": "fish", "hue": 298, "minutes": 40, "level": 1, "ingredients": [{"name": ["鱼", "Fish"], "amount": 400, "unit": "g"}, {"name": ["柠檬", "Lemons"], "amount": 1, "unit": "pc"}, {"name": ["油", "Oil"], "amount": 20, "unit": "ml"}], "steps": [["洗净切好", "Wash and cut"], ["热锅下油", "Heat the oil"], ["放入主料", "Put in the main things"], ["小火慢煮", "Let it simmer"], ["调味装盘", "Season and serve"]]},
    {"id": "m4", "name": ["蘑菇饭", "Mushroom rice"], "shape": "food", "hue": 215, "minutes": 60, "level": 3, "ingredients": [{"name": ["蘑菇", "Mushrooms"], "amount": 150, "unit": "g"}, {"name": ["米", "Rice"], "amount": 180, "unit": "g"}], "steps": [["洗净切好", "Wash and cut"], ["热锅下油", "Heat the oil"], ["放入主料", "Put in the main things"], ["小火慢煮", "Let it simmer"], ["调味装盘", "Season and serve"]]},
    {"id": "m5", "name": ["苹果派", "Apple pie"], "shape": "leaf", "hue": 14, "minutes": 25, "level": 2, "ingredients": [{"name": ["苹果", "Apples"], "amount": 5, "unit": "pc"}, {"name": ["面粉", "Flour"], "amount": 250, "unit": "g"}, {"name": ["糖", "Sugar"], "amount": 80, "unit": "g"}], "steps": [["洗净切好", "Wash and cut"], ["热锅下油", "Heat the oil"], ["放入主料", "Put in the main things"], ["小火慢煮", "Let it simmer"], ["调味装盘", "Season and serve"]]},
    {"id": "m6", "name": ["豆腐沙拉", "Tofu salad"], "shape": "leaf", "hue": 347, "minutes": 40, "level": 1, "ingredients": [{"name": ["豆腐", "Tofu"], "amount": 300, "unit": "g"}, {"name": ["黄瓜", "Cucumbers"], "amount": 2, "unit": "pc"}], "steps": [["洗净切好", "Wash and cut"], ["热锅下油", "Heat the oil"], ["放入主料", "Put in the main things"], ["小火慢煮", "Let it simmer"], ["调味装盘", "Season and serve"]]},
    {"id": "m7", "name": ["煎饼", "Pancakes"], "shape": "food", "hue": 39, "minutes": 40, "level": 2, "ingredients": [{"name": ["面粉", "Flour"], "amount": 200, "unit": "g"}, {"name": ["鸡蛋", "Eggs"], "amount": 3, "unit": "pc"}, {"name": ["牛奶", "Milk"], "amount": 150, "unit": "ml"}], "steps": [["洗净切好", "Wash and cut"], ["热锅下油", "Heat the oil"], ["放入主料", "Put in the main things"], ["小火慢煮", "Let it simmer"], ["调味装盘", "Season and serve"]]},
    {"id": "m8", "name": ["咖喱", "Curry"], "shape": "pot", "hue": 193, "minutes": 40, "level": 1, "ingredients": [{"name": ["土豆", "Potatoes"], "amount": 4, "unit": "pc"}, {"name": ["米", "Rice"], "amount": 200, "unit": "g"}, {"name": ["胡萝卜", "Carrots"], "amount": 2, "unit": "pc"}], "steps": [["洗净切好", "Wash and cut"], ["热锅下油", "Heat the oil"], ["放入主料", "Put in the main things"], ["小火慢煮", "Let it simmer"], ["调味装盘", "Season and serve"]]}
  ],
  "todos": [
    {"id": "d1", "text": ["预约牙医", "Book the dentist"], "tag": ["家", "home"]},
    {"id": "d2", "text": ["更新合同", "Renew the contract"], "tag": ["工作", "work"]},
    {"id": "d3", "text": ["面试候选人", "Interview a candidate"], "tag": ["工作", "work"]},
    {"id": "d4", "text": ["修自行车", "Mend the bicycle"], "tag": ["家", "home"]},
    {"id": "d5", "text": ["整理照片", "Sort the pictures"], "tag": ["家", "home"]},
    {"id": "d6", "text": ["准备演示", "Prepare the talk"], "tag": ["工作", "work"]},
    {"id": "d7", "text": ["买生日礼物", "Buy a birthday present"], "tag": ["家", "home"]},
    {"id": "d8", "text": ["提交报告", "Hand in the report"], "tag": ["工作", "work"]},
    {"id": "d9", "text": ["还图书馆的书", "Return library books"], "tag": ["家", "home"]},
    {"id": "d10", "text": ["交水费", "Pay the water bill"], "tag": ["家", "home"]}
  ]
};
