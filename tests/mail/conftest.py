from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from salle import migrations
from salle.kit.database import Databases, Table
from tests.mail.post import Post


@pytest.fixture
async def post(database_url: str) -> AsyncIterator[Post]:
    migrations.known_tables()
    databases = Databases(database_url)
    async with databases.write_engine.begin() as connection:
        await connection.run_sync(Table.metadata.create_all)
    post = Post(databases, datetime(2027, 3, 1, 9, tzinfo=UTC))
    yield post
    for outbox in post.started:
        await outbox.stop()
    await databases.dispose()
