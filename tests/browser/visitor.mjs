// A visitor with a phone or a laptop: looks round, follows from elsewhere, signs up, leaves a few words.
// Everything works without JavaScript; with it, words of others appear by themselves.
import assert from "node:assert/strict";

import { launch, person } from "./lib/browser.mjs";
import { PASSWORD } from "./lib/demo.mjs";
import { artworks, fill, leaveTrace, press, signIn, signUp, trace, unique } from "./lib/steps.mjs";

export default async function visitor(report, demo) {
  const browser = await launch();
  for (const js of [false, true]) {
    const says = (sentence) => `${sentence} (${js ? "with" : "without"} JavaScript)`;
    const page = await person(browser, demo, { js });
    await looksRound(report, says, page);
    await followsFromElsewhere(report, says, page);
    await choosesLanguageAndLight(report, says, page);
    await joins(report, says, page);
    await speaks(report, says, page);
    await report.check(says("the browser complained of nothing"), () => assert.deepEqual(page.problems, []));
  }
  await hearsOthers(report, browser, demo);
  await report.check("the log tells of no fault", () => assert.deepEqual(demo.complaints(), []));
}

async function looksRound(report, says, page) {
  await report.must(says("the home page leads to the artworks"), async () => {
    await page.goto("/");
    assert.ok(await page.locator("h1").innerText());
    assert.equal(await press(page, 'header a[href="/oeuvres"]'), 200);
  });
  const all = await artworks(page);
  const total = async () => Number((await page.locator(".tally").innerText()).match(/\d+/)?.[0] ?? 0);
  await report.check(says("a search finds an artwork by words of its title, without accents"), async () => {
    assert.ok(all.length > 3, `only ${all.length} artworks`);
    const before = await total();
    const { title } = all.find((a) => /[éèêàç]/i.test(a.title)) ?? all[0];
    await page.fill("[name=recherche]", title.normalize("NFD").replace(/\p{Diacritic}/gu, "").toUpperCase());
    await press(page, "form.filters button");
    const found = await page.locator(".wall .name").allInnerTexts();
    assert.ok(found.includes(title), `${title} is not among ${found}`);
    assert.ok((await total()) < before, "the search left nothing out");
  });
  await report.check(says("a search for nothing says so and offers the way back"), async () => {
    await page.fill("[name=recherche]", "zzzz-nulle-part");
    await press(page, "form.filters button");
    assert.equal(await page.locator(".wall").count(), 0);
    await press(page, ".empty a");
    assert.equal(await total(), all.length > 0 ? await total() : 0);
    assert.ok(await page.locator(".wall").count());
  });
  await report.check(says("a filter by place shows what hangs there"), async () => {
    await page.goto("/oeuvres");
    const before = await total();
    const options = page.locator("select[name=lieu] option");
    const places = await options.evaluateAll((all_) => all_.map((o) => o.value).filter(Boolean));
    assert.ok(places.length > 0, "no place to choose");
    for (const place of places) {
      await page.goto("/oeuvres");
      await page.selectOption("select[name=lieu]", place);
      await press(page, "form.filters button");
      const left = await total();
      if (left > 0 && left < before) return;
    }
    assert.fail("no place narrows the list");
  });
  await report.check(says("an artwork shows its label, its pictures with words for them, and its place"), async () => {
    await page.goto(all[0].path);
    assert.equal(await page.locator("h1").innerText(), all[0].title);
    const pictures = page.locator("main figure img");
    assert.ok((await pictures.count()) > 0, "no picture");
    for (const alt of await pictures.evaluateAll((images) => images.map((i) => i.alt))) assert.ok(alt.trim(), "a picture without words");
    await pictures.first().evaluate((image) => image.decode());
    assert.equal(await press(page, '.cartel a[href^="/lieux/"]'), 200);
    assert.ok(await page.locator(`main a[href="${all[0].path}"]`).count(), "the place does not show the artwork");
  });
}

async function followsFromElsewhere(report, says, page) {
  const [{ path }] = await artworks(page);
  for (const [what, value] of [["something that is no address", "n’importe quoi"], ["a server that is not there", "@moi@nulle-part.invalid"]]) {
    await report.check(says(`following from ${what} explains itself and keeps what was typed`), async () => {
      await page.goto(path);
      await page.fill('form[action="/suivre"] [name=account]', value);
      assert.equal(await press(page, 'form[action="/suivre"] button'), 422);
      assert.ok((await page.locator(".error").first().innerText()).trim());
      assert.equal(await page.inputValue('form[action="/suivre"] [name=account]'), value);
    });
  }
}

