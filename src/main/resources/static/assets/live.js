// What a live room gains from a script: its picture, and chat and figures that move. Without it, reloading shows them.

const room = document.querySelector('[data-room]');
if (room && 'EventSource' in window) {
  const source = new EventSource(room.dataset.room);
  source.addEventListener('room', (event) => {
    const told = JSON.parse(event.data);
    for (const name of ['viewers', 'likes']) room.querySelector(`[data-${name}]`).textContent = told[name];
    room.querySelector('[data-changed]').hidden = told.mark === room.dataset.mark;
    room.querySelector('[data-said]').replaceChildren(
      ...told.said.map((each) => {
        const line = document.createElement('li');
        const name = document.createElement('b');
        name.textContent = each.name;
        line.append(name, ` ${each.text}`);
        return line;
      }),
    );
  });
  window.addEventListener('pagehide', () => source.close());
}

const video = document.querySelector('video[data-source]');
const missing = () => {
  document.querySelector('[data-missing]').hidden = false;
};
const load = (address) =>
  new Promise((done, failed) => {
    const script = document.createElement('script');
    script.src = address;
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  });
const play = async () => {
  if (!('MediaSource' in window) && video.canPlayType('application/vnd.apple.mpegurl')) {
    video.src = video.dataset.source;
    video.addEventListener('error', missing);
    return;
  }
  await load(video.dataset.player);
  const player = new window.Hls({ enableWorker: false });
  player.on(window.Hls.Events.ERROR, (_, what) => {
    if (what.fatal) missing();
  });
  player.loadSource(video.dataset.source);
  player.attachMedia(video);
};
if (video) {
  play().catch(missing);
  video.play().catch(() => {});
  for (const each of document.querySelectorAll('[data-seek]'))
    each.addEventListener('click', () => {
      video.currentTime = Number(each.dataset.seek);
    });
}
