// Training: a plan by weekday, logging sets with records, body measures with a trend, challenges.
(() => {
  const my = () => AppStore.state.workout;
  const ui = () => AppStore.ui.workout;
  const MOVES = [
    ['m1', ['深蹲', 'Squat'], 'legs'],
    ['m2', ['俯卧撑', 'Push-up'], 'chest'],
    ['m3', ['划船', 'Row'], 'back'],
    ['m4', ['平板支撑', 'Plank'], 'core'],
    ['m5', ['弓步', 'Lunge'], 'legs'],
    ['m6', ['卷腹', 'Crunch'], 'core'],
    ['m7', ['引体', 'Pull-up'], 'back'],
    ['m8', ['跳绳', 'Skipping'], 'cardio'],
  ].map(([id, name, part]) => ({ id, name, part }));
  const PARTS = {
    legs: ['腿', 'Legs'],
    chest: ['胸', 'Chest'],
    back: ['背', 'Back'],
    core: ['核心', 'Core'],
    cardio: ['有氧', 'Cardio'],
  };
  const DAYS = ['日', '一', '二', '三', '四', '五', '六'].map((zh, index) => [
    `周${zh}`,
    ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'][index],
  ]);

  function log(move) {
    const { times, kilos } = ui();
    const best = Math.max(
      0,
      ...my()
        .sets.filter((one) => one.move === move.id)
        .map((one) => one.times * (one.kilos + 1)),
    );
    my().sets.unshift({ id: AppStore.nextId('s'), move: move.id, times, kilos, date: TODAY });
    my().energy += times * 2 + kilos;
    if (times * (kilos + 1) > best && best > 0)
      openOverlay(t('新纪录', 'A record'), h('p', {}, `${tt(move.name)} ${times} × ${kilos} kg`), [
        primary(t('太好了', 'Great'), closeDialog),
      ]);
    if (my().energy >= my().goal && !my().reached) {
      my().reached = true;
      toast(t('今日目标达成', 'The goal of the day is reached'));
    }
    render();
  }

  function moveCard(move) {
    const sets = my().sets.filter((one) => one.move === move.id);
    const isOpen = ui().open === move.id;
    return card(
      h('div', { class: 'row between' }, h('b', {}, tt(move.name)), h('span', { class: 'tag' }, tt(PARTS[move.part]))),
      muted(t(`${sets.length} 组`, `${sets.length} sets`)),
      row(
        small(
          isOpen ? t('收起', 'Close') : t('记录', 'Log'),
          () => {
            Object.assign(ui(), { open: isOpen ? '' : move.id, times: 10, kilos: 0 });
            render();
          },
          { 'aria-label': `${t('记录', 'Log')} ${tt(move.name)}` },
        ),
        small(t('加入计划', 'Plan it'), () => planDay(move), {
          'aria-label': `${t('加入计划', 'Plan it')} ${tt(move.name)}`,
        }),
      ),
      isOpen &&
        h(
          'div',
          {},
          row(
            counter(t('次数', 'Times'), ui().times, 1, 30, (times) => {
              ui().times = times;
              render();
            }),
          ),
          slider(
            t('重量', 'Kilos'),
            ui().kilos,
            0,
            60,
            (kilos) => {
              ui().kilos = kilos;
              render();
            },
            5,
          ),
          primary(t('完成一组', 'Set done'), () => log(move)),
          sets.slice(0, 3).map((one) =>
            h(
              'div',
              { class: 'line' },
              h('span', { class: 'grow' }, `${one.times} × ${one.kilos} kg`),
              small(
                '×',
                () => {
                  my().sets = my().sets.filter((other) => other !== one);
                  render();
                },
                { 'aria-label': `${t('删除', 'Delete')} ${one.id}` },
              ),
            ),
          ),
        ),
    );
  }

  function planDay(move) {
    openSheet(
      t('哪一天', 'Which day'),
      DAYS.map((names, day) => [
        tt(names),
        () => {
          const list = (my().plan[day] ||= []);
          if (list.includes(move.id)) return toast(t('当天已有', 'It is on that day already'), 'warn');
          if (list.length >= 4) return toast(t('一天最多四项', 'Four a day at most'), 'warn');
          list.push(move.id);
          return render();
        },
      ]),
    );
  }

  function plan() {
    return h(
      'div',
      { class: 'board' },
      DAYS.map((names, day) =>
        h(
          'div',
          { class: 'column' },
          h('b', { class: day === weekday(TODAY) ? 'good' : '' }, tt(names)),
          (my().plan[day] || []).map((id) =>
            h(
              'div',
              { class: 'line' },
              h('span', { class: 'grow' }, tt(byId(MOVES, id).name)),
              small(
                '×',
                () => {
                  my().plan[day] = my().plan[day].filter((other) => other !== id);
                  render();
                },
                { 'aria-label': `${t('移除', 'Remove')} ${tt(names)} ${tt(byId(MOVES, id).name)}` },
              ),
            ),
          ),
          !(my().plan[day] || []).length && muted(t('休息', 'Rest')),
          small(
            '⇄',
            () => {
              const other = (day + 1) % 7;
              [my().plan[day], my().plan[other]] = [my().plan[other] || [], my().plan[day] || []];
              render();
            },
            { 'aria-label': `${t('与次日交换', 'Swap with the next day')} ${tt(names)}` },
          ),
        ),
      ),
    );
  }

  function body() {
    const { weights } = my();
    const trend = weights.at(-1) - weights[0];
    const add = () =>
      openForm(
        t('记体重', 'Log weight'),
        {
          kilos: [
            t('公斤', 'Kilos'),
            (value) => (Number(value) >= 30 && Number(value) <= 200 ? '' : t('30 到 200 之间', 'From 30 to 200')),
          ],
        },
        {},
        ({ kilos }) => {
          weights.push(Number(kilos));
          render();
        },
      );
    return h(
      'div',
      { class: 'split' },
      card(
        h('h3', {}, t('体重', 'Weight')),
        weights
          .slice(-7)
          .map((kilos, index) =>
            h(
              'div',
              { class: 'row' },
              muted(`#${index + 1}`),
              h('span', { class: 'grow' }, bar(`#${index + 1}`, kilos, 100)),
              `${kilos} kg`,
            ),
          ),
        h(
          'p',
          { class: trend > 0 ? 'bad' : 'good' },
          trend > 0 ? t('上升', 'Rising') : trend < 0 ? t('下降', 'Falling') : t('持平', 'Steady'),
        ),
        button(t('记体重', 'Log weight'), add),
      ),
      card(
        slider(t('身高', 'Height'), my().height, 140, 210, (height) => {
          my().height = height;
          render();
        }),
        h('p', {}, `BMI ${(weights.at(-1) / (my().height / 100) ** 2).toFixed(1)}`),
        slider(
          t('每日目标', 'Daily goal'),
          my().goal,
          50,
          500,
          (goal) => {
            Object.assign(my(), { goal, reached: my().energy >= goal });
            render();
          },
          50,
        ),
        row(
          [1, 2, 3, 4, 5, 6, 7, 8].map((n) =>
            h(
              'button',
              {
                type: 'button',
                class: `cell ${n <= my().water ? 'on' : ''}`,
                'aria-label': `${t('第几杯水', 'Glass')} ${n}`,
                onclick: () => {
                  my().water = my().water === n ? n - 1 : n;
                  render();
                },
              },
              '💧',
            ),
          ),
        ),
      ),
    );
  }

  const TABS = {
    moves: () =>
      h(
        'div',
        {},
        chips(
          [['', t('全部', 'All')], ...Object.entries(PARTS).map(([key, names]) => [key, tt(names)])],
          ui().part,
          (part) => {
            ui().part = part;
            render();
          },
        ),
        h('div', { class: 'grid' }, MOVES.filter(({ part }) => !ui().part || part === ui().part).map(moveCard)),
      ),
    plan,
    body,
  };

  feature('workout', {
    state: () => ({
      sets: [{ id: 's1', move: 'm1', times: 8, kilos: 10, date: TODAY }],
      plan: { 1: ['m1', 'm4'], 3: ['m2'] },
      weights: [68, 67.5, 67],
      height: 170,
      goal: 200,
      energy: 40,
      reached: false,
      water: 2,
    }),
    ui: () => ({ tab: 'moves', part: '', open: '', times: 10, kilos: 0 }),
    routes: {
      workout: {
        names: ['训练', 'Training'],
        icon: 'run',
        view: () =>
          h(
            'div',
            {},
            bar(t('今日消耗', 'Energy today'), my().energy, my().goal),
            tabs(
              t('训练', 'Training'),
              [
                ['moves', t('动作', 'Moves')],
                ['plan', t('计划', 'Plan')],
                ['body', t('身体', 'Body')],
              ],
              ui().tab,
              (tab) => {
                ui().tab = tab;
                render();
              },
            ),
            TABS[ui().tab](),
          ),
      },
    },
    tasks: [
      {
        key: 'workout.log',
        text: ['记录一组俯卧撑。', 'Log a set of push-ups.'],
        check: () => my().sets.some(({ move }) => move === 'm2'),
      },
    ],
  });
})();
