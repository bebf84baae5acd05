// What people do here, in words the suites share.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";

import { person } from "./browser.mjs";
import { PASSWORD } from "./demo.mjs";



/** Answers the status of the page that pressing leads to. */
export async function press(page, button) {
  const [response] = await Promise.all([
    page.waitForResponse((r) => r.request().isNavigationRequest() && r.frame() === page.mainFrame() && !isRedirect(r)),
    // Not only answered: shown, so that whatever is asked for next comes after it.
    page.waitForEvent("load"),
    (typeof button === "string" ? page.locator(button) : button).click(),
  ]);
  return response.status();
}

function isRedirect(response) {
  return response.status() >= 300 && response.status() < 400;
}

/** A number nobody else has, for names and words. */
export function unique() {
  return randomUUID().slice(0, 8);
}

/** Signs a new member up, then in. */
export async function signUp(page) {
  const handle = `lea_${unique()}`;
  await page.goto("/inscription");
  await fill(page, { name: "Léa Nouvelle", handle, email: `${handle}@essais.example`, password: PASSWORD });
  await page.check("[name=agree]");
  assert.equal(await press(page, 'form[action="/inscription"] button'), 200, "signing up was refused");
  assert.equal(await signIn(page, handle), 200, "the new account cannot sign in");
  return { handle, email: `${handle}@essais.example` };
}

export async function signIn(page, login, password = PASSWORD) {
  await page.goto("/connexion");
  await fill(page, { login, password });
  return press(page, 'form[action="/connexion"] button');
}

/** Fills the fields of a form; `form` says which one where there are several. */
export async function fill(page, fields, form = "main") {
  for (const [name, value] of Object.entries(fields)) await page.locator(`${form} [name="${name}"]`).fill(value);
}

/** A browser in which a member of staff is signed in. */
export async function staffMember(browser, demo, options) {
  const page = await person(browser, demo, options);
  const { email } = await demo.staff();
  assert.equal(await signIn(page, email), 200, "staff cannot sign in");
  return page;
}

/** The first artworks of the list that have a picture: {title, path}. */
export async function artworks(page) {
  await page.goto("/oeuvres");
  return page.locator(".wall > li:has(img) .name a").evaluateAll((links) =>
    links.map((a) => ({ title: a.textContent.trim(), path: new URL(a.href).pathname })),
  );
}

/** Leaves words on the artwork that is open. */
export async function leaveTrace(page, text) {
  await page.locator("#laisser-un-mot [name=text]").fill(text);
  return press(page, "#laisser-un-mot button.primary");
}

/** The trace with these words. */
export function trace(page, text) {
  return page.locator("article.trace", { hasText: text }).first();
}
