// Travellers, settings, and the traveller's form with its checks.
function profileView() {
  const { settings, credit, trips } = AppStore.state;
  const set = (key) => (value) => changeSetting(key, value);
  return h(
    'section',
    { class: 'split' },
    h(
      'div',
      { class: 'card' },
      h('h2', {}, t('旅客', 'Travellers')),
      AppStore.state.travellers.map(travellerRow),
      button(t('新旅客', 'New traveller'), () => openTravellerDialog({})),
    ),
    h(
      'div',
      { class: 'card' },
      h('h2', {}, t('设置', 'Settings')),
      field(
        t('语言', 'Language'),
        select(
          [
            ['both', '中英 Both'],
            ['zh', '中文'],
            ['en', 'English'],
          ],
          settings.lang,
          set('lang'),
        ),
      ),
      field(
        t('货币', 'Currency'),
        select(
          [
            ['CNY', '¥ CNY'],
            ['EUR', '€ EUR'],
            ['USD', '$ USD'],
          ],
          settings.currency,
          set('currency'),
        ),
      ),
      field(
        t('主题', 'Theme'),
        select(
          [
            ['light', t('浅色', 'Light')],
            ['night', t('夜间', 'Night')],
          ],
          settings.theme,
          set('theme'),
        ),
      ),
      h(
        'label',
        { class: 'check' },
        h('input', {
          type: 'checkbox',
          checked: settings.quiet,
          onchange: () => changeSetting('quiet', !settings.quiet),
        }),
        t('免打扰', 'Do not disturb'),
      ),
    ),
    h(
      'div',
      { class: 'card' },
      h('h2', {}, t('我的账户', 'My account')),
      h('p', {}, `${t('旅行金', 'Travel credit')} ${money(credit)}`),
      h('p', {}, `${t('行程', 'Trips')} ${trips.length}`),
      h(
        'div',
        { class: 'row wrap' },
        button(t('兑换码', 'Redeem code'), () => openRedeem('')),
        button(t('常见问题', 'Questions'), () => go('/chat')),
      ),
    ),
  );
}

function travellerRow(person) {
  return h(
    'div',
    { class: 'row option' },
    h(
      'span',
      { class: 'grow' },
      person.name,
      h(
        'div',
        { class: 'muted' },
        `${person.kind === 'child' ? t('儿童', 'child') : t('成人', 'adult')} · ${person.document || '—'}`,
      ),
    ),
    button(t('编辑', 'Edit'), () => openTravellerDialog(person), {
      'aria-label': `${t('编辑', 'Edit')} ${person.name}`,
    }),
    button(t('删除', 'Delete'), () => removeTraveller(person), {
      'aria-label': `${t('删除', 'Delete')} ${person.name}`,
    }),
  );
}

function openTravellerDialog(person, errors) {
  const wrong = errors || {};
  const name = h('input', { value: person.name || '', maxlength: 20 });
  const documentId = h('input', { value: person.document || '' });
  const phone = h('input', { value: person.phone || '', inputmode: 'numeric' });
  const kind = select(
    [
      ['adult', t('成人', 'Adult')],
      ['child', t('儿童', 'Child')],
    ],
    person.kind || 'adult',
    () => {},
  );
  const parts = [
    person.id ? t('编辑旅客', 'Edit traveller') : t('新旅客', 'New traveller'),
    [
      field(t('姓名', 'Name'), name, wrong.name),
      field(t('证件号', 'Document'), documentId, wrong.document),
      field(t('手机号', 'Phone'), phone, wrong.phone),
      field(t('类型', 'Kind'), kind),
    ],
    primary(t('保存旅客', 'Save traveller'), () =>
      saveTraveller({
        id: person.id,
        name: name.value.trim(),
        document: documentId.value.trim(),
        phone: phone.value.trim(),
        kind: kind.value,
      }),
    ),
  ];
  if (errors) replaceDialog(...parts);
  else openDialog(...parts);
}

function travellerErrors(person) {
  const errors = {};
  if (person.name.length < 2) errors.name = t('姓名太短', 'The name is too short');
  else if (/\d/.test(person.name)) errors.name = t('姓名不能含数字', 'No digits in a name');
  const twin = AppStore.state.travellers.some((other) => other.id !== person.id && other.document === person.document);
  if (!/^[A-Z]?\d{8,10}$/.test(person.document))
    errors.document = t('8 到 10 位数字，可带一个字母开头', '8 to 10 digits, maybe one letter first');
  else if (twin) errors.document = t('证件已登记', 'This document is already listed');
  if (person.kind === 'adult' && !/^1\d{10}$/.test(person.phone))
    errors.phone = t('成人需 11 位手机号', 'An adult needs an eleven-digit phone');
  return errors;
}

function saveTraveller(person) {
  const errors = travellerErrors(person);
  if (Object.keys(errors).length) {
    openTravellerDialog(person, errors);
    return;
  }
  const known = AppStore.traveller(person.id);
  if (known) Object.assign(known, person);
  else AppStore.state.travellers.push({ ...person, id: AppStore.newId('v') });
  closeDialog();
  toast(known ? t('已更新', 'Updated') : t('已添加旅客', 'Traveller added'));
  render();
}

function removeTraveller(person) {
  const travels = AppStore.state.trips.some((trip) => trip.state === 'booked' && trip.travellerIds.includes(person.id));
  if (travels) {
    toast(t('此旅客有待出行行程', 'This traveller has a booked trip'), 'warn');
    return;
  }
  if (AppStore.state.travellers.length === 1) {
    toast(t('至少保留一位', 'Keep at least one'), 'warn');
    return;
  }
  confirmDialog(t('删除旅客？', 'Delete the traveller?'), person.name, () => {
    AppStore.state.travellers = AppStore.state.travellers.filter((other) => other !== person);
    if (AppStore.ui.draft)
      AppStore.ui.draft.travellerIds = AppStore.ui.draft.travellerIds.filter((id) => id !== person.id);
    render();
  });
}

function openRedeem(error) {
  const code = h('input', { placeholder: 'TRIP-….' });
  const parts = [
    t('兑换码', 'Redeem a code'),
    field(t('代码（试试 TRIP-SEA）', 'Code (try TRIP-SEA)'), code, error),
    primary(t('兑换', 'Redeem'), () => redeem(code.value.trim().toUpperCase())),
  ];
  if (error) replaceDialog(...parts);
  else openDialog(...parts);
}

function redeem(code) {
  if (!/^TRIP-/.test(code)) {
    openRedeem(t('代码以 TRIP- 开头', 'A code starts with TRIP-'));
    return;
  }
  if (code !== 'TRIP-SEA') {
    openRedeem(t('代码无效', 'This code does not exist'));
    return;
  }
  if (AppStore.state.redeemed) {
    openRedeem(t('已兑换过', 'Already redeemed'));
    return;
  }
  AppStore.state.redeemed = true;
  AppStore.state.credit += 30;
  closeDialog();
  toast(t('旅行金 +30', 'Credit +30'));
  render();
}

function changeSetting(key, value) {
  AppStore.state.settings[key] = value;
  applySettings();
  toast(t('设置已更新', 'Setting changed'));
  render();
}

function applySettings() {
  const { theme, lang } = AppStore.state.settings;
  document.documentElement.dataset.theme = theme;
  document.documentElement.lang = lang === 'en' ? 'en' : 'zh-CN';
}
