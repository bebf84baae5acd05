// A Fedify server and the venue: everything a person elsewhere does with an artwork, once with each way of
// signing. Fedify judges our signatures and proofs; what visitors then read on our pages judges the rest.
import assert from "node:assert/strict";

import { CAVAGE, Peer, RFC9421 } from "./lib/peer.mjs";
import { eventually } from "../support/report.mjs";
import { Venue } from "./lib/venue.mjs";
import { words } from "./lib/visitor.mjs";

export default async function fedify(report) {
  const venue = await Venue.open("musee");
  await scenario(report, venue, { knocks: CAVAGE, accepts: [CAVAGE, RFC9421], number: 1 });
  await scenario(report, venue, { knocks: RFC9421, accepts: [RFC9421], number: 2 });
  await report.check("the log tells of no fault", () => assert.deepEqual(venue.complaints(), []));
}

async function scenario(report, venue, { knocks, accepts, number }) {
  const way = knocks === CAVAGE ? "draft-cavage" : "RFC 9421";
  const says = (sentence) => `${sentence} (${way})`;
  const peer = await Peer.open({ knocks, accepts });

  const actor = await discover(report, says, venue, peer);
  await report.must(says("a follow is accepted"), async () => {
    const follow = await peer.follow(actor);
    const accept = await peer.received("the Accept", (body) => body.type === "Accept");
    assert.equal(accept.body.object.id, follow.id.href);
    assert.equal(accept.body.object.type, "Follow");
    assert.equal(accept.body.actor, actor.id.href);
  });

  const artwork = await report.must(says("staff publish an artwork"), () =>
    venue.publish({ title: `Rives ${number}`, inventory: `ESSAI.${number}` }),
  );
  await report.must(says("the follower receives the artwork"), async () => {
    const create = await peer.received("the Create", (body) => body.type === "Create" && body.object?.id === artwork.id);
    assert.equal(create.body.object.type, "Note");
    assert.ok(peer.understood.has(create.body.id), "Fedify did not hand the activity on");
    const seen = await peer.lookup(artwork.id);
    assert.equal(seen?.id?.href, artwork.id);
    assert.match(String(seen.content), new RegExp(`Rives ${number}`));
  });

  await report.must(says("an artwork is followed by the number on its label"), async () => {
    const { json } = await venue.webfinger(`acct:ESSAI.${number}@${venue.host}`);
    assert.equal(json.subject, `acct:rives-${number}@${venue.host}`);
    const thing = await peer.lookup(json.links.find((link) => link.rel === "self").href);
    assert.equal(thing.constructor.name, "Service");
    assert.equal(String(thing.name), `Rives ${number}`);
    const follow = await peer.follow(thing);
    const accept = await peer.received("the Accept", (body) => body.type === "Accept" && body.object.id === follow.id.href);
    assert.equal(accept.body.actor, thing.id.href);
  });
  await converse(report, says, venue, peer, actor, artwork);
  await overhear(report, says, venue, peer, actor, artwork);
  await talkWithMember(report, says, venue, peer, artwork, number);
  await curate(report, says, venue, peer, artwork);
  await applaud(report, says, venue, peer, actor, artwork);
  await report.check(says("an unfollow is heard"), async () => {
    const before = await venue.followers(actor.id);
    await peer.undo(actor, await peer.follow(actor));
    await eventually("one follower less", async () => (await venue.followers(actor.id)) === before - 1);
  });
  await verdicts(report, says, venue, peer, { knocks, accepts });
}

async function discover(report, says, venue, peer) {
  await report.check(says("WebFinger leads to the venue"), async () => {
    const { status, json } = await venue.webfinger();
    assert.equal(status, 200);
    assert.equal(json.subject, `acct:${venue.handle}@${venue.host}`);
  });
  return report.must(says("Fedify reads the venue's actor"), async () => {
    const actor = await peer.lookup(await venue.actor());
    assert.equal(actor.constructor.name, "Organization");
    assert.equal(actor.preferredUsername, venue.handle);
    assert.ok(actor.inboxId, "no inbox");
    assert.ok(await actor.getPublicKey(peer.context), "no RSA key");
    const methods = [];
    for await (const method of actor.getAssertionMethods(peer.context)) methods.push(method);
    assert.ok(methods.some((method) => method.publicKey?.algorithm.name === "Ed25519"), "no Ed25519 key");
    return actor;
  });
}

