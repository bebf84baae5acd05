// Every suite of independent peers, in order.
import { run } from "../support/suites.mjs";
import calendars from "./calendars.mjs";
import checklist from "./checklist.mjs";
import fedify from "./fedify.mjs";
import neighbour from "./neighbour.mjs";
import pasture from "./pasture.mjs";

await run("interop", { fedify, neighbour, pasture, checklist, calendars });
