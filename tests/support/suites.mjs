// Runs suites one after another, prints a line for each and one for all, and answers with an exit code.
import { mark, stopTo } from "./children.mjs";
import { Report } from "./report.mjs";

/**
 * Runs what the command line asks for, or all of `suites` ({name: function taking a Report and what `open`
 * made for all of them}); ends the process, with 1 when anything failed or took longer than `limitMs`.
 */
export async function run(title, suites, { open = async () => undefined, limitMs = 5 * 60_000 } = {}) {
  const asked = process.argv.slice(2);
  const unknown = asked.filter((name) => !(name in suites));
  if (unknown.length > 0) {
    console.error(`no such suite: ${unknown.join(", ")}; there are ${Object.keys(suites).join(", ")}`);
    process.exit(2);
  }
  setTimeout(() => {
    console.error(`${title}: stopped after ${limitMs / 1000} s`);
    process.exit(1);
  }, limitMs).unref();

  let passed = 0;
  let failed = 0;
  const shared = await open();
  for (const name of asked.length > 0 ? asked : Object.keys(suites)) {
    const report = new Report(name);
    const before = mark();
    try {
      await suites[name](report, shared);
    } catch (error) {
      report.failed("the suite came to its end", error);
    } finally {
      await stopTo(before);
    }
    console.log(report.line());
    passed += report.passes;
    failed += report.failures;
  }
  await stopTo(0);
  console.log(`${title}: ${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}
