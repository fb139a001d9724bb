// Bookings of any kind: travellers, contact, extras and payment, then a list with changing, cancelling and rating.
(() => {
  const my = () => AppStore.state.booking;
  const ui = () => AppStore.ui.booking;
  const STEPS = [
    ['人员', 'People'],
    ['联系', 'Contact'],
    ['附加', 'Extras'],
    ['支付', 'Payment'],
  ];
  const EXTRAS = {
    insurance: [['保险', 'Insurance'], 25],
    pickup: [['接送', 'Transfer'], 60],
    late: [['延迟退房', 'Late departure'], 45],
  };

  function start(offer) {
    ui().draft = { ...offer, chosen: [], phone: '', mail: '', extras: [], payment: '', note: '' };
    ui().step = 0;
    ui().error = '';
    go('booking');
  }

  const price = (draft) => draft.price + draft.extras.reduce((sum, key) => sum + EXTRAS[key][1], 0);

  function newPerson() {
    const fields = {
      name: [t('姓名', 'Name'), CHECKS.needed],
      document: [
        t('证件号', 'Document'),
        (value) => (/^[A-Z]\d{8}$/.test(value) ? '' : t('一个大写字母加八位数字', 'A capital letter and eight digits')),
      ],
    };
    openForm(t('新增人员', 'Add a person'), fields, {}, ({ name, document: number }) => {
      my().people.push({ id: AppStore.nextId('g'), name, document: number });
      render();
    });
  }

  const STEP_VIEWS = [
    (draft) =>
      h(
        'div',
        {},
        h('p', {}, t(`请选择 ${draft.people} 人`, `Choose ${draft.people} people`)),
        my().people.map((person) =>
          h(
            'div',
            {},
            checkbox(`${tt(person.name)} ${person.document}`, draft.chosen.includes(person.id), () => {
              draft.chosen = toggled(draft.chosen, person.id);
              render();
            }),
          ),
        ),
        button(t('新增人员', 'Add a person'), newPerson),
      ),
    (draft) =>
      h(
        'div',
        {},
        field(t('手机号', 'Phone'), input(draft, 'phone', { inputmode: 'tel' })),
        field(t('邮箱', 'E-mail'), input(draft, 'mail', { type: 'email' })),
        field(t('备注', 'Note'), textarea(draft, 'note')),
      ),
    (draft) =>
      h(
        'div',
        {},
        Object.entries(EXTRAS).map(([key, [names, cost]]) =>
          h(
            'div',
            {},
            checkbox(`${tt(names)} +${money(cost)}`, draft.extras.includes(key), () => {
              draft.extras = toggled(draft.extras, key);
              if (key === 'insurance' && !draft.extras.includes(key))
                toast(t('不买保险不能退改', 'Without insurance nothing can be changed'), 'warn');
              render();
            }),
          ),
        ),
      ),
    (draft) =>
      h(
        'div',
        {},
        h('p', { class: 'big price' }, money(price(draft))),
        radios(
          t('支付方式', 'Payment'),
          [
            ['card', t('银行卡', 'Card')],
            ['wallet', t('钱包', 'Wallet')],
            ['desk', t('到店付', 'On arrival')],
          ],
          draft.payment,
          (payment) => {
            draft.payment = payment;
            render();
          },
        ),
      ),
  ];
  const PROBLEM = [
    (draft) =>
      draft.chosen.length === draft.people
        ? ''
        : t(
            `要选 ${draft.people} 人，已选 ${draft.chosen.length} 人`,
            `${draft.people} are needed, ${draft.chosen.length} are chosen`,
          ),
    (draft) => CHECKS.phone(draft.phone) || (draft.mail && CHECKS.mail(draft.mail)),
    () => '',
    (draft) => (draft.payment ? '' : t('请选择支付方式', 'Choose how to pay')),
  ];

  function next() {
    const { draft } = ui();
    ui().error = PROBLEM[ui().step](draft);
    if (ui().error) return render();
    if (ui().step < 3) {
      ui().step += 1;
      return render();
    }
    my().list.unshift({
      id: AppStore.nextId('B'),
      name: draft.name,
      date: draft.date,
      until: draft.until,
      price: price(draft),
      state: draft.payment === 'desk' ? 'held' : 'paid',
      isInsured: draft.extras.includes('insurance'),
      stars: 0,
      isNew: true,
    });
    ui().draft = null;
    toast(t('预订成功', 'Booked'));
    return go('trips');
  }

  function wizard() {
    const { draft, step } = ui();
    if (!draft)
      return empty(t('还没有选择行程', 'Nothing is chosen yet'), link(DATA.app.start, t('去选择', 'Choose something')));
    return h(
      'div',
      {},
      h(
        'ol',
        { class: 'steps' },
        STEPS.map((names, index) => h('li', { class: index <= step ? 'on' : '' }, tt(names))),
      ),
      card(h('h2', {}, tt(draft.name)), muted(`${draft.date} ${draft.until || ''}`)),
      card(STEP_VIEWS[step](draft), ui().error && h('p', { class: 'bad', role: 'alert' }, ui().error)),
      row(
        button(t('放弃', 'Give up'), () =>
          confirmDialog(t('放弃预订', 'Give up'), t('填写的内容会丢失。', 'What you entered is lost.'), () => {
            ui().draft = null;
            go(DATA.app.start);
          }),
        ),
        step > 0 &&
          button(t('上一步', 'Back'), () => {
            ui().step -= 1;
            render();
          }),
        primary(step === 3 ? t('确认支付', 'Pay now') : t('下一步', 'Next'), next),
      ),
    );
  }

  const STATES = {
    paid: ['已支付', 'Paid'],
    held: ['已保留', 'Held'],
    done: ['已完成', 'Finished'],
    cancelled: ['已取消', 'Cancelled'],
  };

  function cancel(one) {
    const late = daysBetween(TODAY, one.date) < 2;
    const text =
      one.isInsured || one.state === 'held'
        ? t('全额退款。', 'All money comes back.')
        : late
          ? t('不退款。', 'No money comes back.')
          : t('退回一半。', 'Half the money comes back.');
    confirmDialog(t('取消行程', 'Cancel'), text, () => {
      one.state = 'cancelled';
      render();
    });
  }

  function change(one) {
    if (!one.isInsured) return toast(t('没有保险，不能改期', 'It cannot be moved without insurance'), 'warn');
    return openSheet(
      t('改期', 'Move it'),
      [1, 3, 7].map((days) => [
        `+${days} ${t('天', 'days')}`,
        () => {
          one.date = addDays(one.date, days);
          if (one.until) one.until = addDays(one.until, days);
          render();
        },
      ]),
    );
  }

  function tripCard(one) {
    const isOpen = ['paid', 'held'].includes(one.state);
    return card(
      h(
        'div',
        { class: 'row between' },
        h('b', {}, `${one.id} ${tt(one.name)}`),
        h('span', { class: 'tag' }, tt(STATES[one.state])),
      ),
      muted(`${one.date} ${one.until || ''} · ${money(one.price)}`),
      row(
        isOpen && small(t('取消', 'Cancel'), () => cancel(one), { 'aria-label': `${t('取消', 'Cancel')} ${one.id}` }),
        isOpen && small(t('改期', 'Move it'), () => change(one), { 'aria-label': `${t('改期', 'Move it')} ${one.id}` }),
        one.state === 'held' &&
          small(
            t('立即支付', 'Pay'),
            () => {
              one.state = 'paid';
              render();
            },
            { 'aria-label': `${t('立即支付', 'Pay')} ${one.id}` },
          ),
        one.state === 'done' &&
          [1, 2, 3, 4, 5].map((n) =>
            h(
              'button',
              {
                type: 'button',
                class: 'icon-btn',
                'aria-label': `${one.id} ${n} ${t('星', 'stars')}`,
                onclick: () => {
                  one.stars = n;
                  render();
                },
              },
              n <= one.stars ? '★' : '☆',
            ),
          ),
        small(
          t('凭证', 'Voucher'),
          () =>
            openDialog(one.id, h('div', { class: 'stage' }, h('b', { class: 'big' }, one.id.split('').join(' '))), []),
          { 'aria-label': `${t('凭证', 'Voucher')} ${one.id}` },
        ),
      ),
    );
  }

  function trips() {
    const shown = my().list.filter(
      ({ state }) => ui().tab === 'all' || (ui().tab === 'open') === ['paid', 'held'].includes(state),
    );
    return h(
      'div',
      {},
      tabs(
        t('行程', 'Trips'),
        [
          ['open', t('待出行', 'Coming')],
          ['past', t('已结束', 'Past')],
          ['all', t('全部', 'All')],
        ],
        ui().tab,
        (tab) => {
          ui().tab = tab;
          render();
        },
      ),
      shown.length ? shown.map(tripCard) : empty(t('没有行程', 'No trips')),
    );
  }

  const old = (id, name, days, state, isInsured) => ({
    id,
    name,
    date: addDays(TODAY, days),
    until: '',
    price: 320,
    state,
    isInsured,
    stars: 0,
  });
  feature('booking', {
    state: () => ({
      people: [
        { id: 'g1', name: ['林小禾', 'Lin He'], document: 'G12345678' },
        { id: 'g2', name: ['周一', 'Zhou Yi'], document: 'E77001122' },
        { id: 'g3', name: ['白梦娜', 'Mona Bai'], document: 'K55500011' },
      ],
      list: [
        old('B12', ['城市漫步', 'A walk through town'], 4, 'paid', true),
        old('B11', ['山间小屋', 'A hut in the hills'], 1, 'held', false),
        old('B10', ['湖边露营', 'Camping at the lake'], -20, 'done', false),
      ],
    }),
    ui: () => ({ draft: null, step: 0, error: '', tab: 'open' }),
    routes: {
      trips: { names: ['行程', 'Trips'], icon: 'bag', view: trips },
      booking: { names: ['预订', 'Booking'], parent: 'trips', view: wizard },
    },
    service: { start },
    tasks: [
      {
        key: 'booking.cancel',
        text: ['取消行程 B12。', 'Cancel trip B12.'],
        check: () => byId(my().list, 'B12').state === 'cancelled',
      },
      {
        key: 'booking.rate',
        text: ['给行程 B10 打四星。', 'Give trip B10 four stars.'],
        check: () => byId(my().list, 'B10').stars === 4,
      },
    ],
  });
})();
