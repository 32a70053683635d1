// Draws a plot: corners by tapping on the sketch, or a walk around it with GPS. What it finds stands in the field of corners, which
// can also be written without this.

const form = document.querySelector('[data-plot]');
const field = form.querySelector('#outline');
const origin = form.querySelector('#origin');
const said = form.querySelector('[data-said]');
const pad = form.querySelector('[data-pad]');
const walk = form.querySelector('[data-walk]');
const COARSE_METRES = 20;
const NEAR_DEGREES = 0.00001;
let watch = null;

form.querySelector('[data-tools]').hidden = false;
walk.hidden = !navigator.geolocation;

const corners = () => {
  try {
    const read = JSON.parse(field.value);
    return Array.isArray(read) ? read : [];
  } catch {
    return [];
  }
};

const show = () => {
  const all = corners();
  if (!pad) return;
  const { west, north, lng, lat } = pad.dataset;
  const points = all.map(([x, y]) => `${(x - west) * lng} ${(north - y) * lat}`);
  pad.querySelector('[data-fresh]').setAttribute('d', points.length ? `M${points.join('L')}Z` : '');
};

const keep = (all) => {
  field.value = JSON.stringify(all);
  said.textContent = said.dataset.text.replace('#', all.length);
  show();
};

const add = (lng, lat) => keep([...corners(), [Number(lng.toFixed(7)), Number(lat.toFixed(7))]]);

pad?.addEventListener('click', (event) => {
  const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(pad.getScreenCTM().inverse());
  const { west, north, lng, lat } = pad.dataset;
  origin.value = 'drawn';
  add(Number(west) + at.x / lng, north - at.y / lat);
});

form.querySelector('[data-undo]').addEventListener('click', () => keep(corners().slice(0, -1)));
field.addEventListener('input', () => {
  origin.value = 'drawn';
  show();
});

const stop = () => {
  navigator.geolocation.clearWatch(watch);
  watch = null;
  [walk.textContent, walk.dataset.stop] = [walk.dataset.stop, walk.textContent];
};

walk.addEventListener('click', () => {
  if (watch !== null) {
    stop();
    return;
  }
  origin.value = 'walked';
  keep([]);
  [walk.textContent, walk.dataset.stop] = [walk.dataset.stop, walk.textContent];
  watch = navigator.geolocation.watchPosition(
    ({ coords }) => {
      const last = corners().at(-1);
      const moved = !last || Math.hypot(last[0] - coords.longitude, last[1] - coords.latitude) > NEAR_DEGREES;
      if (moved && coords.accuracy <= COARSE_METRES) add(coords.longitude, coords.latitude);
    },
    () => {
      stop();
      said.textContent = said.dataset.denied;
    },
    { enableHighAccuracy: true, maximumAge: 0 },
  );
});

show();
