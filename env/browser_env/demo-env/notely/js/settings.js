// Settings: language, look, calendar, name, passcode, export and import.
function settingsView() {
  const { settings } = AppStore.state;
  const set = (key) => (value) => changeSetting(key, value);
  return h(
    'section',
    { class: 'split' },
    h(
      'div',
      { class: 'card' },
      h('h2', {}, t('显示', 'Display')),
      field(
        t('语言', 'Language'),
        select(
          [
            ['both', '中英 Both'],
            ['zh', '中文'],
            ['en', 'English'],
          ],
          settings.lang,
          set('lang'),
        ),
      ),
      field(
        t('主题', 'Theme'),
        select(
          [
            ['light', t('浅色', 'Light')],
            ['dark', t('深色', 'Dark')],
            ['paper', t('纸张', 'Paper')],
          ],
          settings.theme,
          set('theme'),
        ),
      ),
      field(
        t('字号', 'Text size'),
        select(
          [
            ['small', t('小', 'Small')],
            ['medium', t('中', 'Medium')],
            ['large', t('大', 'Large')],
          ],
          settings.fontSize,
          set('fontSize'),
        ),
      ),
      field(
        t('每周从', 'Week starts on'),
        select(
          [
            ['monday', t('周一', 'Monday')],
            ['sunday', t('周日', 'Sunday')],
          ],
          settings.weekStart,
          set('weekStart'),
        ),
      ),
    ),
    h('div', { class: 'card' }, h('h2', {}, t('账户', 'Account')), nameForm(), passcodeForm()),
    h(
      'div',
      { class: 'card' },
      h('h2', {}, t('数据', 'Data')),
      h(
        'div',
        { class: 'row' },
        button(t('导出', 'Export'), exportNotes),
        button(t('导入', 'Import'), () => openImportDialog('')),
        button(t('统计', 'Statistics'), showStatistics),
        button(t('恢复初始', 'Reset all'), resetAll, { class: 'btn danger' }),
      ),
    ),
  );
}

function changeSetting(key, value) {
  AppStore.state.settings[key] = value;
  applySettings();
  render();
}

function applySettings() {
  const { theme, fontSize, lang } = AppStore.state.settings;
  Object.assign(document.documentElement.dataset, { theme, size: fontSize });
  document.documentElement.lang = lang === 'en' ? 'en' : 'zh-CN';
}

function nameForm() {
  const name = h('input', { value: AppStore.state.settings.displayName, maxlength: 20 });
  return h(
    'div',
    { class: 'row end' },
    field(t('昵称', 'Display name'), name),
    button(t('保存昵称', 'Save name'), () => {
      if (name.value.trim().length < 2) {
        toast(t('昵称至少两个字', 'Use at least two characters'), 'warn');
        return;
      }
      AppStore.state.settings.displayName = name.value.trim();
      toast(t('昵称已保存', 'Name saved'));
      render();
    }),
  );
}

function passcodeForm() {
  const { passcode } = AppStore.state.settings;
  const code = h('input', {
    type: 'password',
    maxlength: 4,
    inputmode: 'numeric',
    'aria-label': t('四位密码', 'Four-digit passcode'),
  });
  const again = h('input', {
    type: 'password',
    maxlength: 4,
    inputmode: 'numeric',
    'aria-label': t('再输一次', 'Repeat passcode'),
  });
  if (passcode) {
    return h(
      'div',
      { class: 'row' },
      h('span', {}, t('密码已开启', 'Passcode is on')),
      button(t('立即锁定', 'Lock now'), lockNow),
      button(t('关闭密码', 'Turn off'), () => changeSetting('passcode', '')),
    );
  }
  return h(
    'div',
    { class: 'row end' },
    field(t('密码', 'Passcode'), code),
    field(t('确认', 'Confirm'), again),
    button(t('开启密码', 'Turn on'), () => turnOnPasscode(code.value, again.value)),
  );
}

