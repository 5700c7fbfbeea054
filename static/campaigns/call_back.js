// Counts down to the moment a letter leaves, if it is near; then shows the screen of a letter that
// is leaving.

const leaving = document.querySelector('[data-leaving]');
const countdown = leaving?.querySelector('[data-countdown]');
const again = 3000;
const longestPause = 30000;

function shown(seconds) {
  const minutes = Math.floor(seconds / 60);
  return `${minutes}:${String(seconds % 60).padStart(2, '0')}`;
}

function follow(until) {
  const seconds = Math.ceil((until - Date.now()) / 1000);
  if (countdown) countdown.textContent = seconds > 0 ? shown(seconds) : '';
  if (seconds > 0) {
    setTimeout(follow, countdown ? 500 : Math.min(seconds * 1000, longestPause), until);
  } else {
    setTimeout(() => window.location.reload(), again);
  }
}

if (leaving) follow(Date.now() + 1000 * Number(leaving.dataset.seconds));
