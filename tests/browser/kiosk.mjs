// A kiosk and a wall in the hall: touched, left, cut from the network, closed; with and without JavaScript, on a tall
// screen, a laptop and a tablet, in light and dark, in both languages.
import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";

import { eventually } from "../support/report.mjs";
import { launch, person } from "./lib/browser.mjs";
import { fill, leaveTrace, press, signUp, staffMember, trace, unique } from "./lib/steps.mjs";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"];
const SCREENS = [
  { name: "tall", width: 1080, height: 1920 },
  { name: "laptop", width: 1280, height: 800 },
  { name: "tablet", width: 768, height: 1024 },
];
// A label of the demo's collection.
const CODE = "1934.003";

export default async function kiosk(report, demo) {
  const browser = await launch();
  const staff = await staffMember(browser, demo);
  const address = await opened(staff, "kiosk");
  for (const js of [false, true]) await visit(report, browser, demo, staff, { address, js });
  for (const js of [false, true]) await comes(report, browser, demo, staff, { address, js });
  await touches(report, browser, demo, address);
  await looks(report, browser, demo, address);
  await closes(report, browser, demo, staff, address);
  await wall(report, browser, demo, staff);
  await report.check("the log tells of no fault", () => assert.deepEqual(demo.complaints(), []));
}

/** What the page holds, once it has come: what a browser says itself comes after the navigation that failed. */
const shown = (page) => eventually("what the page holds", () => page.content());

/** Opens a device in front of the label, and answers its path. */
async function opened(staff, kind) {
  await staff.goto("/equipe/appareils");
  await staff.selectOption("main [name=kind]", kind);
  await fill(staff, { name: `${kind} ${unique()}`, code: CODE });
  assert.equal(await press(staff, 'form[action="/equipe/appareils"] button.primary'), 200);
  return new URL(await staff.locator("#adresse").innerText()).pathname;
}

const atStart = (page) => page.locator("button[name=feeling]").first().isVisible();

async function visit(report, browser, demo, staff, { address, js }) {
  const says = (sentence) => `${sentence} (${js ? "with" : "without"} JavaScript)`;
  const touch = await person(browser, demo, { js, ...SCREENS[0] });
  const words = `Depuis la borne ${unique()}`;
  await report.check(says("one touch leaves a feeling, and the kiosk thanks"), async () => {
    await touch.goto(address);
    await touch.locator("button[name=feeling]").nth(1).click();
    await touch.waitForURL(/\/merci$/);
    assert.match(await touch.locator("[role=status]").innerText(), /C’est noté/);
    await touch.locator("main a.button").last().click();
    await touch.locator("button[name=feeling]").first().waitFor();
    assert.equal(await touch.locator("[aria-pressed=true]").count(), 0, "nobody's feeling stays");
  });
  await report.check(says("words wait to be read; their code is shown once"), async () => {
    await touch.locator('main a[href$="?ecrire=1"]').click();
    await touch.locator("textarea").fill(words);
    await touch.locator("[name=reuse_wall]").check();
    await touch.locator('form[action$="/mot"] button.primary').click();
    await touch.waitForURL(/\/merci$/);
    assert.match(await touch.locator("[role=status]").innerText(), /[0-9A-Z]{4}-[0-9A-Z]{4}/);
    await staff.goto(`/equipe/moderation?q=${encodeURIComponent(words)}`);
    assert.equal(await staff.locator(".case", { hasText: words }).count(), 1);
    await touch.goto(`${address}/merci`);
    assert.equal(await touch.locator("[role=status]").count(), 0);
    await touch.goBack();
    assert.ok(!(await shown(touch)).includes(words), "the next visitor goes back and reads nothing");
  });
  await report.check(says("another language is for one person"), async () => {
    await touch.goto(address);
    await touch.locator(".tongues a").click();
    await touch.waitForURL(/lang=en/);
    assert.equal(await touch.getAttribute("html", "lang"), "en");
    await touch.locator('main a[href$="?ecrire=1"]').click();
    await touch.locator("textarea").waitFor();
    assert.equal(await touch.getAttribute("html", "lang"), "en");
    await touch.locator("form a.button").click();
    await touch.locator("button[name=feeling]").first().waitFor();
    assert.equal(await touch.getAttribute("html", "lang"), "fr");
  });
  await report.check(says("no link leads away, and nothing is kept in the browser"), async () => {
    for (const page of [address, `${address}?ecrire=1`, `${address}/merci`, `${address}/nulle-part`]) {
      await touch.goto(page);
      const away = await touch.locator("a[href]").evaluateAll((links) => links.map((link) => new URL(link.href).pathname));
      assert.deepEqual(away.filter((path) => !path.startsWith(address)), [], page);
    }
    const names = (await touch.context().cookies()).map((cookie) => cookie.name.replace(/^__Host-/, ""));
    assert.deepEqual(names.filter((name) => !["parvis-lang"].includes(name)), []);
  });
  await report.check(says("the browser complained of nothing"), () => assert.deepEqual(touch.problems, []));
}

