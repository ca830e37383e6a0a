import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Literal, cast

from fastapi import APIRouter, Body, Depends, FastAPI, Query, Request, Response
from fastapi.responses import StreamingResponse

from salle.accounts.access import Instructor
from salle.capsules import actions, imports, queries
from salle.capsules.actions import Change
from salle.capsules.bodies import DocumentRoute
from salle.capsules.exports import Thumbnails, export_pdf, export_tldr
from salle.capsules.imports import Imports
from salle.capsules.models import Capsule, CapsuleImport
from salle.capsules.rules import disposition, file_name
from salle.capsules.schemas import (
    CapsuleList,
    CapsuleOut,
    CapsuleSummary,
    ImportOut,
    ImportStarted,
    NewCapsule,
    NewCopy,
    SavedCapsule,
)
from salle.kit.database import Database, Reading
from salle.kit.times import Now
from salle.media.routes import FILE_IN_FORM
from salle.media.storage import Store


@asynccontextmanager
async def work(app: FastAPI) -> AsyncIterator[None]:
    app.state.imports = Imports(app.state.databases, app.state.media, app.state.clock)
    app.state.thumbnails = Thumbnails(app.state.media)
    yield
    await app.state.imports.stop()


def imports_of(request: Request) -> Imports:
    return cast("Imports", request.app.state.imports)


def thumbnails_of(request: Request) -> Thumbnails:
    return cast("Thumbnails", request.app.state.thumbnails)


TLDR = "application/vnd.tldraw+json"
Importing = Annotated[Imports, Depends(imports_of)]
Pictures = Annotated[Thumbnails, Depends(thumbnails_of)]
PageId = Annotated[str, Query(max_length=100, pattern=r"^page:")]

router = APIRouter(prefix="/api/capsules", lifespan=work, route_class=DocumentRoute)
uploads = APIRouter()
"""Their bodies are larger than a document, and go to disk while they arrive."""


@router.get("", response_model=CapsuleList)
async def list_capsules(
    *,
    person: Instructor,
    db: Reading,
    search: Annotated[str, Query(max_length=200)] = "",
    sort: queries.Sort = "updated",
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
    offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
) -> dict[str, object]:
    found = await queries.find_capsules(
        db, person, search=search, sort=sort, limit=limit, offset=offset
    )
    return {"capsules": found.capsules, "total": found.total}


@router.post("", status_code=201, response_model=CapsuleOut)
async def create_capsule(new: NewCapsule, person: Instructor, db: Database, now: Now) -> Capsule:
    return await actions.create_capsule(db, person, title=new.title, now=now)


@router.get("/{capsule_id}", response_model=CapsuleOut)
async def show_capsule(capsule_id: str, person: Instructor, db: Reading) -> Capsule:
    return await queries.get_capsule(db, capsule_id, person)


@router.put("/{capsule_id}", response_model=CapsuleSummary)
async def save_capsule(
    capsule_id: str, saved: SavedCapsule, person: Instructor, db: Database, now: Now
) -> Capsule:
    return await actions.save_capsule(
        db,
        person,
        capsule_id,
        Change(saved.title, saved.document, saved.activity_ids),
        version=saved.version,
        save_id=saved.save_id,
        now=now,
    )


@router.delete("/{capsule_id}", status_code=204)
async def delete_capsule(capsule_id: str, person: Instructor, db: Database, now: Now) -> None:
    await actions.delete_capsule(db, person, capsule_id, now=now)


@router.post("/{capsule_id}/restore", response_model=CapsuleSummary)
async def restore_capsule(capsule_id: str, person: Instructor, db: Database) -> Capsule:
    return await actions.restore_capsule(db, person, capsule_id)


@router.post("/{capsule_id}/duplicate", status_code=201, response_model=CapsuleSummary)
async def duplicate_capsule(
    capsule_id: str,
    person: Instructor,
    db: Database,
    now: Now,
    copy: Annotated[NewCopy | None, Body()] = None,
) -> Capsule:
    title = copy.title if copy else None
    return await actions.duplicate_capsule(db, person, capsule_id, title=title, now=now)


@uploads.post("/{capsule_id}/import", status_code=202, openapi_extra=FILE_IN_FORM)
async def import_file(
    *,
    request: Request,
    capsule_id: str,
    person: Instructor,
    reading: Reading,
    importing: Importing,
    after_page_id: PageId | None = None,
) -> ImportStarted:
    await queries.get_capsule(reading, capsule_id, person, with_document=False)
    await reading.close()  # an upload may take minutes: hold no connection meanwhile
    import_id = await importing.accept(request, capsule_id, person, after_page_id)
    return ImportStarted(import_id=import_id)


@router.get("/{capsule_id}/imports/{import_id}", response_model=ImportOut)
async def show_import(
    capsule_id: str, import_id: str, person: Instructor, db: Reading, now: Now
) -> CapsuleImport:
    await queries.get_capsule(db, capsule_id, person, with_document=False)
    return imports.as_of(await queries.get_import(db, capsule_id, import_id), now)


@router.get("/{capsule_id}/export", response_class=Response)
async def export_capsule(
    capsule_id: str,
    person: Instructor,
    db: Reading,
    store: Store,
    form: Annotated[Literal["tldr", "pdf"], Query(alias="format")],
) -> Response:
    capsule = await queries.get_capsule(db, capsule_id, person)
    headers = {"Content-Disposition": disposition(file_name(capsule.title, form))}
    if form == "tldr":
        return StreamingResponse(export_tldr(capsule, store), media_type=TLDR, headers=headers)
    await db.close()  # drawing takes a while: hold no connection meanwhile
    pdf = await asyncio.to_thread(export_pdf, capsule, store)
    return Response(pdf, media_type="application/pdf", headers=headers)


@router.get("/{capsule_id}/thumbnail", response_class=Response)
async def show_thumbnail(
    *,
    request: Request,
    capsule_id: str,
    person: Instructor,
    db: Reading,
    thumbnails: Pictures,
    page: PageId | None = None,
) -> Response:
    """A page as PNG; the first one, unless another is named."""
    capsule = await queries.get_capsule(db, capsule_id, person, with_document=False)
    headers = {"Cache-Control": "private, no-cache", "ETag": f'"{capsule.version}"'}
    if request.headers.get("If-None-Match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    png = thumbnails.find(capsule, page or "")
    if png is None:
        db.expunge(capsule)
        capsule = await queries.get_capsule(db, capsule_id, person)
        await db.close()
        png = await thumbnails.draw(capsule, page or "")
    return Response(png, media_type="image/png", headers=headers)


router.include_router(uploads)
