// Passkeys: hands the server's options to the browser and puts the answer into the form it came from, which is then sent
// like any other. Every message is in the page already; without this file the page says what else there is.

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");

/** The options of the server, with bytes where browsers want bytes. */
function unpacked(options) {
  options.challenge = bytes(options.challenge);
  if (options.user) options.user.id = bytes(options.user.id);
  for (const list of [options.excludeCredentials, options.allowCredentials]) {
    for (const known of list ?? []) known.id = bytes(known.id);
  }
  return options;
}

/** The browser's answer, with text where the server wants text. */
function packed(credential) {
  const answer = credential.response;
  const response = { clientDataJSON: text(answer.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (answer[part]) response[part] = text(answer[part]);
  }
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    extensions: {},
    response,
  });
}

async function begin(form) {
  const answer = await fetch(form.dataset.passkey, { method: "POST", headers: { accept: "application/json" } });
  const options = await answer.json();
  if (!answer.ok) throw new Error(options.error);
  return unpacked(options.publicKey);
}

function send(form, credential) {
  form.elements.credential.value = packed(credential);
  form.submit();
}

function say(form, words) {
  const place = form.querySelector("[data-passkey-said]");
  place.textContent = words;
  place.hidden = false;
}

/** Offers keys beside the name field, without asking, where the browser can. */
async function offer(form) {
  if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return undefined;
  const stop = new AbortController();
  begin(form)
    .then((publicKey) => navigator.credentials.get({ publicKey, mediation: "conditional", signal: stop.signal }))
    .then((credential) => credential && send(form, credential))
    // Nobody asked for it: nobody is told that nothing came of it.
    .catch(() => {});
  return stop;
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const said = form.querySelector("[data-passkey-said]").dataset;
  const signsIn = form.hasAttribute("data-passkey-sign-in");
  if (!window.PublicKeyCredential) {
    if (signsIn) form.hidden = true;
    else say(form, said.unsupported);
    continue;
  }
  const offered = signsIn ? offer(form) : undefined;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      (await offered)?.abort();
      const publicKey = await begin(form);
      const credential = signsIn
        ? await navigator.credentials.get({ publicKey })
        : await navigator.credentials.create({ publicKey });
      send(form, credential);
    } catch (error) {
      say(form, error instanceof DOMException ? said.failed : error.message || said.failed);
    }
  });
}
