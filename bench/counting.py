"""How many statements a request sends between BEGIN and COMMIT; BEGIN and COMMIT themselves are not counted."""

import json
import os
import sys
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parent.parent / "src")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handsel.settings")
os.environ.setdefault("HANDSEL_LOG_LEVEL", "ERROR")


def main() -> None:
    """Arguments: a file of requests as `load.lua` reads them. Prints one line a statement for the second of one key, when the workflow is known."""
    import django

    django.setup()
    from django.db import connection
    from django.test import Client

    statements: list[str] = []

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 (Django's signature)
        if context["connection"].in_atomic_block:
            statements.append(" ".join(sql.split()))
        return execute(sql, params, many, context)

    requests = [line.split("\t") for line in Path(sys.argv[1]).read_text().splitlines()]
    for method, path, key, *steps in [one for one in requests if one[2] == requests[0][2]][:2]:
        statements.clear()
        body = json.dumps({"step": steps[0], "revision": int(steps[2])}) if steps else ""
        with connection.execute_wrapper(count):
            answer = Client().generic(
                method,
                path,
                body,
                content_type="application/json",
                headers={"authorization": f"Bearer {key}"},
            )
        assert answer.status_code == 200, answer.content
    print("\n".join(statement[:100] for statement in statements))


if __name__ == "__main__":
    main()
