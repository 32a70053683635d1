// What the pages gain from a script; each of them also works without it.

const token = document.querySelector('meta[name="csrf-token"]');
if (token) {
  document.addEventListener('htmx:configRequest', (event) => {
    event.detail.headers[token.dataset.header] = token.content;
  });
}

// An error summary is read first: by eyes because it stands on top, by ears because it has the focus.
document.querySelector('.errors')?.focus();

// A form that is on its way is not sent a second time by an impatient click.
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.method !== 'post') return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = 'yes';
});
window.addEventListener('pageshow', () => {
  for (const form of document.forms) delete form.dataset.sent;
});

// A menu closes when one looks elsewhere.
document.addEventListener('click', (event) => {
  for (const menu of document.querySelectorAll('details.menu[open]')) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  for (const menu of document.querySelectorAll('details.menu[open]')) {
    menu.open = false;
    menu.querySelector('summary').focus();
  }
});
