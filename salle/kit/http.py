from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
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
    return JSONResponse(body, status, headers, media_type="application/problem+json")


def answer_errors(app: FastAPI) -> None:
    """Every error of the API in one form."""

    @app.exception_handler(SalleError)
    async def refuse(_request: Request, error: SalleError) -> JSONResponse:
        return problem(STATUS[error.kind], error.code, error.details)

    @app.exception_handler(NoConnectionInTime)
    async def ask_again(_request: Request, _error: NoConnectionInTime) -> JSONResponse:
        # A crowd waits for the database: this request never got to it.
        return problem(STATUS[Busy.kind], Busy.code)

    @app.exception_handler(RequestValidationError)
    async def reject(_request: Request, error: RequestValidationError) -> JSONResponse:
        return problem(422, "invalid", fields=[field_error(each) for each in error.errors()])

    @app.exception_handler(HTTPException)
    async def other(_request: Request, error: HTTPException) -> JSONResponse:
        return problem(error.status_code, CODE_OF_STATUS.get(error.status_code, "http"))

    _ = refuse, ask_again, reject, other


def field_error(error: Mapping[str, Any]) -> dict[str, object]:
    """Pydantic's error without the input: what a person typed is not echoed."""
    where = [part for part in error["loc"] if part not in ("body", "query", "path")]
    limits = {
        name: value
        for name, value in (error.get("ctx") or {}).items()
        if isinstance(value, int | float | str) and name != "error"
    }
    return {"path": where, "code": error["type"], "limits": limits}
