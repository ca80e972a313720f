"""How each system is started, by which programs, and where its server keeps its files."""

import json
import os
import queue
import shutil
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
# What an answer may take; beyond it the system is reported as stuck.
PATIENCE = 240
started = set()


def begin(command, folder, environment=None, **pipes):
    folder.mkdir(parents=True, exist_ok=True)
    env = {**os.environ, "HOME": str(folder), **(environment or {})}
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        env.pop(name, None)
    process = subprocess.Popen(
        [str(part) for part in command],
        cwd=folder,
        env=env,
        stderr=open(folder / "said.log", "ab"),
        start_new_session=True,
        **pipes,
    )
    started.add(process)
    return process


def end(process):
    """Asks, then insists. Only what was started here, with what it started itself."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is not None:
            break
        try:
            os.killpg(process.pid, sign)
            process.wait(10)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            pass
    started.discard(process)


def end_everything():
    for process in list(started):
        end(process)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Refused(Exception):
    """A device said that it could not."""


class Device:
    def __init__(self, command, folder, environment=None):
        self.process = begin(
            command, folder, environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.answers = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            if line.startswith("{"):
                self.answers.put(line)
        self.answers.put('{"error": "the program has ended"}')

    def ask(self, **asked):
        try:
            self.process.stdin.write(json.dumps(asked) + "\n")
            self.process.stdin.flush()
            answer = json.loads(self.answers.get(timeout=PATIENCE))
        except queue.Empty:
            raise Refused(f"no answer within {PATIENCE} s to {asked['do']}") from None
        except BrokenPipeError:
            raise Refused("the program has ended") from None
        if "error" in answer:
            raise Refused(answer["error"])
        return answer


class System:
    """A server, a port, and what makes devices."""

    def __init__(self, root, programs):
        self.root, self.programs = root, programs
        self.data, self.kept = root / "server", root / "yesterday"
        self.port = free_port()
        self.server = None
        self.made = 0

    def serve(self):
        command, environment = self.command()
        self.data.mkdir(parents=True, exist_ok=True)
        self.server = begin(command, self.root / "running", environment, stdout=subprocess.DEVNULL)
        until = time.monotonic() + 60
        while time.monotonic() < until:
            if self.server.poll() is not None:
                raise Refused(f"the server has ended: {self.said()}")
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.1)
        raise Refused("the server does not listen")

    def said(self):
        log = self.root / "running" / "said.log"
        return log.read_text(errors="replace").strip()[-300:] if log.exists() else ""

    def copy(self, _whole):
        self._stopped(lambda: shutil.copytree(self.data, self.kept))

    def restore(self):
        def back():
            shutil.rmtree(self.data)
            shutil.copytree(self.kept, self.data)

        self._stopped(back)

    def _stopped(self, act):
        end(self.server)
        act()
        self.serve()

    def device(self, name, line):
        self.made += 1
        folder = self.root / name
        device = Device(self.program(), folder, self.environment())
        device.name = name
        device.ask(
            do="open",
            device=name,
            folder=str(folder),
            url=line.url(),
            address=line.address(),
            direct=f"http://127.0.0.1:{self.port}",
            first=self.made == 1,
        )
        return device

    def environment(self):
        return {}

    def pass_minutes(self, minutes):
        """Time passes; only Escale's is the test's to move."""


class Escale(System):
    name = "Escale"

    def serve(self):
        self.world = Device([self.programs / "escale-peer"], self.root)
        self.port = self.world.ask(do="serve")["port"]

    def copy(self, whole):
        self.world.ask(do="copy", whole=whole)

    def restore(self):
        self.world.ask(do="restore")

    def pass_minutes(self, minutes):
        self.world.ask(do="pass", minutes=minutes)

    def device(self, name, line):
        self.world.ask(do="open", device=name, address=line.address())
        return Laptop(self.world, name)


class Laptop:
    def __init__(self, world, name):
        self.world, self.name = world, name

    def ask(self, **asked):
        return self.world.ask(device=self.name, **asked)


class Anki(System):
    name = "Anki"

    def command(self):
        python = self.programs / "anki/bin/python"
        return [python, "-m", "anki.syncserver"], {
            "SYNC_USER1": "someone:nobody",
            "SYNC_BASE": str(self.data),
            "SYNC_HOST": "127.0.0.1",
            "SYNC_PORT": str(self.port),
        }

    def program(self):
        return [self.programs / "anki/bin/python", HERE / "anki/device.py"]


class PouchDB(System):
    name = "PouchDB"

    def command(self):
        server = self.programs / "pouchdb/node_modules/.bin/pouchdb-server"
        options = ["--host", "127.0.0.1", "--port", self.port, "--dir", self.data]
        return [server, *options, "--config", self.data / "config.json", "--no-stdout-logs"], {}

    def program(self):
        return ["node", self.programs / "pouchdb/device.mjs"]


class Actual(System):
    name = "Actual"

    def command(self):
        server = self.programs / "actual/node_modules/@actual-app/sync-server/build/bin/actual-server.js"
        return ["node", server], {
            "ACTUAL_DATA_DIR": str(self.data),
            "ACTUAL_HOSTNAME": "127.0.0.1",
            "ACTUAL_PORT": str(self.port),
        }

    def program(self):
        return ["node", self.programs / "actual/device.mjs"]


class TaskChampion(System):
    name = "TaskChampion"

    def command(self):
        built = self.programs / "taskchampion/target/debug/escale-peers-taskchampion-server"
        return [built, self.data, self.port], {}

    def program(self):
        return [self.programs / "taskchampion/target/debug/escale-peers-taskchampion"]


ALL = [Escale, Anki, PouchDB, Actual, TaskChampion]
