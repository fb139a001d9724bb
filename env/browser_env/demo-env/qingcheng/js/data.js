// What this app holds.
const DATA = {
  "app": {"id": "qingcheng", "name": ["轻程", "Qingcheng"], "slogan": ["轻轻松松出门去", "Travel light"], "lang": "zh", "theme": "light", "hue": 190, "navStyle": "tabs", "nav": ["home", "stays", "trips", "map", "settings"], "start": "home", "logo": "mountain", "currency": "¥", "today": "2026-03-16", "user": ["小满", "Xiaoman"], "features": ["home", "stays", "booking", "map", "calendar", "search", "settings", "popups"], "banners": [[["轻轻松松出门去", "Travel light"], ["今天也有新东西。", "Something new again today."], "stays"], [["周末特辑", "A weekend special"], ["花一点时间，慢慢看。", "Take your time."], "trips"], [["新手上路", "New here?"], ["三分钟了解全部功能。", "See everything in three minutes."], "map"]], "options": {"popups": ["tour"], "freeFrom": 199, "asList": false, "feedNames": ["动态", "Feed"]}},
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
  "hotels": [
    {"id": "s1", "name": ["云川温泉山庄", "Hot Spring Manor, Yunchuan"], "city": ["云川", "Yunchuan"], "stars": 4, "rating": 3.7, "price": 1260, "km": 6.7, "facilities": ["parking", "pets", "pool"], "text": ["步行可到老城。", "A walk away from the old town."], "shape": "bed", "hue": 241},
    {"id": "s2", "name": ["临湖湖畔旅店", "Lakeside Inn, Linhu"], "city": ["临湖", "Linhu"], "stars": 5, "rating": 4.1, "price": 980, "km": 2.3, "facilities": ["gym", "parking", "pool"], "text": ["步行可到老城。", "A walk away from the old town."], "shape": "bed", "hue": 189},
    {"id": "s3", "name": ["石门老城客栈", "Old Town Lodge, Shimen"], "city": ["石门", "Shimen"], "stars": 4, "rating": 3.5, "price": 1260, "km": 6.8, "facilities": ["breakfast", "pets", "pool"], "text": ["步行可到老城。", "A walk away from the old town."], "shape": "bed", "hue": 356},
    {"id": "s4", "name": ["南屿星河酒店", "Milky Way Hotel, Nanyu"], "city": ["南屿", "Nanyu"], "stars": 5, "rating": 4.6, "price": 1040, "km": 6.3, "facilities": ["breakfast", "parking", "pool"], "text": ["步行可到老城。", "A walk away from the old town."], "shape": "bed", "hue": 306},
    {"id": "s5", "name": ["云川竹林民宿", "Bamboo House, Yunchuan"], "city": ["云川", "Yunchuan"], "stars": 3, "rating": 3.7, "price": 1400, "km": 5.4, "facilities": ["breakfast", "parking", "pool"], "text": ["步行可到老城。", "A walk away from the old town."], "shape": "bed", "hue": 134},
    {"id": "s6", "name": ["临湖海风公寓", "Sea Wind Apartments, Linhu"], "city": ["临湖", "Linhu"], "stars": 2, "rating": 4.2, "price": 1440, "km": 3.3, "facilities": ["gym", "parking", "pool"], "text": ["步行可到老城。", "A walk away from the old town."], "shape": "bed", "hue": 12},
    {"id": "s7", "name": ["石门车站酒店", "Station Hotel, Shimen"], "city": ["石门", "Shimen"], "stars": 2, "rating": 4.6, "price": 340, "km": 4.5, "facilities": ["breakfast", "gym", "parking"], "text": ["步行可到老城。", "A walk away from the old town."], "shape": "bed", "hue": 325},
    {"id": "s8", "name": ["南屿云顶度假村", "Cloud Top Resort, Nanyu"], "city": ["南屿", "Nanyu"], "stars": 3, "rating": 4.9, "price": 1260, "km": 1.5, "facilities": ["gym", "parking", "pets"], "text": ["步行可到老城。", "A walk away from the old town."], "shape": "bed", "hue": 350},
    {"id": "s9", "name": ["云川橡树小院", "Oak Yard, Yunchuan"], "city": ["云川", "Yunchuan"], "stars": 5, "rating": 4.0, "price": 1440, "km": 7.9, "facilities": ["breakfast", "parking", "pets"], "text": ["步行可到老城。", "A walk away from the old town."], "shape": "bed", "hue": 160},
    {"id": "s10", "name": ["临湖灯塔旅舍", "Lighthouse Hostel, Linhu"], "city": ["临湖", "Linhu"], "stars": 4, "rating": 3.5, "price": 1400, "km": 5.7, "facilities": ["gym", "pets", "pool"], "text": ["步行可到老城。", "A walk away from the old town."], "shape": "bed", "hue": 313},
    {"id": "s11", "name": ["石门温泉山庄", "Hot Spring Manor, Shimen"], "city": ["石门", "Shimen"], "stars": 3, "rating": 4.9, "price": 1340, "km": 3.3, "facilities": ["gym", "pets", "pool"], "text": ["步行可到老城。", "A walk away from the old town."], "shape": "bed", "hue": 97},
    {"id": "s12", "name": ["南屿湖畔旅店", "Lakeside Inn, Nanyu"], "city": ["南屿", "Nanyu"], "stars": 5, "rating": 4.6, "price": 600, "km": 3.5, "facilities": ["gym", "parking", "pets"], "text": ["步行可到老城。", "A walk away from the old town."], "shape": "bed", "hue": 30},
    {"id": "s13", "name": ["云川老城客栈", "Old Town Lodge, Yunchuan"], "city": ["云川", "Yunchuan"], "stars": 2, "rating": 4.5, "price": 220, "km": 0.5, "facilities": ["parking", "pets", "pool"], "text": ["步行可到老城。", "A walk away from the old town."], "shape": "bed", "hue": 240},
    {"id": "s14", "name": ["临湖星河酒店", "Milky Way Hotel, Linhu"], "city": ["临湖", "Linhu"], "stars": 3, "rating": 4.6, "price": 1340, "km": 1.4, "facilities": ["parking", "pets", "pool"], "text": ["步行可到老城。", "A walk away from the old town."], "shape": "bed", "hue": 188},
    {"id": "s15", "name": ["石门竹林民宿", "Bamboo House, Shimen"], "city": ["石门", "Shimen"], "stars": 4, "rating": 3.7, "price": 1180, "km": 4.2, "facilities": ["gym", "pets", "pool"], "text": ["步行可到老城。", "A walk away from the old town."], "shape": "bed", "hue": 46},
    {"id": "s16", "name": ["南屿海风公寓", "Sea Wind Apartments, Nanyu"], "city": ["南屿", "Nanyu"], "stars": 5, "rating": 4.6, "price": 1440, "km": 4.0, "facilities": ["gym", "pets", "pool"], "text": ["步行可到老城。", "A walk away from the old town."], "shape": "bed", "hue": 176},
    {"id": "s17", "name": ["云川车站酒店", "Station Hotel, Yunchuan"], "city": ["云川", "Yunchuan"], "stars": 3, "rating": 4.3, "price": 260, "km": 0.5, "facilities": ["gym", "pets", "pool"], "text": ["步行可到老城。", "A walk away from the old town."], "shape": "bed", "hue": 113},
    {"id": "s18", "name": ["临湖云顶度假村", "Cloud Top Resort, Linhu"], "city": ["临湖", "Linhu"], "stars": 2, "rating": 4.2, "price": 980, "km": 4.3, "facilities": ["parking", "pets", "pool"], "text": ["步行可到老城。", "A walk away from the old town."], "shape": "bed", "hue": 34},
    {"id": "s19", "name": ["石门橡树小院", "Oak Yard, Shimen"], "city": ["石门", "Shimen"], "stars": 4, "rating": 4.2, "price": 1320, "km": 7.1, "facilities": ["parking", "pets", "pool"], "text": ["步行可到老城。", "A walk away from the old town."], "shape": "bed", "hue": 38},
    {"id": "s20", "name": ["南屿灯塔旅舍", "Lighthouse Hostel, Nanyu"], "city": ["南屿", "Nanyu"], "stars": 3, "rating": 3.5, "price": 820, "km": 4.3, "facilities": ["parking", "pets", "pool"], "text": ["步行可到老城。", "A walk away from the old town."], "shape": "bed", "hue": 9}
  ],
  "places": [
    {"id": "o1", "name": ["北站", "North Station"], "kind": "traffic", "shape": "train", "x": 4, "y": 15, "rating": 3.6, "hue": 281},
    {"id": "o2", "name": ["人民公园", "People's Park"], "kind": "sight", "shape": "leaf", "x": 5, "y": 6, "rating": 4.3, "hue": 219},
    {"id": "o3", "name": ["旧塔", "Old Tower"], "kind": "sight", "shape": "tower", "x": 1, "y": 12, "rating": 4.5, "hue": 136},
    {"id": "o4", "name": ["鱼市", "Fish Market"], "kind": "shop", "shape": "fish", "x": 14, "y": 1, "rating": 4.6, "hue": 204},
    {"id": "o5", "name": ["码头", "Harbour"], "kind": "traffic", "shape": "flag", "x": 1, "y": 2, "rating": 3.8, "hue": 353},
    {"id": "o6", "name": ["美术馆", "Art Museum"], "kind": "sight", "shape": "image", "x": 8, "y": 13, "rating": 4.3, "hue": 266},
    {"id": "o7", "name": ["面馆街", "Noodle Street"], "kind": "food", "shape": "pot", "x": 4, "y": 9, "rating": 4.7, "hue": 282},
    {"id": "o8", "name": ["书店", "Bookshop"], "kind": "shop", "shape": "book", "x": 13, "y": 15, "rating": 4.7, "hue": 333},
    {"id": "o9", "name": ["咖啡角", "Coffee Corner"], "kind": "food", "shape": "cup", "x": 13, "y": 14, "rating": 3.7, "hue": 62},
    {"id": "o10", "name": ["球场", "Stadium"], "kind": "sight", "shape": "ball", "x": 11, "y": 0, "rating": 3.8, "hue": 347},
    {"id": "o11", "name": ["医院", "Hospital"], "kind": "shop", "shape": "pill", "x": 5, "y": 4, "rating": 4.5, "hue": 215},
    {"id": "o12", "name": ["南站", "South Station"], "kind": "traffic", "shape": "train", "x": 3, "y": 8, "rating": 4.5, "hue": 140}
  ],
  "placeKinds": {"food": ["餐饮", "Food"], "sight": ["景点", "Sights"], "traffic": ["交通", "Traffic"], "shop": ["商店", "Shops"]}
};
