// <parvis-agenda>: the programme of a venue inside a page of any site. It asks the venue for /agenda.json and
// shows a list in the page's own fonts and colours. What stands inside the element stays when nothing comes.
// Attributes: venue (an origin; where this script came from when left out), recherche, type, acces, lieu, quand,
// max (5), lang (that of the page). No cookie is set and nothing is remembered.

const HOME = new URL(import.meta.url).origin;
const FILTERS = ["recherche", "type", "acces", "lieu", "quand"];
const WORDS = {
  fr: { all: "Tout l’agenda", beside: "nouvel onglet", 4: "Reporté", 5: "Complet", 6: "Annulé", none: "Rien n’est annoncé pour le moment." },
  en: { all: "The whole programme", beside: "new tab", 4: "Postponed", 5: "Full", 6: "Cancelled", none: "Nothing is announced at the moment." },
};

const style = new CSSStyleSheet();
style.replaceSync(`
  :host { display: block; font: inherit; color: inherit; }
  ol { list-style: none; margin: 0; padding: 0; }
  li { padding-block: .75em; border-block-start: 1px solid color-mix(in srgb, currentColor 25%, transparent); }
  p { margin: 0; }
  a { color: inherit; text-underline-offset: .2em; }
  a.title { font-weight: 600; }
  a:focus-visible { outline: 3px solid currentColor; outline-offset: 3px; }
  .when, .where { font-size: .9em; }
  .when::first-letter { text-transform: uppercase; }
  .off a.title { text-decoration: line-through; }
  .all { padding-block-start: .75em; font-size: .9em; }
`);

function made(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children.filter(Boolean));
  return element;
}

function link(address, text, words, className = "") {
  const hint = ` (${words.beside})`;
  return made("a", { href: address, target: "_blank", rel: "noopener", className, title: text + hint }, text);
}

class ParvisAgenda extends HTMLElement {
  static observedAttributes = ["venue", "max", "lang", ...FILTERS];

  connectedCallback() {
    this.load();
  }

  attributeChangedCallback() {
    if (this.isConnected) this.load();
  }

  get language() {
    const said = this.closest("[lang]")?.lang ?? "";
    return said.toLowerCase().startsWith("en") ? "en" : "fr";
  }

  // Attributes set one after the other are one question.
  load() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.ask(), 0);
  }

  async ask() {
    const venue = this.getAttribute("venue") || HOME;
    const query = new URLSearchParams();
    for (const name of FILTERS) {
      if (this.getAttribute(name)) query.set(name, this.getAttribute(name));
    }
    try {
      const answer = await fetch(new URL(`/agenda.json?${query}`, venue), { credentials: "omit" });
      if (!answer.ok) return;
      const { events } = await answer.json();
      this.show(events, new URL(`/agenda?${query}`, venue).href);
    } catch {
      // The venue does not answer: what stands inside the element is shown.
    }
  }

  show(events, all) {
    const words = WORDS[this.language];
    const most = Math.max(1, Number(this.getAttribute("max")) || 5);
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [style];
    const lines = events.slice(0, most).map((event) => this.line(event, words));
    root.replaceChildren(
      lines.length ? made("ol", {}, ...lines) : made("p", {}, words.none),
      made("p", { className: "all" }, link(all, words.all, words)),
    );
  }

  line(event, words) {
    const language = this.language;
    const [titleLanguage, title] = Object.entries(event.title)[0] ?? [language, ""];
    const name = link(event.canonicalUrl, title, words, "title");
    name.lang = titleLanguage;
    const state = words[event.status];
    const where = [event.location?.name, event.location?.city].filter(Boolean).join(", ");
    return made(
      "li",
      { className: event.status === 4 || event.status === 6 ? "off" : "" },
      made("p", { className: "when" }, event.dateRange[language] ?? event.dateRange.fr),
      made("p", {}, name, state && ` · ${state}`),
      where && made("p", { className: "where" }, where),
    );
  }
}

if (!customElements.get("parvis-agenda")) customElements.define("parvis-agenda", ParvisAgenda);
