// A venue of the program under test: started on a free port with throw-away data, opened through its own
// installation page, looked after by its first member of staff.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { freePort, onStop, start } from "../../support/children.mjs";
import { eventually } from "../../support/report.mjs";
import { Visitor } from "./visitor.mjs";

const ACTIVITY = 'application/ld+json; profile="https://www.w3.org/ns/activitystreams", application/activity+json';
const PASSWORD = "correct horse battery";

export class Venue {
  /** Starts and installs a venue whose actor is `handle`. */
  static async open(handle) {
    const folder = await mkdtemp(join(tmpdir(), "parvis-interop-"));
    onStop(() => rm(folder, { recursive: true, force: true }));
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    const env = {
      PATH: process.env.PATH,
      PARVIS_LISTEN: `127.0.0.1:${port}`,
      PARVIS_URL: origin,
      PARVIS_DATA_DIR: folder,
      PARVIS_FEDERATION_ALLOW_PRIVATE: "1",
      RUST_BACKTRACE: "1",
    };
    if (process.env.PARVIS_LOG) env.PARVIS_LOG = process.env.PARVIS_LOG;
    const process_ = start(process.env.PARVIS_BINARY, ["serve"], { env });
    const venue = new Venue(handle, origin, process_);
    await eventually(`${origin} to be ready`, async () => {
      if (!process_.running()) throw new Error(`the program ended: ${process_.log()}`);
      return (await fetch(`${origin}/readyz`)).ok;
    });
    await venue.#install();
    return venue;
  }

  constructor(handle, origin, process_) {
    this.handle = handle;
    this.origin = origin;
    this.host = new URL(origin).host;
    this.process = process_;
    this.staff = new Visitor(origin);
  }

