// A telephone in a room without a network: pages stay readable, words wait and leave once, a Wi-Fi portal is no network.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

import { launch, person } from "./lib/browser.mjs";
import { Network } from "./lib/network.mjs";
import { artworks, signIn, signUp, trace, unique } from "./lib/steps.mjs";
import { eventually } from "../support/report.mjs";

const SOUND = fileURLToPath(new URL("../../src/cli/demo/sounds/eau.ogg", import.meta.url));
const PHONE = { width: 390, height: 844, kept: true };

export default async function offline(report, demo) {
  const browser = await launch();
  await waits(report, browser, await Network.to(demo));
  await changesHands(report, browser, await Network.to(demo));
  await reads(report, browser, await Network.to(demo));
  await door(report, browser, demo);
}

/** The team at the door of an event whose network is cut: everybody is counted in once. */
async function door(report, browser, demo) {
  const network = await Network.to(demo);
  const page = await person(browser, network, PHONE);
  const { email } = await demo.staff();
  await signIn(page, email);
  await page.goto("/agenda/nocturne-des-crues");
  const list = await page.locator('main a[href$="/reponses"]').first().getAttribute("href");
  const path = list.replace(/reponses$/, "entree");
  const waiting = (n) => eventually(`${n} entries to wait`, async () => new RegExp(`${n} traces? en attente`).test(await told(page)));
  for (const mode of ["cut", "deaf"]) {
    await report.check(`entries at the door wait without a network and count once (${mode})`, async () => {
      const name = `Passant ${unique()}`;
      await page.goto(path);
      const before = await page.locator("#liste .state.ok").count();
      network.mode = mode;
      await page.locator("#liste button[name=came][value='1']").first().click();
      await waiting(1);
      await page.locator("#sans-reponse > summary").click();
      await page.locator("#sans-reponse [name=people]").fill("2");
      await page.locator("#sans-reponse [name=name]").fill(name);
      await page.locator("#sans-reponse button.primary").click();
      await waiting(2);
      network.mode = "open";
      await page.evaluate(() => dispatchEvent(new Event("online")));
      await eventually("the entries to leave", async () => /sont parties/.test(await told(page)));
      await page.goto(path);
      assert.equal(await page.locator("#liste li", { hasText: name }).count(), 1, "counted in once");
      assert.equal(await page.locator("#liste .state.ok").count(), before + 2, "the tick and the walk-in");
    });
  }
}

/** The worker of the site looks after the page that is open. */
async function looksAfter(page) {
  await eventually("the worker", () => page.evaluate(() => navigator.serviceWorker.controller !== null));
}

/** Leaves words without waiting for anything to come of it. */
async function write(page, text, sound) {
  await page.locator("#laisser-un-mot [name=text]").fill(text);
  if (sound) {
    await page.locator("details.more > summary").first().click();
    await page.setInputFiles("[name=sound]", sound);
  }
  await page.locator("#laisser-un-mot button.primary").click();
}

const told = (page) => page.locator("#outbox").innerText();

async function waits(report, browser, network) {
  const page = await person(browser, network, PHONE);
  await signUp(page);
  const [{ path }] = await artworks(page);
  for (const [mode, sentence] of [
    ["cut", "words written without a network wait, and leave once when it is back"],
    ["deaf", "words whose answer was lost leave again and are there once"],
    ["portal", "a Wi-Fi portal that answers 200 to everything is no success"],
  ]) {
    await report.check(sentence, async () => {
      const text = `${mode} ${unique()}`;
      await page.goto(path);
      network.mode = mode;
      await write(page, text, mode === "cut" ? SOUND : undefined);
      await eventually("the form to be kept", async () => /1 trace en attente/.test(await told(page)));
      assert.equal(await page.inputValue("#laisser-un-mot [name=text]"), "", "the form is not empty again");
      assert.equal(await page.locator("#outbox").getAttribute("role"), "status");
      // Still nothing: asking again changes nothing.
      await page.evaluate(() => dispatchEvent(new Event("online")));
      await new Promise((done) => setTimeout(done, 500));
      assert.match(await told(page), /1 trace en attente/);
      network.mode = "open";
      await page.evaluate(() => dispatchEvent(new Event("online")));
      await eventually("the form to leave", async () => /votre trace est partie/.test(await told(page)));
      await page.goto(path);
      assert.equal(await page.locator("article.trace", { hasText: text }).count(), 1);
      if (mode === "cut") assert.equal(await trace(page, text).locator("audio").count(), 1, "the sound did not come along");
      assert.equal(await page.locator("#outbox").isVisible(), false);
    });
  }
}

async function changesHands(report, browser, network) {
  await report.check("what one person wrote is neither shown to the next nor sent in their name", async () => {
    const text = `À Léa ${unique()}`;
    const page = await person(browser, network, PHONE);
    const lea = await signUp(page);
    const [{ path }] = await artworks(page);
    await page.goto(path);
    network.mode = "cut";
    await write(page, text);
    await eventually("the form to be kept", async () => /1 trace en attente/.test(await told(page)));
    await page.context().clearCookies();
    network.mode = "open";
    await signUp(page);
    await page.goto(path);
    await page.evaluate(() => dispatchEvent(new Event("online")));
    await new Promise((done) => setTimeout(done, 800));
    assert.equal(await page.locator("#outbox").isVisible(), false, "the next person sees it");
    await page.goto(path);
    assert.equal(await page.locator("article.trace", { hasText: text }).count(), 0, "it was sent by somebody else");
    await page.context().clearCookies();
    await signIn(page, lea.handle);
    await eventually("it to leave", async () => {
      await page.goto(path);
      return (await page.locator("article.trace", { hasText: text }).count()) === 1;
    });
  });
}

async function reads(report, browser, network) {
  const page = await person(browser, network, PHONE);
  const [first, second] = await artworks(page);
  await looksAfter(page);
  await report.check("what was read lately is read again without a network, and the rest says what is the matter", async () => {
    await page.goto(first.path);
    await eventually("the page to be kept", () =>
      page.evaluate(async (path) => Boolean(await (await caches.open("pages-1")).match(path, { ignoreVary: true })), first.path));
    for (const mode of ["cut", "portal"]) {
      network.mode = mode;
      await page.goto(first.path);
      assert.equal(await page.locator("h1").innerText(), first.title, mode);
      await page.goto(second.path);
      assert.equal(await page.locator("h1").innerText(), "Vous êtes hors ligne", mode);
    }
    network.mode = "open";
  });
  await report.check("nothing that is one person's stays on the telephone", async () => {
    const { handle, email } = await signUp(page);
    for (const address of ["/", first.path, "/compte", "/compte/personnes", "/oeuvres"]) await page.goto(address);
    await new Promise((done) => setTimeout(done, 500));
    const kept = await page.evaluate(async () => {
      const all = [];
      for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const key of await cache.keys()) {
          const response = await cache.match(key);
          if (/text\/html/.test(response.headers.get("content-type") ?? "")) all.push(`${key.url} ${await response.text()}`);
        }
      }
      return all;
    });
    assert.ok(kept.length > 1, "nothing is kept at all");
    for (const text of kept) assert.ok(!text.includes(handle) && !text.includes(email), text.slice(0, 80));
    network.mode = "cut";
    await page.goto("/compte");
    assert.equal(await page.locator("h1").innerText(), "Vous êtes hors ligne");
    network.mode = "open";
  });
}
