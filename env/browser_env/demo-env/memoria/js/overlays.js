// Dialogs, which stack, plain overlays, sheets, and one toast at a time.
//
// A dialog is modal as accessible apps have it: all beneath it is inert, for the pointer, the keyboard and assistive
// technology. A plain overlay only covers: what lies beneath still looks alive and cannot be pressed. That is a trap, and
// meant as one, for a few pop-ups that praise or sell.
function openDialog(title, body, actions) {
  showLayer({ class: 'backdrop modal' }, { role: 'dialog', 'aria-modal': 'true' }, title, body, actions);
}

function openOverlay(title, body, actions) {
  showLayer({ class: 'backdrop' }, { role: 'group' }, title, body, actions);
}

function showLayer(layerProps, boxProps, title, body, actions) {
  const close = iconButton('close', t('关闭', 'Close'), closeDialog);
  const box = h(
    'div',
    { class: 'dialog', 'aria-label': title, tabindex: -1, ...boxProps },
    h('div', { class: 'row between' }, h('h2', {}, title), close),
    h('div', { class: 'dialog-body' }, body),
    h('div', { class: 'actions' }, actions),
  );
  document.getElementById('overlay').append(h('div', layerProps, box));
  updateInert();
  box.focus({ preventScroll: true });
}

// All beneath the topmost modal dialog is inert, and nothing else is.
function updateInert() {
  const layers = [...document.getElementById('overlay').children];
  const top = layers.findLastIndex((layer) => layer.classList.contains('modal'));
  layers.forEach((layer, index) => (layer.inert = index < top));
  for (const part of document.querySelectorAll('.topbar, .shell, .footer')) part.inert = top >= 0;
}

// Closes the topmost layer only: those below it come to light again.
function closeDialog() {
  document.getElementById('overlay').lastElementChild?.remove();
  updateInert();
}

function closeAllDialogs() {
  document.getElementById('overlay').replaceChildren();
  updateInert();
}

function confirmDialog(title, text, onconfirm) {
  const confirm = () => {
    closeDialog();
    onconfirm();
  };
  openDialog(title, h('p', {}, text), [
    button(t('再想想', 'Not now'), closeDialog),
    primary(t('确定', 'Confirm'), confirm),
  ]);
}

// A list of choices; choosing one closes it.
function openSheet(title, choices) {
  const pick = (onpick) => () => {
    closeDialog();
    onpick();
  };
  openDialog(
    title,
    h(
      'div',
      { class: 'sheet' },
      choices.map(([label, onpick]) => button(label, pick(onpick))),
    ),
    [],
  );
}

// A form in a dialog: `fields` maps a key to [label, check(value) -> error or '']. The form stays open until all pass.
function openForm(title, fields, values, onsave) {
  const draft = { ...values };
  const errors = {};
  const body = () =>
    h(
      'div',
      { class: 'form' },
      Object.entries(fields).map(([key, [label]]) => field(label, input(draft, key), errors[key])),
    );
  const save = (event) => {
    for (const [key, [, check]] of Object.entries(fields)) errors[key] = check(String(draft[key] ?? '').trim());
    if (Object.values(errors).some(Boolean)) {
      event.target.closest('.dialog').querySelector('.dialog-body').replaceChildren(body());
      return;
    }
    closeDialog();
    onsave(draft);
  };
  openDialog(title, body(), [button(t('取消', 'Cancel'), closeDialog), primary(t('保存', 'Save'), save)]);
}

const CHECKS = {
  needed: (value) => (value ? '' : t('必填', 'This is needed')),
  phone: (value) => (/^1\d{10}$/.test(value) ? '' : t('请输入 11 位手机号', 'Enter a phone number of 11 digits')),
  mail: (value) => (/^[^@\s]+@[^@\s]+\.[a-z]+$/i.test(value) ? '' : t('邮箱格式不对', 'That is no e-mail address')),
  amount: (value) => (Number(value) > 0 ? '' : t('请输入大于零的数', 'Enter a number above zero')),
  card: (value) => (/^\d{16}$/.test(value) ? '' : t('卡号应为 16 位', 'A card number has 16 digits')),
  free: () => '',
};

// A toast stays until the next press (start.js): no clock decides what the page shows.
function toast(text, kind) {
  document.getElementById('toasts').replaceChildren(h('div', { class: `toast ${kind || ''}` }, text));
}
