import argparse
import getpass
import json
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager

import uvloop
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from salle import __version__, migrations
from salle.accounts.actions.links import Inviter, invite, issue_sign_in_link
from salle.accounts.actions.people import add_user
from salle.accounts.passwords import hash_password
from salle.accounts.queries import user_with_email
from salle.accounts.rules import Role
from salle.app import create_app, describe_api, mail_server
from salle.doctor import examine, tell_settings
from salle.kit.clock import now
from salle.kit.database import Databases
from salle.kit.errors import SalleError
from salle.kit.logs import configure_logs
from salle.mail.outbox import Outbox
from salle.rehearsal.addresses import NotHere
from salle.rehearsal.api import Api
from salle.rehearsal.command import WRONG_USE, add_arguments, complain, look_at, rehearse
from salle.serve import serve
from salle.settings import Settings

Run = Callable[[argparse.Namespace, Settings], Coroutine[None, None, int]]
REHEARSER = "rehearsal@salle.invalid"  # a name that no mail server has


def main(arguments: Sequence[str] | None = None) -> int:
    """The command `salle`. Settings come from the environment: see `salle doctor`."""
    asked = parser().parse_args(arguments)
    settings = Settings()
    configure_logs(settings.log_level)
    run: Run = asked.run
    try:
        return uvloop.run(run(asked, settings))
    except SalleError as error:
        print(f"salle: {error.code} {error.details or ''}".rstrip(), file=sys.stderr)
        return 1


async def run_server(asked: argparse.Namespace, settings: Settings) -> int:
    await serve(settings, demo=asked.demo)
    return 0


async def run_migrations(_asked: argparse.Namespace, settings: Settings) -> int:
    databases = Databases(settings.database)
    await migrations.upgrade(databases)
    await databases.dispose()
    return 0


async def run_add_user(asked: argparse.Namespace, settings: Settings) -> int:
    password_hash = None
    if asked.password_stdin:
        password = sys.stdin.readline().rstrip("\n")
        names = (asked.email, asked.first_name, asked.last_name)
        password_hash = await hash_password(password, personal=names)
    async with database(settings) as (_, db):
        user = await add_user(
            db,
            email=asked.email,
            role=Role(asked.role),
            password_hash=password_hash,
            first_name=asked.first_name,
            last_name=asked.last_name,
            language=settings.language,
            now=now(),
        )
    print(user.id)
    return 0


async def run_invite(asked: argparse.Namespace, settings: Settings) -> int:
    async with database(settings) as (databases, db):
        outbox = Outbox(databases, mail_server(settings), sender=settings.mail_from, clock=now)
        _, address = await invite(
            db,
            email=asked.email,
            role=Role(asked.role),
            language=settings.language,
            by=Inviter(role=Role.ADMIN, name="Salle"),
            origin=settings.origin,
            outbox=outbox,
            now=now(),
        )
    print(address)
    return 0


async def run_openapi(_asked: argparse.Namespace, settings: Settings) -> int:
    print(json.dumps(describe_api(create_app(settings)), indent=1, sort_keys=True))
    return 0


async def run_doctor(_asked: argparse.Namespace, settings: Settings) -> int:
    print(*tell_settings(settings), "", sep="\n")
    is_well = True
    async for what, wrong in examine(settings):
        is_well = is_well and (not wrong or what == "mail server")
        print(f"{what}: {wrong or 'fine'}")
    return 0 if is_well else 1


async def run_rehearsal(asked: argparse.Namespace, settings: Settings) -> int:
    """Blocks while the class goes on: nothing else runs in this process."""
    token = ""
    try:
        looked_at = look_at(asked)
        if not asked.email:
            token = await sign_in_token_of_rehearser(settings)
    except NotHere as error:
        return complain(str(error), WRONG_USE)

    def sign_in(api: Api) -> None:
        if token:
            api.sign_in_with_link(token)
        else:
            api.sign_in_with_password(asked.email, read_password())

    return rehearse(looked_at, sign_in, settings.metrics_token.get_secret_value())


async def sign_in_token_of_rehearser(settings: Settings) -> str:
    """Of a trainer with nothing but rehearsals, who is made if there is none, and works once."""
    other = "name its folder with SALLE_DATA, or a trainer of the server with --email."
    if not settings.database_url and not (settings.data / "salle.db").exists():
        raise NotHere(f"There is no Salle in {settings.data}: {other}")
    databases = Databases(settings.database)  # not migrated: its server is running
    try:
        async with databases.write.begin() as db:
            user = await user_with_email(db, REHEARSER) or await add_user(
                db,
                email=REHEARSER,
                role=Role.INSTRUCTOR,
                first_name="Salle",
                last_name="Rehearsal",
                now=now(),
            )
            link = await issue_sign_in_link(db, user_id=user.id, origin="", now=now())
    except (SQLAlchemyError, OSError):
        raise NotHere(f"The database of {settings.data} is not that of a server: {other}") from None
    finally:
        await databases.dispose()
    return link.rpartition("#")[2]


def read_password() -> str:
    if sys.stdin.isatty():
        return getpass.getpass("Password: ")
    return sys.stdin.readline().rstrip("\n")


@asynccontextmanager
async def database(settings: Settings) -> AsyncIterator[tuple[Databases, AsyncSession]]:
    """One transaction on an up-to-date database, beside a server that may be running."""
    databases = Databases(settings.database)
    await migrations.upgrade(databases)
    try:
        async with databases.write.begin() as db:
            yield databases, db
    finally:
        await databases.dispose()


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="salle", description="A self-hosted live classroom.")
    top.add_argument("--version", action="version", version=__version__)
    commands = top.add_subparsers(required=True, metavar="COMMAND")

    serve = commands.add_parser("serve", help="run the server")
    serve.add_argument("--demo", action="store_true", help="with a trainer, a capsule and a quiz")
    serve.set_defaults(run=run_server)

    migrate = commands.add_parser("migrate", help="bring the database to this version's schema")
    migrate.set_defaults(run=run_migrations)

    user = commands.add_parser("user", help="people with an account")
    users = user.add_subparsers(required=True, metavar="ACTION")
    add = users.add_parser("add", help="make an account")
    add.add_argument("--email", required=True)
    add.add_argument("--role", required=True, choices=[*Role])
    add.add_argument("--first-name", default="")
    add.add_argument("--last-name", default="")
    add.add_argument("--password-stdin", action="store_true", help="one line from standard input")
    add.set_defaults(run=run_add_user)
    invite = users.add_parser("invite", help="print a link by which somebody makes an account")
    invite.add_argument("--email", required=True)
    invite.add_argument("--role", required=True, choices=[*Role])
    invite.set_defaults(run=run_invite)

    openapi = commands.add_parser("openapi", help="print the description of the API")
    openapi.set_defaults(run=run_openapi)

    rehearsal = commands.add_parser(
        "rehearse", help="teach a simulated class on a running server, and say whether it holds"
    )
    add_arguments(rehearsal)
    rehearsal.set_defaults(run=run_rehearsal)

    doctor = commands.add_parser("doctor", help="say what is set and whether it works")
    doctor.set_defaults(run=run_doctor)
    return top
