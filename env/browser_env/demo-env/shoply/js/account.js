// Me: points, saved products, addresses, settings.
function accountView() {
  const { state } = AppStore;
  const count = (name) => state.orders.filter((order) => order.state === name).length;
  return h(
    'section',
    {},
    h(
      'div',
      { class: 'card row between' },
      h(
        'div',
        {},
        h('h2', {}, t('你好，小禾', 'Hello, He')),
        h('span', { class: 'muted' }, `${t('积分', 'Points')} ${state.points}`),
      ),
      button(t('积分换券', 'Trade points'), tradePoints),
    ),
    h(
      'div',
      { class: 'card row wrap' },
      ['unpaid', 'paid', 'shipped', 'returning'].map((name) =>
        button(`${t(...ORDER_STATES[name])} ${count(name)}`, () => {
          AppStore.ui.orderTab = name;
          go('/orders');
        }),
      ),
    ),
    h('div', { class: 'split' }, settingsCard(), addressCard()),
    h('h2', {}, `${t('收藏', 'Saved')} (${state.favourites.length})`),
    state.favourites.length
      ? h(
          'div',
          { class: 'grid' },
          state.favourites.map((id) => productCard(AppStore.product(id))),
        )
      : h('p', { class: 'muted' }, t('还没有收藏', 'Nothing saved yet')),
  );
}

function settingsCard() {
  const { settings } = AppStore.state;
  return h(
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
        (value) => changeSetting('lang', value),
      ),
    ),
    field(
      t('主题', 'Theme'),
      select(
        [
          ['light', t('浅色', 'Light')],
          ['dark', t('深色', 'Dark')],
        ],
        settings.theme,
        (value) => changeSetting('theme', value),
      ),
    ),
    h(
      'label',
      { class: 'check' },
      h('input', {
        type: 'checkbox',
        checked: settings.notices,
        onchange: () => changeSetting('notices', !settings.notices),
      }),
      t('优惠通知', 'Offers by message'),
    ),
    button(t('清除浏览记录', 'Clear viewing history'), clearViewed),
  );
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

function addressCard() {
  return h(
    'div',
    { class: 'card' },
    h('h2', {}, t('地址', 'Addresses')),
    AppStore.state.addresses.map((address) =>
      h(
        'div',
        { class: 'row' },
        h('span', { class: 'grow' }, addressText(address)),
        button(t('编辑', 'Edit'), () => openAddressDialog(address), {
          class: 'link',
          'aria-label': `${t('编辑', 'Edit')} ${address.name}`,
        }),
        button(t('删除', 'Delete'), () => removeAddress(address), {
          class: 'link',
          'aria-label': `${t('删除', 'Delete')} ${address.name}`,
        }),
      ),
    ),
    button(t('新地址', 'New address'), () => openAddressDialog({})),
  );
}

function removeAddress(address) {
  const { state } = AppStore;
  const open = state.orders.some(
    (order) => order.addressId === address.id && ['unpaid', 'paid', 'shipped'].includes(order.state),
  );
  if (open) {
    toast(t('有订单正寄往这里', 'An order is on its way there'), 'warn');
    return;
  }
  confirmDialog(t('删除地址？', 'Delete the address?'), addressText(address), () => {
    state.addresses = state.addresses.filter((other) => other !== address);
    render();
  });
}

function tradePoints() {
  const { state } = AppStore;
  if (state.claimed.includes('SPRING15')) toast(t('已经换过', 'You already have it'), 'warn');
  else if (state.points < 125)
    toast(t(`还差 ${125 - state.points} 分`, `${125 - state.points} points missing`), 'warn');
  else {
    state.points -= 125;
    state.claimed.push('SPRING15');
    toast(t('换到 SPRING15', 'You got SPRING15'));
    render();
  }
}

function clearViewed() {
  if (!AppStore.state.viewed.length) toast(t('没有记录', 'No history'), 'warn');
  AppStore.state.viewed = [];
  render();
}
