// Calendar files both ways, judged by PyPI's icalendar: a year of repeating events over both time changes goes in through
// the page of the team; what comes out of every address of a calendar has the same dates, hour by hour, and no fault.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { onStop, start } from "../support/children.mjs";
import { Venue } from "./lib/venue.mjs";

const PROGRAM = fileURLToPath(new URL("./calendars.py", import.meta.url));

export default async function calendars(report) {
  const venue = await Venue.open("musee");
  const folder = await mkdtemp(join(tmpdir(), "parvis-calendars-"));
  onStop(() => rm(folder, { recursive: true, force: true }));
  const made = await report.must("a calendar is made", () => python(["make"]));
  await writeFile(join(folder, "made.ics"), made);
  await report.must("the team takes it in", () => imported(venue, made));

  const whole = await calendar(venue, "/agenda.ics");
  const judged = await report.must("it is read again", () => compared(folder, made, whole));
  await report.check("every date is there, at its hour, in winter and in summer", () => {
    assert.deepEqual(judged.missing, []);
    assert.deepEqual(judged.unexpected, []);
    assert.ok(judged.wanted > 150, `${judged.wanted} dates`);
    assert.deepEqual(judged.offsets, ["1:00:00", "2:00:00"]);
  });
  await report.check("the file has no fault a strict reader minds", () => assert.deepEqual(judged.faults, []));
  await report.check("taken in again, it changes nothing", async () => {
    const review = await imported(venue, made);
    assert.match(review.text, /Tout est déjà dans le programme/);
  });
  await report.check("a filtered calendar and that of one event are as good", async () => {
    const page = await venue.page("/agenda?recherche=UTC");
    const path = page.html.querySelector("main .event a").getAttribute("href");
    for (const address of ["/agenda.ics?recherche=UTC", `${path}/evenement.ics`]) {
      const one = await compared(folder, made, await calendar(venue, address));
      assert.deepEqual([one.faults, one.unexpected, one.missing.length], [[], [], judged.wanted - 1], address);
    }
  });
  report.note(`${judged.wanted} dates of a year, icalendar ${judged.icalendar}`);
  await report.check("the log tells of no fault", () => assert.deepEqual(venue.complaints(), []));
}

/** Takes a calendar in as the team does: pasted, looked at, agreed to. Answers the last page. */
async function imported(venue, text) {
  const form = await venue.staff.get("/equipe/agenda/import");
  const review = await venue.staff.submit(form, 'main form[enctype="multipart/form-data"]', { text, source: "Essais" });
  if (review.status !== 200) throw new Error(`the file was answered ${review.status}: ${review.text.slice(0, 500)}`);
  const refused = review.html.querySelectorAll("main .state.danger").map((one) => one.closest("tr")?.text ?? one.text);
  if (refused.length) throw new Error(`refused: ${refused.join("; ").slice(0, 500)}`);
  if (!review.html.querySelector('main form[action^="/equipe/agenda/import/"]')) return review;
  return venue.staff.submit(review, 'main form[action^="/equipe/agenda/import/"]');
}

async function calendar(venue, path) {
  const response = await fetch(new URL(path, venue.origin));
  assert.equal(response.headers.get("content-type"), "text/calendar; charset=utf-8");
  return response.text();
}

async function compared(folder, made, read) {
  await writeFile(join(folder, "read.ics"), read);
  return JSON.parse(await python(["compare", join(folder, "made.ics"), join(folder, "read.ics")]));
}

async function python(args) {
  const run = start(join(process.env.PARVIS_VENV, "bin", "python"), [PROGRAM, ...args], { env: { PATH: process.env.PATH } });
  const code = await run.ended;
  if (code !== 0) throw new Error(`calendars.py ${args[0]} ended with ${code}: ${run.log().slice(-2000)}`);
  return run.out();
}
