// Words with a sound and a picture, on a telephone: chosen without JavaScript, recorded with it, described, corrected.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

import { launch, person } from "./lib/browser.mjs";
import { artworks, leaveTrace, press, signUp, trace, unique } from "./lib/steps.mjs";
import { eventually } from "../support/report.mjs";

const file = (name) => fileURLToPath(new URL(`../../src/cli/demo/${name}`, import.meta.url));
const SOUND = file("sounds/eau.ogg");
const VOICE = file("sounds/voix.m4a");
const PICTURE = file("visitors/galet-de-poche.jpg");
const PHONE = { width: 390, height: 844 };

export default async function words(report, demo) {
  const browser = await launch();
  for (const js of [false, true]) {
    const says = (sentence) => `${sentence} (${js ? "with" : "without"} JavaScript)`;
    const page = await person(browser, demo, { js, ...PHONE });
    await signUp(page);
    const [{ path }] = await artworks(page);
    await chooses(report, says, page, path);
    await corrects(report, says, page, path);
    if (js) await records(report, page, path);
    if (js) await byKeysAlone(report, page, path);
    await report.check(says("nothing is wider than the telephone"), async () => {
      await page.goto(path);
      for (const more of await page.locator("details.more > summary").all()) await more.click();
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(over <= 0, `${over} px too wide`);
    });
    await report.check(says("the browser complained of nothing"), () => assert.deepEqual(page.problems, []));
  }
}

/** How long the sound of a trace lasts, in seconds, as the browser plays it. */
async function lasts(left) {
  const audio = left.locator("audio");
  // Asked again and again: a page without JavaScript tells no listener.
  await audio.evaluate((element) => {
    element.preload = "metadata";
    element.load();
  });
  return eventually("the length of the sound", () => audio.evaluate((element) => element.readyState > 0 && element.duration));
}

async function open(page, which) {
  const more = page.locator("details.more", { has: page.locator(`[name=${which}]`) });
  if (!(await more.evaluate((details) => details.open))) await more.locator("> summary").click();
}

async function chooses(report, says, page, path) {
  await report.check(says("a sound and a picture go with words, each described in the same form"), async () => {
    const text = `Écoutez ${unique()}`;
    await page.goto(path);
    await open(page, "sound");
    await page.setInputFiles("[name=sound]", SOUND);
    await page.fill("[name=sound_summary]", "L’eau sous la passerelle");
    await open(page, "picture");
    await page.setInputFiles("[name=picture]", PICTURE);
    await page.fill("[name=picture_alt]", "Des galets");
    assert.equal(await leaveTrace(page, text), 200);
    const left = trace(page, text);
    assert.equal(await left.locator("img").getAttribute("alt"), "Des galets");
    assert.match(await left.locator(".sound figcaption").innerText(), /L’eau sous la passerelle/);
    assert.equal(await left.locator(".wave path").count(), 1);
    const length = await lasts(left);
    assert.ok(Math.abs(length - 7) < 0.6, `it lasts ${length} s`);
  });
}

async function corrects(report, says, page, path) {
  await report.check(says("what was typed and the file that was good are kept while the form is corrected"), async () => {
    const text = `À corriger ${unique()}`;
    await page.goto(path);
    await open(page, "picture");
    await page.setInputFiles("[name=picture]", PICTURE);
    assert.equal(await leaveTrace(page, text), 422, "a picture without words was taken");
    assert.equal(await page.inputValue("#laisser-un-mot [name=text]"), text);
    assert.ok(await page.locator("#laisser-un-mot .plate.thumb img").isVisible(), "the picture is gone");
    await page.fill("[name=picture_alt]", "Un galet plat");
    assert.equal(await press(page, "#laisser-un-mot button.primary"), 200);
    assert.equal(await trace(page, text).locator("img").getAttribute("alt"), "Un galet plat");
  });
}

async function records(report, page, path) {
  await report.check("a sound is recorded, heard again, discarded, recorded anew and left", async () => {
    const text = `Enregistré ${unique()}`;
    await page.goto(path);
    await open(page, "sound");
    const recorder = page.locator("v-recorder");
    const main = recorder.locator("button.button:not(.small)");
    const hold = async () => {
      await main.click();
      await eventually("the bar to move", () => recorder.locator("progress").evaluate((bar) => bar.value >= 1));
      await main.click();
      await recorder.locator("audio").waitFor();
    };
    await hold();
    assert.equal(await page.locator("[name=sound]").evaluate((input) => input.files.length), 1);
    await recorder.locator("button.small").click();
    assert.equal(await page.locator("[name=sound]").evaluate((input) => input.files.length), 0, "a discarded sound stays");
    await hold();
    assert.equal(await leaveTrace(page, text), 200);
    const length = await lasts(trace(page, text));
    assert.ok(length > 0.5 && length < 10, `it lasts ${length} s`);
  });
}

async function byKeysAlone(report, page, path) {
  await report.check("a sound is chosen, described and left with keys alone", async () => {
    const text = `Au clavier ${unique()}`;
    // Listened for from the start: a chooser that opens before the browser knows is not told.
    const chosen = page.waitForEvent("filechooser");
    await page.goto(path);
    await page.locator("#laisser-un-mot [name=text]").focus();
    await page.keyboard.type(text);
    const reach = async (selector) => {
      for (let step = 0; step < 40; step += 1) {
        await page.keyboard.press("Tab");
        if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
      }
      throw new Error(`${selector} is not reached`);
    };
    await reach("details.more > summary");
    await page.keyboard.press("Enter");
    await reach("[name=sound]");
    await page.keyboard.press("Enter");
    await (await chosen).setFiles(VOICE);
    await reach("[name=sound_summary]");
    await page.keyboard.type("Une phrase dite tout bas");
    await reach("button.primary");
    await page.keyboard.press("Enter");
    await trace(page, text).locator("audio").waitFor();
  });
}
