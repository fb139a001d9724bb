// Parcels: sending with a fee that depends on weight, size and distance, tracking, lockers, an address book.
(() => {
  const my = () => AppStore.state.parcels;
  const ui = () => AppStore.ui.parcels;
  const CITIES = {
    sh: [['上海', 'Shanghai'], 0],
    hz: [['杭州', 'Hangzhou'], 2],
    bj: [['北京', 'Beijing'], 12],
    cd: [['成都', 'Chengdu'], 16],
    ur: [['乌鲁木齐', 'Urumqi'], 33],
  };
  const STAGES = [
    ['已下单', 'Ordered'],
    ['已揽收', 'Collected'],
    ['运输中', 'On the road'],
    ['待取件', 'To be collected'],
    ['已签收', 'Received'],
  ];

  function fee({ from, to, kilos, size, speed, insured }) {
    const zone = Math.abs(CITIES[from][1] - CITIES[to][1]);
    const first = zone === 0 ? 8 : zone < 10 ? 10 : 14;
    const volume = { small: 0, middle: 3, large: 9 }[size];
    const base = first + Math.ceil(Math.max(0, kilos - 1)) * (zone > 20 ? 8 : zone > 10 ? 5 : 3) + volume;
    return Math.round(base * (speed === 'fast' ? 1.6 : 1)) + (insured ? 5 : 0);
  }

  function send() {
    const { draft } = ui();
    if (!draft.name.trim()) return toast(t('请填收件人', 'Who receives it?'), 'warn');
    if (CHECKS.phone(draft.phone)) return toast(CHECKS.phone(draft.phone), 'warn');
    if (draft.what === 'liquid' && draft.speed === 'fast')
      return toast(t('液体不能走快件', 'Liquids cannot travel fast'), 'warn');
    if (draft.what === 'fragile' && !draft.insured)
      return confirmDialog(t('易碎品', 'Fragile'), t('不保价继续？', 'Go on without insurance?'), store);
    return store();
  }

  function store() {
    const { draft } = ui();
    my().list.unshift({ id: AppStore.nextId('SP'), ...draft, fee: fee(draft), stage: 0, isMine: true });
    if (!my().book.some(({ phone }) => phone === draft.phone))
      my().book.push({ id: AppStore.nextId('a'), name: draft.name, phone: draft.phone, city: draft.to });
    ui().draft = makeDraft();
    go('parcels');
  }

  function form() {
    const { draft } = ui();
    const set = (key) => (value) => {
      draft[key] = value;
      render();
    };
    const cities = Object.entries(CITIES).map(([key, [names]]) => [key, tt(names)]);
    return h(
      'div',
      { class: 'split side' },
      card(
        h(
          'div',
          { class: 'form-row' },
          field(t('寄出地', 'From'), select(cities, draft.from, set('from'))),
          field(t('目的地', 'To'), select(cities, draft.to, set('to'))),
        ),
        h(
          'div',
          { class: 'form-row' },
          field(t('收件人', 'Name'), input(draft, 'name')),
          field(t('手机号', 'Phone'), input(draft, 'phone', { inputmode: 'tel' })),
        ),
        chips(
          my().book.map(({ id, name }) => [id, tt(name)]),
          '',
          (id) => {
            const entry = byId(my().book, id);
            Object.assign(draft, { name: tt(entry.name), phone: entry.phone, to: entry.city });
            render();
          },
        ),
        slider(t('公斤', 'Kilos'), draft.kilos, 1, 20, set('kilos')),
        radios(
          t('尺寸', 'Size'),
          [
            ['small', t('小', 'Small')],
            ['middle', t('中', 'Middle')],
            ['large', t('大', 'Large')],
          ],
          draft.size,
          set('size'),
        ),
        field(
          t('物品', 'What'),
          select(
            [
              ['paper', t('文件', 'Papers')],
              ['fragile', t('易碎', 'Fragile')],
              ['liquid', t('液体', 'Liquid')],
            ],
            draft.what,
            set('what'),
          ),
        ),
      ),
      card(
        tabs(
          t('时效', 'Speed'),
          [
            ['normal', t('普通', 'Normal')],
            ['fast', t('特快', 'Fast')],
          ],
          draft.speed,
          set('speed'),
        ),
        checkbox(t('保价', 'Insured'), draft.insured, set('insured')),
        h('p', { class: 'big price' }, money(fee(draft))),
        primary(t('寄出', 'Send'), send),
      ),
    );
  }

  function act(parcel) {
    if (parcel.stage === 3) {
      return openForm(
        t('取件', 'Collect'),
        { code: [t('取件码', 'Code'), (value) => (value === parcel.code ? '' : t('取件码不对', 'Wrong code'))] },
        {},
        () => {
          parcel.stage = 4;
          render();
        },
      );
    }
    parcel.stage += 1;
    if (parcel.stage === 3) parcel.code ||= `${parcel.id.slice(-2)}8`;
    return render();
  }

  function parcelCard(parcel) {
    return card(
      h('div', { class: 'row between' }, h('b', {}, parcel.id), h('span', { class: 'tag' }, tt(STAGES[parcel.stage]))),
      h(
        'ol',
        { class: 'steps' },
        STAGES.map((names, index) => h('li', { class: index <= parcel.stage ? 'on' : '' }, tt(names))),
      ),
      parcel.stage === 3 && h('p', {}, `${t('取件码', 'Code')} ${parcel.code}`),
      row(
        parcel.stage < 4 &&
          small(parcel.stage === 3 ? t('取件', 'Collect') : t('查看进度', 'Refresh'), () => act(parcel), {
            'aria-label': `${parcel.stage === 3 ? t('取件', 'Collect') : t('查看进度', 'Refresh')} ${parcel.id}`,
          }),
        parcel.stage === 0 &&
          small(t('取消寄件', 'Cancel'), () => {
            my().list = my().list.filter((other) => other !== parcel);
            render();
          }),
        parcel.stage === 2 &&
          small(t('改派送', 'Redirect'), () =>
            openSheet(t('派送到', 'Deliver to'), [
              [t('快递柜', 'A locker'), () => redirect(parcel, 'locker')],
              [t('驿站', 'A shop'), () => redirect(parcel, 'shop')],
            ]),
          ),
        parcel.stage === 4 &&
          !parcel.complaint &&
          small(t('投诉破损', 'Report damage'), () => {
            parcel.complaint = true;
            toast(parcel.insured ? t('将按保价赔付', 'The insurance pays') : t('已登记', 'Noted'));
            render();
          }),
      ),
    );
  }

  function redirect(parcel, place) {
    parcel.place = place;
    toast(t('已改派送', 'Redirected'));
    render();
  }

  function view() {
    const shown = my().list.filter(
      ({ isMine, stage }) => ui().tab === 'all' || (ui().tab === 'out' ? isMine : !isMine && stage < 4),
    );
    return h(
      'div',
      {},
      tabs(
        t('包裹', 'Parcels'),
        [
          ['all', t('全部', 'All')],
          ['in', t('待收', 'Coming')],
          ['out', t('寄出', 'Sent')],
        ],
        ui().tab,
        (tab) => {
          ui().tab = tab;
          render();
        },
      ),
      shown.length ? shown.map(parcelCard) : empty(t('没有包裹', 'No parcels')),
    );
  }

  const makeDraft = () => ({
    from: 'sh',
    to: 'hz',
    name: '',
    phone: '',
    kilos: 1,
    size: 'small',
    what: 'paper',
    speed: 'normal',
    insured: false,
  });
  feature('parcels', {
    state: () => ({
      book: [{ id: 'a1', name: ['周一', 'Zhou Yi'], phone: '13800000002', city: 'bj' }],
      list: [
        { id: 'SP88', stage: 2, fee: 12, insured: true },
        { id: 'SP87', stage: 3, code: '518', fee: 9 },
      ],
    }),
    ui: () => ({ tab: 'all', draft: makeDraft() }),
    routes: {
      parcels: {
        names: ['包裹', 'Parcels'],
        icon: 'box',
        view,
        count: () => my().list.filter(({ stage }) => stage === 3).length,
      },
      send: { names: ['寄件', 'Send'], icon: 'send', view: form },
    },
    tasks: [
      {
        key: 'parcels.collect',
        text: ['用取件码取走包裹 SP87。', 'Collect parcel SP87 with its code.'],
        check: () => byId(my().list, 'SP87').stage === 4,
      },
    ],
  });
})();
