// Stories: one after the other by hand, replies, reactions, an editor with stickers, who may see them, highlights.
(() => {
  const my = () => AppStore.state.stories;
  const ui = () => AppStore.ui.stories;
  const owner = (story) =>
    story.by === 'me' ? { id: 'me', name: AppStore.state.app.userName } : byId(DATA.people, story.by);
  const STICKERS = ['☀', '☕', '♫', '✈', '❤', '☂'];

  function show(index) {
    const story = my().list[index];
    if (!story) {
      ui().at = -1;
      toast(t('看完了', 'That was all'));
      return render();
    }
    ui().at = index;
    if (!my().seen.includes(story.id)) my().seen.push(story.id);
    return render();
  }

  function react(story, sign) {
    my().reactions[story.id] = my().reactions[story.id] === sign ? '' : sign;
    render();
  }

  function reply(story) {
    if (!ui().reply.trim()) return toast(t('写点什么', 'Write something'), 'warn');
    if (story.by === 'me') return toast(t('不能回复自己', 'You cannot answer yourself'), 'warn');
    my().replies.push({ to: story.id, text: ui().reply.trim() });
    ui().reply = '';
    toast(t('已回复', 'Answered'));
    return render();
  }

  function viewer() {
    const story = my().list[ui().at];
    const isMine = story.by === 'me';
    return card(
      h(
        'div',
        { class: 'row' },
        avatar(owner(story)),
        h('b', { class: 'grow' }, tt(owner(story).name)),
        muted(`${ui().at + 1}/${my().list.length}`),
        iconButton('close', t('关闭', 'Close'), () => {
          ui().at = -1;
          render();
        }),
      ),
      bar(t('进度', 'Progress'), ui().at + 1, my().list.length),
      h(
        'div',
        { class: 'stage', style: `--tint:${story.hue}` },
        h('b', { class: 'big' }, tt(story.text)),
        (story.stickers || []).join(' '),
      ),
      row(
        button('‹', () => show(Math.max(0, ui().at - 1)), { 'aria-label': t('上一个', 'Previous story') }),
        button('›', () => show(ui().at + 1), { 'aria-label': t('下一个', 'Next story') }),
        ['❤', '😂', '😮'].map((sign) =>
          h(
            'button',
            {
              type: 'button',
              class: `chip ${my().reactions[story.id] === sign ? 'on' : ''}`,
              'aria-label': `${t('回应', 'React')} ${sign}`,
              onclick: () => react(story, sign),
            },
            sign,
          ),
        ),
        isMine
          ? small(
              my().highlights.includes(story.id) ? t('取消精选', 'No highlight') : t('加入精选', 'Highlight'),
              () => {
                my().highlights = toggled(my().highlights, story.id);
                render();
              },
            )
          : small(t('屏蔽此人', 'Mute'), () =>
              confirmDialog(t('屏蔽', 'Mute'), tt(owner(story).name), () => {
                my().list = my().list.filter(({ by }) => by !== story.by);
                show(Math.min(ui().at, my().list.length - 1));
              }),
            ),
      ),
      !isMine &&
        h(
          'div',
          { class: 'row' },
          h('span', { class: 'grow' }, input(ui(), 'reply', { 'aria-label': t('回复快拍', 'Answer the story') })),
          small(t('发送', 'Send'), () => reply(story)),
        ),
    );
  }

  function publish() {
    const { text, hue, stickers, audience } = ui().draft;
    if (!text.trim() && stickers.length === 0) return toast(t('写字或贴贴纸', 'Write or stick something'), 'warn');
    if (audience === 'close' && my().close.length === 0)
      return openDialog(t('密友', 'Close friends'), h('p', {}, t('还没有密友。', 'You have none yet.')), [
        primary(t('添加', 'Add'), () => {
          my().close.push(DATA.people[0].id);
          closeDialog();
          render();
        }),
      ]);
    my().list.unshift({ id: AppStore.nextId('st'), by: 'me', text: text.trim(), hue, stickers, audience });
    ui().draft = makeDraft();
    toast(t('已发布', 'Published'));
    return render();
  }

  function editor() {
    const { draft } = ui();
    const set = (key) => (value) => {
      draft[key] = value;
      render();
    };
    return card(
      h('h3', {}, t('新快拍', 'New story')),
      h(
        'div',
        { class: 'stage', style: `--tint:${draft.hue};aspect-ratio:3/1` },
        h('b', {}, draft.text),
        draft.stickers.join(' '),
      ),
      h('input', {
        value: draft.text,
        'aria-label': t('文字', 'Text'),
        maxlength: 30,
        onchange: (event) => set('text')(event.target.value),
      }),
      slider(t('底色', 'Colour'), draft.hue, 0, 360, set('hue'), 20),
      row(
        STICKERS.map((sign) =>
          h(
            'button',
            {
              type: 'button',
              class: `cell ${draft.stickers.includes(sign) ? 'on' : ''}`,
              'aria-label': `${t('贴纸', 'Sticker')} ${sign}`,
              onclick: () =>
                draft.stickers.length >= 3 && !draft.stickers.includes(sign)
                  ? toast(t('最多三个', 'Three at most'), 'warn')
                  : set('stickers')(toggled(draft.stickers, sign)),
            },
            sign,
          ),
        ),
      ),
      radios(
        t('谁可以看', 'Who may see it'),
        [
          ['all', t('所有人', 'Everybody')],
          ['close', t('密友', 'Close friends')],
        ],
        draft.audience,
        set('audience'),
      ),
      primary(t('发布快拍', 'Publish story'), publish),
    );
  }

  function view() {
    const mine = my().list.filter(({ by }) => by === 'me');
    return h(
      'div',
      {},
      h(
        'div',
        { class: 'tiles' },
        my().list.map((story, index) =>
          h(
            'button',
            {
              type: 'button',
              class: 'tile',
              'aria-label': `${t('看快拍', 'Watch')} ${story.id}`,
              onclick: () => show(index),
            },
            avatar(owner(story)),
            h('span', { class: my().seen.includes(story.id) ? 'muted' : '' }, tt(owner(story).name)),
          ),
        ),
      ),
      h(
        'div',
        { class: 'split' },
        ui().at >= 0
          ? viewer()
          : card(
              empty(t('点头像看快拍', 'Press a face to watch')),
              muted(t(`看过 ${my().seen.length} 条`, `${my().seen.length} watched`)),
            ),
        editor(),
      ),
      mine.length > 0 &&
        section(
          t('我的快拍', 'Mine'),
          card(
            mine.map((story) =>
              h(
                'div',
                { class: 'line' },
                h('span', { class: 'grow' }, story.text || story.stickers.join('')),
                my().highlights.includes(story.id) && '★',
                small(
                  t('删除', 'Delete'),
                  () => {
                    my().list = my().list.filter((other) => other !== story);
                    ui().at = -1;
                    render();
                  },
                  { 'aria-label': `${t('删除', 'Delete')} ${story.id}` },
                ),
              ),
            ),
          ),
        ),
    );
  }

  const makeDraft = () => ({ text: '', hue: 200, stickers: [], audience: 'all' });
  feature('stories', {
    state: () => ({
      list: DATA.people.slice(0, 8).map(({ id }, index) => ({
        id: `st${index}`,
        by: id,
        text: DATA.phrases[(index * 2 + 1) % DATA.phrases.length],
        hue: index * 47,
      })),
      seen: [],
      reactions: {},
      replies: [],
      highlights: [],
      close: [],
    }),
    ui: () => ({ at: -1, reply: '', draft: makeDraft() }),
    routes: { stories: { names: ['快拍', 'Stories'], icon: 'eye', view, enter: () => (ui().at = -1) } },
    tasks: [
      {
        key: 'stories.three',
        text: ['看三条快拍。', 'Watch three stories.'],
        check: () => my().seen.length >= 3,
      },
    ],
  });
})();
