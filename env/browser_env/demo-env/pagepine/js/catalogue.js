// All products: categories, filters, sorting, grid or list, page by page.
(() => {
  const ui = () => AppStore.ui.catalogue;
  const PAGE = 12;
  const SORTS = {
    popular: (a, b) => b.sold - a.sold,
    cheap: (a, b) => a.price - b.price,
    dear: (a, b) => b.price - a.price,
    rating: (a, b) => b.rating - a.rating || b.sold - a.sold,
  };
  const fresh = () => ({ category: '', brand: '', least: '', most: '', inStock: false, onSale: false });

  function change(values) {
    Object.assign(ui(), values, { shown: PAGE });
    render();
  }

  function filterBy(values) {
    change({ filters: { ...ui().filters, ...values } });
  }

  function matches(product) {
    const { category, brand, least, most, inStock, onSale } = ui().filters;
    if (category && product.category !== category) return false;
    if (brand && product.brand !== brand) return false;
    if (least && product.price < Number(least)) return false;
    if (most && product.price > Number(most)) return false;
    if (inStock && product.stock === 0) return false;
    return !onSale || product.was > product.price;
  }

  function applyPrices(draft) {
    const { least, most } = draft;
    if (least && most && Number(least) > Number(most)) {
      toast(t('最低价高于最高价', 'The lowest price is above the highest'), 'warn');
      filterBy({ least: most, most: least });
    } else {
      filterBy({ least, most });
    }
  }

  function filterPanel() {
    const { filters } = ui();
    const brands = [...new Set(DATA.products.map((product) => product.brand))].sort();
    const draft = { least: filters.least, most: filters.most };
    return h(
      'aside',
      { class: 'card', 'aria-label': t('筛选', 'Filters') },
      field(
        t('品牌', 'Brand'),
        select([['', t('全部', 'All')], ...brands.map((b) => [b, b])], filters.brand, (brand) => filterBy({ brand })),
      ),
      h(
        'div',
        { class: 'form-row' },
        field(t('最低价', 'Lowest price'), input(draft, 'least', { type: 'number', min: 0 })),
        field(t('最高价', 'Highest price'), input(draft, 'most', { type: 'number', min: 0 })),
      ),
      small(t('应用价格', 'Apply prices'), () => applyPrices(draft)),
      h(
        'div',
        {},
        checkbox(t('仅看有货', 'In stock'), filters.inStock, (inStock) => filterBy({ inStock })),
      ),
      h(
        'div',
        {},
        checkbox(t('仅看特价', 'On sale'), filters.onSale, (onSale) => filterBy({ onSale })),
      ),
      button(t('清除筛选', 'Clear filters'), () => change({ filters: fresh() })),
    );
  }

  function listLine(product) {
    return h(
      'div',
      { class: 'line' },
      h('span', { class: 'thumb' }, picture(product, 26)),
      h(
        'a',
        { class: 'grow', href: `#/product/${product.id}` },
        h('span', { class: 'name' }, tt(product.name)),
        muted(`${product.brand} · ★ ${product.rating} · ${t('已售', 'sold')} ${product.sold}`),
      ),
      h('strong', { class: 'price' }, money(product.price)),
      slot('product.quick', product),
    );
  }

  function view() {
    const found = DATA.products.filter(matches).sort(SORTS[ui().sort]);
    const page = found.slice(0, ui().shown);
    const categories = DATA.categories.map(({ id, name }) => [id, tt(name)]);
    const sorts = [
      ['popular', t('热销', 'Popular')],
      ['cheap', t('价格从低', 'Cheapest')],
      ['dear', t('价格从高', 'Dearest')],
      ['rating', t('评分', 'Best rated')],
    ];
    return h(
      'div',
      {},
      chips([['', t('全部', 'All')], ...categories], ui().filters.category, (category) => filterBy({ category })),
      h(
        'div',
        { class: 'row between' },
        tabs(t('排序', 'Sort'), sorts, ui().sort, (sort) => change({ sort })),
        h(
          'span',
          { class: 'row' },
          muted(t(`${found.length} 件`, `${found.length} products`)),
          iconButton(ui().asList ? 'grid' : 'list', t('切换排列', 'Change layout'), () =>
            change({ asList: !ui().asList }),
          ),
        ),
      ),
      h(
        'div',
        { class: 'split lead' },
        filterPanel(),
        h(
          'div',
          {},
          page.length === 0
            ? empty(
                t('没有符合条件的商品', 'No product fits'),
                primary(t('看全部', 'Show all'), () => change({ filters: fresh() })),
              )
            : ui().asList
              ? card(page.map(listLine))
              : h('div', { class: 'grid' }, page.map(productCard)),
          found.length > page.length &&
            button(t('加载更多', 'Load more'), () => {
              ui().shown += PAGE;
              render();
            }),
        ),
      ),
    );
  }

  function categoryBlock() {
    const open = (category) => () => {
      ui().filters = { ...fresh(), category };
      go('catalogue');
    };
    return section(
      t('分类', 'Categories'),
      h(
        'div',
        { class: 'tiles' },
        DATA.categories.map(({ id, name, shape, hue }) =>
          h(
            'button',
            { class: 'tile', type: 'button', onclick: open(id), style: `--tint:${hue}` },
            h('span', { class: 'bubble' }, icon(shape, 24)),
            tt(name),
          ),
        ),
      ),
    );
  }

  function dealsBlock() {
    const deals = DATA.products.filter((product) => product.was > product.price && product.stock > 0).slice(0, 6);
    return section(t('限时特价', 'Deals of the day'), h('div', { class: 'grid' }, deals.map(productCard)));
  }

  window.productCard = (product) =>
    card(
      link(`product/${product.id}`, picture(product), h('span', { class: 'name' }, tt(product.name))),
      row(
        h('span', { class: 'price' }, money(product.price)),
        product.was > product.price && h('s', {}, money(product.was)),
        h('span', { class: 'muted push' }, `★ ${product.rating}`),
      ),
      product.stock === 0 ? muted(t('售罄', 'Sold out')) : h('div', { class: 'row' }, slot('product.quick', product)),
    );

  feature('catalogue', {
    ui: () => ({ filters: fresh(), sort: 'popular', asList: option('asList', false), shown: PAGE }),
    routes: { catalogue: { names: ['全部商品', 'Shop'], icon: 'grid', view } },
    slots: { 'home.blocks': () => h('div', {}, categoryBlock(), dealsBlock()) },
    tasks: [
      {
        key: 'catalogue.filter',
        text: ['只看有货商品，并按价格从低到高排列。', 'Show products in stock only, cheapest first.'],
        check: () => ui().filters.inStock && ui().sort === 'cheap',
      },
    ],
  });
})();
