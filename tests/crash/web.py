"""HTTP/1.1 by hand, because the harness must know exactly what was sent and what was read when the server died."""

import asyncio
from dataclasses import dataclass
from urllib.parse import urlencode

BOUNDARY = "a-line-no-picture-holds"


class Unanswered(Exception):
    """The connection ended, or never stood, before an answer was read."""


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


async def read_head(reader: asyncio.StreamReader) -> tuple[str, dict[str, str]]:
    """The first line and the headers, names in lower case; repeated headers are joined by a line break."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.strip().split("\r\n")
    headers: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(":")
        name, value = name.strip().lower(), value.strip()
        headers[name] = f"{headers[name]}\n{value}" if name in headers else value
    return first, headers


async def send(
    port: int, method: str, path: str, headers: dict[str, str], body: bytes = b"", halfway=None, sent=None
) -> Answer:
    """One request on a connection of its own.

    `halfway` is called when half of the body is on its way, `sent` when all of it is.
    """
    lines = [f"{method} {path} HTTP/1.1", "Connection: close", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    head = ("\r\n".join(lines) + "\r\n\r\n").encode()
    writer = None
    try:
        async with asyncio.timeout(30):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            half = len(body) // 2
            writer.write(head + body[:half])
            await writer.drain()
            if halfway:
                halfway()
            writer.write(body[half:])
            await writer.drain()
            if sent:
                sent()
            first, found = await read_head(reader)
            status = int(first.split()[1])
            try:
                rest = await reader.read()
            except OSError:
                rest = b""  # The status was read: that is the promise.
            return Answer(status, found, rest)
    except (OSError, EOFError, TimeoutError, ValueError, IndexError, asyncio.LimitOverrunError) as error:
        raise Unanswered(f"{method} {path}: {error!r}") from error
    finally:
        if writer:
            writer.close()


def form(fields: dict[str, str]) -> tuple[dict[str, str], bytes]:
    """The headers and body of an ordinary form."""
    return {"Content-Type": "application/x-www-form-urlencoded"}, urlencode(fields).encode()


def multipart(fields: dict[str, str], files: dict[str, bytes]) -> tuple[dict[str, str], bytes]:
    """The headers and body of a form with pictures."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    for name, content in files.items():
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="p.png"\r\n'
        head += "Content-Type: image/png\r\n\r\n"
        parts.append(head.encode() + content + b"\r\n")
    parts.append(f"--{BOUNDARY}--\r\n".encode())
    return {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}, b"".join(parts)
