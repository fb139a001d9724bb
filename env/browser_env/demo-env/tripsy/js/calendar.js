// The date picker: one day for a train, two ends for a stay.
function openDatePicker(mode) {
  const date = mode === 'train' ? AppStore.ui.train.date : AppStore.ui.hotel.checkIn;
  const [year, month] = date.split('-').map(Number);
  AppStore.ui.picker = { mode, year, month, first: '' };
  openDialog(...pickerParts());
}

function pickerParts() {
  const { picker } = AppStore.ui;
  const title =
    picker.mode === 'train'
      ? t('出发日期', 'Departure date')
      : picker.first
        ? t('选离店日期', 'Choose check-out')
        : t('选入住日期', 'Choose check-in');
  return [
    title,
    [
      h(
        'div',
        { class: 'row between' },
        button('‹', () => shiftPicker(-1), { 'aria-label': t('上个月', 'Previous month') }),
        h('strong', {}, `${picker.year} · ${picker.month}`),
        button('›', () => shiftPicker(1), { 'aria-label': t('下个月', 'Next month') }),
      ),
      h(
        'div',
        { class: 'month' },
        ['一 M', '二 T', '三 W', '四 T', '五 F', '六 S', '日 S'].map((name) => h('span', { class: 'muted' }, name)),
        pickerDays(),
      ),
    ],
    [button(t('本周末', 'This weekend'), () => pickWeekend()), button(t('取消', 'Cancel'), closeDialog)],
  ];
}

function pickerDays() {
  const { year, month } = AppStore.ui.picker;
  const first = `${year}-${String(month).padStart(2, '0')}-01`;
  const next = month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, '0')}-01`;
  const lead = (weekday(first) + 6) % 7;
  const gaps = Array.from({ length: lead }, () => h('span', {}));
  const days = Array.from({ length: nightsBetween(first, next) }, (_, index) => addDays(first, index));
  return [...gaps, ...days.map(pickerDay)];
}

function pickerDay(day) {
  const { picker, hotel, train } = AppStore.ui;
  const past = day < TODAY;
  const chosen =
    picker.mode === 'train'
      ? day === train.date
      : day === picker.first || (!picker.first && day >= hotel.checkIn && day <= hotel.checkOut);
  return h(
    'button',
    {
      type: 'button',
      class: `day ${chosen ? 'on' : ''} ${past ? 'past' : ''} ${day === TODAY ? 'today' : ''}`,
      'aria-label': day,
      onclick: () => (past ? toast(t('不能选过去的日期', 'That day has passed'), 'warn') : pickDate(day)),
    },
    String(Number(day.slice(8))),
  );
}

function shiftPicker(step) {
  const { picker } = AppStore.ui;
  const month = picker.month + step;
  const moved =
    month < 1
      ? { year: picker.year - 1, month: 12 }
      : month > 12
        ? { year: picker.year + 1, month: 1 }
        : { year: picker.year, month };
  const offset = (moved.year - 2026) * 12 + moved.month - 3;
  if (offset < 0 || offset > 6) {
    toast(t('只能预订六个月内', 'You can book six months ahead'), 'warn');
    return;
  }
  Object.assign(picker, moved);
  replaceDialog(...pickerParts());
}

function pickDate(day) {
  const { picker, hotel, train } = AppStore.ui;
  if (picker.mode === 'train') {
    train.date = day;
  } else if (!picker.first) {
    picker.first = day;
    replaceDialog(...pickerParts());
    return;
  } else if (day <= picker.first) {
    toast(t('离店要晚于入住', 'Check-out comes after check-in'), 'warn');
    return;
  } else if (nightsBetween(picker.first, day) > 14) {
    toast(t('最多住 14 晚', 'At most 14 nights'), 'warn');
    return;
  } else {
    Object.assign(hotel, { checkIn: picker.first, checkOut: day });
  }
  closeDialog();
  render();
}

function pickWeekend() {
  const { picker, hotel, train } = AppStore.ui;
  if (picker.mode === 'train') train.date = '2026-03-21';
  else Object.assign(hotel, { checkIn: '2026-03-20', checkOut: '2026-03-22' });
  closeDialog();
  render();
}