  async #install() {
    const token = await eventually("the installation code in the log", () =>
      plain(this.process.log()).match(/\/installation\?token=([^\s"]+)/)?.[1],
    );
    const page = await this.staff.get(`/installation?token=${token}`);
    const done = await this.staff.submit(page, 'form[action="/installation"]', {
      venue_name: "Musée des Essais",
      handle: this.handle,
      summary: "Un musée pour voir si l’on se comprend.",
      name: "Ada",
      login: "ada",
      email: "ada@essais.example",
      password: PASSWORD,
    }, ["step", "finish"]);
    const refusal = done.html.querySelector(".summary");
    if (refusal) throw new Error(`the installation was refused: ${refusal.text}`);
    const { status } = await this.webfinger();
    if (status !== 200) throw new Error(`the venue is not open: WebFinger answers ${status}`);
  }

  /** A page as a visitor without an account sees it. */
  page(path) {
    return new Visitor(this.origin).get(path);
  }

  /** A document as another server asks for it. */
  async document(url) {
    const response = await fetch(new URL(url, this.origin), { headers: { accept: ACTIVITY }, redirect: "manual" });
    const text = await response.text();
    let json;
    try {
      json = JSON.parse(text);
    } catch {
      json = undefined;
    }
    return { status: response.status, type: response.headers.get("content-type"), json, text };
  }

  /** The WebFinger document of the venue's actor, or of `resource`. */
  async webfinger(resource = `acct:${this.handle}@${this.host}`) {
    const response = await fetch(`${this.origin}/.well-known/webfinger?resource=${encodeURIComponent(resource)}`);
    return { status: response.status, json: response.ok ? await response.json() : undefined };
  }

  /** The id of the venue's actor. */
  async actor() {
    const { json } = await this.webfinger();
    return json.links.find((link) => link.rel === "self").href;
  }

  /** Has staff publish an artwork. Answers its page and the id of its object. */
  async publish({ title, inventory }) {
    const form = await this.staff.get("/equipe/oeuvres/nouvelle");
    const saved = await this.staff.submit(form, 'main form[enctype="multipart/form-data"]', {
      title,
      inventory,
      artist: "Inconnue",
      description_fr: "Une œuvre pour les essais.",
      status: "on_show",
    }, ["save", "list"]);
    if (saved.status !== 200) throw new Error(`publishing was answered ${saved.status}: ${saved.text.slice(0, 500)}`);
    return this.#found("/oeuvres", title);
  }

  /** Has staff show at once what strangers write with an address in it, and their pictures and sounds. */
  async trustStrangers() {
    const rules = "/equipe/moderation/regles";
    const page = await this.staff.get(rules);
    for (const rule of ["links", "media"]) page.html.querySelector(`form[action="${rules}"] [name=${rule}]`).removeAttribute("checked");
    const saved = await this.staff.submit(page, `form[action="${rules}"]`);
    if (saved.status !== 200) throw new Error(`the rules were answered ${saved.status}: ${saved.text.slice(0, 500)}`);
  }

  /** Has staff change fields of an artwork. */
  async revise(artwork, fields) {
    const saved = await this.staff.submit(await this.#desk(artwork), 'main form[enctype="multipart/form-data"]', fields, ["save", "list"]);
    if (saved.status !== 200) throw new Error(`correcting was answered ${saved.status}: ${saved.text.slice(0, 500)}`);
  }

  /** Has staff delete an artwork. */
  async remove(artwork) {
    const done = await this.staff.submit(await this.#desk(artwork), 'form[action$="/supprimer"]');
    if (done.status !== 200) throw new Error(`deleting was answered ${done.status}: ${done.text.slice(0, 500)}`);
  }

  async #desk(artwork) {
    const page = await this.staff.get(artwork.path);
    const link = page.html.querySelector('main a[href^="/equipe/oeuvres/"]');
    if (!link) throw new Error(`staff find no way to edit on ${artwork.path}`);
    return this.staff.get(link.getAttribute("href"));
  }

  /** Has staff describe a spot of the building. Answers its page and the id of its object. */
  async place({ name, code }) {
    const form = await this.staff.get("/equipe/lieux/nouveau");
    const saved = await this.staff.submit(form, 'main form[method="post"]', { name_fr: name, code });
    if (saved.status !== 200) throw new Error(`describing a place was answered ${saved.status}: ${saved.text.slice(0, 500)}`);
    return this.#found("/lieux", name);
  }

  /** The page that `list` links to under this name, and the object it tells servers of. */
  async #found(list, name) {
    const { html } = await this.page(list);
    const link = html.querySelectorAll("main a").find((a) => a.text.trim() === name);
    if (!link) throw new Error(`“${name}” is not on ${list}`);
    const path = new URL(link.getAttribute("href"), this.origin).pathname;
    const page = await this.page(path);
    const id = page.html.querySelector('link[rel="alternate"][type="application/activity+json"]')?.getAttribute("href");
    if (!id) throw new Error(`${path} tells servers of no object`);
    return { path, id, url: `${this.origin}${path}` };
  }

  /** How many follow the actor, as anybody may read. */
  async followers(actor) {
    const { json } = await this.document((await this.document(actor)).json.followers);
    return json.totalItems;
  }

  /** Signs a new member up, then in. */
  async member(handle) {
    const visitor = new Visitor(this.origin);
    const page = await visitor.get("/inscription");
    const done = await visitor.submit(page, 'form[action="/inscription"]', {
      name: handle,
      handle,
      email: `${handle}@essais.example`,
      password: PASSWORD,
      agree: "1",
    });
    if (done.status !== 200) throw new Error(`signing up was answered ${done.status}: ${done.html.querySelector(".summary")?.text}`);
    const signedIn = await visitor.submit(await visitor.get("/connexion"), 'form[action="/connexion"]', {
      login: handle,
      password: PASSWORD,
    });
    if (signedIn.status !== 200) throw new Error(`signing in was answered ${signedIn.status}`);
    return visitor;
  }

  /** The lines of the log that say something broke. */
  complaints() {
    return plain(this.process.log())
      .split("\n")
      .filter((line) => /panicked|\bERROR\b/.test(line));
  }
}

/** Text without the colours of a terminal. */
function plain(text) {
  return text.replace(/\x1b\[[0-9;]*m/g, "");
}
