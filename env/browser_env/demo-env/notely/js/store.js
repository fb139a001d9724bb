// All state of the notebook, and every change to it. Knows nothing of the page.
function createState() {
  return {
    settings: {
      lang: 'both',
      theme: 'light',
      fontSize: 'medium',
      weekStart: 'monday',
      passcode: '',
      displayName: '小禾 He',
    },
    tags: SEED_TAGS.map((tag) => ({ ...tag })),
    notes: SEED_NOTES.map(([id, title, body, tags, updated, pinned, color]) => ({
      id,
      title,
      body,
      tags: [...tags],
      updated,
      pinned,
      color,
      archived: false,
      deleted: false,
      history: [],
    })),
    todos: SEED_TODOS.map(([id, title, priority, due, tag, done, subtasks]) => ({
      id,
      title,
      priority,
      due,
      tag,
      done,
      subtasks: subtasks.map((text) => ({ text, done: false })),
    })),
    events: SEED_EVENTS.map(([id, title, date, start, end, color]) => ({ id, title, date, start, end, color })),
    recentSearches: ['南瓜 pumpkin'],
    locked: false,
    nextNumber: 100,
  };
}

// What a view remembers between two renders; not part of the user's data.
function createUi() {
  return {
    notesShelf: 'active',
    notesTag: '',
    notesSort: 'updated',
    notesLayout: 'grid',
    selecting: false,
    selected: [],
    todoFilter: 'open',
    expanded: [],
    year: 2026,
    month: 3,
    day: TODAY,
    query: '',
    scope: 'all',
  };
}

const AppStore = {
  state: createState(),
  ui: createUi(),

  reset() {
    this.state = createState();
    this.ui = createUi();
  },

  snapshot() {
    return JSON.stringify(this.state);
  },

  newId(prefix) {
    this.state.nextNumber += 1;
    return prefix + this.state.nextNumber;
  },

  note(id) {
    return this.state.notes.find((note) => note.id === id);
  },

  tag(id) {
    return this.state.tags.find((tag) => tag.id === id);
  },

  shelf(name) {
    return this.state.notes.filter((note) => {
      if (name === 'trash') return note.deleted;
      if (note.deleted) return false;
      return name === 'archive' ? note.archived : !note.archived;
    });
  },

  addNote(fields) {
    const note = {
      id: this.newId('n'),
      title: '',
      body: '',
      tags: [],
      updated: TODAY,
      pinned: false,
      color: 'plain',
      archived: false,
      deleted: false,
      history: [],
      ...fields,
    };
    this.state.notes.unshift(note);
    return note;
  },

  // Keeps the last five versions, so that an edit can be taken back.
  editNote(note, title, body) {
    if (note.title === title && note.body === body) return false;
    note.history.unshift({ title: note.title, body: note.body });
    if (note.history.length > 5) note.history.pop();
    Object.assign(note, { title, body, updated: TODAY });
    return true;
  },

  undoEdit(note) {
    const last = note.history.shift();
    if (!last) return false;
    Object.assign(note, last);
    return true;
  },

  removeForever(id) {
    this.state.notes = this.state.notes.filter((note) => note.id !== id);
  },

  addTodo(fields) {
    const todo = { id: this.newId('d'), priority: 'medium', due: '', tag: '', done: false, subtasks: [], ...fields };
    this.state.todos.unshift(todo);
    return todo;
  },

  addEvent(fields) {
    const event = { id: this.newId('e'), ...fields };
    this.state.events.push(event);
    return event;
  },

  eventsOn(date) {
    const events = this.state.events.filter((event) => event.date === date);
    return events.sort((a, b) => a.start.localeCompare(b.start));
  },

  clashes(candidate) {
    return this.eventsOn(candidate.date).filter(
      (event) => event.id !== candidate.id && event.start < candidate.end && candidate.start < event.end,
    );
  },

  addTag(name, color) {
    const tag = { id: this.newId('t'), name, color };
    this.state.tags.push(tag);
    return tag;
  },

  // Moves every use of one tag to another ('' drops it), then removes it.
  replaceTag(oldId, newId) {
    for (const note of this.state.notes) {
      if (!note.tags.includes(oldId)) continue;
      note.tags = note.tags.filter((id) => id !== oldId);
      if (newId && !note.tags.includes(newId)) note.tags.push(newId);
    }
    for (const todo of this.state.todos) {
      if (todo.tag === oldId) todo.tag = newId;
    }
    this.state.tags = this.state.tags.filter((tag) => tag.id !== oldId);
  },

  tagUses(id) {
    const notes = this.state.notes.filter((note) => note.tags.includes(id)).length;
    return notes + this.state.todos.filter((todo) => todo.tag === id).length;
  },

  rememberSearch(query) {
    const others = this.state.recentSearches.filter((old) => old !== query);
    this.state.recentSearches = [query, ...others].slice(0, 6);
  },
};
window.AppStore = AppStore;

function addDays(iso, days) {
  const date = new Date(`${iso}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

function weekday(iso) {
  return new Date(`${iso}T00:00:00Z`).getUTCDay();
}

function isoDate(year, month, day) {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
