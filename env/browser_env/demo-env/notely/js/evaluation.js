// The in-page contract: tasks, an evaluator that only reads state, and reset().
const TASKS = [
  {
    taskId: 1,
    task: '新建一条标题为“买咖啡豆”的笔记并置顶。Write a note titled 买咖啡豆 and pin it.',
    check: () => AppStore.shelf('active').some((note) => note.title === '买咖啡豆' && note.pinned),
    hint: 'no pinned note 买咖啡豆',
  },
  {
    taskId: 2,
    task: '完成所有过期的待办。Finish every overdue to-do.',
    check: () => ['d3', 'd6'].every((id) => AppStore.state.todos.find((todo) => todo.id === id)?.done),
    hint: 'an overdue to-do is still open or was removed',
  },
  {
    taskId: 3,
    task: '在 2026-03-18 14:00–15:00 安排“牙医”。Add an event 牙医 on 2026-03-18, 14:00 to 15:00.',
    params: { date: { type: 'string', const: '2026-03-18' } },
    check: ({ date }) =>
      AppStore.eventsOn(date || '2026-03-18').some(
        (event) => event.title.includes('牙医') && event.start === '14:00' && event.end === '15:00',
      ),
    hint: 'no such event on that day',
  },
  {
    taskId: 4,
    task: '把标签“菜谱 Recipe”合并到“家庭 Home”，再切换深色主题。Merge Recipe into Home, then use the dark theme.',
    check: () =>
      !AppStore.tag('recipe') &&
      AppStore.note('n12')?.tags.includes('home') &&
      AppStore.state.settings.theme === 'dark',
    hint: 'the tags are not merged or the theme is not dark',
  },
  {
    taskId: 5,
    task: '三月预算笔记里房租是多少？How much is the rent in the March budget note?',
    params: { rent: { type: 'number', description: 'rent in yuan' } },
    required: ['rent'],
    check: ({ rent }) => Number(rent) === 3200,
    hint: 'that is not the rent of note n9',
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
  go('/notes');
}
