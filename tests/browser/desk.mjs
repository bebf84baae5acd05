// The queue at a desk: decided by keyboard and in lots, taken back, and two people at one case.
import assert from "node:assert/strict";

import { launch, person } from "./lib/browser.mjs";
import { artworks, leaveTrace, press, signUp, staffMember, trace, unique } from "./lib/steps.mjs";

export default async function desk(report, demo) {
  const browser = await launch();
  const staff = await staffMember(browser, demo);
  const colleague = await staffMember(browser, demo);
  const member = await person(browser, demo);
  const visitor = await person(browser, demo);
  await signUp(member);
  const [{ path }] = await artworks(member);
  await hold(staff, "before");

  const mark = unique();
  const said = ["Un cheval blanc", "La neige tombe", "Trois bateaux"].map((words) => `${words} ${mark}`);
  for (const words of said) {
    await member.goto(path);
    await leaveTrace(member, words);
  }
  const queue = (page) => page.goto(`/equipe/moderation?q=${mark}`);
  const cases = (page) => page.locator(".case");
  const shown = async (words) => {
    await visitor.goto(path);
    return trace(visitor, words).count();
  };

  await report.check("a key publishes the case in focus, and the next one has the focus then", async () => {
    await queue(staff);
    assert.equal(await cases(staff).count(), 3);
    await staff.keyboard.press("n");
    assert.ok((await focused(staff)).includes(said[0]));
    await Promise.all([staff.waitForNavigation(), staff.keyboard.press("a")]);
    assert.equal(await cases(staff).count(), 2);
    assert.ok((await focused(staff)).includes(said[1]));
    assert.equal(await shown(said[0]), 1);
  });
  await report.check("a key takes it back", async () => {
    await Promise.all([staff.waitForNavigation(), staff.keyboard.press("u")]);
    assert.equal(await shown(said[0]), 0);
  });
  await report.check("letters typed into a field decide nothing", async () => {
    await queue(staff);
    await staff.locator(".filters [name=q]").focus();
    await staff.keyboard.type("ahb");
    assert.equal(await cases(staff).count(), 3);
  });
  await report.check("switched off, keys press nothing, also on the next page", async () => {
    await staff.locator("[data-keys-switch]").click();
    await queue(staff);
    await staff.keyboard.press("h");
    assert.equal(await cases(staff).count(), 3);
    assert.equal(await staff.locator("[data-keys-switch]").getAttribute("aria-pressed"), "false");
    await staff.locator("[data-keys-switch]").click();
  });
  await report.check("whoever comes second is told who was faster", async () => {
    await queue(staff);
    await queue(colleague);
    const second = (page) => page.locator(".case", { hasText: said[1] });
    assert.equal(await press(colleague, second(colleague).locator("button[value=hide]")), 200);
    assert.equal(await press(staff, second(staff).locator("button[value=approve]")), 200);
    assert.match(await staff.locator("main .flash").innerText(), /a déjà masqué ces mots/);
    assert.equal(await shown(said[1]), 0);
  });
  await report.check("ticked cases are published at once", async () => {
    await queue(staff);
    await staff.locator("[data-tick-all]").check();
    assert.equal(await press(staff, "#lot button[value=approve]"), 200);
    for (const words of [said[0], said[2]]) assert.equal(await shown(words), 1);
  });
  await hold(staff, "after");
  await report.check("the browsers complained of nothing", () =>
    assert.deepEqual([...staff.problems, ...colleague.problems, ...member.problems, ...visitor.problems], []));
}

async function hold(staff, way) {
  await staff.goto("/equipe/reglages");
  const form = 'form[action="/equipe/reglages/moderation"]';
  await staff.selectOption(`${form} [name=members]`, way);
  return press(staff, `${form} button`);
}

/** The text of the case in focus. */
function focused(page) {
  return page.evaluate(() => document.activeElement.closest(".case")?.innerText ?? "");
}