/** Somebody says at the kiosk that they come; the team finds them on the list, and the next visitor nothing of them. */
async function comes(report, browser, demo, staff, { address, js }) {
  const says = (sentence) => `${sentence} (${js ? "with" : "without"} JavaScript)`;
  const touch = await person(browser, demo, { js, ...SCREENS[0] });
  const name = `Noé ${unique()}`;
  const title = "Nocturne des crues";
  await report.check(says("somebody says that they come to an event, for two, and is thanked by name"), async () => {
    await touch.goto(address);
    await touch.locator('main a[href$="/agenda"]').click();
    await touch.locator(".events a", { hasText: title }).click();
    await touch.locator("h1", { hasText: title }).waitFor();
    await touch.locator("[name=name]").fill(name);
    await touch.locator("label.choice", { hasText: /^2$/ }).click();
    // Whoever is quicker than people are is asked to send it again; what was typed is still there.
    await eventually("the thanks", async () => {
      await touch.locator("form.answer button.primary").click();
      await touch.waitForURL(/\/merci$/, { timeout: 1500 }).catch(() => null);
      return /\/merci$/.test(touch.url());
    });
    assert.ok((await touch.locator("[role=status]").innerText()).includes(name));
    await touch.goto(`${address}/merci`);
    // Without a script, what was sent and is not kept cannot be shown again: the browser says so.
    await touch.goBack().catch(() => null);
    touch.problems.length = 0;
    assert.ok(!(await shown(touch)).includes(name), "the next visitor goes back and reads their name");
  });
  await report.check(says("the team finds them on the list, with where they said so"), async () => {
    await staff.goto("/agenda/nocturne-des-crues");
    await staff.goto(await staff.locator('main a[href$="/reponses"]').first().getAttribute("href"));
    await staff.goto(`${new URL(staff.url()).pathname}?canal=kiosk&recherche=${encodeURIComponent(name)}`);
    const row = staff.locator("main tbody tr", { hasText: name });
    assert.equal(await row.count(), 1);
    assert.match(await row.innerText(), /2/);
  });
  await report.check(says("a name that is missing is asked for, and the number that was chosen stays"), async () => {
    await touch.goto(`${address}/agenda`);
    await touch.locator(".events a", { hasText: title }).click();
    await touch.locator("label.choice", { hasText: /^3$/ }).click();
    await touch.locator("[name=name]").evaluate((field) => field.removeAttribute("required")).catch(() => null);
    await touch.locator("[name=name]").fill(" ");
    await touch.locator("form.answer button.primary").click();
    await touch.locator("[name=name][aria-invalid=true]").waitFor();
    assert.ok(await touch.locator("[name=people][value='3']").isChecked());
  });
  await report.check(says("the browser complained of nothing while somebody answered"), () => assert.deepEqual(touch.problems, []));
}

