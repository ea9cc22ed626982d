"""Does the work of reader and executor in a process that dies by SIGKILL: at its first moment, then in another one at its
second, and so on, until one comes to the end of the work. Says how many there were.

Forked from one that has loaded everything and touched no database, so that a life costs no start.
"""

import os
import signal
import sys
import traceback
from collections.abc import Callable
from typing import Any

import django

django.setup()

from handsel.automations import executing, performing, running, stepping  # noqa: E402 (only now: rooms need Django to be set up)
from handsel.ledger import running as reading  # noqa: E402 (likewise)
from tests.automations import house  # noqa: E402 (likewise)

MOST_LIVES = 200


def live(moment: int) -> None:
    passed = [0]

    def pass_moment() -> None:
        passed[0] += 1
        if passed[0] == moment:
            os.kill(os.getpid(), signal.SIGKILL)

    def dies_before_and_after(real: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*args: Any, **named: Any) -> Any:
            pass_moment()
            answer = real(*args, **named)
            pass_moment()
            return answer

        return wrapped

    # Inside the reader's transaction, and around the cursor's own write; inside a step, and between two of them.
    for room, name in (
        (running, "_begin"), (reading, "_store"), (house, "_store"), (stepping, "save"), (executing, "take_step")
    ):  # fmt: skip
        setattr(room, name, dies_before_and_after(getattr(room, name)))
    for do, real in performing.DO.items():
        performing.DO[do] = dies_before_and_after(real)
    house.work()


def main() -> None:
    for lives in range(1, MOST_LIVES):
        child = os.fork()
        if child == 0:
            try:
                live(lives)
            except BaseException:
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if os.WIFEXITED(status):
            print(lives)
            sys.exit(os.WEXITSTATUS(status))
    sys.exit("it never came to its end")


if __name__ == "__main__":
    main()
