// The list of notes: shelves, tag filter, sorting, pinning, selecting several.
function notesView() {
  const ui = AppStore.ui;
  const notes = sortNotes(
    AppStore.shelf(ui.notesShelf).filter((note) => !ui.notesTag || note.tags.includes(ui.notesTag)),
  );
  return h(
    'section',
    {},
    h(
      'div',
      { class: 'toolbar' },
      tabs(
        t('书架', 'Shelves'),
        [
          ['active', t('笔记', 'Notes')],
          ['archive', t('归档', 'Archive')],
          ['trash', t('回收站', 'Trash')],
        ],
        ui.notesShelf,
        pickShelf,
      ),
      select(
        [
          ['updated', t('最近更新', 'Last edited')],
          ['title', t('标题', 'Title')],
          ['length', t('长度', 'Length')],
        ],
        ui.notesSort,
        pickSort,
        { 'aria-label': t('排序', 'Sort by') },
      ),
      button(ui.notesLayout === 'grid' ? t('列表', 'List') : t('网格', 'Grid'), toggleLayout),
      ui.notesShelf === 'trash'
        ? button(t('清空', 'Empty trash'), emptyTrash, { class: 'btn danger' })
        : button(ui.selecting ? t('完成', 'Done') : t('选择', 'Select'), toggleSelecting),
    ),
    h(
      'div',
      { class: 'chips' },
      h(
        'button',
        { type: 'button', class: `chip ${ui.notesTag ? '' : 'on'}`, onclick: () => pickTag('') },
        t('全部', 'All'),
      ),
      AppStore.state.tags.map((tag) => tagFilter(tag)),
    ),
    ui.selecting && selectionBar(),
    notes.length ? h('div', { class: `notes ${ui.notesLayout}` }, notes.map(noteCard)) : emptyNotes(),
  );
}

function tagFilter(tag) {
  const on = AppStore.ui.notesTag === tag.id;
  return h(
    'button',
    {
      type: 'button',
      class: `chip c-${tag.color} ${on ? 'on' : ''}`,
      'aria-pressed': String(on),
      onclick: () => pickTag(on ? '' : tag.id),
    },
    `# ${tag.name}`,
  );
}

function sortNotes(notes) {
  const by = AppStore.ui.notesSort;
  const compare = {
    updated: (a, b) => b.updated.localeCompare(a.updated),
    title: (a, b) => a.title.localeCompare(b.title, 'zh'),
    length: (a, b) => b.body.length - a.body.length,
  }[by];
  return [...notes].sort((a, b) => Number(b.pinned) - Number(a.pinned) || compare(a, b));
}

function noteCard(note) {
  const title = note.title || t('无标题', 'Untitled');
  return h(
    'article',
    { class: `card note bg-${note.color}` },
    h(
      'div',
      { class: 'note-head' },
      AppStore.ui.selecting &&
        h('input', {
          type: 'checkbox',
          'aria-label': `${t('选择', 'Select')} ${title}`,
          checked: AppStore.ui.selected.includes(note.id),
          onchange: () => toggleSelected(note.id),
        }),
      h('a', { href: `#/note/${note.id}`, class: 'note-title' }, title),
      !note.deleted &&
        h(
          'button',
          {
            type: 'button',
            class: `icon-btn ${note.pinned ? 'on' : ''}`,
            onclick: () => togglePin(note),
            'aria-label': `${note.pinned ? t('取消置顶', 'Unpin') : t('置顶', 'Pin')} ${title}`,
          },
          icon('pin'),
        ),
    ),
    h('p', { class: 'note-body' }, note.body),
    h(
      'div',
      { class: 'note-foot' },
      note.tags.map((id) => tagChip(id)),
      h('time', {}, note.updated.slice(5)),
    ),
    note.deleted &&
      h(
        'div',
        { class: 'row' },
        button(t('恢复', 'Restore'), () => restoreNote(note)),
        button(t('永久删除', 'Delete forever'), () => deleteForever(note), { class: 'btn danger' }),
      ),
  );
}

