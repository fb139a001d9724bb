// Money: accounts, transfers behind a PIN, top-ups, bills, scheduled payments, a history with filters.
(() => {
  const my = () => AppStore.state.wallet;
  const ui = () => AppStore.ui.wallet;
  const KINDS = { out: ['支出', 'Spent'], in: ['收入', 'Received'], bill: ['账单', 'Bills'] };

  function book(kind, amount, text) {
    my().balance += kind === 'in' ? amount : -amount;
    my().history.unshift({ id: AppStore.nextId('h'), kind, amount, text, date: TODAY });
  }

  function withPin(title, act) {
    ui().pin = '';
    const shown = h('div', { class: 'screen', 'aria-label': t('已输入位数', 'Digits entered') });
    const press = (digit) => {
      ui().pin += digit;
      shown.textContent = '•'.repeat(ui().pin.length);
      if (ui().pin.length < 4) return;
      const right = ui().pin === my().pin;
      ui().pin = '';
      shown.textContent = '';
      if (right) {
        my().failed = 0;
        closeDialog();
        act();
      } else {
        my().failed += 1;
        toast(my().failed >= 3 ? t('已锁定，请重置 PIN', 'Locked: set a new PIN') : t('PIN 不对', 'Wrong PIN'), 'warn');
        if (my().failed >= 3) closeDialog();
      }
    };
    if (my().failed >= 3) return toast(t('已锁定，请重置 PIN', 'Locked: set a new PIN'), 'warn');
    return openDialog(
      title,
      h(
        'div',
        {},
        shown,
        muted(t('默认 PIN 是 1234', 'The PIN is 1234 at first')),
        h(
          'div',
          { class: 'keypad' },
          [...'1234567890'].map((digit) => button(digit, () => press(digit))),
        ),
      ),
      [],
    );
  }

  function transfer() {
    const { to, amount, note } = ui();
    const value = Number(amount);
    if (!to) return toast(t('请选择收款人', 'Choose who gets it'), 'warn');
    if (CHECKS.amount(amount)) return toast(CHECKS.amount(amount), 'warn');
    if (value > my().balance) return toast(t('余额不足', 'The balance is too low'), 'warn');
    if (value > my().limit) return toast(t(`单笔限额 ${my().limit}`, `The limit is ${my().limit}`), 'warn');
    const person = byId(DATA.people, to);
    return withPin(`${t('转账', 'Transfer')} ${money(value)}`, () => {
      book('out', value, `→ ${tt(person.name)} ${note}`);
      Object.assign(ui(), { amount: '', note: '' });
      toast(t('转账成功', 'Transferred'));
      render();
    });
  }

  function transferCard() {
    const set = (key) => (value) => {
      ui()[key] = value;
      render();
    };
    return card(
      h('h3', {}, t('转账', 'Transfer')),
      field(
        t('收款人', 'To'),
        select([['', '—'], ...DATA.people.slice(0, 8).map(({ id, name }) => [id, tt(name)])], ui().to, set('to')),
      ),
      field(t('金额', 'Amount'), input(ui(), 'amount', { inputmode: 'decimal' })),
      chips(
        [10, 50, 200].map((n) => [String(n), money(n)]),
        ui().amount,
        set('amount'),
      ),
      field(t('附言', 'Note'), input(ui(), 'note')),
      primary(t('转出', 'Send money'), transfer),
      checkbox(t('每月自动', 'Every month'), ui().monthly, (monthly) => {
        ui().monthly = monthly;
        if (monthly && ui().to && Number(ui().amount) > 0)
          my().plans.push({ id: AppStore.nextId('z'), to: ui().to, amount: Number(ui().amount), paused: false });
        else if (monthly) toast(t('先填收款人和金额', 'Fill in who and how much'), 'warn');
        render();
      }),
    );
  }

  function billLine(bill) {
    const pay = () => {
      if (bill.amount > my().balance) return toast(t('余额不足，请充值', 'Top up first'), 'warn');
      return withPin(tt(bill.name), () => {
        bill.paid = true;
        book('bill', bill.amount, tt(bill.name));
        render();
      });
    };
    return h(
      'div',
      { class: 'line' },
      h('span', { class: 'grow' }, tt(bill.name)),
      money(bill.amount),
      bill.paid
        ? h('span', { class: 'good' }, '✓')
        : small(t('缴费', 'Pay'), pay, { 'aria-label': `${t('缴费', 'Pay')} ${tt(bill.name)}` }),
      small(
        bill.auto ? t('关自动', 'Not automatic') : t('开自动', 'Automatic'),
        () => {
          bill.auto = !bill.auto;
          render();
        },
        { 'aria-label': `${t('自动缴费', 'Automatic')} ${tt(bill.name)}` },
      ),
    );
  }

  function topUp() {
    openSheet(
      t('充值', 'Top up'),
      [100, 500, 1000].map((amount) => [
        money(amount),
        () => {
          if (my().balance + amount > 20000) return toast(t('超过余额上限', 'More than the account may hold'), 'warn');
          book('in', amount, t('充值', 'Top up'));
          return render();
        },
      ]),
    );
  }

  function changePin() {
    openForm(
      t('重置 PIN', 'New PIN'),
      {
        pin: [
          t('四位数字', 'Four digits'),
          (value) =>
            !/^\d{4}$/.test(value)
              ? t('四位数字', 'Four digits')
              : value === my().pin
                ? t('不能与旧 PIN 相同', 'Not the old one')
                : '',
        ],
      },
      {},
      ({ pin }) => {
        Object.assign(my(), { pin, failed: 0 });
        toast(t('已更新', 'Changed'));
      },
    );
  }

  function view() {
    return h(
      'div',
      {},
      h(
        'section',
        { class: 'hero' },
        h('p', {}, t('可用余额', 'Balance')),
        h('h2', {}, ui().hidden ? '****' : money(my().balance)),
        row(
          button(t('充值', 'Top up'), topUp),
          button(ui().hidden ? t('显示', 'Show') : t('隐藏', 'Hide'), () => {
            ui().hidden = !ui().hidden;
            render();
          }),
          button(t('重置 PIN', 'New PIN'), changePin),
        ),
      ),
      h(
        'div',
        { class: 'split' },
        h(
          'div',
          {},
          transferCard(),
          my().plans.length > 0 &&
            card(
              h('h3', {}, t('定期转账', 'Standing orders')),
              my().plans.map((plan) =>
                h(
                  'div',
                  { class: 'line' },
                  h(
                    'span',
                    { class: `grow ${plan.paused ? 'done' : ''}` },
                    `${tt(byId(DATA.people, plan.to).name)} ${money(plan.amount)}`,
                  ),
                  small(plan.paused ? t('恢复', 'Resume') : t('暂停', 'Pause'), () => {
                    plan.paused = !plan.paused;
                    render();
                  }),
                  small(t('取消', 'Cancel'), () => {
                    my().plans = my().plans.filter((other) => other !== plan);
                    render();
                  }),
                ),
              ),
            ),
        ),
        h(
          'div',
          {},
          card(h('h3', {}, t('账单', 'Bills')), my().bills.map(billLine)),
          card(
            slider(
              t('单笔限额', 'Limit'),
              my().limit,
              100,
              2000,
              (limit) => {
                my().limit = limit;
                render();
              },
              100,
            ),
          ),
        ),
      ),
    );
  }

  function history() {
    const shown = my().history.filter(({ kind, amount }) => (!ui().kind || kind === ui().kind) && amount >= ui().least);
    const sum = shown.reduce((total, { kind, amount }) => total + (kind === 'in' ? amount : -amount), 0);
    const set = (key) => (value) => {
      ui()[key] = value;
      render();
    };
    return h(
      'div',
      {},
      tabs(
        t('类型', 'Kind'),
        [['', t('全部', 'All')], ...Object.entries(KINDS).map(([key, names]) => [key, tt(names)])],
        ui().kind,
        set('kind'),
      ),
      slider(t('最小金额', 'At least'), ui().least, 0, 300, set('least'), 50),
      h('p', { class: sum < 0 ? 'bad' : 'good' }, `${t('合计', 'Sum')} ${money(sum)}`),
      shown.length
        ? card(
            shown.map((one) =>
              h(
                'div',
                { class: 'line' },
                h('span', { class: 'grow' }, tt(one.text)),
                muted(one.date),
                h(
                  'b',
                  { class: one.kind === 'in' ? 'good' : '' },
                  `${one.kind === 'in' ? '+' : '−'}${money(one.amount)}`,
                ),
                small(
                  t('详情', 'Details'),
                  () =>
                    openDialog(one.id, h('p', {}, `${tt(KINDS[one.kind])} ${money(one.amount)} ${one.date}`), [
                      one.kind === 'out' &&
                        !one.disputed &&
                        button(t('申诉', 'Dispute'), () => {
                          one.disputed = true;
                          closeDialog();
                          toast(t('已受理', 'We look into it'));
                        }),
                    ]),
                  { 'aria-label': `${t('详情', 'Details')} ${one.id}` },
                ),
              ),
            ),
          )
        : empty(t('没有记录', 'No entries')),
    );
  }

  const BILLS = [
    ['b1', ['水费', 'Water'], 46],
    ['b2', ['电费', 'Electricity'], 138],
    ['b3', ['宽带', 'Internet'], 99],
    ['b4', ['房租', 'Rent'], 3200],
  ];
  feature('wallet', {
    state: () => ({
      balance: 1680,
      pin: '1234',
      failed: 0,
      limit: 1000,
      plans: [],
      bills: BILLS.map(([id, name, amount]) => ({ id, name, amount, paid: false, auto: false })),
      history: DATA.payments.map(({ id, kind, amount, text, day }) => ({
        id,
        kind,
        amount,
        text,
        date: addDays(TODAY, day),
      })),
    }),
    ui: () => ({ to: '', amount: '', note: '', monthly: false, hidden: false, pin: '', kind: '', least: 0 }),
    routes: {
      wallet: { names: ['钱包', 'Wallet'], icon: 'wallet', view },
      history: { names: ['流水', 'History'], icon: 'list', view: history },
    },
    tasks: [
      {
        key: 'wallet.bill',
        text: ['缴水费。', 'Pay the water bill.'],
        check: () => my().bills[0].paid,
      },
      {
        key: 'wallet.hold',
        text: ['把单笔限额调到 2000。', 'Set the limit of a transfer to 2000.'],
        check: () => my().limit === 2000,
      },
    ],
  });
})();
