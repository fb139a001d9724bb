// Courses: prerequisites, a timetable that must not clash, waiting lists, lessons with tests, certificates.
(() => {
  const my = () => AppStore.state.courses;
  const ui = () => AppStore.ui.courses;
  const course = (id) => byId(DATA.courses, id);
  const credits = () => my().mine.reduce((sum, id) => sum + course(id).credits, 0);
  const clashing = (one) =>
    my()
      .mine.map(course)
      .find((other) => other.day === one.day && other.slot === one.slot);

  function enrol(one) {
    if (my().mine.includes(one.id))
      return confirmDialog(t('退课', 'Drop'), tt(one.name), () => {
        my().mine = toggled(my().mine, one.id);
        render();
      });
    const needed = one.needs && !my().passed.includes(one.needs) && !my().mine.includes(one.needs);
    if (needed)
      return openDialog(t('缺先修课', 'Something comes first'), h('p', {}, tt(course(one.needs).name)), [
        button(t('看先修课', 'Show it'), () => {
          closeDialog();
          ui().open = one.needs;
          render();
        }),
      ]);
    if (clashing(one)) return toast(`${t('与这门课冲突：', 'It clashes with ')}${tt(clashing(one).name)}`, 'warn');
    if (credits() + one.credits > 12) return toast(t('最多 12 学分', 'Twelve credits at most'), 'warn');
    if (one.isFull) {
      my().waiting = toggled(my().waiting, one.id);
      toast(
        my().waiting.includes(one.id)
          ? t('已加入候补', 'You are on the waiting list')
          : t('已退出候补', 'You left the waiting list'),
      );
    } else my().mine = toggled(my().mine, one.id);
    return render();
  }

  function lesson(one) {
    const done = my().progress[one.id] || 0;
    const answer = (isRight) => () => {
      closeDialog();
      if (!isRight) return toast(t('再想想', 'Think again'), 'warn');
      my().progress[one.id] = done + 1;
      if (done + 1 === one.lessons) {
        my().passed.push(one.id);
        my().mine = my().mine.filter((id) => id !== one.id);
        openOverlay(
          t('结业证书', 'Certificate'),
          h('div', { class: 'stage' }, h('b', { class: 'big' }, tt(one.name))),
          [primary(t('收下', 'Take it'), closeDialog)],
        );
      }
      return render();
    };
    openDialog(
      `${tt(one.name)} ${done + 1}/${one.lessons}`,
      h('p', {}, t(`小测：${done + 3} + ${one.lessons} = ?`, `Test: ${done + 3} + ${one.lessons} = ?`)),
      [
        button(String(done + one.lessons), answer(false)),
        button(String(done + 3 + one.lessons), answer(true)),
        button(String(done * 2 + 9 + one.lessons), answer(false)),
      ],
    );
  }

  function courseCard(one) {
    const isMine = my().mine.includes(one.id);
    const label = isMine ? t('退课', 'Drop') : one.isFull ? t('候补', 'Wait') : t('选课', 'Enrol');
    return card(
      h(
        'button',
        {
          type: 'button',
          class: 'chip',
          'aria-expanded': String(ui().open === one.id),
          onclick: () => {
            ui().open = ui().open === one.id ? '' : one.id;
            render();
          },
        },
        tt(one.name),
      ),
      muted(`${one.credits} ${t('学分', 'credits')} · ${tt(one.teacher)}`),
      ui().open === one.id &&
        h(
          'p',
          {},
          tt(one.text),
          one.needs && h('span', { class: 'bad' }, ` ${t('先修', 'needs')} ${tt(course(one.needs).name)}`),
        ),
      row(
        my().passed.includes(one.id)
          ? h('span', { class: 'good' }, t('已修完', 'Passed'))
          : small(label, () => enrol(one), { 'aria-label': `${label} ${tt(one.name)}` }),
        isMine &&
          small(t('上课', 'Attend'), () => lesson(one), { 'aria-label': `${t('上课', 'Attend')} ${tt(one.name)}` }),
        my().waiting.includes(one.id) && h('span', { class: 'tag' }, t('候补中', 'Waiting')),
      ),
      isMine && bar(tt(one.name), my().progress[one.id] || 0, one.lessons),
    );
  }

  function timetable() {
    const days = [
      ['一', 'Mon'],
      ['二', 'Tue'],
      ['三', 'Wed'],
      ['四', 'Thu'],
      ['五', 'Fri'],
    ];
    const at = (day, hour) =>
      my()
        .mine.map(course)
        .find((one) => one.day === day && one.slot === hour);
    return h(
      'div',
      { class: 'sheet-grid' },
      h(
        'table',
        {},
        h(
          'tr',
          {},
          h('th'),
          days.map((names) => h('th', {}, tt(names))),
        ),
        [0, 1, 2, 3].map((hour) =>
          h(
            'tr',
            {},
            h('th', {}, `${8 + hour * 2}:00`),
            days.map((_, day) => {
              const one = at(day, hour);
              const free = DATA.courses.filter(
                (other) => other.day === day && other.slot === hour && !my().passed.includes(other.id),
              );
              return h(
                'td',
                {},
                one
                  ? h('button', { type: 'button', class: 'tag', onclick: () => lesson(one) }, tt(one.name))
                  : h(
                      'button',
                      {
                        type: 'button',
                        'aria-label': `${t('空闲', 'Free')} ${tt(days[day])} ${8 + hour * 2}:00`,
                        onclick: () =>
                          openSheet(
                            t('可选课程', 'What there is'),
                            free.map((other) => [tt(other.name), () => enrol(other)]),
                          ),
                      },
                      free.length ? `+${free.length}` : '',
                    ),
              );
            }),
          ),
        ),
      ),
    );
  }

  function view() {
    const areas = [...new Map(DATA.courses.map(({ area }) => [area[1], area])).values()];
    const shown = DATA.courses.filter(
      (one) => (!ui().area || one.area[1] === ui().area) && (!ui().fits || (!clashing(one) && !one.isFull)),
    );
    const set = (key) => (value) => {
      ui()[key] = value;
      render();
    };
    return h(
      'div',
      {},
      bar(t('学分', 'Credits'), credits(), 12),
      muted(`${credits()}/12`),
      tabs(
        t('视图', 'View'),
        [
          ['list', t('课程', 'Courses')],
          ['table', t('课表', 'Timetable')],
        ],
        ui().tab,
        set('tab'),
      ),
      ui().tab === 'table'
        ? timetable()
        : h(
            'div',
            {},
            row(
              chips([['', t('全部', 'All')], ...areas.map((area) => [area[1], tt(area)])], ui().area, set('area')),
              checkbox(t('只看能选的', 'Only what fits'), ui().fits, set('fits')),
            ),
            h('div', { class: 'grid' }, shown.map(courseCard)),
          ),
    );
  }

  feature('courses', {
    state: () => ({ mine: [], waiting: [], passed: [], progress: {} }),
    ui: () => ({ tab: 'list', area: '', fits: false, open: '' }),
    routes: { courses: { names: ['课程', 'Courses'], icon: 'book', view } },
    tasks: [
      {
        key: 'courses.enrol',
        text: [`选「${DATA.courses[0].name[0]}」。`, `Enrol in "${DATA.courses[0].name[1]}".`],
        check: () => my().mine.includes(DATA.courses[0].id),
      },
    ],
  });
})();
