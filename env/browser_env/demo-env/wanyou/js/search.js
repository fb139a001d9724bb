// Search over everything the app holds: suggestions while typing, history, popular words, results by kind.
(() => {
  const my = () => AppStore.state.search;
  const ui = () => AppStore.ui.search;
  const SOURCES = [
    ['products', 'product', ['商品', 'Products']],
    ['shows', 'show', ['影视', 'Shows']],
    ['books', 'book', ['图书', 'Books']],
    ['hotels', 'hotel', ['住宿', 'Stays']],
    ['tracks', 'player', ['歌曲', 'Songs']],
    ['restaurants', 'restaurant', ['餐厅', 'Restaurants']],
    ['places', 'map', ['地点', 'Places']],
    ['courses', 'courses', ['课程', 'Courses']],
    ['people', 'people', ['用户', 'People']],
    ['lots', 'lot', ['拍品', 'Lots']],
    ['recipes', 'recipe', ['菜谱', 'Recipes']],
  ].filter(([key, route]) => DATA[key] && Features.routes[route]);

  function find(query) {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (thing) => words.every((word) => [].concat(thing.name).join(' ').toLowerCase().includes(word));
    if (words.length === 0) return [];
    return SOURCES.flatMap(([key, route, kind]) =>
      DATA[key].filter(fits).map((thing) => ({ thing, route, kind, key })),
    );
  }

  function search(query) {
    const text = query.trim();
    ui().query = text;
    ui().done = Boolean(text);
    if (!text) toast(t('请输入搜索词', 'Enter something to search for'), 'warn');
    else my().history = [text, ...my().history.filter((other) => other !== text)].slice(0, 8);
    render();
  }

  function box() {
    const control = h('input', {
      type: 'search',
      value: ui().query,
      'aria-label': t('搜索', 'Search'),
      placeholder: t('搜一搜', 'Search for anything'),
      oninput: (event) => {
        ui().query = event.target.value;
        ui().done = false;
        render();
      },
      onkeydown: (event) => event.key === 'Enter' && search(event.target.value),
    });
    return h(
      'div',
      { class: 'row' },
      h('span', { class: 'grow' }, control),
      primary(t('搜索', 'Search'), () => search(ui().query)),
    );
  }

  function words() {
    const [key] = SOURCES[0] || [];
    return key ? DATA[key].slice(0, 8).map(({ name }) => tt(name)) : [];
  }

  function start() {
    const forget = () =>
      confirmDialog(t('清空历史', 'Clear history'), t('删除所有搜索记录？', 'Delete all searches?'), () => {
        my().history = [];
        render();
      });
    return h(
      'div',
      {},
      my().history.length > 0 &&
        section(
          t('搜索历史', 'History'),
          chips(
            my().history.map((text) => [text, text]),
            '',
            search,
          ),
          small(t('清空历史', 'Clear history'), forget),
        ),
      section(
        t('大家都在搜', 'Popular'),
        h(
          'ol',
          {},
          words().map((text) =>
            h(
              'li',
              {},
              h(
                'button',
                {
                  type: 'button',
                  class: 'chip',
                  onclick: () => search(text),
                },
                text,
              ),
            ),
          ),
        ),
      ),
    );
  }

  function suggestions() {
    const found = find(ui().query).slice(0, 6);
    return card(
      found.length === 0 && muted(t('没有联想词', 'No suggestion')),
      found.map(({ thing, kind }) =>
        h(
          'div',
          { class: 'line' },
          h('button', { type: 'button', class: 'chip', onclick: () => search(tt(thing.name)) }, tt(thing.name)),
          muted(tt(kind)),
        ),
      ),
    );
  }

  function results() {
    const found = find(ui().query);
    const kinds = [...new Set(found.map(({ key }) => key))];
    const shown = found.filter(({ key }) => !ui().kind || key === ui().kind);
    if (found.length === 0) {
      return h('div', {}, empty(t(`没有找到「${ui().query}」`, `Nothing found for "${ui().query}"`)), start());
    }
    return h(
      'div',
      {},
      kinds.length > 1 &&
        tabs(
          t('类型', 'Kinds'),
          [
            ['', t('全部', 'All')],
            ...SOURCES.filter(([key]) => kinds.includes(key)).map(([key, , names]) => [key, tt(names)]),
          ],
          ui().kind,
          (kind) => {
            ui().kind = kind;
            render();
          },
        ),
      muted(t(`${shown.length} 个结果`, `${shown.length} results`)),
      card(
        shown
          .slice(0, 20)
          .map(({ thing, route, kind }) =>
            h(
              'div',
              { class: 'line' },
              h('span', { class: 'thumb' }, picture(thing, 26)),
              h('a', { class: 'grow', href: `#/${route}/${thing.id}` }, tt(thing.name)),
              muted(tt(kind)),
              slot('keep', { id: thing.id, name: thing.name, path: `${route}/${thing.id}` }),
            ),
          ),
      ),
    );
  }

  feature('search', {
    state: () => ({ history: [] }),
    ui: () => ({ query: '', done: false, kind: '' }),
    routes: {
      search: {
        names: ['搜索', 'Search'],
        icon: 'search',
        view: () => h('div', {}, box(), ui().done ? results() : ui().query ? suggestions() : start()),
      },
    },
    slots: {
      topbar: () => h('a', { href: '#/search', class: 'icon-btn', 'aria-label': t('搜索', 'Search') }, icon('search')),
    },
    tasks:
      SOURCES.length === 0
        ? []
        : [
            {
              key: 'search.find',
              text: [`搜索「${DATA[SOURCES[0][0]][4].name[0]}」。`, `Search for "${DATA[SOURCES[0][0]][4].name[1]}".`],
              check: () =>
                my().history.some((text) => [].concat(DATA[SOURCES[0][0]][4].name).some((name) => text.includes(name))),
            },
          ],
  });
})();
