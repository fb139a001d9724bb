// Posts: likes, comments in threads, reposts, a composer with topics and polls, hiding and reporting.
(() => {
  const my = () => AppStore.state.feed;
  const ui = () => AppStore.ui.feed;
  const author = (post) =>
    post.author === 'me' ? { id: 'me', name: AppStore.state.app.userName } : byId(DATA.people, post.author);
  const TABS = {
    hot: () => (a, b) => b.likes - a.likes,
    new: () => (a, b) => b.number - a.number,
    talk: () => (a, b) => b.comments.length - a.comments.length,
  };

  function like(post) {
    post.liked = !post.liked;
    post.likes += post.liked ? 1 : -1;
    render();
  }

  function comment(post) {
    const text = (ui().drafts[post.id] || '').trim();
    if (!text) return toast(t('写点什么吧', 'Write something'), 'warn');
    if (text.length > 80) return toast(t('评论太长', 'Too long'), 'warn');
    const target = ui().replyTo?.post === post.id ? ui().replyTo.comment : null;
    const made = { id: AppStore.nextId('r'), by: 'me', text, likes: 0, replies: [] };
    if (target) byId(post.comments, target).replies.push(made);
    else post.comments.push(made);
    ui().drafts[post.id] = '';
    ui().replyTo = null;
    return render();
  }

  function commentView(post, one) {
    const reply = () => {
      ui().replyTo = { post: post.id, comment: one.id };
      render();
    };
    const remove = () => {
      post.comments = post.comments.filter((other) => other !== one);
      render();
    };
    return h(
      'div',
      { class: 'line' },
      h(
        'span',
        { class: 'grow' },
        tt(one.text),
        one.replies.map((r) => h('p', { class: 'muted' }, `↳ ${tt(r.text)}`)),
      ),
      small(
        `♥ ${one.likes}`,
        () => {
          one.likes += 1;
          render();
        },
        { 'aria-label': `${t('赞评论', 'Like comment')} ${one.id}` },
      ),
      one.by === 'me'
        ? small(t('删除', 'Delete'), remove, { 'aria-label': `${t('删除评论', 'Delete comment')} ${one.id}` })
        : small(t('回复', 'Reply'), reply, { 'aria-label': `${t('回复评论', 'Reply to')} ${one.id}` }),
    );
  }

  function pollView(post) {
    const total = post.poll.reduce((sum, choice) => sum + choice.votes, 0);
    const vote = (choice) => () => {
      if (post.voted) return toast(t('你已投过票', 'You have voted'), 'warn');
      post.voted = true;
      choice.votes += 1;
      return render();
    };
    return h(
      'div',
      {},
      post.poll.map((choice) =>
        h(
          'div',
          {},
          h('button', { type: 'button', class: 'chip', onclick: vote(choice) }, tt(choice.text)),
          post.voted && bar(tt(choice.text), choice.votes, total),
        ),
      ),
    );
  }

  function more(post) {
    const hide = () => {
      my().hidden.push(post.id);
      render();
    };
    const choices =
      post.author === 'me'
        ? [
            [
              t('删除帖子', 'Delete post'),
              () =>
                confirmDialog(t('删除', 'Delete'), t('不能恢复。', 'It cannot come back.'), () => {
                  my().posts = my().posts.filter((other) => other !== post);
                  render();
                }),
            ],
            [
              post.pinned ? t('取消置顶', 'Unpin') : t('置顶', 'Pin'),
              () => {
                post.pinned = !post.pinned;
                render();
              },
            ],
          ]
        : [
            [t('不感兴趣', 'Hide'), hide],
            [
              t('举报', 'Report'),
              () =>
                openSheet(t('举报原因', 'Why?'), [
                  [t('垃圾信息', 'Spam'), () => report(post, 'spam')],
                  [t('不友善', 'Unkind'), () => report(post, 'unkind')],
                ]),
            ],
            [t('复制链接', 'Copy link'), () => toast(`#${post.id}`)],
          ];
    openSheet(t('更多', 'More'), choices);
  }

  function report(post, why) {
    my().reports.push({ post: post.id, why });
    my().hidden.push(post.id);
    toast(t('感谢举报', 'Thank you for the report'));
    render();
  }

  function repost(post) {
    my().posts.unshift({ ...newPost(post.text), of: post.id });
    post.reposts += 1;
    toast(t('已转发', 'Reposted'));
    render();
  }

  const newPost = (text) => ({
    id: AppStore.nextId('p'),
    number: AppStore.state.app.lastNumber,
    author: 'me',
    text,
    topic: ui().topic,
    likes: 0,
    reposts: 0,
    comments: [],
    poll: [],
  });

  function postView(post) {
    const isOpen = ui().open.includes(post.id);
    return card(
      h(
        'div',
        { class: 'row' },
        avatar(author(post)),
        h(
          'div',
          { class: 'grow' },
          h('b', {}, tt(author(post).name)),
          h('br'),
          muted(post.of ? t('转发', 'Repost') : `#${tt(byId(DATA.topics, post.topic)?.name || '')}`),
        ),
        post.pinned && h('span', { class: 'tag' }, t('置顶', 'Pinned')),
        slot('person', author(post)),
        iconButton('menu', `${t('更多', 'More')} ${post.id}`, () => more(post)),
      ),
      h('p', {}, tt(post.text)),
      post.shape && picture(post),
      post.poll.length > 0 && pollView(post),
      row(
        small(`♥ ${post.likes}`, () => like(post), {
          'aria-pressed': String(Boolean(post.liked)),
          'aria-label': `${t('点赞', 'Like')} ${post.id}`,
        }),
        small(
          `✎ ${post.comments.length}`,
          () => {
            ui().open = toggled(ui().open, post.id);
            render();
          },
          { 'aria-label': `${t('评论', 'Comments')} ${post.id}` },
        ),
        small(`⟳ ${post.reposts}`, () => repost(post), { 'aria-label': `${t('转发', 'Repost')} ${post.id}` }),
        slot('keep', { id: post.id, name: post.text, path: 'feed' }),
      ),
      isOpen &&
        h(
          'div',
          {},
          post.comments.map((one) => commentView(post, one)),
          h(
            'div',
            { class: 'row' },
            h(
              'span',
              { class: 'grow' },
              input(ui().drafts, post.id, { 'aria-label': `${t('写评论', 'Write a comment')} ${post.id}` }),
            ),
            small(t('发送', 'Send'), () => comment(post), {
              'aria-label': `${t('发送评论', 'Send comment')} ${post.id}`,
            }),
          ),
        ),
    );
  }

  function publish() {
    const text = ui().text.trim();
    if (text.length < 2) return toast(t('内容太短', 'Too short'), 'warn');
    const choices = ui()
      .choices.split(/[,，]/)
      .map((choice) => choice.trim())
      .filter(Boolean);
    if (ui().withPoll && choices.length < 2) return toast(t('投票至少两个选项', 'A poll needs two choices'), 'warn');
    const post = newPost(text);
    if (ui().withPoll) post.poll = choices.map((choice) => ({ text: choice, votes: 0 }));
    my().posts.unshift(post);
    Object.assign(ui(), { text: '', withPoll: false, choices: '', tab: 'new' });
    toast(t('已发布', 'Published'));
    return render();
  }

  function composer() {
    return card(
      textarea(ui(), 'text', {
        'aria-label': t('说点什么', 'What is new?'),
        placeholder: t('说点什么', 'What is new?'),
      }),
      row(
        select(
          DATA.topics.map(({ id, name }) => [id, `#${tt(name)}`]),
          ui().topic,
          (topic) => (ui().topic = topic),
          { 'aria-label': t('话题', 'Topic') },
        ),
        checkbox(t('投票', 'Poll'), ui().withPoll, (withPoll) => {
          ui().withPoll = withPoll;
          render();
        }),
        primary(t('发布', 'Publish'), publish),
      ),
      ui().withPoll && field(t('选项，用逗号分开', 'Choices, comma between'), input(ui(), 'choices')),
    );
  }

  function view() {
    const shown = my()
      .posts.filter((post) => !my().hidden.includes(post.id) && (!ui().filter || post.topic === ui().filter))
      .sort((a, b) => Boolean(b.pinned) - Boolean(a.pinned) || TABS[ui().tab]()(a, b));
    const set = (key) => (value) => {
      ui()[key] = value;
      render();
    };
    return h(
      'div',
      {},
      composer(),
      tabs(
        t('排序', 'Order'),
        [
          ['hot', t('热门', 'Hot')],
          ['new', t('最新', 'New')],
          ['talk', t('热议', 'Talked about')],
        ],
        ui().tab,
        set('tab'),
      ),
      chips(
        [['', t('全部话题', 'All topics')], ...DATA.topics.map(({ id, name }) => [id, tt(name)])],
        ui().filter,
        set('filter'),
      ),
      shown.slice(0, ui().shown).map(postView),
      shown.length === 0 && empty(t('还没有帖子', 'No posts yet')),
      shown.length > ui().shown && button(t('更多帖子', 'More posts'), () => set('shown')(ui().shown + 8)),
    );
  }

  feature('feed', {
    state: () => ({ posts: structuredClone(DATA.posts), hidden: [], reports: [] }),
    ui: () => ({
      tab: 'hot',
      filter: '',
      shown: 8,
      open: [],
      drafts: {},
      replyTo: null,
      text: '',
      topic: DATA.topics[0].id,
      withPoll: false,
      choices: '',
    }),
    routes: { feed: { names: option('feedNames', ['动态', 'Feed']), icon: 'chat', view } },
    slots: { 'home.blocks': () => section(t('热门动态', 'What people say'), my().posts.slice(0, 2).map(postView)) },
    tasks: [
      {
        key: 'feed.publish',
        text: ['发布一条内容为「你好世界」的帖子。', 'Publish a post that says 你好世界.'],
        check: () => my().posts.some(({ author: by, text }) => by === 'me' && text === '你好世界'),
      },
      {
        key: 'feed.like',
        text: [`给帖子 ${DATA.posts[1].id} 点赞。`, `Like the post ${DATA.posts[1].id}.`],
        check: () => Boolean(byId(my().posts, DATA.posts[1].id)?.liked),
      },
    ],
  });
})();
