// Every page that links lead to, as a visitor and as staff, in both languages, in light and dark, on a phone
// and on a laptop: no fault that axe knows of, nothing wider than the screen, no complaint of the browser.
// Leaves a picture of each.
import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";

import { launch, person } from "./lib/browser.mjs";
import { artworks, leaveTrace, signUp, staffMember, unique } from "./lib/steps.mjs";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"];
const SCREENS = [{ name: "390", width: 390, height: 844 }, { name: "1280", width: 1280, height: 800 }];
const SCHEMES = ["light", "dark"];
const LANGUAGES = ["fr", "en"];
// Pages no link leads to, and what a link cannot show.
const SEEDS = {
  visitor: ["/", "/p/1934.003", "/p/nulle-part", "/mes-traces", "/carte", "/expositions", "/agenda", "/agenda/mois", "/autour", "/agenda/carte", "/agenda/embed", "/agenda/embed?theme=dark", "/oeuvres?recherche=zzzz", "/suivre", "/accessibilite", "/hors-ligne", "/connexion/fediverse", "/cette-page-n-existe-pas"],
  member: ["/compte", "/agenda/proposer", "/mes-propositions", "/mes-evenements", "/mes-evenements/carte", "/compte/fediverse", "/compte/export", "/compte/fermer", "/notifications", "/notifications/reglages", "/suivis", "/authorize_interaction?uri=https%3A%2F%2Fnulle-part.invalid%2Fx"],
  staff: ["/equipe", "/equipe/agenda/nouveau", "/equipe/agenda/import", "/equipe/agenda/integrer", "/equipe/carte", "/equipe/carte?code=c1.x", "/equipe/autour", "/equipe/autour?file=montres", "/equipe/propositions", "/equipe/propositions?etat=decidees", "/equipe/expositions/nouvelle", "/equipe/appareils", "/equipe/moderation/regles", "/equipe/reglages", "/equipe/oeuvres?recherche=zzzz", "/equipe/moderation?file=traite"],
};
const LIMIT = 80;

export default async function pages(report, demo) {
  const browser = await launch();
  const folder = join(process.env.CARGO_TARGET_DIR, "screenshots");
  await mkdir(folder, { recursive: true });
  const who = await company(browser, demo);
  let looks = 0;
  for (const [role, page] of Object.entries(who)) {
    const seeds = [...SEEDS[role], ...(page.seeds ?? [])];
    const found = await addresses(page, seeds, role);
    await report.check(`links lead a ${role} to pages`, () => assert.ok(found.length > seeds.length, `${found}`));
    for (const [shape, address] of found) {
      await report.check(`${role}: ${shape} is for everybody`, async () => {
        looks += await inspect(page, address, join(folder, `${role}-${slug(shape)}`));
      });
    }
    await report.check(`${role}: the browser complained of nothing`, () => assert.deepEqual(page.problems, []));
  }
  report.note(`${looks} looks by axe; pictures in ${folder}`);
  await report.check("the log tells of no fault", () => assert.deepEqual(demo.complaints(), []));
}

/** Three people, each in a browser of their own; the member has said something. */
async function company(browser, demo) {
  const visitor = await person(browser, demo);
  const member = await person(browser, demo);
  await signUp(member);
  const [{ path }] = await artworks(member);
  await member.goto(path);
  await leaveTrace(member, `Mes mots ${unique()}`);
  member.seeds = [path, ...(await comes(member))];
  visitor.seeds = ["/agenda/nocturne-des-crues/venir"];
  return { visitor, member, staff: await staffMember(browser, demo) };
}

/** Answers an event; returns the pages of it that are one's own. */
async function comes(member) {
  await member.goto("/agenda/nocturne-des-crues/venir");
  await member.locator("button[name=answer][value=going]").first().click();
  await member.goto("/mes-evenements");
  const own = await member.locator('main a[href^="/participation/"]').first().getAttribute("href");
  return ["/mes-evenements", "/agenda/nocturne-des-crues", "/agenda/nocturne-des-crues/venir", own];
}

