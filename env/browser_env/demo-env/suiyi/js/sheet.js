// A spreadsheet: formulas with ranges and functions, circles found, formats, sorting, undo, a chart of a column.
(() => {
  const my = () => AppStore.state.sheet;
  const ui = () => AppStore.ui.sheet;
  const COLUMNS = 'ABCDEF';
  const ROWS = 10;
  const FUNCTIONS = {
    SUM: (values) => values.reduce((a, b) => a + b, 0),
    AVG: (values) => values.reduce((a, b) => a + b, 0) / values.length,
    MAX: (values) => Math.max(...values),
    MIN: (values) => Math.min(...values),
    COUNT: (values) => values.length,
  };

  function expand(range) {
    const [, c1, r1, c2, r2] = range.match(/^([A-F])(\d+):([A-F])(\d+)$/) || [];
    if (!c1) return [range];
    const names = [];
    for (let c = COLUMNS.indexOf(c1); c <= COLUMNS.indexOf(c2); c += 1)
      for (let r = Number(r1); r <= Number(r2); r += 1) names.push(COLUMNS[c] + r);
    return names;
  }

  // The value of a cell; `path` holds the cells that led here, so that a circle is an error and not a hang.
  function valueOf(name, path = []) {
    const raw = my().cells[name] || '';
    if (path.includes(name)) throw new RangeError('circle');
    if (!raw.startsWith('=')) return raw !== '' && !Number.isNaN(Number(raw)) ? Number(raw) : raw;
    return formula(raw.slice(1).toUpperCase(), [...path, name]);
  }

  function formula(text, path) {
    const call = text.match(/^([A-Z]+)\((.*)\)$/);
    if (call) {
      if (!FUNCTIONS[call[1]]) throw new SyntaxError(call[1]);
      const values = call[2]
        .split(',')
        .flatMap((part) => expand(part.trim()))
        .map((name) => valueOf(name, path))
        .filter((value) => typeof value === 'number');
      return FUNCTIONS[call[1]](values);
    }
    const operation = text.match(/^(.+?)([-+*/])(.+)$/);
    if (operation)
      return calculate(formula(operation[1].trim(), path), operation[2], formula(operation[3].trim(), path));
    if (/^[A-F]\d+$/.test(text)) return Number(valueOf(text, path)) || 0;
    if (Number.isNaN(Number(text))) throw new SyntaxError(text);
    return Number(text);
  }

  function calculate(a, operator, b) {
    if (operator === '+') return a + b;
    if (operator === '-') return a - b;
    if (operator === '*') return a * b;
    if (b === 0) throw new RangeError('zero');
    return a / b;
  }

  function shown(name) {
    try {
      const value = valueOf(name);
      if (typeof value !== 'number') return value;
      const format = my().formats[name];
      return format === 'percent'
        ? `${Math.round(value * 1000) / 10}%`
        : format === 'money'
          ? money(Math.round(value * 100) / 100)
          : String(Math.round(value * 1000) / 1000);
    } catch (error) {
      return error instanceof RangeError ? '#CIRC' : '#ERR';
    }
  }

  function change(act) {
    my().undo.push(JSON.stringify(my().cells));
    act();
    render();
  }

  function enter(text) {
    change(() => {
      if (text.trim()) my().cells[ui().at] = text.trim();
      else delete my().cells[ui().at];
    });
  }

  function sortBy(ascending) {
    const column = ui().at[0];
    const rows = Array.from({ length: ROWS - 1 }, (_, n) => n + 2).map((r) => ({
      key: valueOf(column + r),
      cells: [...COLUMNS].map((c) => my().cells[c + r]),
    }));
    if (rows.some(({ cells }) => cells.some((cell) => cell?.startsWith('='))))
      toast(t('含公式的行不能排序', 'Rows with formulas cannot be sorted'), 'warn');
    else
      change(() => {
        rows.sort((a, b) => (a.key === '') - (b.key === '') || (a.key > b.key ? 1 : -1) * (ascending ? 1 : -1));
        rows.forEach(({ cells }, n) =>
          cells.forEach((cell, c) =>
            cell === undefined ? delete my().cells[COLUMNS[c] + (n + 2)] : (my().cells[COLUMNS[c] + (n + 2)] = cell),
          ),
        );
      });
  }

  function undo() {
    if (my().undo.length === 0) return toast(t('没有可撤销的', 'There is nothing to undo'), 'warn');
    my().cells = JSON.parse(my().undo.pop());
    return render();
  }

  function tools() {
    const format = (kind) => () => {
      my().formats[ui().at] = my().formats[ui().at] === kind ? '' : kind;
      render();
    };
    const below = () => {
      const next = ui().at[0] + (Number(ui().at.slice(1)) + 1);
      if (Number(next.slice(1)) > ROWS) return toast(t('到底了', 'That is the last row'), 'warn');
      return change(
        () =>
          (my().cells[next] = (my().cells[ui().at] || '').replace(/([A-F])(\d+)/g, (_, c, r) => c + (Number(r) + 1))),
      );
    };
    return row(
      small('∑', () => enter(`=SUM(${ui().at[0]}2:${ui().at[0]}${Math.max(2, Number(ui().at.slice(1)) - 1)})`), {
        'aria-label': t('求和', 'Sum'),
      }),
      small('%', format('percent'), { 'aria-label': t('百分比', 'Per cent') }),
      small(DATA.app.currency, format('money'), { 'aria-label': t('货币', 'Money') }),
      small(t('加粗', 'Bold'), format('bold')),
      small(t('向下填充', 'Fill down'), below),
      small(t('升序', 'Ascending'), () => sortBy(true)),
      small(t('降序', 'Descending'), () => sortBy(false)),
      small(t('撤销', 'Undo'), undo),
      small(t('图表', 'Chart'), () =>
        openDialog(
          t('图表', 'Chart'),
          h(
            'div',
            {},
            Array.from({ length: ROWS - 1 }, (_, n) => ui().at[0] + (n + 2))
              .filter((name) => Number(shown(name)) > 0)
              .map((name) => h('div', {}, muted(name), bar(name, Number(shown(name)), 500))),
          ),
          [],
        ),
      ),
    );
  }

  function view() {
    const draft = { text: my().cells[ui().at] || '' };
    return h(
      'div',
      {},
      h(
        'div',
        { class: 'row' },
        h('b', {}, ui().at),
        h(
          'span',
          { class: 'grow' },
          input(draft, 'text', {
            'aria-label': t('单元格内容', 'Content of the cell'),
            onkeydown: (event) => event.key === 'Enter' && enter(draft.text),
          }),
        ),
        primary(t('写入', 'Enter'), () => enter(draft.text)),
      ),
      tools(),
      h(
        'div',
        { class: 'sheet-grid card' },
        h(
          'table',
          {},
          h(
            'tr',
            {},
            h('th'),
            [...COLUMNS].map((c) => h('th', {}, c)),
          ),
          Array.from({ length: ROWS }, (_, n) => n + 1).map((r) =>
            h(
              'tr',
              {},
              h('th', {}, String(r)),
              [...COLUMNS].map((c) =>
                h(
                  'td',
                  { class: ui().at === c + r ? 'on' : '' },
                  h(
                    'button',
                    {
                      type: 'button',
                      'aria-label': `${c}${r} ${shown(c + r)}`,
                      style: my().formats[c + r] === 'bold' ? 'font-weight:700' : '',
                      onclick: () => {
                        ui().at = c + r;
                        render();
                      },
                    },
                    shown(c + r),
                  ),
                ),
              ),
            ),
          ),
        ),
      ),
      muted(t('例如 =SUM(B2:B5) 或 =B2*C2', 'For example =SUM(B2:B5) or =B2*C2')),
    );
  }

  feature('sheet', {
    state: () => ({ cells: structuredClone(DATA.sheet), formats: {}, undo: [] }),
    ui: () => ({ at: 'B6' }),
    routes: { sheet: { names: ['表格', 'Sheet'], icon: 'table', view } },
    tasks: [
      {
        key: 'sheet.sum',
        text: ['在 B6 写入 B2 到 B5 的和。', 'Put the sum of B2 to B5 into B6.'],
        check: () =>
          (my().cells.B6 || '').startsWith('=') &&
          valueOf('B6') === ['B2', 'B3', 'B4', 'B5'].reduce((sum, name) => sum + Number(my().cells[name]), 0),
      },
    ],
  });
})();
