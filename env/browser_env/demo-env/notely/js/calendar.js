// A month, a day of it, and the events of that day.
function calendarView() {
  const { year, month, day } = AppStore.ui;
  const events = AppStore.eventsOn(day);
  const due = AppStore.state.todos.filter((todo) => todo.due === day);
  return h(
    'section',
    { class: 'split' },
    h(
      'div',
      { class: 'card' },
      h(
        'div',
        { class: 'row between' },
        button('‹', () => shiftMonth(-1), { 'aria-label': t('上个月', 'Previous month') }),
        h('h2', {}, `${year} · ${month}${t('月', '')}`),
        button('›', () => shiftMonth(1), { 'aria-label': t('下个月', 'Next month') }),
        button(t('今天', 'Today'), goToday),
      ),
      monthGrid(year, month),
    ),
    h(
      'div',
      { class: 'card' },
      h(
        'div',
        { class: 'row between' },
        h('h2', {}, dayTitle(day)),
        button(t('新日程', 'New event'), () => openEventDialog({}), { class: 'btn primary' }),
      ),
      events.map(eventRow),
      due.map((todo) => h('a', { href: '#/todos', class: 'event c-plain' }, `☐ ${todo.title}`)),
      !events.length && !due.length && h('p', { class: 'muted' }, t('这天没有安排', 'Nothing on this day')),
    ),
  );
}

function dayTitle(day) {
  if (day === TODAY) return `${t('今天', 'Today')} ${day.slice(5)}`;
  if (day === addDays(TODAY, 1)) return `${t('明天', 'Tomorrow')} ${day.slice(5)}`;
  return day;
}

function monthGrid(year, month) {
  const first = isoDate(year, month, 1);
  const mondayFirst = AppStore.state.settings.weekStart === 'monday';
  const lead = mondayFirst ? (weekday(first) + 6) % 7 : weekday(first);
  const names = mondayFirst
    ? ['一 M', '二 T', '三 W', '四 T', '五 F', '六 S', '日 S']
    : ['日 S', '一 M', '二 T', '三 W', '四 T', '五 F', '六 S'];
  const start = addDays(first, -lead);
  const days = Array.from({ length: 42 }, (_, index) => addDays(start, index));
  return h(
    'div',
    { class: 'month' },
    names.map((name) => h('span', { class: 'muted' }, name)),
    days.map((day) => dayCell(day, month)),
  );
}

function dayCell(day, month) {
  const events = AppStore.eventsOn(day);
  const outside = Number(day.slice(5, 7)) !== month;
  const look = `day ${outside ? 'outside' : ''} ${day === TODAY ? 'today' : ''} ${day === AppStore.ui.day ? 'on' : ''}`;
  return h(
    'button',
    {
      type: 'button',
      class: look,
      onclick: () => pickDay(day),
      'aria-label': `${day}${events.length ? ` · ${events.length} ${t('项', 'events')}` : ''}`,
    },
    String(Number(day.slice(8))),
    h(
      'span',
      { class: 'dots' },
      events.slice(0, 3).map((event) => h('i', { class: `dot c-${event.color}` })),
    ),
  );
}

function eventRow(event) {
  return h(
    'div',
    { class: `event c-${event.color}` },
    h(
      'button',
      { type: 'button', class: 'event-open', onclick: () => openEventDialog(event) },
      h('strong', {}, `${event.start}–${event.end}`),
      ` ${event.title}`,
    ),
    h(
      'button',
      {
        type: 'button',
        class: 'icon-btn',
        onclick: () => postponeEvent(event),
        'aria-label': `${t('推迟一天', 'Postpone a day')} ${event.title}`,
      },
      '→',
    ),
  );
}

function pickDay(day) {
  const [year, month] = day.split('-').map(Number);
  const moved = month !== AppStore.ui.month;
  Object.assign(AppStore.ui, { year, month, day });
  if (moved) toast(`${year} · ${month}`);
  render();
}

