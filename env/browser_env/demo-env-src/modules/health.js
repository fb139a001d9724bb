// Health: a medicine plan with times and stock, a symptom check that branches, a diary of measures with warnings.
(() => {
  const my = () => AppStore.state.health;
  const ui = () => AppStore.ui.health;
  const TIMES = { morning: ['早', 'Morning'], noon: ['午', 'Noon'], night: ['晚', 'Night'] };
  const TREE = {
    start: [
      ['哪里不舒服？', 'Where does it hurt?'],
      [
        [['头', 'Head'], 'head'],
        [['喉咙', 'Throat'], 'throat'],
        [['肚子', 'Belly'], 'belly'],
      ],
    ],
    head: [
      ['发烧吗？', 'Is there a fever?'],
      [
        [['是', 'Yes'], 'rest'],
        [['否', 'No'], 'screen'],
      ],
    ],
    throat: [
      ['超过三天了吗？', 'For more than three days?'],
      [
        [['是', 'Yes'], 'doctor'],
        [['否', 'No'], 'rest'],
      ],
    ],
    belly: [
      ['吃了生冷吗？', 'Did you eat anything raw?'],
      [
        [['是', 'Yes'], 'doctor'],
        [['否', 'No'], 'rest'],
      ],
    ],
    screen: [
      ['看屏幕很久吗？', 'Long hours at a screen?'],
      [
        [['是', 'Yes'], 'pause'],
        [['否', 'No'], 'rest'],
      ],
    ],
  };
  const ADVICE = {
    rest: ['多休息，多喝水。', 'Rest, and drink water.'],
    doctor: ['请预约医生。', 'Please see a doctor.'],
    pause: ['每小时离开屏幕五分钟。', 'Leave the screen for five minutes an hour.'],
  };
  const MEASURES = {
    pulse: [['心率', 'Pulse'], 50, 100],
    sleep: [['睡眠', 'Hours of sleep'], 6, 10],
    pressure: [['血压', 'Blood pressure'], 90, 140],
  };

  function take(pill, time) {
    const key = `${pill.id}.${time}`;
    if (my().taken.includes(key)) {
      my().taken = toggled(my().taken, key);
      pill.stock += 1;
    } else if (pill.stock === 0) {
      return openDialog(t('药吃完了', 'None are left'), h('p', {}, tt(pill.name)), [
        primary(t('补货', 'Refill'), () => {
          pill.stock += 20;
          closeDialog();
          render();
        }),
      ]);
    } else {
      my().taken.push(key);
      pill.stock -= 1;
      if (pill.stock < 3) toast(t('快没有了', 'Running low'), 'warn');
    }
    return render();
  }

  function pills() {
    const add = () =>
      openForm(
        t('新药', 'New medicine'),
        { name: [t('名称', 'Name'), CHECKS.needed], stock: [t('数量', 'How many'), CHECKS.amount] },
        {},
        ({ name, stock }) => {
          my().pills.push({ id: AppStore.nextId('p'), name, stock: Number(stock), times: ['morning'] });
          render();
        },
      );
    return h(
      'div',
      {},
      my().pills.map((pill) =>
        card(
          h(
            'div',
            { class: 'row between' },
            h('b', {}, tt(pill.name)),
            muted(t(`剩 ${pill.stock}`, `${pill.stock} left`)),
          ),
          row(
            Object.entries(TIMES).map(
              ([time, names]) =>
                pill.times.includes(time) &&
                h(
                  'button',
                  {
                    type: 'button',
                    class: `chip ${my().taken.includes(`${pill.id}.${time}`) ? 'on' : ''}`,
                    'aria-label': `${t('服用', 'Take')} ${tt(pill.name)} ${tt(names)}`,
                    onclick: () => take(pill, time),
                  },
                  tt(names),
                ),
            ),
            small(
              t('改时间', 'Times'),
              () =>
                openSheet(
                  t('什么时候吃', 'When?'),
                  Object.entries(TIMES).map(([time, names]) => [
                    `${pill.times.includes(time) ? '✓ ' : ''}${tt(names)}`,
                    () => {
                      if (pill.times.length === 1 && pill.times[0] === time)
                        toast(t('至少一个时间', 'One time at least'), 'warn');
                      else pill.times = toggled(pill.times, time);
                      render();
                    },
                  ]),
                ),
              { 'aria-label': `${t('改时间', 'Times')} ${tt(pill.name)}` },
            ),
            iconButton('trash', `${t('停药', 'Stop')} ${tt(pill.name)}`, () =>
              confirmDialog(t('停药', 'Stop'), t('请先问医生。', 'Ask your doctor first.'), () => {
                my().pills = my().pills.filter((other) => other !== pill);
                render();
              }),
            ),
          ),
        ),
      ),
      button(t('新药', 'New medicine'), add),
    );
  }

  function check() {
    const node = TREE[ui().node];
    if (!node)
      return card(
        h('h3', {}, t('建议', 'Advice')),
        h('p', {}, tt(ADVICE[ui().node])),
        row(
          ui().node === 'doctor' &&
            primary(t('预约', 'Make an appointment'), () =>
              openSheet(
                t('选择时间', 'Choose a time'),
                [1, 2, 4].map((days) => [
                  addDays(TODAY, days),
                  () => {
                    my().visits.push(addDays(TODAY, days));
                    toast(t('已预约', 'It is made'));
                    render();
                  },
                ]),
              ),
            ),
          button(t('再查一次', 'Start over'), () => {
            my().checks.push(ui().node);
            ui().node = 'start';
            ui().path = [];
            render();
          }),
        ),
      );
    return card(
      h('h3', {}, tt(node[0])),
      row(
        node[1].map(([names, next]) =>
          button(tt(names), () => {
            ui().path.push(ui().node);
            ui().node = next;
            render();
          }),
        ),
      ),
      ui().path.length > 0 &&
        small(t('退一步', 'One step back'), () => {
          ui().node = ui().path.pop();
          render();
        }),
      my().visits.map((date) => h('p', {}, `🗓 ${date}`)),
    );
  }

  function diary() {
    const { kind } = ui();
    const [names, least, most] = MEASURES[kind];
    const values = my().measures[kind];
    const add = () => {
      const value = Number(ui().value);
      if (!(value > 0)) return toast(t('请输入数值', 'Enter a number'), 'warn');
      values.push(value);
      ui().value = '';
      if (value < least || value > most)
        openDialog(t('超出范围', 'Out of range'), h('p', {}, `${tt(names)} ${least}–${most}`), [
          button(t('先查症状', 'Check symptoms'), () => {
            closeDialog();
            Object.assign(ui(), { tab: 'check', node: 'start', path: [] });
            render();
          }),
        ]);
      return render();
    };
    return card(
      tabs(
        t('指标', 'Measure'),
        Object.entries(MEASURES).map(([key, [labels]]) => [key, tt(labels)]),
        kind,
        (value) => {
          ui().kind = value;
          render();
        },
      ),
      values
        .slice(-6)
        .map((value, index) =>
          h(
            'div',
            { class: 'row' },
            muted(`#${index + 1}`),
            h('span', { class: 'grow' }, bar(`#${index + 1}`, value, most * 1.3)),
            h('b', { class: value < least || value > most ? 'bad' : 'good' }, String(value)),
          ),
        ),
      h(
        'div',
        { class: 'row' },
        input(ui(), 'value', { 'aria-label': tt(names), inputmode: 'decimal' }),
        primary(t('记录', 'Log'), add),
        values.length > 1 &&
          small(t('删最后一条', 'Drop the last'), () => {
            values.pop();
            render();
          }),
      ),
      muted(`${t('平均', 'Mean')} ${(values.reduce((a, b) => a + b, 0) / values.length).toFixed(1)}`),
    );
  }

  const TABS = { pills, check, diary };
  feature('health', {
    state: () => ({
      taken: [],
      checks: [],
      visits: [],
      measures: { pulse: [72, 70, 75], sleep: [7, 6.5], pressure: [118, 121] },
      pills: [
        { id: 'p1', name: ['维生素 C', 'Vitamin C'], stock: 12, times: ['morning', 'night'] },
        { id: 'p2', name: ['钙片', 'Calcium'], stock: 2, times: ['noon', 'night'] },
        { id: 'p3', name: ['鱼油', 'Fish oil'], stock: 1, times: ['morning'] },
      ],
    }),
    ui: () => ({ tab: 'pills', node: 'start', path: [], kind: 'pulse', value: '' }),
    routes: {
      health: {
        names: ['健康', 'Health'],
        icon: 'pill',
        view: () =>
          h(
            'div',
            {},
            tabs(
              t('健康', 'Health'),
              [
                ['pills', t('用药', 'Medicine')],
                ['check', t('自查', 'Check')],
                ['diary', t('日记', 'Diary')],
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
        key: 'health.take',
        text: ['记录早上吃了维生素 C。', 'Log that Vitamin C was taken in the morning.'],
        check: () => my().taken.includes('p1.morning'),
      },
    ],
  });
})();
