"""When to kill: at random, or at named points that can be seen from outside an unmodified program.

There is no switch in the program for this. A point is something the harness itself does or watches: a byte it sent,
an answer it read, a delivery that reached one of its listeners, a file that grew in the server's folder.
"""

import asyncio
import os
import random
import threading
import time
from dataclasses import dataclass
from pathlib import Path

# What the load and the listeners call out as it happens.
HITS = (
    "an activity is sent, not answered",
    "an activity is answered 202",
    "a form is answered 303",
    "half of a picture is sent",
    "all of a picture is sent, not answered",
    "a delivery has arrived, not answered",
    "a delivery is answered",
    "a document is asked for",
)
WAL = "the journal of the database grows"
PART = "a picture is being written"
RANDOM = "at random"
# Killed again before it is ready, or before what it had to do is done.
START_UP = "while it starts again"
RECOVERY = "while it takes up its work again"
NAMES = (*HITS, WAL, PART, RANDOM, START_UP, RECOVERY)

LONGEST_LOAD = 1.2


@dataclass
class Plan:
    """One cycle's moment: decided by the seed alone."""

    name: str
    # The how-manieth time, and how long after it.
    count: int
    delay: float

    @staticmethod
    def draw(dice: random.Random) -> "Plan":
        name = dice.choice(NAMES)
        count = dice.randint(1, 4) if "picture" in name else dice.randint(1, 25)
        delay = dice.choice([0.0, 0.0, dice.uniform(0.0, 0.01)])
        if name in (RANDOM, START_UP, RECOVERY):
            delay = dice.uniform(0.02, 0.6)
        return Plan(name, count, delay)


class Moment:
    """Waits for the planned point and calls `kill`, once."""

    def __init__(self, plan: Plan, kill, folder: Path):
        self._plan, self._kill, self._folder = plan, kill, folder
        self._left = plan.count
        self._fired = threading.Event()
        self._began = time.monotonic()
        # Which point it was in the end: the load may end before the planned one comes.
        self.reached = RANDOM
        if plan.name in (WAL, PART):
            threading.Thread(target=self._watch, daemon=True).start()

    def hit(self, name: str) -> None:
        """Called by whoever sees the point pass."""
        if name != self._plan.name or self._fired.is_set():
            return
        self._left -= 1
        if self._left == 0:
            self._strike(name)

    async def wait(self) -> None:
        """Returns when the server was killed; kills it when the point does not come."""
        timed = self._plan.name in (RANDOM, START_UP, RECOVERY)
        longest = self._plan.delay if timed else LONGEST_LOAD
        while not self._fired.is_set() and time.monotonic() - self._began < longest:
            await asyncio.sleep(0.002)
        if not self._fired.is_set():
            self._strike(RANDOM)

    def _strike(self, name: str) -> None:
        if self._plan.delay and name != RANDOM:
            time.sleep(self._plan.delay)
        self.reached = name
        self._kill()
        self._fired.set()

    def _watch(self) -> None:
        """Looks at the server's files as fast as it can, from a thread of its own."""
        look = self._wal if self._plan.name == WAL else self._part
        before = look()
        while not self._fired.is_set() and time.monotonic() - self._began < LONGEST_LOAD:
            now = look()
            if now != before:
                before = now
                self.hit(self._plan.name)
            time.sleep(0.0001)

    def _wal(self) -> int:
        try:
            return os.stat(self._folder / "parvis.sqlite-wal").st_mtime_ns
        except FileNotFoundError:
            return 0

    def _part(self) -> int:
        return sum(len(files) for _, _, files in os.walk(self._folder / "media" / "unfinished"))
