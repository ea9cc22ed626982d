"""`kill -9` of web, worker and PostgreSQL while people write: nothing acknowledged is lost, nothing is half done.

Writers send every command with an idempotency key and repeat it until it is answered; a listener of the stream is cut off
with the server and resumes by Last-Event-ID. Afterwards what they were told is compared with what is there.
"""

import contextlib
import json
import os
import random
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.runtime.test_bridge import eventually
from tests.runtime.test_up import Handsel, running, without_errors

KILLED = ("server", "worker", "postgres", "web")
WRITERS = 4
BEFORE_A_KILL = 1.0  # seconds of writing
HOUSE = """
organizations:
  - name: Lake Boats
    time_zone: America/Montreal
    currency: CAD
    locale: en-CA
    people:
      - {email: m@example.org, name: M. Roy, roles: [administrator, manager], password: only-read-here}
    channels:
      - {kind: in_person, name: Counter}
    teams:
      - {name: Boats, members: [m@example.org]}
"""

pytestmark = pytest.mark.chaos


@dataclass
class Told:
    """What was acknowledged: ids of what was created; by card and revision, the stage that a move led to."""

    created: list[str] = field(default_factory=list)
    moves: list[tuple[str, int, str]] = field(default_factory=list)
    repeated: int = 0
    faults: list[str] = field(default_factory=list)


@pytest.fixture
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="handsel-chaos-"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made, ignore_errors=True)


def test_kill_9_loses_nothing_and_leaves_nothing_half_done(folder: Path) -> None:
    with running(folder) as handsel:
        assert eventually(without_errors(handsel.answers), within=30)
        key = set_up(handsel, folder)
        listener = Listener(handsel, key)
        writers = [Writer(handsel, key, place) for place in range(WRITERS)]
        for thread in (listener, *writers):
            thread.start()
        for name in KILLED:
            time.sleep(BEFORE_A_KILL)
            kill(handsel, name)
        time.sleep(BEFORE_A_KILL)
        for writer in writers:
            writer.stop()
        time.sleep(2.0)  # the last hints arrive
        listener.stop()
        told = [writer.told for writer in writers]

        with client_of(handsel, key) as client:
            faults = [fault for one in told for fault in one.faults] + compare(client, told)
            happened = everything(client)

    assert faults == []
    assert sum(one.repeated for one in told) > 0
    assert len(happened) > len(KILLED) * 5
    assert (listener.resets, happened - listener.heard) == (0, set())


def set_up(handsel: Handsel, folder: Path) -> str:
    file = folder / "house.yaml"
    file.write_text(HOUSE)
    applied = handsel.command("apply", str(file))
    assert applied.returncode == 0, applied.stderr
    made = handsel.command("apikey", "create", "--email", "m@example.org")
    assert made.returncode == 0, made.stderr
    return made.stdout.strip()


def client_of(handsel: Handsel, key: str) -> httpx.Client:
    return httpx.Client(
        base_url=f"{handsel.url}/api/v1", headers={"Authorization": f"Bearer {key}"}, timeout=10
    )


def kill(handsel: Handsel, name: str) -> None:
    victims = handsel.processes()[name]
    for victim in victims:
        with contextlib.suppress(ProcessLookupError):
            os.kill(victim, signal.SIGKILL)

    def is_back() -> bool:
        now = handsel.processes()[name]
        return bool(now) and not set(now) & set(victims) and handsel.answers()

    assert eventually(without_errors(is_back), within=20), f"{name} did not come back"


