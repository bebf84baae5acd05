// Forms that wait for the network: written offline, sent when it is back, each exactly once.
//
// Runs in pages (forms marked data-offline="queue") and in the service worker (Background Sync). A form is kept
// in IndexedDB with its files and its key (`once`): however often it is sent, the server does it once. An answer counts
// only if it carries our header: what a Wi-Fi portal says is not an answer. Forms of one person are shown to nobody
// else and sent as nobody else: the server refuses them otherwise (Parvis-As).

(() => {
  const KEEP = 48 * 3600 * 1000;
  // What could not be sent stays readable for a week.
  const FORGET = 7 * 24 * 3600 * 1000;
  const TAG = "parvis-outbox";

  const store = (mode, work) => new Promise((resolve, reject) => {
    const opening = indexedDB.open(TAG, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("forms", { keyPath: "key" });
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const db = opening.result;
      const tx = db.transaction("forms", mode);
      const asked = work(tx.objectStore("forms"));
      tx.oncomplete = () => { db.close(); resolve(asked && asked.result); };
      tx.onerror = tx.onabort = () => { db.close(); reject(tx.error); };
    };
  });
  const all = () => store("readonly", (forms) => forms.getAll());
  const put = (entry) => store("readwrite", (forms) => forms.put(entry));
  const remove = (key) => store("readwrite", (forms) => forms.delete(key));

  // Sends a form; throws when whoever answers is not us.
  const send = async (entry) => {
    const body = new FormData();
    let bytes = 0;
    for (const [name, value, file] of entry.fields) {
      if (value instanceof Blob) { body.append(name, value, file); bytes += value.size; } else body.append(name, value);
    }
    const answer = await fetch(entry.url, {
      method: "POST",
      body,
      // How long ago it was written, by a clock that need not be right.
      headers: { Accept: "application/json", "Parvis-As": entry.as, "Parvis-Waited": String(Math.max(0, Date.now() - (entry.written ?? entry.at))) },
      redirect: "error",
      signal: AbortSignal.timeout(12000 + bytes / 10),
    });
    if (!answer.headers.get("parvis")) throw new TypeError("somebody else answered");
    return answer;
  };

  // Not to be had now, or not by this person; everything else will never be taken.
  const later = (status) => [401, 403, 408, 409, 429].includes(status) || status >= 500;

  // Sends what waits, the oldest first; returns how many left.
  const flushAll = async () => {
    let sent = 0;
    const entries = (await all()).sort((a, b) => a.at - b.at);
    for (const entry of entries) {
      const age = Date.now() - entry.at;
      if (age > FORGET) await remove(entry.key);
      if (entry.state !== "waiting") continue;
      if (age > KEEP) { await put({ ...entry, state: "expired" }); continue; }
      let answer;
      try { answer = await send(entry); } catch { break; }
      if (answer.ok) { await remove(entry.key); sent += 1; }
      else if (!later(answer.status)) await put({ ...entry, state: "refused" });
    }
    return sent;
  };
  // Pages are told of what another page or the worker sent: else they would say for ever that it waits.
  const others = "BroadcastChannel" in self ? new BroadcastChannel(TAG) : null;
  const flush = async () => {
    const sent = await (navigator.locks
      ? navigator.locks.request(TAG, { ifAvailable: true }, (lock) => (lock ? flushAll() : 0))
      : flushAll());
    if (sent) others?.postMessage(sent);
    return sent;
  };

  // A later choice takes the place of an earlier one that still waits: the last tap counts.
  const forget = async (url) => {
    for (const entry of await all()) if (entry.url === url && entry.tap) await remove(entry.key);
  };

  self.parvisOutbox = { flush, forget: (url) => forget(url).catch(() => {}), TAG };
  if (typeof document === "undefined") return;

  // --- in a page ---------------------------------------------------------------

  const region = document.getElementById("outbox");
  const words = region.dataset;
  const as = document.documentElement.dataset.as || "";
  const mine = (entry) => entry.as === as || (entry.as === "" && words.member !== "1");
  const count = (one, many, n) => (n === 1 ? one : many.replace("{n}", n.toLocaleString(document.documentElement.lang)));

  const show = async (note = "") => {
    const entries = (await all()).filter(mine);
    const waiting = entries.filter((entry) => entry.state === "waiting").length;
    const stuck = entries.length - waiting;
    const parts = [note];
    if (waiting) parts.push(count(words.waitingOne, words.waitingMany, waiting));
    if (stuck) parts.push(count(words.stuckOne, words.stuckMany, stuck));
    const text = parts.filter(Boolean).join(" ");
    region.querySelector("span").textContent = text;
    region.querySelector("a").hidden = !entries.length;
    region.hidden = !text;
    list(entries);
  };

  // The list on the page /hors-ligne.
  const list = (entries) => {
    const place = document.querySelector("[data-outbox-list]");
    if (!place) return;
    const model = document.querySelector("template[data-outbox-entry]");
    place.replaceChildren(...entries.map((entry) => {
      const item = model.content.cloneNode(true);
      const said = (name) => (entry.fields.find(([field]) => field === name) || [])[1];
      item.querySelector("[data-text]").textContent = said("text") || entry.tap || words.wordless;
      item.querySelector("[data-state]").textContent = words[entry.state];
      const time = item.querySelector("time");
      time.dateTime = new Date(entry.at).toISOString();
      time.textContent = new Date(entry.at).toLocaleString(document.documentElement.lang);
      item.querySelector("[data-page]").href = entry.page;
      item.querySelector("[data-erase]").addEventListener("click", async () => { await remove(entry.key); await show(); });
      const again = item.querySelector("[data-again]");
      again.hidden = entry.state === "waiting";
      again.addEventListener("click", async () => {
        await put({ ...entry, state: "waiting", at: Date.now() });
        await sendAll();
      });
      return item;
    }));
    document.querySelector("[data-outbox-empty]").hidden = entries.length > 0;
  };

  const sendAll = async () => {
    try {
      const sent = await flush();
      await show(sent ? count(words.sentOne, words.sentMany, sent) : "");
    } catch { /* No storage: nothing can wait in it. */ }
  };

  const entryOf = (form, button) => {
    const data = new FormData(form);
    if (button && button.name) data.append(button.name, button.value);
    if (!data.get("once")) data.set("once", newKey());
    const fields = [...data].filter(([, value]) => !(value instanceof File) || value.size)
      .map(([name, value]) => (value instanceof File ? [name, value, value.name] : [name, value]));
    const action = (button && button.hasAttribute("formaction")) ? button.formAction : form.action;
    // What a button of one tap says, to be told apart in the list.
    const tap = form.matches("[data-feelings]") ? (button?.textContent.trim() ?? "") : "";
    const now = Date.now();
    return { key: data.get("once"), tap, url: action, page: location.pathname, as, fields, at: now, written: now, state: "waiting" };
  };

  const newKey = () =>
    Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

  document.addEventListener("submit", async (event) => {
    const form = event.target.closest('form[data-offline="queue"]');
    if (!form || form.dataset.native || event.defaultPrevented) return;
    event.preventDefault();
    if (form.getAttribute("aria-busy") === "true") return;
    form.setAttribute("aria-busy", "true");
    const button = event.submitter;
    const entry = entryOf(form, button);
    try {
      const answer = await send(entry);
      if (answer.ok) return go(answer.headers.get("parvis-location") || entry.page);
      // The server's own page says what is wrong with it, and keeps what was typed.
      natively(form, button);
    } catch {
      try {
        if (entry.tap) await forget(entry.url);
        await put(entry);
        form.reset();
        // The next tap is tried at once again.
        delete form.dataset.plain;
        for (const key of form.querySelectorAll('input[name="once"]')) key.value = newKey();
        await show();
        region.scrollIntoView({ block: "nearest" });
        const worker = await navigator.serviceWorker?.getRegistration();
        await worker?.sync?.register(TAG).catch(() => {});
      } catch {
        natively(form, button);
      }
    } finally {
      form.removeAttribute("aria-busy");
    }
  });

  const natively = (form, button) => {
    form.dataset.native = "1";
    form.requestSubmit(button && button.form === form ? button : undefined);
  };

  const go = (to) => {
    const url = new URL(to, location.href);
    const same = url.pathname === location.pathname && url.search === location.search;
    if (!same) return location.assign(url);
    // The same page with what is new on it, and no second step back to it.
    history.replaceState(history.state, "", url);
    location.reload();
  };

  others?.addEventListener("message", (event) => show(count(words.sentOne, words.sentMany, event.data)).catch(() => {}));
  addEventListener("online", sendAll);
  addEventListener("offline", () => show().catch(() => {}));
  document.addEventListener("visibilitychange", () => { if (!document.hidden) sendAll(); });
  sendAll();
  if (navigator.serviceWorker) navigator.serviceWorker.register("/sw.js").catch(() => {});
})();
