// Chromium, and pages that remember what went wrong in them.
import { chromium } from "playwright-core";

import { onStop } from "../../support/children.mjs";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // A microphone that hums, and nobody to ask for it.
  "--use-fake-device-for-media-stream",
  "--use-fake-ui-for-media-stream",
];
const PATIENCE_MS = 10_000;

/** Starts Chromium; it ends with the suite. */
export async function launch() {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: FLAGS });
  onStop(() => browser.close());
  return browser;
}

/**
 * A person with a browser of their own, on `demo`. Nothing is kept on their device unless `kept`. `page.problems` collects what the browser complained of:
 * errors in the console, exceptions, refused content.
 */
export async function person(browser, demo, { js = true, language = "fr-FR", scheme = "light", width = 1280, height = 800, kept = false } = {}) {
  const context = await browser.newContext({
    baseURL: demo.origin,
    javaScriptEnabled: js,
    locale: language,
    colorScheme: scheme,
    reducedMotion: "reduce",
    serviceWorkers: kept ? "allow" : "block",
    viewport: { width, height },
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  page.problems = [];
  page.on("pageerror", (error) => page.problems.push(`${page.url()}: ${error.message}`));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type()) && !expected(page, message)) {
      page.problems.push(`${page.url()}: ${message.text()} ${message.location().url}`);
    }
  });
  page.on("requestfailed", (request) => {
    // A navigation ends the requests of the page before; only what the network refused is a fault.
    if (!/ERR_ABORTED/.test(request.failure()?.errorText ?? "")) {
      page.problems.push(`${request.url()}: ${request.failure()?.errorText}`);
    }
  });
  page.on("dialog", (dialog) => dialog.accept());
  return page;
}

// Chromium reports the status of a page itself as an error; and a refused form (422) is no fault, whoever sent it.
function expected(page, message) {
  // Playwright says so itself, of the worker it was asked to keep out.
  if (/Service Worker registration blocked by Playwright/.test(message.text())) return true;
  if (!/^Failed to load resource/.test(message.text())) return false;
  // Words taken back or hidden are asked for once more by whoever listens, to learn that they are gone.
  if (/\/traces\/\d+\/fragment$/.test(message.location().url) && /status of (404|410)/.test(message.text())) return true;
  return message.location().url === page.url() || /status of 422/.test(message.text());
}
