// What the market's pages gain from a script: sums that follow the address, a clock, a key read from the link.

// Another address costs another freight: asks for the sums again.
const looks = document.querySelector('[data-looks]');
looks?.addEventListener('change', (event) => {
  const look = looks.querySelector('[data-look]');
  if (event.target.name === 'address' && look) looks.requestSubmit(look);
});

// How long the goods are held. The server's clock counts; this one says how time passes.
const pad = (number) => String(number).padStart(2, '0');
let clock = null;
let ends = 0;
const tick = () => {
  const shown = document.querySelector('[data-pay-by]');
  if (shown && shown !== clock) {
    clock = shown;
    ends = performance.now() + Date.parse(shown.dataset.payBy) - Date.parse(shown.dataset.now);
  }
  if (!shown) return;
  const left = Math.max(0, Math.ceil((ends - performance.now()) / 1000));
  shown.textContent = `${pad(Math.floor(left / 60))}:${pad(left % 60)}`;
  shown.hidden = false;
};
if (document.querySelector('[data-pay-by]')) {
  tick();
  setInterval(tick, 250);
}

// The key stands behind the # of the link, where no server sees it, and leaves the address bar at once.
const enter = document.querySelector('#enter');
if (enter && location.hash.length > 20) {
  enter.elements.key.value = location.hash.slice(1);
  history.replaceState(null, '', location.pathname);
  enter.querySelector('button').focus();
}
