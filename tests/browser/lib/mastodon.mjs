// A server people have their account on, as far as signing in elsewhere needs one: Mastodon's client API and its OAuth.
import { createHash, randomUUID } from "node:crypto";
import { createServer } from "node:http";

import { onStop } from "../../support/children.mjs";

/** Starts one on a free port; `people` are the names that exist there. */
export async function mastodon() {
  const apps = new Map();
  const codes = new Map();
  const tokens = new Map();
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, `http://${request.headers.host}`);
    const form = new URLSearchParams(await body(request));
    const json = (status, value) => {
      response.writeHead(status, { "content-type": "application/json; charset=utf-8" });
      response.end(JSON.stringify(value));
    };
    const base = url.origin;
    switch (`${request.method} ${url.pathname}`) {
      case "GET /api/v2/instance":
        return json(200, { domain: url.host, title: "Un serveur", version: "4.4.0" });
      case "GET /.well-known/oauth-authorization-server":
        return json(200, {
          issuer: `${base}/`,
          authorization_endpoint: `${base}/oauth/authorize`,
          token_endpoint: `${base}/oauth/token`,
          revocation_endpoint: `${base}/oauth/revoke`,
          app_registration_endpoint: `${base}/api/v1/apps`,
          scopes_supported: ["profile", "read"],
          code_challenge_methods_supported: ["S256"],
        });
      case "POST /api/v1/apps": {
        const app = { client_id: randomUUID(), client_secret: randomUUID(), back: form.get("redirect_uris") };
        apps.set(app.client_id, app);
        return json(200, app);
      }
      case "GET /oauth/authorize": {
        const app = apps.get(url.searchParams.get("client_id"));
        if (!app || app.back !== url.searchParams.get("redirect_uri")) return json(400, { error: "invalid_client" });
        response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
        const fields = [...url.searchParams].map(([k, v]) => `<input type="hidden" name="${k}" value="${v}">`).join("");
        return response.end(
          `<!doctype html><html lang="fr"><title>Autoriser</title><form method="get" action="/oui">${fields}<input name="user" value="lea"><button>Oui</button></form><form method="get" action="/non">${fields}<button id="non">Non</button></form></html>`,
        );
      }
      case "GET /oui": {
        const code = randomUUID();
        codes.set(code, { challenge: url.searchParams.get("code_challenge"), user: url.searchParams.get("user") });
        return back(response, url, { code });
      }
      case "GET /non":
        return back(response, url, { error: "access_denied" });
      case "POST /oauth/token": {
        if (form.get("grant_type") === "client_credentials") {
          return apps.has(form.get("client_id")) ? json(200, { access_token: "a" }) : json(401, { error: "invalid_client" });
        }
        const code = codes.get(form.get("code"));
        codes.delete(form.get("code"));
        const proof = createHash("sha256").update(form.get("code_verifier") ?? "").digest("base64url");
        if (!code || code.challenge !== proof) return json(400, { error: "invalid_grant" });
        const token = randomUUID();
        tokens.set(token, code.user);
        return json(200, { access_token: token, token_type: "Bearer" });
      }
      case "POST /oauth/revoke":
        tokens.delete(form.get("token"));
        return json(200, {});
      case "GET /api/v1/accounts/verify_credentials": {
        const user = tokens.get((request.headers.authorization ?? "").replace("Bearer ", ""));
        if (!user) return json(401, { error: "The access token is invalid" });
        return json(200, { id: "1", username: user, acct: user, display_name: "Léa d’ailleurs", uri: `${base}/users/${user}` });
      }
      default:
        return json(404, { error: "Record not found" });
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  onStop(() => server.close());
  return { host: `127.0.0.1:${server.address().port}`, tokens };
}

function back(response, url, more) {
  const to = new URL(url.searchParams.get("redirect_uri"));
  to.searchParams.set("state", url.searchParams.get("state"));
  for (const [name, value] of Object.entries(more)) to.searchParams.set(name, value);
  response.writeHead(302, { location: to.toString() });
  response.end();
}

async function body(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
