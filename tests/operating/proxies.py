"""The shipped nginx and Caddy configurations in front of the program, and what the doctor says about each fault.

Run by `tests/operating/run proxies` as root, in a network of its own: the name musee.example leads to an address that is
public in form and reaches nobody. TLS is real, with a certificate authority that lives as long as the run.
"""

import contextlib
import http.client
import json
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[2]
NAME, PEER = "musee.example", "peer.example"
# Public in form; in this network they are this machine.
HERE, THERE, VISITOR, OTHER = "93.184.215.14", "93.184.215.20", "93.184.215.31", "93.184.215.32"
PASSWORD = "correct horse battery staple"
failures = 0


def run(*command: str, **more) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, **more).stdout


def check(sentence: str, holds: object, seen: object = "") -> None:
    global failures
    failures += not holds
    print(f"  {'ok  ' if holds else 'FAIL'} {sentence}{'' if holds else f': {seen}'}", flush=True)


class Authority:
    """A certificate authority for one run."""

    def __init__(self, folder: Path):
        self.folder, self.root = folder, folder / "authority.pem"
        run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30",
            "-subj", "/CN=An authority for tests", "-keyout", str(folder / "authority.key"), "-out", str(self.root))

    def certify(self, label: str, name: str, days: int = 90, as_of: str | None = None) -> Path:
        """A folder with fullchain.pem and privkey.pem for `name`, signed at `as_of` (a date of `faketime`)."""
        place = self.folder / label
        place.mkdir()
        request, names = place / "request", place / "names"
        names.write_text(f"subjectAltName=DNS:{name}\n")
        run("openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", f"/CN={name}",
            "-keyout", str(place / "privkey.pem"), "-out", str(request))
        earlier = ["faketime", as_of] if as_of else []
        run(*earlier, "openssl", "x509", "-req", "-in", str(request), "-CA", str(self.root), "-CAkey",
            str(self.folder / "authority.key"), "-CAcreateserial", "-days", str(days), "-extfile", str(names),
            "-out", str(place / "fullchain.pem"))
        return place


