// Two venues of this program and each other: one reads the other's actor, works and addresses as any server
// does, and its people find what is there.
import assert from "node:assert/strict";

import { Venue } from "./lib/venue.mjs";

export default async function neighbour(report) {
  const here = await Venue.open("musee");
  const there = await Venue.open("theatre");
  await report.check("each finds the other by WebFinger", async () => {
    for (const venue of [here, there]) assert.equal((await venue.webfinger()).status, 200);
  });
}
