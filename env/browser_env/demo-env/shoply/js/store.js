// Cart, orders, favourites, addresses: all state of the shop, its prices and its order states.
function createState() {
  return {
    settings: { lang: 'both', theme: 'light', notices: true },
    cart: [],
    coupon: '',
    claimed: [],
    favourites: ['p6'],
    viewed: [],
    searches: ['台灯 lamp'],
    addresses: SEED_ADDRESSES.map((address) => ({ ...address })),
    orders: [
      {
        id: 'S1001',
        date: '2026-03-09',
        state: 'shipped',
        lines: [{ productId: 'p28', choice: { size: '100 g' }, count: 2 }],
        addressId: 'a1',
        delivery: 'standard',
        total: 156,
        reviewed: false,
      },
      {
        id: 'S1000',
        date: '2026-02-20',
        state: 'delivered',
        lines: [{ productId: 'p24', choice: { format: '平装 Paperback' }, count: 1 }],
        addressId: 'a1',
        delivery: 'standard',
        total: 56,
        reviewed: false,
      },
    ],
    reviews: {},
    points: 120,
    checkedIn: false,
    nextNumber: 1001,
  };
}

function createUi() {
  return {
    welcomed: false,
    banner: 0,
    category: '',
    query: '',
    sort: 'popular',
    filters: { min: '', max: '', brand: '', inStock: false, sale: false },
    filtersOpen: false,
    item: { id: '', choice: {}, count: 1, tab: 'detail' },
    unticked: [],
    orderTab: 'all',
    checkout: { step: 0, addressId: 'a1', delivery: 'standard', payment: '', note: '', invoice: false, errors: {} },
  };
}

const DELIVERY = {
  standard: { names: ['标准 3 天', 'Standard, 3 days'], fee: 8 },
  express: { names: ['次日达', 'Next day'], fee: 18 },
  pickup: { names: ['自提', 'Pick up'], fee: 0 },
};

// What a user can do with an order in each state: action -> next state.
const ORDER_FLOW = {
  unpaid: { pay: 'paid', cancel: 'cancelled' },
  paid: { urge: 'shipped', refund: 'refunded' },
  shipped: { receive: 'delivered' },
  delivered: { return: 'returning' },
  returning: { withdraw: 'delivered', sendBack: 'refunded' },
  cancelled: {},
  refunded: {},
};

const AppStore = {
  state: createState(),
  ui: createUi(),

  reset() {
    this.state = createState();
    this.ui = createUi();
  },

  snapshot() {
    return JSON.stringify(this.state);
  },

  product(id) {
    return PRODUCTS.find((product) => product.id === id);
  },

  inCart(productId) {
    return this.state.cart.filter((line) => line.productId === productId).reduce((sum, line) => sum + line.count, 0);
  },

  // Returns '' or why the product cannot be added.
  addToCart(productId, choice, count) {
    const product = this.product(productId);
    if (product.stock === 0) return 'soldOut';
    if (this.inCart(productId) + count > Math.min(product.stock, 10)) return 'limit';
    const same = this.state.cart.find(
      (line) => line.productId === productId && JSON.stringify(line.choice) === JSON.stringify(choice),
    );
    if (same) {
      same.count += count;
    } else {
      this.state.nextNumber += 1;
      this.state.cart.unshift({ id: `l${this.state.nextNumber}`, productId, choice, count });
    }
    return '';
  },

  tickedLines() {
    return this.state.cart.filter((line) => !this.ui.unticked.includes(line.id));
  },

  sumOf(lines, category) {
    return lines.reduce((sum, line) => {
      const product = this.product(line.productId);
      return category && product.category !== category ? sum : sum + product.price * line.count;
    }, 0);
  },

  couponProblem(code, lines) {
    const coupon = COUPONS[code];
    if (!coupon) return 'unknown';
    if (coupon.expired) return 'expired';
    if (this.sumOf(lines, coupon.category) < coupon.least) return 'least';
    return '';
  },

  totals(deliveryKind) {
    const lines = this.tickedLines();
    const goods = this.sumOf(lines);
    const valid = this.state.coupon && !this.couponProblem(this.state.coupon, lines);
    const discount = valid ? COUPONS[this.state.coupon].off(goods) : 0;
    const fee = goods >= 199 && deliveryKind === 'standard' ? 0 : DELIVERY[deliveryKind].fee;
    return { goods, discount, fee, total: goods - discount + fee };
  },

  placeOrder({ addressId, delivery, payment, note }) {
    this.state.nextNumber += 1;
    const lines = this.tickedLines();
    const order = {
      id: `S${this.state.nextNumber}`,
      date: TODAY,
      state: payment === 'later' ? 'unpaid' : 'paid',
      payment,
      note,
      addressId,
      delivery,
      lines: lines.map(({ productId, choice, count }) => ({ productId, choice, count })),
      total: this.totals(delivery).total,
      reviewed: false,
    };
    this.state.orders.unshift(order);
    this.state.cart = this.state.cart.filter((line) => !lines.includes(line));
    this.state.coupon = '';
    return order;
  },

  moveOrder(order, action) {
    const next = ORDER_FLOW[order.state][action];
    if (!next) return false;
    order.state = next;
    if (next === 'delivered' && action === 'receive') this.state.points += Math.floor(order.total / 10);
    return true;
  },

  toggleFavourite(id) {
    const { favourites } = this.state;
    const had = favourites.includes(id);
    this.state.favourites = had ? favourites.filter((other) => other !== id) : [id, ...favourites];
    return !had;
  },

  view(id) {
    this.state.viewed = [id, ...this.state.viewed.filter((other) => other !== id)].slice(0, 8);
  },
};
window.AppStore = AppStore;
