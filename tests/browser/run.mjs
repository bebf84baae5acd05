// Every suite of the browser, in order.
import { run } from "../support/suites.mjs";
import keyboard from "./keyboard.mjs";
import pages from "./pages.mjs";
import staff from "./staff.mjs";
import visitor from "./visitor.mjs";

await run("browser", { visitor, staff, keyboard, pages });
