// Vocabulary cards in five boxes: studying, a quiz with wrong choices, editing decks, streaks, a review list.
(() => {
  const my = () => AppStore.state.flashcards;
  const ui = () => AppStore.ui.flashcards;
  const deck = () => my().cards.filter((one) => one.deck === ui().deck);
  const due = () => deck().filter(({ box, seen }) => box < 5 && !seen);

  function answer(one, isKnown) {
    one.box = isKnown ? Math.min(5, one.box + 1) : 1;
    one.seen = true;
    my().streak = isKnown ? my().streak + 1 : 0;
    if (!isKnown && !my().hard.includes(one.id)) my().hard.push(one.id);
    if (my().streak && my().streak % 5 === 0) toast(t(`连对 ${my().streak} 个`, `${my().streak} in a row`));
    ui().isTurned = false;
    render();
  }

  function study() {
    const [one] = due();
    if (!one)
      return empty(
        t('这组学完了', 'This deck is done'),
        primary(t('再学一轮', 'Once more'), () => {
          for (const other of deck()) other.seen = false;
          render();
        }),
      );
    return card(
      h('div', { class: 'stage' }, h('b', { class: 'big' }, ui().isTurned ? one.back : one.front)),
      muted(t(`剩 ${due().length} 张，第 ${one.box} 盒`, `${due().length} left, box ${one.box}`)),
      ui().isTurned
        ? row(
            button(t('不认识', 'Not known'), () => answer(one, false)),
            primary(t('认识', 'Known'), () => answer(one, true)),
            small(t('太简单', 'Too easy'), () => {
              one.box = 4;
              answer(one, true);
            }),
          )
        : row(
            primary(t('翻面', 'Turn over'), () => {
              ui().isTurned = true;
              render();
            }),
            small(t('提示', 'Hint'), () => toast(`${one.back[0]}…`)),
            small(t('跳过', 'Skip'), () => {
              my().cards.push(...my().cards.splice(my().cards.indexOf(one), 1));
              render();
            }),
          ),
    );
  }

  function quiz() {
    const cards = deck();
    const { at, right, total } = ui().quiz;
    const one = cards[at % cards.length];
    const choices = [0, 3, 5, 7].map((n) => cards[(at + n) % cards.length].back);
    choices.unshift(...choices.splice(at % 4));
    if (total === 10)
      return empty(
        t(`得分 ${right}/10`, `Score ${right}/10`),
        primary(t('再测', 'Again'), () => {
          my().best = Math.max(my().best, right);
          ui().quiz = { at: at + 1, right: 0, total: 0 };
          render();
        }),
      );
    const choose = (text) => () => {
      const isRight = text === one.back;
      toast(isRight ? t('对', 'Right') : `${t('错，是', 'No, it is')} ${one.back}`, isRight ? '' : 'warn');
      if (!isRight && !my().hard.includes(one.id)) my().hard.push(one.id);
      ui().quiz = { at: at + 1, right: right + Number(isRight), total: total + 1 };
      render();
    };
    return card(
      h('p', { class: 'big' }, one.front),
      h(
        'div',
        { class: 'form-row' },
        choices.map((text) => button(text, choose(text))),
      ),
      muted(`${total}/10 · ${t('最好', 'best')} ${my().best}`),
    );
  }

  function edit() {
    const check = (value) =>
      deck().some(({ front }) => front === value) ? t('已有此词', 'It is in the deck') : CHECKS.needed(value);
    const add = () =>
      openForm(
        t('新卡片', 'New card'),
        { front: [t('正面', 'Front'), check], back: [t('背面', 'Back'), CHECKS.needed] },
        {},
        ({ front, back }) => {
          my().cards.push({ id: AppStore.nextId('w'), deck: ui().deck, front, back, box: 1, seen: false });
          render();
        },
      );
    return h(
      'div',
      {},
      row(
        primary(t('新卡片', 'New card'), add),
        h('input', {
          type: 'search',
          'aria-label': t('查词', 'Find'),
          value: ui().query,
          style: 'width:180px',
          oninput: (event) => {
            ui().query = event.target.value;
            render();
          },
        }),
      ),
      card(
        deck()
          .filter(({ front, back }) => `${front}${back}`.includes(ui().query))
          .map((one) =>
            h(
              'div',
              { class: 'line' },
              h('b', { class: 'grow' }, one.front),
              muted(one.back),
              h('span', { class: 'tag' }, `#${one.box}`),
              iconButton('trash', `${t('删除', 'Delete')} ${one.front}`, () => {
                if (deck().length <= 8) return toast(t('至少留八张', 'Keep eight cards'), 'warn');
                my().cards = my().cards.filter((other) => other !== one);
                return render();
              }),
            ),
          ),
      ),
    );
  }

  function hard() {
    const list = my().cards.filter(({ id }) => my().hard.includes(id));
    return list.length
      ? card(
          list.map((one) =>
            h(
              'div',
              { class: 'line' },
              h('b', { class: 'grow' }, one.front),
              one.back,
              small(t('掌握了', 'Learned'), () => {
                my().hard = toggled(my().hard, one.id);
                render();
              }),
            ),
          ),
        )
      : empty(t('没有生词', 'No hard words'));
  }

  const TABS = { study, quiz, edit, hard };
  function view() {
    const decks = [...new Set(my().cards.map((one) => one.deck))];
    const names = {
      study: t('学习', 'Study'),
      quiz: t('测验', 'Quiz'),
      edit: t('词表', 'Words'),
      hard: `${t('生词', 'Hard')} ${my().hard.length}`,
    };
    return h(
      'div',
      {},
      chips(
        decks.map((name) => [name, name]),
        ui().deck,
        (name) => {
          Object.assign(ui(), { deck: name, isTurned: false, quiz: { at: 0, right: 0, total: 0 } });
          render();
        },
      ),
      h(
        'div',
        { class: 'row' },
        [1, 2, 3, 4, 5].map((box) =>
          h(
            'span',
            { class: 'grow' },
            muted(`#${box}`),
            bar(`${t('盒', 'Box')} ${box}`, deck().filter((one) => one.box === box).length, deck().length),
          ),
        ),
      ),
      tabs(t('方式', 'Mode'), Object.entries(names), ui().tab, (tab) => {
        ui().tab = tab;
        render();
      }),
      TABS[ui().tab](),
    );
  }

  feature('flashcards', {
    state: () => ({
      streak: 0,
      best: 0,
      hard: [],
      cards: DATA.vocabulary.map(({ id, deck: name, front, back }) => ({
        id,
        deck: name,
        front,
        back,
        box: 1,
        seen: false,
      })),
    }),
    ui: () => ({
      deck: DATA.vocabulary[0].deck,
      tab: 'study',
      isTurned: false,
      query: '',
      quiz: { at: 0, right: 0, total: 0 },
    }),
    routes: { flashcards: { names: ['词卡', 'Cards'], icon: 'cards', view } },
    tasks: [
      {
        key: 'flashcards.know',
        text: ['学一张卡片并选择认识。', 'Study a card and say you know it.'],
        check: () => my().cards.some(({ box }) => box > 1),
      },
    ],
  });
})();
