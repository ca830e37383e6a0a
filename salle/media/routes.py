import asyncio
from pathlib import PurePath
from typing import cast

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse

from salle.accounts.access import CurrentPerson
from salle.accounts.rules import NotAllowed, Role
from salle.kit.database import Database, Reading
from salle.kit.limits import Attempts, TooManyAttempts
from salle.kit.openapi import IN_PARTS, NOT_MODIFIED, files
from salle.kit.refusals import refuses
from salle.kit.times import Now
from salle.media.actions import store_image
from salle.media.queries import find_media
from salle.media.rules import (
    MAX_IMAGE_BYTES,
    Empty,
    FileMissing,
    Incomplete,
    MediaNotFound,
    QuotaExceeded,
    TooComplex,
    TooLarge,
    TooManyPixels,
    TypeNotAllowed,
    Unreadable,
)
from salle.media.schemas import StoredMedia
from salle.media.storage import Store
from salle.media.uploads import receive_form_file

router = APIRouter()

FILE_IN_FORM = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                }
            }
        },
    }
}
"""The body is read by hand, so that the limit holds while it arrives: FastAPI's own forms are
on disk, whole, before a route is asked."""


@router.post("/api/media", status_code=201, openapi_extra=FILE_IN_FORM)
@refuses(
    Empty,
    FileMissing,
    Incomplete,
    NotAllowed,
    QuotaExceeded,
    TooComplex,
    TooLarge,
    TooManyAttempts,
    TooManyPixels,
    TypeNotAllowed,
    Unreadable,
)
async def upload_image(
    *,
    request: Request,
    person: CurrentPerson,
    db: Database,
    store: Store,
    now: Now,
) -> StoredMedia:
    if not person.role.includes(Role.MEMBER):
        raise NotAllowed
    await cast("Attempts", request.app.state.attempts).spend("60/minute", "media", person.id)
    # An upload may take minutes: `db` takes no connection before the picture is ready.
    async with store.workspace() as folder:
        name = await receive_form_file(request, folder / "upload", MAX_IMAGE_BYTES)
        media = await store_image(
            db, store, owner_id=person.id, upload=folder / "upload", name=name, now=now
        )
    return StoredMedia.of(media)


@router.get(
    "/files/{media_id}",
    responses=files("image/webp") | NOT_MODIFIED | IN_PARTS,
    response_class=FileResponse,
)
@refuses(MediaNotFound)
async def show_file(request: Request, media_id: str, db: Reading, store: Store) -> Response:
    """To whoever knows the id: it is the permission."""
    path = store.path_of(media_id)
    media = await find_media(db, media_id)
    headers = {
        "Cache-Control": "private, max-age=31536000, immutable",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "ETag": f'"{media.sha256}"',
        "X-Content-Type-Options": "nosniff",
    }
    if request.headers.get("If-None-Match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    try:
        found = await asyncio.to_thread(path.stat)
    except FileNotFoundError as error:
        raise MediaNotFound from error
    return FileResponse(
        path,
        headers=headers,
        media_type=media.mime,
        filename=(PurePath(media.original_name).stem or media.id) + ".webp",
        stat_result=found,
        content_disposition_type="inline",
    )
