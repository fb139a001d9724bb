const byId = (id) => document.getElementById(id);
const say = (text) => { byId('said').textContent = text; };
let mutations = 0;
const observer = new MutationObserver((records) => { mutations += records.length; });
addEventListener('load', () => { // after parsing, which is a mutation too
  observer.observe(document, { attributes: true, childList: true, characterData: true, subtree: true });
});
const styleReader = window.getComputedStyle;
window.getComputedStyle = function observed(...args) { mutations += 1000; return styleReader.apply(window, args); };
byId('loop').addEventListener('click', () => { for (;;) { mutations += 0; } });
byId('ask').addEventListener('click', () => { say(confirm('Sure?') ? 'yes' : 'no'); });
byId('popup').addEventListener('click', () => { window.open('popup.html'); });
byId('leave').addEventListener('click', () => { location.href = 'http://127.0.0.1:9/elsewhere'; });
byId('count').addEventListener('click', () => { byId('count').textContent = `Mutations: ${mutations}`; });
document.querySelector('input').addEventListener('input', (event) => { say(`typed ${event.target.value}`); });
document.querySelector('select').addEventListener('change', (event) => { say(`size ${event.target.value}`); });
