"""The command line `handsel`. A command that can't go on says why in one sentence and ends with 1."""

import argparse
import sys
from collections.abc import Sequence

from handsel import environment
from handsel.environment import BadEnvironment
from handsel.kernel.refusals import Refusal
from handsel.runtime.commands import configuring, importing, looking, serving, signing, workflows
from handsel.runtime.problems import FORBIDDEN, FULL, NO_SPACE, RuntimeProblem, disk_full, problem_of

INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    arguments = make_parser().parse_args(argv)
    try:
        result: int | None = arguments.run(arguments)
    except (RuntimeProblem, BadEnvironment) as problem:
        return complain(str(problem))
    except Refusal as refusal:
        fields = "".join(f"\n  {field.name}: {field.message}" for field in refusal.fields)
        return complain(refusal.detail + fields)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # the reader of our output has seen enough
        sys.stderr.close()
        return 0
    except Exception as error:
        trouble = problem_behind(error)
        if trouble is None:
            raise
        return complain(str(trouble))
    return result or 0


def problem_behind(error: Exception) -> RuntimeProblem | None:
    """Trouble with the disk, whoever met it; everything else keeps its traceback, because it is a mistake of ours."""
    where = environment.read().data
    if isinstance(error, OSError) and error.errno in FULL | FORBIDDEN:
        return problem_of(error, where=where)
    if NO_SPACE in str(error):
        return disk_full(where)
    return None


def make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="handsel", description="Keeps every sales opportunity in the right hands."
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for room in (serving, configuring, workflows, importing, signing, looking):
        room.add_to(commands)
    return parser


def complain(sentence: str) -> int:
    print(f"handsel: {sentence}", file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main())
