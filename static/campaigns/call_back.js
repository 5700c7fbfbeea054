// Counts down to the moment a letter leaves, then shows the screen of a letter that is leaving.

const leaving = document.querySelector('[data-leaving]');
const again = 3000;

function shown(seconds) {
  const minutes = Math.floor(seconds / 60);
  return `${minutes}:${String(seconds % 60).padStart(2, '0')}`;
}

function follow(until) {
  const seconds = Math.ceil((until - Date.now()) / 1000);
  if (seconds > 0) {
    leaving.querySelector('[data-countdown]').textContent = shown(seconds);
    setTimeout(follow, 500, until);
  } else {
    leaving.querySelector('[data-countdown]').textContent = '';
    setTimeout(() => window.location.reload(), again);
  }
}

if (leaving) follow(Date.now() + 1000 * Number(leaving.dataset.seconds));
