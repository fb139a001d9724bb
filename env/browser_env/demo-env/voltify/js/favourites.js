// Favourites in folders of one's own. Other features hand over what is kept as {id, name, path}.
(() => {
  const my = () => AppStore.state.favourites;
  const ui = () => AppStore.ui.favourites;
  const has = (id) => my().list.some((one) => one.id === id);

  function toggle({ id, name, path }) {
    if (has(id)) my().list = my().list.filter((one) => one.id !== id);
    else my().list.unshift({ id, name, path, folder: '' });
    toast(has(id) ? t('已收藏', 'Saved') : t('已取消收藏', 'No longer saved'));
    render();
  }

  const heart = (thing) =>
    toggleButton(
      'heart',
      has(thing.id),
      `${has(thing.id) ? t('取消收藏', 'Unsave') : t('收藏', 'Save')} ${tt(thing.name)}`,
      () => toggle(thing),
    );

  function newFolder() {
    const isNew = (value) =>
      CHECKS.needed(value) || (my().folders.includes(value) ? t('已有同名文件夹', 'There is one already') : '');
    openForm(t('新收藏夹', 'New folder'), { name: [t('名称', 'Name'), isNew] }, {}, ({ name }) => {
      my().folders.push(name.trim());
      ui().folder = name.trim();
      render();
    });
  }

  function moveTo(one) {
    openSheet(
      t('移到', 'Move to'),
      ['', ...my().folders].map((folder) => [
        folder || t('未分类', 'Unsorted'),
        () => {
          one.folder = folder;
          render();
        },
      ]),
    );
  }

  function dropFolder() {
    confirmDialog(
      t('删除收藏夹', 'Delete folder'),
      t('里面的收藏会变为未分类。', 'What it holds becomes unsorted.'),
      () => {
        for (const one of my().list) if (one.folder === ui().folder) one.folder = '';
        my().folders = my().folders.filter((name) => name !== ui().folder);
        ui().folder = '*';
        render();
      },
    );
  }

  function view() {
    const { folder } = ui();
    const shown = my().list.filter((one) => folder === '*' || one.folder === folder);
    if (ui().byName) shown.sort((a, b) => tt(a.name).localeCompare(tt(b.name)));
    return h(
      'div',
      {},
      chips(
        [['*', t('全部', 'All')], ['', t('未分类', 'Unsorted')], ...my().folders.map((name) => [name, name])],
        folder,
        (value) => {
          ui().folder = value;
          render();
        },
      ),
      row(
        button(t('新收藏夹', 'New folder'), newFolder),
        my().folders.includes(folder) && button(t('删除收藏夹', 'Delete folder'), dropFolder),
        checkbox(t('按名称排序', 'Sort by name'), ui().byName, (byName) => {
          ui().byName = byName;
          render();
        }),
      ),
      shown.length === 0
        ? empty(t('这里还没有收藏', 'Nothing is saved here'), link(DATA.app.start, t('去首页', 'Go to the start')))
        : card(
            shown.map((one) =>
              h(
                'div',
                { class: 'line' },
                h('a', { class: 'grow', href: `#/${one.path}` }, tt(one.name)),
                one.folder && h('span', { class: 'tag' }, one.folder),
                small(t('移动', 'Move'), () => moveTo(one), { 'aria-label': `${t('移动', 'Move')} ${tt(one.name)}` }),
                heart(one),
              ),
            ),
          ),
    );
  }

  feature('favourites', {
    state: () => ({ list: [], folders: [t('想要', 'Wanted')] }),
    ui: () => ({ folder: '*', byName: false }),
    routes: { favourites: { names: ['收藏', 'Saved'], icon: 'heart', view } },
    slots: {
      'product.quick': ({ id, name }) => heart({ id, name, path: `product/${id}` }),
      'product.links': ({ id, name }) => heart({ id, name, path: `product/${id}` }),
      keep: heart,
    },
    tasks: [
      {
        key: 'favourites.folder',
        text: ['新建一个名为 Gifts 的收藏夹。', 'Make a folder named Gifts among the favourites.'],
        check: () => my().folders.includes('Gifts'),
      },
    ],
  });
})();
