// Two board games on fixed boards: uncovering a minefield, and sliding tiles that merge.
(() => {
  const my = () => AppStore.state.puzzle;
  const ui = () => AppStore.ui.puzzle;
  const SIZE = 8;
  const mines = () =>
    Array.from({ length: 10 + my().level * 3 }, (_, n) => (n * 23 + my().round * 7 + 5) % (SIZE * SIZE));
  const around = (at) =>
    [-1, 0, 1]
      .flatMap((dy) => [-1, 0, 1].map((dx) => [(at % SIZE) + dx, Math.floor(at / SIZE) + dy]))
      .filter(([x, y]) => x >= 0 && y >= 0 && x < SIZE && y < SIZE)
      .map(([x, y]) => y * SIZE + x)
      .filter((other) => other !== at);
  const near = (at) => around(at).filter((other) => mines().includes(other)).length;

  function uncover(at) {
    const { open, flags, state } = my();
    if (state !== 'playing') return toast(t('这局结束了', 'The game is over'), 'warn');
    if (ui().flagging) return flag(at);
    if (flags.includes(at) || open.includes(at)) return undefined;
    if (mines().includes(at)) {
      Object.assign(my(), { state: 'lost', lives: my().lives - 1 });
      openDialog(t('踩雷了', 'Boom'), h('p', {}, t(`还有 ${my().lives} 条命`, `${my().lives} lives left`)), [
        my().lives > 0 &&
          button(t('用一条命继续', 'Use a life'), () => {
            closeDialog();
            my().state = 'playing';
            my().flags.push(at);
            render();
          }),
      ]);
      return render();
    }
    const waiting = [at];
    while (waiting.length) {
      const one = waiting.pop();
      if (open.includes(one)) continue;
      open.push(one);
      if (near(one) === 0) waiting.push(...around(one));
    }
    if (open.length >= SIZE * SIZE - new Set(mines()).size) Object.assign(my(), { state: 'won', wins: my().wins + 1 });
    return render();
  }

  function flag(at) {
    if (my().flags.length >= 20 && !my().flags.includes(at)) return toast(t('旗子用完了', 'No flags are left'), 'warn');
    my().flags = toggled(my().flags, at);
    return render();
  }

  function again(level) {
    Object.assign(my(), { level, round: my().round + 1, open: [], flags: [], state: 'playing' });
    render();
  }

  function field2() {
    const level = [
      [0, t('简单', 'Easy')],
      [1, t('普通', 'Normal')],
      [2, t('困难', 'Hard')],
    ];
    const word = { playing: t('进行中', 'Playing'), won: t('胜利', 'Won'), lost: t('失败', 'Lost') }[my().state];
    const face = (at) =>
      my().open.includes(at)
        ? near(at) || ''
        : my().flags.includes(at)
          ? '⚑'
          : my().state === 'lost' && mines().includes(at)
            ? '✹'
            : '';
    return card(
      row(
        tabs(t('难度', 'Level'), level, my().level, again),
        h('span', { class: 'tag' }, word),
        checkbox(t('插旗', 'Flag'), ui().flagging, (flagging) => {
          ui().flagging = flagging;
          render();
        }),
        small(t('新局', 'New game'), () => again(my().level)),
      ),
      h(
        'div',
        { class: 'cells', style: `grid-template-columns:repeat(${SIZE}, max-content)` },
        Array.from({ length: SIZE * SIZE }, (_, at) =>
          h(
            'button',
            {
              type: 'button',
              class: `cell ${my().open.includes(at) ? 'soft' : ''}`,
              'aria-label': `${t('格', 'Cell')} ${(at % SIZE) + 1},${Math.floor(at / SIZE) + 1} ${face(at)}`,
              onclick: () => uncover(at),
            },
            String(face(at)),
          ),
        ),
      ),
      muted(t(`胜 ${my().wins} 局`, `${my().wins} won`)),
    );
  }

  function squeeze(line) {
    const values = line.filter(Boolean);
    const merged = [];
    for (let n = 0; n < values.length; n += 1) {
      if (values[n] === values[n + 1]) {
        merged.push(values[n] * 2);
        my().score += values[n] * 2;
        n += 1;
      } else merged.push(values[n]);
    }
    return [...merged, 0, 0, 0, 0].slice(0, 4);
  }

  function slide(direction) {
    const before = my().tiles.join();
    const lines = [0, 1, 2, 3].map((n) =>
      [0, 1, 2, 3].map((m) => (['left', 'right'].includes(direction) ? n * 4 + m : m * 4 + n)),
    );
    for (const line of lines) {
      if (['right', 'down'].includes(direction)) line.reverse();
      squeeze(line.map((at) => my().tiles[at])).forEach((value, index) => (my().tiles[line[index]] = value));
    }
    if (my().tiles.join() === before)
      return toast(
        my().tiles.includes(0) ? t('这个方向动不了', 'Nothing moves that way') : t('没有空格了', 'The board is full'),
        'warn',
      );
    const free = my().tiles.flatMap((value, at) => (value ? [] : [at]));
    my().moves += 1;
    my().tiles[free[(my().moves * 5) % free.length]] = my().moves % 4 ? 2 : 4;
    if (Math.max(...my().tiles) >= 64 && !my().badge) {
      my().badge = true;
      openOverlay(t('新徽章', 'A badge'), h('p', { class: 'big' }, '64'), [primary(t('收下', 'Take it'), closeDialog)]);
    }
    return render();
  }

  function tiles() {
    const way = [
      ['up', '↑', t('上', 'Up')],
      ['left', '←', t('左', 'Left')],
      ['right', '→', t('右', 'Right')],
      ['down', '↓', t('下', 'Down')],
    ];
    return card(
      h('p', {}, `${t('得分', 'Score')} ${my().score}`),
      h(
        'div',
        { class: 'cells', style: 'grid-template-columns:repeat(4, max-content)' },
        my().tiles.map((value) =>
          h(
            'span',
            {
              class: `cell ${value >= 16 ? 'on' : value ? 'soft' : ''}`,
              style: 'width:56px;height:56px;display:grid;place-items:center',
            },
            value || '',
          ),
        ),
      ),
      row(
        way.map(([key, sign, label]) => button(sign, () => slide(key), { 'aria-label': label })),
        small(t('重来', 'Start over'), () => {
          Object.assign(my(), { best: Math.max(my().best, my().score), score: 0, moves: 0, tiles: start() });
          render();
        }),
      ),
      muted(`${t('最好', 'Best')} ${my().best}`),
    );
  }

  const start = () => [2, 0, 0, 2, 0, 4, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0];
  feature('puzzle', {
    state: () => ({
      level: 0,
      round: 1,
      open: [],
      flags: [],
      state: 'playing',
      lives: 2,
      wins: 0,
      tiles: start(),
      score: 0,
      moves: 0,
      best: 0,
      badge: false,
    }),
    ui: () => ({ game: 'field', flagging: false }),
    routes: {
      puzzle: {
        names: ['游戏', 'Games'],
        icon: 'puzzle',
        view: () =>
          h(
            'div',
            {},
            tabs(
              t('选择游戏', 'Game'),
              [
                ['field', t('扫雷', 'Minefield')],
                ['tiles', t('合并数字', 'Merging tiles')],
              ],
              ui().game,
              (game) => {
                ui().game = game;
                render();
              },
            ),
            ui().game === 'field' ? field2() : tiles(),
          ),
      },
    },
    tasks: [
      {
        key: 'puzzle.score',
        text: ['在合并数字里得分。', 'Score in merging tiles.'],
        check: () => my().score > 0,
      },
    ],
  });
})();
