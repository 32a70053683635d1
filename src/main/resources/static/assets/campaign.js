// What a campaign's page gains from a script: figures that move and a clock that runs. Without it, reloading shows both.

const live = document.querySelector('[data-live]');
if (live && 'EventSource' in window) {
  const source = new EventSource(live.dataset.live);
  source.addEventListener('stock', (event) => {
    const told = JSON.parse(event.data);
    for (const name of ['left', 'held', 'granted']) {
      const shown = live.querySelector(`[data-${name}]`);
      if (shown) shown.textContent = told[name];
    }
    live.querySelector('[data-given]').value = told.given;
    const soldOut = document.querySelector('[data-sold-out]');
    if (soldOut && soldOut.hidden === told.soldOut) soldOut.hidden = !told.soldOut;
  });
  // a page that is left must not keep a listener
  window.addEventListener('pagehide', () => source.close());
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) location.reload();
  });
}

// The server's clock counts: what this one says is used for the time that passes only.
const clock = document.querySelector('[data-countdown]:not([hidden])');
if (clock) {
  const button = document.querySelector('[data-claim] button');
  const opens = Date.parse(clock.dataset.countdown);
  const ahead = Date.parse(clock.dataset.now) - performance.now();
  const two = (number) => String(number).padStart(2, '0');
  const show = () => {
    const left = Math.ceil((opens - ahead - performance.now()) / 1000);
    if (button) button.disabled = left > 0;
    if (left <= 0) {
      clock.hidden = true;
      const phase = document.querySelector('[data-phase]');
      phase.textContent = clock.dataset.open;
      phase.className = 'tag ok';
      clearInterval(ticking);
      return;
    }
    const parts = {
      days: Math.floor(left / 86400),
      hours: two(Math.floor(left / 3600) % 24),
      minutes: two(Math.floor(left / 60) % 60),
      seconds: two(left % 60),
    };
    clock.textContent = clock.dataset.text.replace(/\{(\w+)\}/g, (whole, name) => parts[name] ?? whole);
  };
  const ticking = setInterval(show, 250);
  show();
}
