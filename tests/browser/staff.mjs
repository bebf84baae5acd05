// Staff at a desk: artworks, import, settings, the moderation queue, blocked servers; with and without
// JavaScript.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

import { eventually } from "../support/report.mjs";
import { launch, person } from "./lib/browser.mjs";
import { artworks, fill, leaveTrace, press, signUp, staffMember, trace, unique } from "./lib/steps.mjs";

const PICTURE = fileURLToPath(new URL("../../src/cli/demo/pictures/galets.jpg", import.meta.url));
const COLUMNS = "inventory,title,artist,artist_dates,date,technique,dimensions,description_fr,description_en,credit,licence,place,status,pictures,alt_fr,alt_en";

export default async function staff(report, demo) {
  const browser = await launch();
  for (const js of [false, true]) {
    const says = (sentence) => `${sentence} (${js ? "with" : "without"} JavaScript)`;
    const desk = await staffMember(browser, demo, { js });
    const visitor = await person(browser, demo, { js });
    await report.check(says("the desk opens on today"), async () => {
      const response = await desk.goto("/equipe");
      assert.equal(response.status(), 200);
    });
    await report.check(says("the desk is closed to visitors"), async () => {
      await visitor.goto("/equipe");
      assert.match(new URL(visitor.url()).pathname, /^\/connexion$/);
    });
    await hangs(report, says, desk, visitor);
    await imports(report, says, desk, visitor);
    await moderates(report, says, browser, demo, desk, visitor, js);
    await blocks(report, says, desk);
    await settles(report, says, desk, visitor);
    await report.check(says("the browsers complained of nothing"), () => assert.deepEqual([...desk.problems, ...visitor.problems], []));
  }
  await report.check("the log tells of no fault", () => assert.deepEqual(demo.complaints(), []));
}

async function hangs(report, says, desk, visitor) {
  const title = `Galets noirs ${unique()}`;
  const alt = "Trois galets noirs dans la lumière du matin.";
  await report.check(says("a picture without words for it is refused, and all the rest is kept"), async () => {
    await desk.goto("/equipe/oeuvres/nouvelle");
    await fill(desk, { title, inventory: `T.${unique()}`, artist: "Nour Essai" });
    await desk.setInputFiles("[name=new_picture_1]", PICTURE);
    assert.equal(await press(desk, "button[name=save][value=list]"), 422);
    assert.equal(await desk.inputValue("[name=title]"), title);
    assert.ok((await desk.locator(".error").first().innerText()).trim());
    assert.equal(await desk.locator(".edit-plate img").count(), 1, "the picture must be chosen again");
  });
  await report.must(says("an artwork with a picture is published"), async () => {
    await desk.fill("[name^=alt_fr_]", alt);
    assert.equal(await press(desk, "button[name=save][value=list]"), 200);
    await visitor.goto(`/oeuvres?recherche=${encodeURIComponent(title)}`);
    await press(visitor, visitor.locator(".wall .name a", { hasText: title }));
    assert.equal(await visitor.locator("h1").innerText(), title);
  });
  await report.check(says("visitors see the picture and its words"), async () => {
    const picture = visitor.locator(`main figure img[alt="${alt}"]`).first();
    await picture.evaluate((image) => image.decode());
    assert.ok((await picture.evaluate((image) => image.naturalWidth)) > 0);
  });
  await report.check(says("an artwork taken down says so, and hangs again"), async () => {
    const path = new URL(visitor.url()).pathname;
    for (const [action, off] of [["withdraw", 1], ["show", 0]]) {
      await desk.goto(`/equipe/oeuvres?recherche=${encodeURIComponent(title)}`);
      await desk.locator("input[name=id]").first().check();
      assert.equal(await press(desk, `.bulk button[value=${action}]`), 200);
      await visitor.goto(path);
      assert.equal(await visitor.locator("main .off").count(), off, action);
    }
  });
}

