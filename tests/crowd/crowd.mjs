// Three hundred visitors behind one address, for two minutes: each scans labels, leaves feelings and words, without an
// account. Nothing may be lost, nothing refused, and what is counted afterwards is what was left.
//
//   node tests/crowd/crowd.mjs [visitors] [seconds]      PARVIS_BINARY: the program
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { freePort, onStop, start, stopTo } from "../support/children.mjs";
import { eventually } from "../support/report.mjs";

const VISITORS = Number(process.argv[2] ?? 300);
const SECONDS = Number(process.argv[3] ?? 120);
const CODES = ["2020.074", "1987.012", "2011.031", "1934.003", "2003.118", "2018.009", "1952.044", "2022.003", "MR-1", "MR-3", "MR-J"];
const FEELINGS = ["wonder", "joy", "calm", "tenderness", "melancholy", "curiosity", "unease", "anger"];

const folder = await mkdtemp(join(tmpdir(), "parvis-crowd-"));
onStop(() => rm(folder, { recursive: true, force: true }));
const port = await freePort();
const origin = `http://127.0.0.1:${port}`;
const env = { PATH: process.env.PATH, PARVIS_LISTEN: `127.0.0.1:${port}`, PARVIS_URL: origin, PARVIS_DATA_DIR: join(folder, "data") };
const server = start(process.env.PARVIS_BINARY, ["demo"], { cwd: folder, env });
await eventually("the demo", async () => {
  if (!server.running()) throw new Error(server.log());
  return (await fetch(`${origin}/readyz`)).ok;
}, 240_000);

const agent = new Agent({ keepAlive: true, maxSockets: VISITORS });
const times = { scan: [], feeling: [], words: [] };
const wire = { scan: 0, scans: 0 };
const refused = [];

/** One request of one visitor; keeps their cookie. */
function ask(visitor, kind, path, fields) {
  const body = fields && new URLSearchParams(fields).toString();
  const headers = { accept: "text/html", "accept-encoding": "br", "accept-language": "fr" };
  if (visitor.cookie) headers.cookie = visitor.cookie;
  if (body !== undefined) Object.assign(headers, { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin", "content-length": Buffer.byteLength(body) });
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const sent = request(origin + path, { method: body === undefined ? "GET" : "POST", headers, agent }, (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      answer.on("end", () => {
        times[kind].push(performance.now() - began);
        for (const cookie of answer.headers["set-cookie"] ?? []) {
          if (cookie.startsWith("parvis-visite=")) visitor.cookie = cookie.split(";")[0];
        }
        const bytes = Buffer.concat(parts);
        if (kind === "scan") { wire.scan += bytes.length; wire.scans += 1; }
        resolve({ status: answer.statusCode, bytes, encoding: answer.headers["content-encoding"] });
      });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

const { brotliDecompressSync } = await import("node:zlib");
const text = (answer) => (answer.encoding === "br" ? brotliDecompressSync(answer.bytes) : answer.bytes).toString();
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const ids = new Map();

/** What one person does until the time is over: scan, feel, sometimes write, walk on. */
async function visit(number, until) {
  const visitor = { felt: new Map(), words: 0 };
  await pause(Math.random() * 5_000);
  for (let n = 0; Date.now() < until; n++) {
    const code = CODES[(number + n) % CODES.length];
    const page = await ask(visitor, "scan", `/p/${code}`);
    if (page.status !== 200) { refused.push(`scan ${page.status}`); continue; }
    const html = text(page);
    const id = html.match(/\/objets\/(\d+)\/ressenti/)[1];
    ids.set(code, id);
    const stamps = [...html.matchAll(/name="stamp" value="([^"]+)"/g)].map((m) => m[1]);
    await pause(400 + Math.random() * 2_000);
    const feeling = FEELINGS[(number + n * 3) % FEELINGS.length];
    const felt = await ask(visitor, "feeling", `/objets/${id}/ressenti`, { feeling, stamp: stamps[0] ?? "", fragment: "1" });
    if (felt.status === 200) visitor.felt.set(id, feeling); else refused.push(`feeling ${felt.status}`);
    if (n % 4 === 1) {
      await pause(2_000 + Math.random() * 4_000);
      const said = await ask(visitor, "words", `/objets/${id}/mot`, { text: `Mots ${number} ${n}`, stamp: stamps.at(-1), back: `/p/${code}` });
      if (said.status === 303) visitor.words += 1; else refused.push(`words ${said.status}`);
    }
    await pause(2_000 + Math.random() * 5_000);
  }
  return visitor;
}

const until = Date.now() + SECONDS * 1_000;
const visitors = await Promise.all(Array.from({ length: VISITORS }, (_, number) => visit(number, until)));

// What is stored, read from the outside: the state as text.
const dump = start(process.env.PARVIS_BINARY, ["admin", "dump-state", "--canonical"], { env });
assert.equal(await dump.ended, 0, dump.log());
const rows = dump.log().split("\n");
const stored = {
  words: rows.filter((row) => /"Mots \d+ \d+"/.test(row)).length,
};
const left = {
  feelings: visitors.reduce((sum, visitor) => sum + visitor.felt.size, 0),
  words: visitors.reduce((sum, visitor) => sum + visitor.words, 0),
};
const at = (list, share) => list.sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * share))]?.toFixed(1);
for (const [kind, list] of Object.entries(times)) {
  console.log(`${kind.padEnd(8)} ${String(list.length).padStart(6)} requests   p50 ${at(list, 0.5)} ms   p95 ${at(list, 0.95)} ms   p99 ${at(list, 0.99)} ms   worst ${at(list, 1)} ms`);
}
console.log(`page     ${Math.round(wire.scan / wire.scans)} bytes on the wire (brotli)`);
console.log(`left     ${left.feelings} feelings, ${left.words} words, by ${VISITORS} visitors behind one address in ${SECONDS} s`);
console.log(`stored   ${stored.words} words`);
assert.deepEqual(refused, [], "something was refused");
assert.equal(stored.words, left.words, "words were lost");
// Every visitor's own page still knows every feeling they left.
for (const visitor of visitors) {
  const page = text(await ask(visitor, "scan", "/mes-traces"));
  const known = (page.match(/name="object"/g) ?? []).length;
  assert.equal(known, visitor.felt.size, "feelings were lost");
}
console.log("nothing was lost, nothing was refused");
agent.destroy();
await stopTo(0);
