"""Who waits for whom on PostgreSQL, where writers work side by side."""

import asyncio
from pathlib import Path

from salle.accounts.access import Person
from salle.accounts.rules import Role
from salle.capsules.actions import create_capsule
from salle.capsules.imports import add_import
from salle.media.actions import check_quota
from salle.media.storage import MediaStore
from tests.logins import NOW, open_databases

ADA = Person(
    id="ada",
    login_id="ada-login",
    email="ada@example.org",
    role=Role.INSTRUCTOR,
    first_name="Ada",
    last_name="Martin",
    organisation="",
    language="fr",
)


async def test_an_import_begins_while_the_pictures_of_another_are_stored(
    postgres_url: str, tmp_path: Path
) -> None:
    """Each would wait for what the other has: one for the capsule, one for the person."""
    store = MediaStore(tmp_path, quota=1)
    async with open_databases(postgres_url, {"ada": Role.INSTRUCTOR}) as databases:
        async with databases.write.begin() as db:
            capsule = await create_capsule(db, ADA, title="Brûlures", now=NOW)
        async with databases.write.begin() as storing:
            await check_quota(storing, store, "ada", adding=1)
            async with asyncio.timeout(5), databases.write.begin() as beginning:
                await add_import(beginning, capsule.id, ADA, now=NOW)
