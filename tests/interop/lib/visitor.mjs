// A browser without JavaScript: keeps cookies, follows redirects within its site, fills in the forms it finds
// on pages. Where a page sends to another site, `sentTo` says so.
import { parse } from "node-html-parser";

const REDIRECTS = 5;

export class Visitor {
  constructor(origin, language = "fr") {
    this.origin = origin;
    this.language = language;
    this.cookies = new Map();
  }

  async get(path) {
    return this.#open("GET", new URL(path, this.origin), undefined);
  }

  /**
   * Sends the form that `selector` finds on `page`, with what the page filled in, changed by `fields`.
   * `button` is the name and value of the button pressed, if it has any.
   */
  async submit(page, selector, fields = {}, button = undefined) {
    const form = page.html.querySelector(selector);
    if (!form) throw new Error(`no form ${selector} on ${page.url} (${page.status})`);
    const values = new Map(prefilled(form));
    const known = new Set([...form.querySelectorAll("[name]")].map((field) => field.getAttribute("name")));
    for (const [name, value] of Object.entries(fields)) {
      if (!known.has(name)) throw new Error(`the form ${selector} on ${page.url} has no field ${name}`);
      values.set(name, value);
    }
    if (button) values.set(...button);
    const action = new URL(decoded(form.getAttribute("action") ?? "") || page.url, page.url);
    const multipart = form.getAttribute("enctype") === "multipart/form-data";
    const body = multipart ? new FormData() : new URLSearchParams();
    for (const [name, value] of values) body.append(name, value);
    return this.#open("POST", action, body);
  }

  async #open(method, url, body) {
    for (let hop = 0; hop <= REDIRECTS; hop += 1) {
      const headers = { accept: "text/html", "accept-language": this.language };
      if (this.cookies.size > 0) {
        headers.cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
      }
      if (method === "POST") headers.origin = this.origin;
      const response = await fetch(url, { method, body, headers, redirect: "manual" });
      for (const cookie of response.headers.getSetCookie()) this.#keep(cookie);
      const location = response.headers.get("location");
      if (response.status >= 300 && response.status < 400 && location) {
        await response.arrayBuffer();
        [method, body, url] = ["GET", undefined, new URL(location, url)];
        if (url.origin !== this.origin) return { url: url.href, status: response.status, sentTo: url, html: parse("") };
        continue;
      }
      const text = await response.text();
      return { url: url.href, status: response.status, headers: response.headers, text, html: parse(text) };
    }
    throw new Error(`more than ${REDIRECTS} redirects at ${url}`);
  }

  #keep(cookie) {
    const [pair, ...attributes] = cookie.split(";");
    const at = pair.indexOf("=");
    const name = pair.slice(0, at).trim();
    const value = pair.slice(at + 1).trim();
    const gone = value === "" || attributes.some((a) => a.trim().toLowerCase() === "max-age=0");
    if (gone) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

/** What a browser would send of a form nobody touched. */
function prefilled(form) {
  const values = [];
  for (const field of form.querySelectorAll("input, textarea, select")) {
    const name = field.getAttribute("name");
    if (!name || field.hasAttribute("disabled")) continue;
    if (field.tagName === "TEXTAREA") values.push([name, decoded(field.innerHTML).replace(/^\n/, "")]);
    else if (field.tagName === "SELECT") {
      const options = field.querySelectorAll("option");
      const chosen = options.find((o) => o.hasAttribute("selected")) ?? options[0];
      if (chosen) values.push([name, decoded(chosen.getAttribute("value") ?? chosen.text)]);
    } else if (["checkbox", "radio"].includes(field.getAttribute("type"))) {
      if (field.hasAttribute("checked")) values.push([name, decoded(field.getAttribute("value") ?? "on")]);
    } else if (!["file", "submit", "button"].includes(field.getAttribute("type"))) {
      values.push([name, decoded(field.getAttribute("value") ?? "")]);
    }
  }
  return values;
}

function decoded(text) {
  return parse(`<p>${text}</p>`).text;
}

/** The words of a page as a reader sees them: no markup, single spaces. */
export function words(html) {
  const root = typeof html === "string" ? parse(html) : html;
  return (root.querySelector("main") ?? root).text.replace(/\s+/g, " ").trim();
}
