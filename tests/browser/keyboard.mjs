// Without a mouse: the skip link, a focus one can see everywhere, and words left with keys alone.
import assert from "node:assert/strict";

import { launch, person } from "./lib/browser.mjs";
import { artworks, signUp, staffMember, trace, unique } from "./lib/steps.mjs";

const STEPS = 120;

export default async function keyboard(report, demo) {
  const browser = await launch();
  const page = await person(browser, demo);
  await report.check("the first stop is the skip link, which leads to the content", async () => {
    await page.goto("/oeuvres");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
    const box = await page.locator("a.skip").boundingBox();
    assert.ok(box.y >= 0 && box.x >= 0, "the skip link is out of sight");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "contenu");
  });
  await signUp(page);
  const [{ path }] = await artworks(page);
  for (const address of ["/", "/oeuvres", path, "/lieux", "/suivre", "/compte"]) {
    await report.check(`every stop on ${address} can be seen`, () => stops(page, address));
  }
  const desk = await staffMember(browser, demo);
  for (const address of ["/equipe", "/equipe/oeuvres", "/equipe/oeuvres/nouvelle", "/equipe/moderation", "/equipe/reglages"]) {
    await report.check(`every stop on ${address} can be seen`, () => stops(desk, address));
  }
  await report.check("words are left on an artwork with keys alone", async () => {
    const words = `Au clavier ${unique()}`;
    await page.goto(path);
    await reach(page, (element) => element.name === "text");
    await page.keyboard.type(words);
    await reach(page, (element) => element.tagName === "BUTTON" && element.form === "laisser-un-mot");
    await page.keyboard.press("Enter");
    await trace(page, words).waitFor();
  });
  await report.check("the browsers complained of nothing", () => assert.deepEqual([...page.problems, ...desk.problems], []));
}

/** What has the focus. */
function focused(page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const box = element.getBoundingClientRect();
    // A card shows its ring round itself, not round the words that lead on.
    const rings = [element, element.closest("li")].filter(Boolean).map((ringed) => getComputedStyle(ringed));
    return {
      tagName: element.tagName,
      name: element.getAttribute("name"),
      form: element.form?.id ?? null,
      what: element.outerHTML.slice(0, 120),
      outlined: rings.some((ring) => ring.outlineStyle !== "none" && Number.parseFloat(ring.outlineWidth) >= 2),
      inSight: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
    };
  });
}

async function reach(page, wanted) {
  for (let step = 0; step < STEPS; step += 1) {
    await page.keyboard.press("Tab");
    const element = await focused(page);
    if (element && wanted(element)) return;
  }
  throw new Error(`not reached in ${STEPS} steps`);
}

async function stops(page, address) {
  await page.goto(address);
  let seen = 0;
  for (let step = 0; step < STEPS; step += 1) {
    await page.keyboard.press("Tab");
    const element = await focused(page);
    if (!element) break;
    seen += 1;
    assert.ok(element.outlined, `no outline on ${element.what}`);
    assert.ok(element.inSight, `out of sight: ${element.what}`);
  }
  assert.ok(seen >= 8, `only ${seen} stops`);
}
