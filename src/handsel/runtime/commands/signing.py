"""apikey create."""

import argparse

from handsel.runtime import connecting
from handsel.runtime.commands import Commands

SCOPES = ("read", "write", "configure", "import")


def add_to(commands: Commands) -> None:
    parser = commands.add_parser("apikey", help="keys for programs")
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    create = actions.add_parser("create", help="make a key for a member; prints the key and nothing else")
    create.add_argument("--email", required=True, help="whose rights it has")
    create.add_argument("--organization", help="its name; needed when the member has several")
    create.add_argument("--name", default="command line")
    create.add_argument(
        "--scopes", default=",".join(SCOPES), help=f"some of {','.join(SCOPES)} (default: all)"
    )
    create.set_defaults(run=run_create)


def run_create(arguments: argparse.Namespace) -> None:
    with connecting.database():
        from handsel.organizations import keys

        print(
            keys.create_for(
                arguments.email,
                organization=arguments.organization,
                name=arguments.name,
                scopes=[scope.strip() for scope in arguments.scopes.split(",") if scope.strip()],
            )
        )