function shiftMonth(step) {
  const { ui } = AppStore;
  ui.month += step;
  if (ui.month < 1) Object.assign(ui, { month: 12, year: ui.year - 1 });
  if (ui.month > 12) Object.assign(ui, { month: 1, year: ui.year + 1 });
  render();
}

function goToday() {
  Object.assign(AppStore.ui, { year: 2026, month: 3, day: TODAY });
  render();
}

function postponeEvent(event) {
  event.date = addDays(event.date, 1);
  const clashes = AppStore.clashes(event);
  if (clashes.length) toast(t(`与「${clashes[0].title}」冲突`, `Clashes with ${clashes[0].title}`), 'warn');
  else toast(t('已推迟到次日', 'Moved to the next day'));
  render();
}

function openEventDialog(event, error) {
  const title = h('input', { value: event.title || '', maxlength: 60, 'aria-label': t('日程标题', 'Event title') });
  const date = h('input', { type: 'date', value: event.date || AppStore.ui.day });
  const start = h('input', { type: 'time', value: event.start || '09:00' });
  const end = h('input', { type: 'time', value: event.end || '10:00' });
  const color = select(
    COLORS.slice(1).map((name) => [name, t(...COLOR_NAMES[name])]),
    event.color || 'blue',
    () => {},
  );
  const repeat = h(
    'select',
    {},
    [
      ['none', t('不重复', 'Once')],
      ['weekly', t('每周 ×4', 'Weekly ×4')],
      ['daily', t('每天 ×5', 'Daily ×5')],
    ].map(([value, text]) => h('option', { value }, text)),
  );
  const submit = (force) =>
    saveEvent(
      event,
      {
        title: title.value.trim(),
        date: date.value,
        start: start.value,
        end: end.value,
        color: color.value,
      },
      repeat.value,
      force,
    );
  openDialog(
    event.id ? t('编辑日程', 'Edit event') : t('新日程', 'New event'),
    [
      error && h('p', { class: 'field-error', role: 'alert' }, error.text),
      field(t('标题', 'Title'), title),
      h(
        'div',
        { class: 'row' },
        field(t('日期', 'Date'), date),
        field(t('开始', 'Start'), start),
        field(t('结束', 'End'), end),
      ),
      h('div', { class: 'row' }, field(t('颜色', 'Colour'), color), !event.id && field(t('重复', 'Repeat'), repeat)),
    ],
    [
      event.id && button(t('删除', 'Delete'), () => removeEvent(event), { class: 'btn danger' }),
      error && error.canForce && button(t('仍然保存', 'Save anyway'), () => submit(true)),
      button(t('保存日程', 'Save event'), () => submit(false), { class: 'btn primary' }),
    ],
  );
}

function eventError(fields, id) {
  if (!fields.title) return { text: t('请写标题', 'Write a title') };
  if (!fields.date) return { text: t('请选日期', 'Choose a date') };
  if (fields.start >= fields.end) return { text: t('结束要晚于开始', 'The end must be after the start') };
  const clashes = AppStore.clashes({ ...fields, id });
  if (clashes.length)
    return { text: t(`与「${clashes[0].title}」冲突`, `Clashes with ${clashes[0].title}`), canForce: true };
  return null;
}

function saveEvent(event, fields, repeat, force) {
  const error = eventError(fields, event.id);
  if (error && !(force && error.canForce)) {
    openEventDialog({ ...event, ...fields }, error);
    return;
  }
  if (event.id) {
    Object.assign(
      AppStore.state.events.find((other) => other.id === event.id),
      fields,
    );
  } else {
    const [count, gap] = { none: [1, 0], weekly: [4, 7], daily: [5, 1] }[repeat];
    for (let i = 0; i < count; i += 1) AppStore.addEvent({ ...fields, date: addDays(fields.date, gap * i) });
  }
  closeDialog();
  toast(t('日程已保存', 'Event saved'));
  pickDay(fields.date);
}

function removeEvent(event) {
  AppStore.state.events = AppStore.state.events.filter((other) => other.id !== event.id);
  closeDialog();
  toast(t('日程已删除', 'Event deleted'));
  render();
}
