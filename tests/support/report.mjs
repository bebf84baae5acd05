// What held and what did not. A check is a sentence and a function that throws when the sentence is false.

export class Report {
  constructor(name) {
    this.name = name;
    this.passes = 0;
    this.failures = 0;
  }

  /** Runs one check; a failure is written down and the suite goes on. Answers what the function answered. */
  async check(sentence, look) {
    try {
      const answer = await look();
      this.passes += 1;
      if (process.env.PARVIS_TEST_VERBOSE) console.log(`  ok    ${this.name}: ${sentence}`);
      return answer;
    } catch (error) {
      this.failed(sentence, error);
      return undefined;
    }
  }

  /** Like `check`, for what everything after it needs: a failure ends the suite. */
  async must(sentence, look) {
    const before = this.failures;
    const answer = await this.check(sentence, look);
    if (this.failures > before) throw new Error(`everything after “${sentence}” needs it`);
    return answer;
  }

  failed(sentence, error) {
    this.failures += 1;
    const why = error instanceof Error ? (process.env.PARVIS_TEST_VERBOSE ? error.stack : error.message) : String(error);
    console.log(`  FAIL  ${this.name}: ${sentence}\n        ${why.split("\n").join("\n        ")}`);
  }

  /** Something worth reading that is neither right nor wrong. */
  note(text) {
    console.log(`  note  ${this.name}: ${text}`);
  }

  line() {
    return `${this.name}: ${this.passes} passed, ${this.failures} failed`;
  }
}

/** Polls until `look` answers something true, and answers it; an error that is `final` ends the wait. */
export async function eventually(what, look, limitMs = 20_000) {
  const end = Date.now() + limitMs;
  let last;
  for (;;) {
    try {
      const answer = await look();
      if (answer) return answer;
      last = undefined;
    } catch (error) {
      if (error.final) throw error;
      last = error;
    }
    if (Date.now() > end) {
      throw new Error(`waited ${limitMs / 1000} s in vain for ${what}${last ? ` (${last.message})` : ""}`);
    }
    await new Promise((done) => setTimeout(done, 100));
  }
}
