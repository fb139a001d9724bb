// A calculator with precedence and memory, and a converter of units.
(() => {
  const my = () => AppStore.state.converter;
  const ui = () => AppStore.ui.converter;
  const UNITS = {
    length: { m: 1, km: 1000, cm: 0.01, ft: 0.3048, in: 0.0254 },
    weight: { kg: 1, g: 0.001, lb: 0.453592, jin: 0.5 },
    area: { 'm²': 1, ha: 10000, mu: 666.667 },
  };

  // Precedence climbing over numbers, + - × ÷ and brackets. Throws on anything else.
  function calculate(text) {
    const tokens = text.match(/\d+\.?\d*|[-+×÷()]/g) || [];
    let at = 0;
    const atom = () => {
      const token = tokens[at++];
      if (token === '-') return -atom();
      if (token === '(') {
        const value = sum();
        if (tokens[at++] !== ')') throw new SyntaxError('bracket');
        return value;
      }
      if (token === undefined || Number.isNaN(Number(token))) throw new SyntaxError('number');
      return Number(token);
    };
    const product = () => {
      let value = atom();
      while (['×', '÷'].includes(tokens[at])) {
        const operator = tokens[at++];
        const right = atom();
        if (operator === '÷' && right === 0) throw new RangeError('zero');
        value = operator === '×' ? value * right : value / right;
      }
      return value;
    };
    const sum = () => {
      let value = product();
      while (['+', '-'].includes(tokens[at])) value = tokens[at++] === '+' ? value + product() : value - product();
      return value;
    };
    const value = sum();
    if (at < tokens.length) throw new SyntaxError('rest');
    return Math.round(value * 1e8) / 1e8;
  }

  function equals() {
    try {
      const value = calculate(ui().text);
      my().history.unshift(`${ui().text} = ${value}`);
      ui().text = String(value);
    } catch (error) {
      toast(
        error instanceof RangeError
          ? t('不能除以零', 'Nothing can be divided by zero')
          : t('算式不完整', 'That is incomplete'),
        'warn',
      );
    }
    render();
  }

  function press(key) {
    const keys = { C: () => '', '⌫': () => ui().text.slice(0, -1), MR: () => ui().text + my().memory };
    if (key === '=') return equals();
    if (key === 'M+') my().memory = Number(ui().text.match(/^-?[\d.]+$/)?.[0] || my().memory);
    else ui().text = (keys[key] || (() => ui().text + key))();
    return render();
  }

  function calculator() {
    const names = {
      '⌫': t('退格', 'Backspace'),
      '×': t('乘', 'times'),
      '÷': t('除', 'divided by'),
      '=': t('等于', 'equals'),
    };
    return card(
      h('div', { class: 'screen', role: 'status', 'aria-label': t('算式', 'Sum') }, ui().text || '0'),
      h(
        'div',
        { class: 'keypad' },
        [
          'C',
          '(',
          ')',
          '⌫',
          '7',
          '8',
          '9',
          '÷',
          '4',
          '5',
          '6',
          '×',
          '1',
          '2',
          '3',
          '-',
          '0',
          '.',
          '=',
          '+',
          'M+',
          'MR',
        ].map((key) => button(key, () => press(key), names[key] ? { 'aria-label': names[key] } : {})),
      ),
      my().memory !== 0 && muted(`M ${my().memory}`),
      my()
        .history.slice(0, 4)
        .map((text) => h('p', { class: 'muted' }, text)),
      my().history.length > 0 &&
        small(t('清空记录', 'Clear history'), () => {
          my().history = [];
          render();
        }),
    );
  }

  function converter() {
    const { kind, from, to, value } = ui();
    const units = Object.keys(UNITS[kind]).map((unit) => [unit, unit]);
    const result = (Number(value) * UNITS[kind][from]) / UNITS[kind][to];
    const set = (key) => (next) => {
      ui()[key] = next;
      if (key === 'kind') [ui().from, ui().to] = Object.keys(UNITS[next]);
      render();
    };
    return card(
      tabs(
        t('量', 'Quantity'),
        [
          ['length', t('长度', 'Length')],
          ['weight', t('重量', 'Weight')],
          ['area', t('面积', 'Area')],
        ],
        kind,
        set('kind'),
      ),
      h(
        'div',
        { class: 'form-row' },
        field(
          t('数值', 'Value'),
          h('input', { type: 'number', value, onchange: (event) => set('value')(event.target.value) }),
        ),
        field(t('从', 'From'), select(units, from, set('from'))),
        field(t('到', 'To'), select(units, to, set('to'))),
      ),
      h('p', { class: 'big' }, Number.isFinite(result) ? `${Number(result.toPrecision(6))} ${to}` : '—'),
      row(
        button(t('互换', 'Swap'), () => {
          [ui().from, ui().to] = [to, from];
          render();
        }),
        button(t('收藏换算', 'Keep'), () => {
          my().kept = toggled(my().kept, `${from} → ${to}`);
          render();
        }),
        my().kept.map((text) => h('span', { class: 'tag' }, text)),
      ),
    );
  }

  feature('converter', {
    state: () => ({ history: [], memory: 0, kept: [] }),
    ui: () => ({ text: '', kind: 'length', from: 'm', to: 'km', value: '1' }),
    routes: {
      converter: {
        names: ['计算', 'Calculator'],
        icon: 'calc',
        view: () => h('div', { class: 'split' }, calculator(), converter()),
      },
    },
    tasks: [
      {
        key: 'converter.sum',
        text: ['用计算器算出 7×8。', 'Work out 7×8.'],
        check: () => my().history.includes('7×8 = 56'),
      },
    ],
  });
})();
