"""The Debian package on a Debian of its own: installed, started by a real systemd, restarted under visitors, removed.

Run by `tests/operating/run machine` as root. The Debian is a container of systemd-nspawn with no network but its own;
`curl` and Python of this machine ask it questions from inside that network.
"""

import asyncio
import contextlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import zlib
from pathlib import Path
from types import SimpleNamespace

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "crash"))
import venue as crash_venue  # noqa: E402

MIRROR = "http://deb.debian.org/debian"
PACKAGES = "systemd,systemd-sysv,dbus,ca-certificates,adduser"
CONFIG = "/etc/parvis/parvis.toml"
failures = 0


def check(sentence: str, holds: object, seen: object = "") -> None:
    global failures
    failures += not holds
    print(f"  {'ok  ' if holds else 'FAIL'} {sentence}{'' if holds else f': {seen}'}", flush=True)


def out(*command: str, **more) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, **more)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stdout}{done.stderr}")
    return done.stdout.strip()


class Debian:
    """A root folder, and the machine that runs from it."""

    def __init__(self, root: Path):
        self.root, self._process, self.leader = root, None, 0

    def chroot(self, *command: str) -> str:
        return out("systemd-nspawn", "--quiet", "--register=no", "--keep-unit", "--pipe", "-D", str(self.root),
                   "--setenv=DEBIAN_FRONTEND=noninteractive", *command)

    def boot(self) -> None:
        log = (self.root.parent / "console.log").open("wb")
        command = ["systemd-nspawn", "--quiet", "--register=no", "--keep-unit", "--private-network", "-b", "-D",
                   str(self.root)]
        self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        end = time.monotonic() + 90
        while True:
            children = subprocess.run(["pgrep", "-P", str(self._process.pid)], capture_output=True, text=True).stdout
            for pid in children.split():
                # Another child of its may be gone by the time it is looked at.
                with contextlib.suppress(FileNotFoundError):
                    if Path(f"/proc/{pid}/comm").read_text().strip() == "systemd":
                        self.leader = int(pid)
            if self.leader and self.ask("systemctl", "is-system-running")[1] in ("running", "degraded"):
                return
            if time.monotonic() > end or self._process.poll() is not None:
                raise RuntimeError(f"systemd does not boot: {(self.root.parent / 'console.log').read_text()[-1500:]}")
            time.sleep(0.5)

    def ask(self, *command: str) -> tuple[int, str]:
        """A command inside the running machine: how it ended and what it said."""
        done = subprocess.run(["nsenter", "-t", str(self.leader), "-a", "--wd=/", *command], capture_output=True,
                              text=True, timeout=300)
        return done.returncode, (done.stdout + done.stderr).strip()

    def do(self, *command: str) -> str:
        ended, said = self.ask(*command)
        if ended:
            raise RuntimeError(f"{' '.join(command)}: {said}")
        return said

    def show(self, unit: str, name: str) -> str:
        return self.do("systemctl", "show", "--value", "-p", name, unit)

    def get(self, path: str) -> str:
        return out("nsenter", "-t", str(self.leader), "-n", "curl", "-sS", "-m", "60", "-o", "/dev/null", "-w",
                   "%{http_code}", "-H", "Host: musee.example", f"http://127.0.0.1:8080{path}")

    def halt(self) -> None:
        if self._process:
            # The container's own way down: SIGTERM to systemd-nspawn asks its systemd to halt.
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(90)
            self._process = None


def installed(debian: Debian) -> None:
    def look(path: str) -> str:
        return debian.chroot("stat", "-c", "%U:%G %a", path)

    debian.chroot("apt-get", "install", "-y", "-q", "--no-install-recommends", "/parvis.deb")
    account = debian.chroot("getent", "passwd", "parvis").split(":")
    check("it has an account of its own that nobody signs in to", int(account[2]) < 1000
          and account[5:] == ["/var/lib/parvis", "/usr/sbin/nologin"], account)
    for path, wanted in (("/var/lib/parvis", "parvis:parvis 750"), ("/var/backups/parvis", "parvis:parvis 700"),
                         (CONFIG, "root:parvis 640"), ("/usr/bin/parvis", "root:root 755")):
        check(f"{path} is {wanted}", look(path) == wanted, look(path))
    check("its configuration is a conffile", CONFIG in debian.chroot("dpkg-query", "-W", "-f=${Conffiles}", "parvis"))
    ended = subprocess.run(["systemctl", f"--root={debian.root}", "is-enabled", "parvis", "parvis.socket",
                            "parvis-backup.timer"], capture_output=True, text=True).stdout.split()
    check("nothing starts by itself", ended == ["disabled"] * 3, ended)
    files = debian.chroot("dpkg", "-L", "parvis").splitlines()
    units = sorted(file.rsplit("/", 1)[1] for file in files if "/systemd/system/" in file)
    check("it brings these units and no other", units == ["parvis-backup.service", "parvis-backup.timer", "parvis.service",
                                                          "parvis.socket"], units)
    for name in ("proxy/nginx.conf", "proxy/Caddyfile", "install.md", "parvis.json", "copyright"):
        check(f"it brings {name}", any(file.startswith("/usr/share/doc/parvis/" + name) for file in files), files)
    check("the program runs", debian.chroot("/usr/bin/parvis", "--version").startswith("parvis "))
    with (debian.root / CONFIG[1:]).open("a") as config:
        config.write("# changed by the technician\n")
    debian.chroot("dpkg", "-i", "--force-confold", "/parvis.deb")
    check("an upgrade keeps what the technician wrote", "technician" in (debian.root / CONFIG[1:]).read_text()
          and look(CONFIG) == "root:parvis 640")


