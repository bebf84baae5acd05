"""The independent reader: opens the database, the folder and the peers' notes itself, and believes only the ledger.

Every sentence it returns is a promise that was broken.
"""

import asyncio
import hashlib
import re
import sqlite3
import time
from collections import Counter
from pathlib import Path

import ledger as book
from ledger import Ledger
from peer import Peer

QUIET_WITHIN = 60.0
# What may wait for a later hour without being late: a profile to refresh, a memory to tidy.
SOON = 30_000_000

BUSY = f"""
SELECT (SELECT count(*) FROM jobs WHERE failed_at IS NULL AND run_at <= {{now}} + {SOON})
     + (SELECT count(*) FROM inbound WHERE state = 'waiting')
     + (SELECT count(*) FROM deliveries WHERE state = 'waiting')
"""

GIVEN_UP = """
SELECT 'job ' || kind || ': ' || coalesce(last_error, '') FROM jobs WHERE failed_at IS NOT NULL
UNION ALL SELECT 'activity ' || activity_iri || ': ' || outcome FROM inbound WHERE state IN ('failed', 'rejected')
UNION ALL SELECT 'delivery to ' || inbox || ': ' || coalesce(last_error, '') FROM deliveries WHERE state = 'failed'
"""

# Rows whose number must stay theirs for ever, and what they are known by.
NUMBERED = """
SELECT id, 'object ' || iri FROM objects
UNION ALL SELECT id, 'actor ' || iri FROM actors
UNION ALL SELECT id, 'outbound ' || iri FROM outbound
UNION ALL SELECT id, 'reaction ' || activity_iri FROM reactions
UNION ALL SELECT id, 'follow ' || activity_iri FROM follows
UNION ALL SELECT id, 'picture ' || hash FROM media
UNION ALL SELECT id, 'answer ' || activity_iri FROM attendances WHERE channel IN ('join', 'poll')
"""

FILES = "SELECT hash, mime FROM media UNION SELECT substr(file, 1, 64), mime FROM media_variants"
WORDS = re.compile(r"(Trace|Œuvre) n\d+")
EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png"}


