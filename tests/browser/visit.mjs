// Somebody in front of a work, phone in one hand, without an account: scan, one tap, done; a few words; what they left.
import assert from "node:assert/strict";
import { brotliCompressSync } from "node:zlib";

import { launch, person } from "./lib/browser.mjs";
import { artworks, press, signUp, staffMember, unique } from "./lib/steps.mjs";

const PHONE = { width: 390, height: 844 };
const CODE = "/p/1934.003";
// What a phone on bad Wi-Fi may have to load before the first tap, compressed: the page, its style sheet, its script.
const BUDGET = 30_000;

export default async function visit(report, demo) {
  const browser = await launch();
  for (const js of [false, true]) {
    const says = (sentence) => `${sentence} (${js ? "with" : "without"} JavaScript)`;
    const page = await person(browser, demo, { js, ...PHONE });
    await feels(report, says, page, js);
    await writes(report, says, page);
    await changes(report, says, page);
    await looksBack(report, says, page);
    await mistypes(report, says, page);
    await report.check(says("the browser complained of nothing"), () => assert.deepEqual(page.problems, []));
  }
  await isLight(report, browser, demo);
  await byKeyboard(report, browser, demo);
  await findsAgain(report, browser, demo);
  await joins(report, browser, demo);
  await seesTheMap(report, browser, demo);
  await prints(report, browser, demo);
  await report.check("the log tells of no fault", () => assert.deepEqual(demo.complaints(), []));
}

const pressed = (page) => page.locator('.feelings [aria-pressed="true"]').allInnerTexts();

/** How many people feel this, by the numbers on the page. */
async function count(page, word) {
  const parts = await page.locator(".feelings .ribbon-words li").allInnerTexts();
  const part = parts.find((text) => text.includes(word));
  return part ? Number(part.match(/\d+/)[0]) : 0;
}

async function tap(page, key, js) {
  const button = page.locator(`.feelings button[value="${key}"]`);
  if (!js) return press(page, button);
  const answer = page.waitForResponse((r) => r.url().includes("/ressenti") && r.request().method() === "POST");
  await button.click();
  const status = (await answer).status();
  await page.locator(".feelings .noted, .feelings .choices").first().waitFor();
  await page.waitForFunction(() => document.querySelector("[data-feelings]")?.ariaBusy !== "true");
  return status;
}

async function feels(report, says, page, js) {
  await report.must(says("a scan shows the work, eight feelings and no cookie"), async () => {
    assert.equal((await page.goto(CODE)).status(), 200);
    assert.equal(await page.locator("h1").innerText(), "La Passeuse");
    assert.equal(await page.locator(".feelings .choices button").count(), 8);
    assert.deepEqual(await page.context().cookies(), []);
    for (const box of await page.locator(".feelings .choices button").evaluateAll((all) => all.map((b) => b.getBoundingClientRect().height))) {
      assert.ok(box >= 44, `a button is only ${box} px high`);
    }
  });
  const before = await count(page, "joie");
  await report.must(says("one tap is recorded and counted at once"), async () => {
    assert.equal(await tap(page, "joy", js), 200);
    assert.deepEqual(await pressed(page), ["joie"]);
    assert.equal(await count(page, "joie"), before + 1);
    const cookies = await page.context().cookies();
    assert.deepEqual(cookies.map((c) => [c.name, c.httpOnly, c.sameSite]), [["parvis-visite", true, "Lax"]]);
  });
  await report.check(says("another tap changes it, and it stays one per person"), async () => {
    assert.equal(await tap(page, "calm", js), 200);
    assert.deepEqual(await pressed(page), ["calme"]);
    assert.equal(await count(page, "joie"), before);
    await page.goto(CODE);
    assert.deepEqual(await pressed(page), ["calme"]);
  });
  await report.check(says("it can be taken back"), async () => {
    assert.equal(await tap(page, "none", js), 200);
    assert.deepEqual(await pressed(page), []);
    assert.equal(await tap(page, "wonder", js), 200);
  });
}

async function writes(report, says, page) {
  const words = `Elle regarde ailleurs ${unique()}`;
  await report.must(says("a second tap leads to words, seen at once by their author"), async () => {
    await page.goto(CODE);
    await page.locator('.feelings .noted a[href="#laisser-un-mot"]').click();
    await page.locator("#laisser-un-mot [name=text]").fill(words);
    // The form was opened a moment ago, as by a person who types.
    await page.waitForTimeout(1_600);
    assert.equal(await press(page, "#laisser-un-mot button.primary"), 200);
    assert.equal(new URL(page.url()).pathname, CODE);
    const mine = page.locator("article.trace", { hasText: words });
    assert.ok(await mine.isVisible());
    assert.match(await mine.innerText(), /En attente de relecture/);
    assert.match(await page.locator("main .flash").innerText(), /[0-9A-Z]{4}-[0-9A-Z]{4}/);
  });
  page.words = words;
}

