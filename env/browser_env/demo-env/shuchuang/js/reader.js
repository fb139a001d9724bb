// Books: shelf, chapters, highlights and notes on paragraphs, bookmarks, look of the page, reading goal.
(() => {
  const my = () => AppStore.state.reader;
  const ui = () => AppStore.ui.reader;
  const book = (id) => byId(DATA.books, id) || DATA.books[0];

  function open(one, chapter) {
    my().places[one.id] = chapter;
    my().pagesToday += 1;
    if (my().pagesToday === my().goal) toast(t('完成今日目标', 'You reached the goal of the day'));
    ui().chapter = chapter;
    render();
    window.scrollTo(0, 0);
  }

  const mark = (one, chapter, index) => `${one.id}.${chapter}.${index}`;

  function paragraphMenu(key, text) {
    const has = my().marks[key] !== undefined;
    const note = () =>
      openForm(
        t('笔记', 'Note'),
        { text: [t('想法', 'Thought'), CHECKS.needed] },
        { text: my().marks[key] || '' },
        (draft) => {
          my().marks[key] = draft.text;
          render();
        },
      );
    openSheet(tt(text).slice(0, 16), [
      [
        has ? t('取消划线', 'Remove highlight') : t('划线', 'Highlight'),
        () => {
          if (has) delete my().marks[key];
          else my().marks[key] = '';
          render();
        },
      ],
      [t('写笔记', 'Write a note'), note],
      [t('分享', 'Share'), () => toast(t('已复制', 'Copied'))],
    ]);
  }

  function page(id) {
    const one = book(id);
    const chapter = Math.min(ui().chapter, one.chapters.length - 1);
    const { name, text } = one.chapters[chapter];
    const key = `${one.id}.${chapter}`;
    const looks = { paper: ['纸张', 'Paper'], night: ['夜间', 'Night'], green: ['护眼', 'Green'] };
    const backgrounds = { paper: '#faf6ea;color:#332', night: '#15171c;color:#aab', green: '#e3f1e2;color:#243' };
    return h(
      'div',
      {},
      row(
        iconButton('list', t('目录', 'Contents'), () =>
          openSheet(
            t('目录', 'Contents'),
            one.chapters.map((c, index) => [tt(c.name), () => open(one, index)]),
          ),
        ),
        toggleButton('flag', my().bookmarks.includes(key), t('书签', 'Bookmark'), () => {
          my().bookmarks = toggled(my().bookmarks, key);
          render();
        }),
        counter(t('字号', 'Text size'), my().size, 14, 26, (size) => {
          my().size = size;
          render();
        }),
        select(
          Object.entries(looks).map(([value, names]) => [value, tt(names)]),
          my().look,
          (look) => {
            my().look = look;
            render();
          },
          { 'aria-label': t('背景', 'Paper') },
        ),
      ),
      h(
        'article',
        { class: 'card prose', style: `font-size:${my().size}px;background:${backgrounds[my().look]}` },
        h('h2', {}, tt(name)),
        text.map((paragraph, index) =>
          h(
            'p',
            {
              role: 'button',
              tabindex: 0,
              class: my().marks[mark(one, chapter, index)] !== undefined ? 'marked' : '',
              onclick: () => paragraphMenu(mark(one, chapter, index), paragraph),
            },
            tt(paragraph),
            my().marks[mark(one, chapter, index)] && muted(` ✎ ${my().marks[mark(one, chapter, index)]}`),
          ),
        ),
      ),
      bar(t('进度', 'Progress'), chapter + 1, one.chapters.length),
      row(
        button(t('上一章', 'Previous chapter'), () =>
          chapter > 0 ? open(one, chapter - 1) : toast(t('已是第一章', 'This is the first'), 'warn'),
        ),
        primary(t('下一章', 'Next chapter'), () =>
          chapter + 1 < one.chapters.length ? open(one, chapter + 1) : finish(one),
        ),
      ),
    );
  }

  function finish(one) {
    if (!my().finished.includes(one.id)) my().finished.push(one.id);
    openOverlay(
      t('读完了', 'Finished'),
      h('p', {}, tt(one.name)),
      [1, 2, 3, 4, 5].map((n) =>
        button(`${n} ★`, () => {
          my().ratings[one.id] = n;
          closeDialog();
          go('shelf');
        }),
      ),
    );
  }

  function detail(id) {
    const one = book(id);
    const onShelf = my().shelf.includes(one.id);
    return h(
      'div',
      {},
      h(
        'div',
        { class: 'split lead' },
        h('div', { class: 'tall' }, picture(one, 100)),
        h(
          'div',
          {},
          h('h2', {}, tt(one.name)),
          muted(`${tt(one.author)} · ${tt(one.genre)} · ${one.chapters.length} ${t('章', 'chapters')}`),
          h('p', {}, tt(one.chapters[0].text[0])),
          row(
            link(
              `read/${one.id}`,
              h(
                'span',
                { class: 'btn primary' },
                my().places[one.id] ? t('继续读', 'Read on') : t('开始读', 'Start reading'),
              ),
            ),
            button(onShelf ? t('移出书架', 'Off the shelf') : t('加入书架', 'On the shelf'), () => {
              my().shelf = toggled(my().shelf, one.id);
              render();
            }),
            slot('keep', { id: one.id, name: one.name, path: `book/${one.id}` }),
          ),
        ),
      ),
      section(
        t('目录', 'Contents'),
        card(
          one.chapters.map((c, index) =>
            h(
              'div',
              { class: 'line' },
              h(
                'button',
                {
                  type: 'button',
                  class: 'chip grow',
                  onclick: () => {
                    ui().chapter = index;
                    go(`read/${one.id}`);
                    ui().chapter = index;
                  },
                },
                tt(c.name),
              ),
              my().bookmarks.includes(`${one.id}.${index}`) && '🔖',
            ),
          ),
        ),
      ),
    );
  }

  const cover = (one) =>
    card(
      link(`book/${one.id}`, picture(one), h('span', { class: 'name' }, tt(one.name)), muted(tt(one.author))),
      my().places[one.id] !== undefined && bar(tt(one.name), my().places[one.id] + 1, one.chapters.length),
    );

  function shelf() {
    const lists = {
      shelf: my().shelf,
      reading: Object.keys(my().places).filter((id) => !my().finished.includes(id)),
      finished: my().finished,
    };
    const books = ui().tab === 'all' ? DATA.books : lists[ui().tab].map(book);
    const notes = Object.entries(my().marks);
    return h(
      'div',
      {},
      row(
        tabs(
          t('书架', 'Shelf'),
          [
            ['all', t('书城', 'All books')],
            ['shelf', t('书架', 'Shelf')],
            ['reading', t('在读', 'Reading')],
            ['finished', t('读完', 'Finished')],
          ],
          ui().tab,
          (tab) => {
            ui().tab = tab;
            render();
          },
        ),
      ),
      h(
        'div',
        { class: 'row' },
        counter(t('每日目标', 'Daily goal'), my().goal, 1, 20, (goal) => {
          my().goal = goal;
          render();
        }),
        bar(t('今日', 'Today'), my().pagesToday, my().goal),
        muted(`${my().pagesToday}/${my().goal}`),
      ),
      books.length ? h('div', { class: 'grid' }, books.map(cover)) : empty(t('这里还没有书', 'No books here')),
      notes.length > 0 &&
        section(
          t('我的笔记', 'My notes'),
          card(
            notes.map(([key, text]) =>
              h(
                'div',
                { class: 'line' },
                h(
                  'a',
                  { class: 'grow', href: `#/book/${key.split('.')[0]}` },
                  tt(book(key.split('.')[0]).name),
                  muted(` ${text}`),
                ),
                small(
                  t('删除', 'Delete'),
                  () => {
                    delete my().marks[key];
                    render();
                  },
                  { 'aria-label': `${t('删除笔记', 'Delete note')} ${key}` },
                ),
              ),
            ),
          ),
        ),
    );
  }

  feature('reader', {
    state: () => ({
      shelf: [DATA.books[0].id],
      places: {},
      marks: {},
      bookmarks: [],
      finished: [],
      ratings: {},
      size: 18,
      look: 'paper',
      goal: 5,
      pagesToday: 0,
    }),
    ui: () => ({ tab: 'all', chapter: 0 }),
    routes: {
      shelf: { names: ['书架', 'Books'], icon: 'book', view: shelf },
      book: { names: ['书', 'Book'], parent: 'shelf', view: detail },
      read: {
        names: ['阅读', 'Reading'],
        parent: 'shelf',
        view: page,
        enter: (id) => (ui().chapter = my().places[id] || 0),
      },
    },
    slots: {
      'home.blocks': () =>
        section(t('编辑推荐', 'Our choice'), h('div', { class: 'grid' }, DATA.books.slice(2, 6).map(cover))),
    },
    tasks: [
      {
        key: 'reader.shelf',
        text: [`把「${DATA.books[2].name[0]}」加入书架。`, `Put "${DATA.books[2].name[1]}" on the shelf.`],
        check: () => my().shelf.includes(DATA.books[2].id),
      },
    ],
  });
})();