def started(debian: Debian) -> None:
    debian.do("systemctl", "enable", "--now", "parvis.socket", "parvis.service")
    states = [debian.show("parvis", name) for name in ("ActiveState", "SubState", "Type", "WatchdogUSec", "Result")]
    check("systemd knows when it is ready", states == ["active", "running", "notify", "1min", "success"], states)
    check("it answers by the socket that systemd holds", debian.get("/readyz") == "200")
    status = Path(f"/proc/{debian.do('systemctl', 'show', '--value', '-p', 'MainPID', 'parvis')}")
    inside = debian.do("cat", f"{status}/status")
    held = {name: value for name, value in re.findall(r"(?m)^(CapEff|CapBnd|NoNewPrivs|Seccomp):\s*(\w+)", inside)}
    check("it has no capability, gains none, and a filter of system calls", held ==
          {"CapEff": "0" * 16, "CapBnd": "0" * 16, "NoNewPrivs": "1", "Seccomp": "2"}, held)
    score = debian.do("systemd-analyze", "--no-pager", "security", "parvis.service").splitlines()[-1]
    figure = re.search(r": ([\d.]+)", score)
    check(f"systemd judges its exposure: {score.strip('→ ')}", figure and float(figure[1]) <= 1.5)
    code = re.findall(r"installation\?token=([\w-]+)", debian.do("journalctl", "-u", "parvis", "-o", "cat", "--no-pager"))
    check("its log shows where to open the venue", code)
    helper = [sys.executable, __file__, "--inside", code[-1] if code else ""]
    said = subprocess.run(["nsenter", "-t", str(debian.leader), "-n", *helper], capture_output=True, text=True)
    check("a venue is opened and a picture is taken in under the hardening", said.returncode == 0, said.stdout + said.stderr)


def restarted(debian: Debian) -> None:
    ended, answered, wrong = threading.Event(), [], []

    def visit() -> None:
        while not ended.is_set():
            try:
                status = debian.get("/oeuvres")
                (answered if status == "200" else wrong).append(status)
            except RuntimeError as error:
                wrong.append(str(error)[-200:])

    visitors = [threading.Thread(target=visit) for _ in range(4)]
    for visitor in visitors:
        visitor.start()
    for _ in range(5):
        time.sleep(1)
        debian.do("systemctl", "restart", "parvis")
    time.sleep(1)
    ended.set()
    for visitor in visitors:
        visitor.join()
    check(f"five restarts, {len(answered)} pages asked for meanwhile, none refused", answered and not wrong, wrong[:3])
    debian.do("dpkg", "-i", "--force-confold", "/parvis.deb")
    check("an upgrade of the package leaves it running", debian.show("parvis", "ActiveState") == "active"
          and debian.get("/readyz") == "200")
    debian.do("systemctl", "kill", "-s", "KILL", "parvis")
    check("killed, it comes back by itself", debian.get("/readyz") == "200")
    debian.do("sh", "-c", "mkdir -p /run/systemd/system/parvis.service.d && printf '[Service]\\nWatchdogSec=3\\n' "
              "> /run/systemd/system/parvis.service.d/try.conf && systemctl daemon-reload && systemctl restart parvis")
    before = debian.show("parvis", "MainPID")
    time.sleep(5)
    check("it tells systemd that it lives", debian.show("parvis", "MainPID") == before)
    debian.do("systemctl", "kill", "--kill-whom=main", "-s", "STOP", "parvis")
    end = time.monotonic() + 60
    while debian.show("parvis", "MainPID") in (before, "0") and time.monotonic() < end:
        time.sleep(0.5)
    check("when it no longer does, it is started anew", debian.get("/readyz") == "200"
          and debian.show("parvis", "MainPID") != before)
    debian.do("sh", "-c", "rm -r /run/systemd/system/parvis.service.d && systemctl daemon-reload")
    began = time.monotonic()
    debian.do("systemctl", "stop", "parvis.service")
    took = time.monotonic() - began
    log = debian.do("journalctl", "-u", "parvis", "-o", "cat", "-n", "8", "--no-pager")
    check(f"it stops when it is told to ({took:.1f} s)", debian.show("parvis", "Result") == "success"
          and "stopped" in log and took < 20, log)
    check("who knocks starts it again", debian.get("/readyz") == "200" and
          debian.show("parvis", "ActiveState") == "active")