async function converse(report, says, venue, peer, actor, artwork) {
  const first = `Une lumière de ${crypto.randomUUID()}`;
  const second = `Une ombre de ${crypto.randomUUID()}`;
  const read = async () => words((await venue.page(artwork.path)).html);
  const reply = await report.must(says("a reply stands on the artwork's page"), async () => {
    const sent = await peer.reply(actor, new URL(artwork.id), first);
    await eventually("the reply on the page", async () => (await read()).includes(first));
    return sent;
  });
  await report.check(says("the reply shows who wrote it and from where"), async () => {
    const text = await read();
    assert.ok(text.includes("Léa d’ailleurs"), "no name");
    assert.ok(text.includes(peer.handle), `no ${peer.handle}`);
  });
  await report.check(says("the artwork's replies count the reply"), async () => {
    await eventually("the reply in the collection", async () =>
      (await items(venue, (await venue.document(artwork.id)).json.replies)).includes(reply.note.id.href),
    );
  });
  await report.check(says("an edit replaces the words"), async () => {
    await peer.edit(actor, reply, second);
    await eventually("the new words", async () => (await read()).includes(second));
    assert.ok(!(await read()).includes(first), "the old words are still there");
  });
  await report.check(says("a deleted reply goes away"), async () => {
    await peer.retract(actor, reply);
    await eventually("the words to go", async () => !(await read()).includes(second));
  });
}

/** What is not meant for everybody, and what nobody signed, is not shown. */
async function overhear(report, says, venue, peer, actor, artwork) {
  const secret = `Entre nous ${crypto.randomUUID()}`;
  const open = `Pour tous ${crypto.randomUUID()}`;
  const read = async () => words((await venue.page(artwork.path)).html);
  await report.check(says("a reply for the venue alone is shown to nobody"), async () => {
    await peer.reply(actor, new URL(artwork.id), secret, { to: actor.id, cc: undefined });
    const reply = await peer.reply(actor, new URL(artwork.id), open);
    await eventually("the later reply", async () => (await read()).includes(open));
    assert.ok(!(await read()).includes(secret), "it is on the page");
    await peer.retract(actor, reply);
  });
  await report.check(says("an unsigned activity is refused"), async () => {
    const response = await fetch(actor.inboxId, {
      method: "POST",
      headers: { "content-type": "application/activity+json" },
      body: JSON.stringify({ id: `${peer.origin}/x`, type: "Like", actor: peer.actorId.href, object: artwork.id }),
    });
    assert.equal(response.status, 401);
  });
}

