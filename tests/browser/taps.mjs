// Feelings tapped where the network is not: the last tap of a person waits, leaves when the network is back, and counts
// once. The page is one that is kept for everybody.
import assert from "node:assert/strict";

import { eventually } from "../support/report.mjs";
import { launch, person } from "./lib/browser.mjs";
import { artworks } from "./lib/steps.mjs";

const PHONE = { width: 390, height: 844 };

export default async function taps(report, demo) {
  const browser = await launch();
  const page = await person(browser, demo, PHONE);
  const [{ path }] = await artworks(page);
  /** How many feel this, as everybody reads it. */
  const count = async (word) => {
    const html = await (await fetch(demo.origin + path, { headers: { "accept-language": "fr" } })).text();
    return Number(html.match(new RegExp(`<b>(\\d+)</b> ${word}`))?.[1] ?? 0);
  };
  const pressed = () => page.locator('.feelings [aria-pressed="true"]').allInnerTexts();
  const tap = (key) => page.locator(`.feelings button[value="${key}"]`).click();
  await page.goto(path);
  const [joy, calm] = [await count("joie"), await count("calme")];

  await report.must("without a network the last tap waits, and the page says so", async () => {
    await page.context().setOffline(true);
    await tap("calm");
    await page.locator("#outbox").waitFor();
    await tap("joy");
    await eventually("the later tap", async () => (await pressed()).join() === "joie");
    assert.match(await page.locator("#outbox").innerText(), /1 trace en attente/);
  });
  await report.check("it leaves when the network is back, and counts once", async () => {
    await page.context().setOffline(false);
    await eventually("the feeling", async () => (await count("joie")) === joy + 1);
    assert.equal(await count("calme"), calm);
    await page.reload();
    assert.deepEqual(await pressed(), ["joie"]);
  });
  await report.check("a later tap takes its place at once", async () => {
    await tap("calm");
    await eventually("the change", async () => (await count("calme")) === calm + 1);
    assert.equal(await count("joie"), joy);
  });
  await report.check("the log tells of no fault", () => assert.deepEqual(demo.complaints(), []));
}
