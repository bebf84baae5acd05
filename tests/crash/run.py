"""Kills the server again and again, and asks an independent reader whether it kept its promises.

    run.py --binary PATH [--cycles 300] [--seed N] [--postgres postgres://user@host:port [--pair] [--restart COMMAND]]
           [--prove]

A cycle: load, kill -9 at the planned moment, start again, wait until everything is done, read. A few dozen cycles
share one venue, then a new one begins, whose very first start is killed too. The seed decides every plan; timings
are the machine's own. When a promise is broken everything is kept for study and the exit code is 1.
"""

import argparse
import asyncio
import itertools
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import ledger as book
import moments
import prove
from company import Pair, Restart, Watch
from ledger import Ledger
from load import Load
from moments import Moment, Plan
from peer import Peer, load_key
from reader import Reader
from venue import Venue

# How many cycles share a venue.
ERA = 40
PEERS = 3


class Broken(Exception):
    """Promises that were broken, one a line."""


@dataclass
class Tally:
    """What a campaign saw."""

    cycles: int = 0
    kills: int = 0
    reached: Counter = field(default_factory=Counter)
    outcomes: Counter = field(default_factory=Counter)
    receipts: int = 0
    # Activities that reached a peer more than once, under the same address.
    again: int = 0
    # What open pages were told.
    heard: int = 0
    starts: list[float] = field(default_factory=list)
    # From a start to the last piece of work done.
    recoveries: list[float] = field(default_factory=list)


class Era:
    """One venue from its first start to its last cycle."""

    def __init__(self, args, number: int, tally: Tally):
        self.dice = random.Random(f"{args.seed}:{number}")
        self.tally = tally
        self.folder = Path(tempfile.mkdtemp(prefix=f"parvis-crash-{number}-"))
        self._database = Database(args.postgres, number) if args.postgres else None
        url = self._database.url if self._database else None
        self.venue = self._open(args.binary, url)
        self.reader = Reader(self.folder, url)
        self.venue.reader = self.reader
        self.ledger = Ledger(self.folder / "ledger.jsonl")
        self.peers = [Peer(load_key(Path(args.keys) / f"peer-{n}.pem")) for n in range(PEERS)]

    def _open(self, binary: str, url: str | None):
        return Venue(binary, self.folder, url)

    async def begin(self) -> None:
        for peer in self.peers:
            await peer.open()
        # A first start creates every table: killed in the middle, the next one must find its way.
        await self.venue.start_killed(self.dice)
        staff = await self.venue.install()
        self.load = Load(self.venue, self.ledger, self.peers, staff, self.dice)
        await self.load.prepare()
        if not self._database and not await self.venue.serves_alone():
            raise Broken("two processes serve one SQLite file")
        await self._check("before the first kill")

    async def cycle(self) -> None:
        plan = Plan.draw(self.dice)
        moment = Moment(plan, self.venue.kill, self.folder)
        self._listen(moment.hit)
        self.load.begin()
        await moment.wait()
        self._listen(lambda name: None)
        await self.load.end()
        await self.venue.gone()
        reached = plan.name if plan.name in (moments.START_UP, moments.RECOVERY) else moment.reached
        await self._recover(plan)
        await self.load.repeat()
        self.tally.cycles += 1
        self.tally.reached[reached] += 1
        await self._check(f"after being killed {reached}")

    async def _recover(self, plan: Plan) -> None:
        if plan.name == moments.START_UP:
            return await self.venue.start_killed(self.dice)
        await self.venue.start()
        if plan.name == moments.RECOVERY:
            await asyncio.sleep(self.dice.uniform(0.0, 0.1))
            self.venue.kill()
            await self.venue.gone()
            await self.venue.start()

    async def _check(self, when: str) -> None:
        began = time.monotonic()
        waiting = await self.reader.quiet()
        self.tally.recoveries.append(time.monotonic() - began)
        broken = [waiting] if waiting else []
        broken += self.reader.broken(self.ledger, self.peers)
        broken += [f"the log says: {line}" for line in self.venue.complaints()]
        if broken:
            raise Broken("\n".join([when, *broken]))

    def _listen(self, hit) -> None:
        self.load.hit = hit
        for peer in self.peers:
            peer.hit = hit

    async def end(self, keep: bool) -> None:
        self.venue.kill()
        await self.venue.gone()
        for peer in self.peers:
            await peer.close()
        self.ledger.close()
        self.tally.kills += self.venue.kills
        self.tally.outcomes.update((deed.kind, deed.outcome) for deed in self.ledger.deeds)
        for peer in self.peers:
            self.tally.receipts += len(peer.receipts)
            self.tally.again += len(peer.receipts) - len({receipt.activity["id"] for receipt in peer.receipts})
        self.tally.starts += self.venue.starts
        if not keep:
            shutil.rmtree(self.folder)
            if self._database:
                self._database.drop()