async function choosesLanguageAndLight(report, says, page) {
  await report.check(says("the other language is one press away, and stays"), async () => {
    await page.goto("/oeuvres");
    assert.equal(await page.getAttribute("html", "lang"), "fr");
    await press(page, "footer a[hreflang=en]");
    assert.equal(await page.getAttribute("html", "lang"), "en");
    await page.goto("/");
    assert.equal(await page.getAttribute("html", "lang"), "en");
    await press(page, "footer a[hreflang=fr]");
    assert.equal(await page.getAttribute("html", "lang"), "fr");
  });
  await report.check(says("dark is one press away, and stays"), async () => {
    const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const light = await paper();
    await press(page, "footer button[name=theme][value=dark]");
    assert.equal(await page.getAttribute("html", "data-theme"), "dark");
    assert.notEqual(await paper(), light);
    await page.goto("/lieux");
    assert.equal(await page.getAttribute("html", "data-theme"), "dark");
    await press(page, "footer button[name=theme][value=auto]");
  });
}

async function joins(report, says, page) {
  await report.must(says("a visitor signs up"), async () => {
    page.member = await signUp(page);
  });
  await report.check(says("a form that needs correcting keeps what was typed"), async () => {
    await page.goto("/compte");
    await press(page, 'form[action="/deconnexion"] button');
    await page.goto("/inscription");
    await fill(page, { name: "Autre", handle: page.member.handle, email: `autre-${unique()}@essais.example`, password: PASSWORD });
    await page.check("[name=agree]");
    assert.equal(await press(page, 'form[action="/inscription"] button'), 422);
    assert.equal(await page.inputValue("[name=handle]"), page.member.handle);
    assert.ok((await page.locator(".error").first().innerText()).trim());
  });
  await report.check(says("a wrong password is refused"), async () => {
    assert.equal(await signIn(page, page.member.email, "not the password"), 422);
    assert.equal(await page.inputValue("[name=login]"), page.member.email);
  });
  await report.must(says("the member signs in again"), async () => {
    assert.equal(await signIn(page, page.member.email), 200);
    assert.ok(await page.locator('header a[href="/compte"]').count());
  });
}

async function speaks(report, says, page) {
  const words = `Ce bleu me suit ${unique()}`;
  const [{ path }] = await artworks(page);
  await report.must(says("a member leaves words on an artwork"), async () => {
    await page.goto(path);
    assert.equal(await leaveTrace(page, words), 200);
    await page.goto(path);
    assert.ok(await trace(page, words).isVisible());
  });
  await report.check(says("a member likes the artwork, and likes it no more"), async () => {
    const like = 'main form[action*="/aimer"] button.button';
    const label = async () => (await page.locator(like).first().innerText()).trim();
    await page.goto(path);
    const before = await label();
    assert.equal(await press(page, page.locator(like).first()), 200);
    assert.equal(new URL(page.url()).pathname, path);
    assert.notEqual(await label(), before);
    assert.equal(await press(page, page.locator(like).first()), 200);
    assert.equal(await label(), before);
  });
  await report.check(says("words are kept when there are too many"), async () => {
    const many = "trop ".repeat(900);
    await page.locator("#laisser-un-mot [name=text]").evaluate((area) => area.removeAttribute("maxlength"));
    assert.equal(await leaveTrace(page, many), 422);
    assert.equal((await page.inputValue("#laisser-un-mot [name=text]")).trim(), many.trim());
  });
  await report.check(says("the words have an address of their own"), async () => {
    await page.goto(path);
    await press(page, trace(page, words).locator(".who a:has(time)"));
    assert.match(new URL(page.url()).pathname, /^\/traces\/\d+$/);
    assert.ok(await trace(page, words).isVisible());
  });
  await report.check(says("their author takes them back"), async () => {
    await page.goto(path);
    const act = trace(page, words).locator('[href*="/retirer"], form[action*="/retirer"] button').first();
    await press(page, act);
    if (/\/retirer$/.test(new URL(page.url()).pathname)) await press(page, 'main form[action*="/retirer"] button');
    await page.goto(path);
    assert.equal(await trace(page, words).count(), 0);
  });
}

async function hearsOthers(report, browser, demo) {
  await report.check("words of another person appear without reloading", async () => {
    const words = `Entendu d’ici ${unique()}`;
    const speaker = await person(browser, demo);
    await signUp(speaker);
    const [{ path }] = await artworks(speaker);
    const listener = await person(browser, demo);
    const stream = listener.waitForResponse((response) => response.url().includes("/live?"));
    await listener.goto(path);
    await stream;
    await speaker.goto(path);
    await leaveTrace(speaker, words);
    await trace(listener, words).waitFor();
    assert.deepEqual(listener.problems, []);
  });
}
