// All state of the app: one part a feature, made anew by reset(). `state` is what tasks ask about, `ui` is what only the
// view needs (open tabs, drafts, ticks).
const AppStore = {
  makers: {},
  state: {},
  ui: {},

  define(name, makeState, makeUi) {
    this.makers[name] = { makeState, makeUi };
    this.state[name] = makeState();
    this.ui[name] = makeUi();
  },

  reset() {
    for (const [name, { makeState, makeUi }] of Object.entries(this.makers)) {
      this.state[name] = makeState();
      this.ui[name] = makeUi();
    }
  },

  snapshot() {
    return JSON.stringify(this.state);
  },

  nextId(prefix) {
    this.state.app.lastNumber += 1;
    return `${prefix}${this.state.app.lastNumber}`;
  },
};
window.AppStore = AppStore;

AppStore.define(
  'app',
  () => ({
    lang: DATA.app.lang,
    theme: DATA.app.theme,
    fontSize: 'normal',
    userName: tt(DATA.app.user),
    lastNumber: 100,
  }),
  () => ({ drawerOpen: false, popups: 0, scroll: {} }),
);

// What features offer each other: routes to show, blocks for other features' views (slots), services, tasks.
const Features = { routes: {}, slots: {}, services: {}, tasks: [] };

function feature(name, spec) {
  AppStore.define(name, spec.state || (() => ({})), spec.ui || (() => ({})));
  Object.assign(Features.routes, spec.routes);
  for (const [slot, fill] of Object.entries(spec.slots || {})) (Features.slots[slot] ||= []).push(fill);
  if (spec.service) Features.services[name] = spec.service;
  Features.tasks.push(...(spec.tasks || []));
}

// Everything the other features put into one place, in the order of the app's list of features.
function slot(name, argument) {
  return (Features.slots[name] || []).map((fill) => fill(argument)).filter(Boolean);
}

function service(name) {
  return Features.services[name];
}

function option(name, fallback) {
  return DATA.app.options[name] ?? fallback;
}

// Text in the app's language: Chinese, English or both.
function t(zh, en) {
  const lang = AppStore.state.app?.lang || DATA.app.lang;
  if (lang === 'zh') return zh;
  return lang === 'en' ? en : `${zh} ${en}`;
}

function tt(pair) {
  return Array.isArray(pair) ? t(pair[0], pair[1]) : pair;
}

function money(amount) {
  return `${DATA.app.currency}${Number.isInteger(amount) ? amount : amount.toFixed(2)}`;
}

const TODAY = DATA.app.today;

function addDays(iso, days) {
  const date = new Date(`${iso}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

function daysBetween(from, to) {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86400000);
}

function weekday(iso) {
  return new Date(`${iso}T00:00:00Z`).getUTCDay();
}

function monthName(iso) {
  const month = Number(iso.slice(5, 7));
  const english = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  return t(`${month}月`, english[month - 1]);
}

function toggled(list, value) {
  return list.includes(value) ? list.filter((other) => other !== value) : [value, ...list];
}

function byId(list, id) {
  return list.find((one) => one.id === id);
}
