// Coupons: claiming, redeeming a code, a scratch card, choosing one for the cart.
(() => {
  const my = () => AppStore.state.coupons;
  const ui = () => AppStore.ui.coupons;
  const ALL = [
    { id: 'c1', least: 60, off: 10, days: 9 },
    { id: 'c2', least: 200, off: 40, days: 3 },
    { id: 'c3', least: 0, off: 5, days: 1 },
    { id: 'c4', least: 500, off: 120, days: 20 },
    { id: 'c5', least: 100, off: 25, days: -2 },
  ];
  const CODES = { HELLO: 'c4', SPRING: 'c2' };
  const label = ({ least, off }) => t(`满 ${least} 减 ${off}`, `${off} off from ${least}`);

  function claim(coupon) {
    if (coupon.days < 0) return toast(t('已过期', 'It has expired'), 'warn');
    if (my().used.includes(coupon.id)) return toast(t('已使用', 'It was used'), 'warn');
    my().mine.push(coupon.id);
    toast(t('领取成功', 'Claimed'));
    return render();
  }

  function redeem() {
    const code = ui().code.trim().toUpperCase();
    if (!code) ui().error = t('请输入兑换码', 'Enter a code');
    else if (!CODES[code]) ui().error = t('兑换码无效', 'That code is unknown');
    else if (my().mine.includes(CODES[code])) ui().error = t('已经领过', 'You have it already');
    else {
      my().mine.push(CODES[code]);
      ui().error = '';
      ui().code = '';
      toast(t('兑换成功', 'Redeemed'));
    }
    render();
  }

  function scratch(index) {
    if (my().scratched.includes(index)) return;
    my().scratched.push(index);
    if (my().scratched.length === 3) {
      if (!my().mine.includes('c3')) my().mine.push('c3');
      toast(t('刮中优惠券', 'You won a coupon'));
    }
    render();
  }

  function couponLine(coupon) {
    const has = my().mine.includes(coupon.id);
    return h(
      'div',
      { class: 'line' },
      h('b', { class: 'price big' }, money(coupon.off)),
      h(
        'span',
        { class: 'grow' },
        label(coupon),
        h('br'),
        muted(coupon.days < 0 ? t('已过期', 'Expired') : t(`还有 ${coupon.days} 天`, `${coupon.days} days left`)),
      ),
      has
        ? h('span', { class: 'tag' }, my().used.includes(coupon.id) ? t('已用', 'Used') : t('已领', 'Yours'))
        : small(t('领取', 'Claim'), () => claim(coupon), { 'aria-label': `${t('领取', 'Claim')} ${label(coupon)}` }),
    );
  }

  function view() {
    const shown = ALL.filter((coupon) => (ui().tab === 'mine' ? my().mine.includes(coupon.id) : true));
    return h(
      'div',
      {},
      tabs(
        t('优惠券', 'Coupons'),
        [
          ['all', t('领券中心', 'All')],
          ['mine', `${t('我的', 'Mine')} ${my().mine.length}`],
        ],
        ui().tab,
        (tab) => {
          ui().tab = tab;
          render();
        },
      ),
      card(shown.length ? shown.map(couponLine) : empty(t('还没有优惠券', 'No coupon yet'))),
      h(
        'div',
        { class: 'split' },
        card(
          field(t('兑换码', 'Code'), input(ui(), 'code', { placeholder: 'HELLO' }), ui().error),
          primary(t('兑换', 'Redeem'), redeem),
        ),
        card(
          h('h3', {}, t('刮刮卡', 'Scratch card')),
          row(
            [0, 1, 2, 3, 4, 5].map((index) =>
              h(
                'button',
                {
                  type: 'button',
                  class: `cell ${my().scratched.includes(index) ? 'on' : ''}`,
                  'aria-label': `${t('刮开', 'Scratch')} ${index + 1}`,
                  onclick: () => scratch(index),
                },
                my().scratched.includes(index) ? '★' : '?',
              ),
            ),
          ),
        ),
      ),
    );
  }

  const usable = (goods) =>
    ALL.filter(({ id, least }) => my().mine.includes(id) && !my().used.includes(id) && goods >= least);
  const chosen = (goods) => usable(goods).find(({ id }) => id === my().chosen);

  feature('coupons', {
    state: () => ({ mine: [], used: [], scratched: [], chosen: '' }),
    ui: () => ({ tab: 'all', code: '', error: '' }),
    routes: { coupons: { names: ['优惠券', 'Coupons'], icon: 'ticket', view } },
    slots: {
      'cart.extras': (goods) =>
        field(
          t('优惠券', 'Coupon'),
          select(
            [['', t('不使用', 'None')], ...usable(goods).map((coupon) => [coupon.id, label(coupon)])],
            my().chosen,
            (id) => {
              my().chosen = id;
              render();
            },
          ),
        ),
    },
    service: {
      discount: (goods) => chosen(goods)?.off || 0,
      use() {
        if (my().chosen) my().used.push(my().chosen);
        my().chosen = '';
      },
    },
    tasks: [
      {
        key: 'coupons.redeem',
        text: ['用兑换码 HELLO 兑换优惠券。', 'Redeem the code HELLO.'],
        check: () => my().mine.includes('c4'),
      },
    ],
  });
})();
