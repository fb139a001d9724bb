// Listeners of the whole page and the first view.
window.addEventListener('hashchange', showRoute);
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') closeDialog();
});
document.addEventListener('pointerdown', () => document.getElementById('toasts').replaceChildren(), true);
showRoute();
slot('start');
