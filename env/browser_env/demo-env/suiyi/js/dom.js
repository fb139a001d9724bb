// Elements and the small controls everything is built from.
function h(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === 'function') node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? '' : value);
  }
  node.append(...children.flat(3).filter((child) => child !== undefined && child !== null && child !== false));
  return node;
}

function icon(name, size = 20) {
  const holder = h('span', { class: 'icon', 'aria-hidden': 'true' });
  holder.innerHTML = `<svg viewBox="0 0 24 24" width="${size}" height="${size}"><path d="${ICONS[name] || ICONS.dot}"/></svg>`;
  return holder;
}

function button(label, onclick, extra) {
  return h('button', { type: 'button', class: 'btn', onclick, ...extra }, label);
}

function primary(label, onclick, extra) {
  return button(label, onclick, { class: 'btn primary', ...extra });
}

function small(label, onclick, extra) {
  return button(label, onclick, { class: 'btn small', ...extra });
}

// A button that shows an icon only; its name is for assistive technology.
function iconButton(name, label, onclick, extra) {
  return h('button', { type: 'button', class: 'icon-btn', 'aria-label': label, onclick, ...extra }, icon(name));
}

function toggleButton(name, isOn, label, onclick) {
  return iconButton(name, label, onclick, { class: `icon-btn ${isOn ? 'on' : ''}`, 'aria-pressed': String(isOn) });
}

function link(path, ...children) {
  return h('a', { href: `#/${path}` }, ...children);
}

function field(label, control, error) {
  return h(
    'label',
    { class: 'field' },
    h('span', { class: 'field-label' }, label),
    control,
    error && h('span', { class: 'field-error', role: 'alert' }, error),
  );
}

// A text input that writes into `bag[key]`; nothing is drawn again, so typing is never interrupted.
function input(bag, key, extra) {
  return h('input', { type: 'text', value: bag[key], oninput: (event) => (bag[key] = event.target.value), ...extra });
}

function textarea(bag, key, extra) {
  const node = h('textarea', { rows: 3, oninput: (event) => (bag[key] = event.target.value), ...extra });
  node.value = bag[key] || '';
  return node;
}

function select(options, current, onchange, extra) {
  return h(
    'select',
    { onchange: (event) => onchange(event.target.value), ...extra },
    options.map(([value, text]) => h('option', { value, selected: value === current }, text)),
  );
}

function checkbox(label, isOn, onchange, extra) {
  return h(
    'label',
    { class: 'check' },
    h('input', { type: 'checkbox', checked: isOn, onchange: (event) => onchange(event.target.checked), ...extra }),
    h('span', {}, label),
  );
}

function switchControl(label, isOn, onchange) {
  const control = h('button', {
    type: 'button',
    role: 'switch',
    class: 'switch',
    'aria-checked': String(isOn),
    'aria-label': label,
    onclick: () => onchange(!isOn),
  });
  return h('div', { class: 'row between option' }, h('span', {}, label), control);
}

function radios(label, options, current, onpick) {
  return h(
    'div',
    { role: 'radiogroup', 'aria-label': label, class: 'radios' },
    options.map(([value, text]) =>
      h(
        'label',
        { class: 'check option' },
        h('input', { type: 'radio', name: label, checked: value === current, onchange: () => onpick(value) }),
        h('span', {}, text),
      ),
    ),
  );
}

function tabs(label, options, current, onpick) {
  return h(
    'div',
    { class: 'tabs', role: 'tablist', 'aria-label': label },
    options.map(([value, text]) =>
      h(
        'button',
        { type: 'button', role: 'tab', 'aria-selected': String(value === current), onclick: () => onpick(value) },
        text,
      ),
    ),
  );
}

function chips(options, current, onpick) {
  const isOn = (value) => (Array.isArray(current) ? current.includes(value) : value === current);
  return h(
    'div',
    { class: 'chips' },
    options.map(([value, text]) =>
      h(
        'button',
        {
          type: 'button',
          class: `chip ${isOn(value) ? 'on' : ''}`,
          'aria-pressed': String(isOn(value)),
          onclick: () => onpick(value),
        },
        text,
      ),
    ),
  );
}

function stepper(label, value, least, most, onchange) {
  return h(
    'span',
    { class: 'stepper', role: 'group', 'aria-label': label },
    iconButton('minus', `${t('减少', 'Less')} ${label}`, () =>
      value > least ? onchange(value - 1) : toast(t('不能再少了', 'That is the least'), 'warn'),
    ),
    h('b', {}, String(value)),
    iconButton('plus', `${t('增加', 'More')} ${label}`, () =>
      value < most ? onchange(value + 1) : toast(t('不能再多了', 'That is the most'), 'warn'),
    ),
  );
}

// A stepper whose label is seen, for places where nothing beside it says what is counted.
function counter(label, value, least, most, onchange) {
  return h('span', { class: 'row' }, muted(label), stepper(label, value, least, most, onchange));
}

function slider(label, value, least, most, onchange, step = 1) {
  return field(
    `${label} ${value}`,
    h('input', {
      type: 'range',
      min: least,
      max: most,
      step,
      value,
      'aria-label': label,
      onchange: (event) => onchange(Number(event.target.value)),
    }),
  );
}

function section(title, ...children) {
  return h('section', { class: 'block' }, title && h('h2', {}, title), ...children);
}

function card(...children) {
  return h('article', { class: 'card' }, ...children);
}

function row(...children) {
  return h('div', { class: 'row wrap' }, ...children);
}

function muted(text) {
  return h('span', { class: 'muted' }, text);
}

function empty(text, action) {
  const elsewhere = topLevelRoutes().map((name) =>
    h('a', { class: 'chip', href: `#/${name}` }, tt(Features.routes[name].names)),
  );
  return h(
    'div',
    { class: 'empty' },
    icon('box', 40),
    h('p', {}, text),
    action,
    h('div', { class: 'chips' }, elsewhere),
  );
}

// A drawn picture: the shape of a thing's kind on a tint of its own.
function picture(thing, size) {
  const tint = (thing.hue ?? 200) + ((Number(thing.id.replace(/\D/g, '')) % 5) - 2) * 8;
  return h('div', { class: 'picture', style: `--tint:${tint}` }, icon(thing.shape || 'image', size || 54));
}

function avatar(person) {
  const name = tt(person.name);
  const hue = [...name].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % 360;
  return h('span', { class: 'avatar', style: `--tint:${hue}`, 'aria-hidden': 'true' }, [...name][0]);
}

function bar(label, value, most) {
  const share = Math.round((100 * Math.min(value, most)) / Math.max(most, 1));
  return h(
    'div',
    {
      class: 'bar',
      role: 'meter',
      'aria-label': label,
      'aria-valuenow': value,
      'aria-valuemin': 0,
      'aria-valuemax': most,
    },
    h('i', { style: `width:${share}%` }),
  );
}