def kept(debian: Debian) -> None:
    subprocess.run(["age-keygen", "-o", str(debian.root / "root/key")], check=True, capture_output=True)
    public = re.search(r"age1\w+", (debian.root / "root/key").read_text())[0]
    with (debian.root / CONFIG[1:]).open("a") as config:
        config.write(f'backup_recipient = "{public}"\n')
    debian.do("systemctl", "enable", "--now", "parvis-backup.timer")
    listed = debian.do("systemctl", "list-timers", "--no-pager", "parvis-backup.timer")
    check("the backup is due every night", "parvis-backup.service" in listed and "03:" in listed, listed)
    ended, said = debian.ask("systemctl", "start", "parvis-backup.service")
    files = list((debian.root / "var/backups/parvis").iterdir())
    check("it is taken while the server runs, sealed, for its owner alone", ended == 0 and len(files) == 1
          and files[0].name.endswith(".tar.age") and files[0].stat().st_mode & 0o777 == 0o600,
          (said, files, debian.ask("journalctl", "-u", "parvis-backup", "--no-pager", "-n", "5")))
    told = debian.ask("parvis", "--config", CONFIG, "restore", f"/var/backups/parvis/{files[0].name}", "--identity",
                      "/root/key", "--verify")
    check("and it is sound", told[0] == 0 and told[1].startswith("sound:"), told)
    ended, said = debian.ask("runuser", "-u", "parvis", "--", "parvis", "--config", CONFIG, "doctor", "--lang", "en")
    check("the doctor says that nothing is in front, and of the machine nothing", ended == 2 and said.count("✗") <= 3
          and "database is whole" in said, said)


def removed(debian: Debian) -> None:
    debian.do("dpkg", "--remove", "parvis")
    check("removed, it stops and keeps configuration and data", not (debian.root / "usr/bin/parvis").exists()
          and (debian.root / CONFIG[1:]).exists() and debian.ask("pgrep", "parvis")[0] != 0)
    debian.do("dpkg", "--purge", "parvis")
    left = [str(path) for path in debian.root.glob("etc/**/*parvis*") if "/etc/systemd" in str(path) or "/etc/parvis" in str(path)]
    check("purged, its configuration is gone and the venue's data is not", not left
          and (debian.root / "var/lib/parvis/parvis.sqlite").exists(), left)


def picture() -> bytes:
    """A small PNG: decoding it is what the hardened child does."""
    def part(name: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")
    rows = b"".join(b"\x00" + bytes((x * 4 % 256, y * 4 % 256, 90)[c] for x in range(64) for c in range(3)) for y in range(48))
    head = (64).to_bytes(4, "big") + (48).to_bytes(4, "big") + b"\x08\x02\x00\x00\x00"
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(rows)) + part(b"IEND", b"")


async def inside(code: str) -> None:
    """Opens the venue and shows an artwork with a picture, from the machine's own network."""
    place = SimpleNamespace(port=8080, host="musee.example", origin="https://musee.example")
    place.log = SimpleNamespace(read_text=lambda **_: f"/installation?token={code}")
    staff = await crash_venue.Venue.install(place)
    fields = {"title": "Le Quai", "artist": "Anna Boch", "inventory": "1", "status": "on_show", "new_alt_fr_1": "Un quai.",
              "new_alt_en_1": "A quay."}
    made = await staff.post("/equipe/oeuvres/nouvelle", fields, {"new_picture_1": picture()})
    if made.status != 303:
        raise SystemExit(f"the artwork was answered {made.status}: {made.text[:2000]}")
    page = await staff.get("/oeuvres")
    shown = re.search(r"/media/[\w./]+", page.text)
    if not shown or (await staff.get(shown[0])).status != 200:
        raise SystemExit(f"the picture is not shown: {page.text[:2000]}")


def main() -> int:
    if sys.argv[1] == "--inside":
        asyncio.run(inside(sys.argv[2]))
        return 0
    package, base = Path(sys.argv[1]), Path(sys.argv[2])
    if not (base / "usr").is_dir():
        print(f"making a Debian in {base}", flush=True)
        out("debootstrap", "--variant=minbase", f"--include={PACKAGES}", "bookworm", str(base), MIRROR)
    with tempfile.TemporaryDirectory(prefix="parvis-machine-", ignore_cleanup_errors=True) as folder:
        root = Path(folder) / "debian"
        out("cp", "-a", str(base), str(root))
        shutil.copy(package, root / "parvis.deb")
        debian = Debian(root)
        try:
            print("the package")
            installed(debian)
            debian.boot()
            print("the service")
            started(debian)
            restarted(debian)
            print("the backup")
            kept(debian)
            print("the end")
            removed(debian)
        finally:
            debian.halt()
    print(f"{failures} failed" if failures else "all held")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
