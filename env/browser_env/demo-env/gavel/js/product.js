// One product: pictures, options, amount, tabs with details, reviews and questions.
(() => {
  const my = () => AppStore.state.product;
  const ui = () => AppStore.ui.product;
  const product = (id) => byId(DATA.products, id) || DATA.products[0];

  function enter(id) {
    const { id: known } = product(id);
    ui().id = known;
    ui().choice = {};
    ui().amount = 1;
    ui().photo = 0;
    my().viewed = [known, ...my().viewed.filter((other) => other !== known)].slice(0, 8);
  }

  function missing(item) {
    return Object.keys(item.options).filter((name) => !ui().choice[name]);
  }

  function withChoice(item, act) {
    const lacking = missing(item);
    if (lacking.length) {
      ui().warned = true;
      toast(`${t('请选择', 'Choose')}: ${lacking.map((name) => tt(OPTION_NAMES[name])).join(', ')}`, 'warn');
      render();
      return;
    }
    ui().warned = false;
    act(item, ui().choice, ui().amount);
  }

  const OPTION_NAMES = {
    color: ['颜色', 'Colour'],
    size: ['尺码', 'Size'],
    pack: ['规格', 'Pack'],
    grade: ['版本', 'Edition'],
  };

  function options(item) {
    return Object.entries(item.options).map(([name, values]) =>
      section(
        h('span', { class: ui().warned && !ui().choice[name] ? 'bad' : '' }, tt(OPTION_NAMES[name])),
        chips(
          values.map((value) => [value[1], tt(value)]),
          ui().choice[name],
          (value) => {
            if (ui().choice[name] === value) delete ui().choice[name];
            else ui().choice[name] = value;
            render();
          },
        ),
      ),
    );
  }

  function photos(item) {
    const look = { ...item, hue: item.hue + ui().photo * 40 };
    const zoom = () =>
      openDialog(tt(item.name), picture(look, 180), [
        button(t('下一张', 'Next photo'), () => {
          closeDialog();
          ui().photo = (ui().photo + 1) % 4;
          render();
        }),
      ]);
    return h(
      'div',
      {},
      h('div', { class: 'tall' }, picture(look, 120)),
      row(
        [0, 1, 2, 3].map((n) =>
          h(
            'button',
            {
              type: 'button',
              class: `chip ${n === ui().photo ? 'on' : ''}`,
              'aria-label': `${t('照片', 'Photo')} ${n + 1}`,
              onclick: () => {
                ui().photo = n;
                render();
              },
            },
            String(n + 1),
          ),
        ),
        iconButton('search', t('放大', 'Zoom'), zoom),
      ),
    );
  }

  function reviews(item) {
    const all = [...(my().reviews[item.id] || []), ...item.reviews];
    const shown = all.filter(({ stars }) => !ui().stars || stars === ui().stars);
    return h(
      'div',
      {},
      chips([[0, t('全部', 'All')], ...[5, 4, 3].map((n) => [n, `${n} ★`])], ui().stars, (stars) => {
        ui().stars = stars;
        render();
      }),
      shown.length === 0 && muted(t('没有这样的评价', 'No such review')),
      shown.map((review) =>
        h(
          'div',
          { class: 'line' },
          h('b', {}, '★'.repeat(review.stars)),
          h('span', { class: 'grow' }, tt(review.text)),
          small(
            `${t('有用', 'Helpful')} ${my().helpful.includes(review.id) ? 1 : 0}`,
            () => {
              my().helpful = toggled(my().helpful, review.id);
              render();
            },
            { 'aria-label': `${t('有用', 'Helpful')} ${review.id}` },
          ),
        ),
      ),
    );
  }

  function questions(item) {
    const ask = () =>
      openForm(t('提问', 'Ask'), { text: [t('问题', 'Question'), CHECKS.needed] }, {}, ({ text }) => {
        (my().questions[item.id] ||= []).unshift(text);
        toast(t('已提交，等待回答', 'Asked; an answer will follow'));
        render();
      });
    return h(
      'div',
      {},
      (my().questions[item.id] || []).map((text) => h('div', { class: 'line' }, h('b', {}, 'Q'), h('span', {}, text))),
      h('div', { class: 'line' }, h('b', {}, 'Q'), t('支持七天退换吗？', 'Can it be returned within seven days?')),
      h('div', { class: 'line' }, h('b', {}, 'A'), t('支持。', 'Yes.')),
      button(t('我要提问', 'Ask a question'), ask),
    );
  }

  const TABS = {
    detail: (item) =>
      h(
        'dl',
        {},
        muted(tt(item.text)),
        row(
          h('span', { class: 'tag' }, item.brand),
          h('span', { class: 'tag' }, `${t('库存', 'Stock')} ${item.stock}`),
          h('span', { class: 'tag' }, `No. ${item.id}`),
        ),
      ),
    reviews,
    questions,
  };

  function related(item) {
    const others = DATA.products.filter((other) => other.category === item.category && other !== item).slice(0, 4);
    return section(t('看了又看', 'Related'), h('div', { class: 'grid' }, others.map(productCard)));
  }

  function view(id) {
    const item = product(id);
    const pick = (tab) => {
      ui().tab = tab;
      render();
    };
    return h(
      'div',
      {},
      h(
        'div',
        { class: 'split' },
        photos(item),
        h(
          'div',
          {},
          h('h2', {}, tt(item.name)),
          row(
            h('span', { class: 'big price' }, money(item.price)),
            item.was > item.price && h('s', {}, money(item.was)),
            muted(`★ ${item.rating} · ${t('已售', 'sold')} ${item.sold}`),
          ),
          options(item),
          row(
            counter(t('数量', 'Amount'), ui().amount, 1, Math.max(1, Math.min(item.stock, 10)), (amount) => {
              ui().amount = amount;
              render();
            }),
          ),
          item.stock === 0
            ? button(
                my().alerts.includes(item.id) ? t('取消到货提醒', 'No reminder') : t('到货提醒', 'Remind me'),
                () => {
                  my().alerts = toggled(my().alerts, item.id);
                  render();
                },
              )
            : row(slot('product.actions', { item, withChoice })),
          row(slot('product.links', item)),
        ),
      ),
      tabs(
        t('商品信息', 'About it'),
        [
          ['detail', t('详情', 'Details')],
          ['reviews', t('评价', 'Reviews')],
          ['questions', t('问答', 'Questions')],
        ],
        ui().tab,
        pick,
      ),
      card(TABS[ui().tab](item)),
      related(item),
    );
  }

  function viewedBlock() {
    if (my().viewed.length === 0) return null;
    const forget = () => {
      my().viewed = [];
      render();
    };
    return section(
      t('最近浏览', 'Seen lately'),
      h(
        'div',
        { class: 'grid' },
        my()
          .viewed.slice(0, 4)
          .map((id) => productCard(product(id))),
      ),
      small(t('清空浏览记录', 'Forget them'), forget),
    );
  }

  feature('product', {
    state: () => ({ viewed: [], reviews: {}, questions: {}, helpful: [], alerts: [] }),
    ui: () => ({ id: '', choice: {}, amount: 1, photo: 0, tab: 'detail', stars: 0, warned: false }),
    routes: { product: { names: ['商品', 'Product'], parent: 'catalogue', view, enter } },
    slots: { 'home.blocks': viewedBlock },
    service: {
      review: (id, stars, text) => (my().reviews[id] ||= []).unshift({ id: AppStore.nextId('v'), stars, text }),
    },
    tasks: [
      {
        key: 'product.ask',
        text: [`向「${DATA.products[2].name[0]}」提一个问题。`, `Ask a question about "${DATA.products[2].name[1]}".`],
        check: () => (my().questions[DATA.products[2].id] || []).length > 0,
      },
    ],
  });
})();
