"""What was asked of the server and what it answered, on disk before anything else happens.

The ledger is the only witness of a promise: an answer is written and synced before the harness goes on, so that
what the server said is known however the run ends.
"""

import json
import os
from dataclasses import dataclass, field
from pathlib import Path

ASKED, UNKNOWN, KEPT, REFUSED = "asked", "unknown", "kept", "refused"


@dataclass
class Deed:
    """One thing asked for. `kind` and `name` say what must be found afterwards; `facts` help to find it."""

    kind: str
    name: str
    facts: dict = field(default_factory=dict)
    # asked: on its way; kept: answered 202 or 303; refused: answered otherwise; unknown: never answered.
    outcome: str = ASKED


class Ledger:
    """The deeds of one venue, in the order they were asked for."""

    def __init__(self, path: Path):
        self.deeds: list[Deed] = []
        self._file = open(path, "a", encoding="utf-8")

    def ask(self, kind: str, name: str, **facts) -> Deed:
        deed = Deed(kind, name, facts)
        self.deeds.append(deed)
        self._write({"asked": kind, "name": name, **facts})
        return deed

    def settle(self, deed: Deed, outcome: str, status: int | None = None, **facts) -> None:
        deed.outcome = outcome
        deed.facts.update(facts)
        self._write({outcome: deed.kind, "name": deed.name, "status": status, **facts})
        if outcome == KEPT:
            os.fsync(self._file.fileno())

    def of(self, kind: str) -> list[Deed]:
        return [deed for deed in self.deeds if deed.kind == kind]

    def close(self) -> None:
        self._file.close()

    def _write(self, entry: dict) -> None:
        self._file.write(json.dumps(entry) + "\n")
        self._file.flush()
