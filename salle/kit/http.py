from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import RouteContext, iter_route_contexts
from sqlalchemy.exc import TimeoutError as NoConnectionInTime
from starlette.exceptions import HTTPException

from salle.kit.errors import Busy, Kind, SalleError

STATUS: Mapping[Kind, int] = {
    Kind.INVALID: 422,
    Kind.UNAUTHENTICATED: 401,
    Kind.FORBIDDEN: 403,
    Kind.NOT_FOUND: 404,
    Kind.CONFLICT: 409,
    Kind.GONE: 410,
    Kind.TOO_LARGE: 413,
    Kind.TOO_MANY: 429,
    Kind.BUSY: 503,
}
CODE_OF_STATUS = {404: "not_found", 405: "method_not_allowed", 413: "too_large"}
BAD_REQUEST = 400
NO_ROUTE = (404, 405)
PROBLEM = "application/problem+json"
INVALID = "invalid"


def problem(
    status: int,
    code: str,
    details: Mapping[str, object] | None = None,
    fields: Sequence[Mapping[str, object]] | None = None,
) -> JSONResponse:
    """An error as RFC 9457 has it, with Salle's stable code."""
    body: dict[str, object] = {"type": "about:blank", "status": status, "code": code}
    if details:
        body["details"] = details
    if fields:
        body["fields"] = fields
    headers = {"WWW-Authenticate": "Bearer"} if status == STATUS[Kind.UNAUTHENTICATED] else None
    return JSONResponse(body, status, headers, media_type=PROBLEM)


def answer_errors(app: FastAPI) -> None:
    """Every error of the API in one form."""

    @app.exception_handler(SalleError)
    async def refuse(_request: Request, error: SalleError) -> JSONResponse:
        answer = problem(STATUS[error.kind], error.code, error.details)
        if "retry_after" in error.details:
            answer.headers["Retry-After"] = str(error.details["retry_after"])
        return answer

    @app.exception_handler(NoConnectionInTime)
    async def ask_again(_request: Request, _error: NoConnectionInTime) -> JSONResponse:
        # A crowd waits for the database: this request never got to it.
        return problem(STATUS[Busy.kind], Busy.code)

    @app.exception_handler(RequestValidationError)
    async def reject(_request: Request, error: RequestValidationError) -> JSONResponse:
        return problem(422, INVALID, fields=[field_error(each) for each in error.errors()])

    @app.exception_handler(HTTPException)
    async def other(request: Request, error: HTTPException) -> JSONResponse:
        status = error.status_code
        if status == BAD_REQUEST:  # FastAPI's, of a body that no parser takes
            return problem(422, INVALID)
        if status in NO_ROUTE and (methods := methods_at(request)):
            answer = problem(405, CODE_OF_STATUS[405])
            answer.headers["Allow"] = ", ".join(sorted(methods))
            return answer
        answer = problem(status, CODE_OF_STATUS.get(status, "http"))
        answer.headers.update(error.headers or {})
        return answer

    _ = refuse, ask_again, reject, other


def methods_at(request: Request) -> set[str]:
    """Which methods this address of the API has: a route knows only its own."""
    routes = [each for each in iter_route_contexts(request.app.routes) if is_described(each)]
    path = request.scope["path"]
    closest = next((each.path_format for each in routes if each.path_regex.match(path)), None)
    here = (each.methods or () for each in routes if each.path_format == closest)
    return set().union(*here)


def is_described(route: RouteContext) -> bool:
    return bool(route.methods and route.include_in_schema)


def field_error(error: Mapping[str, Any]) -> dict[str, object]:
    """Pydantic's error without the input: what a person typed is not echoed."""
    where = [part for part in error["loc"] if part not in ("body", "query", "path")]
    limits = {
        name: value
        for name, value in (error.get("ctx") or {}).items()
        if isinstance(value, int | float | str) and name != "error"
    }
    return {"path": where, "code": error["type"], "limits": limits}
