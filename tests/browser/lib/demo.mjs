// The demo of the program under test, on a free port with throw-away data.
import { setDefaultResultOrder } from "node:dns";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";


import { freePort, onStop, start } from "../../support/children.mjs";
import { eventually } from "../../support/report.mjs";

const START_LIMIT_MS = 240_000;

/** The password of everybody these tests make. */
export const PASSWORD = "correct horse battery";

export class Demo {
  static async open() {
    const folder = await mkdtemp(join(tmpdir(), "parvis-browser-"));
    onStop(() => rm(folder, { recursive: true, force: true }));
    const port = await freePort();
    // By its name: browsers have passkeys for this machine by name alone.
    setDefaultResultOrder("ipv4first");
    const origin = `http://localhost:${port}`;
    const env = {
      PATH: process.env.PATH,
      PARVIS_LISTEN: `127.0.0.1:${port}`,
      PARVIS_URL: origin,
      PARVIS_DATA_DIR: join(folder, "data"),
      // Other servers of these tests are on this machine.
      PARVIS_FEDERATION_ALLOW_PRIVATE: "1",
      RUST_BACKTRACE: "1",
    };
    const run = start(process.env.PARVIS_BINARY, ["demo"], { cwd: folder, env });
    await eventually(`${origin} to be ready`, async () => {
      if (!run.running()) throw Object.assign(new Error(`the program ended: ${run.log()}`), { final: true });
      return (await fetch(`${origin}/readyz`)).ok;
    }, START_LIMIT_MS);
    return new Demo(origin, run, env);
  }

  constructor(origin, run, env) {
    this.origin = origin;
    this.run = run;
    this.env = env;
  }

  /** A member of staff, made from the command line beside the running program. */
  async staff() {
    this.made ??= this.#createStaff("equipe@essais.example");
    return this.made;
  }

  async #createStaff(email) {
    const args = ["admin", "create-staff", "--email", email, "--handle", "essayeuse", "--role", "admin", "--password-stdin"];
    const run = start(process.env.PARVIS_BINARY, args, { env: this.env, stdio: ["pipe", "pipe", "pipe"] });
    run.write(PASSWORD);
    const code = await run.ended;
    if (code !== 0) throw new Error(`create-staff ended with ${code}: ${run.log()}`);
    return { email };
  }

  /** The lines of the log that say something broke. */
  complaints() {
    return plain(this.run.log())
      .split("\n")
      .filter((line) => /panicked|\bERROR\b/.test(line));
  }
}

function plain(text) {
  return text.replace(/\x1b\[[0-9;]*m/g, "");
}