async function imports(report, says, desk, visitor) {
  const mark = unique();
  const csv = `${COLUMNS}\nC.${mark},Carte ${mark},Ana Essai,,1902,encre,,Une carte.,A map.,,,,on_show,,,\n,Sans numéro,,,,,,,,,,,,,,\n`;
  const upload = async () => {
    await desk.goto("/equipe/oeuvres/import");
    await desk.setInputFiles("[name=file]", { name: "oeuvres.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
    return press(desk, 'form[action="/equipe/oeuvres/import"] button.primary');
  };
  const figures = async () => (await desk.locator(".figures b").allInnerTexts()).map(Number);
  await report.must(says("an import shows what it would do before it does it"), async () => {
    assert.equal(await upload(), 200);
    assert.deepEqual(await figures(), [1, 0, 0, 1]);
    await visitor.goto(`/oeuvres?recherche=${mark}`);
    assert.equal(await visitor.locator(".wall").count(), 0, "it was done already");
  });
  await report.check(says("a confirmed import makes the artworks, and its bad line stops nothing"), async () => {
    await press(desk, 'form[action="/equipe/oeuvres/import/confirmer"] button.primary');
    await eventually("the artwork in the list", async () => {
      await visitor.goto(`/oeuvres?recherche=${mark}`);
      return visitor.locator(".wall .name", { hasText: `Carte ${mark}` }).count();
    });
  });
  await report.check(says("the same file again changes nothing"), async () => {
    await upload();
    assert.deepEqual(await figures(), [0, 0, 1, 1]);
  });
}

async function setWay(desk, way) {
  await desk.goto("/equipe/reglages");
  const form = 'form[action="/equipe/reglages/moderation"]';
  await desk.selectOption(`${form} [name=members]`, way);
  return press(desk, `${form} button`);
}

async function moderates(report, says, browser, demo, desk, visitor, js) {
  const words = `À relire ${unique()}`;
  const member = await person(browser, demo, { js });
  await signUp(member);
  const [{ path }] = await artworks(member);
  const reads = async () => {
    await visitor.goto(path);
    return trace(visitor, words).count();
  };
  const queue = async (file) => {
    await desk.goto(`/equipe/moderation?file=${file}`);
    return desk.locator(".case", { hasText: words });
  };
  await report.must(says("held words wait for staff; their author sees them, visitors do not"), async () => {
    assert.equal(await setWay(desk, "before"), 200);
    await member.goto(path);
    await leaveTrace(member, words);
    await member.goto(path);
    assert.ok((await trace(member, words).getAttribute("class")).includes("pending"));
    assert.equal(await reads(), 0);
  });
  await report.check(says("approved words are shown"), async () => {
    const held = await queue("attente");
    assert.equal(await press(desk, held.locator("button[value=approve]")), 200);
    assert.equal(await reads(), 1);
  });
  await report.check(says("hidden words go away"), async () => {
    await desk.goto(path);
    const mine = trace(desk, words);
    await mine.locator("details.menu summary").click();
    assert.equal(await press(desk, mine.locator("button[value=hide]")), 200);
    assert.equal(await reads(), 0);
  });
  await report.check(says("undoing shows them again"), async () => {
    const done = await queue("traite");
    assert.equal(await press(desk, done.first().locator("form button")), 200);
    assert.equal(await reads(), 1);
  });
  await report.check(says("a member reports words, and staff find them in the queue"), async () => {
    const reader = await person(browser, demo, { js });
    await signUp(reader);
    await reader.goto(path);
    await press(reader, trace(reader, words).locator('a[href*="/signaler"]'));
    await reader.locator("main [name=reason]").fill("hors de propos");
    assert.equal(await press(reader, 'main form[action*="/signaler"] button'), 200);
    const reported = await queue("signale");
    assert.ok((await reported.innerText()).includes("hors de propos"));
    assert.equal(await press(desk, reported.locator("button[value=dismiss]")), 200);
    assert.equal(await (await queue("signale")).count(), 0);
    assert.deepEqual(reader.problems, []);
  });
  await report.check(says("a warning waits on the member's account until it is read"), async () => {
    const warning = `Restons courtois ${unique()}`;
    const done = await queue("traite");
    await press(desk, done.first().locator("dl a").first());
    await press(desk, 'main a[href$="/avertir"]');
    await desk.locator("main [name=text]").fill(warning);
    assert.equal(await press(desk, 'main form[action$="/avertir"] button'), 200);
    await member.goto("/");
    assert.equal(await member.locator('header a[href="/compte"] .count').count(), 1);
    await member.goto("/compte");
    assert.ok((await member.locator("main").innerText()).includes(warning));
    assert.equal(await press(member, 'main form[action$="/lu"] button'), 200);
    assert.equal(await member.locator('header a[href="/compte"] .count').count(), 0);
  });
  await report.check(says("what staff did stands in the log"), async () => {
    const response = await desk.goto("/equipe/journal");
    assert.equal(response.status(), 200);
    assert.ok((await desk.locator("main .log li").count()) >= 3);
  });
  assert.equal(await setWay(desk, "after"), 200);
  await report.check(says("the member's browser complained of nothing"), () => assert.deepEqual(member.problems, []));
}

async function blocks(report, says, desk) {
  const domain = `spam-${unique()}.example`;
  const rule = () => desk.locator("#regles ~ .tree .node, section[aria-labelledby=regles] .node", { hasText: domain });
  await report.check(says("a server is blocked, with a reason, and let in again"), async () => {
    await desk.goto("/equipe/federation");
    const form = 'form[action="/equipe/federation/regles"]';
    await desk.fill(`${form} [name=domain]`, domain);
    await desk.check(`${form} [name=kind][value=block]`);
    await desk.fill(`${form} [name=note]`, "réclames");
    assert.equal(await press(desk, `${form} button`), 200);
    assert.ok((await rule().first().innerText()).includes("réclames"));
    assert.equal(await press(desk, rule().first().locator("form button")), 200);
    assert.equal(await rule().count(), 0);
  });
  await report.check(says("what is no domain is refused, and kept"), async () => {
    const form = 'form[action="/equipe/federation/regles"]';
    await desk.fill(`${form} [name=domain]`, "pas un domaine");
    await desk.check(`${form} [name=kind][value=block]`);
    assert.equal(await press(desk, `${form} button`), 422);
    assert.equal(await desk.inputValue(`${form} [name=domain]`), "pas un domaine");
  });
}

async function settles(report, says, desk, visitor) {
  await report.check(says("the venue's hours change on its home page"), async () => {
    const hours = `Tous les jours, ${unique()}`;
    await desk.goto("/equipe/reglages");
    await desk.fill('form[action="/equipe/reglages/profil"] [name=hours]', hours);
    assert.equal(await press(desk, 'form[action="/equipe/reglages/profil"] button'), 200);
    await visitor.goto("/");
    assert.ok((await visitor.locator("main").innerText()).includes(hours));
  });
}
