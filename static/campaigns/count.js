// The count of a segment: in its form, as the rules change; in the list, row by row.

const asScript = { headers: { 'X-Requested-With': 'fetch' } };

function follow(panel) {
  const form = panel.closest('form');
  const result = panel.querySelector('[data-count-result]');
  let timer;
  let latest = 0;

  async function count() {
    const mine = ++latest;
    const body = new FormData(form);
    const response = await fetch(panel.dataset.url, { method: 'POST', body, ...asScript });
    if (mine === latest && response.ok) result.innerHTML = await response.text();
  }

  panel.querySelector('button').addEventListener('click', (event) => {
    event.preventDefault();
    count();
  });
  for (const kind of ['change', 'input']) {
    form.addEventListener(kind, (event) => {
      if (event.target.name === 'name' || event.target.name === 'description') return;
      clearTimeout(timer);
      timer = setTimeout(count, 600);
    });
  }
  // Wagtail draws the rules after this script has run.
  window.addEventListener('load', () => {
    timer = setTimeout(() => form.querySelector('[name="rules-count"]')?.value > 0 && count(), 300);
  });
}

async function fill(link) {
  const response = await fetch(link.href, asScript);
  if (!response.ok) return;
  const fragment = document.createElement('template');
  fragment.innerHTML = await response.text();
  const number = fragment.content.querySelector('.count-result strong');
  link.textContent = number ? number.textContent : '–';
}

document.querySelectorAll('[data-count-panel]').forEach(follow);

(async () => {
  for (const link of document.querySelectorAll('[data-count-cell]')) await fill(link);
})();
