// Notes: folders, an editor with checklists, colours, pinning, a bin, words counted, links between notes.
(() => {
  const my = () => AppStore.state.notes;
  const ui = () => AppStore.ui.notes;
  const COLORS = ['none', 'sun', 'leaf', 'sky'];

  function create() {
    const note = {
      id: AppStore.nextId('n'),
      title: '',
      text: '',
      folder: ui().folder.replace('*', ''),
      color: 'none',
      items: [],
      pinned: false,
    };
    my().list.unshift(note);
    go(`note/${note.id}`);
  }

  function bin(note) {
    my().list = my().list.filter((other) => other !== note);
    my().bin.unshift(note);
    toast(t('已移到回收站', 'Moved to the bin'));
    go('notes');
  }

  function restore(note) {
    my().bin = my().bin.filter((other) => other !== note);
    my().list.unshift(note);
    render();
  }

  function addItem(note) {
    const text = ui().item.trim();
    if (!text) return toast(t('请输入清单项', 'Enter an item'), 'warn');
    note.items.push({ id: AppStore.nextId('i'), text, done: false });
    ui().item = '';
    return render();
  }

  function checklist(note) {
    const flip = (item) => () => {
      item.done = !item.done;
      if (note.items.every(({ done }) => done)) toast(t('清单完成', 'The list is done'));
      render();
    };
    return section(
      t('清单', 'Checklist'),
      note.items.map((item) =>
        h(
          'div',
          { class: 'line' },
          checkbox(item.text, item.done, flip(item)),
          iconButton('trash', `${t('删除', 'Delete')} ${item.text}`, () => {
            note.items = note.items.filter((other) => other !== item);
            render();
          }),
        ),
      ),
      h(
        'div',
        { class: 'row' },
        h('span', { class: 'grow' }, input(ui(), 'item', { 'aria-label': t('清单项', 'Item') })),
        small(t('添加', 'Add item'), () => addItem(note)),
        note.items.some(({ done }) => done) &&
          small(t('清理已完成', 'Clear done'), () => {
            note.items = note.items.filter(({ done }) => !done);
            render();
          }),
      ),
    );
  }

  function editor(id) {
    const note = byId(my().list, id);
    if (!note) return empty(t('没有这条笔记', 'No such note'), link('notes', t('回到笔记', 'All notes')));
    const words = note.text.split(/\s+|(?<=[\u4e00-\u9fff])/).filter(Boolean).length;
    const links = my().list.filter((other) => other !== note && other.title && note.text.includes(other.title));
    const set = (key) => (value) => {
      note[key] = value;
      render();
    };
    return h(
      'div',
      { class: 'split side' },
      card(
        field(t('标题', 'Title'), input(note, 'title')),
        field(t('正文', 'Text'), textarea(note, 'text', { rows: 8, onchange: render })),
        muted(t(`${words} 字`, `${words} words`)),
        links.length > 0 &&
          row(
            muted(t('提到', 'Mentions')),
            links.map((other) => link(`note/${other.id}`, h('span', { class: 'tag' }, other.title))),
          ),
      ),
      h(
        'div',
        {},
        card(
          field(
            t('文件夹', 'Folder'),
            select([['', t('无', 'None')], ...my().folders.map((name) => [name, name])], note.folder, set('folder')),
          ),
          chips(
            COLORS.map((color) => [
              color,
              { none: t('无色', 'Plain'), sun: t('黄', 'Yellow'), leaf: t('绿', 'Green'), sky: t('蓝', 'Blue') }[color],
            ]),
            note.color,
            set('color'),
          ),
          row(
            button(note.pinned ? t('取消置顶', 'Unpin') : t('置顶', 'Pin'), () => set('pinned')(!note.pinned)),
            button(t('复制一份', 'Duplicate'), () => {
              my().list.unshift({ ...structuredClone(note), id: AppStore.nextId('n'), title: `${note.title} 2` });
              go('notes');
            }),
            button(t('删除', 'Delete'), () => bin(note), { class: 'btn danger' }),
          ),
        ),
        card(checklist(note)),
      ),
    );
  }

  function newFolder() {
    openForm(
      t('新文件夹', 'New folder'),
      {
        name: [
          t('名称', 'Name'),
          (value) => CHECKS.needed(value) || (my().folders.includes(value) ? t('已存在', 'It exists') : ''),
        ],
      },
      {},
      ({ name }) => {
        my().folders.push(name.trim());
        ui().folder = name.trim();
        render();
      },
    );
  }

  function view() {
    const { folder, sort, query } = ui();
    const shown = my()
      .list.filter((note) => (folder === '*' || note.folder === folder) && `${note.title}${note.text}`.includes(query))
      .sort((a, b) => b.pinned - a.pinned || (sort === 'title' ? a.title.localeCompare(b.title) : 0));
    const set = (key) => (value) => {
      ui()[key] = value;
      render();
    };
    const hue = {
      none: '',
      sun: 'background:hsl(48 90% 88%);color:#332',
      leaf: 'background:hsl(120 40% 88%);color:#132',
      sky: 'background:hsl(205 70% 90%);color:#124',
    };
    return h(
      'div',
      {},
      row(
        primary(t('新笔记', 'New note'), create),
        button(t('新文件夹', 'New folder'), newFolder),
        h('input', {
          type: 'search',
          value: query,
          'aria-label': t('查找笔记', 'Find notes'),
          style: 'width:180px',
          oninput: (event) => set('query')(event.target.value),
        }),
        small(sort === 'title' ? t('按时间', 'By time') : t('按标题', 'By title'), () =>
          set('sort')(sort === 'title' ? 'time' : 'title'),
        ),
      ),
      chips([['*', t('全部', 'All')], ...my().folders.map((name) => [name, name])], folder, set('folder')),
      h(
        'div',
        { class: 'grid' },
        shown.map((note) =>
          h(
            'article',
            { class: 'card', style: hue[note.color] },
            link(
              `note/${note.id}`,
              h('span', { class: 'name' }, note.pinned && '📌 ', note.title || t('无标题', 'Untitled')),
              h('p', {}, note.text.slice(0, 50)),
              note.items.length > 0 && muted(`☑ ${note.items.filter(({ done }) => done).length}/${note.items.length}`),
            ),
            small(t('删除', 'Delete'), () => bin(note), { 'aria-label': `${t('删除', 'Delete')} ${note.title}` }),
          ),
        ),
      ),
      shown.length === 0 && empty(t('没有笔记', 'No notes')),
      my().bin.length > 0 &&
        section(
          t('回收站', 'Bin'),
          card(
            my().bin.map((note) =>
              h(
                'div',
                { class: 'line' },
                h('span', { class: 'grow' }, note.title),
                small(t('恢复', 'Restore'), () => restore(note), {
                  'aria-label': `${t('恢复', 'Restore')} ${note.title}`,
                }),
              ),
            ),
            button(t('清空回收站', 'Empty the bin'), () =>
              confirmDialog(t('清空回收站', 'Empty the bin'), t('不能恢复。', 'They cannot come back.'), () => {
                my().bin = [];
                render();
              }),
            ),
          ),
        ),
    );
  }

  feature('notes', {
    state: () => ({
      folders: [t('工作', 'Work'), t('家', 'Home')],
      bin: [],
      list: DATA.notes.map(({ id, title, text }, index) => ({
        id,
        title: tt(title),
        text: tt(text),
        folder: [t('工作', 'Work'), t('家', 'Home'), ''][index % 3],
        color: COLORS[index % 4],
        pinned: index === 0,
        items:
          index % 2
            ? []
            : [
                { id: `${id}i1`, text: t('第一步', 'First step'), done: false },
                { id: `${id}i2`, text: t('第二步', 'Second step'), done: true },
              ],
      })),
    }),
    ui: () => ({ folder: '*', query: '', sort: 'time', item: '' }),
    routes: {
      notes: { names: ['笔记', 'Notes'], icon: 'note', view },
      note: { names: ['编辑笔记', 'Edit note'], parent: 'notes', view: editor },
    },
    tasks: [
      {
        key: 'notes.new',
        text: ['写一条标题为「买咖啡豆」的笔记。', 'Write a note titled 买咖啡豆.'],
        check: () => my().list.some(({ title }) => title === '买咖啡豆'),
      },
    ],
  });
})();
