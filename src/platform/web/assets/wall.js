// The wall: fetches the scene at its turn and as soon as something changed. Without this file the page asks for itself
// anew. It recovers by itself: whatever is lost is asked for again, and what is shown meanwhile is what was shown last.

const wall = document.querySelector("[data-wall]");
const place = wall.querySelector("[data-scene]");
const lost = wall.querySelector("[data-lost]");
const base = wall.dataset.wall;
const each = Number(wall.dataset.seconds) * 1000;
const still = matchMedia("(prefers-reduced-motion: reduce)");

let failures = 0;
let asked = 0;

async function show() {
  const number = ++asked;
  let answer;
  try {
    answer = await fetch(`${base}/scene`, { cache: "no-store", headers: { Accept: "text/html" } });
  } catch {
    answer = null;
  }
  // A later question has its answer already.
  if (number !== asked) return;
  if (answer?.status === 404) {
    // The address was taken away: nothing of what was shown may stay.
    location.reload();
    return;
  }
  if (!answer?.ok) {
    lost.hidden = ++failures < 2;
    return;
  }
  failures = 0;
  lost.hidden = true;
  const html = await answer.text();
  if (html.trim() === place.innerHTML.trim()) return;
  place.innerHTML = html;
  if (!still.matches) place.firstElementChild?.animate([{ opacity: 0 }, { opacity: 1 }], 200);
}

function listen() {
  if (!window.EventSource) return;
  const source = new EventSource(`${base}/flux`);
  source.addEventListener("trace", show);
  source.addEventListener("reload", show);
  source.onopen = show;
  // A browser that gave up is helped up.
  source.onerror = () => {
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, 5000);
  };
}

setInterval(show, each);
// A page that stays open for months takes up a new version of itself every night.
setTimeout(() => location.reload(), 12 * 3600 * 1000);
listen();
