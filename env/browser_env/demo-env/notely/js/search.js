// Search over notes, to-dos and events, with a scope, operators and recent queries.
function searchView() {
  const { ui } = AppStore;
  const input = h('input', {
    type: 'search',
    value: ui.query,
    placeholder: t('搜索，或 tag:菜谱 is:pinned', 'Search, or tag:recipe is:pinned'),
    'aria-label': t('搜索', 'Search'),
    oninput: (event) => typeQuery(event.target.value),
  });
  const submit = (event) => {
    event.preventDefault();
    runSearch(input.value.trim());
  };
  return h(
    'section',
    {},
    h(
      'form',
      { class: 'row card', onsubmit: submit },
      input,
      h('button', { type: 'submit', class: 'btn primary' }, t('搜索', 'Search')),
      button(t('清空', 'Clear'), () => runSearch('')),
    ),
    tabs(
      t('范围', 'Scope'),
      [
        ['all', t('全部', 'All')],
        ['notes', t('笔记', 'Notes')],
        ['todos', t('待办', 'To-dos')],
        ['events', t('日程', 'Events')],
      ],
      ui.scope,
      pickScope,
    ),
    h('div', { id: 'results' }, searchBody()),
  );
}

function searchBody() {
  const { query } = AppStore.ui;
  if (!query) return searchStart();
  const found = findAll(query);
  if (!found.length) {
    return emptyState(
      t(`没有「${query}」的结果`, `Nothing found for ${query}`),
      button(t('用它建笔记', 'Make it a note'), () => noteFromQuery(query)),
    );
  }
  return h(
    'ul',
    { class: 'todos' },
    found.map((hit) =>
      h(
        'li',
        { class: 'card' },
        h('a', { href: hit.href, onclick: () => AppStore.rememberSearch(query) }, highlight(hit.title, query)),
        h('p', { class: 'muted' }, `${hit.kind} · ${hit.detail}`),
      ),
    ),
  );
}

function searchStart() {
  const recent = AppStore.state.recentSearches;
  return h(
    'div',
    { class: 'card' },
    h(
      'div',
      { class: 'row between' },
      h('h2', {}, t('最近搜索', 'Recent')),
      button(t('清除记录', 'Clear history'), clearRecent),
    ),
    recent.length
      ? h(
          'div',
          { class: 'chips' },
          recent.map((query) => h('button', { type: 'button', class: 'chip', onclick: () => runSearch(query) }, query)),
        )
      : h('p', { class: 'muted' }, t('没有记录', 'No history')),
    h('h2', {}, t('试试', 'Try')),
    h(
      'div',
      { class: 'chips' },
      ['tag:recipe', 'tag:work', 'is:pinned', 'is:overdue', '海边'].map((query) =>
        h('button', { type: 'button', class: 'chip', onclick: () => runSearch(query) }, query),
      ),
    ),
  );
}

function findAll(query) {
  const tag = /tag:(\S+)/i.exec(query);
  const state = /is:(\S+)/i.exec(query);
  const words = query
    .replace(/(tag|is):\S+/gi, '')
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean);
  const hasWords = (text) => words.every((word) => text.toLowerCase().includes(word));
  const hasTag = (ids) => !tag || ids.some((id) => AppStore.tag(id)?.name.toLowerCase().includes(tag[1].toLowerCase()));
  const { scope } = AppStore.ui;
  const hits = [];
  if (scope === 'all' || scope === 'notes') {
    const wanted = AppStore.shelf('active').filter((note) => !state || (state[1] === 'pinned' && note.pinned));
    for (const note of wanted.filter((item) => hasTag(item.tags) && hasWords(`${item.title} ${item.body}`))) {
      hits.push({
        kind: t('笔记', 'Note'),
        title: note.title,
        detail: note.body.split('\n')[0],
        href: `#/note/${note.id}`,
      });
    }
  }
  if (scope === 'all' || scope === 'todos') {
    const wanted = AppStore.state.todos.filter((todo) => !state || todoIs(todo, state[1]));
    for (const todo of wanted.filter((item) => hasTag([item.tag]) && hasWords(item.title))) {
      hits.push({
        kind: t('待办', 'To-do'),
        title: todo.title,
        detail: todo.due || t('无日期', 'no date'),
        href: '#/todos',
      });
    }
  }
  if ((scope === 'all' || scope === 'events') && !tag && !state) {
    for (const event of AppStore.state.events.filter((item) => hasWords(item.title))) {
      hits.push({
        kind: t('日程', 'Event'),
        title: event.title,
        detail: `${event.date} ${event.start}`,
        href: '#/calendar',
      });
    }
  }
  return hits;
}

function todoIs(todo, state) {
  switch (state) {
    case 'done':
      return todo.done;
    case 'open':
      return !todo.done;
    case 'overdue':
      return isOverdue(todo);
    case 'high':
      return todo.priority === 'high';
    default:
      return false;
  }
}

function highlight(text, query) {
  const at = text.toLowerCase().indexOf(query.toLowerCase());
  if (at < 0) return text;
  return [text.slice(0, at), h('mark', {}, text.slice(at, at + query.length)), text.slice(at + query.length)];
}

// Only the results are redrawn while typing, so that the field keeps its caret.
function typeQuery(query) {
  AppStore.ui.query = query.trim();
  document.getElementById('results').replaceChildren(searchBody());
}

function runSearch(query) {
  AppStore.ui.query = query;
  if (query) AppStore.rememberSearch(query);
  render();
}

function pickScope(scope) {
  AppStore.ui.scope = scope;
  render();
}

function clearRecent() {
  if (!AppStore.state.recentSearches.length) {
    toast(t('没有记录可清', 'There is no history'), 'warn');
    return;
  }
  AppStore.state.recentSearches = [];
  render();
}

function noteFromQuery(query) {
  const note = AppStore.addNote({ title: query });
  go(`/note/${note.id}`);
}
