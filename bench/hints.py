"""From a move to the hint of it in a browser, with many open streams."""

import asyncio
import json
import statistics
import time
from urllib.request import Request, urlopen


async def measure(requests: list[list[str]], *, port: int, streams: int, moves: int) -> dict[str, float]:
    """All streams and all moves are of one team, so that every stream gets every hint: the hardest case.

    Counted from before the move is sent, so the move itself is in the figure.
    """
    key = requests[0][2]
    mine = [request for request in requests if request[2] == key][:moves]
    arrivals: dict[str, list[float]] = {line[1].split("/")[4]: [] for line in mine}
    writers = []
    readers = []
    for _ in range(streams):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(
            f"GET /api/v1/stream HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {key}\r\n\r\n".encode()
        )
        await reader.readuntil(b"hello")
        writers.append(writer)
        readers.append(asyncio.create_task(_read(reader, arrivals)))
    sent: dict[str, float] = {}
    for _, path, _, step, _, revision in mine:
        sent[path.split("/")[4]] = time.perf_counter()
        await asyncio.to_thread(_move, port, path, key, {"step": step, "revision": int(revision)})
        await asyncio.sleep(0.12)
    await asyncio.sleep(1)
    for task in readers:
        task.cancel()
    for writer in writers:
        writer.close()
    waits = sorted((at - sent[number]) * 1000 for number, all_of_it in arrivals.items() for at in all_of_it)
    expected = streams * len(mine)
    if not waits:
        return {"arrived": 0.0}
    return {
        "p50": statistics.median(waits),
        "p99": waits[len(waits) * 99 // 100],
        "arrived": len(waits) / expected,
    }


async def _read(reader: asyncio.StreamReader, arrivals: dict[str, list[float]]) -> None:
    while line := await reader.readline():
        if line.startswith(b"data:") and b"opportunity.moved" in line:
            at = time.perf_counter()
            number = json.loads(line.removeprefix(b"data:"))["opportunity"]
            if number in arrivals:
                arrivals[number].append(at)


def _move(port: int, path: str, key: str, body: dict[str, object]) -> None:
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    urlopen(Request(f"http://127.0.0.1:{port}{path}", json.dumps(body).encode(), headers)).read()