/** A member here answers for everybody, and is answered. */
async function talkWithMember(report, says, venue, peer, artwork, number) {
  const said = `De ma main ${crypto.randomUUID()}`;
  const changed = `De mon autre main ${crypto.randomUUID()}`;
  const answered = `D’ailleurs ${crypto.randomUUID()}`;
  const member = await report.must(says("a member signs up"), () => venue.member(`membre_${number}`));
  await report.must(says("a member can be followed too"), async () => {
    const person = await peer.lookup((await venue.webfinger(`acct:membre_${number}@${venue.host}`)).json.links.find((l) => l.rel === "self").href);
    const follow = await peer.follow(person);
    await peer.received("the Accept", (body) => body.type === "Accept" && body.object.id === follow.id.href);
  });
  const create = await report.check(says("words of a member reach their followers"), async () => {
    const page = await member.get(artwork.path);
    const done = await member.submit(page, "#laisser-un-mot", { text: said, share: "1" });
    assert.equal(done.status, 200);
    return peer.received("the Create", (body) => body.type === "Create" && body.object?.content?.includes(said));
  });
  if (!create) return;
  const note = create.body.object;
  await report.check(says("the artwork shares them with whoever follows it"), async () => {
    const shared = await peer.received("the Announce", (body) => body.type === "Announce" && body.object === note.id);
    const thing = await peer.lookup(shared.body.actor);
    assert.equal(thing.preferredUsername, `rives-${number}`);
    assert.equal(shared.verified && shared.proven, true);
  });
  await report.check(says("they answer the artwork and are the member's own"), async () => {
    assert.equal(note.type, "Note");
    assert.equal(note.inReplyTo, artwork.id);
    const author = await peer.lookup(note.attributedTo);
    assert.equal(author.constructor.name, "Person");
    assert.equal(author.preferredUsername, `membre_${number}`);
    assert.equal(create.verified && create.proven, true);
    const seen = await peer.lookup(note.id);
    assert.equal(seen.replyTargetId.href, artwork.id);
  });
  const trace = async (page) => page.html.querySelectorAll("article.trace").find((t) => t.text.includes(said) || t.text.includes(changed));
  await report.check(says("a reply to the member stands beneath their words"), async () => {
    const author = await peer.lookup(note.attributedTo);
    await peer.reply(author, new URL(note.id), answered);
    await eventually("the answer beneath", async () =>
      (await trace(await venue.page(artwork.path)))?.querySelector(".replies")?.text.includes(answered),
    );
  });
  await report.check(says("an edit here arrives there as an Update"), async () => {
    const mine = await trace(await member.get(artwork.path));
    const link = mine.querySelector('a[href*="/modifier"]').getAttribute("href");
    const done = await member.submit(await member.get(link), 'main form[method="post"]', { text: changed });
    assert.equal(done.status, 200);
    const update = await peer.received("the Update", (body) => body.type === "Update" && body.object?.content?.includes(changed));
    assert.equal(update.body.object.id, note.id);
    assert.ok(Date.parse(update.body.object.updated) > Date.parse(note.published));
  });
  await report.check(says("words taken back are gone before the Delete arrives"), async () => {
    const path = (await trace(await member.get(artwork.path))).querySelector(".who time").closest("a").getAttribute("href");
    const done = await member.submit(await member.get(`${path}/retirer`), 'main form[action*="/retirer"]');
    assert.equal(done.status, 200);
    const gone = await peer.received("the Delete", (body) => body.type === "Delete" && (body.object.id ?? body.object) === note.id);
    assert.equal(gone.body.object.type, "Tombstone");
    assert.equal((await venue.document(note.id)).status, 410);
  });
}

/** Staff correct an artwork, and take it away. */
async function curate(report, says, venue, peer, artwork) {
  await report.check(says("a corrected artwork arrives as an Update"), async () => {
    const corrected = `Corrigée ${crypto.randomUUID()}`;
    await venue.revise(artwork, { description_fr: corrected });
    const update = await peer.received("the Update", (body) => body.type === "Update" && body.object?.id === artwork.id);
    assert.ok(update.body.object.content.includes(corrected));
    assert.ok(update.verified);
  });
  await report.check(says("an artwork taken from the catalogue arrives as a Delete"), async () => {
    const other = await venue.publish({ title: `Éphémère ${crypto.randomUUID().slice(0, 8)}`, inventory: `E.${crypto.randomUUID().slice(0, 8)}` });
    await peer.received("the Create", (body) => body.type === "Create" && body.object?.id === other.id);
    await venue.remove(other);
    await peer.received("the Delete", (body) => body.type === "Delete" && (body.object.id ?? body.object) === other.id);
    assert.equal((await venue.document(other.id)).status, 410);
  });
}

