"""Letters of the running program, received by a real SMTP server.

The program is started as an operator would, with PARVIS_SMTP_URL; people ask for letters through its pages; what
arrives is read by Python's own mail parser, which knows nothing of how it was written.
"""

import argparse
import contextlib
import email
import email.policy
import http.client
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

from aiosmtpd.controller import Controller

PASSWORD = "une phrase de passe assez longue"
PATIENCE = 60.0


class Mailbox:
    """What the server keeps, and whom it refuses."""

    def __init__(self):
        self.letters = []
        self.refused = set()
        self.attempts = 0
        self.changed = threading.Condition()

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        with self.changed:
            self.attempts += 1
            self.changed.notify_all()
        if address in self.refused:
            return "550 5.1.1 no such mailbox here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):
        letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
        with self.changed:
            self.letters.append((envelope, letter))
            self.changed.notify_all()
        return "250 OK"

    def wait(self, what, seen):
        """Waits until `seen` finds something, and returns it."""
        until = time.monotonic() + PATIENCE
        with self.changed:
            while True:
                found = seen()
                if found:
                    return found
                left = until - time.monotonic()
                assert left > 0, f"waited in vain for {what}"
                self.changed.wait(left)

    def letter_to(self, address, after=0):
        def seen():
            mine = [one for one in self.letters if one[0].rcpt_tos == [address]]
            return mine[after] if len(mine) > after else None

        return self.wait(f"a letter to {address}", seen)


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def smtp(mailbox, port):
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    return controller


