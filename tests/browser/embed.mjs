// The programme inside pages of other sites: the element <parvis-agenda> and the frame, on a page the venue does not serve.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

import { freePort, onStop } from "../support/children.mjs";
import { eventually } from "../support/report.mjs";
import { launch, person } from "./lib/browser.mjs";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"];

export default async function embed(report, demo) {
  const browser = await launch();
  const nowhere = `http://127.0.0.1:${await freePort()}`;
  const element = (attributes) =>
    `<script type="module" src="${demo.origin}/agenda.js"></script><parvis-agenda ${attributes}><a href="${demo.origin}/agenda">Agenda du musée</a></parvis-agenda>`;
  const site = await otherSite({
    "/": element('max="3"'),
    "/visites": element('type="tour" lang="en"'),
    "/rien": element('recherche="zzzz"'),
    "/seul": element(`venue="${nowhere}"`),
    "/cadre": `<iframe src="${demo.origin}/agenda/embed?type=tour" title="Agenda du musée" width="100%" height="640"></iframe>`,
  });
  for (const [scheme, width] of [["light", 390], ["dark", 1280]]) {
    const page = await person(browser, { origin: site }, { scheme, width });
    const lines = page.locator("parvis-agenda li");
    const says = (sentence) => `${sentence} (${scheme}, ${width} px)`;
    await report.check(says("the element lists the next events, and leads to each in the venue's own pages"), async () => {
      await page.goto("/");
      await lines.first().waitFor();
      assert.equal(await lines.count(), 3);
      const first = page.locator("parvis-agenda a.title").first();
      assert.ok((await first.getAttribute("href")).startsWith(`${demo.origin}/agenda/`));
      assert.match(await first.getAttribute("rel"), /noopener/);
      assert.equal(await first.getAttribute("target"), "_blank");
      assert.match(await page.locator("parvis-agenda .all").innerText(), /Tout l’agenda/);
    });
    await report.check(says("its filters are those of the programme, and it speaks the page's language"), async () => {
      await page.goto("/visites");
      await lines.first().waitFor();
      const titles = await page.locator("parvis-agenda a.title").allInnerTexts();
      const { events } = await (await fetch(`${demo.origin}/agenda.json?type=tour`)).json();
      assert.deepEqual(titles, events.slice(0, 5).map((event) => Object.values(event.title)[0]));
      assert.match(await page.locator("parvis-agenda .all").innerText(), /The whole programme/);
      await page.goto("/");
      await lines.first().waitFor();
      await page.locator("parvis-agenda").evaluate((agenda) => agenda.setAttribute("max", "1"));
      await eventually("the element to follow its attributes", async () => (await lines.count()) === 1);
    });
    await report.check(says("nothing found is said; a venue that does not answer leaves what stood inside"), async () => {
      await page.goto("/rien");
      await page.locator("parvis-agenda p", { hasText: "Rien n’est annoncé" }).waitFor();
      await page.goto("/seul");
      await page.waitForLoadState("networkidle");
      assert.ok(await page.getByText("Agenda du musée").isVisible());
      // That the venue could not be reached is what was asked for.
      page.problems.length = 0;
    });
    await report.check(says("the frame shows the programme and nothing of the rest"), async () => {
      await page.goto("/cadre");
      const frame = page.frameLocator("iframe");
      await frame.locator(".event").first().waitFor();
      assert.equal(await frame.locator("header nav").count(), 0);
      assert.equal(await frame.locator(".event a").first().getAttribute("target"), "_blank");
    });
    await report.check(says("both are for everybody, set no cookie, and the browser complains of nothing"), async () => {
      for (const path of ["/", "/visites", "/rien", "/cadre"]) {
        await page.goto(path);
        if (path !== "/cadre") await page.locator("parvis-agenda p").first().waitFor();
        await page.addScriptTag({ content: AXE });
        const { violations } = await page.evaluate((rules) => globalThis.axe.run(document, { runOnly: rules }), RULES);
        assert.deepEqual(violations.map(({ id, nodes }) => `${path} ${id}: ${nodes[0].html}`), []);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${path} is wider than the screen`);
      }
      assert.deepEqual(await page.context().cookies(demo.origin), []);
      assert.deepEqual(page.problems, []);
    });
  }
  await report.check("the log tells of no fault", () => assert.deepEqual(demo.complaints(), []));
}

/** A site of somebody else's, on an origin of its own; answers it. */
async function otherSite(pages) {
  const server = createServer((request, response) => {
    const body = pages[new URL(request.url, "http://x").pathname];
    response.writeHead(body ? 200 : 404, { "content-type": "text/html; charset=utf-8" });
    response.end(`<!doctype html><html lang="fr"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,"><title>Office du tourisme</title><main><h1>À voir</h1>${body ?? ""}</main></html>`);
  });
  const port = await freePort();
  await new Promise((ready) => server.listen(port, "127.0.0.1", ready));
  onStop(() => server.close());
  onStop(() => server.closeAllConnections());
  return `http://127.0.0.1:${port}`;
}
