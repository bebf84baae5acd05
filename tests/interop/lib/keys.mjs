// The keys of our Fedify servers.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { exportJwk, generateCryptoKeyPair } from "@fedify/fedify";

// RSA keys take seconds to make: they are made once and kept beside the build. Fedify's own import of keys
// needs a newer Node.js, so that part is left to Web Crypto.
const ALGORITHMS = [{ name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" }, { name: "Ed25519" }];

/** The peers' key pairs: one for RSA, one for Ed25519. */
export async function keys() {
  const file = join(process.env.CARGO_TARGET_DIR, "interop", "peer-keys.json");
  const kept = await readFile(file, "utf8").then(JSON.parse, () => undefined);
  if (kept) {
    return Promise.all(kept.map(async ({ publicKey, privateKey }, i) => ({
      publicKey: await crypto.subtle.importKey("jwk", publicKey, ALGORITHMS[i], true, ["verify"]),
      privateKey: await crypto.subtle.importKey("jwk", privateKey, ALGORITHMS[i], true, ["sign"]),
    })));
  }
  const made = await Promise.all(ALGORITHMS.map(({ name }) => generateCryptoKeyPair(name)));
  const texts = await Promise.all(made.map(async ({ publicKey, privateKey }) => ({
    publicKey: await exportJwk(publicKey),
    privateKey: await exportJwk(privateKey),
  })));
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(texts), { mode: 0o600 });
  return made;
}