/** One address for each shape of page that links lead to. */
async function addresses(page, seeds, role) {
  const found = new Map();
  const waiting = [...seeds];
  while (waiting.length > 0 && found.size < LIMIT) {
    const address = waiting.shift();
    const shape = shapeOf(address);
    if (found.has(shape)) continue;
    const response = await page.goto(address);
    const type = response.headers()["content-type"] ?? "";
    if (!type.startsWith("text/html")) continue;
    // A page that sends elsewhere is that other page.
    if (shapeOf(page.url()) !== shape) {
      waiting.push(page.url());
      continue;
    }
    found.set(shape, address);
    const links = await page.locator("a[href]").evaluateAll((all) => all.map((a) => new URL(a.getAttribute("href"), location.href).href));
    for (const link of links) {
      const url = new URL(link);
      if (url.origin === new URL(page.url()).origin && mine(url.pathname, role)) waiting.push(url.pathname + url.search);
    }
  }
  return [...found];
}

// Staff look at the desk, members at their account; what visitors see is seen as a visitor.
function mine(path, role) {
  if (/\.(atom|csv|ics|json|pdf|xml|zip)$|linked-art$|^\/media\//.test(path)) return false;
  if (role === "staff") return path.startsWith("/equipe");
  if (role === "member") return /^\/(compte|traces|objets|notifications|suivis)\b/.test(path);
  return !path.startsWith("/equipe");
}

/** A path with what varies left out. */
function shapeOf(address) {
  const url = new URL(address, "http://here");
  const path = url.pathname
    .replace(/\/\d{6,}/g, "/{id}")
    .replace(/^\/(oeuvres|lieux|p|expositions)\/[^/]+/, "/$1/{slug}")
    .replace(/^\/agenda\/mois\/.+/, "/agenda/mois/{month}")
    .replace(/^\/agenda\/(?!mois\b)[^/]+/, "/agenda/{slug}")
    .replace(/^\/participation\/.+/, "/participation/{code}")
    .replace(/^\/equipe\/pages\/.+/, "/equipe/pages/{name}")
    .replace(/^\/@.+/, "/@{name}");
  const kinds = [...url.searchParams.keys()].filter((key) => ["recherche", "file"].includes(key));
  return kinds.length > 0 ? `${path}?${kinds.map((key) => `${key}=${url.searchParams.get(key)}`).join("&")}` : path;
}

function slug(shape) {
  return shape.replace(/[^a-z0-9@]+/gi, "-").replace(/^-|-$/g, "") || "home";
}

/** Looks at one page in every way; answers how many looks that took. */
async function inspect(page, address, picture) {
  const faults = [];
  let looks = 0;
  for (const language of LANGUAGES) {
    await page.goto(`${address}${address.includes("?") ? "&" : "?"}lang=${language}`);
    const lang = await page.getAttribute("html", "lang");
    if (lang !== language) faults.push(`asked in ${language}, answered in ${lang}`);
    // Evaluated, not added as a script: the pages' policy allows no script but their own.
    await page.evaluate(AXE);
    for (const scheme of SCHEMES) {
      await page.emulateMedia({ colorScheme: scheme });
      for (const { name, width, height } of SCREENS) {
        await page.setViewportSize({ width, height });
        const where = `${language} ${scheme} ${name}`;
        for (const fault of await judge(page)) faults.push(`${where}: ${fault}`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (wide > 0) faults.push(`${where}: ${wide} px wider than the screen`);
        looks += 1;
        if (language === "fr") await page.screenshot({ path: `${picture}-${scheme}-${name}.png`, fullPage: true });
      }
    }
  }
  assert.deepEqual(faults, []);
  return looks;
}

async function judge(page) {
  return page.evaluate(async (rules) => {
    const { violations } = await globalThis.axe.run(document, { runOnly: rules, resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.target.join(" ")} ${node.failureSummary.replace(/\s+/g, " ").slice(0, 300)}`),
    );
  }, RULES);
}
