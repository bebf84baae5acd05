// Another server of the fediverse, built on Fedify: one person with a note or two. It keeps what arrives
// together with Fedify's own verdict about each signature and proof, and what it sent with the answers.
import { createServer } from "node:http";

import {
  createFederation,
  MemoryKvStore,
  verifyObject,
  verifyRequestDetailed,
} from "@fedify/fedify";
import {
  Activity,
  Announce,
  Create,
  Delete,
  Follow,
  Image,
  Like,
  Mention,
  Note,
  Person,
  PUBLIC_COLLECTION,
  Tombstone,
  Undo,
  Update,
} from "@fedify/fedify/vocab";
import { Temporal } from "@js-temporal/polyfill";

import { freePort, onStop } from "../../support/children.mjs";
import { eventually } from "../../support/report.mjs";
import { keys } from "./keys.mjs";

export const CAVAGE = "draft-cavage-http-signatures-12";
export const RFC9421 = "rfc9421";

const IDENTIFIER = "lea";

export class Peer {
  /**
   * Starts a server that signs first with `knocks`, and answers 401 to requests signed in another way than
   * `accepts` says.
   */
  static async open({ knocks, accepts = [CAVAGE, RFC9421] }) {
    const port = await freePort();
    const peer = new Peer(`http://127.0.0.1:${port}`, accepts);
    peer.keys = await keys();
    peer.federation = federationOf(peer, knocks);
    peer.context = peer.federation.createContext(new URL(peer.origin), undefined);
    const server = createServer((incoming, outgoing) => {
      peer.#answer(incoming, outgoing).catch((error) => {
        peer.troubles.push(error);
        outgoing.writeHead(500).end(String(error));
      });
    });
    await new Promise((ready) => server.listen(port, "127.0.0.1", ready));
    const watch = watchRequests(peer);
    onStop(() => {
      watch.stop();
      server.closeAllConnections();
      return new Promise((closed) => server.close(closed));
    });
    return peer;
  }

  constructor(origin, accepts) {
    this.origin = origin;
    this.host = new URL(origin).host;
    this.accepts = accepts;
    this.notes = new Map();
    /** Requests to our inboxes: {scheme, verified, keyId, reason, proven, body, answer}. */
    this.deliveries = [];
    /** Signed requests for our documents: {path, scheme, verified, reason, answer}. */
    this.reads = [];
    /** Ids of activities that Fedify verified, parsed and handed on. */
    this.understood = new Set();
    /** Our requests to others: {method, url, scheme, status}. */
    this.sent = [];
    this.troubles = [];
    this.written = 0;
  }

  get actorId() {
    return this.context.getActorUri(IDENTIFIER);
  }

  get handle() {
    return `@${IDENTIFIER}@${this.host}`;
  }

  /** Looks an object up as Fedify does: fetched, its type recognised, its properties read. */
  lookup(url) {
    return this.context.lookupObject(url, { documentLoader: this.context.documentLoader });
  }

  /** The first accepted delivery that `test` likes, waited for. */
  received(what, test) {
    return eventually(what, () =>
      this.deliveries.find((delivery) => delivery.answer < 300 && delivery.body && test(delivery.body)),
    );
  }

  follow(target) {
    const activity = new Follow({
      id: this.#id("follow"),
      actor: this.actorId,
      object: target.id,
      to: target.id,
    });
    return this.#send(target, activity);
  }

  /** A public reply to `parent` by us, addressed to its author. */
  async reply(author, parent, text, extra = {}) {
    const key = `${(this.written += 1)}`;
    const note = new Note({
      id: this.context.getObjectUri(Note, { key }),
      url: new URL(`/notes/${key}`, this.origin),
      attribution: this.actorId,
      replyTarget: parent,
      content: `<p>${text}</p>`,
      published: now(),
      to: PUBLIC_COLLECTION,
      cc: author.id,
      tags: [new Mention({ href: author.id, name: `@${author.preferredUsername}` })],
      ...extra,
    });
    this.notes.set(key, note);
    await this.#send(author, new Create({ ...this.#about(author, "create"), object: note, published: note.published }));
    return { key, note };
  }

  async edit(author, { key }, text) {
    const note = this.notes.get(key).clone({ content: `<p>${text}</p>`, updated: now() });
    this.notes.set(key, note);
    await this.#send(author, new Update({ ...this.#about(author, "update"), object: note, updated: note.updated }));
  }

  async retract(author, { key }) {
    const note = this.notes.get(key);
    this.notes.delete(key);
    const tombstone = new Tombstone({ id: note.id, formerType: Note, deleted: now() });
    await this.#send(author, new Delete({ ...this.#about(author, "delete"), object: tombstone }));
  }

  like(author, object) {
    return this.#send(author, new Like({ id: this.#id("like"), actor: this.actorId, object, to: author.id }));
  }

  boost(author, object) {
    return this.#send(author, new Announce({
      id: this.#id("boost"),
      actor: this.actorId,
      object,
      published: now(),
      to: PUBLIC_COLLECTION,
      cc: author.id,
    }));
  }

  undo(author, activity) {
    return this.#send(author, new Undo({ id: this.#id("undo"), actor: this.actorId, object: activity, to: author.id }));
  }

  /** How many requests of ours to `origin` were answered with this status, by scheme. */
  knocks(origin, method = "POST") {
    return this.sent.filter((request) => request.method === method && request.url.startsWith(origin));
  }

  async #send(recipient, activity) {
    await this.context.sendActivity({ identifier: IDENTIFIER }, recipient, activity, { immediate: true });
    return activity;
  }

  #id(what) {
    return new URL(`/activities/${what}-${crypto.randomUUID()}`, this.origin);
  }

  #about(author, what) {
    return { id: this.#id(what), actor: this.actorId, to: PUBLIC_COLLECTION, cc: author.id };
  }

  async #answer(incoming, outgoing) {
    const request = await requestOf(incoming, this.origin);
    const scheme = schemeOf(request.headers);
    const path = new URL(request.url).pathname;
    const loaders = { documentLoader: this.context.documentLoader, contextLoader: this.context.contextLoader };
    let record;
    if (scheme) {
      const verdict = await verifyRequestDetailed(request.clone(), { spec: scheme, ...loaders });
      record = {
        path,
        scheme,
        both: request.headers.has("digest") && request.headers.has("content-digest"),
        verified: verdict.verified,
        keyId: verdict.key?.id?.href,
        reason: verdict.reason && `${verdict.reason.type} ${verdict.reason.result?.error ?? verdict.reason.result?.status ?? ""}`,
      };
      if (request.method === "POST") {
        record.body = JSON.parse(await request.clone().text());
        record.proven = record.body.proof ? await proven(record.body, loaders) : undefined;
        this.deliveries.push(record);
      } else {
        this.reads.push(record);
      }
    }
    let response;
    if (scheme && !this.accepts.includes(scheme)) {
      response = new Response("another signature scheme, please", { status: 401 });
    } else {
      response = await this.federation.fetch(request, { contextData: undefined });
    }
    if (record) record.answer = response.status;
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    outgoing.end(Buffer.from(await response.arrayBuffer()));
  }
}

