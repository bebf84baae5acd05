"""The program under test: started as anybody would start it, killed as nobody should."""

import asyncio
import os
import random
import re
import signal
import socket
import time
from pathlib import Path

import web

PASSWORD = "correct horse battery staple"
READY = 60.0


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


class Venue:
    """One venue: a folder, a database, an address, and the process that serves it, again and again."""

    def __init__(self, binary: str, folder: Path, database_url: str | None, beside: "Venue | None" = None):
        self.folder = folder
        self.port = free_port()
        # A second process is the same venue at another door.
        self.host = beside.host if beside else f"127.0.0.1:{self.port}"
        self.origin = f"http://{self.host}"
        self.log = folder / "server.log"
        self._binary = binary
        self._process: asyncio.subprocess.Process | None = None
        self._env = {
            "PATH": os.environ["PATH"],
            "PARVIS_LISTEN": f"127.0.0.1:{self.port}",
            "PARVIS_URL": self.origin,
            "PARVIS_DATA_DIR": str(folder),
            "PARVIS_FEDERATION_ALLOW_PRIVATE": "1",
            "PARVIS_LOG": "info,hyper=warn",
            "NO_COLOR": "1",
        }
        if database_url:
            self._env["PARVIS_DATABASE_URL"] = database_url
        self.kills = 0
        self.starts: list[float] = []

    async def spawn(self) -> None:
        with open(self.log, "ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                self._binary, "serve", env=self._env, stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log
            )

    async def start(self) -> None:
        """Starts it and waits until it says it is ready."""
        began = time.monotonic()
        await self.spawn()
        await self.ready()
        self.starts.append(time.monotonic() - began)

    async def ready(self) -> None:
        """Waits until it says that it is ready."""
        began = time.monotonic()
        while True:
            try:
                if (await web.send(self.port, "GET", "/readyz", {"Host": self.host})).status == 200:
                    return
            except web.Unanswered:
                pass
            if self._process.returncode is not None:
                raise RuntimeError(f"the server ended by itself with {self._process.returncode}: see {self.log}")
            if time.monotonic() - began > READY:
                raise RuntimeError(f"not ready after {READY} s: see {self.log}")
            await asyncio.sleep(0.01)

    async def start_killed(self, dice: random.Random) -> None:
        """Starts it and kills it before it can be ready, then lets it start."""
        await self.spawn()
        await asyncio.sleep(dice.uniform(0.0, 0.25))
        self.kill()
        await self.gone()
        await self.start()

    async def serves_alone(self) -> bool:
        """A second process on the same folder ends by itself, at once, and says why."""
        second = await asyncio.create_subprocess_exec(
            self._binary, "serve", env=self._env, stdin=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE
        )
        _, said = await second.communicate()
        return second.returncode != 0 and b"another process serves" in said

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.returncode is None

    def kill(self) -> None:
        """kill -9, at once."""
        if self.alive:
            os.kill(self._process.pid, signal.SIGKILL)
            self.kills += 1

    async def gone(self) -> None:
        if self._process:
            await self._process.wait()

    async def install(self, through=None) -> "Staff":
        """Opens the venue through its own installation page, as its first administrator, who then comes in `through`
        whatever has a `port`."""
        staff = Staff(through or self)
        code = re.findall(r"/installation\?token=([\w-]+)", self.log.read_text(errors="replace"))[-1]
        fields = {"setup_code": code, "venue_name": "Musée des Chutes", "handle": "musee", "summary": "Il se relève."}
        fields |= {"login": "ada", "name": "Ada", "email": "ada@chutes.example", "password": PASSWORD, "lang": "fr"}
        fields |= {"time_zone": "Europe/Paris", "brand": "#234f7a", "accent": "#b5462f", "step": "finish"}
        answer = await staff.post("/installation", fields, {})
        if answer.status != 303:
            wrong = re.findall(r'class="[^"]*(?:summary|error)[^"]*"[^>]*>([^<]+)', answer.text)
            raise RuntimeError(f"the installation was answered {answer.status}: {wrong}")
        return staff

    def complaints(self) -> list[str]:
        """Lines of the log that say that the program broke."""
        return [line for line in self.log.read_text(errors="replace").splitlines() if "panicked" in line]


class Staff:
    """Somebody signed in, with a browser that has no script."""

    def __init__(self, venue: Venue):
        # Where they come in: whatever has a port.
        self.door = venue
        self._venue = venue
        self._cookies: dict[str, str] = {}

    def keep_cookies(self, answer: web.Answer) -> None:
        for line in answer.headers.get("set-cookie", "").split("\n"):
            name, _, value = line.partition(";")[0].partition("=")
            if name:
                self._cookies[name] = value

    async def get(self, path: str) -> web.Answer:
        answer = await web.send(self._venue.port, "GET", path, self._headers())
        self.keep_cookies(answer)
        return answer

    async def post(
        self, path: str, fields: dict[str, str], files: dict[str, bytes] | None = None, **hooks
    ) -> web.Answer:
        """Sends a form; one with files when `files` is given at all."""
        more, body = web.form(fields) if files is None else web.multipart(fields, files)
        answer = await web.send(self._venue.port, "POST", path, self._headers() | more, body, **hooks)
        if answer.status == 303:
            self.keep_cookies(answer)
        return answer

    def _headers(self) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        headers = {"Host": self._venue.host, "Sec-Fetch-Site": "same-origin", "Origin": self._venue.origin}
        return headers | ({"Cookie": cookies} if cookies else {})