async function changes(report, says, page) {
  const words = `${page.words}, vers la rive`;
  await report.check(says("words that wait are changed by their author, from my traces"), async () => {
    await page.goto("/mes-traces");
    const item = page.locator("li", { has: page.locator("article.trace", { hasText: page.words }) });
    await press(page, item.locator('a[href$="/modifier"]'));
    assert.equal(await page.locator("main [name=text]").inputValue(), page.words);
    await page.locator("main [name=text]").fill(words);
    assert.equal(await press(page, "main form button.primary"), 200);
    assert.ok(await page.locator("article.trace", { hasText: words }).isVisible());
    page.words = words;
  });
}

async function looksBack(report, says, page) {
  await report.check(says("my traces shows both, and takes words back"), async () => {
    await page.goto("/mes-traces");
    assert.ok(await page.locator("article.trace", { hasText: page.words }).isVisible());
    assert.match(await page.locator("main").innerText(), /émerveillement/);
    const item = page.locator("li", { has: page.locator("article.trace", { hasText: page.words }) });
    await press(page, item.locator("form button"));
    assert.equal(await page.locator("article.trace", { hasText: page.words }).count(), 0);
  });
}

async function mistypes(report, says, page) {
  await report.check(says("a code that leads nowhere leads to a search"), async () => {
    assert.equal((await page.goto("/p/1934.0O3")).status(), 404);
    assert.ok(await page.locator(".wall .name").count(), "nothing is guessed");
    await page.fill("main [name=code]", "1934.003");
    assert.equal(await press(page, "main form button"), 200);
    assert.equal(await page.locator("h1").innerText(), "La Passeuse");
  });
}

async function isLight(report, browser, demo) {
  const [artwork] = await artworks(await person(browser, demo));
  await report.check("what a scan loads before the first tap fits the budget", async () => {
    const fonts = await weigh(report, browser, demo, CODE);
    assert.deepEqual(fonts, [], "a typeface is waited for");
  });
  await report.check("the page of an artwork fits it too", () => weigh(report, browser, demo, artwork.path));
}

/** Loads a page as a phone does; answers the typefaces it asked for. */
async function weigh(report, browser, demo, address) {
  const page = await person(browser, demo, PHONE);
  const loaded = [];
  page.on("response", async (r) => loaded.push([r.url(), r.request().resourceType(), await r.body().catch(() => Buffer.alloc(0))]));
  await page.goto(address, { waitUntil: "networkidle" });
  const kinds = ["document", "stylesheet", "script"];
  const sizes = loaded.filter(([, kind]) => kinds.includes(kind)).map(([url, , body]) => [url, brotliCompressSync(body).length]);
  const total = sizes.reduce((sum, [, size]) => sum + size, 0);
  report.note(`${total} bytes compressed: ${sizes.map(([url, size]) => `${new URL(url).pathname} ${size}`).join(", ")}`);
  assert.ok(total <= BUDGET, `${total} bytes`);
  return loaded.filter(([, kind]) => kind === "font").map(([url]) => url);
}

async function byKeyboard(report, browser, demo) {
  await report.check("a feeling and words are left by keyboard alone", async () => {
    const page = await person(browser, demo, PHONE);
    await page.goto(CODE);
    const focused = () => page.evaluate(() => document.activeElement.value ?? "");
    for (let n = 0; n < 40 && (await focused()) !== "curiosity"; n++) await page.keyboard.press("Tab");
    assert.equal(await focused(), "curiosity");
    const answer = page.waitForResponse((r) => r.url().includes("/ressenti"));
    await page.keyboard.press("Enter");
    assert.equal((await answer).status(), 200);
    await page.waitForFunction(() => document.activeElement?.getAttribute("aria-pressed") === "true");
    assert.equal(await focused(), "curiosity", "the focus was lost");
  });
}

