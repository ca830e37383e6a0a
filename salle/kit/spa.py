"""The built web app: hashed assets for ever, everything else is its one page."""

from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse, PlainTextResponse, Response
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

RESERVED = ("files/", "live/", "assets/")


class HashedFiles(StaticFiles):
    """Files whose name changes with their content."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type] # passed on
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response

    async def get_response(self, path: str, scope: Scope) -> Response:
        if path.endswith(".html"):
            return PlainTextResponse("", 404)
        return await super().get_response(path, scope)


class NothingHere:
    """No address of the API, or none that has this method: `kit.http` finds out which."""

    async def __call__(self, _scope: Scope, _receive: Receive, _send: Send) -> None:
        raise HTTPException(404)


def serve_web_app(folder: Path) -> APIRouter:
    """Routes for the folder of the built app. Mount it last: it answers every other address."""
    router = APIRouter(include_in_schema=False)
    root = folder.resolve()
    router.add_route("/api/{path:path}", NothingHere(), include_in_schema=False)  # type: ignore[arg-type] # an ASGI app, so that it has every method

    @router.get("/{path:path}")
    async def page(path: str) -> Response:
        if path.startswith(RESERVED):
            return PlainTextResponse("", 404)
        file = root if "\0" in path else (root / path).resolve()
        if path and file.is_relative_to(root) and file.is_file():
            return FileResponse(file, headers={"Cache-Control": "no-cache"})
        index = root / "index.html"
        if not index.is_file():
            return PlainTextResponse("The web app has not been built: run `make run`.", 503)
        return FileResponse(index, headers={"Cache-Control": "no-cache"})

    _ = page
    return router
