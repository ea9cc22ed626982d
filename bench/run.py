"""`make bench`: floor and Handsel side by side on the same data, loaded in turns, as a table of ratios."""

import argparse
import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handsel.settings")
DATA = Path(
    os.environ.get("HANDSEL_BENCH_DATA") or Path(tempfile.gettempdir()) / f"handsel-bench-{os.getuid()}"
)
os.environ["HANDSEL_DATA"] = str(DATA / "data")

from bench import data, hints, loading, servers
from bench.servers import Served
from handsel.runtime.postgres import EmbeddedPostgres


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one program under one load: medians of its rounds. Times in milliseconds."""

    per_second: float
    p50: float
    p99: float
    server: float
    postgres: float
    errors: int

    @property
    def cpu(self) -> float:
        return self.server + self.postgres


def main() -> None:
    asked = read_arguments()
    with EmbeddedPostgres(DATA / "postgres") as postgres:
        size = data.Size(asked.size)
        print(
            f"Data: {size.opportunities:,} opportunities of {size.organizations} organizations ({postgres.url})",
            flush=True,
        )
        took = data.make(postgres.url, size, keep=asked.keep)
        print(f"  made in {took:.0f} s" if took else "  kept from before", flush=True)
        url = data.in_database(postgres.url, size.database)
        postmaster = int((DATA / "postgres" / "pgdata" / "postmaster.pid").read_text().split()[0])
        with servers.floor(url) as floor, servers.handsel(url, folder=DATA / "data") as handsel:
            measure(
                asked,
                size,
                url,
                both=(floor, handsel),
                cpu_of_postgres=lambda: servers.cpu_of_postgres(postmaster),
            )
            print()
            show_statements(size, url)
            show_hints(asked, handsel, size, url)
    show_start()


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one short round of each: about a minute")
    parser.add_argument("--size", type=int, default=200_000, help="opportunities: 20000, 200000 or 2000000")
    parser.add_argument(
        "--keep", action="store_true", help="take the data that is there, whatever has changed since"
    )
    parser.add_argument("--only", nargs="*", default=list(loading.WORK), choices=list(loading.WORK))
    parser.add_argument("--connections", nargs="*", type=int, default=[1, 32])
    return parser.parse_args()


def measure(
    asked: argparse.Namespace,
    size: data.Size,
    url: str,
    *,
    both: tuple[Served, Served],
    cpu_of_postgres: Callable[[], float],
) -> None:
    rounds, seconds = (1, 1) if asked.quick else (3, 3)
    print(f"Loader: {loading.LOADER}; {rounds} rounds of {seconds} s each in turns; medians\n")
    print(
        "work         conn            req/s     p50     p99  | CPU ms/request: server  postgres   sum | ratio of CPU"
    )
    for name in asked.only:
        for served in both:
            load(
                name, served, size, url, connections=8, seconds=1
            )  # statements are prepared, versions are known
        for connections in asked.connections:
            found: dict[str, list[Figures]] = {served.name: [] for served in both}
            for _ in range(rounds):
                for served in both:
                    one = load_measured(
                        name, served, size, url, connections, seconds, cpu_of_postgres=cpu_of_postgres
                    )
                    found[served.name].append(one)
            show(name, connections, {key: middle(figures) for key, figures in found.items()})


def load(
    name: str, served: Served, size: data.Size, url: str, *, connections: int, seconds: float
) -> loading.Loaded:
    requests = loading.write_requests(name, DATA, size=size, url=url)
    return loading.load(requests, port=served.port, connections=connections, seconds=seconds)


def load_measured(
    name: str,
    served: Served,
    size: data.Size,
    url: str,
    connections: int,
    seconds: float,
    *,
    cpu_of_postgres: Callable[[], float],
) -> Figures:
    requests = loading.write_requests(name, DATA, size=size, url=url)
    time.sleep(0.1)
    server, postgres = served.cpu(), cpu_of_postgres()
    loaded = loading.load(requests, port=served.port, connections=connections, seconds=seconds)
    count = max(1, loaded.requests)
    return Figures(
        per_second=loaded.requests / loaded.seconds,
        p50=loaded.p50,
        p99=loaded.p99,
        server=(served.cpu() - server) * 1000 / count,
        postgres=(cpu_of_postgres() - postgres) * 1000 / count,
        errors=loaded.errors,
    )


def middle(figures: list[Figures]) -> Figures:
    def of(name: str) -> float:
        return float(statistics.median(getattr(one, name) for one in figures))

    return Figures(
        of("per_second"),
        of("p50"),
        of("p99"),
        of("server"),
        of("postgres"),
        errors=sum(one.errors for one in figures),
    )


def show_statements(size: data.Size, url: str) -> None:
    requests = loading.write_requests("move", DATA, size=size, url=url)
    environment = os.environ | {"DATABASE_URL": url}
    program = [sys.executable, "bench/counting.py", str(requests)]
    done = subprocess.run(program, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    statements = done.stdout.splitlines()
    print(f"A move sends {len(statements)} statements between BEGIN and COMMIT:")
    for statement in statements:
        print(f"  {statement}")


def show_hints(asked: argparse.Namespace, handsel: Served, size: data.Size, url: str) -> None:
    requests = loading.write_requests("move", DATA, size=size, url=url)
    moves, lines = 10 if asked.quick else 40, [line.split("\t") for line in requests.read_text().splitlines()]
    found = asyncio.run(hints.measure(lines, port=handsel.port, streams=500, moves=moves))
    if "p50" not in found:
        print("No hint arrived.")
        return
    print(
        f"From sending a move to its hint in 500 open streams: median {found['p50']:.0f} ms, "
        f"p99 {found['p99']:.0f} ms, {found['arrived']:.1%} arrived",
        flush=True,
    )


def show_start() -> None:
    """`handsel up` on data of its own: the second start, until it answers."""
    seconds = [servers.start_and_stop(DATA / "up") for _ in range(2)]
    print(f"`handsel up` answers after {seconds[0]:.1f} s, and when started again after {seconds[1]:.1f} s")


def show(name: str, connections: int, found: dict[str, Figures]) -> None:
    for program, one in found.items():
        ratio = f"{one.cpu / found['floor'].cpu:.2f}" if program != "floor" else ""
        errors = f"  ({one.errors} errors)" if one.errors else ""
        print(
            f"{name:<12} {connections:>3} {program:<8} {one.per_second:>9.0f} {one.p50:>7.2f} {one.p99:>7.1f}  |"
            f"{one.server:>23.2f} {one.postgres:>9.2f} {one.cpu:>5.2f} | {ratio}{errors}",
            flush=True,
        )


if __name__ == "__main__":
    main()
