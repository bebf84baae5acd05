// The fediverse-pasture: six actors that sign or do not, and hundreds of odd but legal Notes in reply to one
// artwork. Each Note is answered cleanly; those a reader could make sense of stand on the artwork's page.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { onStop, start } from "../support/children.mjs";
import { eventually } from "../support/report.mjs";
import { Venue } from "./lib/venue.mjs";

const PROGRAM = fileURLToPath(new URL("./pasture.py", import.meta.url));
const HOW_MANY = 262;

// What is no reply to the artwork: no author or address to know it by, no post, or an answer to something else.
const NOT_REPLIES = {
  necessary_properties: ["without id", "without attributedTo", "without type"],
  in_reply_to: ["invalid uri", "collection"],
  object_types: ["Tombstone", "Relationship", "Place", "Profile", null],
};

export default async function pasture(report) {
  const venue = await Venue.open("musee");
  const actor = await venue.actor();
  await verify(report, actor);
  await deliver(report, venue, actor);
  await report.check("the log tells of no fault", () => assert.deepEqual(venue.complaints(), []));
}

async function verify(report, actor) {
  const run = await python(["verify", actor]);
  await run.ended;
  const { result, steps } = await report.must("the verifier comes to its end", () => {
    const [line] = lines(run);
    assert.ok(line, run.log().slice(-2000));
    return line;
  });
  await report.check("WebFinger agrees with the actor", () => assert.equal(result.webfinger, true, steps.join("\n")));
  for (const [name, how] of [["alice", "with a name"], ["dean", "without a name"]]) {
    await report.check(`${name}, ${how}, reads the actor unsigned`, () => assert.equal(result[name].get_actor, true));
    await report.check(`${name}, ${how}, may not post unsigned`, () => assert.equal(result[name].post_inbox, false));
  }
  for (const [name, how] of [
    ["bob", "with a name"],
    ["claire", "with a name, asking for signed reads"],
    ["emily", "without a name"],
    ["frank", "without a name, asking for signed reads"],
  ]) {
    await report.check(`${name}, ${how}, reads the actor signed`, () => assert.equal(result[name].get_actor, true));
    await report.check(`${name}, ${how}, posts signed`, () => assert.equal(result[name].post_inbox, true, steps.join("\n")));
  }
}

async function deliver(report, venue, actor) {
  const artwork = await report.must("staff publish an artwork", () => venue.publish({ title: "Rives", inventory: "ESSAI.1" }));
  await report.must("staff let addresses, pictures and sounds pass", () => venue.trustStrangers());
  const run = await python(["deliver", actor, artwork.id], { stdio: ["pipe", "pipe", "pipe"] });
  await report.must("every Note is sent", () =>
    eventually("the last Note", () => {
      assert.ok(run.running(), run.log().slice(-2000));
      return lines(run).length === HOW_MANY;
    }, 90_000),
  );
  const sent = lines(run);
  for (const group of new Set(sent.map((note) => note.group))) {
    const notes = sent.filter((note) => note.group === group);
    await report.check(`${group}: ${notes.length} Notes are taken`, () => {
      for (const n of notes) assert.equal(n.status, 202, `${JSON.stringify(n.example)}: ${n.status} ${n.answer}`);
    });
  }

  const expected = sent.filter((note) => !notReply(note));
  let shown = new Map();
  const missing = () => expected.filter((note) => !shown.has(note.mark));
  await report.check(`the ${expected.length} that are replies stand on the page`, async () => {
    try {
      await eventually("the replies", async () => {
        shown = await thread(venue, artwork.path);
        return missing().length === 0;
      }, 45_000);
    } catch (error) {
      const list = missing().map((note) => `${note.group} ${JSON.stringify(note.example).slice(0, 200)}`);
      throw new Error(`${list.length} are missing:\n${list.slice(0, 40).join("\n")}\n(${error.message})`);
    }
  });
  await report.check("what is no reply does not", () => {
    for (const note of sent.filter(notReply)) assert.ok(!shown.has(note.mark), JSON.stringify(note.example));
  });
  await report.check("their words are shown as words: nothing runs, nothing is styled", () => {
    for (const note of expected) {
      const trace = shown.get(note.mark);
      if (!trace) continue;
      assert.equal(trace.querySelectorAll("script, style, iframe, object, form input").length, 0, note.mark);
      for (const element of trace.querySelectorAll("*")) {
        const run_ = Object.keys(element.attributes).filter((name) => /^on|^style$/i.test(name));
        assert.deepEqual(run_, [], `${note.mark}: ${element.toString().slice(0, 200)}`);
      }
    }
  });
  report.note(`${shown.size} of ${sent.length} Notes stand on the artwork's page`);
  run.write("");
}

/** The traces on the artwork's pages, by the mark in their words. */
async function thread(venue, path) {
  const traces = new Map();
  for (let page = 1; page < 60; page += 1) {
    const { html, status } = await venue.page(`${path}?page=${page}`);
    if (status !== 200) break;
    const found = html.querySelectorAll("article.trace .words");
    for (const element of found) {
      for (const [mark] of element.text.matchAll(/essai\d{3}/g)) traces.set(mark, element);
    }
    if (found.length === 0) break;
  }
  return traces;
}

function notReply({ group, example }) {
  return NOT_REPLIES[group]?.includes(group === "object_types" ? example.type : example.content) ?? false;
}

// In a folder of its own: the pasture's libraries keep caches where they are started.
async function python(args, options = {}) {
  const folder = await mkdtemp(join(tmpdir(), "parvis-pasture-"));
  onStop(() => rm(folder, { recursive: true, force: true }));
  return start(`${process.env.PARVIS_VENV}/bin/python`, [PROGRAM, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, PYTHONWARNINGS: "ignore" },
    ...options,
  });
}

function lines(run) {
  return run
    .out()
    .split("\n")
    .filter((line) => line.startsWith("{") && line.endsWith("}"))
    .map((line) => JSON.parse(line));
}