def until(what: str, holds, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise RuntimeError(f"not within {seconds} s: {what}")
        time.sleep(0.02)


def answers(address: str, port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection((address, port), 1):
        return True
    return False


@contextlib.contextmanager
def running(command: list[str], log: Path, ready, **more):
    """A process, from when `ready` holds until the block ends."""
    with log.open("ab") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, stdin=subprocess.DEVNULL, **more)
    try:
        until(f"{command[0]} is ready, see {log}", lambda: process.poll() is not None or ready())
        if process.poll() is not None:
            raise RuntimeError(f"{command[0]} ended: {log.read_text()[-800:]}")
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


class Bench:
    """The program, what stands in front of it, and a visitor."""

    def __init__(self, program: str, folder: Path):
        self.program, self.folder = program, folder
        self.data = folder / "data"
        self.data.mkdir(mode=0o750)
        # The disk the doctor looks at is one whose size can be changed.
        run("mount", "-t", "tmpfs", "-o", "size=3g,mode=0750", "tmpfs", str(self.data))
        self.authority = Authority(folder)
        self.good = self.authority.certify("good", NAME)
        self.trust = ssl.create_default_context(cafile=str(self.authority.root))
        self.log = folder / "parvis.log"
        self.cookies: dict[str, str] = {}

    def environment(self) -> dict[str, str]:
        return {"PATH": os.environ["PATH"], "SSL_CERT_FILE": str(self.authority.root), "NO_COLOR": "1"}

    def config(self, **changes: str) -> Path:
        """The shipped configuration with another folder; `changes` replace or add lines."""
        text = (ROOT / "packaging/parvis.toml").read_text()
        for name, value in {"data_dir": str(self.data), **changes}.items():
            text = re.sub(rf"(?m)^(# )?{name} = .*\n", "", text) + f'{name} = "{value}"\n'
        path = self.folder / "parvis.toml"
        path.write_text(text)
        return path

    def serving(self, **changes: str):
        command = [self.program, "--config", str(self.config(**changes)), "serve"]
        return running(command, self.log, lambda: answers("127.0.0.1", 8080), env=self.environment())

    def nginx(self, certificate: Path | None = None, change=lambda text: text):
        text = (ROOT / "packaging/proxy/nginx.conf").read_text()
        text = text.replace(f"/etc/letsencrypt/live/{NAME}", str(certificate or self.good))
        whole = self.folder / "nginx.conf"
        whole.write_text(
            f"daemon off; user root; pid {self.folder}/nginx.pid; error_log {self.folder}/nginx.log;\n"
            f"events {{}}\nhttp {{ access_log off; client_body_temp_path {self.folder}/body;\n{change(text)}\n}}\n")
        run("nginx", "-t", "-c", str(whole))
        return running(["nginx", "-c", str(whole)], self.folder / "nginx.out", lambda: answers(HERE, 443))

    def caddy(self):
        text = (ROOT / "packaging/proxy/Caddyfile").read_text()
        text = text.replace(f"{NAME} {{", f"{NAME} {{\n    tls {self.good}/fullchain.pem {self.good}/privkey.pem", 1)
        whole = self.folder / "Caddyfile"
        whole.write_text("{\n    admin off\n}\n" + text)
        environment = self.environment() | {"HOME": str(self.folder), "XDG_DATA_HOME": str(self.folder / "caddy")}
        command = ["caddy", "run", "--config", str(whole), "--adapter", "caddyfile"]
        return running(command, self.folder / "caddy.log", lambda: answers(HERE, 443), env=environment)

    def visit(self, method: str, path: str, fields: dict | None = None, body: bytes = b"", source: str = VISITOR,
              **headers: str):
        """One request by the public address, over TLS; the status, the headers, the text."""
        if fields is not None:
            body, headers["Content-Type"] = urlencode(fields).encode(), "application/x-www-form-urlencoded"
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers |= {"Origin": f"https://{NAME}", "Sec-Fetch-Site": "same-origin"} | ({"Cookie": cookies} if cookies else {})
        link = http.client.HTTPSConnection(NAME, timeout=60, context=self.trust, source_address=(source, 0))
        try:
            link.request(method, path, body or None, {name.replace("_", "-"): value for name, value in headers.items()})
            answer = link.getresponse()
            for line in answer.headers.get_all("Set-Cookie", []):
                name, _, value = line.partition(";")[0].partition("=")
                self.cookies[name] = value
            return answer.status, answer.headers, answer.read().decode("utf-8", "replace")
        finally:
            link.close()

    def install(self) -> None:
        code = re.findall(r"/installation\?token=([\w-]+)", self.log.read_text())[-1]
        fields = {"setup_code": code, "venue_name": "Musée", "handle": "musee", "summary": "Un musée.", "login": "ada"}
        fields |= {"name": "Ada", "email": "ada@musee.example", "password": PASSWORD, "lang": "fr", "step": "finish"}
        fields |= {"time_zone": "Europe/Paris", "brand": "#234f7a", "accent": "#b5462f"}
        status, _, text = self.visit("POST", "/installation", fields)
        if status != 303:
            raise RuntimeError(f"the installation was answered {status}: {text[:400]}")

    def doctor(self, *prefix: str, environment: dict | None = None, config: Path | None = None):
        """The doctor's exit code and what it says of each thing: its level and its sentence."""
        command = [*prefix, self.program, "--config", str(config or self.folder / "parvis.toml")]
        said = subprocess.run([*command, "doctor", "--json", "--lang", "en"], capture_output=True, text=True,
                              env=environment or self.environment(), timeout=120)
        try:
            findings = json.loads(said.stdout)
        except ValueError:
            raise RuntimeError(f"the doctor does not answer in JSON: {said.stdout} {said.stderr}") from None
        for finding in findings:
            if finding["level"] in ("warning", "failure"):
                check(f"    advice: {finding['message']}", finding.get("advice"))
        return said.returncode, {one["check"]: (one["level"], one["message"]) for one in findings}

    def expect(self, sentence: str, code: int, said, **levels: str) -> None:
        ended, found = said
        seen = {name: found.get(name, ("none",))[0] for name in levels}
        check(sentence, (ended, seen) == (code, levels), f"{ended} {found}")


def stream(bench: Bench) -> None:
    """An open page hears of a new artwork at once."""
    raw = socket.create_connection((NAME, 443), 10, source_address=(VISITOR, 0))
    with bench.trust.wrap_socket(raw, server_hostname=NAME) as link:
        link.sendall(f"GET /live?topics=1 HTTP/1.1\r\nHost: {NAME}\r\nAccept: text/event-stream\r\n\r\n".encode())
        began, head = time.monotonic(), b""
        while b"\n\n" not in head.replace(b"\r\n", b"\n") and time.monotonic() - began < 5:
            head += link.recv(4096)
        check("the stream of /live begins at once", b" 200 " in head and b"text/event-stream" in head, head)
        link.settimeout(40)
        began = time.monotonic()
        with contextlib.suppress(TimeoutError):
            beat = link.recv(4096)
            check("what the stream says passes as it is said", beat and time.monotonic() - began < 35, beat)
            return
        check("what the stream says passes as it is said", False, "nothing came in 40 s")


def catalogue(bench: Bench, megabytes: int):
    """Sends a file that is no catalogue by the import form."""
    edge = "a-line-no-file-holds"
    head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\nContent-Type: text/csv\r\n\r\n'
    body = head.encode() + b"x" * (megabytes << 20) + f"\r\n--{edge}--\r\n".encode()
    return bench.visit("POST", "/equipe/oeuvres/import", body=body, Content_Type=f"multipart/form-data; boundary={edge}")


def in_front(bench: Bench) -> None:
    """What docs/operating/proxy.md asks of a web server in front."""
    bench.expect("the doctor finds nothing wrong", 0, bench.doctor(), folder="ok", disk="ok", database="ok", name="ok",
                 tls="ok", front="ok", signature="ok")
    status, headers, text = bench.visit("GET", "/")
    check("the home page is served", status == 200 and "Musée" in text, (status, text[:200]))
    link = http.client.HTTPConnection(NAME, timeout=10)
    link.request("GET", "/oeuvres?page=2")
    answer = link.getresponse()
    check("http leads to https", answer.status in (301, 308)
          and answer.headers["Location"] == f"https://{NAME}/oeuvres?page=2", (answer.status, answer.headers["Location"]))
    status, _, text = bench.visit("GET", f"/.well-known/webfinger?resource=acct:musee@{NAME}")
    check("WebFinger passes", status == 200 and f"https://{NAME}/" in text, (status, text))
    status, headers, text = bench.visit("GET", "/.well-known/security.txt")
    fields = dict(line.split(": ", 1) for line in text.strip().splitlines())
    check("security.txt names a contact that answers and an end within a year", status == 200
          and bench.visit("GET", fields["Contact"].removeprefix(f"https://{NAME}"))[0] == 200
          and fields["Canonical"] == f"https://{NAME}/.well-known/security.txt"
          and re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", fields["Expires"]), text)
    proto = run("curl", "-s", "-o", "/dev/null", "-w", "%{http_version} %{http_code}", "--http2", "--cacert",
                str(bench.authority.root), f"https://{NAME}/oeuvres")
    check("HTTP/2 is spoken", proto == "2 200", proto)
    stream(bench)

    status, _, text = catalogue(bench, 20)
    check("a file of 20 MB reaches Parvis, which answers itself", status == 422 and "<main" in text, (status, text[:200]))
    # Whoever sends on after the refusal may see the connection end instead of it.
    with contextlib.suppress(OSError):
        status, _, text = catalogue(bench, 110)
        check("a file of 110 MB is refused in front", status == 413, status)

    wrong = {"email": "nobody@musee.example", "login": "nobody@musee.example", "password": "wrong password here"}
    answers_ = [bench.visit("POST", "/connexion", wrong, source=VISITOR, X_Forwarded_For=f"203.0.113.{n}")[0]
                for n in range(12)]
    check("whoever guesses passwords is told to slow down, whatever they claim to be", 429 in answers_, answers_)
    check("and nobody else is", bench.visit("POST", "/connexion", wrong, source=OTHER)[0] != 429)

    statuses = set()
    for pause in (0.0, 4.9, 5.1, 9.9, 10.1):
        time.sleep(pause)
        statuses |= {bench.visit("POST", "/langue", {"lang": "fr", "back": "/"})[0] for _ in range(3)}
    check("no form meets a connection that was closed meanwhile", not statuses & {502, 503, 504}, statuses)


class Peer(BaseHTTPRequestHandler):
    """Another server, whose clock may be wrong."""

    late = 0

    def do_GET(self):  # noqa: N802, the name is the library's
        self.send_response_only(200)
        self.send_header("Date", formatdate(time.time() + Peer.late, usegmt=True))
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def peer(bench: Bench):
    place = bench.folder / "peer"
    if not place.is_dir():
        bench.authority.certify("peer", PEER)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(place / "fullchain.pem", place / "privkey.pem")
    server = HTTPServer((THERE, 443), Peer)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


def without(pattern: str):
    def change(text: str) -> str:
        changed = re.sub(rf"(?m)^.*{pattern}.*\n", "", text)
        assert changed != text, pattern
        return changed
    return change


def faults(bench: Bench) -> None:
    """Each fault is found, by the thing it is a fault of, with advice and its exit code."""
    certify = bench.authority.certify
    with bench.serving():
        for sentence, certificate, code, level in (
            ("a certificate that has expired", certify("expired", NAME, 5, "20 days ago"), 2, "failure"),
            ("a certificate for another name", certify("wrong", "theatre.example"), 2, "failure"),
            ("a certificate that expires soon", certify("soon", NAME, 10), 1, "warning"),
        ):
            with bench.nginx(certificate):
                bench.expect(sentence, code, bench.doctor(), tls=level)
        with bench.nginx():
            nobody = {name: value for name, value in bench.environment().items() if name != "SSL_CERT_FILE"}
            bench.expect("a certificate of nobody known", 2, bench.doctor(environment=nobody), tls="failure")
        for sentence, change, code, levels in (
            ("Host is changed", without("proxy_set_header Host"), 2, {"front": "failure", "signature": "failure"}),
            ("nobody says who asks", without("X-Forwarded-For"), 1, {"front": "warning", "signature": "ok"}),
            ("Signature is dropped",
             lambda text: text.replace('Connection "";', 'Connection "";\nproxy_set_header Signature "";'), 2,
             {"front": "ok", "signature": "failure"}),
            ("the scheme is told wrong", lambda text: text.replace("$scheme;", "http;"), 1, {"front": "warning"}),
            ("/.well-known is kept",
             lambda text: text.replace("location / {\n        proxy", "location /.well-known/ { return 404; }\n    location / {\n        proxy"),
             2, {"front": "failure"}),
        ):
            with bench.nginx(change=change):
                bench.expect(sentence, code, bench.doctor(), **levels)
        bench.expect("nothing stands in front", 2, bench.doctor(), tls="failure", front="failure")
        # The other server stands on port 443 of another address of this machine.
        with bench.nginx(change=lambda text: re.sub(r"listen (\[::\]:)?443", lambda at: f"listen {'[::1]' if at[1] else HERE}:443", text)):
            hosts = Path("/etc/hosts")
            names = hosts.read_text()
            hosts.write_text(names.replace(HERE, "127.0.1.1"))
            bench.expect("the name leads to this machine alone", 2, bench.doctor(), name="failure")
            hosts.write_text(names.replace(NAME, "nobody.example"))
            bench.expect("the name leads nowhere", 2, bench.doctor(), name="failure", tls="failure")
            hosts.write_text(names)
            others(bench)
            mail(bench)
            disk(bench)
    with bench.nginx():
        bench.expect("the program does not run", 2, bench.doctor(), front="failure", tls="ok")
    with bench.serving(trusted_proxies="203.0.113.7"), bench.nginx():
        bench.expect("whoever says who asks is not believed", 1, bench.doctor(), front="warning")
    empty = bench.folder / "empty"
    empty.mkdir(mode=0o700)
    bench.expect("there is no database", 2, bench.doctor(config=bench.config(data_dir=str(empty))), database="failure")
    check("and none was made", not list(empty.iterdir()))
    (empty / "parvis.sqlite").write_bytes(b"\x07" * 8192)
    bench.expect("the database is rubbish", 2, bench.doctor(), database="failure")
    address = "postgres://parvis@127.0.0.1:1/parvis"
    bench.expect("PostgreSQL is away", 2, bench.doctor(config=bench.config(database_url=address)), database="failure")


def others(bench: Bench) -> None:
    import sqlite3

    with contextlib.closing(sqlite3.connect(bench.data / "parvis.sqlite")) as base, base:
        now = int(time.time() * 1e6)
        base.execute("INSERT INTO hosts (host, software, scheme, failures, last_received_at, created_at) "
                     "VALUES (?, '', '', 0, ?, ?)", (PEER, now, now))
    with peer(bench):
        bench.expect("another server is reached", 0, bench.doctor(), outgoing="ok", clock="ok")
        Peer.late = 600
        bench.expect("its clock is another", 2, bench.doctor(), clock="failure")
        Peer.late = 0
        # The process alone lives ten minutes in the future, so the running server disagrees, too.
        bench.expect("our clock is wrong", 2, bench.doctor("faketime", "-f", "+600s"), clock="failure")
    bench.expect("nothing gets out", 1, bench.doctor(), outgoing="warning")


def mail(bench: Bench) -> None:
    relay = "smtp://user:secret@127.0.0.1:2525"
    with socket.create_server(("127.0.0.1", 2525)) as server:
        def greet():
            with contextlib.suppress(OSError):
                while True:
                    link, _ = server.accept()
                    link.sendall(b"220 relay.example\r\n")
        threading.Thread(target=greet, daemon=True).start()
        said = bench.doctor(config=bench.config(smtp_url=relay))
        bench.expect("the mail relay greets", 1, said, mail="ok")
        server.shutdown(socket.SHUT_RDWR)
    said = bench.doctor()
    bench.expect("the mail relay is away", 2, said, mail="failure")
    check("nobody is told the relay's password", "secret" not in json.dumps(said))
    bench.config()


def disk(bench: Bench) -> None:
    used = sum(path.stat().st_size for path in bench.data.rglob("*") if path.is_file()) // 1048576
    for room, code, level in ((500, 1, "warning"), (60, 2, "failure")):
        run("mount", "-o", f"remount,size={used + room}m", str(bench.data))
        bench.expect(f"{room} MB are left on the disk", code, bench.doctor(), disk=level)
    run("mount", "-o", "remount,size=3g", str(bench.data))


def main() -> int:
    program = str(Path(sys.argv[1]).resolve())
    for tool in ("nginx", "caddy", "openssl", "faketime", "curl"):
        if not shutil.which(tool):
            print(f"missing: {tool} (apt-get install nginx caddy openssl faketime curl)")
            return 2
    with tempfile.TemporaryDirectory(prefix="parvis-proxies-") as folder:
        place = Path(folder)
        hosts = place / "hosts"
        hosts.write_text(f"127.0.0.1 localhost\n{HERE} {NAME}\n{THERE} {PEER}\n")
        run("mount", "--bind", str(hosts), "/etc/hosts")
        run("ip", "link", "set", "lo", "up")
        for address in (HERE, THERE, VISITOR, OTHER):
            run("ip", "address", "add", f"{address}/32", "dev", "lo")
        bench = Bench(program, place)
        try:
            with bench.serving(), bench.nginx():
                bench.install()
                print("nginx in front")
                in_front(bench)
            with bench.serving(), bench.caddy():
                print("Caddy in front")
                in_front(bench)
            print("what the doctor finds")
            faults(bench)
        finally:
            run("umount", str(bench.data))
    print(f"{failures} failed" if failures else "all held")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
