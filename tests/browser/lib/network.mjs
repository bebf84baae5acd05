// The network between a telephone and the venue: it can be cut, lose answers, or belong to a Wi-Fi portal.
import http from "node:http";

import { onStop } from "../../support/children.mjs";

const PORTAL = "<!doctype html><title>Wi-Fi</title><h1>Bienvenue sur le Wi-Fi</h1><a href='/accepter'>Accepter</a>";

export class Network {
  /** A road of its own to `demo`: an origin, and `mode` — "open", "cut", "deaf" (answers are lost), "portal". */
  static async to(demo) {
    const network = new Network(new URL(demo.origin));
    await new Promise((ready) => network.server.listen(0, "127.0.0.1", ready));
    network.origin = `http://127.0.0.1:${network.server.address().port}`;
    onStop(() => network.server.closeAllConnections());
    onStop(() => network.server.close());
    return network;
  }

  constructor(there) {
    this.mode = "open";
    this.server = http.createServer((request, answer) => this.#carry(there, request, answer));
  }

  #carry(there, request, answer) {
    if (this.mode === "cut") return request.socket.destroy();
    if (this.mode === "portal") {
      request.resume();
      answer.writeHead(200, { "content-type": "text/html", "cache-control": "no-store" });
      return answer.end(PORTAL);
    }
    const deaf = this.mode === "deaf";
    const onward = http.request(
      { host: there.hostname, port: there.port, path: request.url, method: request.method, headers: request.headers },
      (back) => {
        if (deaf) {
          back.resume();
          return back.on("end", () => request.socket.destroy());
        }
        answer.writeHead(back.statusCode, back.headers);
        back.pipe(answer);
      },
    );
    onward.on("error", () => request.socket.destroy());
    request.pipe(onward);
  }
}
