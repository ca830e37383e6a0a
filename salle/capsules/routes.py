import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Annotated, Literal, cast

from fastapi import APIRouter, Body, Depends, FastAPI, Query, Request, Response
from fastapi.responses import StreamingResponse

from salle.accounts.access import Instructor
from salle.accounts.schemas import RowId
from salle.board.schemas import BoardTicket
from salle.capsules import actions, imports, queries
from salle.capsules.actions import Change, WorkedOn
from salle.capsules.boards import CapsuleBoards
from salle.capsules.bodies import DocumentRoute
from salle.capsules.exports import Thumbnails, export_pdf, export_tldr
from salle.capsules.imports import Imports
from salle.capsules.models import Capsule, CapsuleImport
from salle.capsules.rules import (
    CapsuleNotFound,
    CapsuleOutdated,
    CapsuleStale,
    DocumentInvalid,
    DocumentTooLarge,
    ImportNotFound,
    PageNotFound,
    TooManyImports,
    TooManyPages,
    TypeNotAllowed,
    disposition,
    file_name,
)
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
from salle.kit.database import Database, Databases, Reading, databases_of
from salle.kit.openapi import NOT_MODIFIED, files
from salle.kit.refusals import refuses
from salle.kit.times import Now
from salle.media.routes import FILE_IN_FORM
from salle.media.rules import Empty, FileMissing, Incomplete, TooLarge
from salle.media.storage import Store


@asynccontextmanager
async def work(app: FastAPI) -> AsyncIterator[None]:
    state = app.state
    state.capsule_boards = boards = CapsuleBoards(state.boards, state.databases, state.clock)
    state.imports = Imports(state.databases, state.media, boards, state.clock)
    state.thumbnails = Thumbnails(state.media)
    forget = state.revocations.subscribe(boards.end_logins)
    yield
    forget()
    await state.imports.stop()


def boards_of(request: Request) -> CapsuleBoards:
    return cast("CapsuleBoards", request.app.state.capsule_boards)


async def bring_home(capsule_id: RowId, _person: Instructor, request: Request) -> None:
    """What somebody is drawing on it, in another tab, is in its row when the route reads it."""
    await boards_of(request).bring_home(capsule_id)


def imports_of(request: Request) -> Imports:
    return cast("Imports", request.app.state.imports)


def thumbnails_of(request: Request) -> Thumbnails:
    return cast("Thumbnails", request.app.state.thumbnails)


TLDR = "application/vnd.tldraw+json"
Boards = Annotated[CapsuleBoards, Depends(boards_of)]
Importing = Annotated[Imports, Depends(imports_of)]
UpToDate = Depends(bring_home)
Pictures = Annotated[Thumbnails, Depends(thumbnails_of)]
AllDatabases = Annotated[Databases, Depends(databases_of)]
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
@refuses(DocumentTooLarge)
async def create_capsule(new: NewCapsule, person: Instructor, db: Database, now: Now) -> Capsule:
    return await actions.create_capsule(db, person, title=new.title, now=now)


@router.get("/{capsule_id}", response_model=CapsuleOut, dependencies=[UpToDate])
@refuses(CapsuleNotFound)
async def show_capsule(capsule_id: RowId, person: Instructor, db: Reading) -> Capsule:
    return await queries.get_capsule(db, capsule_id, person)


@router.put("/{capsule_id}", response_model=CapsuleSummary, dependencies=[UpToDate])
@refuses(CapsuleNotFound, CapsuleStale, DocumentInvalid, DocumentTooLarge, TooManyPages)
async def save_capsule(
    *,
    capsule_id: RowId,
    saved: SavedCapsule,
    person: Instructor,
    databases: AllDatabases,
    boards: Boards,
    now: Now,
) -> Capsule:
    change = Change(saved.title, saved.document, saved.activity_ids)
    save_id, version = saved.save_id, saved.version
    try:
        async with databases.write.begin() as db:
            return await actions.save_capsule(
                db, person, capsule_id, change, version=version, save_id=save_id, now=now
            )
    except WorkedOn as worked_on:
        document = worked_on.document
    await boards.edit(capsule_id, lambda _: document)
    change = replace(change, document=None)
    async with databases.write.begin() as db:
        return await actions.save_capsule(
            db, person, capsule_id, change, version=None, save_id=save_id, now=now
        )


@router.delete("/{capsule_id}", status_code=204)
@refuses(CapsuleNotFound)
async def delete_capsule(
    capsule_id: RowId, person: Instructor, databases: AllDatabases, boards: Boards, now: Now
) -> None:
    async with databases.write.begin() as db:
        await actions.delete_capsule(db, person, capsule_id, now=now)
    await boards.close(capsule_id)


@router.post("/{capsule_id}/board/ticket", status_code=201)
@refuses(CapsuleNotFound, CapsuleOutdated)
async def give_board_ticket(
    capsule_id: RowId, person: Instructor, db: Reading, boards: Boards
) -> BoardTicket:
    """Lets one socket in to the board, once, within a minute (H9)."""
    await queries.get_capsule(db, capsule_id, person, with_document=False)
    if not await queries.is_current(db, capsule_id):
        raise CapsuleOutdated
    return BoardTicket(ticket=boards.give_ticket(capsule_id, person))


@router.post("/{capsule_id}/restore", response_model=CapsuleSummary)
@refuses(CapsuleNotFound)
async def restore_capsule(capsule_id: RowId, person: Instructor, db: Database) -> Capsule:
    return await actions.restore_capsule(db, person, capsule_id)


@router.post(
    "/{capsule_id}/duplicate",
    status_code=201,
    response_model=CapsuleSummary,
    dependencies=[UpToDate],
)
@refuses(CapsuleNotFound, DocumentInvalid, DocumentTooLarge)
async def duplicate_capsule(
    capsule_id: RowId,
    person: Instructor,
    db: Database,
    now: Now,
    copy: Annotated[NewCopy | None, Body()] = None,
) -> Capsule:
    title = copy.title if copy else None
    return await actions.duplicate_capsule(db, person, capsule_id, title=title, now=now)


@uploads.post("/{capsule_id}/import", status_code=202, openapi_extra=FILE_IN_FORM)
@refuses(CapsuleNotFound, Empty, FileMissing, Incomplete, TooLarge, TooManyImports, TypeNotAllowed)
async def import_file(
    *,
    request: Request,
    capsule_id: RowId,
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
@refuses(CapsuleNotFound, ImportNotFound)
async def show_import(
    capsule_id: RowId, import_id: RowId, person: Instructor, db: Reading, now: Now
) -> CapsuleImport:
    await queries.get_capsule(db, capsule_id, person, with_document=False)
    return imports.as_of(await queries.get_import(db, capsule_id, import_id), now)


@router.get(
    "/{capsule_id}/export",
    responses=files(TLDR, "application/pdf"),
    response_class=Response,
    dependencies=[UpToDate],
)
@refuses(CapsuleNotFound, PageNotFound)
async def export_capsule(
    capsule_id: RowId,
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


@router.get(
    "/{capsule_id}/thumbnail",
    responses=files("image/png") | NOT_MODIFIED,
    response_class=Response,
    dependencies=[UpToDate],
)
@refuses(CapsuleNotFound, PageNotFound)
async def show_thumbnail(
    *,
    request: Request,
    capsule_id: RowId,
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