class Writer(threading.Thread):
    """Creates a few cards and moves them about; each command is repeated with its key until it is answered."""

    def __init__(self, handsel: Handsel, key: str, place: int) -> None:
        super().__init__(daemon=True)
        self.client, self.choose, self.told = client_of(handsel, key), random.Random(place), Told()
        self.ending = threading.Event()

    def run(self) -> None:
        team = self.client.get("/teams").json()["items"][0]["id"]
        board = self.client.get("/board", params={"team": team}).json()
        stages = [one["stage"]["id"] for one in board["columns"] if one["stage"]["name"] != "Lost"]
        while not self.ending.is_set():
            if len(self.told.created) < 3 or self.choose.random() < 0.2:
                body = {"team": team, "new_contact": {"name": f"Contact {uuid4().hex}"}}
                made = self.answered("/opportunities", body, expected=201)
                if made is not None:
                    self.told.created.append(made["id"])
                continue
            card, stage = self.choose.choice(self.told.created), self.choose.choice(stages)
            moved = self.answered(f"/opportunities/{card}/move", {"stage": stage}, expected=200)
            if moved is not None:
                self.told.moves.append((card, moved["revision"], stage))

    def answered(self, path: str, body: dict[str, Any], *, expected: int) -> dict[str, Any] | None:
        """None where a rule said no, which is an answer too: it stands there already."""
        key = uuid4().hex
        answer: httpx.Response | None = None
        while True:
            with contextlib.suppress(httpx.HTTPError):
                before, answer = answer, self.client.post(path, json=body, headers={"Idempotency-Key": key})
                if answer.status_code == expected:
                    self.told.repeated += "Idempotency-Replayed" in answer.headers
                    if before is not None and before.status_code == expected:
                        if before.content != answer.content:
                            self.told.faults.append(f"two answers to one key: {before.text} {answer.text}")
                        break
                    if self.choose.random() < 0.8:
                        break
                elif answer.status_code == 409:
                    return None
                elif answer.status_code < 500:
                    self.told.faults.append(f"{answer.status_code} {answer.text}")
                    return None
            time.sleep(0.02)
        made: dict[str, Any] = answer.json()
        return made

    def stop(self) -> None:
        self.ending.set()
        self.join(30)
        assert not self.is_alive()


class Listener(threading.Thread):
    """One reader of the stream; when it is cut off it resumes where it stopped."""

    def __init__(self, handsel: Handsel, key: str) -> None:
        super().__init__(daemon=True)
        self.handsel, self.key, self.last = handsel, key, ""
        self.heard: set[tuple[str, int]] = set()
        self.resets = 0
        self.ending, self.greeted = threading.Event(), threading.Event()

    def start(self) -> None:
        super().start()
        assert self.greeted.wait(10)

    def run(self) -> None:
        while not self.ending.is_set():
            with contextlib.suppress(httpx.HTTPError):
                self.listen()
            time.sleep(0.05)

    def listen(self) -> None:
        headers = {"Authorization": f"Bearer {self.key}"} | (
            {"Last-Event-ID": self.last} if self.last else {}
        )
        with httpx.stream("GET", f"{self.handsel.url}/api/v1/stream", headers=headers, timeout=3) as stream:
            kind, lines = "", stream.iter_lines()
            for line in lines:
                name, _, value = line.partition(": ")
                if name == "id":
                    self.last = value
                elif name == "event":
                    kind = value
                    self.resets += kind == "reset"
                    self.greeted.set()
                elif name == "data" and kind == "hint":
                    hint = json.loads(value)
                    if hint["opportunity"] and hint["revision"]:
                        self.heard.add((hint["opportunity"], hint["revision"]))
                if self.ending.is_set():
                    return

    def stop(self) -> None:
        self.ending.set()
        self.join(10)


def compare(client: httpx.Client, told: list[Told]) -> list[str]:
    """What is there, against what was told: each card, each revision, each event."""
    faults = []
    shown = {one["id"]: one for one in all_of(client, "/opportunities")}
    created = [made for one in told for made in one.created]
    if sorted(created) != sorted(shown):
        faults.append(f"acknowledged {len(created)} new ones, there are {len(shown)}")
    for card, one in shown.items():
        events = all_of(client, f"/opportunities/{card}/timeline")
        moves = {revision: stage for each in told for moved, revision, stage in each.moves if moved == card}
        types = [event["type"] for event in reversed(events)]
        if types != ["opportunity.created", *["opportunity.moved"] * len(moves)]:
            faults.append(f"{card}: {len(moves)} moves acknowledged, told {types}")
        if sorted(moves) != list(range(2, len(moves) + 2)) or one["revision"] != len(moves) + 1:
            faults.append(f"{card}: revision {one['revision']}, acknowledged {sorted(moves)}")
        if moves and one["stage"]["id"] != moves[max(moves)]:
            faults.append(f"{card} stands elsewhere than its last move put it")
    return faults


def everything(client: httpx.Client) -> set[tuple[str, int]]:
    """Every revision of every card: what a stream must have told of."""
    shown = all_of(client, "/opportunities")
    return {(one["id"], revision) for one in shown for revision in range(1, one["revision"] + 1)}


def all_of(client: httpx.Client, path: str) -> list[dict[str, Any]]:
    items, cursor = [], None
    while True:
        query = {"limit": 200} | ({"cursor": cursor} if cursor else {})
        page = client.get(path, params=query).json()
        items += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            return items
