// The processes and servers this run started, so that none outlives it.
import { spawn } from "node:child_process";
import { createServer } from "node:net";

const stops = [];
const running = new Set();

// The last resort, when this process ends before it stopped them in order.
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));

/** Has `stop` called at the end. */
export function onStop(stop) {
  stops.push(stop);
}

/** How much is running, for `stopTo`. */
export function mark() {
  return stops.length;
}

/** Stops, latest first, everything started since the mark. */
export async function stopTo(since) {
  while (stops.length > since) await stops.pop()();
}

/** Starts a program. `log()` is all it wrote; `stop()` asks it to end, and insists after five seconds. */
export function start(program, args, options = {}) {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
  running.add(child);
  let output = "";
  let out = "";
  child.stdout.on("data", (data) => {
    output += data;
    out += data;
  });
  child.stderr.on("data", (data) => (output += data));
  const ended = new Promise((done) => {
    child.on("error", (error) => {
      output += `\n${error.message}`;
      running.delete(child);
      done(-1);
    });
    child.on("exit", (code, signal) => {
      running.delete(child);
      done(code ?? signal);
    });
  });
  const stop = async () => {
    if (!running.has(child)) return;
    child.kill("SIGTERM");
    const insist = setTimeout(() => child.kill("SIGKILL"), 5_000);
    await ended;
    clearTimeout(insist);
  };
  onStop(stop);
  return { write: (text) => child.stdin.end(text), log: () => output, out: () => out, ended, stop, running: () => running.has(child) };
}

/** A port of the loopback address that nobody listens on. */
export function freePort() {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.on("error", fail);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}
