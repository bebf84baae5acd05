// What a telephone keeps of the site for the rooms without a network: the look, the pages everybody may see that were
// read lately, their pictures, and a page that says so. the addresses of the look are filled in by the server.
//
// Never kept: what is for one person. The server says of each page whether it is the same for everybody
// ("Parvis: shared"); only those are kept, so that nothing of one person is left for the next who holds the telephone.
// What does not carry our header is no answer of ours: a Wi-Fi portal counts as no network.

importScripts("{OUTBOX}");

const SHELL = {SHELL};
const OFFLINE = "/hors-ligne";
const KEPT = { shell: "shell-{VERSION}", pages: "pages-1", images: "images-1" };

const PATIENCE = 2500;
const PAGES = 60;
const IMAGE_BYTES = 50 * 1024 * 1024;

const ours = (response) => Boolean(response && response.headers.get("parvis"));
const shared = (response) => response.ok && !response.redirected && response.headers.get("parvis") === "shared";

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const shell = await caches.open(KEPT.shell);
    await Promise.all(SHELL.map(async (url) => {
      const response = await fetch(url, { cache: "reload", credentials: url === OFFLINE ? "omit" : "same-origin" });
      if (!response.ok || !ours(response)) throw new TypeError("not from the venue: " + url);
      await shell.put(url, response);
    }));
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const names = Object.values(KEPT);
    for (const name of await caches.keys()) if (!names.includes(name)) await caches.delete(name);
    await self.clients.claim();
  })());
});

self.addEventListener("sync", (event) => {
  if (event.tag === self.parvisOutbox.TAG) event.waitUntil(self.parvisOutbox.flush());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin || request.headers.has("range")) return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (/^\/(assets|theme|icone)\//.test(url.pathname)) event.respondWith(look(request));
  else if (url.pathname.startsWith("/media/") && request.destination === "image") event.respondWith(image(event));
});

// The network first; after a while what is kept, else the page that says that there is no network.
async function page(event) {
  const { request } = event;
  const pages = await caches.open(KEPT.pages);
  const network = fetch(request).then(async (response) => {
    // A redirect is followed by the browser itself.
    if (response.type !== "opaqueredirect" && !ours(response)) throw new TypeError("somebody else answered");
    if (shared(response)) {
      const copy = response.clone();
      event.waitUntil(pages.put(request, copy).then(() => thin(pages, PAGES)));
    }
    return response;
  });
  const kept = pages.match(request, { ignoreVary: true });
  const waited = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const first = await Promise.race([network.catch(() => null), waited]);
  if (first) return first;
  const copy = await kept;
  if (copy) return copy;
  return network.catch(async () => (await caches.match(OFFLINE, { ignoreVary: true })) || Response.error());
}

// Never changes under its address.
async function look(request) {
  const kept = await caches.match(request, { ignoreVary: true });
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok && ours(response)) (await caches.open(KEPT.shell)).put(request, response.clone());
  return response;
}

async function image(event) {
  const images = await caches.open(KEPT.images);
  const kept = await images.match(event.request, { ignoreVary: true });
  if (kept) return kept;
  const response = await fetch(event.request);
  if (response.ok && ours(response)) {
    const copy = response.clone();
    event.waitUntil(images.put(event.request, copy).then(() => lighten(images)));
  }
  return response;
}

// Caches give their keys in the order they were kept: the oldest goes first.
async function thin(cache, most) {
  const keys = await cache.keys();
  for (const key of keys.slice(0, Math.max(0, keys.length - most))) await cache.delete(key);
}

async function lighten(cache) {
  const weights = [];
  for (const key of await cache.keys()) {
    const kept = await cache.match(key);
    weights.push([key, Number(kept && kept.headers.get("content-length")) || 100 * 1024]);
  }
  let total = weights.reduce((sum, [, bytes]) => sum + bytes, 0);
  for (const [key, bytes] of weights) {
    if (total <= IMAGE_BYTES) return;
    await cache.delete(key);
    total -= bytes;
  }
}

// A notification: {title, body, url, tag, lang}, sealed by the venue for this device alone. It opens what it is about.
self.addEventListener("push", (event) => {
  if (!event.data) return;
  const { title, body, url, tag, lang } = event.data.json();
  event.waitUntil(self.registration.showNotification(title, { body, tag, lang, data: { url } }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = new URL(event.notification.data.url, location.origin);
  if (url.origin !== location.origin) return;
  event.waitUntil((async () => {
    const open = await self.clients.matchAll({ type: "window" });
    const here = open.find((client) => client.url === url.href);
    return here ? here.focus() : self.clients.openWindow(url.href);
  })());
});
