// <v-recorder data-for="id of a file input" …> records a sound of at most half a minute and hands it to the input as
// if it had been chosen: the form itself knows nothing of it. Where the browser cannot record, it shows nothing.

const LONGEST = 30;

// What plays everywhere first: Safari plays no WebM of others, everybody plays MP4.
const KINDS = ["audio/mp4", "audio/webm;codecs=opus", "audio/ogg;codecs=opus"];
const ENDS = { "audio/mp4": "m4a", "audio/webm": "webm", "audio/ogg": "ogg" };

class VRecorder extends HTMLElement {
  connectedCallback() {
    this.input = document.getElementById(this.dataset.for);
    const able = this.input && window.MediaRecorder && navigator.mediaDevices && navigator.mediaDevices.getUserMedia;
    this.kind = able && KINDS.find((kind) => MediaRecorder.isTypeSupported(kind));
    if (!this.kind) return;
    this.className = "recorder";
    this.button = this.make("button", { type: "button", className: "button", textContent: this.dataset.record });
    this.bar = this.make("progress", { max: LONGEST, value: 0, hidden: true });
    // Seen, not read aloud every second; the bar tells whoever asks.
    this.told = this.make("span", { className: "counter" });
    this.told.setAttribute("aria-hidden", "true");
    this.word = this.make("p", { className: "hint" });
    this.word.setAttribute("role", "status");
    this.again = this.make("audio", { controls: true, hidden: true });
    this.discard = this.make("button", {
      type: "button", className: "button plain small", textContent: this.dataset.discard, hidden: true,
    });
    this.bar.setAttribute("aria-label", this.dataset.record);
    this.again.setAttribute("aria-label", this.dataset.name);
    this.append(this.button, this.bar, this.told, this.word, this.again, this.discard);
    this.button.addEventListener("click", () => (this.recorder ? this.stop() : this.start()));
    this.discard.addEventListener("click", () => this.clear());
    // A file chosen by hand takes the place of what was recorded.
    this.input.addEventListener("change", (event) => { if (event.isTrusted) this.forget(); });
  }

  disconnectedCallback() { this.stop(); }

  make(name, about) { return Object.assign(document.createElement(name), about); }

  async start() {
    this.clear();
    let stream;
    try {
      // Asked for only now: nobody is asked for their microphone by opening a page.
      stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } });
    } catch {
      this.word.textContent = this.dataset.denied;
      this.input.focus();
      return;
    }
    const parts = [];
    this.recorder = new MediaRecorder(stream, { mimeType: this.kind, audioBitsPerSecond: 32000 });
    this.recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
    this.recorder.addEventListener("stop", () => {
      clearInterval(this.clock);
      for (const track of stream.getTracks()) track.stop();
      this.recorder = null;
      this.keep(new Blob(parts, { type: this.kind.split(";")[0] }));
    }, { once: true });
    this.recorder.start();
    const began = Date.now();
    const tick = () => {
      const seconds = Math.min(LONGEST, Math.floor((Date.now() - began) / 1000));
      this.bar.value = seconds;
      this.bar.textContent = this.told.textContent = seconds + " s";
      if (seconds >= LONGEST) this.stop();
    };
    this.clock = setInterval(tick, 250);
    this.bar.hidden = false;
    this.button.textContent = this.dataset.stop;
    this.word.textContent = this.dataset.going.replace("{most}", LONGEST);
  }

  stop() { if (this.recorder && this.recorder.state !== "inactive") this.recorder.stop(); }

  keep(blob) {
    // Stopped before anything was heard.
    if (!blob.size) return this.forget();
    const name = this.dataset.name + "." + (ENDS[blob.type] || "webm");
    const files = new DataTransfer();
    files.items.add(new File([blob], name, { type: blob.type }));
    this.input.files = files.files;
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
    this.again.src = URL.createObjectURL(blob);
    this.bar.hidden = true;
    this.told.textContent = "";
    this.again.hidden = this.discard.hidden = false;
    this.button.textContent = this.dataset.record;
    this.word.textContent = this.dataset.done;
  }

  // Takes back what was recorded, here and in the form.
  clear() {
    if (!this.again.hidden) this.input.value = "";
    this.forget();
  }

  forget() {
    if (this.again.src) URL.revokeObjectURL(this.again.src);
    this.again.removeAttribute("src");
    this.bar.value = 0;
    this.again.hidden = this.discard.hidden = this.bar.hidden = true;
    this.word.textContent = this.told.textContent = "";
    this.button.textContent = this.dataset.record;
  }
}
customElements.define("v-recorder", VRecorder);