function emptyNotes() {
  const { notesShelf, notesTag } = AppStore.ui;
  if (notesShelf === 'trash') return emptyState(t('回收站是空的', 'The trash is empty'));
  if (notesShelf === 'archive') return emptyState(t('还没有归档', 'Nothing archived yet'));
  if (notesTag) {
    return emptyState(
      t('此标签下没有笔记', 'No note has this tag'),
      button(t('显示全部', 'Show all'), () => pickTag('')),
    );
  }
  return emptyState(t('写第一条笔记吧', 'Write your first note'), button(t('新笔记', 'New note'), createNote));
}

function selectionBar() {
  const count = AppStore.ui.selected.length;
  return h(
    'div',
    { class: 'selection' },
    h('strong', {}, count ? t(`已选 ${count} 条`, `${count} selected`) : t('请选择笔记', 'Choose some notes')),
    button(t('归档所选', 'Archive'), () => forSelected('archive')),
    button(t('删除所选', 'Delete'), () => forSelected('delete')),
    button(t('合并所选', 'Merge'), mergeSelected),
  );
}

function createNote() {
  const tag = AppStore.ui.notesTag;
  const note = AppStore.addNote({ title: '', tags: tag ? [tag] : [] });
  go(`/note/${note.id}`);
}

function pickShelf(shelf) {
  Object.assign(AppStore.ui, { notesShelf: shelf, selecting: false, selected: [] });
  render();
}

function pickSort(value) {
  AppStore.ui.notesSort = value;
  render();
}

function pickTag(id) {
  AppStore.ui.notesTag = id;
  render();
}

function toggleLayout() {
  AppStore.ui.notesLayout = AppStore.ui.notesLayout === 'grid' ? 'list' : 'grid';
  render();
}

function toggleSelecting() {
  AppStore.ui.selecting = !AppStore.ui.selecting;
  if (!AppStore.ui.selecting) AppStore.ui.selected = [];
  render();
}

function toggleSelected(id) {
  const { selected } = AppStore.ui;
  AppStore.ui.selected = selected.includes(id) ? selected.filter((other) => other !== id) : [...selected, id];
  render();
}

function togglePin(note) {
  const pinned = AppStore.state.notes.filter((other) => other.pinned && !other.deleted).length;
  if (!note.pinned && pinned >= 3) {
    toast(t('最多置顶三条', 'At most three notes can be pinned'), 'warn');
    return;
  }
  note.pinned = !note.pinned;
  render();
}

function forSelected(what) {
  const notes = AppStore.ui.selected.map((id) => AppStore.note(id));
  if (!notes.length) {
    toast(t('没有选择笔记', 'No note is selected'), 'warn');
    return;
  }
  for (const note of notes) {
    if (what === 'archive') note.archived = !note.archived;
    else Object.assign(note, { deleted: true, pinned: false });
  }
  AppStore.ui.selected = [];
  toast(t(`已处理 ${notes.length} 条`, `${notes.length} notes moved`));
  render();
}

function mergeSelected() {
  const notes = AppStore.ui.selected.map((id) => AppStore.note(id));
  if (notes.length < 2) {
    toast(t('至少选择两条', 'Choose at least two notes'), 'warn');
    return;
  }
  const merged = AppStore.addNote({
    title: notes.map((note) => note.title).join(' + '),
    body: notes.map((note) => note.body).join('\n---\n'),
    tags: [...new Set(notes.flatMap((note) => note.tags))],
  });
  for (const note of notes) note.deleted = true;
  Object.assign(AppStore.ui, { selected: [], selecting: false });
  go(`/note/${merged.id}`);
}

function restoreNote(note) {
  note.deleted = false;
  note.archived = false;
  toast(t('已恢复', 'Restored'));
  render();
}

function deleteForever(note) {
  confirmDialog(t('永久删除？', 'Delete forever?'), note.title || t('无标题', 'Untitled'), () => {
    AppStore.removeForever(note.id);
    render();
  });
}

function emptyTrash() {
  const trash = AppStore.shelf('trash');
  if (!trash.length) {
    toast(t('回收站已经是空的', 'The trash is already empty'), 'warn');
    return;
  }
  confirmDialog(t('清空回收站？', 'Empty the trash?'), t(`共 ${trash.length} 条`, `${trash.length} notes`), () => {
    for (const note of trash) AppStore.removeForever(note.id);
    render();
  });
}
