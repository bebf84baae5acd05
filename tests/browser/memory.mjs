// What stays of a visit, with a phone in one hand: following an artwork, being told, the memory by season and
// exhibition. Every step works without JavaScript.
import assert from "node:assert/strict";

import { launch, person } from "./lib/browser.mjs";
import { artworks, fill, leaveTrace, press, signUp, staffMember, trace, unique } from "./lib/steps.mjs";

const PHONE = { width: 390, height: 844 };

export default async function memory(report, demo) {
  const browser = await launch();
  for (const js of [false, true]) {
    const says = (sentence) => `${sentence} (${js ? "with" : "without"} JavaScript)`;
    const open = async () => {
      const page = await person(browser, demo, { js });
      await page.setViewportSize(PHONE);
      return page;
    };
    const [lea, noe] = [await open(), await open()];
    const staff = await staffMember(browser, demo, { js });
    await signUp(lea);
    await signUp(noe);
    await tells(report, says, { lea, noe, staff });
    await remembers(report, says, { lea, staff });
    await chooses(report, says, lea);
    for (const page of [lea, noe, staff]) {
      await report.check(says("the browser complained of nothing"), () => assert.deepEqual(page.problems, []));
    }
  }
  await report.check("the log tells of no fault", () => assert.deepEqual(demo.complaints(), []));
}

async function tells(report, says, { lea, noe, staff }) {
  const [{ path, title }] = await artworks(lea);
  const words = `Vu du pont ${unique()}`;
  const button = 'main form[action*="/suivre"] button[name=suivre]';
  await report.must(says("a member follows an artwork, and the button says so"), async () => {
    await lea.goto(path);
    assert.equal(await lea.getAttribute(button, "value"), "oui");
    assert.equal(await press(lea, button), 200);
    assert.equal(new URL(lea.url()).pathname, path);
    assert.equal(await lea.getAttribute(button, "value"), "non");
  });
  await report.must(says("words of another are told to whoever follows"), async () => {
    await noe.goto(path);
    assert.equal(await leaveTrace(noe, words), 200);
    await told(lea, words);
    await press(lea, lea.locator(".news li", { hasText: words }).locator("a").first());
    assert.match(new URL(lea.url()).pathname, /^\/traces\/\d+$/);
  });
  await report.check(says("the venue thanks, and the author is told and sees it"), async () => {
    await staff.goto(path);
    await press(staff, trace(staff, words).locator('form[action$="/remercier"] button'));
    await told(noe, title);
    assert.ok(await noe.locator(".news li.unread").count());
    await noe.goto(path);
    assert.match(await trace(noe, words).innerText(), /le lieu remercie/);
  });
  await report.check(says("what was read is not new any more"), async () => {
    await lea.goto("/notifications");
    assert.ok(await lea.locator("header .count").count(), "nothing in the head");
    await press(lea, 'form[action="/notifications/lues"]:has([name=until]) button');
    assert.equal(await lea.locator(".news li.unread").count(), 0);
    assert.equal(await lea.locator('header a[href="/notifications"] .count').count(), 0);
  });
  await report.check(says("what one follows is listed, and left there"), async () => {
    await lea.goto("/suivis");
    const row = lea.locator(".news li", { hasText: title });
    assert.ok(await row.count());
    await press(lea, row.locator("button"));
    assert.equal(await lea.locator(".news li", { hasText: title }).count(), 0);
  });
}

/** The journal is read in the background: the page says it within moments. */
async function told(page, text) {
  for (let tries = 0; tries < 50; tries++) {
    await page.goto("/notifications");
    if (await page.locator(".news li", { hasText: text }).count()) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  assert.fail(`nobody was told of ${text}`);
}

async function remembers(report, says, { lea, staff }) {
  const title = `Les eaux ${unique()}`;
  const [{ path }] = await artworks(lea);
  await report.must(says("staff date an exhibition by the labels of its artworks"), async () => {
    await staff.goto(path);
    const number = (await staff.locator(".cartel .ref").first().innerText()).split("·")[0].trim();
    await staff.goto("/equipe/expositions/nouvelle");
    await fill(staff, { title_fr: title, opens: "2024-01-01", closes: "2030-12-31", labels: "N.INCONNU" });
    assert.equal(await press(staff, "main form button.primary"), 422);
    assert.match(await staff.locator(".error").first().innerText(), /N\.INCONNU/i);
    assert.equal(await staff.inputValue("[name=title_fr]"), title);
    await fill(staff, { labels: number });
    assert.equal(await press(staff, "main form button.primary"), 200);
  });
  await report.check(says("the rail leads to an exhibition, a season, a day, and back"), async () => {
    await lea.goto(path);
    const rail = lea.locator("nav.moments");
    await press(lea, rail.locator("a", { hasText: title }));
    assert.ok(await lea.locator("article.trace").count(), "nothing was said while it lasted");
    assert.equal(await press(lea, lea.locator("nav.moments p a")), 200);
    assert.equal(await lea.locator("h1").innerText(), title);
    await lea.goto(path);
    const season = lea.locator('nav.moments > ul > li > a[href*="?quand=20"]').first();
    const count = Number(await season.locator(".muted").innerText());
    await press(lea, season);
    assert.equal(await lea.locator('nav.moments > ul > li > a[aria-current="page"]').count(), 1);
    const days = lea.locator("nav.moments li ul a");
    const counts = await days.locator(".muted").allInnerTexts();
    assert.equal(counts.reduce((sum, one) => sum + Number(one), 0), count);
    await press(lea, days.first());
    assert.ok(await lea.locator("article.trace").count());
    await press(lea, lea.locator("nav.moments > ul > li > a").first());
    assert.equal(await lea.locator('nav.moments li ul').count(), 0);
  });
}

async function chooses(report, says, lea) {
  await report.check(says("a member chooses what comes by which way, and it stands"), async () => {
    await lea.goto("/notifications/reglages");
    const box = lea.locator("[name=news-site]");
    assert.ok(await box.isChecked());
    await box.uncheck();
    await press(lea, 'form[action="/notifications/reglages"] button.primary');
    assert.equal(await lea.locator("[name=news-site]").isChecked(), false);
    assert.ok(await lea.locator("[name=answer-site]").isChecked());
  });
}