class PairEra(Era):
    """Two processes serve the venue; in each cycle one is killed and the other goes on."""

    def _open(self, binary: str, url: str | None):
        return Pair(binary, self.folder, url)

    async def begin(self) -> None:
        for peer in self.peers:
            await peer.open()
        first, second = self.venue.both
        await first.start()
        staff = await first.install(through=self.venue)
        await second.start()
        self.load = Load(self.venue, self.ledger, self.peers, staff, self.dice, lasting=True)
        await self.load.prepare()
        await self._check("before the first fault")

    async def cycle(self) -> None:
        plan = Plan.draw(self.dice)
        victim, survivor = self.dice.sample(self.venue.both, 2)
        reached = await self._under_load(plan, victim.kill, survivor, victim.gone)
        if plan.name == moments.START_UP:
            reached = plan.name
            await victim.start_killed(self.dice)
        else:
            await victim.start()
        await self._judge(f"after one of two was killed {reached}", reached)

    async def _under_load(self, plan: Plan, fault, witness: Venue, over) -> str:
        """The fault at its moment; everybody asks on, before and after. What passes is watched at one door."""
        self._since = len(self.ledger.deeds)
        self._watch = Watch(witness, self.load.subject.rsplit("/", 1)[1])
        await self._watch.open()
        moment = Moment(plan, fault, self.folder)
        self._listen(moment.hit)
        self.load.begin()
        await moment.wait()
        self._listen(lambda name: None)
        await over()
        await asyncio.sleep(self.dice.uniform(0.1, 0.5))
        await self.load.end()
        return moment.reached

    async def _judge(self, when: str, reached: str) -> None:
        await self.load.repeat()
        self.tally.cycles += 1
        self.tally.reached[reached] += 1
        await self._check(when)
        missed = await self._watch.missed(self.ledger, self._since, self.reader)
        self.tally.heard += len(self._watch.heard)
        self._watch.close()
        if missed:
            raise Broken("\n".join([when, *missed]))


class RestartEra(PairEra):
    """Two processes serve the venue; in each cycle their database restarts, without a farewell."""

    command = ""

    async def cycle(self) -> None:
        plan, restart = Plan.draw(self.dice), Restart(self.command)
        reached = await self._under_load(plan, restart.begin, self.venue.both[0], restart.done)
        await self.venue.ready()
        await self._judge(f"after the database restarted {reached}", reached)


class Database:
    """A PostgreSQL database of one venue."""

    def __init__(self, server: str, number: int):
        self._server = f"{server.rstrip('/')}/postgres"
        self._name = f"parvis_crash_{int(time.time())}_{number}"
        self._run(f"CREATE DATABASE {self._name}")
        self.url = f"{server.rstrip('/')}/{self._name}"

    def drop(self) -> None:
        self._run(f"DROP DATABASE {self._name} WITH (FORCE)")

    def _run(self, sql: str) -> None:
        import psycopg

        with psycopg.connect(self._server, autocommit=True) as connection:
            connection.execute(sql)