async function proven(body, loaders) {
  try {
    return (await verifyObject(Activity, body, loaders)) !== null;
  } catch (error) {
    return `${error}`;
  }
}

function federationOf(peer, knocks) {
  const federation = createFederation({ kv: new MemoryKvStore(), allowPrivateAddress: true, firstKnock: knocks });
  federation
    .setActorDispatcher("/actors/{identifier}", async (context, identifier) => {
      if (identifier !== IDENTIFIER) return null;
      const keys = await context.getActorKeyPairs(identifier);
      return new Person({
        id: context.getActorUri(identifier),
        preferredUsername: identifier,
        name: "Léa d’ailleurs",
        summary: "<p>Somebody from another server.</p>",
        url: new URL(`/@${identifier}`, peer.origin),
        icon: new Image({ url: new URL("/avatar.png", peer.origin), mediaType: "image/png" }),
        inbox: context.getInboxUri(identifier),
        publicKey: keys[0].cryptographicKey,
        assertionMethods: keys.map((key) => key.multikey),
      });
    })
    .setKeyPairsDispatcher((_context, identifier) => (identifier === IDENTIFIER ? peer.keys : []));
  federation.setObjectDispatcher(Note, "/notes/{key}", (_context, { key }) => peer.notes.get(key) ?? null);
  federation
    .setInboxListeners("/actors/{identifier}/inbox")
    .on(Activity, (_context, activity) => void peer.understood.add(activity.id?.href))
    .onError((_context, error) => void peer.troubles.push(error));
  return federation;
}

// Fedify sends with the global `fetch`: watching it shows each knock and its answer.
function watchRequests(peer) {
  const plain = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const request = input instanceof Request ? input : undefined;
    const headers = new Headers(init?.headers ?? request?.headers);
    const response = await plain(input, init);
    const scheme = schemeOf(headers);
    if (scheme) {
      peer.sent.push({
        method: init?.method ?? request?.method ?? "GET",
        url: request?.url ?? String(input),
        scheme,
        status: response.status,
      });
    }
    return response;
  };
  return { stop: () => (globalThis.fetch = plain) };
}

function schemeOf(headers) {
  if (headers.has("signature-input")) return RFC9421;
  return headers.has("signature") ? CAVAGE : undefined;
}

async function requestOf(incoming, origin) {
  const chunks = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const headers = new Headers();
  for (let i = 0; i < incoming.rawHeaders.length; i += 2) headers.append(incoming.rawHeaders[i], incoming.rawHeaders[i + 1]);
  const body = ["GET", "HEAD"].includes(incoming.method) ? undefined : Buffer.concat(chunks);
  return new Request(new URL(incoming.url, origin), { method: incoming.method, headers, body });
}

function now() {
  return Temporal.Now.instant();
}
