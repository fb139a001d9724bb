const on = (id, listener) => document.getElementById(id).addEventListener('click', listener);
let elsewhere = null;
function remember() { return 'remembered'; }
on('fresh', function fresh() {
  const script = document.createElement('script');
  script.src = 'fresh.js';
  document.body.append(script);
});
on('popup', function popup() { window.open('popup.html'); });
on('alone', function alone() { window.open('popup.html#alone', '_blank', 'noopener'); });
on('ask', function ask() { addEventListener('beforeunload', (event) => { event.preventDefault(); }); });
on('again', function again() {
  if (!window.matchMedia('(hover: hover) and (pointer: fine)').matches) { document.title = 'no mouse'; }
  if (elsewhere && elsewhere.closed) { document.title = 'closed'; }
});
