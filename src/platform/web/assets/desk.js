// The queue by keyboard. Enhancement only: every key presses a button or follows a link of the page.

const on = () => localStorage.getItem("desk-keys") !== "off";
const cases = () => [...document.querySelectorAll(".queue .case")];
const typing = (element) => element?.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
const current = () => document.activeElement?.closest(".case") || cases()[0];

function go(step) {
  const all = cases();
  const here = document.activeElement?.closest(".case");
  const next = here ? all[all.indexOf(here) + step] : all[0];
  if (!next) return;
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

function press(letter) {
  const place = letter === "u" ? document : current();
  const target = place?.querySelector(`[data-key="${letter}"]`);
  if (!target) return;
  const closed = target.closest("details:not([open])");
  if (closed) {
    // What is behind a fold is shown first, and pressed by a second key.
    closed.open = true;
    target.focus();
    return;
  }
  // The page comes back without what was decided: the next one stands where this one was.
  sessionStorage.setItem("desk-place", String(cases().indexOf(current())));
  target.click();
}

addEventListener("keydown", (event) => {
  if (!on() || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (typing(event.target)) return;
  const letter = event.key.toLowerCase();
  if (letter === "n") go(1);
  else if (letter === "p") go(-1);
  else if ("ahwbu".includes(letter) && letter.length === 1) press(letter);
  else return;
  event.preventDefault();
});

// Single letters are in the way of whoever speaks to their computer: they can be switched off (WCAG 2.2, 2.1.4).
const button = document.querySelector("[data-keys-switch]");
const show = () => {
  button.setAttribute("aria-pressed", String(on()));
  button.closest("[data-keys]").toggleAttribute("data-off", !on());
};
if (button) {
  show();
  button.addEventListener("click", () => {
    localStorage.setItem("desk-keys", on() ? "off" : "on");
    show();
  });
}

const place = sessionStorage.getItem("desk-place");
sessionStorage.removeItem("desk-place");
if (place !== null) {
  const all = cases();
  all[Math.min(Number(place), all.length - 1)]?.focus();
}
