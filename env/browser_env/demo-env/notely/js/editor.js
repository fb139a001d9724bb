// One note: writing, tags, colour, checklists, versions, and what can be done with it.
function noteView(id) {
  const note = AppStore.note(id);
  if (!note)
    return emptyState(
      t('找不到这条笔记', 'This note does not exist'),
      button(t('返回', 'Back'), () => go('/notes')),
    );
  if (note.deleted) {
    return emptyState(
      t('笔记在回收站里', 'This note is in the trash'),
      button(t('恢复', 'Restore'), () => restoreNote(note)),
    );
  }
  const title = h('input', {
    class: 'title-input',
    value: note.title,
    maxlength: 80,
    placeholder: t('标题', 'Title'),
    'aria-label': t('标题', 'Title'),
  });
  const body = h(
    'textarea',
    {
      class: 'body-input',
      rows: 10,
      placeholder: t('开始写…', 'Start writing…'),
      'aria-label': t('正文', 'Text'),
      oninput: (event) => {
        document.getElementById('count').textContent = countText(event.target.value);
      },
    },
    note.body,
  );
  const save = () => saveNote(note, title.value.trim(), body.value);
  return h(
    'section',
    { class: `card editor bg-${note.color}` },
    title,
    editorTools(note, body),
    body,
    h('p', { class: 'muted', id: 'count' }, countText(note.body)),
    checklistPreview(note),
    h(
      'div',
      { class: 'row' },
      button(t('保存', 'Save'), save, { class: 'btn primary' }),
      button(t('撤销', 'Undo edit'), () => undoNote(note)),
      button(note.archived ? t('移出归档', 'Unarchive') : t('归档', 'Archive'), () => archiveNote(note)),
      button(t('副本', 'Duplicate'), () => duplicateNote(note)),
      button(t('转为待办', 'Turn into to-dos'), () => noteToTodos(note)),
      button(t('删除', 'Delete'), () => trashNote(note), { class: 'btn danger' }),
    ),
  );
}

function editorTools(note, body) {
  const free = AppStore.state.tags.filter((tag) => !note.tags.includes(tag.id));
  return h(
    'div',
    { class: 'toolbar' },
    note.tags.map((id) => tagChip(id, () => dropTag(note, id))),
    select(
      [['', t('加标签…', 'Add tag…')], ...free.map((tag) => [tag.id, tag.name])],
      '',
      (id) => attachTag(note, id),
      { 'aria-label': t('加标签', 'Add tag') },
    ),
    select(
      COLORS.map((color) => [color, t(...COLOR_NAMES[color])]),
      note.color,
      (color) => paintNote(note, color),
      { 'aria-label': t('颜色', 'Colour') },
    ),
    button('☐', () => insertLine(body, '[ ] '), { 'aria-label': t('插入清单', 'Insert checklist line') }),
    button('•', () => insertLine(body, '- '), { 'aria-label': t('插入列表', 'Insert bullet') }),
    button('H', () => insertLine(body, '# ')),
  );
}

function countText(text) {
  const words = (text.match(/[\u4e00-\u9fff]|[A-Za-z0-9']+/g) || []).length;
  return (
    t(`${words} 字`, `${words} words`) + ` · ${t(`${text.split('\n').length} 行`, `${text.split('\n').length} lines`)}`
  );
}

function insertLine(body, mark) {
  const gap = body.value && !body.value.endsWith('\n') ? '\n' : '';
  body.value += gap + mark;
  body.focus();
  document.getElementById('count').textContent = countText(body.value);
}

// Lines "[ ] text" and "[x] text" of the saved text appear as boxes that can be ticked.
function checklistPreview(note) {
  const lines = note.body.split('\n');
  const boxes = lines.map((line, index) => [/^\[( |x)\] (.*)$/.exec(line), index]).filter(([match]) => match);
  if (!boxes.length) return null;
  const done = boxes.filter(([match]) => match[1] === 'x').length;
  return h(
    'fieldset',
    {},
    h('legend', {}, `${t('清单', 'Checklist')} ${done}/${boxes.length}`),
    boxes.map(([match, index]) =>
      h(
        'label',
        { class: 'check' },
        h('input', { type: 'checkbox', checked: match[1] === 'x', onchange: () => tickLine(note, index) }),
        match[2],
      ),
    ),
  );
}

function tickLine(note, index) {
  const lines = note.body.split('\n');
  lines[index] = lines[index].startsWith('[x]')
    ? lines[index].replace('[x]', '[ ]')
    : lines[index].replace('[ ]', '[x]');
  AppStore.editNote(note, note.title, lines.join('\n'));
  render();
}

function saveNote(note, title, body) {
  if (!title && !body.trim()) {
    toast(t('空笔记不能保存', 'An empty note cannot be saved'), 'warn');
    return;
  }
  const clash = AppStore.state.notes.some(
    (other) => other !== note && !other.deleted && title && other.title === title,
  );
  const changed = AppStore.editNote(note, title, body);
  if (!changed) toast(t('没有改动', 'Nothing changed'));
  else if (clash) toast(t('已保存，但标题重复', 'Saved, but the title is already used'), 'warn');
  else toast(t('已保存', 'Saved'));
  render();
}

function undoNote(note) {
  if (AppStore.undoEdit(note)) toast(t('已恢复上一版', 'Went back one version'));
  else toast(t('没有更早的版本', 'No earlier version'), 'warn');
  render();
}

function attachTag(note, id) {
  if (!id) return;
  if (note.tags.length >= 4) toast(t('最多四个标签', 'A note has at most four tags'), 'warn');
  else note.tags.push(id);
  render();
}

function dropTag(note, id) {
  note.tags = note.tags.filter((other) => other !== id);
  toast(t('标签已移除', 'Tag removed'));
  render();
}

function paintNote(note, color) {
  note.color = color;
  render();
}

function archiveNote(note) {
  note.archived = !note.archived;
  if (note.archived) note.pinned = false;
  toast(note.archived ? t('已归档', 'Archived') : t('已移出归档', 'Back among the notes'));
  go('/notes');
}

function duplicateNote(note) {
  const copy = AppStore.addNote({
    title: `${note.title} (2)`,
    body: note.body,
    tags: [...note.tags],
    color: note.color,
  });
  go(`/note/${copy.id}`);
}

function noteToTodos(note) {
  const lines = note.body
    .split('\n')
    .map((line) => line.replace(/^(\[.\]|-|#|\d+\.)\s*/, '').trim())
    .filter(Boolean);
  if (!lines.length) {
    toast(t('没有可转换的行', 'There is no line to turn'), 'warn');
    return;
  }
  AppStore.addTodo({
    title: note.title,
    tag: note.tags[0] || '',
    subtasks: lines.map((text) => ({ text, done: false })),
  });
  toast(t(`已建立 ${lines.length} 个子任务`, `${lines.length} subtasks made`));
  go('/todos');
}

function trashNote(note) {
  confirmDialog(t('移到回收站？', 'Move to the trash?'), note.title || t('无标题', 'Untitled'), () => {
    Object.assign(note, { deleted: true, pinned: false });
    go('/notes');
  });
}
