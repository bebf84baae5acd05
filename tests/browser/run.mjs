// Every suite of the browser, in order.
import { run } from "../support/suites.mjs";
import { Demo } from "./lib/demo.mjs";
import desk from "./desk.mjs";
import embed from "./embed.mjs";
import keyboard from "./keyboard.mjs";
import kiosk from "./kiosk.mjs";
import memory from "./memory.mjs";
import offline from "./offline.mjs";
import pages from "./pages.mjs";
import signin from "./signin.mjs";
import staff from "./staff.mjs";
import taps from "./taps.mjs";
import visit from "./visit.mjs";
import visitor from "./visitor.mjs";
import words from "./words.mjs";

// Furnishing the demo takes a while in a program built for tests: all suites share one.
await run("browser", { visitor, visit, signin, memory, words, offline, staff, desk, keyboard, kiosk, embed, taps, pages }, { open: () => Demo.open(), limitMs: 20 * 60_000 });