/** What only a script can do. */
async function touches(report, browser, demo, address) {
  const touch = await person(browser, demo, SCREENS[0]);
  const press = (label) => touch.locator("[data-keyboard]").getByRole("button", { name: label, exact: true }).click();
  await report.check("the keyboard on the screen writes, corrects and begins with a capital", async () => {
    await touch.goto(`${address}?ecrire=1`);
    for (const label of ["B", "l", "e", "u", "u", "effacer", "espace", "é", "à la ligne", "majuscule", "O", "k"]) await press(label);
    assert.equal(await touch.locator("textarea").inputValue(), "Bleu é\nOk");
    assert.equal(await touch.locator("textarea").getAttribute("inputmode"), "none");
  });
  await report.check("what is typed while the network is away is kept, and sent once when it is back", async () => {
    await touch.context().setOffline(true);
    await touch.locator('form[action$="/mot"] button.primary').click();
    await touch.locator("[data-lost]").waitFor();
    assert.equal(await touch.locator("textarea").inputValue(), "Bleu é\nOk");
    await touch.context().setOffline(false);
    await touch.locator('form[action$="/mot"] button.primary').click();
    await touch.waitForURL(/\/merci$/);
    touch.problems.length = 0;
  });

  const alone = await person(browser, demo, SCREENS[1]);
  await alone.clock.install();
  await report.check("a kiosk that was left asks, and goes on when somebody answers", async () => {
    await alone.goto(`${address}?ecrire=1`);
    await alone.locator("textarea").fill("Rien que pour moi");
    await alone.clock.runFor(59_000);
    assert.equal(await alone.locator("dialog").isVisible(), false);
    await alone.clock.runFor(2_000);
    await alone.locator("dialog").waitFor();
    await alone.clock.runFor(10_000);
    assert.ok(Number(await alone.locator("[data-idle-left]").innerText()) < 12, "it counts");
    await alone.locator("dialog button").click();
    assert.equal(await alone.locator("textarea").inputValue(), "Rien que pour moi");
  });
  await report.check("without an answer it begins anew, and going back finds nothing", async () => {
    await alone.clock.runFor(61_000);
    await alone.locator("dialog").waitFor();
    await alone.clock.runFor(25_000);
    await alone.locator("button[name=feeling]").first().waitFor();
    await alone.goBack().catch(() => null);
    await eventually("nothing of the one before", async () => !(await alone.content()).includes("Rien que pour moi"));
  });
  await report.check("a start nobody touched asks nothing", async () => {
    await alone.goto(address);
    await alone.clock.runFor(120_000);
    assert.equal(await alone.locator("dialog").isVisible(), false);
  });
  await report.check("without a network a kiosk stays on its page, and begins anew when there is one", async () => {
    await alone.goto(`${address}?ecrire=1`);
    await alone.locator("textarea").fill("Personne ne le lira");
    await alone.context().setOffline(true);
    await alone.clock.runFor(61_000);
    await alone.clock.runFor(25_000);
    assert.equal(await alone.locator("textarea").inputValue(), "", "what was begun is nobody's any more");
    await alone.context().setOffline(false);
    await eventually("the start", async () => {
      await alone.clock.runFor(6_000);
      return atStart(alone);
    });
    alone.problems.length = 0;
  });
  await report.check("the browsers complained of nothing else", () => assert.deepEqual([...touch.problems, ...alone.problems], []));
}

/** For everybody, on every screen it is made for. Leaves pictures. */
async function looks(report, browser, demo, address) {
  const folder = join(process.env.CARGO_TARGET_DIR, "screenshots");
  await mkdir(folder, { recursive: true });
  const ahead = await person(browser, demo, SCREENS[0]);
  await ahead.goto(`${address}/agenda`);
  const event = await ahead.locator(".events a").first().getAttribute("href");
  await ahead.context().close();
  const paths = {
    start: `${address}?`,
    words: `${address}?ecrire=1&`,
    thanks: `${address}/merci?`,
    coming: `${address}/agenda?`,
    answer: `${event}?`,
  };
  for (const [name, path] of Object.entries(paths)) {
    await report.check(`the ${name} of a kiosk is for everybody, and its targets are large`, async () => {
      const faults = [];
      for (const screen of SCREENS) {
        for (const scheme of ["light", "dark"]) {
          const page = await person(browser, demo, { ...screen, scheme });
          await page.addInitScript(AXE);
          for (const language of ["fr", "en"]) {
            await page.goto(`${path}lang=${language}`);
            const where = `${name} ${screen.name} ${scheme} ${language}`;
            const found = await page.evaluate(judge, RULES);
            faults.push(...found.map((fault) => `${where}: ${fault}`));
            await page.screenshot({ path: join(folder, `kiosk-${name}-${screen.name}-${scheme}-${language}.png`), fullPage: true });
          }
          await page.context().close();
        }
      }
      assert.deepEqual(faults, []);
    });
  }
}

async function judge(rules) {
  const { violations } = await globalThis.axe.run(document, { runOnly: rules, resultTypes: ["violations"] });
  const faults = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")} ${node.failureSummary}`));
  if (document.documentElement.scrollWidth > innerWidth) faults.push("wider than the screen");
  const corner = document.querySelector(".corner").getBoundingClientRect();
  for (const target of document.querySelectorAll("main .button, main .key, main .choice")) {
    const { width, height } = target.getBoundingClientRect();
    if (!target.checkVisibility()) continue;
    const least = target.matches(".key") ? 44 : 60;
    if (height < 60 || width < least) faults.push(`${target.textContent.trim()}: ${Math.round(width)} by ${Math.round(height)}`);
  }
  scrollTo(0, document.body.scrollHeight);
  for (const target of document.querySelectorAll("main .button, main .key, main .choice")) {
    const box = target.getBoundingClientRect();
    const covered = box.right > corner.left && box.bottom > corner.top && box.left < corner.right && box.top < corner.bottom;
    if (target.checkVisibility() && covered) faults.push(`${target.textContent.trim()} is under the corner`);
  }
  scrollTo(0, 0);
  return faults;
}

async function closes(report, browser, demo, staff, address) {
  const touch = await person(browser, demo, SCREENS[1]);
  await report.check("closed, a kiosk is out of service and leads nowhere", async () => {
    await touch.goto(address);
    await staff.goto("/equipe/appareils");
    assert.equal(await press(staff, staff.locator('form[action$="/fermer"] button').first()), 200);
    await touch.locator("button[name=feeling]").first().click();
    await touch.getByRole("heading", { name: "Pas en service" }).waitFor();
    assert.equal(await touch.locator("a").count(), 0);
  });
}

