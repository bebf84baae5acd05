// A crowd behind one public address: visitors scan labels, tap feelings, leave words, each with a browser of their own.
// Nothing may be lost, and nobody who behaves like a person may be refused.
//
//   PARVIS_BINARY=target/release/parvis node tests/crowd/crowd.mjs [--visitors 300] [--seconds 120]
//
// Starts the demo on a free port of this machine with throw-away data and stops it again. Every visitor has one
// connection and one cookie, and speaks at the pace of a person: a tap every few seconds, words twice a minute. At the
// end each asks for what they left: their last feeling on each label, every word in "my traces". Answers 1 when
// anything is missing or was refused.
import { mkdtemp, rm } from "node:fs/promises";
import http from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { freePort, onStop, start, stopTo } from "../support/children.mjs";
import { eventually } from "../support/report.mjs";

const PATIENCE_MS = 30_000;
const READY_MS = 240_000;
const FEELINGS = ["wonder", "joy", "calm", "tenderness", "melancholy", "curiosity"];
// A stamp younger than a second and a half is a machine's.
const WRITES_MS = [3_000, 9_000];
const LOOKS_MS = [2_000, 8_000];
const WORDS_EVERY_MS = 25_000;

const asked = (name, usual) => {
  const at = process.argv.indexOf(`--${name}`);
  return at > 0 ? Number(process.argv[at + 1]) : usual;
};
const VISITORS = asked("visitors", 300);
const SECONDS = asked("seconds", 120);

const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const between = ([from, to]) => from + Math.random() * (to - from);
const one = (list) => list[Math.floor(Math.random() * list.length)];

class Visitor {
  constructor(number, origin, tally) {
    Object.assign(this, { number, origin, tally, cookies: new Map(), felt: new Map(), said: [] });
    this.agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  }

  /** What a browser would be answered: {status, text, location}. */
  async ask(method, path, fields) {
    const body = fields && new URLSearchParams(fields).toString();
    const headers = { accept: "text/html", "accept-language": "fr", cookie: [...this.cookies].map(([k, v]) => `${k}=${v}`).join("; ") };
    if (body !== undefined) Object.assign(headers, { "content-type": "application/x-www-form-urlencoded", origin: this.origin, "sec-fetch-site": "same-origin" });
    const began = performance.now();
    const answer = await new Promise((done, fail) => {
      const request = http.request(new URL(path, this.origin), { method, headers, agent: this.agent, timeout: PATIENCE_MS }, (response) => {
        const parts = [];
        response.on("data", (part) => parts.push(part));
        response.on("end", () => done({ status: response.statusCode, text: Buffer.concat(parts).toString(), headers: response.headers }));
        response.on("error", fail);
      });
      request.on("timeout", () => request.destroy(new Error("no answer in time")));
      request.on("error", fail);
      request.end(body);
    });
    this.tally.took(`${method} ${path.replace(/\d{6,}/g, "…").replace(/\/p\/.*/, "/p/…")}`, performance.now() - began);
    for (const line of answer.headers["set-cookie"] ?? []) {
      const [name, value] = line.split(";")[0].split("=");
      if (value) this.cookies.set(name, value); else this.cookies.delete(name);
    }
    return answer;
  }

  async visit(labels, until) {
    await pause(Math.random() * 3_000);
    let words = performance.now() + Math.random() * WORDS_EVERY_MS;
    while (performance.now() < until) {
      const label = one(labels);
      const page = await this.ask("GET", `/p/${label.code}`);
      if (page.status !== 200) { this.tally.refused("a scan", page); continue; }
      const feeling = one(FEELINGS);
      const stamp = field(page.text, "stamp");
      const tapped = await this.ask("POST", `/objets/${label.id}/ressenti`, { feeling, back: `/p/${label.code}`, ...(stamp && { stamp }) });
      if (tapped.status === 303) this.felt.set(label.code, feeling); else this.tally.refused("a tap", tapped);
      this.tally.taps += 1;
      if (performance.now() > words) {
        await this.write(label);
        words = performance.now() + WORDS_EVERY_MS;
      }
      await pause(between(LOOKS_MS));
    }
  }

  async write(label) {
    const form = await this.ask("GET", `/objets/${label.id}/mot`);
    await pause(between(WRITES_MS));
    const text = `Visite ${this.number}, mot ${this.said.length + 1}`;
    const left = await this.ask("POST", `/objets/${label.id}/mot`, { text, stamp: field(form.text, "stamp"), contact_url: "" });
    if (left.status === 303) this.said.push(text); else this.tally.refused("words", left);
    this.tally.words += 1;
  }

