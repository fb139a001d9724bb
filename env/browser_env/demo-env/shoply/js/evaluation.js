// The in-page contract: tasks, an evaluator that only reads state, and reset().
const TASKS = [
  {
    taskId: 1,
    task: '把白色 M 码棉质衬衫两件加入购物车。Put two white cotton shirts, size M, in the cart.',
    params: { count: { type: 'number', const: 2 } },
    check: ({ count }) =>
      AppStore.state.cart.some(
        (line) =>
          line.productId === 'p16' &&
          line.choice.color === '白 White' &&
          line.choice.size === 'M' &&
          line.count === (count || 2),
      ),
    hint: 'no such line in the cart',
  },
  {
    taskId: 2,
    task: '用 SPRING15 购买机械键盘（红轴）并用银行卡付款。Buy the keyboard with red switches by card, using SPRING15.',
    check: () =>
      AppStore.state.orders.some(
        (order) =>
          order.state !== 'unpaid' &&
          order.payment === 'card' &&
          order.total === 390 &&
          order.lines.some((line) => line.productId === 'p12' && line.choice.switch === '红轴 Red'),
      ),
    hint: 'no order for the keyboard alone, paid by card with the coupon and free delivery',
  },
  {
    taskId: 3,
    task: '确认收到订单 S1001 并写五星评价。Confirm receipt of order S1001 and give it five stars.',
    check: () => {
      const order = AppStore.state.orders.find((other) => other.id === 'S1001');
      return order.state === 'delivered' && order.reviewed && AppStore.state.reviews.p28?.stars === 5;
    },
    hint: 'the order is not received or not reviewed with five stars',
  },
  {
    taskId: 4,
    task: '收藏所有图书，取消收藏铸铁锅。Save all books and unsave the cast-iron pot.',
    check: () =>
      ['p24', 'p25', 'p26'].every((id) => AppStore.state.favourites.includes(id)) &&
      !AppStore.state.favourites.includes('p6'),
    hint: 'the saved products differ',
  },
  {
    taskId: 5,
    task: '评分最高的厨房商品多少钱？What is the price of the best rated kitchen product?',
    params: { price: { type: 'number', description: 'price in yuan' } },
    required: ['price'],
    check: ({ price }) => Number(price) === 329,
    hint: 'that is not its price',
  },
];

function getTasks() {
  return TASKS.map(({ taskId, task, params, required }) => ({
    taskId,
    task,
    params: {
      type: 'object',
      properties: { taskId: { type: 'number', const: taskId }, ...params },
      required: ['taskId', ...(required || [])],
    },
  }));
}

function evaluateTask(params) {
  const task = TASKS.find((candidate) => String(candidate.taskId) === String(params?.taskId));
  if (!task) return { success: false, score: 0, message: `unknown task ${params?.taskId}` };
  const success = Boolean(task.check(params));
  return { success, score: success ? 100 : 0, message: success ? 'done' : task.hint };
}

function reset() {
  AppStore.reset();
  closeDialog();
  applySettings();
  go('/home');
}
