// The checks of activitypub-testing against the venue's actor: each passes, or does not apply to us.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

import { start } from "../support/children.mjs";
import { Venue } from "./lib/venue.mjs";

const PROGRAM = fileURLToPath(new URL("./node_modules/activitypub-testing/src/cli.js", import.meta.url));

export default async function checklist(report) {
  const venue = await Venue.open("musee");
  await venue.publish({ title: "Rives", inventory: "ESSAI.1" });
  const actor = await report.must("WebFinger leads to the venue", () => venue.actor());
  const run = start(process.execPath, [PROGRAM, "test", "actor", actor], { env: { PATH: process.env.PATH } });
  await run.ended;
  const verdicts = run
    .out()
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line));
  await report.must("the checks were run", () => assert.ok(verdicts.length >= 10, `${verdicts.length} verdicts: ${run.log().slice(-2000)}`));
  const inapplicable = [];
  for (const { test, result } of verdicts) {
    const name = test?.name ?? test?.slug ?? JSON.stringify(test);
    if (result.outcome === "inapplicable") inapplicable.push(name);
    else await report.check(name, () => assert.equal(result.outcome, "passed", JSON.stringify(result)));
  }
  report.note(`${inapplicable.length} of ${verdicts.length} checks do not apply: ${inapplicable.join("; ")}`);
  await report.check("the log tells of no fault", () => assert.deepEqual(venue.complaints(), []));
}
