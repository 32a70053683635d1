// What was read from photos: it fills empty fields as it arrives, and a row shows its box. Without this, loading the form again
// fills them and the numbers say which box is which.

const settle = (input) => {
  input.closest('.field').classList.remove('read');
  document.getElementById(`${input.id}-read`)?.remove();
};

const propose = (proposal) => {
  const input = document.getElementById(proposal.dataset.for);
  if (!input || input.value !== '' || input.dataset.touched) return;
  input.value = proposal.dataset.value;
  const hint = document.createElement('span');
  hint.className = 'hint';
  hint.id = `${input.id}-read`;
  hint.textContent = proposal.dataset.hint;
  input.before(hint);
  input.setAttribute('aria-describedby', hint.id);
  input.closest('.field').classList.add('read');
};

// what a person wrote, or took away, is theirs
document.addEventListener('input', (event) => {
  event.target.dataset.touched = 'yes';
  if (event.target.closest('.field.read')) settle(event.target);
});

document.addEventListener('htmx:afterSettle', () => {
  for (const proposal of document.querySelectorAll('#proposals [data-for]')) propose(proposal);
});

const point = (event, on) => {
  const row = event.target.closest?.('[data-row]');
  if (row) document.querySelector(`[data-box="${row.dataset.row}"]`)?.classList.toggle('pointed', on);
};
document.addEventListener('mouseover', (event) => point(event, true));
document.addEventListener('mouseout', (event) => point(event, false));
