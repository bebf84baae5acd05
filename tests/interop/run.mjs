// Runs the suites one after another, prints a line for each and one for all, and answers with an exit code.
import { Report } from "./lib/report.mjs";
import { stopAll } from "./lib/children.mjs";

const SUITES = ["fedify", "neighbour", "pasture", "checklist"];
const LIMIT_MS = 5 * 60_000;

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !SUITES.includes(name));
if (unknown.length > 0) {
  console.error(`no such suite: ${unknown.join(", ")}; there are ${SUITES.join(", ")}`);
  process.exit(2);
}

const watchdog = setTimeout(() => {
  console.error(`interop: stopped after ${LIMIT_MS / 1000} s`);
  process.exit(1);
}, LIMIT_MS);

let passed = 0;
let failed = 0;
for (const name of asked.length > 0 ? asked : SUITES) {
  const report = new Report(name);
  try {
    const { default: suite } = await import(`./${name}.mjs`);
    await suite(report);
  } catch (error) {
    report.failed("the suite came to its end", error);
  } finally {
    await stopAll();
  }
  console.log(report.line());
  passed += report.passes;
  failed += report.failures;
}
clearTimeout(watchdog);
console.log(`interop: ${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
