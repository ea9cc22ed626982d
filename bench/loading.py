"""What is asked, and who asks: `wrk`, or a small loader of ours where there is none."""

import asyncio
import json
import random
import shutil
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from bench.data import Size, key_of, key_of_all

SCRIPT = Path(__file__).with_name("load.lua")
LOADER = "wrk" if shutil.which("wrk") else "a Python loader (wrk is not installed)"
ASKED_TEAMS, ASKED_ROWS = 40, 4_000


@dataclass(frozen=True, slots=True)
class Loaded:
    requests: int
    seconds: float
    p50: float
    p99: float
    errors: int


Ask = Callable[[psycopg.Connection[Any], list[int]], list[str]]


def board(_: psycopg.Connection[Any], teams: list[int]) -> list[str]:
    return [f"GET\t/api/v1/board?team={_team(team)}\t{key_of(team)}" for team in teams]


def list_(_: psycopg.Connection[Any], teams: list[int]) -> list[str]:
    return [f"GET\t/api/v1/opportunities\t{key_of(team)}" for team in teams]


def search(connection: psycopg.Connection[Any], teams: list[int]) -> list[str]:
    """Family names of a team's contacts."""
    rows = connection.execute(
        "SELECT o.team_id, c.last_name FROM opportunities_opportunity o JOIN contacts_contact c ON c.id = o.contact_id "
        "WHERE o.team_id = ANY(%s) AND o.closed_at IS NULL",
        [[_team(team) for team in teams]],
    ).fetchall()
    return [f"GET\t/api/v1/search?q={name}\t{key_of(_number(team))}" for team, name in _some(rows)]


def opportunity(connection: psycopg.Connection[Any], teams: list[int]) -> list[str]:
    return [
        f"GET\t/api/v1/opportunities/{row[1]}\t{key_of(_number(row[0]))}" for row in _open(connection, teams)
    ]


def timeline(connection: psycopg.Connection[Any], teams: list[int]) -> list[str]:
    return [
        f"{line.partition(chr(9) + 'hs_')[0]}/timeline\t{line.rpartition(chr(9))[2]}"
        for line in opportunity(connection, teams)
    ]


def shares(_: psycopg.Connection[Any], teams: list[int]) -> list[str]:
    return [f"GET\t/api/v1/shares\t{key_of(team)}" for team in teams]


def runs(_: psycopg.Connection[Any], teams: list[int]) -> list[str]:
    """By who configures, so sees every opportunity."""
    return [f"GET\t/api/v1/automations/runs\t{key_of_all(team)}" for team in teams]


def move(connection: psycopg.Connection[Any], teams: list[int]) -> list[str]:
    """From where each stands to a neighboring step, with the revision that is known of it."""
    lines = []
    for team, number, step, revision, steps in _open(connection, teams):
        place = steps.index(step)
        other = steps[place + 1] if place + 1 < len(steps) else steps[place - 1]
        lines.append(
            f"POST\t/api/v1/opportunities/{number}/move\t{key_of(_number(team))}\t{other}\t{step}\t{revision}"
        )
    return lines


WORK: dict[str, Ask] = {
    "board": board,
    "list": list_,
    "search": search,
    "opportunity": opportunity,
    "timeline": timeline,
    "shares": shares,
    "runs": runs,
    "move": move,
}


def write_requests(name: str, folder: Path, *, size: Size, url: str) -> Path:
    """Each request file asks of the same teams, so that both programs get the same questions."""
    teams = random.Random(7).sample(range(1, size.teams + 1), min(ASKED_TEAMS, size.teams))
    with psycopg.connect(url, options="-c role=handsel_owner") as connection:
        lines = WORK[name](connection, teams)
    path = folder / f"{name}.requests"
    path.write_text("\n".join(lines) + "\n")
    return path


def load(requests: Path, *, port: int, connections: int, seconds: float) -> Loaded:
    if LOADER != "wrk":
        return asyncio.run(
            _load(requests.read_text().splitlines(), port=port, connections=connections, seconds=seconds)
        )
    argv = [
        "wrk",
        "-t1",
        f"-c{connections}",
        f"-d{seconds:.0f}s",
        "--latency",
        "-s",
        str(SCRIPT),
        f"http://127.0.0.1:{port}",
        "--",
    ]
    done = subprocess.run([*argv, str(requests)], capture_output=True, text=True, check=True)
    line = next(line for line in done.stdout.splitlines() if line.startswith("RESULT "))
    return Loaded(**json.loads(line.removeprefix("RESULT ")))


def _open(connection: psycopg.Connection[Any], teams: list[int]) -> list[tuple[Any, ...]]:
    rows = connection.execute(
        """
        SELECT o.team_id, o.id, o.step_id, o.revision,
            (SELECT array_agg(s.step_id ORDER BY s.position) FROM workflows_versionstep s
             WHERE s.organization_id = o.organization_id AND s.version_id = o.workflow_version_id AND s.status = 'open')
        FROM opportunities_opportunity o WHERE o.team_id = ANY(%s) AND o.closed_at IS NULL""",
        [[_team(team) for team in teams]],
    ).fetchall()
    return _some(rows)


def _some(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    random.Random(7).shuffle(rows)
    return rows[:ASKED_ROWS]


def _team(number: int) -> str:
    return f"00000006-0000-7000-8000-{number:012x}"


def _number(team: Any) -> int:
    return int(str(team)[-12:], 16)


async def _load(lines: list[str], *, port: int, connections: int, seconds: float) -> Loaded:
    """Where wrk is missing. It takes more of the processor than wrk, so compare only ratios."""
    latencies: list[float] = []
    errors, turn, end = 0, iter(range(10**9)), time.perf_counter() + seconds

    async def ask() -> None:
        nonlocal errors
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while time.perf_counter() < end:
            begun = time.perf_counter()
            writer.write(_request(lines, next(turn)))
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            await reader.readexactly(int(head.partition(b"content-length:")[2].split(b"\r\n")[0]))
            latencies.append((time.perf_counter() - begun) * 1000)
            errors += not head.startswith(b"http/1.1 200")
        writer.close()

    await asyncio.gather(*(ask() for _ in range(connections)))
    latencies.sort()
    return Loaded(
        len(latencies), seconds, latencies[len(latencies) // 2], latencies[len(latencies) * 99 // 100], errors
    )


def _request(lines: list[str], turn: int) -> bytes:
    passes, place = divmod(turn, len(lines))
    method, path, key, *steps = lines[place].split("\t")
    body = ""
    if steps:
        body = json.dumps({"step": steps[passes % 2], "revision": int(steps[2]) + passes})
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode()
