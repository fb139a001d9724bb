// Calendar: month, week and agenda, events that may clash, invitations, time zones left out on purpose.
(() => {
  const my = () => AppStore.state.calendar;
  const ui = () => AppStore.ui.calendar;
  const on = (iso) =>
    my()
      .events.filter(({ date, repeats }) => date === iso || (repeats && weekday(date) === weekday(iso) && iso > date))
      .filter(({ kind }) => !my().hidden.includes(kind))
      .sort((a, b) => a.from.localeCompare(b.from));
  const KINDS = { work: ['工作', 'Work'], life: ['生活', 'Life'], sport: ['运动', 'Sport'] };

  function clash(draft) {
    return my().events.find(
      (other) =>
        other.id !== draft.id && other.date === draft.date && other.from < draft.until && draft.from < other.until,
    );
  }

  function save(event, draft) {
    const values = { ...draft, kind: ui().kind };
    const other = clash(values);
    const store = () => {
      if (event.id) Object.assign(byId(my().events, event.id), values);
      else my().events.push({ ...values, id: AppStore.nextId('e') });
      ui().day = values.date;
      render();
    };
    if (other) confirmDialog(t('时间冲突', 'It clashes'), `${tt(other.title)} ${other.from}–${other.until}`, store);
    else store();
  }

  function openEvent(event) {
    ui().kind = event.kind || 'work';
    const time = (value) => (/^([01]\d|2[0-3]):[0-5]\d$/.test(value) ? '' : t('格式 HH:MM', 'Write HH:MM'));
    openForm(
      event.id ? t('编辑日程', 'Edit event') : t('新日程', 'New event'),
      {
        title: [t('日程标题', 'Event title'), CHECKS.needed],
        date: [
          t('日期', 'Date'),
          (value) => (/^\d{4}-\d\d-\d\d$/.test(value) ? '' : t('格式 YYYY-MM-DD', 'Write YYYY-MM-DD')),
        ],
        from: [t('开始', 'Start'), time],
        until: [t('结束', 'End'), time],
      },
      { ...event, title: tt(event.title) },
      (draft) =>
        draft.until <= draft.from ? toast(t('结束要晚于开始', 'It ends before it starts'), 'warn') : save(event, draft),
    );
  }

  function eventMenu(event) {
    openSheet(tt(event.title), [
      [t('编辑', 'Edit'), () => openEvent(event)],
      [
        event.repeats ? t('不再重复', 'Stop repeating') : t('每周重复', 'Repeat weekly'),
        () => {
          event.repeats = !event.repeats;
          render();
        },
      ],
      [t('推迟一小时', 'An hour later'), () => shift(event)],
      [
        t('邀请', 'Invite'),
        () =>
          openForm(t('邀请', 'Invite'), { mail: [t('邮箱', 'E-mail'), CHECKS.mail] }, {}, ({ mail }) => {
            (event.guests ||= []).push(mail);
            toast(t('已邀请', 'Invited'));
          }),
      ],
      [
        t('删除', 'Delete'),
        () => {
          my().events = my().events.filter((other) => other !== event);
          render();
        },
      ],
    ]);
  }

  function shift(event) {
    const later = (time) => `${String((Number(time.slice(0, 2)) + 1) % 24).padStart(2, '0')}${time.slice(2)}`;
    if (event.until >= '23:00') toast(t('当天放不下了', 'The day is over by then'), 'warn');
    else Object.assign(event, { from: later(event.from), until: later(event.until) });
    render();
  }

  const line = (event) =>
    h(
      'div',
      { class: 'line' },
      h('b', {}, `${event.from}–${event.until}`),
      h('button', { type: 'button', class: 'chip grow', onclick: () => eventMenu(event) }, tt(event.title)),
      event.repeats && '↻',
      event.guests && muted(`+${event.guests.length}`),
      h('span', { class: 'tag' }, tt(KINDS[event.kind])),
    );

  function pick(iso) {
    ui().day = iso;
    render();
  }

  function month() {
    const first = `${ui().day.slice(0, 7)}-01`;
    const names = ['日', '一', '二', '三', '四', '五', '六'].map((zh, n) =>
      t(zh, ['Su', 'Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa'][n]),
    );
    const days = Array.from({ length: 31 }, (_, n) => addDays(first, n)).filter(
      (iso) => iso.slice(0, 7) === first.slice(0, 7),
    );
    return card(
      h(
        'div',
        { class: 'month' },
        names.map((name) => h('span', {}, name)),
        Array.from({ length: weekday(first) }, () => h('span')),
        days.map((iso) =>
          h(
            'button',
            {
              type: 'button',
              class: `day ${iso === TODAY ? 'today' : ''} ${iso === ui().day ? 'on' : ''}`,
              'aria-label': `${iso} ${on(iso).length}`,
              onclick: () => pick(iso),
            },
            Number(iso.slice(8)),
            on(iso).length > 0 && h('div', {}, '•'.repeat(Math.min(3, on(iso).length))),
          ),
        ),
      ),
    );
  }

  function week() {
    const monday = addDays(ui().day, -((weekday(ui().day) + 6) % 7));
    return h(
      'div',
      { class: 'board' },
      Array.from({ length: 7 }, (_, n) => addDays(monday, n)).map((iso) =>
        h(
          'div',
          { class: 'column' },
          small(iso.slice(5), () => pick(iso), { 'aria-label': iso }),
          on(iso).map(line),
        ),
      ),
    );
  }

  const agenda = () =>
    card(
      Array.from({ length: 21 }, (_, n) => addDays(ui().day, n))
        .filter((iso) => on(iso).length)
        .map((iso) => section(iso, on(iso).map(line))),
    );
  const VIEWS = { month, week, agenda };

  function view() {
    const jump = { month: 30, week: 7, agenda: 21 }[ui().view];
    return h(
      'div',
      {},
      h(
        'div',
        { class: 'row between' },
        tabs(
          t('视图', 'View'),
          [
            ['month', t('月', 'Month')],
            ['week', t('周', 'Week')],
            ['agenda', t('日程', 'Agenda')],
          ],
          ui().view,
          (value) => {
            ui().view = value;
            render();
          },
        ),
        h(
          'span',
          { class: 'row' },
          iconButton('prev', t('往前', 'Earlier'), () => pick(addDays(ui().day, -jump))),
          h('b', {}, `${ui().day.slice(0, 4)} ${monthName(ui().day)}`),
          iconButton('next', t('往后', 'Later'), () => pick(addDays(ui().day, jump))),
          small(t('今天', 'Today'), () => pick(TODAY)),
        ),
      ),
      row(
        Object.entries(KINDS).map(([kind, names]) =>
          checkbox(tt(names), !my().hidden.includes(kind), () => {
            my().hidden = toggled(my().hidden, kind);
            render();
          }),
        ),
      ),
      VIEWS[ui().view](),
      section(
        ui().day,
        card(on(ui().day).length ? on(ui().day).map(line) : muted(t('没有日程', 'No events'))),
        row(
          Object.entries(KINDS).map(([kind, names]) =>
            primary(`${t('新日程', 'New event')} ${tt(names)}`, () =>
              openEvent({ kind, date: ui().day, title: '', from: '', until: '' }),
            ),
          ),
        ),
      ),
    );
  }

  feature('calendar', {
    state: () => ({
      hidden: [],
      events: DATA.events.map(({ id, title, day, from, until, kind }) => ({
        id,
        title,
        date: addDays(TODAY, day),
        from,
        until,
        kind,
        repeats: false,
      })),
    }),
    ui: () => ({ view: 'month', day: TODAY, kind: 'work' }),
    routes: { calendar: { names: ['日历', 'Calendar'], icon: 'calendar', view } },
    tasks: [
      {
        key: 'calendar.dentist',
        text: ['新建生活日程「牙医」，今天 18:00 到 19:00。', 'Make a life event 牙医 today from 18:00 to 19:00.'],
        check: () =>
          my().events.some(
            ({ title, kind, from, until, date }) =>
              title === '牙医' && kind === 'life' && from === '18:00' && until === '19:00' && date === TODAY,
          ),
      },
    ],
  });
})();