class Reader:
    """Reads what one venue has on disk."""

    def __init__(self, folder: Path, postgres: str | None):
        self.folder = folder
        self._postgres = postgres
        self._connection = None
        self._numbers: dict[int, str] = {}

    def remember(self, other: "Reader") -> None:
        """Takes over which number another reader has seen on what."""
        self._numbers = dict(other._numbers)

    def rows(self, sql: str) -> list[tuple]:
        if self._postgres:
            return self._rows_on_server(sql)
        connection = sqlite3.connect(f"file:{self.folder / 'parvis.sqlite'}?mode=ro", uri=True, timeout=10)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    def _rows_on_server(self, sql: str) -> list[tuple]:
        import psycopg

        ends = time.monotonic() + QUIET_WITHIN
        while True:
            try:
                return self._session().execute(sql).fetchall()
            except psycopg.OperationalError:
                # Restarted, perhaps on purpose.
                self._connection = None
                if time.monotonic() > ends:
                    raise
                time.sleep(0.05)

    def _session(self):
        """One session for the whole venue: a new one costs more than a query."""
        if self._connection is None:
            import psycopg

            self._connection = psycopg.connect(self._postgres, autocommit=True)
        return self._connection

    def id_of(self, iri: str) -> int | None:
        """The key of an object, as the address of its like button has it."""
        found = self.rows(f"SELECT id FROM objects WHERE iri = '{iri}' AND deleted_at IS NULL")
        return found[0][0] if found else None

    async def quiet(self) -> str | None:
        """Waits until nothing is left to do; says what is, when it takes too long."""
        ends = time.monotonic() + QUIET_WITHIN
        while time.monotonic() < ends:
            if self.rows(BUSY.format(now=int(time.time() * 1_000_000)))[0][0] == 0:
                return None
            await asyncio.sleep(0.02)
        waiting = self.rows("SELECT kind, attempts, last_error FROM jobs LIMIT 3")
        waiting += self.rows("SELECT inbox, attempts, last_error FROM deliveries LIMIT 3")
        waiting += self.rows("SELECT activity_iri, attempts, outcome FROM inbound WHERE state = 'waiting' LIMIT 3")
        return f"not quiet after {QUIET_WITHIN} s: {waiting}"

    def broken(self, ledger: Ledger, peers: list[Peer]) -> list[str]:
        """Every promise that does not hold."""
        return [
            *self._effects(ledger),
            *self._answers(ledger),
            *self._seats(),
            *self._told(ledger, peers),
            *self._outbox(peers),
            *self._books(),
            *self._identities(peers),
            *self._pictures(),
        ]

    # -- what was asked for -----------------------------------------------------------------------------------

    def _effects(self, ledger: Ledger):
        """Acknowledged: there, once. Never answered: there at most once. Refused: not there."""
        count = lambda sql: Counter(row[0] for row in self.rows(sql))  # noqa: E731
        found = {
            "note": count("SELECT o.iri FROM objects o JOIN traces t ON t.id = o.id"),
            "peer-like": count("SELECT activity_iri FROM reactions"),
            "follow": count("SELECT activity_iri FROM follows WHERE state = 'accepted'"),
            "trace": count("SELECT source FROM traces"),
            "artwork": count("SELECT inventory FROM artworks a JOIN pictures p ON p.object_id = a.id"),
            "like": count(
                "SELECT o.iri FROM reactions r JOIN objects o ON o.id = r.object_id JOIN actors a ON a.id = r.actor_id"
                " WHERE a.local AND r.kind = 'like'"
            ),
            "unnote": count("SELECT iri FROM objects WHERE deleted_at IS NOT NULL"),
            "join": count("SELECT activity_iri FROM attendances WHERE channel = 'join'"),
            "vote": count("SELECT activity_iri FROM attendances WHERE channel = 'poll'"),
            "walk-in": count("SELECT name FROM attendances WHERE channel = 'door'"),
        }
        left = {deed.facts["join"]: deed.outcome for deed in ledger.of("leave")}
        withdrawn = {deed.name for deed in ledger.of("unnote")}
        for deed in ledger.deeds:
            if deed.kind in ("rsvp", "leave"):
                continue
            times = found[deed.kind][deed.name]
            if deed.kind == "join" and deed.name in left:
                # Taken back, or perhaps.
                wrong = times > (0 if left[deed.name] == book.KEPT else 1)
            elif deed.kind in ("note", "like") and deed.name in withdrawn:
                # Words that were taken back may have gone with everything that hung on them.
                wrong = times > 1
            elif deed.outcome == book.KEPT:
                wrong = times != 1
            elif deed.outcome == book.REFUSED and deed.facts.get("slowed"):
                wrong = times != 0
            elif deed.outcome == book.REFUSED:
                yield f"{deed.kind} {deed.name} was refused: nothing the harness asks for should be"
                continue
            else:
                wrong = times > 1
            if wrong:
                yield f"{deed.kind} {deed.name} was {deed.outcome} and is there {times} times"
        arrived = Counter(row[0] for row in self.rows("SELECT activity_iri FROM inbound WHERE state = 'applied'"))
        for deed in ledger.deeds:
            activity = deed.facts.get("activity")
            if activity and deed.outcome == book.KEPT and arrived[activity] != 1:
                yield f"the activity {activity} was answered 202 and applied {arrived[activity]} times"

    def _answers(self, ledger: Ledger):
        """A member stands where their last acknowledged answer put them, or where a later one did that was never answered."""
        kept = {
            handle: (answer, people)
            for handle, answer, people in self.rows(
                "SELECT a.handle, t.answer, t.people FROM attendances t JOIN actors a ON a.id = t.actor_id"
                " WHERE t.channel = 'member'"
            )
        }
        possible: dict[str, list[int] | None] = {}
        for deed in ledger.of("rsvp"):
            if deed.outcome == book.KEPT:
                possible[deed.name] = [deed.facts["people"]]
            elif deed.outcome == book.UNKNOWN or deed.facts.get("asked_before"):
                # None: perhaps they never answered at all.
                possible.setdefault(deed.name, [None]).append(deed.facts["people"])
        for handle, wanted in possible.items():
            answer, people = kept.get(handle, (None, None))
            stands = 0 if answer == "no" else people if answer in ("going", "waiting") else None
            if stands not in wanted:
                yield f"{handle} stands at {answer} with {people}, and said {wanted}"

    def _seats(self):
        """No seat is given twice, nobody waits beside a free one, and the line is one."""
        events = self.rows("SELECT id, title, capacity FROM events WHERE capacity IS NOT NULL")
        for event, title, capacity in events:
            of = f"FROM attendances WHERE event_id = {event} AND answer"
            given = int(self.rows(f"SELECT coalesce(sum(people), 0) {of} = 'going'")[0][0])
            if given > capacity:
                yield f"{title} is oversold: {given} seats of {capacity}"
            line = self.rows(f"SELECT place, people {of} = 'waiting' ORDER BY place")
            places = [place for place, _ in line]
            if None in places or len(set(places)) != len(places):
                yield f"the line of {title} is broken: {places}"
            if line and line[0][1] <= capacity - given:
                yield f"somebody waits for {title} beside {capacity - given} free seats"

    def _told(self, ledger: Ledger, peers: list[Peer]):
        """What was published here reached every peer under one address; every follow was answered once."""
        for peer in peers:
            told: dict[str, set[str]] = {}
            for receipt in peer.receipts:
                activity = receipt.activity
                if activity["type"] == "Create":
                    told.setdefault(_words(activity["object"]), set()).add(activity["id"])
                elif activity["type"] == "Accept":
                    told.setdefault(_follow_of(activity), set()).add(activity["id"])
                elif activity["type"] == "Like":
                    told.setdefault(f"like of {activity['object']}", set()).add(activity["id"])
            for deed in ledger.deeds:
                key = {
                    "trace": deed.name,
                    "artwork": deed.name.replace("INV-", "Œuvre "),
                    "follow": deed.name,
                    "like": f"like of {deed.name}",
                }.get(deed.kind)
                here = deed.facts.get("peer", peer.base) == peer.base
                if deed.kind == "like":
                    here = deed.name.startswith(peer.base)
                if key is None or not here:
                    continue
                times = len(told.get(key, ()))
                # The first followers came after the first artwork: they were never told of it.
                first = deed is ledger.deeds[0]
                if times > 1 or (deed.outcome == book.KEPT and times == 0 and not first):
                    yield f"{peer.base} was told {times} times of {deed.kind} {deed.name} ({deed.outcome})"

    def _outbox(self, peers: list[Peer]):
        """Without duplicates, the peers have what the outbox says, and nothing else."""
        first = self.rows("SELECT min(created_at) FROM follows WHERE state = 'accepted'")[0][0] or 0
        sent = {row[0]: row[1:] for row in self.rows("SELECT iri, verb, body, created_at, public FROM outbound")}
        for peer in peers:
            received = {receipt.activity["id"] for receipt in peer.receipts}
            for iri in received - sent.keys():
                yield f"{peer.base} received {iri}, which is not in the outbox"
            for iri, (verb, body, created, public) in sent.items():
                everybody = verb == "Create" and public and created > self._all_follow(peers, first)
                if (everybody or f"{peer.base}/" in body) and iri not in received:
                    yield f"{iri} ({verb}) never reached {peer.base}"

    def _all_follow(self, peers: list[Peer], first: int) -> int:
        """Since when each peer has had a follower of the venue."""
        since = dict.fromkeys((peer.base for peer in peers), None)
        for iri, at in self.rows("SELECT activity_iri, answered_at FROM follows WHERE state = 'accepted' ORDER BY id"):
            base = iri.split("/activities/")[0]
            if base in since and since[base] is None:
                since[base] = at or first
        return max((at for at in since.values() if at), default=0)

    # -- the books --------------------------------------------------------------------------------------------

    def _books(self):
        for (what,) in self.rows(GIVEN_UP):
            yield f"given up: {what}"
        if self._postgres:
            return
        for (verdict,) in self.rows("PRAGMA integrity_check"):
            if verdict != "ok":
                yield f"integrity_check: {verdict}"
        for row in self.rows("PRAGMA foreign_key_check"):
            yield f"foreign_key_check: {row}"

    def _identities(self, peers: list[Peer]):
        """A number, once given, names the same thing for ever."""
        for number, what in self.rows(NUMBERED):
            before = self._numbers.setdefault(number, what)
            if before != what:
                yield f"the id {number} was {before} and is {what}"
        named: dict[str, str] = {}
        for peer in peers:
            for receipt in peer.receipts:
                activity = receipt.activity
                inner = activity["object"]
                about = f"{activity['type']} {inner.get('id') if isinstance(inner, dict) else inner}"
                if named.setdefault(activity["id"], about) != about:
                    yield f"the activity {activity['id']} was {named[activity['id']]} and is {about}"

    def _pictures(self):
        """Every row has its file, every file is what its name says, nothing lies about half-written."""
        root = self.folder / "media"
        for name, mime in self.rows(FILES):
            if not (root / name[:2] / f"{name}.{EXTENSIONS[mime]}").is_file():
                yield f"the picture {name} has a row and no file"
        for path in root.rglob("*"):
            if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() != path.stem:
                yield f"the file {path.relative_to(self.folder)} is not what its name says"


def _words(note: dict) -> str:
    """The words of the harness in what was made of them."""
    found = WORDS.search(note.get("content", ""))
    return found.group() if found else ""


def _follow_of(accept: dict) -> str:
    inner = accept["object"]
    return inner.get("id", "") if isinstance(inner, dict) else inner
