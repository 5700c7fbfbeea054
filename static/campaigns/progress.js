// Follows a sending by itself: the same fragment the page was made with, every few seconds. What
// has not changed is not touched, and a reader is told of every tenth part, not of every mail.

const panel = document.querySelector('[data-progress]');
const said = document.querySelector('[data-progress-said]');
const lost = document.querySelector('[data-progress-lost]');
const ended = document.querySelector('[data-progress-ended]');
const longestPause = 30000;
let failures = 0;
let tenth = -1;
let timer;

const root = () => panel.querySelector('[data-moving]');
const isMoving = () => root()?.dataset.moving === 'yes';
const part = (of, name) => of.querySelector(`[data-part="${name}"]`);

function pause() {
  const seconds = Number(root()?.dataset.seconds) || 5;
  return Math.min(seconds * 1000 * 2 ** failures, longestPause);
}

// Same parts on both sides: only those that changed are replaced. Otherwise the whole of it.
function show(html) {
  const template = document.createElement('template');
  template.innerHTML = html;
  const fresh = template.content.querySelector('[data-moving]');
  if (!fresh) return;
  const names = (of) => [...of.querySelectorAll('[data-part]')].map((p) => p.dataset.part).join();
  if (names(fresh) !== names(root())) {
    root().replaceWith(fresh);
    return;
  }
  Object.assign(root().dataset, fresh.dataset);
  for (const there of fresh.querySelectorAll('[data-part]')) {
    const here = part(root(), there.dataset.part);
    if (here.innerHTML !== there.innerHTML) here.innerHTML = there.innerHTML;
  }
}

function say() {
  const label = part(root(), 'standing').querySelector('p');
  const now = Math.floor((Number(/\((\d+)/.exec(label?.textContent)?.[1]) || 0) / 10);
  if (now !== tenth && tenth !== -1) said.textContent = label.textContent.trim();
  tenth = now;
}

async function look() {
  const response = await fetch(panel.dataset.url, { headers: { 'X-Requested-With': 'fetch' } });
  if (response.redirected || response.status === 401 || response.status === 403) {
    ended.querySelector('a').href = window.location.href;
    ended.hidden = false;
    return false;
  }
  if (!response.ok) throw new Error(String(response.status));
  show(await response.text());
  return true;
}

async function follow() {
  clearTimeout(timer);
  if (document.visibilityState === 'visible') {
    try {
      if (!(await look())) return;
      failures = 0;
    } catch {
      failures = Math.min(failures + 1, 5);
    }
    lost.hidden = failures < 2;
  }
  if (!isMoving()) {
    said.textContent = said.dataset.over;
    // Once it is over, the whole page changes: its report appears, its buttons go.
    window.location.reload();
    return;
  }
  say();
  timer = setTimeout(follow, pause());
}

if (panel && isMoving()) {
  timer = setTimeout(follow, pause());
  for (const [target, kind] of [[window, 'online'], [document, 'visibilitychange']]) {
    target.addEventListener(kind, () => document.visibilityState === 'visible' && follow());
  }
}
