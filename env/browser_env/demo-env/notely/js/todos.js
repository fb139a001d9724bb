// To-dos: quick entry with marks, filters, due dates, subtasks, bulk actions.
const TODO_FILTERS = {
  open: ['未完成', 'Open', (todo) => !todo.done],
  today: ['今天', 'Today', (todo) => !todo.done && todo.due === TODAY],
  overdue: ['过期', 'Overdue', (todo) => isOverdue(todo)],
  done: ['已完成', 'Done', (todo) => todo.done],
};

function isOverdue(todo) {
  return !todo.done && todo.due !== '' && todo.due < TODAY;
}

function todosView() {
  const { todoFilter } = AppStore.ui;
  const { todos } = AppStore.state;
  const shown = todos.filter(TODO_FILTERS[todoFilter][2]);
  const done = todos.filter((todo) => todo.done).length;
  const options = Object.entries(TODO_FILTERS).map(([key, [zh, en, test]]) => [
    key,
    `${t(zh, en)} ${todos.filter(test).length}`,
  ]);
  return h(
    'section',
    {},
    quickEntry(),
    h(
      'div',
      { class: 'toolbar' },
      tabs(t('筛选', 'Filter'), options, todoFilter, pickTodoFilter),
      button(t('清除已完成', 'Clear done'), clearDone),
      button(t('过期改到今天', 'Move overdue to today'), rescheduleOverdue),
    ),
    h('progress', { max: todos.length || 1, value: done, 'aria-label': t('完成进度', 'Progress') }),
    shown.length
      ? h('ul', { class: 'todos' }, shown.map(todoRow))
      : emptyState(todoFilter === 'done' ? t('还没有完成的', 'Nothing done yet') : t('都做完了', 'All done')),
  );
}

function quickEntry() {
  const text = h('input', {
    placeholder: t('例：交水费 !high #home @tomorrow', 'e.g. pay bills !high #home @tomorrow'),
    'aria-label': t('新待办', 'New to-do'),
    maxlength: 120,
  });
  const submit = (event) => {
    event.preventDefault();
    addQuickTodo(text.value.trim());
  };
  return h(
    'form',
    { class: 'row card', onsubmit: submit },
    text,
    h('button', { type: 'submit', class: 'btn primary' }, t('添加', 'Add')),
  );
}

