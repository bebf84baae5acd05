"""Two processes of one venue on one PostgreSQL: one is killed while the other goes on, or the database restarts under
both.

Both doors are asked in turn, by the same people, through everything that happens; the reader judges as it always does.
On a door that stays open somebody watches the artwork's page: whatever was said must have reached it, whichever process
took it in.
"""

import asyncio
import json
import subprocess
import threading
from itertools import cycle
from pathlib import Path

import ledger as book
import web
from ledger import Ledger
from venue import Venue


class Pair:
    """What the load sees of both: one venue whose door changes with every request."""

    def __init__(self, binary: str, folder: Path, database_url: str):
        first = Venue(binary, folder, database_url)
        self.both = [first, Venue(binary, folder, database_url, beside=first)]
        self.folder, self.host, self.origin, self.log = folder, first.host, first.origin, first.log
        self._turn = cycle(self.both)

    @property
    def port(self) -> int:
        """The next door. A dead one is tried as well: that is how a balancer finds out."""
        return next(self._turn).port

    @property
    def kills(self) -> int:
        return sum(venue.kills for venue in self.both)

    @property
    def starts(self) -> list[float]:
        return [start for venue in self.both for start in venue.starts]

    def complaints(self) -> list[str]:
        return self.both[0].complaints()

    def kill(self) -> None:
        for venue in self.both:
            venue.kill()

    async def gone(self) -> None:
        for venue in self.both:
            await venue.gone()

    async def ready(self) -> None:
        for venue in self.both:
            await venue.ready()


class Watch:
    """An open page: what one process told it."""

    def __init__(self, venue: Venue, topic: str):
        self._venue, self._topic = venue, topic
        self.heard: set[int] = set()
        # The page was told to look again at everything.
        self.reloaded = False
        self._task: asyncio.Task | None = None

    async def open(self) -> None:
        reader, self._writer = await asyncio.open_connection("127.0.0.1", self._venue.port)
        request = f"GET /live?topics={self._topic} HTTP/1.1\r\nHost: {self._venue.host}\r\n\r\n"
        self._writer.write(request.encode())
        first, _ = await web.read_head(reader)
        if " 200 " not in f"{first} ":
            raise RuntimeError(f"the live stream was answered {first}")
        self._task = asyncio.create_task(self._listen(reader))

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        while line := (await reader.readline()).decode("utf-8", "replace").strip("\r\n") + "\n":
            if reader.at_eof():
                return
            if line.startswith("event: reload"):
                self.reloaded = True
            elif line.startswith("data: {"):
                self.heard.add(int(json.loads(line.removeprefix("data: "))["id"]))

    async def missed(self, ledger: Ledger, since: int, reader) -> list[str]:
        """What was said since that deed of the ledger, is shown, and was never told to the page."""
        said = [deed for deed in ledger.deeds[since:] if deed.outcome == book.KEPT and deed.kind in ("note", "trace")]
        rows = reader.rows("SELECT o.id, o.iri, t.source FROM objects o JOIN traces t ON t.id = o.id")
        ids = {iri: id for id, iri, _ in rows} | {source: id for id, _, source in rows if source}
        wanted = {ids[deed.name]: deed for deed in said if deed.name in ids}
        # A message between processes takes a moment.
        for _ in range(100):
            if self.reloaded or wanted.keys() <= self.heard:
                return []
            await asyncio.sleep(0.02)
        return [f"the open page never heard of {wanted[id].name}" for id in wanted.keys() - self.heard]

    def close(self) -> None:
        if self._task:
            self._task.cancel()
        self._writer.close()


class Restart:
    """Restarts the database with a command of whoever made it, at the planned moment."""

    def __init__(self, command: str):
        self._command = command
        self.failed: str | None = None
        self._thread: threading.Thread | None = None

    def begin(self) -> None:
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        done = subprocess.run(self._command, shell=True, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            self.failed = done.stderr

    async def done(self) -> None:
        await asyncio.to_thread(self._thread.join)
        if self.failed is not None:
            raise RuntimeError(f"the database does not come back: {self.failed}")