function turnOnPasscode(code, again) {
  if (!/^\d{4}$/.test(code)) toast(t('密码是四位数字', 'A passcode is four digits'), 'warn');
  else if (/^(\d)\1{3}$/.test(code)) toast(t('四位不能相同', 'Do not repeat one digit'), 'warn');
  else if (code !== again) toast(t('两次不一致', 'The two do not match'), 'warn');
  else {
    toast(t('密码已开启', 'Passcode is on'));
    changeSetting('passcode', code);
  }
}

function lockNow() {
  AppStore.state.locked = true;
  render();
}

function lockView() {
  const code = h('input', { type: 'password', maxlength: 4, 'aria-label': t('输入密码', 'Enter passcode') });
  return h(
    'section',
    { class: 'empty' },
    icon('settings'),
    h('h2', {}, t('已锁定', 'Locked')),
    code,
    button(t('解锁', 'Unlock'), () => unlock(code.value), { class: 'btn primary' }),
    button(t('忘记密码', 'Forgot it'), () => toast(t('刷新页面即可重来', 'Reload the page to start over'))),
  );
}

function unlock(code) {
  if (code === AppStore.state.settings.passcode) AppStore.state.locked = false;
  else toast(t('密码不对', 'Wrong passcode'), 'warn');
  render();
}

function exportNotes() {
  const data = AppStore.shelf('active').map(({ title, body, tags }) => ({ title, body, tags }));
  const text = h(
    'textarea',
    { rows: 8, readonly: true, 'aria-label': t('导出内容', 'Exported text') },
    JSON.stringify(data, null, 1),
  );
  openDialog(
    t('导出笔记', 'Export notes'),
    text,
    button(t('全选', 'Select all'), () => text.select()),
  );
}

function openImportDialog(text, error) {
  const area = h(
    'textarea',
    { rows: 6, placeholder: '[{"title": "…", "body": "…"}]', 'aria-label': t('导入内容', 'Text to import') },
    text,
  );
  openDialog(
    t('导入笔记', 'Import notes'),
    field('JSON', area, error),
    button(t('导入笔记', 'Import notes'), () => importNotes(area.value), { class: 'btn primary' }),
  );
}

function importNotes(text) {
  let items;
  try {
    items = JSON.parse(text);
  } catch {
    openImportDialog(text, t('不是有效的 JSON', 'This is not valid JSON'));
    return;
  }
  if (!Array.isArray(items) || !items.length) {
    openImportDialog(text, t('需要一个非空列表', 'A non-empty list is needed'));
    return;
  }
  const valid = items.filter((item) => item && typeof item.title === 'string');
  for (const item of valid) AppStore.addNote({ title: item.title, body: String(item.body || '') });
  closeDialog();
  toast(
    t(
      `导入 ${valid.length} 条，跳过 ${items.length - valid.length} 条`,
      `${valid.length} imported, ${items.length - valid.length} skipped`,
    ),
  );
  render();
}

function showStatistics() {
  const { notes, todos, events, tags } = AppStore.state;
  const busiest = [...tags].sort((a, b) => AppStore.tagUses(b.id) - AppStore.tagUses(a.id))[0];
  const lines = [
    `${t('笔记', 'Notes')}: ${AppStore.shelf('active').length} / ${notes.length}`,
    `${t('待办完成', 'To-dos done')}: ${todos.filter((todo) => todo.done).length} / ${todos.length}`,
    `${t('日程', 'Events')}: ${events.length}`,
    `${t('最常用标签', 'Busiest tag')}: ${busiest ? busiest.name : '—'}`,
  ];
  openDialog(
    t('统计', 'Statistics'),
    h(
      'ul',
      {},
      lines.map((line) => h('li', {}, line)),
    ),
    button(t('好', 'OK'), closeDialog),
  );
}

function resetAll() {
  confirmDialog(t('恢复初始状态？', 'Reset everything?'), t('所有改动会丢失', 'All changes will be lost'), reset);
}
