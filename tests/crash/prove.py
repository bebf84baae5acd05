"""Proof that the reader can see: each fault is put on purpose into a venue that kept its promises, and must be named.

A checker that never complains proves nothing about the server; this is run before every campaign.
"""

import copy
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ledger import KEPT, Ledger
from peer import Peer
from reader import Reader


@dataclass
class Evidence:
    """A copy of everything the reader reads, to be tampered with."""

    folder: Path
    ledger: Ledger
    peers: list[Peer]

    def sql(self, *statements: str) -> None:
        connection = sqlite3.connect(self.folder / "parvis.sqlite")
        connection.execute("PRAGMA foreign_keys = OFF")
        for statement in statements:
            if connection.execute(statement).rowcount == 0:
                raise RuntimeError(f"the fault found nothing to spoil: {statement}")
        connection.commit()
        connection.close()

    def drop_receipt(self, verb: str) -> None:
        name = next(r.activity["id"] for r in self.peers[0].receipts if r.activity["type"] == verb)
        self.peers[0].receipts = [r for r in self.peers[0].receipts if r.activity["id"] != name]

    def forge_receipt(self, verb: str) -> None:
        receipt = copy.deepcopy(next(r for r in self.peers[0].receipts if r.activity["type"] == verb))
        receipt.activity["id"] += "-again"
        self.peers[0].receipts.append(receipt)

    def promise_too_soon(self) -> None:
        """What a server leaves that answers before its commit and dies in between."""
        base = self.peers[0].base
        deed = self.ledger.ask("note", f"{base}/notes/lost", peer=base, activity=f"{base}/activities/lost")
        self.ledger.settle(deed, KEPT, 202)

    def spoil_file(self) -> None:
        path = next(path for path in (self.folder / "media").rglob("*.jpg") if path.is_file())
        path.write_bytes(path.read_bytes()[:-7])

    def lose_file(self) -> None:
        next(path for path in (self.folder / "media").rglob("*.jpg")).unlink()


# What is done, and the words of the complaint it must cause.
FAULTS: dict[str, tuple[Callable[[Evidence], None], str]] = {
    "an acknowledged reply is lost": (
        lambda e: e.sql(
            "DELETE FROM traces WHERE id ="
            " (SELECT max(id) FROM objects WHERE kind = 'trace' AND NOT local AND deleted_at IS NULL)"
        ),
        "is there 0 times",
    ),
    "an acknowledged form is lost": (
        lambda e: e.sql("DELETE FROM traces WHERE id = (SELECT max(id) FROM traces WHERE source <> '')"),
        "is there 0 times",
    ),
    "an acknowledged answer is lost": (
        lambda e: e.sql("DELETE FROM attendances WHERE id = (SELECT max(id) FROM attendances WHERE channel = 'door')"),
        "is there 0 times",
    ),
    "a member's answer is an older one": (
        lambda e: e.sql("UPDATE attendances SET people = 40, answer = 'waiting', place = 9000 WHERE channel = 'member'"),
        "and said",
    ),
    "a seat is given twice": (
        lambda e: e.sql("UPDATE attendances SET people = people + 20 WHERE answer = 'going' AND channel <> 'door'"),
        "is oversold",
    ),
    "somebody waits beside free seats": (
        lambda e: e.sql(
            "UPDATE attendances SET answer = 'no' WHERE answer = 'going' AND channel <> 'door'",
            "UPDATE attendances SET answer = 'waiting', place = 1, people = 1"
            " WHERE id = (SELECT max(id) FROM attendances WHERE channel IN ('join', 'poll', 'member'))",
        ),
        "beside",
    ),
    "a form had its effect twice": (
        lambda e: e.sql(
            "CREATE TABLE twice AS SELECT * FROM traces WHERE source <> '' LIMIT 1",
            "UPDATE twice SET id = id + 1",
            "INSERT INTO traces SELECT * FROM twice",
        ),
        "is there 2 times",
    ),
    "an acknowledged activity was never applied": (
        lambda e: e.sql(
            "UPDATE inbound SET state = 'ignored' WHERE id = (SELECT max(id) FROM inbound WHERE verb = 'Like')"
        ),
        "answered 202 and applied 0 times",
    ),
    "an answer came before its commit": (Evidence.promise_too_soon, "is there 0 times"),
    "a delivery never arrived": (lambda e: e.drop_receipt("Create"), "never reached"),
    "a follow was never answered": (lambda e: e.drop_receipt("Accept"), "never reached"),
    "something was told twice under two names": (lambda e: e.forge_receipt("Create"), "was told 2 times"),
    "a peer received what was never sent": (lambda e: e.forge_receipt("Accept"), "not in the outbox"),
    "a job was given up": (
        lambda e: e.sql(
            "INSERT INTO jobs (id, kind, payload, run_at, attempts, failed_at, created_at)"
            " VALUES (1, 'x', '', 0, 1, 1, 0)"
        ),
        "given up",
    ),
    "an id was given to something else": (
        lambda e: e.sql("UPDATE reactions SET activity_iri = 'other' WHERE id = (SELECT min(id) FROM reactions)"),
        "the id",
    ),
    "a row points at nothing": (
        lambda e: e.sql("DELETE FROM media WHERE id = (SELECT max(media_id) FROM pictures)"),
        "foreign_key_check",
    ),
    "a picture is half-written": (Evidence.spoil_file, "is not what its name says"),
    "a picture has no file": (Evidence.lose_file, "has a row and no file"),
}


def prove(reader: Reader, ledger: Ledger, peers: list[Peer], room: Path) -> list[str]:
    """Puts in every fault, each into a copy of its own; returns the faults that went unseen. SQLite only."""
    unseen = []
    for number, (name, (spoil, complaint)) in enumerate(FAULTS.items()):
        folder = room / f"fault-{number}"
        shutil.copytree(reader.folder, folder)
        evidence = Evidence(folder, Ledger(folder / "tampered.jsonl"), _copies(peers))
        evidence.ledger.deeds = copy.deepcopy(ledger.deeds)
        spoil(evidence)
        seeing = Reader(folder, None)
        seeing.remember(reader)
        said = seeing.broken(evidence.ledger, evidence.peers)
        seen = any(complaint in sentence for sentence in said)
        print(f"   {'seen' if seen else 'UNSEEN'}: {name}" + ("" if seen else f" — it said {said[:3]}"))
        if not seen:
            unseen.append(name)
        shutil.rmtree(folder)
    return unseen


def _copies(peers: list[Peer]) -> list[Peer]:
    return [Peer(peer.key, peer.base, receipts=list(peer.receipts)) for peer in peers]
