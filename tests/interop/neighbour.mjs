// Two venues of this program and each other. A member there follows a venue here, from the page of an artwork
// here; then the other way round. Each must find, read, sign for and believe the other.
import assert from "node:assert/strict";

import { eventually } from "../support/report.mjs";
import { Venue } from "./lib/venue.mjs";
import { Visitor, words } from "./lib/visitor.mjs";

export default async function neighbour(report) {
  const musee = await Venue.open("musee");
  const theatre = await Venue.open("theatre");
  await visit(report, musee, theatre, "camille");
  await visit(report, theatre, musee, "sacha");
  for (const venue of [musee, theatre]) {
    await report.check(`${venue.handle}: nothing waits to be delivered`, async () => {
      await eventually("the queue to empty", async () => {
        const page = await venue.staff.get("/equipe/federation");
        assert.equal(page.status, 200);
        return page.html.querySelectorAll("section[aria-labelledby=pannes] tbody tr").length === 0;
      });
    });
  }
  await refuse(report, musee, theatre);
  for (const venue of [musee, theatre]) {
    await report.check(`${venue.handle}: the log tells of no fault`, () => assert.deepEqual(venue.complaints(), []));
  }
}

/** A member of `there` comes by `here` and follows it from home. */
async function visit(report, here, there, handle) {
  const says = (sentence) => `${sentence} (${there.handle} to ${here.handle})`;
  const artwork = await here.publish({ title: `Rives de ${here.handle}`, inventory: `N.${here.handle}` });
  const member = await there.member(handle);

  const door = await report.must(says("the follow box on an artwork leads home"), async () => {
    const visitor = new Visitor(here.origin);
    const page = await visitor.get(artwork.path);
    const sent = await visitor.submit(page, 'form[action="/suivre"]', { account: `@${handle}@${there.host}` });
    assert.equal(sent.sentTo?.origin, there.origin, `sent to ${sent.url}: ${words(sent.html).slice(0, 300)}`);
    return sent.sentTo;
  });
  await report.check(says("home knows what was being looked at"), async () => {
    const page = await member.get(door.pathname + door.search);
    assert.equal(page.status, 200);
    assert.ok(words(page.html).includes(`Rives de ${here.handle}`), words(page.html).slice(0, 300));
  });
  const actor = await here.actor();
  const doorOf = (uri) => `/authorize_interaction?uri=${encodeURIComponent(uri)}`;
  await report.must(says("the member asks to follow the venue"), async () => {
    const page = await member.get(doorOf(actor));
    const asked = await member.submit(page, 'form[action="/authorize_interaction"]');
    assert.equal(asked.status, 200);
  });
  await report.check(says("the venue accepts, and home hears of it"), async () => {
    await eventually("the Accept", async () => {
      const page = await member.get(doorOf(actor));
      return !page.html.querySelector('form[action="/authorize_interaction"]') && /suivez maintenant/.test(words(page.html));
    });
    assert.equal(await here.followers(actor), 1);
  });
  await report.check(says("the venue's staff see their follower by name"), async () => {
    const page = await here.staff.get("/equipe/abonnes");
    assert.ok(words(page.html).includes(`@${handle}@${there.host}`), words(page.html).slice(0, 500));
  });
  await report.check(says("an address that leads nowhere is told of in words"), async () => {
    const page = await member.get(doorOf(`${here.origin}/objects/1`));
    assert.equal(page.status, 200);
    assert.match(words(page.html), /Rien n’a été trouvé/);
  });
}

/** A server that staff blocked is not listened to any more. */
async function refuse(report, here, there) {
  const actor = await here.actor();
  await report.check("a blocked neighbour loses its follows", async () => {
    const desk = await here.staff.get("/equipe/federation");
    const done = await here.staff.submit(desk, 'form[action="/equipe/federation/regles"]', { domain: there.host, kind: "block", note: "essai" });
    assert.equal(done.status, 200, words(done.html).slice(0, 300));
    await eventually("the follow to go", async () => (await here.followers(actor)) === 0);
  });
  await report.check("and finds nothing there any more", async () => {
    const member = await there.member("obstine");
    const page = await member.get(`/authorize_interaction?uri=${encodeURIComponent(actor)}`);
    assert.equal(page.html.querySelector('form[action="/authorize_interaction"]'), null);
    assert.match(words(page.html), /Rien n’a été trouvé|ne peut pas être suivi/);
    assert.equal((await there.document(await there.actor())).status, 200);
  });
}