class Venue:
    """The program, run as an operator runs it."""

    def __init__(self, binary, folder, smtp_port):
        self.port = free_port()
        self.binary = binary
        self.env = {
            "PATH": os.environ["PATH"],
            "PARVIS_LISTEN": f"127.0.0.1:{self.port}",
            "PARVIS_METRICS_LISTEN": f"127.0.0.1:{free_port()}",
            "PARVIS_URL": f"http://127.0.0.1:{self.port}",
            "PARVIS_DATA_DIR": str(folder / "data"),
            "PARVIS_SMTP_URL": f"smtp://127.0.0.1:{smtp_port}",
            "PARVIS_MAIL_FROM": "bonjour@musee.example",
        }
        self.log = open(folder / "log", "wb")
        self.run = subprocess.Popen(
            [binary, "demo"], env=self.env, cwd=folder, stdout=self.log, stderr=self.log
        )
        self.log_path = folder / "log"
        until = time.monotonic() + 240
        while True:
            assert self.run.poll() is None, f"the program ended:\n{self.said()}"
            with contextlib.suppress(OSError):
                if self.ask("GET", "/readyz")[0] == 200:
                    return
            assert time.monotonic() < until, "the program is not ready"
            time.sleep(0.2)

    def said(self):
        self.log.flush()
        return self.log_path.read_text(errors="replace")

    def ask(self, method, path, fields=None, cookies=None, language="fr"):
        """One request; returns status, headers, text."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Accept": "text/html", "Accept-Language": language}
        body = None
        if fields is not None:
            body = urllib.parse.urlencode(fields)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Sec-Fetch-Site"] = "same-origin"
        if cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode(errors="replace")
        if cookies is not None:
            for name, value in answer.headers.items():
                if name.lower() == "set-cookie":
                    key, _, rest = value.partition("=")
                    cookies[key] = rest.split(";")[0]
        connection.close()
        return answer.status, answer.headers, text

    def staff(self, address, handle):
        command = [self.binary, "admin", "create-staff", "--email", address, "--handle", handle, "--role", "admin", "--password-stdin"]
        subprocess.run(command, env=self.env, input=PASSWORD.encode(), check=True, capture_output=True)

    def close(self):
        self.run.terminate()
        self.run.wait(30)
        self.log.close()


def parts(letter):
    plain = letter.get_body(preferencelist=("plain",)).get_content()
    html = letter.get_body(preferencelist=("html",)).get_content()
    return plain, html


def check_letter(letter, envelope, to, words, language):
    """One letter as its reader and their mail server see it."""
    assert envelope.mail_from == "bonjour@musee.example", envelope.mail_from
    assert envelope.rcpt_tos == [to]
    assert letter["To"].addresses[0].addr_spec == to and len(letter["To"].addresses) == 1
    assert letter["From"].addresses[0].addr_spec == "bonjour@musee.example"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Date"] and letter["Message-ID"]
    assert letter.get_content_type() == "multipart/alternative"
    assert not letter.defects, letter.defects
    plain, html = parts(letter)
    code = re.search(r"^\s*(\d{6})\s*$", plain, re.MULTILINE).group(1)
    assert code in html and code in letter["Subject"]
    assert f'lang="{language}"' in html
    for word in words:
        assert word in plain, f"{word!r} is not in {plain!r}"
        assert word in html or word.replace("’", "&#x27;") in html, f"{word!r} is not in the HTML"
    for sign in ("<script", "<img", "http-equiv", "@import"):
        assert sign not in html, f"a letter loads nothing: {sign}"
    links = re.findall(r'href="([^"]+)"', html)
    assert any("/connexion/lien/" in link.replace("&#x2f;", "/") for link in links), links
    return code


def sign_in(venue, login):
    cookies = {}
    status, _, _ = venue.ask("POST", "/connexion", {"login": login, "password": PASSWORD}, cookies)
    assert status == 303, status
    return cookies


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--binary", required=True)
    binary = str(pathlib.Path(options.parse_args().binary).resolve())
    folder = pathlib.Path(tempfile.mkdtemp(prefix="parvis-mail-"))
    mailbox = Mailbox()
    port = free_port()
    server = smtp(mailbox, port)
    venue = Venue(binary, folder, port)
    done = []

    def says(sentence):
        done.append(sentence)
        print(f"  ok  {sentence}", flush=True)

    try:
        venue.staff("lea@essais.example", "lea_essais")
        venue.staff("noe@essais.example", "noe_essais")
        venue.staff("perdue@essais.example", "perdue_essais")

        # In French.
        cookies = {}
        status, headers, _ = venue.ask("POST", "/connexion/lettre", {"email": "lea@essais.example"}, cookies)
        assert (status, headers["Location"]) == (303, "/connexion/code")
        envelope, letter = mailbox.letter_to("lea@essais.example")
        code = check_letter(letter, envelope, "lea@essais.example", ["quart d’heure", "Vous n’avez rien demandé"], "fr")
        status, headers, _ = venue.ask("POST", "/connexion/code", {"code": code}, cookies)
        assert (status, headers["Location"]) == (303, "/compte"), status
        assert venue.ask("GET", "/compte", cookies=cookies)[0] == 200
        says("a letter in French, plain and HTML, whose code signs in")

        # The same person, having chosen English.
        fields = {"name": "Léa", "lang": "en", "bio": ""}
        status, _, text = venue.ask("POST", "/compte/profil", fields, cookies)
        assert status == 303, text
        venue.ask("POST", "/connexion/lettre", {"email": "lea@essais.example"}, {})
        envelope, letter = mailbox.letter_to("lea@essais.example", after=1)
        check_letter(letter, envelope, "lea@essais.example", ["quarter of an hour"], "en")
        says("the same letter in English for whoever reads English")

        # An address nobody has: the same answer, and no letter.
        before = len(mailbox.letters)
        known = venue.ask("POST", "/connexion/lettre", {"email": "noe@essais.example"}, {})
        unknown = venue.ask("POST", "/connexion/lettre", {"email": "personne@essais.example"}, {})
        same = [(a[0], a[1]["Location"], a[2], sorted(k.lower() for k in a[1].keys())) for a in (known, unknown)]
        assert same[0] == same[1], same
        mailbox.letter_to("noe@essais.example")
        assert len(mailbox.letters) == before + 1
        says("an address nobody has gets the same answer and no letter")

        # A mailbox the server refuses for good: given up at once, shown to staff, never tried again by itself.
        mailbox.refused.add("perdue@essais.example")
        tries = mailbox.attempts
        venue.ask("POST", "/connexion/lettre", {"email": "perdue@essais.example"}, {})
        mailbox.wait("the refused letter", lambda: mailbox.attempts == tries + 1)
        admin = sign_in(venue, "noe_essais")
        until = time.monotonic() + PATIENCE
        while "réponse 550" not in (page := venue.ask("GET", "/equipe", cookies=admin)[2]):
            assert time.monotonic() < until, page
            time.sleep(0.2)
        assert "perdue@essais.example" not in page, "staff are not told to whom"
        assert mailbox.attempts == tries + 1
        says("a refused address is given up and shown to staff")

        # The server goes away; what is asked for meanwhile waits, and arrives when it is back.
        server.stop()
        before = len(mailbox.letters)
        began = time.monotonic()
        status, _, _ = venue.ask("POST", "/connexion/lettre", {"email": "lea@essais.example"}, {})
        assert status == 303 and time.monotonic() - began < 5, "a request waited for mail"
        until = time.monotonic() + PATIENCE
        while "injoignable" not in venue.ask("GET", "/equipe", cookies=admin)[2]:
            assert time.monotonic() < until, "staff are not told"
            time.sleep(0.2)
        server = smtp(mailbox, port)
        mailbox.letter_to("lea@essais.example", after=2)
        assert len(mailbox.letters) == before + 1, "once"
        until = time.monotonic() + PATIENCE
        while "injoignable" in venue.ask("GET", "/equipe", cookies=admin)[2]:
            assert time.monotonic() < until, "staff are told of what is over"
            time.sleep(0.2)
        says("a server that was away gets the letter once it is back, once")

        # Staff mend the address and try again.
        mailbox.refused.clear()
        status, _, _ = venue.ask("POST", "/equipe/courrier/reessayer", {}, admin)
        assert status == 303
        mailbox.letter_to("perdue@essais.example")
        says("what was given up leaves when staff ask for it")

        log = venue.said()
        for secret in ("lea@essais.example", "perdue@essais.example", code):
            assert secret not in log, f"{secret} is in the log"
        says("no address and no code is in the log")
    except BaseException:
        print(venue.said()[-4000:], file=sys.stderr)
        raise
    finally:
        venue.close()
        with contextlib.suppress(Exception):
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)
    assert len(done) == 7
    print(f"mail: {len(done)} checks passed")


if __name__ == "__main__":
    main()
