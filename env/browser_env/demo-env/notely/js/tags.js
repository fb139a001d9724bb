// Tags: make, rename, recolour, merge, remove.
function tagsView() {
  return h('section', {}, tagForm(), h('ul', { class: 'todos' }, AppStore.state.tags.map(tagRow)));
}

function tagForm() {
  const name = h('input', {
    placeholder: t('新标签名', 'New tag name'),
    'aria-label': t('新标签名', 'New tag name'),
    maxlength: 24,
  });
  const color = select(
    COLORS.slice(1).map((key) => [key, t(...COLOR_NAMES[key])]),
    'blue',
    () => {},
    { 'aria-label': t('颜色', 'Colour') },
  );
  const submit = (event) => {
    event.preventDefault();
    createTag(name.value.trim(), color.value);
  };
  return h(
    'form',
    { class: 'row card', onsubmit: submit },
    name,
    color,
    h('button', { type: 'submit', class: 'btn primary' }, t('新建标签', 'Create tag')),
  );
}

function tagRow(tag) {
  const uses = AppStore.tagUses(tag.id);
  return h(
    'li',
    { class: 'card row' },
    h('button', { type: 'button', class: `chip c-${tag.color}`, onclick: () => showTag(tag) }, `# ${tag.name}`),
    h('span', { class: 'muted grow' }, t(`${uses} 处使用`, `${uses} uses`)),
    button(t('改名', 'Rename'), () => openTagDialog(tag), { 'aria-label': `${t('改名', 'Rename')} ${tag.name}` }),
    button(t('换色', 'Recolour'), () => recolourTag(tag), { 'aria-label': `${t('换色', 'Recolour')} ${tag.name}` }),
    button(t('合并', 'Merge'), () => openMergeDialog(tag), { 'aria-label': `${t('合并', 'Merge')} ${tag.name}` }),
    button(t('删除', 'Delete'), () => removeTag(tag), {
      class: 'btn danger',
      'aria-label': `${t('删除', 'Delete')} ${tag.name}`,
    }),
  );
}

function nameError(name, self) {
  if (!name) return t('名称不能为空', 'The name is empty');
  if (name.length < 2) return t('至少两个字符', 'Use at least two characters');
  if (/[#@!]/.test(name)) return t('不能含 # @ !', 'Leave out # @ !');
  const taken = AppStore.state.tags.some((tag) => tag !== self && tag.name.toLowerCase() === name.toLowerCase());
  return taken ? t('名称已存在', 'The name is taken') : '';
}

function createTag(name, color) {
  const error = nameError(name);
  if (error) toast(error, 'warn');
  else if (AppStore.state.tags.length >= 12) toast(t('最多十二个标签', 'At most twelve tags'), 'warn');
  else {
    AppStore.addTag(name, color);
    toast(t('标签已建立', 'Tag created'));
    render();
  }
}

function showTag(tag) {
  Object.assign(AppStore.ui, { notesTag: tag.id, notesShelf: 'active' });
  go('/notes');
}

function openTagDialog(tag, error) {
  const name = h('input', { value: tag.name, 'aria-label': t('标签名', 'Tag name') });
  openDialog(
    t('标签改名', 'Rename tag'),
    field(t('标签名', 'Tag name'), name, error),
    button(t('保存名称', 'Save name'), () => renameTag(tag, name.value.trim()), { class: 'btn primary' }),
  );
}

function renameTag(tag, name) {
  const error = nameError(name, tag);
  if (error) {
    openTagDialog(tag, error);
    return;
  }
  tag.name = name;
  closeDialog();
  render();
}

function recolourTag(tag) {
  const next = COLORS.indexOf(tag.color) + 1;
  tag.color = next < COLORS.length ? COLORS[next] : COLORS[1];
  render();
}

function openMergeDialog(tag) {
  const others = AppStore.state.tags.filter((other) => other !== tag);
  if (!others.length) {
    toast(t('没有别的标签', 'There is no other tag'), 'warn');
    return;
  }
  const target = select(
    others.map((other) => [other.id, other.name]),
    others[0].id,
    () => {},
    { 'aria-label': t('合并到', 'Merge into') },
  );
  openDialog(
    `${t('合并', 'Merge')} ${tag.name}`,
    field(t('合并到', 'Merge into'), target),
    button(
      t('合并标签', 'Merge tags'),
      () => {
        AppStore.replaceTag(tag.id, target.value);
        closeDialog();
        toast(t('已合并', 'Merged'));
        render();
      },
      { class: 'btn primary' },
    ),
  );
}

function removeTag(tag) {
  const uses = AppStore.tagUses(tag.id);
  const remove = () => {
    AppStore.replaceTag(tag.id, '');
    if (AppStore.ui.notesTag === tag.id) AppStore.ui.notesTag = '';
    render();
  };
  if (uses)
    confirmDialog(
      t('标签正在使用', 'This tag is in use'),
      t(`${uses} 处会失去它`, `${uses} items will lose it`),
      remove,
    );
  else remove();
}
