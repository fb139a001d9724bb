// A pixel editor: pen, eraser, fill, line, mirror, palettes, undo and redo, layers of one picture, a gallery.
(() => {
  const my = () => AppStore.state.pixels;
  const ui = () => AppStore.ui.pixels;
  const SIZE = 12;
  const PALETTES = {
    warm: ['#e4572e', '#f3a712', '#a8c686', '#29335c', '#ffffff'],
    cold: ['#0b3954', '#087e8b', '#bfd7ea', '#c81d25', '#ffffff'],
    grey: ['#111111', '#555555', '#999999', '#dddddd', '#ffffff'],
  };
  const picture2d = () => my().pictures[my().at];

  function change(act) {
    const one = picture2d();
    one.undo.push(one.cells.join());
    one.redo = [];
    act(one);
    render();
  }

  function put(one, x, y) {
    const color = ui().tool === 'erase' ? '' : ui().color;
    one.cells[y * SIZE + x] = color;
    if (ui().mirror) one.cells[y * SIZE + (SIZE - 1 - x)] = color;
  }

  function fill(one, x, y) {
    const old = one.cells[y * SIZE + x];
    const waiting = [[x, y]];
    if (old === ui().color) return;
    while (waiting.length) {
      const [cx, cy] = waiting.pop();
      if (cx < 0 || cy < 0 || cx >= SIZE || cy >= SIZE || one.cells[cy * SIZE + cx] !== old) continue;
      one.cells[cy * SIZE + cx] = ui().color;
      waiting.push([cx + 1, cy], [cx - 1, cy], [cx, cy + 1], [cx, cy - 1]);
    }
  }

  function drawLine(one, [x0, y0], [x1, y1]) {
    const length = Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0), 1);
    for (let n = 0; n <= length; n += 1)
      put(one, Math.round(x0 + ((x1 - x0) * n) / length), Math.round(y0 + ((y1 - y0) * n) / length));
  }

  function press(x, y) {
    if (ui().tool === 'pick') {
      ui().color = picture2d().cells[y * SIZE + x] || ui().color;
      ui().tool = 'pen';
      return render();
    }
    if (ui().tool === 'line' && !ui().from) {
      ui().from = [x, y];
      return render();
    }
    return change((one) => {
      if (ui().tool === 'fill') fill(one, x, y);
      else if (ui().tool === 'line') {
        drawLine(one, ui().from, [x, y]);
        ui().from = null;
      } else put(one, x, y);
    });
  }

  function travel(from, to) {
    const one = picture2d();
    if (one[from].length === 0) return toast(t('没有了', 'There is nothing left'), 'warn');
    one[to].push(one.cells.join());
    one.cells = one[from].pop().split(',');
    return render();
  }

  function turn() {
    change((one) => {
      one.cells = one.cells.map((_, index) => one.cells[(SIZE - 1 - (index % SIZE)) * SIZE + Math.floor(index / SIZE)]);
    });
  }

  const TOOLS = {
    pen: ['画笔', 'Pen'],
    erase: ['橡皮', 'Eraser'],
    fill: ['填充', 'Fill'],
    line: ['直线', 'Line'],
    pick: ['取色', 'Pick'],
  };
  function view() {
    const one = picture2d();
    const set = (values) => {
      Object.assign(ui(), { from: null }, values);
      render();
    };
    return h(
      'div',
      { class: 'split side' },
      card(
        h(
          'div',
          { class: 'cells', style: `grid-template-columns:repeat(${SIZE}, max-content);gap:1px` },
          one.cells.map((color, index) =>
            h('button', {
              type: 'button',
              class: 'cell',
              style: color ? `background:${color};border-radius:2px` : 'border-radius:2px',
              'aria-label': `${(index % SIZE) + 1},${Math.floor(index / SIZE) + 1}`,
              onclick: () => press(index % SIZE, Math.floor(index / SIZE)),
            }),
          ),
        ),
      ),
      h(
        'div',
        {},
        card(
          tabs(
            t('工具', 'Tools'),
            Object.entries(TOOLS).map(([key, names]) => [key, tt(names)]),
            ui().tool,
            (tool) => set({ tool }),
          ),
          ui().from && muted(t('再点终点', 'Now the other end')),
          h(
            'div',
            { class: 'chips' },
            PALETTES[ui().palette].map((color) =>
              h(
                'button',
                {
                  type: 'button',
                  class: 'cell',
                  style: `background:${color}`,
                  'aria-label': `${t('颜色', 'Colour')} ${color}`,
                  'aria-pressed': String(color === ui().color),
                  onclick: () => set({ color }),
                },
                color === ui().color ? '✓' : '',
              ),
            ),
          ),
          select(
            Object.keys(PALETTES).map((name) => [name, name]),
            ui().palette,
            (palette) => set({ palette, color: PALETTES[palette][0] }),
            { 'aria-label': t('调色板', 'Palette') },
          ),
          checkbox(t('对称', 'Mirror'), ui().mirror, (mirror) => set({ mirror })),
          row(
            button(t('撤销', 'Undo'), () => travel('undo', 'redo')),
            button(t('重做', 'Redo'), () => travel('redo', 'undo')),
            button(t('旋转', 'Turn'), turn),
            button(t('清空', 'Clear'), () => change((p) => p.cells.fill(''))),
          ),
        ),
        card(
          row(
            primary(t('新画', 'New picture'), () => {
              my().pictures.push(blank(AppStore.nextId('px')));
              my().at = my().pictures.length - 1;
              render();
            }),
            button(t('命名', 'Name it'), () =>
              openForm(
                t('命名', 'Name it'),
                { name: [t('名称', 'Name'), CHECKS.needed] },
                { name: one.name },
                ({ name }) => {
                  one.name = name;
                  render();
                },
              ),
            ),
            my().pictures.length > 1 &&
              button(t('删除', 'Delete'), () => {
                my().pictures.splice(my().at, 1);
                my().at = 0;
                render();
              }),
          ),
          chips(
            my().pictures.map(({ id, name }, index) => [index, name || id]),
            my().at,
            (at) => {
              my().at = at;
              set({});
            },
          ),
          muted(
            t(
              `已上色 ${one.cells.filter(Boolean).length} 格`,
              `${one.cells.filter(Boolean).length} cells have a colour`,
            ),
          ),
        ),
      ),
    );
  }

  const blank = (id) => ({ id, name: '', cells: Array(SIZE * SIZE).fill(''), undo: [], redo: [] });
  feature('pixels', {
    state: () => ({ at: 0, pictures: [blank('px1')] }),
    ui: () => ({ tool: 'pen', color: PALETTES.warm[0], palette: 'warm', mirror: false, from: null }),
    routes: { pixels: { names: ['画板', 'Canvas'], icon: 'brush', view } },
    tasks: [
      {
        key: 'pixels.fill',
        text: ['把整张画填满一种颜色。', 'Fill the whole picture with one colour.'],
        check: () => my().pictures.some(({ cells }) => cells[0] && cells.every((color) => color === cells[0])),
      },
    ],
  });
})();
