"""One real Handsel for the whole run: `handsel up` on data of its own, spoken to over HTTP as its people.

While writing tests, `python -m tests.browser.house FOLDER` lets one stand, and HANDSEL_BROWSER_HOUSE=FOLDER uses it.
"""

import contextlib
import json
import os
import re
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.runtime.test_bridge import free_port

PASSWORD = "correct-horse-battery"
OURS = ("HANDSEL_", "DATABASE_URL", "DJANGO_", "PG", "PYTEST_")
HERE = Path(__file__).parent
PATIENCE = 90


@dataclass
class House:
    data: Path
    url: str
    pid: int
    people: dict[str, "Person"] = field(default_factory=dict)

    def person(self, email: str) -> "Person":
        """Signed in once, with a session that pages may borrow."""
        if email not in self.people:
            self.people[email] = Person(email, sign_in(self.url, email))
        return self.people[email]

    def letter_to(self, email: str) -> str:
        """The latest; a mail is written a moment after the page has answered."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            mails = sorted(
                (self.data / "mail").glob("*"), key=lambda file: file.stat().st_mtime, reverse=True
            )
            for file in mails:
                if f"To: {email}" in (text := file.read_text()):
                    return text
            time.sleep(0.2)
        raise TimeoutError(email)

    def told(self) -> str:
        """The end of its log: why it answered with a 500, say."""
        log = self.data.parent / "up.log"
        return log.read_text()[-4000:] if log.exists() else ""

    def kill_web(self) -> None:
        """What serves the page dies at once; the supervisor starts it again."""
        for pid in below(self.pid):
            if "handsel.runtime web" in line_of(pid):
                for each in (*below(pid), pid):
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(each, signal.SIGKILL)

    def wait_until_ready(self) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            with contextlib.suppress(httpx.HTTPError):
                if httpx.get(f"{self.url}/readyz", timeout=5).status_code == 200:
                    return
            time.sleep(0.1)
        raise TimeoutError(self.url)


@dataclass
class Person:
    """Who speaks to the API as the page does: with a session."""

    email: str
    client: httpx.Client

    def cookies(self) -> list[dict[str, str]]:
        return [
            {"name": cookie.name, "value": cookie.value or "", "url": str(self.client.base_url)}
            for cookie in self.client.cookies.jar
        ]

    def get(self, path: str, **query: Any) -> Any:
        return ok(self.client.get(f"/api/v1{path}", params=query))

    def send(self, method: str, path: str, body: Any = None) -> Any:
        headers = {"X-CSRFToken": self.client.cookies["csrftoken"]}
        return ok(self.client.request(method, f"/api/v1{path}", json=body, headers=headers))

    def post(self, path: str, **body: Any) -> Any:
        return self.send("POST", path, body)

    def named(self, path: str, name: str) -> dict[str, Any]:
        found: dict[str, Any] = next(one for one in self.get(path)["items"] if one["name"] == name)
        return found

    # -- what tests start from

    def team(self, *members: str, workflow: str | None = None, **settings: Any) -> dict[str, Any]:
        """A team of the test's own, so that its counts are nobody else's."""
        body: dict[str, Any] = {"name": f"Crew {secrets.token_hex(3)}"}
        if workflow is not None:
            body["workflow"] = self.named("/workflows", workflow)["id"]
        team: dict[str, Any] = self.post("/teams", **body)
        for name in members:
            self.send(
                "PUT", f"/teams/{team['id']}/members/{self.named('/members', name)['id']}", {"sees": "all"}
            )
        if settings:
            self.send("PATCH", f"/teams/{team['id']}", settings)
        return team

    def opportunity(self, team: dict[str, Any], contact: str, **more: Any) -> dict[str, Any]:
        body = {"team": team["id"], "new_contact": {"name": contact, "insist": True}, **more}
        if "channel" not in body:
            body["channel"] = self.get("/channels")["items"][0]["id"]
        made: dict[str, Any] = self.post("/opportunities", **body)
        return made

    def reads(self, opportunity: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = self.get(f"/opportunities/{opportunity['id']}")
        return found

    def moves(self, opportunity: dict[str, Any], to: str, **more: Any) -> dict[str, Any]:
        moves = self.get(f"/opportunities/{opportunity['id']}/moves")["moves"]
        step = next(one["step"]["id"] for one in moves if one["stage"]["name"] == to)
        moved: dict[str, Any] = self.post(f"/opportunities/{opportunity['id']}/move", step=step, **more)
        return moved

    def edits(self, opportunity: dict[str, Any], **changes: Any) -> dict[str, Any]:
        edited: dict[str, Any] = self.send("PATCH", f"/opportunities/{opportunity['id']}", changes)
        return edited

    def brings_in(self, table: str) -> None:
        """A CSV import, from the file to its end."""
        headers = {"X-CSRFToken": self.client.cookies["csrftoken"]}
        files = {"files": ("table.csv", table.encode(), "text/csv")}
        made = ok(self.client.post("/api/v1/imports", files=files, headers=headers))
        for word, state in (("check", "checked"), ("run", "done")):
            self.post(f"/imports/{made['id']}/{word}")
            end = time.monotonic() + PATIENCE
            while (now := self.get(f"/imports/{made['id']}"))["state"] != state:
                assert now["state"] != "failed", now
                assert time.monotonic() < end, now
                time.sleep(0.2)


def ok(answer: httpx.Response) -> Any:
    assert answer.is_success, (
        f"{answer.request.method} {answer.request.url}: {answer.status_code} {answer.text}"
    )
    return answer.json() if answer.content else None


def sign_in(url: str, email: str, password: str = PASSWORD) -> httpx.Client:
    client = httpx.Client(base_url=url, timeout=60)
    client.get("/_allauth/browser/v1/config")
    headers = {"X-CSRFToken": client.cookies["csrftoken"]}
    body = {"email": email, "password": password}
    ok(client.post("/_allauth/browser/v1/auth/login", json=body, headers=headers))
    return client


@contextlib.contextmanager
def standing(folder: Path) -> Iterator[House]:
    """`handsel up` with the organizations of harbor.yaml."""
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    environment = kept | {
        "HANDSEL_DATA": str(folder),
        "HANDSEL_PORT": str(port),
        "HANDSEL_LOG_LEVEL": "WARNING",
    }
    with (folder.parent / "up.log").open("w") as log:
        up = subprocess.Popen(
            [sys.executable, "-m", "handsel.runtime", "up"],
            env=environment, stdout=subprocess.PIPE, stderr=log, text=True,
        )  # fmt: skip
        try:
            assert up.stdout is not None
            assert "Handsel runs at" in up.stdout.readline(), (folder.parent / "up.log").read_text()
            house = House(folder, f"http://127.0.0.1:{port}", up.pid)
            apply(house, environment)
            yield house
        finally:
            up.terminate()
            up.communicate(timeout=30)


def apply(house: House, environment: dict[str, str]) -> None:
    folder = house.data.parent
    (folder / "guided.yaml").write_text((HERE / "guided.yaml").read_text())
    file = folder / "harbor.yaml"
    file.write_text((HERE / "harbor.yaml").read_text().replace("PASSWORD", PASSWORD))
    words = [sys.executable, "-m", "handsel.runtime", "apply", str(file)]
    told = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert told.returncode == 0, told.stderr


def below(pid: int) -> list[int]:
    with contextlib.suppress(OSError):
        children = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        return [each for child in children for each in (child, *below(child))]
    return []


def line_of(pid: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    return ""


def link_in(letter: str) -> str:
    """The path of the link in a letter; lines of a mail are folded at `=`."""
    found = re.search(r"https?://[^/\s]+(/\S+)", letter.replace("=\n", "").replace("=3D", "="))
    assert found is not None, letter
    return found.group(1)


def main() -> None:
    folder = Path(sys.argv[1]).absolute()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    with standing(folder / "data") as house:
        (folder / "house.json").write_text(json.dumps({"url": house.url, "pid": house.pid}))
        signal.pause()


def standing_already(folder: Path) -> House:
    told = json.loads((folder / "house.json").read_text())
    return House(folder / "data", told["url"], told["pid"])


if __name__ == "__main__":
    main()
