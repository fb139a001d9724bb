// The in-page contract: tasks, an evaluator that only reads state, and reset().
function getTasks() {
  return Features.tasks.map(({ key, text, params, required }, index) => ({
    taskId: index + 1,
    key,
    task: `${text[0]} ${text[1]}`,
    params: {
      type: 'object',
      properties: { taskId: { type: 'number', const: index + 1 }, ...params },
      required: ['taskId', ...(required || [])],
    },
  }));
}

function evaluateTask(params) {
  const task = Features.tasks[Number(params?.taskId) - 1];
  if (!task) return { success: false, score: 0, message: `unknown task ${params?.taskId}` };
  const success = Boolean(task.check(params));
  return { success, score: success ? 100 : 0, message: success ? 'done' : 'the state of the app does not show it yet' };
}

function reset() {
  AppStore.reset();
  closeAllDialogs();
  document.getElementById('toasts').replaceChildren();
  if (location.hash) location.hash = '';
  showRoute();
}
