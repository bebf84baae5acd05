"""Other servers: people with their own keys, and a listener that writes down everything it receives.

Signs as draft-cavage-http-signatures-12 says and as Mastodon does, with nothing of the program's own code.
"""

import asyncio
import base64
import hashlib
import json
from dataclasses import dataclass, field
from email.utils import formatdate
from pathlib import Path

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

import web

PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
NODEINFO = {"version": "2.0", "software": {"name": "mastodon", "version": "1"}, "protocols": ["activitypub"]}
CONTEXT = ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"]


def load_key(path: Path) -> rsa.RSAPrivateKey:
    """A key kept beside the build: making one takes longer than a cycle."""
    if path.exists():
        return serialization.load_pem_private_key(path.read_bytes(), password=None)
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return key


@dataclass
class Person:
    """Somebody on a peer."""

    iri: str
    handle: str
    key: rsa.RSAPrivateKey

    def document(self, base: str) -> dict:
        pem = self.key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        return {
            "@context": CONTEXT,
            "id": self.iri,
            "type": "Person",
            "preferredUsername": self.handle,
            "name": self.handle,
            "inbox": f"{self.iri}/inbox",
            "outbox": f"{self.iri}/outbox",
            "followers": f"{self.iri}/followers",
            "following": f"{self.iri}/following",
            "url": self.iri,
            "endpoints": {"sharedInbox": f"{base}/inbox"},
            "publicKey": {"id": f"{self.iri}#main-key", "owner": self.iri, "publicKeyPem": pem.decode()},
        }

    def sign(self, host: str, path: str, body: bytes) -> dict[str, str]:
        """The headers of a signed POST."""
        digest = "SHA-256=" + base64.b64encode(hashlib.sha256(body).digest()).decode()
        date = formatdate(usegmt=True)
        text = f"(request-target): post {path}\nhost: {host}\ndate: {date}\ndigest: {digest}"
        signature = base64.b64encode(self.key.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())).decode()
        return {
            "Host": host,
            "Date": date,
            "Digest": digest,
            "Content-Type": "application/activity+json",
            "Signature": f'keyId="{self.iri}#main-key",algorithm="rsa-sha256",'
            f'headers="(request-target) host date digest",signature="{signature}"',
        }


@dataclass
class Receipt:
    """An activity as it arrived."""

    activity: dict
    inbox: str


@dataclass
class Peer:
    """A server of the fediverse on a loopback port."""

    key: rsa.RSAPrivateKey
    base: str = ""
    people: dict[str, Person] = field(default_factory=dict)
    objects: dict[str, dict] = field(default_factory=dict)
    # In the order they came; the same activity may be there twice.
    receipts: list[Receipt] = field(default_factory=list)
    # Called with the name of a point that was just passed.
    hit: object = lambda name: None
    _server: asyncio.Server | None = None

    async def open(self) -> "Peer":
        self._server = await asyncio.start_server(self._talk, "127.0.0.1", 0)
        self.base = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def close(self) -> None:
        self._server.close()

    @property
    def host(self) -> str:
        return self.base.removeprefix("http://")

    def person(self, handle: str) -> Person:
        iri = f"{self.base}/users/{handle}"
        return self.people.setdefault(handle, Person(iri, handle, self.key))

    def activity(self, verb: str, person: Person, name: str, obj) -> dict:
        return {
            "@context": CONTEXT[0],
            "id": f"{self.base}/activities/{name}",
            "type": verb,
            "actor": person.iri,
            "object": obj,
            "to": [PUBLIC],
        }

    def note(self, person: Person, name: str, parent: str, words: str) -> dict:
        """Words in answer to something, served at their address from now on."""
        note = {
            "id": f"{self.base}/notes/{name}",
            "type": "Note",
            "attributedTo": person.iri,
            "content": f"<p>{words}</p>",
            "inReplyTo": parent,
            "to": [PUBLIC],
            "published": "2026-01-01T00:00:00Z",
        }
        self.objects[f"/notes/{name}"] = {"@context": CONTEXT[0], **note}
        return note

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, for as many requests as it carries."""
        try:
            while True:
                first, headers = await web.read_head(reader)
                method, path, _ = first.split(" ", 2)
                body = await reader.readexactly(int(headers.get("content-length", "0")))
                status, kind, text = self._answer(method, path, body)
                head = f"HTTP/1.1 {status} -\r\nContent-Type: {kind}\r\nContent-Length: {len(text)}\r\n\r\n"
                writer.write(head.encode() + text)
                await writer.drain()
                if method == "POST":
                    self.hit("a delivery is answered")
        except (OSError, EOFError, ValueError, asyncio.LimitOverrunError):
            pass  # The server died in the middle: that is what it is here for.
        finally:
            writer.close()

    def _answer(self, method: str, path: str, body: bytes) -> tuple[int, str, bytes]:
        activity_json, plain_json = "application/activity+json", "application/json"
        if method == "POST":
            self.receipts.append(Receipt(json.loads(body), path))
            self.hit("a delivery has arrived, not answered")
            return 202, plain_json, b""
        self.hit("a document is asked for")
        if path == "/.well-known/nodeinfo":
            link = {"rel": "http://nodeinfo.diaspora.software/ns/schema/2.0", "href": f"{self.base}/nodeinfo/2.0"}
            return 200, plain_json, json.dumps({"links": [link]}).encode()
        if path == "/nodeinfo/2.0":
            return 200, plain_json, json.dumps(NODEINFO).encode()
        handle = path.removeprefix("/users/")
        if handle in self.people:
            return 200, activity_json, json.dumps(self.people[handle].document(self.base)).encode()
        if path in self.objects:
            return 200, activity_json, json.dumps(self.objects[path]).encode()
        return 404, plain_json, b"{}"
