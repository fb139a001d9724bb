// What this app holds.
const DATA = {
  "app": {"id": "hearthly", "name": ["暖屋", "Hearthly"], "slogan": ["会听话的家", "A home that listens"], "lang": "en", "theme": "light", "hue": 36, "navStyle": "rail", "nav": ["smarthome", "rules", "notices", "settings"], "start": "smarthome", "logo": "bulb", "currency": "¥", "today": "2026-03-16", "user": ["小满", "Xiaoman"], "features": ["smarthome", "notices", "settings", "help"], "banners": [[["会听话的家", "A home that listens"], ["今天也有新东西。", "Something new again today."], "rules"], [["周末特辑", "A weekend special"], ["花一点时间，慢慢看。", "Take your time."], "notices"], [["新手上路", "New here?"], ["三分钟了解全部功能。", "See everything in three minutes."], "settings"]], "options": {"popups": [], "freeFrom": 199, "asList": false, "feedNames": ["动态", "Feed"]}}
};
