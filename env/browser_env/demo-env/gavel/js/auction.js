// Lots under the hammer: bids with steps, rivals that answer, secret limits, watching, winning and paying.
(() => {
  const my = () => AppStore.state.auction;
  const ui = () => AppStore.ui.auction;
  const lot = (id) => byId(my().lots, id);
  const step = (one) => (one.bid < 200 ? 10 : one.bid < 1000 ? 50 : 100);

  function bid(one, amount) {
    if (one.state !== 'open') return toast(t('已结束', 'It is over'), 'warn');
    if (!Number.isFinite(amount) || amount < one.bid + step(one))
      return toast(t(`至少 ${one.bid + step(one)}`, `${one.bid + step(one)} at least`), 'warn');
    if (amount > my().deposit * 10)
      return openDialog(
        t('保证金不足', 'The deposit is too small'),
        h('p', {}, t('出价最多为保证金的十倍。', 'A bid may be ten times the deposit.')),
        [
          primary(t('增加保证金', 'Raise the deposit'), () => {
            my().deposit += 100;
            closeDialog();
            render();
          }),
        ],
      );
    Object.assign(one, { bid: amount, leader: 'me', rounds: one.rounds + 1 });
    one.history.unshift(['me', amount]);
    rival(one);
    return render();
  }

  // The rival answers below its own limit, which the user cannot see; twice beaten it gives up.
  function rival(one) {
    const answer = one.bid + step(one);
    if (answer > one.rival) {
      toast(t('你领先', 'You lead'));
      return;
    }
    Object.assign(one, { bid: answer, leader: 'rival' });
    one.history.unshift(['rival', answer]);
    if (one.limit > answer + step(one)) bid(one, answer + step(one));
    else toast(t('被超过了', 'You were outbid'), 'warn');
  }

  function close(one) {
    one.state = one.leader === 'me' ? 'won' : one.bid < one.reserve ? 'unsold' : 'lost';
    if (one.leader === 'me' && one.bid < one.reserve) one.state = 'unsold';
    toast(
      {
        won: t('成交，归你了', 'Sold to you'),
        lost: t('被别人拍走', 'Sold to another'),
        unsold: t('未达底价', 'The reserve was not met'),
      }[one.state],
    );
    render();
  }

  function detail(id) {
    const one = lot(id) || my().lots[0];
    const secret = () =>
      openForm(
        t('代理出价', 'Secret limit'),
        {
          limit: [
            t('上限', 'Limit'),
            (value) => (Number(value) > one.bid ? '' : t('要高于现价', 'Above the present bid')),
          ],
        },
        { limit: one.limit || '' },
        ({ limit }) => {
          one.limit = Number(limit);
          bid(one, one.bid + step(one));
        },
      );
    return h(
      'div',
      { class: 'split' },
      h('div', { class: 'tall' }, picture(one, 120)),
      card(
        h('h2', {}, tt(one.name)),
        muted(tt(one.text)),
        h('p', { class: 'big price' }, money(one.bid)),
        h(
          'p',
          { class: one.leader === 'me' ? 'good' : 'muted' },
          one.leader === 'me' ? t('你领先', 'You lead') : t('别人领先', 'Somebody else leads'),
        ),
        one.state === 'open'
          ? h(
              'div',
              {},
              row(
                chips(
                  [1, 2, 5].map((n) => [n, `+${n * step(one)}`]),
                  '',
                  (n) => bid(one, one.bid + n * step(one)),
                ),
              ),
              h(
                'div',
                { class: 'row' },
                input(ui(), 'amount', { 'aria-label': t('出价', 'Your bid'), inputmode: 'numeric' }),
                primary(t('出价', 'Bid'), () => bid(one, Number(ui().amount))),
              ),
              row(
                button(t('代理出价', 'Secret limit'), secret),
                button(t('落槌', 'Let the hammer fall'), () => close(one)),
              ),
            )
          : row(
              h('span', { class: 'tag' }, one.state),
              one.state === 'won' &&
                !one.paid &&
                primary(t('付款', 'Pay'), () => {
                  one.paid = true;
                  my().deposit -= Math.min(my().deposit, 20);
                  render();
                }),
              one.paid && h('span', { class: 'good' }, '✓'),
            ),
        one.history.map(([who, amount]) =>
          h(
            'div',
            { class: 'line' },
            h('span', { class: 'grow' }, who === 'me' ? t('我', 'Me') : t('对手', 'Rival')),
            money(amount),
          ),
        ),
      ),
    );
  }

  const lotCard = (one) =>
    card(
      link(`lot/${one.id}`, picture(one), h('span', { class: 'name' }, tt(one.name))),
      h(
        'div',
        { class: 'row' },
        h('b', { class: 'price' }, money(one.bid)),
        one.leader === 'me' && h('span', { class: 'tag' }, t('领先', 'Leading')),
        toggleButton('eye', my().watched.includes(one.id), `${t('关注', 'Watch')} ${tt(one.name)}`, () => {
          my().watched = toggled(my().watched, one.id);
          render();
        }),
      ),
    );

  function view() {
    const tests = {
      all: () => true,
      watched: ({ id }) => my().watched.includes(id),
      mine: ({ history }) => history.some(([who]) => who === 'me'),
      won: ({ state }) => state === 'won',
    };
    const shown = my()
      .lots.filter(tests[ui().tab])
      .sort(ui().cheap ? (a, b) => a.bid - b.bid : () => 0);
    return h(
      'div',
      {},
      row(
        muted(`${t('保证金', 'Deposit')} ${money(my().deposit)}`),
        checkbox(t('低价在前', 'Cheapest first'), ui().cheap, (cheap) => {
          ui().cheap = cheap;
          render();
        }),
      ),
      tabs(
        t('拍品', 'Lots'),
        [
          ['all', t('全部', 'All')],
          ['watched', t('关注', 'Watched')],
          ['mine', t('我出价的', 'My bids')],
          ['won', t('拍得', 'Won')],
        ],
        ui().tab,
        (tab) => {
          ui().tab = tab;
          render();
        },
      ),
      shown.length ? h('div', { class: 'grid' }, shown.map(lotCard)) : empty(t('没有拍品', 'No lots')),
    );
  }

  feature('auction', {
    state: () => ({
      deposit: 100,
      watched: [],
      lots: DATA.lots.map((one, index) => ({
        ...one,
        leader: '',
        rounds: 0,
        limit: 0,
        state: 'open',
        history: [],
        rival: one.bid + ((index * 37) % 160),
        reserve: one.bid + ((index * 53) % 120),
      })),
    }),
    ui: () => ({ tab: 'all', cheap: false, amount: '' }),
    routes: {
      auction: { names: ['拍卖', 'Auction'], icon: 'hammer', view },
      lot: { names: ['拍品', 'Lot'], parent: 'auction', view: detail, enter: () => (ui().amount = '') },
    },
    slots: {
      'home.blocks': () =>
        section(t('即将落槌', 'Going soon'), h('div', { class: 'grid' }, my().lots.slice(0, 6).map(lotCard))),
    },
    tasks: [
      {
        key: 'auction.bid',
        text: [`给「${DATA.lots[0].name[0]}」出价。`, `Bid for "${DATA.lots[0].name[1]}".`],
        check: () => my().lots[0].history.some(([who]) => who === 'me'),
      },
    ],
  });
})();