async function applaud(report, says, venue, peer, actor, artwork) {
  const total = async (name) => {
    const collection = (await venue.document(artwork.id)).json[name];
    const id = typeof collection === "string" ? collection : collection.id;
    return (await venue.document(id)).json.totalItems;
  };
  for (const [what, collection, act] of [
    ["like", "likes", () => peer.like(actor, new URL(artwork.id))],
    ["boost", "shares", () => peer.boost(actor, new URL(artwork.id))],
  ]) {
    const activity = await report.check(says(`a ${what} is counted once`), async () => {
      const sent = await act();
      await eventually(`the ${what} to count`, async () => (await total(collection)) === 1);
      return sent;
    });
    if (!activity) continue;
    await report.check(says(`the page tells of the ${what}`), async () => {
      const page = await venue.page(artwork.path);
      assert.match(words(page.html), what === "like" ? /1 personne aime|1 j’aime|aimé/i : /1 partage|1 repartage|partagé/i);
    });
    await report.check(says(`an undone ${what} counts no more`), async () => {
      await peer.undo(actor, activity);
      await eventually(`the ${what} to go`, async () => (await total(collection)) === 0);
    });
  }
}

async function verdicts(report, says, venue, peer, { knocks, accepts }) {
  await report.check(says("Fedify verifies every delivery it accepts"), () => {
    const kept = peer.deliveries.filter((delivery) => accepts.includes(delivery.scheme));
    assert.ok(kept.length >= 2, `only ${kept.length} deliveries`);
    for (const d of kept) assert.ok(d.verified, `${d.body.type} by ${d.scheme}: ${d.reason}`);
    for (const d of kept) assert.equal(d.answer, 202, `${d.body.type} was answered ${d.answer}`);
  });
  await report.check(says("no request carries both schemes"), () => {
    for (const d of peer.deliveries) assert.ok(!d.both, d.body.type);
  });
  if (accepts.includes(CAVAGE)) {
    await report.check(says("the first knock is draft-cavage"), () => {
      for (const d of peer.deliveries) assert.equal(d.scheme, CAVAGE);
    });
  } else {
    await report.check(says("a refused draft-cavage is followed by RFC 9421, and remembered"), () => {
      const schemes = [...peer.reads, ...peer.deliveries].map((knock) => knock.scheme);
      assert.deepEqual(schemes.slice(0, 2), [CAVAGE, RFC9421], "reads come before deliveries");
      assert.ok(!schemes.slice(2).includes(CAVAGE), `knocked as ${schemes.join(", ")}`);
      assert.ok(peer.deliveries.length > 0, "nothing was delivered");
    });
  }
  await report.check(says("Fedify verifies the proof of what is public"), () => {
    const published = peer.deliveries.filter(
      (delivery) => accepts.includes(delivery.scheme) && ["Create", "Update", "Delete"].includes(delivery.body.type),
    );
    assert.ok(published.length > 0, "nothing was published");
    for (const d of published) assert.equal(d.proven, true, `${d.body.id}: ${d.body.proof ? d.proven : "no proof"}`);
  });
  await report.check(says("our reads of their documents are signed and verified"), () => {
    const reads = peer.reads.filter((read) => accepts.includes(read.scheme));
    assert.ok(reads.length > 0, "nothing was read with a signature");
    for (const r of reads) assert.ok(r.verified, `${r.path} by ${r.scheme}: ${r.reason}`);
  });
  await report.check(says("every delivery of theirs was taken at the first knock"), () => {
    const knocksOfTheirs = peer.knocks(venue.origin);
    assert.ok(knocksOfTheirs.length >= 8, `only ${knocksOfTheirs.length} deliveries`);
    for (const k of knocksOfTheirs) assert.deepEqual([k.scheme, k.status], [knocks, 202], k.url);
  });
  await report.check(says("Fedify had no trouble of its own"), () => assert.deepEqual(peer.troubles, []));
}

/** The ids of a collection's items, over its pages. */
async function items(venue, collection) {
  const ids = [];
  let at = typeof collection === "string" ? collection : collection.id;
  for (let page = 0; at && page < 20; page += 1) {
    const { json } = await venue.document(at);
    for (const item of json.items ?? json.orderedItems ?? []) ids.push(typeof item === "string" ? item : item.id);
    const next = json.first ?? json.next;
    if (next && typeof next === "object") {
      for (const item of next.items ?? next.orderedItems ?? []) ids.push(typeof item === "string" ? item : item.id);
      at = next.next;
    } else {
      at = next;
    }
  }
  return ids;
}
