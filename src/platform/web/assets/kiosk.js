// The kiosk: a keyboard on the screen, the way back to the start when nobody is there any more, and nothing lost when
// the network is. Every form works without this file.

const kiosk = document.querySelector("[data-kiosk]");
const home = kiosk.dataset.kiosk;
const lost = kiosk.querySelector("[data-lost]");

// A screen that met the browser's own page of errors would stay there: it is left only for a page that is there.
async function start() {
  try {
    const answer = await fetch(home, { cache: "no-store", credentials: "same-origin" });
    // What a Wi-Fi portal or a server that is starting says is no kiosk.
    if (!answer.headers.get("parvis") || answer.status >= 500) throw new Error(String(answer.status));
    // Not through the history: going back must not find what somebody began.
    location.replace(home);
  } catch {
    setTimeout(start, 5000);
  }
}

// --- nobody is there any more ---------------------------------------------------

const dialog = kiosk.querySelector("[data-idle-dialog]");
const idle = Number(kiosk.dataset.idle || kiosk.dataset.stands) * 1000;
const warning = Number(kiosk.dataset.warning);
const left = kiosk.querySelector("[data-idle-left]");
// A start nobody touched is made anew without a question, with the numbers of now.
const FRESH = 300_000;

let begun = kiosk.hasAttribute("data-begun");
let waiting;
let counting;

function watch() {
  clearTimeout(waiting);
  clearInterval(counting);
  if (!dialog) waiting = setTimeout(start, idle);
  else waiting = setTimeout(begun ? ask : start, begun ? idle : FRESH);
}

function ask() {
  let seconds = warning;
  left.textContent = String(seconds);
  dialog.showModal();
  counting = setInterval(() => {
    seconds -= 1;
    left.textContent = String(seconds);
    if (seconds > 0) return;
    clearInterval(counting);
    // What was typed is nobody's any more, even if the network is gone.
    for (const form of kiosk.querySelectorAll("form")) form.reset();
    start();
  }, 1000);
}

dialog?.addEventListener("close", watch);
for (const kind of ["pointerdown", "keydown", "input"]) {
  addEventListener(kind, () => {
    begun = true;
    if (!dialog?.open) watch();
  }, { passive: true });
}
// A page that comes out of the browser's memory is somebody else's.
addEventListener("pageshow", (event) => { if (event.persisted) start(); });
addEventListener("contextmenu", (event) => event.preventDefault());
addEventListener("dragstart", (event) => event.preventDefault());
watch();

// --- what is left here ------------------------------------------------------------

for (const form of kiosk.querySelectorAll('form[method="post"]')) {
  form.addEventListener("submit", async (event) => {
    if (form.dataset.native) return;
    event.preventDefault();
    if (form.getAttribute("aria-busy") === "true") return;
    form.setAttribute("aria-busy", "true");
    const button = event.submitter;
    const fields = new URLSearchParams(new FormData(form));
    if (button?.name) fields.set(button.name, button.value);
    let answer;
    try {
      answer = await fetch(form.action, { method: "POST", body: fields, redirect: "manual", headers: { Accept: "text/html" } });
    } catch {
      answer = null;
    }
    form.removeAttribute("aria-busy");
    if (answer?.type === "opaqueredirect") return location.replace(kiosk.dataset.thanks);
    if (!answer?.headers.get("parvis") || answer.status >= 500) {
      // Kept as it is: the same button sends it again, and it counts once.
      lost.hidden = false;
      return;
    }
    // The server's own page says what is wrong and keeps what was typed.
    form.dataset.native = "1";
    form.requestSubmit(button);
  });
}

// --- a keyboard -----------------------------------------------------------------

const ROWS = {
  fr: ["1234567890", "azertyuiop", "qsdfghjklm", "wxcvbn’,.?!", "éèàçùâêîôû"],
  en: ["1234567890", "qwertyuiop", "asdfghjkl’", "zxcvbnm,.?!"],
};

const board = kiosk.querySelector("[data-keyboard]");
// Where letters go: what was touched last, at first what is empty first.
const fields = [...kiosk.querySelectorAll("textarea, .form input.input")];
let area = fields.find((field) => !field.value) ?? fields[0];
for (const field of fields) field.addEventListener("focus", () => { area = field; });

function write(text) {
  const most = area.maxLength < 0 ? Infinity : area.maxLength;
  const room = most - area.value.length + (area.selectionEnd - area.selectionStart);
  if (text.length > room) return;
  area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
  area.scrollTop = area.scrollHeight;
}

// A new line, or the next field where there are no lines.
function next() {
  if (area.matches("textarea")) write("\n");
  else fields[(fields.indexOf(area) + 1) % fields.length].focus();
}

function erase() {
  const at = area.selectionStart;
  // A letter may be two units of text.
  if (at === area.selectionEnd && at > 0) area.selectionStart = at - ([...area.value.slice(0, at)].at(-1)?.length ?? 1);
  write("");
}

function key(label, act, wide) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = wide ? "key wide" : "key";
  button.textContent = label;
  // The cursor stays where it is in the text.
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("click", act);
  return button;
}

if (board && area) {
  const lang = document.documentElement.lang;
  const letters = [];
  let capital = area.value === "";
  const dress = () => {
    for (const button of letters) {
      button.textContent = capital ? button.dataset.letter.toLocaleUpperCase(lang) : button.dataset.letter;
    }
    shift.setAttribute("aria-pressed", String(capital));
  };
  const type = (event) => {
    write(event.currentTarget.textContent);
    if (capital) { capital = false; dress(); }
  };
  board.setAttribute("role", "group");
  board.setAttribute("aria-label", board.dataset.label);
  const shift = key(board.dataset.shift, () => { capital = !capital; dress(); }, true);
  for (const row of [...(ROWS[lang] || ROWS.en), ...(board.dataset.signs ? [board.dataset.signs] : [])]) {
    const line = document.createElement("div");
    for (const letter of row) {
      const button = key(letter, type);
      button.dataset.letter = letter;
      letters.push(button);
      line.append(button);
    }
    board.append(line);
  }
  const last = document.createElement("div");
  last.append(
    shift,
    key(board.dataset.space, () => write(" "), true),
    key(board.dataset.line, next, true),
    key(board.dataset.back, erase, true),
  );
  last.children[1].classList.add("space");
  board.append(last);
  dress();
  board.hidden = false;
  // The device's own keyboard would cover this one.
  for (const field of fields) field.inputMode = "none";
  // An address begins without a capital.
  for (const field of fields) field.addEventListener("focus", () => { capital = field.value === "" && field.name !== "email"; dress(); });
  area.focus();
  area.setSelectionRange(area.value.length, area.value.length);
}
