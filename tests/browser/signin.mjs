// Ways in and what an account can do, on a phone: passkeys with a virtual authenticator, an account of another server
// without JavaScript, people followed, muted and blocked, an archive fetched.
import assert from "node:assert/strict";

import { launch, person } from "./lib/browser.mjs";
import { mastodon } from "./lib/mastodon.mjs";
import { fill, leaveTrace, artworks, press, signIn, signUp, trace, unique } from "./lib/steps.mjs";
import { PASSWORD } from "./lib/demo.mjs";

const PHONE = { width: 390, height: 844 };

export default async function signin(report, demo) {
  const browser = await launch();
  await passkeys(report, browser, demo);
  await elsewhere(report, browser, demo);
  await people(report, browser, demo);
  await archive(report, browser, demo);
  await report.check("the log tells of no fault", () => assert.deepEqual(demo.complaints(), []));
}

/** A device with one key, as Chromium's own debugger makes it (CDP, domain WebAuthn). */
async function authenticator(page) {
  const client = await page.context().newCDPSession(page);
  await client.send("WebAuthn.enable");
  const options = {
    protocol: "ctap2",
    transport: "internal",
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
    automaticPresenceSimulation: true,
  };
  const { authenticatorId } = await client.send("WebAuthn.addVirtualAuthenticator", { options });
  return { client, authenticatorId };
}

async function passkeys(report, browser, demo) {
  const page = await person(browser, demo, PHONE);
  const { handle } = await signUp(page);
  await page.goto("/compte/cles");
  const device = await authenticator(page);
  await report.must("a device becomes a key of the account", async () => {
    await fill(page, { name: "Mon téléphone" }, "form[data-passkey]");
    assert.equal(await press(page, "form[data-passkey] button"), 200);
    assert.match(await page.locator("main").innerText(), /Mon téléphone/);
    const { credentials } = await device.client.send("WebAuthn.getCredentials", { authenticatorId: device.authenticatorId });
    assert.equal(credentials.length, 1);
    assert.ok(credentials[0].isResidentCredential, "it signs in without a name");
  });
  await report.must("the key signs in without name or password", async () => {
    await page.goto("/compte");
    await press(page, 'form[action="/deconnexion"] button');
    // Browsers may offer the key by themselves before the button is pressed: either way leads in.
    const arrived = page.waitForURL("**/compte", { timeout: 15_000 });
    await page.goto("/connexion");
    await page.locator("form[data-passkey-sign-in] button").click({ timeout: 3_000 }).catch(() => {});
    await arrived;
    assert.match(await page.locator("main").innerText(), new RegExp(handle));
  });
  await report.check("a gesture that is refused is told in words", async () => {
    await page.goto("/compte/cles");
    await device.client.send("WebAuthn.setUserVerified", { authenticatorId: device.authenticatorId, isUserVerified: false });
    await fill(page, { name: "Une autre" }, "form[data-passkey]");
    await page.locator("form[data-passkey] button").click();
    const said = page.locator("[data-passkey-said]");
    await said.waitFor({ state: "visible", timeout: 20_000 });
    assert.match(await said.innerText(), /Rien n’a été enregistré/);
  });
  await report.check("a key is renamed and removed", async () => {
    await page.goto("/compte/cles");
    await page.locator("main details.menu summary").first().click();
    await page.locator("main details.menu [name=name]").first().fill("Ma clé bleue");
    assert.equal(await press(page, page.locator("main details.menu button").first()), 200);
    assert.match(await page.locator("main").innerText(), /Ma clé bleue/);
    assert.equal(await press(page, 'form[action$="/retirer"] button'), 200);
    assert.match(await page.locator("main").innerText(), /Aucune clé/);
  });
  const plain = await person(browser, demo, { ...PHONE, js: false });
  await report.check("without JavaScript the page says so and the other ways are there", async () => {
    await plain.goto("/connexion");
    assert.equal(await plain.locator("form[data-passkey-sign-in]").isVisible(), false);
    assert.ok(await plain.locator('a[href^="/connexion/fediverse"]').isVisible());
    assert.equal(await signIn(plain, handle), 200);
    await plain.goto("/compte/cles");
    assert.match(await plain.locator("main").innerText(), /JavaScript/);
  });
}

