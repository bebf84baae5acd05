"""The fediverse-pasture's peers, for `pasture.mjs`: prints one JSON object a line.

    pasture.py verify ACTOR            its six actors read ACTOR and post to its inbox
    pasture.py deliver ACTOR PARENT    every odd but legal Note of the collection, sent to ACTOR as a reply to PARENT

Both serve the actors they act for on a free port of the loopback address while they run.
"""

import asyncio
import copy
import json
import re
import socket
import sys
from contextlib import asynccontextmanager

import aiohttp
from fediverse_pasture.data_provider import DataProvider, bovine_actor_for_actor_data
from fediverse_pasture.server import BlueprintForActors
from fediverse_pasture.server.verify_actor import ActorVerifier
from fediverse_pasture.types import Message
from fediverse_pasture_inputs import available
from hypercorn.asyncio import serve
from hypercorn.config import Config
from quart import Quart

ELSEWHERE = "http://pasture-one-actor"
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"


def say(**what):
    print(json.dumps(what), flush=True)


@asynccontextmanager
async def serving(actors, application, notes):
    """Serves the actors and their notes; gives the authority they answer under."""
    app = Quart(__name__)
    app.register_blueprint(BlueprintForActors(actors, application_actor=application).blueprint)

    @app.get("/object/<key>")
    async def note(key):
        if key not in notes:
            return "not found", 404
        return notes[key], 200, {"content-type": "application/activity+json"}

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = Config()
    config.bind = [f"127.0.0.1:{port}"]
    config.errorlog = None
    stopped = asyncio.Event()
    server = asyncio.create_task(serve(app, config, shutdown_trigger=stopped.wait))
    try:
        await listening(port)
        yield f"127.0.0.1:{port}"
    finally:
        stopped.set()
        await server


async def listening(port):
    for _ in range(100):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            return
        except OSError:
            await asyncio.sleep(0.05)
    raise RuntimeError("the pasture does not answer")


async def verify(remote):
    data = DataProvider.generate()
    actors = data.possible_actors + [data.one_actor]
    message = Message()
    async with serving(actors, data.one_actor, {}) as domain:
        result = await ActorVerifier(
            actor_list=actors, remote_uri=remote, domain=domain, message=message
        ).verify()
    say(result=result, steps=message.steps)


def examples():
    """Each example with its group and a word that no other holds, told to stand in its text."""
    number = 0
    for group, inputs in sorted(available.items()):
        for example in inputs.examples:
            number += 1
            yield number, group, example, f"essai{number:03}"


def marked(value, mark):
    """The text with the mark at its end, whatever its shape."""
    return f"{value} {mark}" if isinstance(value, str) else value


def note_of(example, mark, number, origin, actor, parent, recipient):
    """The example as a whole Note of ours, in reply to the artwork."""
    local = json.loads(
        json.dumps(example)
        .replace(f"{ELSEWHERE}/assets/note1.jsonap", parent)
        .replace(ELSEWHERE, origin)
    )
    note = {
        "@context": "https://www.w3.org/ns/activitystreams",
        "type": "Note",
        "attributedTo": actor,
        "to": [PUBLIC],
        "cc": [recipient],
        "id": f"{origin}/object/{number}",
        "published": "2026-01-06T13:11:45Z",
        "inReplyTo": parent,
        **copy.deepcopy(local),
    }
    note["content"] = marked(note.get("content"), mark)
    if isinstance(note.get("contentMap"), dict):
        note["contentMap"] = {tag: marked(text, mark) for tag, text in note["contentMap"].items()}
    return {key: value for key, value in note.items() if value is not None}


def create_of(note, number, origin, actor, recipient):
    create = {
        "@context": note.get("@context"),
        "type": "Create",
        "id": f"{origin}/activity/{number}",
        "actor": actor,
        "to": note["to"],
        "cc": [recipient],
        "published": "2026-01-06T13:11:45Z",
        "object": {key: value for key, value in note.items() if key != "@context"},
    }
    if "@context" not in note:
        del create["@context"]
    return create


def plain(content):
    """The first words a reader would see of it."""
    if not isinstance(content, str):
        return ""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", content)).strip()


async def deliver(recipient, parent):
    data = DataProvider.generate(with_possible_actors=False)
    notes = {}
    async with serving([data.one_actor], data.one_actor, notes) as domain:
        origin = f"http://{domain}"
        actor = f"{origin}/actor"
        async with aiohttp.ClientSession() as session:
            sender, _ = bovine_actor_for_actor_data(actor, data.one_actor)
            await sender.init(session=session)
            inbox = (await sender.get(recipient))["inbox"]
            for number, group, example, mark in examples():
                note = note_of(example, mark, number, origin, actor, parent, recipient)
                notes[str(number)] = note
                status, answer = await post(sender, inbox, create_of(note, number, origin, actor, recipient))
                say(group=group, mark=mark, status=status, answer=answer, text=plain(note.get("content")), example=example)
        # Held open until the other side has read what it wants: it says so by closing our input.
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


async def post(sender, inbox, activity):
    try:
        response = await sender.post(inbox, activity)
        return response.status, await response.text()
    except aiohttp.ClientResponseError as error:
        return error.status, error.message


if __name__ == "__main__":
    asyncio.run({"verify": verify, "deliver": deliver}[sys.argv[1]](*sys.argv[2:]))
