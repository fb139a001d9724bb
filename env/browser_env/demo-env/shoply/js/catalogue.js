// Searching and browsing: suggestions, history, category, filters, sorting.
function catalogueView() {
  const { ui } = AppStore;
  const products = foundProducts();
  return h(
    'section',
    {},
    searchForm(),
    h(
      'div',
      { class: 'chips' },
      chip(t('全部', 'All'), !ui.category, () => pickCategory('')),
      Object.entries(CATEGORIES).map(([key, category]) =>
        chip(t(...category.names), ui.category === key, () => pickCategory(key)),
      ),
    ),
    h(
      'div',
      { class: 'row wrap' },
      tabs(
        t('排序', 'Sort'),
        [
          ['popular', t('综合', 'Best')],
          ['cheap', t('价格↑', 'Price ↑')],
          ['dear', t('价格↓', 'Price ↓')],
          ['rating', t('评分', 'Rating')],
        ],
        ui.sort,
        pickSort,
      ),
      button(`${t('筛选', 'Filter')} ${activeFilters() || ''}`, toggleFilters, {
        'aria-expanded': String(ui.filtersOpen),
      }),
      h('span', { class: 'muted push' }, t(`${products.length} 件`, `${products.length} items`)),
    ),
    ui.filtersOpen && filterPanel(),
    products.length
      ? h('div', { class: 'grid' }, products.map(productCard))
      : emptyState(t('没有符合的商品', 'Nothing fits'), button(t('清除条件', 'Clear all'), clearSearch)),
  );
}

function chip(label, on, onclick) {
  return h('button', { type: 'button', class: `chip ${on ? 'on' : ''}`, 'aria-pressed': String(on), onclick }, label);
}

function searchForm() {
  const input = h('input', {
    type: 'search',
    value: AppStore.ui.query,
    placeholder: t('搜索商品或品牌', 'Search goods or brands'),
    'aria-label': t('搜索', 'Search'),
    oninput: (event) =>
      document.getElementById('suggestions').replaceChildren(...suggestions(event.target.value.trim())),
  });
  const submit = (event) => {
    event.preventDefault();
    search(input.value.trim());
  };
  return h(
    'form',
    { class: 'search', onsubmit: submit },
    h('div', { class: 'row' }, input, h('button', { type: 'submit', class: 'btn primary' }, t('搜索', 'Search'))),
    h('div', { class: 'chips', id: 'suggestions' }, suggestions('')),
  );
}

// While typing: names that match. Before typing: past searches.
function suggestions(text) {
  if (!text) {
    const past = AppStore.state.searches;
    const chips = past.map((query) => chip(query, false, () => search(query)));
    return past.length ? [...chips, button(t('清除历史', 'Clear history'), clearHistory, { class: 'link' })] : [];
  }
  const wanted = text.toLowerCase();
  const hits = PRODUCTS.filter((product) =>
    `${product.zh}${product.en}${product.brand}`.toLowerCase().includes(wanted),
  );
  if (!hits.length) return [h('span', { class: 'muted' }, t('没有建议', 'No suggestion'))];
  return hits.slice(0, 5).map((product) => chip(productName(product), false, () => go(`/item/${product.id}`)));
}

function foundProducts() {
  const { category, query, filters, sort } = AppStore.ui;
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = PRODUCTS.filter((product) => {
    const text = `${product.zh} ${product.en} ${product.brand}`.toLowerCase();
    if (category && product.category !== category) return false;
    if (words.length && !words.some((word) => text.includes(word))) return false;
    if (filters.min && product.price < Number(filters.min)) return false;
    if (filters.max && product.price > Number(filters.max)) return false;
    if (filters.brand && product.brand !== filters.brand) return false;
    if (filters.inStock && product.stock === 0) return false;
    return !filters.sale || product.was > product.price;
  });
  const compare = {
    popular: (a, b) => b.rating * b.stock - a.rating * a.stock,
    cheap: (a, b) => a.price - b.price,
    dear: (a, b) => b.price - a.price,
    rating: (a, b) => b.rating - a.rating,
  }[sort];
  return found.sort(compare);
}

function activeFilters() {
  return Object.values(AppStore.ui.filters).filter(Boolean).length;
}

function filterPanel() {
  const { filters } = AppStore.ui;
  const min = h('input', { type: 'number', min: 0, value: filters.min });
  const max = h('input', { type: 'number', min: 0, value: filters.max });
  const brands = [...new Set(PRODUCTS.map((product) => product.brand))].sort();
  const check = (label, key) =>
    h(
      'label',
      { class: 'check' },
      h('input', { type: 'checkbox', checked: filters[key], onchange: () => setFilter(key, !filters[key]) }),
      label,
    );
  return h(
    'div',
    { class: 'card' },
    h(
      'div',
      { class: 'row wrap end' },
      field(t('最低价', 'From'), min),
      field(t('最高价', 'To'), max),
      field(
        t('品牌', 'Brand'),
        select([['', t('不限', 'Any')], ...brands.map((brand) => [brand, brand])], filters.brand, (brand) =>
          setFilter('brand', brand),
        ),
      ),
      check(t('有货', 'In stock'), 'inStock'),
      check(t('特价', 'On sale'), 'sale'),
      button(t('应用价格', 'Apply prices'), () => applyPrices(min.value, max.value), { class: 'btn primary' }),
      button(t('重置', 'Reset'), clearSearch),
    ),
  );
}

function applyPrices(min, max) {
  if (Number(min) < 0 || Number(max) < 0) {
    toast(t('价格不能为负', 'A price cannot be negative'), 'warn');
    return;
  }
  if (min && max && Number(min) > Number(max)) {
    toast(t('最低价高于最高价', 'From is above to'), 'warn');
    return;
  }
  Object.assign(AppStore.ui.filters, { min, max });
  render();
}

function setFilter(key, value) {
  AppStore.ui.filters[key] = value;
  render();
}

function toggleFilters() {
  AppStore.ui.filtersOpen = !AppStore.ui.filtersOpen;
  render();
}

function pickCategory(key) {
  AppStore.ui.category = key;
  render();
}

function pickSort(sort) {
  AppStore.ui.sort = sort;
  render();
}

function search(query) {
  AppStore.ui.query = query;
  if (query) AppStore.state.searches = [query, ...AppStore.state.searches.filter((old) => old !== query)].slice(0, 5);
  go('/catalogue');
}

function clearHistory() {
  AppStore.state.searches = [];
  render();
}

function clearSearch() {
  Object.assign(AppStore.ui, {
    query: '',
    category: '',
    filters: { min: '', max: '', brand: '', inStock: false, sale: false },
  });
  render();
}
