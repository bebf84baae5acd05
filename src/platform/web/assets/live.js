// Enhancement only: every page reads and works without this file.
// One module, no dependency, no inline code (the policy is script-src 'self').

document.documentElement.classList.add("js");

export const say = (() => {
  let region;
  return (text) => {
    if (!region) {
      region = document.createElement("p");
      region.className = "hide";
      region.setAttribute("role", "status");
      document.body.append(region);
    }
    // Emptied first, so that the same sentence twice is read twice.
    region.textContent = "";
    setTimeout(() => { region.textContent = text; }, 50);
  };
})();

// Takes the words of a trace off the page; the answers to it stay where they are.
function forget(trace) {
  const answers = trace.querySelector("article.trace");
  const item = trace.closest("li");
  if (!answers) {
    (item || trace).remove();
    return;
  }
  for (const part of [...trace.children]) if (!part.querySelector("article.trace")) part.remove();
  trace.className = "trace gone";
}

// <v-live topics="a,b" data-announce="…"> listens while the page is in sight and puts
// each new trace at the top of the [data-live-list] inside it. The event's data is
// {"url": "/traces/12/fragment", "id": "12"}; the fragment is the same HTML the page has.
class VLive extends HTMLElement {
  connectedCallback() {
    this.watch = () => (document.hidden ? this.stop() : this.start());
    document.addEventListener("visibilitychange", this.watch);
    addEventListener("pagehide", this.stop);
    this.watch();
  }

  disconnectedCallback() {
    document.removeEventListener("visibilitychange", this.watch);
    removeEventListener("pagehide", this.stop);
    this.stop();
  }

  start() {
    if (this.source || !window.EventSource) return;
    const topics = encodeURIComponent(this.getAttribute("topics") || "");
    this.source = new EventSource("/live?topics=" + topics);
    this.source.addEventListener("trace", (event) => this.receive(event.data));
    // A server that answers but cannot stream would be asked for ever; three times is enough.
    let failures = 0;
    this.source.onopen = () => { failures = 0; };
    this.source.onerror = () => { if (++failures >= 3) this.stop(); };
  }

  stop = () => {
    if (this.source) this.source.close();
    this.source = null;
  };

  async receive(data) {
    const list = this.querySelector("[data-live-list]");
    let message;
    try { message = JSON.parse(data); } catch { return; }
    const url = new URL(message.url, location.href);
    if (!list || url.origin !== location.origin) return;
    const answer = await fetch(url, { headers: { Accept: "text/html" } });
    const known = document.getElementById("trace-" + message.id);
    if (known) {
      // Out of sight now: it leaves the page too. Answers keep their place, which the whole page shows.
      if (answer.status === 404 || answer.status === 410) forget(known);
      return;
    }
    if (!answer.ok) return;
    const item = document.createElement("li");
    item.className = "new";
    item.innerHTML = await answer.text();
    list.hidden = false;
    list.prepend(item);
    say(this.dataset.announce || "");
  }
}
customElements.define("v-live", VLive);

// One tap records a feeling without leaving the page: the button shows it at once, the answer brings the numbers.
// When the network fails, the form waits for it with the others (outbox.js), or is sent as if there were no script.
document.addEventListener("submit", async (event) => {
  const form = event.target.closest("[data-feelings]");
  const button = event.submitter;
  if (!form || !button || form.dataset.plain) return;
  event.preventDefault();
  if (form.ariaBusy === "true") return;
  form.ariaBusy = "true";
  for (const other of form.querySelectorAll("[aria-pressed]")) other.setAttribute("aria-pressed", other === button);
  const fields = new URLSearchParams(new FormData(form));
  fields.set("feeling", button.value);
  fields.set("fragment", "1");
  try {
    const answer = await fetch(form.action, { method: "POST", body: fields, headers: { Accept: "text/html" } });
    if (!answer.ok || !answer.headers.get("parvis")) throw new Error(answer.status);
    const holder = document.createElement("template");
    holder.innerHTML = await answer.text();
    const fresh = holder.content.querySelector("[data-feelings]");
    const write = form.querySelector(".noted a") || document.querySelector("#laisser-un-mot");
    for (const key of fresh.querySelectorAll('input[name="once"]')) key.value = newKey();
    form.replaceWith(fresh);
    self.parvisOutbox?.forget(form.action);
    if (write && button.value !== "none" && !fresh.querySelector(".noted a")) {
      const link = document.createElement("a");
      link.href = "#laisser-un-mot";
      link.textContent = fresh.dataset.write;
      fresh.querySelector(".noted span")?.after(" ", link, " ");
    }
    say(fresh.querySelector(".noted span")?.textContent || fresh.dataset.undone);
    (fresh.querySelector('[aria-pressed="true"]') || fresh.querySelector(`[value="${button.value}"]`) || fresh.querySelector("button")).focus({ preventScroll: true });
  } catch {
    form.dataset.plain = "1";
    form.ariaBusy = "false";
    form.requestSubmit(button);
  }
});

// How many characters are left, said aloud only when few remain.
for (const area of document.querySelectorAll("textarea[data-count][maxlength]")) {
  const counter = document.createElement("p");
  counter.className = "counter";
  counter.setAttribute("aria-hidden", "true");
  area.after(counter);
  const update = () => {
    const left = area.maxLength - area.value.length;
    const text = area.dataset.count.replace("{n}", left.toLocaleString(document.documentElement.lang));
    counter.textContent = text;
    if (left === 100 || left === 20 || left === 0) say(text);
  };
  area.addEventListener("input", update);
  update();
}

// A form that is sent twice counts once. Pages that are the same for everybody leave the key to this file.
const newKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
for (const key of document.querySelectorAll('input[name="once"]')) if (!key.value) key.value = newKey();

// Forms that wait for the network, the worker that keeps pages: after everything else.
const outbox = document.getElementById("outbox");
if (outbox && window.indexedDB) addEventListener("load", () => import(outbox.dataset.src));

// Recording a sound is fetched only where a form offers it.
for (const recorder of document.querySelectorAll("v-recorder[data-src]")) import(recorder.dataset.src);

// A file that is too heavy is told of before it travels.
document.addEventListener("change", (event) => {
  const input = event.target.closest("input[type=file][data-most]");
  if (!input) return;
  const heavy = [...input.files].some((file) => file.size > Number(input.dataset.most));
  input.setCustomValidity(heavy ? input.dataset.tooMuch : "");
  if (heavy) input.reportValidity();
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(source.value ?? source.textContent);
  } catch {
    // Not allowed to copy: select it, so that one key does.
    if (source.select) source.select(); else getSelection().selectAllChildren(source);
    return;
  }
  say(button.dataset.copied);
  const before = button.dataset.label || (button.dataset.label = button.textContent);
  button.textContent = button.dataset.copied;
  setTimeout(() => { button.textContent = before; }, 2000);
});

// What cannot be undone asks once; without this file the server shows its own page or an undo.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-confirm]");
  if (button && !confirm(button.dataset.confirm)) event.preventDefault();
});

// "Tick all" in tables; the boxes themselves work without it.
document.addEventListener("change", (event) => {
  const all = event.target.closest("[data-tick-all]");
  if (!all) return;
  for (const box of document.querySelectorAll(`input[name="${all.dataset.tickAll}"]`)) box.checked = all.checked;
});

// The staff's navigation scrolls sideways on a phone: show where one is.
document.querySelector(".side [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });

// After a refused form, the summary is where to begin.
document.querySelector(".summary[role=alert]")?.focus();
