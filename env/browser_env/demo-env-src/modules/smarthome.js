// A home: rooms, devices with their own controls, scenes, rules of the form "when ... then ...", an energy view.
(() => {
  const my = () => AppStore.state.smarthome;
  const ui = () => AppStore.ui.smarthome;
  const ROOMS = {
    living: ['客厅', 'Living room'],
    bed: ['卧室', 'Bedroom'],
    kitchen: ['厨房', 'Kitchen'],
    door: ['门口', 'Entrance'],
  };
  const SCENES = { leave: ['离家', 'Leaving'], movie: ['观影', 'Film night'], sleep: ['睡眠', 'Sleep'] };
  const set = (device, values) => {
    Object.assign(device, values);
    runRules(device);
    render();
  };

  function runRules(device) {
    for (const rule of my().rules.filter(({ when, on }) => on && when === device.id)) {
      const target = byId(my().devices, rule.then);
      if (target && Boolean(device.on) === rule.state) target.on = rule.makes;
    }
  }

  const CONTROLS = {
    lamp: (device) => [
      slider(t('亮度', 'Brightness'), device.level, 0, 100, (level) => set(device, { level, on: level > 0 }), 10),
      chips(
        [
          ['warm', t('暖光', 'Warm')],
          ['cold', t('冷光', 'Cold')],
        ],
        device.tone,
        (tone) => set(device, { tone }),
      ),
    ],
    heat: (device) => [
      counter(t('温度', 'Degrees'), device.level, 16, 30, (level) => set(device, { level })),
      tabs(
        t('模式', 'Mode'),
        [
          ['auto', t('自动', 'Auto')],
          ['cool', t('制冷', 'Cool')],
          ['warm', t('制热', 'Warm')],
        ],
        device.tone,
        (tone) => {
          if (tone === 'cool' && device.level > 26)
            toast(t('温度高于 26 度，制冷不省电', 'Above 26 degrees cooling saves nothing'));
          set(device, { tone });
        },
      ),
    ],
    lock: (device) => [
      button(device.on ? t('上锁', 'Lock it') : t('开锁', 'Unlock'), () =>
        device.on
          ? set(device, { on: false })
          : confirmDialog(t('开锁', 'Unlock'), t('确定开门？', 'Open the door?'), () => set(device, { on: true })),
      ),
    ],
    curtain: (device) => [
      slider(t('开合', 'Open'), device.level, 0, 100, (level) => set(device, { level, on: level > 0 }), 25),
    ],
    robot: (device) => [
      row(
        small(t('清扫', 'Clean'), () =>
          device.level < 20
            ? toast(t('电量低，先充电', 'Charge it first'), 'warn')
            : set(device, { on: true, level: device.level - 20 }),
        ),
        small(t('回充', 'Charge'), () => set(device, { on: false, level: 100 })),
      ),
      bar(t('电量', 'Battery'), device.level, 100),
    ],
  };

  function deviceCard(device) {
    const isOpen = ui().open === device.id;
    return card(
      h(
        'div',
        { class: 'row between' },
        h('b', {}, tt(device.name)),
        device.kind !== 'lock' &&
          h('button', {
            type: 'button',
            role: 'switch',
            class: 'switch',
            'aria-checked': String(Boolean(device.on)),
            'aria-label': tt(device.name),
            onclick: () => set(device, { on: !device.on }),
          }),
      ),
      muted(`${tt(ROOMS[device.room])} · ${device.on ? t('开', 'on') : t('关', 'off')}`),
      row(
        small(
          isOpen ? t('收起', 'Close') : t('控制', 'Control'),
          () => {
            ui().open = isOpen ? '' : device.id;
            render();
          },
          { 'aria-label': `${t('控制', 'Control')} ${tt(device.name)}` },
        ),
        iconButton('edit', `${t('改名', 'Rename')} ${tt(device.name)}`, () =>
          openForm(
            t('改名', 'Rename'),
            { name: [t('名称', 'Name'), CHECKS.needed] },
            { name: tt(device.name) },
            ({ name }) => set(device, { name }),
          ),
        ),
      ),
      isOpen && CONTROLS[device.kind](device),
    );
  }

  function runScene(scene) {
    for (const device of my().devices) {
      if (scene === 'leave') device.on = false;
      if (scene === 'movie' && device.kind === 'lamp')
        Object.assign(device, { level: 20, on: device.room === 'living' });
      if (scene === 'movie' && device.kind === 'curtain') Object.assign(device, { level: 0, on: false });
      if (scene === 'sleep') Object.assign(device, device.kind === 'heat' ? { on: true, level: 24 } : { on: false });
    }
    my().scene = scene;
    toast(tt(SCENES[scene]));
    render();
  }

  function newRule() {
    const { when, then, state, makes } = ui().rule;
    if (!when || !then) return toast(t('请选择两个设备', 'Choose two devices'), 'warn');
    if (when === then) return toast(t('不能触发自己', 'A device cannot trigger itself'), 'warn');
    if (my().rules.some((rule) => rule.when === then && rule.then === when))
      return toast(t('会形成循环', 'That would go round in circles'), 'warn');
    my().rules.push({ id: AppStore.nextId('u'), when, then, state, makes, on: true });
    return render();
  }

  function rules() {
    const { rule } = ui();
    const devices = [['', '—'], ...my().devices.map((device) => [device.id, tt(device.name)])];
    const name = (id) => tt(byId(my().devices, id).name);
    const word = (state) => (state ? t('开', 'on') : t('关', 'off'));
    return h(
      'div',
      {},
      card(
        h('h3', {}, t('新规则', 'New rule')),
        h(
          'div',
          { class: 'form-row' },
          field(
            t('当', 'When'),
            select(devices, rule.when, (v) => (rule.when = v)),
          ),
          field(
            t('变为', 'turns'),
            select(
              [
                ['1', word(true)],
                ['', word(false)],
              ],
              rule.state ? '1' : '',
              (v) => (rule.state = Boolean(v)),
            ),
          ),
          field(
            t('则', 'then'),
            select(devices, rule.then, (v) => (rule.then = v)),
          ),
          field(
            t('变为', 'turns'),
            select(
              [
                ['1', word(true)],
                ['', word(false)],
              ],
              rule.makes ? '1' : '',
              (v) => (rule.makes = Boolean(v)),
            ),
          ),
        ),
        primary(t('添加规则', 'Add rule'), newRule),
      ),
      my().rules.length
        ? card(
            my().rules.map((one) =>
              h(
                'div',
                { class: 'line' },
                h(
                  'span',
                  { class: `grow ${one.on ? '' : 'done'}` },
                  `${name(one.when)} ${word(one.state)} → ${name(one.then)} ${word(one.makes)}`,
                ),
                small(one.on ? t('停用', 'Stop') : t('启用', 'Start'), () => {
                  one.on = !one.on;
                  render();
                }),
                small(t('删除', 'Delete'), () => {
                  my().rules = my().rules.filter((other) => other !== one);
                  render();
                }),
              ),
            ),
          )
        : empty(t('还没有规则', 'No rules yet')),
    );
  }

  function view() {
    const shown = my().devices.filter(({ room }) => !ui().room || room === ui().room);
    const load = my()
      .devices.filter(({ on }) => on)
      .reduce((sum, { watts }) => sum + watts, 0);
    return h(
      'div',
      {},
      section(
        t('场景', 'Scenes'),
        chips(
          Object.entries(SCENES).map(([key, names]) => [key, tt(names)]),
          my().scene,
          runScene,
        ),
      ),
      bar(t('功率', 'Power'), load, 2400),
      h('p', { class: load > 1500 ? 'bad' : 'muted' }, `${load} W`),
      tabs(
        t('房间', 'Rooms'),
        [['', t('全部', 'All')], ...Object.entries(ROOMS).map(([key, names]) => [key, tt(names)])],
        ui().room,
        (room) => {
          ui().room = room;
          render();
        },
      ),
      h('div', { class: 'grid' }, shown.map(deviceCard)),
    );
  }

  const DEVICES = [
    ['v1', ['吊灯', 'Ceiling lamp'], 'living', 'lamp', 60],
    ['v2', ['台灯', 'Desk lamp'], 'bed', 'lamp', 20],
    ['v3', ['空调', 'Air conditioner'], 'living', 'heat', 1200],
    ['v4', ['暖气', 'Heater'], 'bed', 'heat', 900],
    ['v5', ['门锁', 'Door lock'], 'door', 'lock', 2],
    ['v6', ['窗帘', 'Curtain'], 'living', 'curtain', 10],
    ['v7', ['扫地机', 'Robot cleaner'], 'kitchen', 'robot', 40],
    ['v8', ['橱柜灯', 'Cupboard light'], 'kitchen', 'lamp', 15],
  ];
  feature('smarthome', {
    state: () => ({
      scene: '',
      rules: [],
      devices: DEVICES.map(([id, name, room, kind, watts]) => ({
        id,
        name,
        room,
        kind,
        watts,
        on: kind === 'heat',
        level: { heat: 22, robot: 35 }[kind] ?? 40,
        tone: kind === 'heat' ? 'auto' : 'warm',
      })),
    }),
    ui: () => ({ room: '', open: '', rule: { when: '', then: '', state: true, makes: true } }),
    routes: {
      smarthome: { names: ['设备', 'Devices'], icon: 'bulb', view },
      rules: { names: ['自动化', 'Rules'], icon: 'gear', view: rules },
    },
    tasks: [
      {
        key: 'smarthome.sleep',
        text: ['运行睡眠场景。', 'Run the scene Sleep.'],
        check: () => my().scene === 'sleep',
      },
      {
        key: 'smarthome.lamp',
        text: ['打开台灯。', 'Turn on the desk lamp.'],
        check: () => my().devices[1].on,
      },
    ],
  });
})();
