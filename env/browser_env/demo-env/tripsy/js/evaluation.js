// The in-page contract: tasks, an evaluator that only reads state, and reset().
const TASKS = [
  {
    taskId: 1,
    task: '为林小禾和 Zhou Yi 订 T101（2026-03-20），座位 3A 和 3B。Book T101 on 2026-03-20 for both, seats 3A and 3B.',
    params: { train: { type: 'string', const: 'T101' } },
    check: ({ train }) =>
      AppStore.state.trips.some(
        (trip) =>
          trip.itemId === (train || 'T101') &&
          trip.date === '2026-03-20' &&
          trip.state !== 'cancelled' &&
          [...trip.travellerIds].sort().join() === 'v1,v2' &&
          [...trip.seats].sort().join() === '3A,3B',
      ),
    hint: 'no such booking',
  },
  {
    taskId: 2,
    task: '取消行程 R2001。Cancel trip R2001.',
    check: () => AppStore.trip('R2001').state === 'cancelled',
    hint: 'trip R2001 is not cancelled',
  },
  {
    taskId: 3,
    task: '添加成人旅客 Mona Bai，证件 E77001122，电话 13700000003。Add the adult traveller Mona Bai with these numbers.',
    params: { document: { type: 'string', const: 'E77001122' } },
    check: ({ document: number }) =>
      AppStore.state.travellers.some(
        (person) =>
          person.name === 'Mona Bai' &&
          person.document === (number || 'E77001122') &&
          person.phone === '13700000003' &&
          person.kind === 'adult',
      ),
    hint: 'no such traveller',
  },
  {
    taskId: 4,
    task: '收藏温泉山庄，并把 R2000 评为四星。Save Hot Spring Manor and rate trip R2000 with four stars.',
    check: () => AppStore.state.saved.includes('h15') && AppStore.trip('R2000').rated === 4,
    hint: 'the hotel is not saved or the trip not rated with four stars',
  },
  {
    taskId: 5,
    task: '蓝湾评分最高的酒店每晚多少钱？What does the best rated hotel in Lanwan cost a night?',
    params: { price: { type: 'number', description: 'price in yuan' } },
    required: ['price'],
    check: ({ price }) => Number(price) === 898,
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
  closeAllDialogs();
  applySettings();
  go('/home');
}