async function elsewhere(report, browser, demo) {
  const server = await mastodon();
  const page = await person(browser, demo, { ...PHONE, js: false });
  const begin = async () => {
    await page.goto("/connexion");
    await press(page, 'a[href^="/connexion/fediverse"]');
    await fill(page, { server: `@lea@${server.host}` });
    await Promise.all([page.waitForURL("**/oauth/authorize**"), page.locator('form[action="/connexion/fediverse"] button').click()]);
  };
  await report.check("somebody who says no reads why and can go on", async () => {
    await begin();
    await page.locator("#non").click();
    await page.waitForURL("**/connexion/fediverse/attente");
    await page.getByText("Vous avez dit non").waitFor();
    assert.ok(await page.getByText("Continuer sans compte").isVisible());
  });
  const handle = `lea_${unique()}`;
  await report.must("an account of another server opens one here, without JavaScript", async () => {
    await begin();
    await Promise.all([page.waitForURL("**/connexion/fediverse/nouveau"), page.getByRole("button", { name: "Oui" }).click()]);
    assert.equal(await page.locator("[name=name]").inputValue(), "Léa d’ailleurs");
    await fill(page, { handle });
    await page.check("[name=agree]");
    assert.equal(await press(page, "main form button.primary"), 200);
    assert.equal(new URL(page.url()).pathname, "/compte");
    assert.equal(server.tokens.size, 0, "the token was given back");
  });
  await report.check("and the same one the next time", async () => {
    await press(page, 'form[action="/deconnexion"] button');
    await begin();
    await Promise.all([page.waitForURL("**/compte"), page.getByRole("button", { name: "Oui" }).click()]);
    assert.match(await page.locator("main").innerText(), new RegExp(handle));
  });
  await report.check("a server that is none is told beside the field", async () => {
    await press(page, 'form[action="/deconnexion"] button');
    await page.goto("/connexion/fediverse");
    await fill(page, { server: "pas un serveur" });
    assert.equal(await press(page, 'form[action="/connexion/fediverse"] button'), 422);
    assert.equal(await page.locator("[name=server]").inputValue(), "pas un serveur");
  });
}

async function people(report, browser, demo) {
  const page = await person(browser, demo, { ...PHONE, js: false });
  const other = await person(browser, demo, { ...PHONE, js: false });
  await signUp(page);
  const { handle } = await signUp(other);
  const [{ path }] = await artworks(other);
  const words = `Au passage ${unique()}`;
  await other.goto(path);
  await leaveTrace(other, words);
  await report.check("a person is followed and left again", async () => {
    await page.goto(`/@${handle}`);
    assert.equal(await press(page, 'form[action$="/suivre"] button'), 200);
    await page.goto("/compte/personnes");
    assert.match(await page.locator("main").innerText(), new RegExp(handle));
    assert.equal(await press(page, 'form[action$="/suivre"] button'), 200);
    assert.match(await page.locator("main").innerText(), /Vous ne suivez encore personne/);
  });
  await report.check("a muted person is out of sight until unmuted", async () => {
    await page.goto(`/@${handle}`);
    await page.locator("details.menu summary").first().click();
    await press(page, 'form[action$="/masquer"] button');
    await page.goto(path);
    assert.equal(await trace(page, words).count(), 0);
    await page.goto("/compte/personnes?liste=masquees");
    await press(page, 'form[action$="/masquer"] button');
    await page.goto(path);
    assert.equal(await trace(page, words).count(), 1);
  });
  await report.check("a blocked person cannot follow", async () => {
    await page.goto(`/@${handle}`);
    await page.locator("details.menu summary").first().click();
    await press(page, 'form[action$="/bloquer"] button');
    const mine = await page.locator('a[href^="/@"]').first().getAttribute("href");
    await page.goto("/compte");
    const address = (await page.locator(".cartel .ref").first().innerText()).split("@")[1];
    await other.goto(`/@${address}`);
    assert.equal(await press(other, 'form[action$="/suivre"] button'), 403, mine);
  });
}

async function archive(report, browser, demo) {
  const page = await person(browser, demo, { ...PHONE, js: false });
  await signUp(page);
  await report.check("everything about oneself is fetched in one file, without JavaScript", async () => {
    await page.goto("/compte/export");
    await fill(page, { password: PASSWORD }, 'form[action="/compte/export"]');
    await press(page, 'form[action="/compte/export"] button');
    const fetch = page.locator('form[action^="/compte/export/"] button');
    await fetch.waitFor({ timeout: 30_000 });
    await fill(page, { password: PASSWORD }, 'form[action^="/compte/export/"]');
    const [download] = await Promise.all([page.waitForEvent("download"), fetch.click()]);
    assert.match(download.suggestedFilename(), /^lea_.*\.tar\.gz$/);
  });
}