async function wall(report, browser, demo, staff) {
  const address = await opened(staff, "wall");
  const screen = await person(browser, demo, { width: 1920, height: 1080 });
  const member = await person(browser, demo);
  await signUp(member);
  const page = await (async () => {
    await member.goto(`/p/${CODE}`);
    return member.locator("main a[href^='/oeuvres/']").first().getAttribute("href").catch(() => null);
  })();
  const path = page ?? new URL(member.url()).pathname;
  const say = async (words, agrees) => {
    await member.goto(path);
    if (agrees) {
      await member.locator("#laisser-un-mot details.more summary").last().click();
      await member.locator("#laisser-un-mot [name=reuse_wall]").check();
    }
    assert.equal(await leaveTrace(member, words), 200);
    const id = (await trace(member, words).getAttribute("id")).replace("trace-", "");
    await staff.goto(`/equipe/moderation?file=publie&q=${encodeURIComponent(words)}`);
    assert.equal(await press(staff, staff.locator(".case button[value=approve]")), 200);
    return id;
  };
  const freeze = async () => {
    await staff.goto("/equipe/appareils");
    return press(staff, staff.locator('form[action$="/figer"] button').first());
  };
  const [quiet, loud] = [`Pour le site ${unique()}`, `Sur le mur ${unique()}`];
  const reads = (words) => screen.locator("[data-scene]", { hasText: words }).count();
  await report.check("a wall shows words that were read and whose author agreed, and loses them when they are hidden", async () => {
    await screen.goto(address);
    await say(quiet, false);
    const id = await say(loud, true);
    const seen = new Set();
    await eventually("the words on the wall", async () => {
      seen.add(await screen.locator("[data-scene]").innerText());
      return reads(loud);
    }, 400_000);
    for (const text of seen) assert.ok(!text.includes(quiet), "they did not agree");
    assert.equal(await freeze(), 200);
    await staff.goto(`/traces/${id}`);
    await staff.locator("details.menu summary").first().click();
    assert.equal(await press(staff, staff.locator("button[value=hide]").first()), 200);
    await eventually("the words to leave the wall", async () => (await reads(loud)) === 0, 30_000);
    assert.equal(await freeze(), 200);
  });
  await report.check("a wall keeps its last words while the network is away, says so, and recovers", async () => {
    await screen.context().setOffline(true);
    await eventually("the sign that the network is away", () => screen.locator("[data-lost]").isVisible(), 90_000);
    assert.equal(await screen.locator("[data-scene] > *").count(), 1);
    await screen.context().setOffline(false);
    await eventually("the sign to go", async () => !(await screen.locator("[data-lost]").isVisible()), 60_000);
    screen.problems.length = 0;
  });
  await report.check("text on a wall is never smaller than 4 % of the screen's height", async () => {
    const small = await screen.evaluate(() => [...document.querySelectorAll(".wall *, .corner .ref")]
      .filter((element) => element.childElementCount === 0 && element.textContent.trim() && !element.hidden)
      .map((element) => [element.className, Number.parseFloat(getComputedStyle(element).fontSize)])
      .filter(([, size]) => size < innerHeight * 0.04 - 0.5));
    assert.deepEqual(small, []);
  });
  await report.check("words on a wall, however long their lines, never stand beneath the code", async () => {
    for (const { width, height } of [{ width: 1920, height: 1080 }, ...SCREENS]) {
      await screen.setViewportSize({ width, height });
      const covered = await screen.evaluate(() => {
        const words = document.querySelector(".scene blockquote, .scene p");
        words.textContent = "Je viens lire ici le mardi, et le saule a pris deux mètres depuis l’an dernier. ".repeat(2);
        const corner = document.querySelector(".corner").getBoundingClientRect();
        const range = document.createRange();
        range.selectNodeContents(words);
        const meets = (line) => line.right > corner.left && line.left < corner.right && line.bottom > corner.top && line.top < corner.bottom;
        return [...range.getClientRects()].filter(meets).length;
      });
      assert.equal(covered, 0, `${width} × ${height}`);
    }
    await screen.setViewportSize({ width: 1920, height: 1080 });
  });
  await report.check("closed, a wall shows nothing", async () => {
    await staff.goto("/equipe/appareils");
    assert.equal(await press(staff, staff.locator('form[action$="/fermer"] button').first()), 200);
    await eventually("the wall to be empty", async () => (await screen.locator("[data-scene]").count()) === 0, 60_000);
    assert.equal(await screen.locator("a").count(), 0);
  });
}