// "title !priority #tag @day": returns what the marks say, or an error to show.
function parseQuickTodo(text) {
  const todo = { title: text.replace(/\s*[!#@]\S+/g, '').trim() };
  const priority = /!(\S+)/.exec(text);
  const tag = /#(\S+)/.exec(text);
  const day = /@(\S+)/.exec(text);
  if (!todo.title) return { error: t('请写标题', 'Write a title') };
  if (priority) {
    if (!PRIORITIES[priority[1]])
      return { error: t('优先级只能是 high medium low', 'Priority is high, medium or low') };
    todo.priority = priority[1];
  }
  if (tag) {
    const found = AppStore.state.tags.find((other) => other.name.toLowerCase().includes(tag[1].toLowerCase()));
    if (!found) return { error: t(`没有标签 ${tag[1]}`, `No tag ${tag[1]}`) };
    todo.tag = found.id;
  }
  if (day) {
    const known = { today: TODAY, tomorrow: addDays(TODAY, 1), nextweek: addDays(TODAY, 7) };
    const due = known[day[1]] || (/^\d{4}-\d\d-\d\d$/.test(day[1]) ? day[1] : '');
    if (!due) return { error: t('日期例：@today @2026-03-20', 'A day is @today or @2026-03-20') };
    todo.due = due;
  }
  return { todo };
}

function addQuickTodo(text) {
  const { todo, error } = parseQuickTodo(text);
  if (error) {
    toast(error, 'warn');
    return;
  }
  AppStore.addTodo(todo);
  AppStore.ui.todoFilter = 'open';
  toast(todo.due && todo.due < TODAY ? t('已添加，但日期已过', 'Added, but the day has passed') : t('已添加', 'Added'));
  render();
}

function todoRow(todo) {
  const open = AppStore.ui.expanded.includes(todo.id);
  return h(
    'li',
    { class: `card todo ${todo.done ? 'done' : ''}` },
    h(
      'div',
      { class: 'row' },
      h('input', { type: 'checkbox', checked: todo.done, 'aria-label': todo.title, onchange: () => toggleTodo(todo) }),
      h('span', { class: 'todo-title' }, todo.title),
      tagChip(todo.tag),
      h('span', { class: `badge p-${todo.priority}` }, t(...PRIORITIES[todo.priority])),
      todo.due && h('time', { class: isOverdue(todo) ? 'late' : '' }, todo.due.slice(5)),
      button(open ? t('收起', 'Less') : t('详情', 'More'), () => toggleExpanded(todo.id), {
        'aria-expanded': String(open),
        'aria-label': `${open ? t('收起', 'Less') : t('详情', 'More')} ${todo.title}`,
      }),
    ),
    open && todoDetails(todo),
  );
}

function todoDetails(todo) {
  const text = h('input', { placeholder: t('子任务', 'Subtask'), 'aria-label': t('新子任务', 'New subtask') });
  return h(
    'div',
    { class: 'details' },
    todo.subtasks.map((sub) =>
      h(
        'label',
        { class: 'check' },
        h('input', { type: 'checkbox', checked: sub.done, onchange: () => toggleSubtask(todo, sub) }),
        sub.text,
      ),
    ),
    h(
      'div',
      { class: 'row' },
      text,
      button(t('加子任务', 'Add subtask'), () => addSubtask(todo, text.value.trim())),
    ),
    h(
      'div',
      { class: 'row' },
      field(
        t('截止', 'Due'),
        h('input', { type: 'date', value: todo.due, onchange: (event) => setDue(todo, event.target.value) }),
      ),
      field(
        t('优先级', 'Priority'),
        select(
          Object.entries(PRIORITIES).map(([key, names]) => [key, t(...names)]),
          todo.priority,
          (value) => setPriority(todo, value),
        ),
      ),
      button(t('安排到日历', 'Put in calendar'), () => scheduleTodo(todo)),
      button(t('删除', 'Delete'), () => removeTodo(todo), { class: 'btn danger' }),
    ),
  );
}

function pickTodoFilter(value) {
  AppStore.ui.todoFilter = value;
  render();
}

function toggleTodo(todo) {
  const left = todo.subtasks.filter((sub) => !sub.done).length;
  if (!todo.done && left) {
    confirmDialog(
      t('还有子任务', 'Subtasks are open'),
      t(`还有 ${left} 个未完成，仍要完成吗？`, `${left} left. Finish anyway?`),
      () => {
        todo.done = true;
        for (const sub of todo.subtasks) sub.done = true;
        render();
      },
    );
    render();
    return;
  }
  todo.done = !todo.done;
  if (todo.done) toast(t('做得好！', 'Well done!'));
  render();
}

function toggleExpanded(id) {
  const { expanded } = AppStore.ui;
  AppStore.ui.expanded = expanded.includes(id) ? expanded.filter((other) => other !== id) : [...expanded, id];
  render();
}

function toggleSubtask(todo, sub) {
  sub.done = !sub.done;
  const allDone = todo.subtasks.every((other) => other.done);
  if (allDone && !todo.done) {
    todo.done = true;
    toast(t('子任务全部完成', 'All subtasks done'));
  } else if (!sub.done) {
    todo.done = false;
  }
  render();
}

function addSubtask(todo, text) {
  if (!text) toast(t('子任务不能为空', 'A subtask needs a text'), 'warn');
  else if (todo.subtasks.length >= 6) toast(t('最多六个子任务', 'At most six subtasks'), 'warn');
  else todo.subtasks.push({ text, done: false });
  render();
}

function setDue(todo, value) {
  todo.due = value;
  if (value && value < TODAY) toast(t('日期已过', 'That day has passed'), 'warn');
}

function setPriority(todo, value) {
  todo.priority = value;
  render();
}

function scheduleTodo(todo) {
  if (!todo.due) {
    toast(t('请先设截止日期', 'Set a due date first'), 'warn');
    return;
  }
  const [year, month] = todo.due.split('-').map(Number);
  Object.assign(AppStore.ui, { year, month, day: todo.due });
  go('/calendar');
  openEventDialog({ title: todo.title });
}

function removeTodo(todo) {
  AppStore.state.todos = AppStore.state.todos.filter((other) => other !== todo);
  toast(t('已删除', 'Deleted'));
  render();
}

function clearDone() {
  const done = AppStore.state.todos.filter((todo) => todo.done);
  if (!done.length) {
    toast(t('没有已完成的', 'Nothing is done'), 'warn');
    return;
  }
  confirmDialog(t('清除已完成？', 'Clear what is done?'), t(`共 ${done.length} 条`, `${done.length} to-dos`), () => {
    AppStore.state.todos = AppStore.state.todos.filter((todo) => !todo.done);
    render();
  });
}

function rescheduleOverdue() {
  const late = AppStore.state.todos.filter(isOverdue);
  for (const todo of late) todo.due = TODAY;
  toast(late.length ? t(`已改期 ${late.length} 条`, `${late.length} moved`) : t('没有过期的', 'Nothing is overdue'));
  render();
}
