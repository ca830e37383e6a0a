"""`salle doctor`: what is set, and whether it works."""

import asyncio
from collections.abc import AsyncIterator

from pydantic import SecretStr
from sqlalchemy.engine import make_url

from salle import __version__, migrations
from salle.app import WEB_APP, mail_server
from salle.kit.database import Databases
from salle.settings import Settings

REACH_SECONDS = 5


def tell_settings(settings: Settings) -> list[str]:
    """One line a setting, secrets and passwords masked."""
    lines = [f"salle {__version__}"]
    for name in type(settings).model_fields:
        value = getattr(settings, name)
        if isinstance(value, SecretStr):
            value = "(set)" if value.get_secret_value() else "(not set)"
        elif name == "database_url" and value:
            value = make_url(value).render_as_string(hide_password=True)
        lines.append(f"SALLE_{name.upper()} = {value}")
    return lines


async def examine(settings: Settings) -> AsyncIterator[tuple[str, str]]:
    """What was looked at, and what is wrong with it ("" if nothing)."""
    yield "data folder", _examine_folder(settings)
    yield "database", await _examine_database(settings)
    built = (WEB_APP / "index.html").is_file()
    yield "web app", "" if built else "not built: run `make run`, or install the wheel"
    yield "mail server", await _examine_mail(settings)


def _examine_folder(settings: Settings) -> str:
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
        probe = settings.data / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        return str(error)
    return ""


async def _examine_database(settings: Settings) -> str:
    databases = Databases(settings.database)
    try:
        async with asyncio.timeout(REACH_SECONDS):
            if not await migrations.is_current(databases):
                return "the schema is not this version's: run `salle migrate`"
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what the operator asked for
        return f"{type(error).__name__}: {error}"
    finally:
        await databases.dispose()
    return ""


async def _examine_mail(settings: Settings) -> str:
    server = mail_server(settings)
    if server is None:
        return "not set: mails wait in the outbox, which admins can read"
    try:
        async with asyncio.timeout(REACH_SECONDS):
            _, writer = await asyncio.open_connection(server.host, server.port)
            writer.close()
    except (OSError, TimeoutError) as error:
        return f"{server.host}:{server.port}: {type(error).__name__}"
    return ""