async function findsAgain(report, browser, demo) {
  await report.check("the receipt code finds traces from another device", async () => {
    const phone = await person(browser, demo, PHONE);
    await phone.goto(CODE);
    await tap(phone, "tenderness", true);
    await phone.goto("/mes-traces");
    const code = (await phone.locator("main").innerText()).match(/[0-9A-Z]{4}-[0-9A-Z]{4}/)[0];
    const laptop = await person(browser, demo, { js: false });
    await laptop.goto("/mes-traces");
    await laptop.fill("main [name=code]", "ZZZZ-ZZZZ");
    assert.equal(await press(laptop, 'form[action="/mes-traces/recu"] button'), 422);
    await laptop.fill("main [name=code]", code.toLowerCase().replace("-", " "));
    assert.equal(await press(laptop, 'form[action="/mes-traces/recu"] button'), 200);
    assert.match(await laptop.locator("main").innerText(), /tendresse/);
    await press(laptop, laptop.locator('form[action="/mes-traces/retirer"] button').first());
    await phone.goto(CODE);
    assert.deepEqual(await pressed(phone), [], "it is still there on the phone");
  });
}

async function joins(report, browser, demo) {
  await report.check("signing in makes a visitor's feelings the member's", async () => {
    const page = await person(browser, demo, PHONE);
    await page.goto(CODE);
    await tap(page, "melancholy", true);
    const before = await count(page, "mélancolie");
    await signUp(page);
    await page.goto("/mes-traces");
    await press(page, 'form[action="/mes-traces/rattacher"] button');
    await page.goto(CODE);
    assert.deepEqual(await pressed(page), ["mélancolie"]);
    assert.equal(await count(page, "mélancolie"), before, "one person counts twice");
    assert.ok(!(await page.context().cookies()).some((c) => c.name === "parvis-visite"));
  });
}

async function seesTheMap(report, browser, demo) {
  await report.check("the map shows what is felt where, and the table says the same", async () => {
    const page = await person(browser, demo, PHONE);
    await page.goto("/carte");
    const drawn = await page.locator("svg.plan a").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
    assert.ok(drawn.length >= 5, `${drawn}`);
    for (const anchor of drawn) assert.ok(await page.locator(`tr${anchor}`).count(), `${anchor} has no row`);
    await page.locator(".tabs a", { hasText: "Sept jours" }).click();
    assert.match(page.url(), /periode=semaine/);
  });
  await report.check("staff place a room on a plan by pointing at it, and by numbers without JavaScript", async () => {
    for (const js of [true, false]) {
      const staff = await staffMember(browser, demo, { js });
      await staff.goto("/equipe/plans");
      await press(staff, staff.locator("tbody a").first());
      const row = staff.locator("[data-thing]").first();
      if (js) {
        await row.locator("[data-place]").click();
        const plan = await staff.locator("svg.plan").boundingBox();
        await staff.mouse.click(plan.x + plan.width / 4, plan.y + plan.height / 2);
        assert.equal(Math.round(Number(await row.locator("input").first().inputValue())), 25);
      } else {
        await row.locator("input").first().fill("12,5");
        await row.locator("input").last().fill("60");
      }
      assert.equal(await press(staff, 'form[action$="/reperes"] button.primary'), 200);
      const kept = await staff.locator("[data-thing]").first().locator("input").first().inputValue();
      assert.equal(Math.round(Number(kept)), js ? 25 : 13);
      await staff.locator("[data-thing]").first().locator("input").first().fill("140");
      assert.equal(await press(staff, 'form[action$="/reperes"] button.primary'), 422);
    }
  });
}

async function prints(report, browser, demo) {
  await report.check("staff get a sheet of labels, and an old code leads to the new", async () => {
    const staff = await staffMember(browser, demo);
    for (const format of ["a4", "a6", "a7"]) {
      const sheet = await staff.request.get(`/equipe/etiquettes/planche.pdf?format=${format}`);
      assert.equal(sheet.status(), 200);
      assert.equal((await sheet.body()).subarray(0, 5).toString(), "%PDF-");
    }
    await staff.goto("/equipe/etiquettes");
    const old = (await staff.locator("tbody th").first().innerText()).trim();
    await staff.locator("main details.more > summary").click();
    await staff.locator("details.fold summary").first().click();
    await press(staff, staff.locator('form[action*="/renouveler"] button').first());
    const said = await staff.locator("main .flash").innerText();
    assert.match(said, /[0-9A-Z]{6}/);
    const visitor = await person(browser, demo, { js: false });
    assert.equal((await visitor.goto(`/p/${old}`)).status(), 200);
    assert.ok(!visitor.url().endsWith(`/${old}`), "the old code is still its own");
  });
}
