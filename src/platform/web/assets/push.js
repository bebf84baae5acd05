// The button that signs a device up for notifications: <v-push data-key="…" data-denied="…">.
// The page works without it; without a service worker or push the button stays hidden.

const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));

const letters = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

class VPush extends HTMLElement {
  connectedCallback() {
    if (!("serviceWorker" in navigator) || !("PushManager" in window)) return;
    this.hidden = false;
    this.querySelector("button").addEventListener("click", () => this.signUp());
  }

  async signUp() {
    const status = this.querySelector("[role=status]");
    if ((await Notification.requestPermission()) !== "granted") {
      status.textContent = this.dataset.denied;
      return;
    }
    const worker = await navigator.serviceWorker.register("/sw.js");
    await navigator.serviceWorker.ready;
    const post = (fields) =>
      fetch("/notifications/appareils", { method: "POST", body: new URLSearchParams(fields) });
    const key = this.dataset.key || (await (await post({})).text());
    const device = await worker.pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: bytes(key),
    });
    const answer = await post({
      endpoint: device.endpoint,
      p256dh: letters(device.getKey("p256dh")),
      auth: letters(device.getKey("auth")),
    });
    location.assign(answer.ok ? answer.url : "/notifications/reglages");
  }
}

customElements.define("v-push", VPush);
