// Files in a tree: walking, making, renaming, moving, copying, sharing, sorting, a quota.
(() => {
  const my = () => AppStore.state.files;
  const ui = () => AppStore.ui.files;
  const children = (id) => my().list.filter(({ parent }) => parent === id);
  const sizeOf = (file) =>
    file.isFolder ? children(file.id).reduce((sum, child) => sum + sizeOf(child), 0) : file.size;
  const used = () =>
    my()
      .list.filter(({ isFolder }) => !isFolder)
      .reduce((sum, { size }) => sum + size, 0);
  const nameTaken = (name, parent, except) => children(parent).some((file) => file.name === name && file !== except);

  function trail() {
    const path = [];
    for (let at = byId(my().list, ui().at); at; at = byId(my().list, at.parent)) path.unshift(at);
    return path;
  }

  function enter(id) {
    Object.assign(ui(), { at: id, picked: [] });
    render();
  }

  const nameCheck = (parent, except) => (value) =>
    CHECKS.needed(value) ||
    (/[\\/:]/.test(value)
      ? t('不能含 / \\ :', 'No / \\ : please')
      : nameTaken(value, parent, except)
        ? t('重名了', 'That name is taken')
        : '');

  function make(isFolder) {
    openForm(
      isFolder ? t('新建文件夹', 'New folder') : t('新建文件', 'New file'),
      { name: [t('名称', 'Name'), nameCheck(ui().at)] },
      {},
      ({ name }) => {
        if (!isFolder && used() + 40 > my().quota) return toast(t('空间不足', 'No space is left'), 'warn');
        my().list.push({
          id: AppStore.nextId('f'),
          parent: ui().at,
          name: name.trim(),
          isFolder,
          size: isFolder ? 0 : 40,
          date: TODAY,
        });
        return render();
      },
    );
  }

  function rename(file) {
    openForm(
      t('重命名', 'Rename'),
      { name: [t('名称', 'Name'), nameCheck(file.parent, file)] },
      { name: file.name },
      ({ name }) => {
        file.name = name.trim();
        render();
      },
    );
  }

  function isInside(file, folder) {
    for (let at = folder; at; at = byId(my().list, at)?.parent) if (at === file.id) return true;
    return false;
  }

  function paste() {
    const { ids, isCopy } = ui().clipboard;
    for (const file of my().list.filter(({ id }) => ids.includes(id))) {
      if (isInside(file, ui().at)) toast(t('不能移进自己', 'A folder cannot go into itself'), 'warn');
      else if (isCopy)
        my().list.push({
          ...file,
          id: AppStore.nextId('f'),
          parent: ui().at,
          name: nameTaken(file.name, ui().at) ? `${file.name} (2)` : file.name,
        });
      else if (nameTaken(file.name, ui().at, file)) toast(t('目标有重名', 'That name is taken there'), 'warn');
      else file.parent = ui().at;
    }
    ui().clipboard = null;
    render();
  }

  function remove(files) {
    const doomed = new Set(files.map(({ id }) => id));
    for (let grown = true; grown;) {
      grown = false;
      for (const { id, parent } of my().list)
        if (doomed.has(parent) && !doomed.has(id)) grown = Boolean(doomed.add(id));
    }
    confirmDialog(t('删除', 'Delete'), t(`共 ${doomed.size} 项`, `${doomed.size} in all`), () => {
      my().list = my().list.filter(({ id }) => !doomed.has(id));
      enter(ui().at);
    });
  }

  function share(file) {
    openDialog(
      t('分享', 'Share'),
      h(
        'div',
        {},
        radios(
          t('权限', 'Rights'),
          [
            ['', t('不分享', 'Nobody')],
            ['read', t('可查看', 'Can read')],
            ['write', t('可编辑', 'Can edit')],
          ],
          file.shared || '',
          (rights) => {
            file.shared = rights;
            render();
          },
        ),
      ),
      [primary(t('完成', 'Done'), closeDialog)],
    );
  }

  function line(file) {
    const label = file.name;
    return h(
      'div',
      { class: 'line' },
      h('input', {
        type: 'checkbox',
        checked: ui().picked.includes(file.id),
        'aria-label': `${t('选择', 'Choose')} ${label}`,
        onchange: () => {
          ui().picked = toggled(ui().picked, file.id);
          render();
        },
      }),
      icon(file.isFolder ? 'folder' : 'file'),
      h(
        'button',
        {
          type: 'button',
          class: 'chip grow',
          onclick: () =>
            file.isFolder
              ? enter(file.id)
              : openDialog(label, h('p', {}, `${file.size} KB · ${file.date}`), [
                  button(t('分享', 'Share'), () => share(file)),
                ]),
        },
        label,
      ),
      file.shared && h('span', { class: 'tag' }, file.shared),
      muted(`${sizeOf(file)} KB`),
      iconButton('edit', `${t('重命名', 'Rename')} ${label}`, () => rename(file)),
      iconButton('users', `${t('分享', 'Share')} ${label}`, () => share(file)),
    );
  }

  function view() {
    const sorts = {
      name: (a, b) => a.name.localeCompare(b.name),
      size: (a, b) => sizeOf(b) - sizeOf(a),
      date: (a, b) => b.date.localeCompare(a.date),
    };
    const shown = children(ui().at).sort((a, b) => b.isFolder - a.isFolder || sorts[ui().sort](a, b));
    const picked = shown.filter(({ id }) => ui().picked.includes(id));
    const clip = (isCopy) => () => {
      ui().clipboard = { ids: ui().picked, isCopy };
      enter(ui().at);
    };
    return h(
      'div',
      {},
      h(
        'nav',
        { class: 'row wrap', 'aria-label': t('路径', 'Path') },
        small(t('全部文件', 'All files'), () => enter('')),
        trail().map((folder) => [' › ', small(folder.name, () => enter(folder.id))]),
      ),
      row(
        primary(t('新建文件夹', 'New folder'), () => make(true)),
        button(t('新建文件', 'New file'), () => make(false)),
        tabs(
          t('排序', 'Sort'),
          [
            ['name', t('名称', 'Name')],
            ['size', t('大小', 'Size')],
            ['date', t('日期', 'Date')],
          ],
          ui().sort,
          (sort) => {
            ui().sort = sort;
            render();
          },
        ),
        ui().clipboard && primary(t('粘贴', 'Paste'), paste),
      ),
      picked.length > 0 &&
        row(
          small(t('剪切', 'Cut'), clip(false)),
          small(t('复制', 'Copy'), clip(true)),
          small(t('删除', 'Delete'), () => remove(picked)),
        ),
      bar(t('空间', 'Space'), used(), my().quota),
      muted(`${used()} / ${my().quota} KB`),
      shown.length ? card(shown.map(line)) : empty(t('空文件夹', 'An empty folder')),
    );
  }

  feature('files', {
    state: () => ({
      quota: 5000,
      list: structuredClone(DATA.files).map((file) => ({
        ...file,
        name: tt(file.name),
        date: addDays(TODAY, file.day),
      })),
    }),
    ui: () => ({ at: '', sort: 'name', picked: [], clipboard: null }),
    routes: { files: { names: ['文件', 'Files'], icon: 'folder', view } },
    tasks: [
      {
        key: 'files.folder',
        text: ['在根目录新建文件夹 archive2026。', 'Make a folder archive2026 at the top.'],
        check: () =>
          my().list.some(({ name, parent, isFolder }) => name === 'archive2026' && parent === '' && isFolder),
      },
    ],
  });
})();
