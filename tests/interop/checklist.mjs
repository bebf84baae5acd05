// The checks of activitypub-testing against the venue's actor and an artwork: each passes, or does not apply.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

import { start } from "../support/children.mjs";
import { Venue } from "./lib/venue.mjs";

const PROGRAM = fileURLToPath(new URL("./node_modules/activitypub-testing/src/cli.js", import.meta.url));

// What is asked of a thing others like and share; of an actor it does not apply.
const OF_OBJECTS = ["likes-collection-must-be-a-collection", "shares-collection-must-be-a-collection"];

export default async function checklist(report) {
  const venue = await Venue.open("musee");
  const artwork = await venue.publish({ title: "Rives", inventory: "ESSAI.1" });
  const actor = await report.must("WebFinger leads to the venue", () => venue.actor());
  const run = await tester(["test", "actor", actor]);
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
  const object = JSON.stringify((await venue.document(artwork.id)).json);
  for (const slug of OF_OBJECTS) {
    await report.check(`${slug} (of an artwork)`, async () => {
      const one = await tester(["run", "test", `--slug=${slug}`, `--input.object=${object}`]);
      const { result } = JSON.parse(one.out());
      assert.equal(result.outcome, "passed", JSON.stringify(result));
    });
  }
  report.note(`${inapplicable.length} of ${verdicts.length} checks do not apply to the actor`);
  await report.check("the log tells of no fault", () => assert.deepEqual(venue.complaints(), []));
}

async function tester(args) {
  const run = start(process.execPath, [PROGRAM, ...args], { env: { PATH: process.env.PATH } });
  await run.ended;
  return run;
}
