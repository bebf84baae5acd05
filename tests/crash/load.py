"""What the server is busy with when it dies: activities from its peers, forms from its own people.

Everything that is asked for goes through the ledger. What was never answered is asked again after the restart, as a
peer would and as a visitor would who sees an error: the same activity, the same words.
"""

import asyncio
import json
import random
import struct
import zlib
from collections import Counter
from itertools import count

import ledger as book
import web
from ledger import Deed, Ledger
from peer import Peer
from venue import PASSWORD, Staff, Venue

# How many seats the evening has that everybody answers: few enough that people wait for one.
SEATS = 12
MEMBERS = 3


def picture(dice: random.Random) -> bytes:
    """A PNG nobody sent before: 64 × 48 pixels of noise."""
    rows = b"".join(b"\0" + dice.randbytes(64 * 3) for _ in range(48))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 64, 48, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


class Load:
    """Everybody who wants something of one venue."""

    def __init__(
        self, venue: Venue, ledger: Ledger, peers: list[Peer], staff: Staff, dice: random.Random, lasting: bool = False
    ):
        # Whether somebody still answers after the fault, so that everybody goes on asking.
        self._lasting = lasting
        self.venue, self.ledger, self.peers, self.staff, self.dice = venue, ledger, peers, staff, dice
        self.hit = lambda name: None
        # The artwork everybody writes about.
        self.subject, self.subject_path = "", ""
        # The evening everybody answers, its own actor, and where people are counted in at another one.
        self.evening, self.evening_actor, self.door = "", "", ""
        self.members: dict[str, Staff] = {}
        self._went: Counter = Counter()
        self._names = count(1)
        self._again: list = []
        self._tasks: list[asyncio.Task] = []

    def _name(self) -> str:
        return f"n{next(self._names)}"

    async def prepare(self) -> None:
        """One artwork to write about, and one follower on each peer; all of it in the ledger like the rest."""
        await self.artwork()
        path = self.ledger.of("artwork")[0].facts["location"]
        page = await self.staff.get("/oeuvres")
        links = page.text.split('"')
        self.subject_path = next(link for link in links if link.startswith("/oeuvres/") and len(link) > 9)
        self.subject = f"{self.venue.origin}/objects/{path.rsplit('/', 1)[1]}"
        # Before anybody follows: nobody is told of them.
        self.evening = f"{self.venue.origin}/objects/{await self._event('Soirée des chutes', SEATS)}"
        self.door = f"/equipe/agenda/{await self._event('Portes ouvertes ici', 0)}/entree/sans-reponse"
        host = self.venue.host
        found = await self.staff.get(f"/.well-known/webfinger?resource=acct:soiree-des-chutes@{host}")
        links = json.loads(found.text)["links"]
        self.evening_actor = next(link["href"] for link in links if link["rel"] == "self")
        for n in range(MEMBERS):
            await self._join_us(f"m{n}")
        for peer in self.peers:
            await self.follow(peer)

    async def _event(self, title: str, seats: int) -> str:
        fields = {"title": title, "category": "music", "day": "2040-06-01", "hour": "20:00", "status": "announced"}
        fields |= {"audience": "public", "rsvp": "open", "party_max": "4", "capacity": str(seats or ""), "save": "stay"}
        answer = await self.staff.post("/equipe/agenda/nouveau", fields, {})
        if answer.status != 303:
            raise RuntimeError(f"the event was answered {answer.status}")
        return answer.headers["location"].rsplit("/", 1)[1]

    async def _join_us(self, handle: str) -> None:
        member, email = Staff(self.staff.door), f"{handle}@chutes.example"
        fields = {"name": handle, "handle": handle, "email": email, "password": PASSWORD, "agree": "1"}
        for path, form in (("/inscription", fields), ("/connexion", {"login": email, "password": PASSWORD})):
            answer = await member.post(path, form)
            if answer.status != 303:
                raise RuntimeError(f"{path} was answered {answer.status}")
        self.members[handle] = member

    def begin(self) -> None:
        """Everybody at once, until `end`."""
        for handle in self.members:
            self._tasks.append(asyncio.create_task(self._forever(lambda handle=handle: self.rsvp(handle), most=15)))
        self._tasks.append(asyncio.create_task(self._forever(self.walk_in, most=15)))
        for peer in self.peers:
            for _ in range(2):
                self._tasks.append(asyncio.create_task(self._forever(lambda peer=peer: self._peer_act(peer))))
        self._tasks.append(asyncio.create_task(self._forever(self.trace, most=15)))
        self._tasks.append(asyncio.create_task(self._forever(self.artwork)))
        self._tasks.append(asyncio.create_task(self._forever(self.like, most=20)))

    async def end(self) -> None:
        """Lets every request under way meet its end."""
        self._over = True
        done, late = await asyncio.wait(self._tasks, timeout=35)
        self._tasks = []
        for task in done:
            task.result()
        if late:
            raise RuntimeError("requests did not end with the server")

    async def repeat(self) -> None:
        """Asks again for what was never answered, most of the time."""
        again, self._again = self._again, []
        for deed, ask in again:
            if self.dice.random() >= 0.8:
                continue
            try:
                await ask(deed)
            except web.Unanswered:
                # A connection that died with the database: it is asked once more after the next fault.
                if not self._lasting:
                    raise

    _over = False

    async def _forever(self, act, most: int = 1000) -> None:
        """Goes on until the server dies, or is told to end. `most` keeps one person under what the server allows in a minute."""
        self._over = False
        for _ in range(most):
            if self._over:
                return
            try:
                await act()
            except web.Unanswered:
                if not self._lasting:
                    return
                await asyncio.sleep(0.02)

    # -- peers ------------------------------------------------------------------------------------------------

    async def _peer_act(self, peer: Peer) -> None:
        acts = [self.note, self.peer_like, self.follow, self.unnote, self.join, self.leave, self.ask_poll, self.vote]
        act = self.dice.choices(acts, [6, 3, 2, 1, 3, 2, 1, 2])[0]
        await act(peer)

    async def note(self, peer: Peer) -> None:
        name = self._name()
        person = peer.person(f"p{self.dice.randint(1, 6)}")
        note = peer.note(person, name, self.subject, f"Mots {name}")
        await self._deliver(peer, person, "note", note["id"], peer.activity("Create", person, f"create-{name}", note))

    async def unnote(self, peer: Peer) -> None:
        """Takes back words that were taken in."""
        taken_back = {deed.name for deed in self.ledger.of("unnote")}
        mine = [
            deed
            for deed in self.ledger.of("note")
            if deed.outcome == book.KEPT and deed.facts["peer"] == peer.base and deed.name not in taken_back
        ]
        if not mine:
            return await self.note(peer)
        deed = self.dice.choice(mine)
        handle = deed.facts["actor"].rsplit("/", 1)[1]
        person = peer.people[handle]
        activity = peer.activity("Delete", person, f"delete-{self._name()}", deed.name)
        await self._deliver(peer, person, "unnote", deed.name, activity)

    async def peer_like(self, peer: Peer) -> None:
        name = self._name()
        person = peer.person(f"l{name}")
        activity = peer.activity("Like", person, f"like-{name}", self.subject)
        await self._deliver(peer, person, "peer-like", activity["id"], activity)

    async def follow(self, peer: Peer) -> None:
        name = self._name()
        person = peer.person(f"f{name}")
        activity = peer.activity("Follow", person, f"follow-{name}", f"{self.venue.origin}/actors/musee")
        await self._deliver(peer, person, "follow", activity["id"], activity)

    async def join(self, peer: Peer) -> None:
        """Somebody comes to the evening, as Mobilizon says it."""
        name = self._name()
        person = peer.person(f"j{name}")
        activity = peer.activity("Join", person, f"join-{name}", self.evening)
        await self._deliver(peer, person, "join", activity["id"], activity)

    async def leave(self, peer: Peer) -> None:
        """Somebody who came by a `Join` does not come any more."""
        left = {deed.facts["join"] for deed in self.ledger.of("leave")}
        mine = [
            deed
            for deed in self.ledger.of("join")
            if deed.outcome == book.KEPT and deed.facts["peer"] == peer.base and deed.name not in left
        ]
        if not mine:
            return await self.join(peer)
        deed = self.dice.choice(mine)
        person = peer.people[deed.facts["actor"].rsplit("/", 1)[1]]
        activity = peer.activity("Leave", person, f"leave-{self._name()}", self.evening)
        await self._deliver(peer, person, "leave", activity["id"], activity, join=deed.name)

    async def ask_poll(self, peer: Peer) -> None:
        """Somebody follows the evening: they are sent a poll."""
        name = self._name()
        person = peer.person(f"v{name}")
        activity = peer.activity("Follow", person, f"follow-{name}", self.evening_actor)
        await self._deliver(peer, person, "follow", activity["id"], activity)

    async def vote(self, peer: Peer) -> None:
        """Somebody votes in the poll they were sent."""
        voted = {deed.facts["actor"] for deed in self.ledger.of("vote")}
        polls = {
            receipt.activity["to"][0]: receipt.activity["object"]["id"]
            for receipt in peer.receipts
            if receipt.activity["type"] == "Create" and receipt.activity["object"].get("type") == "Question"
        }
        waiting = [iri for iri in polls if iri not in voted]
        if not waiting:
            return await self.ask_poll(peer)
        iri = self.dice.choice(waiting)
        person = peer.people[iri.rsplit("/", 1)[1]]
        name = self._name()
        note = {"id": f"{peer.base}/votes/{name}", "type": "Note", "name": "Je viens", "attributedTo": iri}
        note |= {"inReplyTo": polls[iri], "to": [f"{self.venue.origin}/actors/musee"]}
        activity = peer.activity("Create", person, f"vote-{name}", note)
        activity["to"] = note["to"]
        await self._deliver(peer, person, "vote", activity["id"], activity)

    async def _deliver(self, peer: Peer, person, kind: str, name: str, activity: dict, **facts) -> None:
        body = json.dumps(activity).encode()

        async def ask(deed: Deed) -> None:
            headers = person.sign(self.venue.host, "/inbox", body)
            sent = lambda: self.hit("an activity is sent, not answered")  # noqa: E731
            answer = await self._asked(deed, ask, web.send(self.venue.port, "POST", "/inbox", headers, body, sent=sent))
            self._settle(deed, answer, 202)

        await ask(self.ledger.ask(kind, name, peer=peer.base, actor=person.iri, activity=activity["id"], **facts))

    # -- people of the venue ----------------------------------------------------------------------------------

    async def trace(self) -> None:
        """The venue's own words, for its followers everywhere."""
        words = f"Trace {self._name()}"
        fields = {"text": words, "share": "1", "as_venue": "1"}
        await self._submit("trace", words, f"{self.subject_path}/traces", fields, None, {})

    async def artwork(self) -> None:
        name = self._name()
        image = picture(self.dice)
        fields = {"title": f"Œuvre {name}", "artist": "Inconnue", "inventory": f"INV-{name}", "status": "on_show"}
        fields |= {"description_fr": "Elle tombe.", "new_alt_fr_1": "Du bruit.", "save": "stay"}
        hooks = {
            "halfway": lambda: self.hit("half of a picture is sent"),
            "sent": lambda: self.hit("all of a picture is sent, not answered"),
        }
        path = "/equipe/oeuvres/nouvelle"
        await self._submit("artwork", f"INV-{name}", path, fields, {"new_picture_1": image}, hooks)

    async def like(self) -> None:
        """Ada likes words of somebody else, once: a second time would take it back."""
        liked = {deed.name for deed in self.ledger.of("like")}
        gone = {deed.name for deed in self.ledger.of("unnote")}
        notes = [d.name for d in self.ledger.of("note") if d.outcome == book.KEPT and d.name not in liked | gone]
        if not notes:
            return await asyncio.sleep(0.02)
        note = self.dice.choice(notes)
        page = self.venue.reader.id_of(note)
        if page is None:
            return await asyncio.sleep(0.02)  # Answered 202, not applied yet.
        await self._submit("like", note, f"/objets/{page}/aimer", {"back": "/"}, None, {}, once=True)

    async def rsvp(self, handle: str) -> None:
        """A member answers the evening, and thinks better of it."""
        self._went[handle] += 1
        going = self._went[handle] % 3 != 0
        people = self.dice.randint(1, 3) if going else 0
        fields = {"answer": "going" if going else "no", "people": str(people or 1)}
        fields["once"] = f"{handle}-{self._name()}-a-key-of-a-form"
        member = self.members[handle]

        async def ask(deed: Deed) -> None:
            # Not asked again after a fault: by then they may have answered otherwise, and the last answer counts.
            answer = await self._asked(deed, None, member.post("/agenda/soiree-des-chutes/venir", fields))
            if answer.status == 422:
                # No more seats for somebody who has some: nothing changed, and it says so.
                return self.ledger.settle(deed, book.REFUSED, 422, full=True)
            self._settle(deed, answer, 303)

        await ask(self.ledger.ask("rsvp", handle, people=people))

    async def walk_in(self) -> None:
        """Somebody comes to the open house without an answer, and is counted in at the door."""
        name = f"Passant {self._name()}"
        fields = {"name": name, "people": "1", "once": name.replace(" ", "-") + "-a-key-of-a-form"}
        await self._submit("walk-in", name, self.door, fields, None, {})

    async def _submit(self, kind, name, path, fields, files, hooks, once: bool = False) -> None:
        async def ask(deed: Deed) -> None:
            answer = await self._asked(deed, None if once else ask, self.staff.post(path, fields, files, **hooks))
            if deed.kind == "artwork" and answer.status == 422 and deed.facts.get("asked_before"):
                # There is one with this number already: the first time was heard.
                return self.ledger.settle(deed, book.KEPT, 422)
            self._settle(deed, answer, 303)

        await ask(self.ledger.ask(kind, name))

    # -- answers ----------------------------------------------------------------------------------------------

    async def _asked(self, deed: Deed, ask, request) -> web.Answer:
        try:
            answer = await request
            if self._lasting and answer.status == 503:
                raise web.Unanswered("the database was away: it may be there or not")
            return answer
        except web.Unanswered:
            self.ledger.settle(deed, book.UNKNOWN, asked_before=True)
            if ask:
                self._again.append((deed, ask))
            raise

    def _settle(self, deed: Deed, answer: web.Answer, wanted: int) -> None:
        if answer.status == wanted:
            self.ledger.settle(deed, book.KEPT, answer.status, location=answer.headers.get("location", ""))
            self.hit("an activity is answered 202" if wanted == 202 else "a form is answered 303")
        elif answer.status == 429 and self._lasting:
            # A process that lives on counts on. What was never answered before may be there from then.
            outcome = book.UNKNOWN if deed.facts.get("asked_before") else book.REFUSED
            self.ledger.settle(deed, outcome, answer.status, slowed=True)
        else:
            self.ledger.settle(deed, book.REFUSED, answer.status)