async def campaign(args) -> int:
    """Runs the cycles; returns the exit code."""
    tally, began = Tally(), time.monotonic()
    for number in itertools.count():
        if tally.cycles >= args.cycles:
            break
        era = args.era(args, number, tally)
        try:
            await era.begin()
            for _ in range(min(ERA, args.cycles - tally.cycles)):
                await era.cycle()
        except Exception as error:
            await era.end(keep=True)
            what = str(error) if isinstance(error, Broken) else repr(error)
            print(f"\nBROKEN in cycle {tally.cycles + 1} (seed {args.seed}, venue {number}): {what}")
            print(f"the database, the ledger and the log are kept in {era.folder}")
            return 1
        await era.end(keep=False)
        print(f"   {tally.cycles} cycles, {time.monotonic() - began:.0f} s", flush=True)
    report(args, tally, time.monotonic() - began)
    return 0


async def proof(args) -> int:
    """A few honest cycles, then every fault on purpose."""
    era, unseen = Era(args, 0, Tally()), list(prove.FAULTS)
    try:
        await era.begin()
        for _ in range(4):
            await era.cycle()
        era.venue.kill()
        await era.venue.gone()
        with tempfile.TemporaryDirectory(prefix="parvis-crash-faults-") as room:
            unseen = prove.prove(era.reader, era.ledger, era.peers, Path(room))
    finally:
        await era.end(keep=bool(unseen))
    print(f"   {len(prove.FAULTS) - len(unseen)} of {len(prove.FAULTS)} faults on purpose were seen")
    return 1 if unseen else 0


def report(args, tally: Tally, seconds: float) -> None:
    n = tally.cycles
    kind = {PairEra: "Two processes on PostgreSQL", RestartEra: "PostgreSQL restarted under two processes"}.get(args.era)
    kind = kind or ("PostgreSQL" if args.postgres else "SQLite")
    print(f"\n{kind}: {n} cycles, {tally.kills} kills, no promise broken, seed {args.seed}, {seconds:.0f} s")
    print(f"   with 95 % confidence fewer than {300 / n:.3g} % of crashes break one (3/n)")
    for outcome in (book.KEPT, book.UNKNOWN, book.REFUSED):
        kinds = {kind: count for (kind, how), count in sorted(tally.outcomes.items()) if how == outcome}
        print(f"   {outcome}: {sum(kinds.values())} {kinds}")
    print(f"   received by peers: {tally.receipts}, of which again: {tally.again}")
    if issubclass(args.era, PairEra):
        print(f"   heard by open pages: {tally.heard}")
    print(f"   ready after a crash: median {statistics.median(tally.starts):.2f} s, longest {max(tally.starts):.2f} s")
    quiet = tally.recoveries
    print(f"   nothing left to do: median {statistics.median(quiet):.2f} s later, longest {max(quiet):.2f} s")
    for name in moments.NAMES:
        print(f"   {tally.reached[name]:6} {name}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--binary", required=True)
    parser.add_argument("--keys", required=True, help="a folder that keeps the peers' keys between runs")
    parser.add_argument("--cycles", type=int, default=300)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--postgres", default=None)
    parser.add_argument("--pair", action="store_true", help="two processes on the server; one is killed at a time")
    parser.add_argument("--restart", metavar="COMMAND", help="two processes; the command restarts the server")
    parser.add_argument("--prove", action="store_true", help="only prove that the reader sees faults")
    args = parser.parse_args()
    if args.seed is None:
        args.seed = random.SystemRandom().randrange(1_000_000)
    if (args.pair or args.restart) and not args.postgres:
        parser.error("two processes need --postgres")
    RestartEra.command = args.restart
    args.era = RestartEra if args.restart else PairEra if args.pair else Era
    print(f"seed {args.seed}", flush=True)
    return asyncio.run(proof(args) if args.prove else campaign(args))


if __name__ == "__main__":
    sys.exit(main())
