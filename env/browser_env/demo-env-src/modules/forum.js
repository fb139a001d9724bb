// Questions and answers: asking with tags, voting that reputation allows, accepting, bounties, sorting.
(() => {
  const my = () => AppStore.state.forum;
  const ui = () => AppStore.ui.forum;
  const SORTS = {
    votes: (a, b) => b.votes - a.votes,
    new: (a, b) => b.number - a.number,
    open: (a, b) => a.answers.length - b.answers.length,
  };

  function vote(thing, by) {
    if (by < 0 && my().reputation < 15)
      return toast(t('声望不足 15，不能反对', 'Voting down needs 15 reputation'), 'warn');
    const before = my().votes[thing.id] || 0;
    const now = before === by ? 0 : by;
    thing.votes += now - before;
    my().votes[thing.id] = now;
    my().reputation += now > before ? 1 : 0;
    return render();
  }

  const voting = (thing) =>
    h(
      'span',
      { class: 'row' },
      small('▲', () => vote(thing, 1), { 'aria-label': `${t('赞同', 'Vote up')} ${thing.id}` }),
      h('b', {}, String(thing.votes)),
      small('▼', () => vote(thing, -1), { 'aria-label': `${t('反对', 'Vote down')} ${thing.id}` }),
    );

  function accept(question, answer) {
    question.accepted = question.accepted === answer.id ? '' : answer.id;
    if (question.accepted && question.bounty) {
      question.bounty = 0;
      toast(t('悬赏已发放', 'The bounty is paid'));
    }
    render();
  }

  function offer(question) {
    const check = (value) => {
      if (CHECKS.amount(value)) return CHECKS.amount(value);
      return Number(value) > my().reputation ? t('声望不够', 'More than your reputation') : '';
    };
    openForm(t('悬赏', 'Bounty'), { points: [t('声望', 'Reputation'), check] }, {}, ({ points }) => {
      question.bounty += Number(points);
      my().reputation -= Number(points);
      render();
    });
  }

  function answer(question) {
    const text = ui().answer.trim();
    if (text.length < 5) return toast(t('回答至少五个字', 'Five letters at least'), 'warn');
    question.answers.push({ id: AppStore.nextId('w'), votes: 0, text, by: 'me' });
    my().reputation += 2;
    ui().answer = '';
    return render();
  }

  function detail(id) {
    const question = byId(my().list, id);
    if (!question) return empty(t('没有这个问题', 'No such question'));
    const answers = [...question.answers].sort(
      (a, b) => (b.id === question.accepted) - (a.id === question.accepted) || b.votes - a.votes,
    );
    return h(
      'div',
      {},
      card(
        h('h2', {}, tt(question.text)),
        question.tags.map((tag) => h('span', { class: 'tag' }, tag)),
        row(
          voting(question),
          question.bounty > 0 && h('span', { class: 'tag' }, `+${question.bounty}`),
          button(t('悬赏', 'Bounty'), () => offer(question)),
          toggleButton('star', my().watched.includes(id), t('关注问题', 'Watch'), () => {
            my().watched = toggled(my().watched, id);
            render();
          }),
        ),
      ),
      answers.map((one) =>
        card(
          h('p', {}, tt(one.text)),
          row(
            voting(one),
            one.id === question.accepted && h('b', { class: 'good' }, '✓'),
            small(
              one.id === question.accepted ? t('取消采纳', 'Unaccept') : t('采纳', 'Accept'),
              () => accept(question, one),
              { 'aria-label': `${t('采纳', 'Accept')} ${one.id}` },
            ),
            one.by === 'me' &&
              small(t('编辑', 'Edit'), () =>
                openForm(
                  t('编辑', 'Edit'),
                  { text: [t('回答', 'Answer'), CHECKS.needed] },
                  { text: one.text },
                  ({ text }) => {
                    one.text = text;
                    render();
                  },
                ),
              ),
          ),
        ),
      ),
      card(
        field(t('你的回答', 'Your answer'), textarea(ui(), 'answer')),
        primary(t('提交回答', 'Send answer'), () => answer(question)),
      ),
    );
  }

  function ask() {
    const fields = {
      text: [
        t('问题', 'Question'),
        (value) => (/[?？]$/.test(value) ? '' : t('请以问号结尾', 'End it with a question mark')),
      ],
      tags: [
        t('标签，空格分开', 'Tags, space between'),
        (value) => (value.split(/\s+/).filter(Boolean).length > 3 ? t('最多三个', 'Three at most') : ''),
      ],
    };
    openForm(t('提问', 'Ask'), fields, { tags: '' }, ({ text, tags }) => {
      const id = AppStore.nextId('q');
      my().list.unshift({
        id,
        number: AppStore.state.app.lastNumber,
        votes: 0,
        text,
        tags: tags.split(/\s+/).filter(Boolean),
        answers: [],
        accepted: '',
        bounty: 0,
      });
      go(`question/${id}`);
    });
  }

  function view() {
    const tags = [...new Set(my().list.flatMap((question) => question.tags))].sort();
    const shown = my()
      .list.filter((q) => (!ui().tag || q.tags.includes(ui().tag)) && (!ui().open || !q.accepted))
      .sort(SORTS[ui().sort]);
    const set = (key) => (value) => {
      ui()[key] = value;
      render();
    };
    return h(
      'div',
      {},
      h(
        'div',
        { class: 'row between' },
        tabs(
          t('排序', 'Sort'),
          [
            ['votes', t('票数', 'Votes')],
            ['new', t('最新', 'New')],
            ['open', t('待回答', 'Few answers')],
          ],
          ui().sort,
          set('sort'),
        ),
        primary(t('提问', 'Ask'), ask),
      ),
      muted(`${t('声望', 'Reputation')} ${my().reputation}`),
      chips([['', t('全部', 'All')], ...tags.map((tag) => [tag, tag])], ui().tag, set('tag')),
      checkbox(t('只看未采纳', 'Only without an accepted answer'), ui().open, set('open')),
      card(
        shown
          .slice(0, 14)
          .map((q) =>
            h(
              'div',
              { class: 'line' },
              h('b', {}, String(q.votes)),
              h('a', { class: 'grow', href: `#/question/${q.id}` }, tt(q.text)),
              muted(`${q.answers.length} ${t('回答', 'answers')}`),
              q.accepted && h('b', { class: 'good' }, '✓'),
              slot('keep', { id: q.id, name: q.text, path: `question/${q.id}` }),
            ),
          ),
      ),
    );
  }

  feature('forum', {
    state: () => ({ list: structuredClone(DATA.questions), votes: {}, watched: [], reputation: 13 }),
    ui: () => ({ sort: 'votes', tag: '', open: false, answer: '' }),
    routes: {
      forum: { names: ['问答', 'Questions'], icon: 'help', view },
      question: { names: ['问题', 'Question'], parent: 'forum', view: detail },
    },
    tasks: [
      {
        key: 'forum.accept',
        text: [
          `采纳问题 ${DATA.questions[0].id} 的一个回答。`,
          `Accept an answer of question ${DATA.questions[0].id}.`,
        ],
        check: () => Boolean(byId(my().list, DATA.questions[0].id).accepted),
      },
    ],
  });
})();