  /** What is missing of what they were told is kept. */
  async missing() {
    const gone = [];
    for (const [code, feeling] of this.felt) {
      const page = await this.ask("GET", `/p/${code}`);
      if (!new RegExp(`value="${feeling}" aria-pressed="true"`).test(page.text)) gone.push(`${feeling} at ${code}`);
    }
    const left = new Set();
    for (let page = 1; this.said.length > left.size; page += 1) {
      const before = left.size;
      const { text } = await this.ask("GET", `/mes-traces?page=${page}`);
      for (const said of this.said) if (text.includes(said)) left.add(said);
      if (left.size === before) break;
    }
    gone.push(...this.said.filter((said) => !left.has(said)));
    this.agent.destroy();
    return gone;
  }
}

const field = (html, name) => html.match(new RegExp(`name="${name}" value="([^"]+)"`))?.[1];

class Tally {
  constructor() {
    Object.assign(this, { taps: 0, words: 0, refusals: new Map(), times: new Map() });
  }

  refused(what, { status, headers }) {
    const key = `${what}: ${status}${headers["retry-after"] ? ` (wait ${headers["retry-after"]} s)` : ""}`;
    this.refusals.set(key, (this.refusals.get(key) ?? 0) + 1);
  }

  took(what, ms) {
    if (!this.times.has(what)) this.times.set(what, []);
    this.times.get(what).push(ms);
  }
}

/** The demo, and its labels with what they stand for. */
async function open() {
  const folder = await mkdtemp(join(tmpdir(), "parvis-crowd-"));
  onStop(() => rm(folder, { recursive: true, force: true }));
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const env = { PATH: process.env.PATH, PARVIS_LISTEN: `127.0.0.1:${port}`, PARVIS_URL: origin, PARVIS_DATA_DIR: join(folder, "data") };
  const run = start(process.env.PARVIS_BINARY ?? "target/release/parvis", ["demo"], { cwd: folder, env });
  await eventually("the demo", async () => {
    if (!run.running()) throw new Error(`the program ended: ${run.log()}`);
    return (await fetch(`${origin}/readyz`)).ok;
  }, READY_MS);
  const list = await (await fetch(`${origin}/oeuvres`)).text();
  const pages = [...new Set([...list.matchAll(/href="(\/oeuvres\/[^"?#]+)"/g)].map(([, path]) => path))].slice(0, 12);
  const labels = [];
  for (const path of pages) {
    const page = await (await fetch(origin + path)).text();
    const id = page.match(/action="\/objets\/(\d+)\/ressenti"/)?.[1];
    for (const [, ref] of page.matchAll(/class="ref">([^<]+)</g)) {
      const code = ref.split("·")[0].trim();
      if (id && /^[\w.-]+$/.test(code) && (await fetch(`${origin}/p/${code}`)).ok) { labels.push({ code, id }); break; }
    }
  }
  if (!labels.length) throw new Error("the demo shows no label");
  return { origin, labels, run };
}

const { origin, labels, run } = await open();
console.log(`${VISITORS} visitors, ${labels.length} labels, ${SECONDS} s, one address`);
const tally = new Tally();
const until = performance.now() + SECONDS * 1000;
const visitors = Array.from({ length: VISITORS }, (_, at) => new Visitor(at + 1, origin, tally));
const failed = [];
await Promise.all(visitors.map((visitor) => visitor.visit(labels, until).catch((error) => failed.push(error.message))));
const kept = (list) => list.reduce((sum, visitor) => sum + visitor.said.length, 0);
const missing = [];
for (const visitor of visitors) missing.push(...await visitor.missing().catch((error) => [error.message]));
for (const [what, times] of [...tally.times].sort()) {
  times.sort((a, b) => a - b);
  const at = (part) => times[Math.min(times.length - 1, Math.floor(times.length * part))].toFixed(1);
  console.log(`  ${what}: ${times.length}, median ${at(0.5)} ms, p99 ${at(0.99)} ms`);
}
console.log(`  ${tally.taps} taps, ${tally.words} words of which ${kept(visitors)} were taken`);
for (const [what, count] of tally.refusals) console.log(`  refused ${count} times: ${what}`);
for (const what of [...failed, ...missing].slice(0, 20)) console.log(`  lost: ${what}`);
const complaints = run.log().split("\n").filter((line) => /panicked|\bERROR\b/.test(line));
for (const line of complaints.slice(0, 10)) console.log(`  the log: ${line}`);
const good = !tally.refusals.size && !failed.length && !missing.length && !complaints.length && tally.words > 0;
console.log(good ? "nothing was lost, nobody was refused" : `FAILED: ${failed.length + missing.length} lost`);
await stopTo(0);
process.exit(good ? 0 : 1);
