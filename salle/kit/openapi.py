"""What the description of the API says beyond what FastAPI knows: refusals, demands, files."""

from collections import defaultdict
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, Literal

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts
from pydantic import BaseModel, Field
from pydantic.json_schema import models_json_schema

from salle.kit.bodies import BodyTooLarge
from salle.kit.demands import Demand, demands_of
from salle.kit.http import INVALID, PROBLEM, STATUS
from salle.kit.refusals import refusals_of
from salle.kit.security import READS, OriginNotAllowed

Json = dict[str, Any]
Responses = dict[int | str, Json]

NOT_MODIFIED: Responses = {304: {"description": "What the browser has is still right."}}
IN_PARTS: Responses = {
    206: {"description": "The part of the file that was asked for."},
    416: {"description": "The file has no such part."},
}


class FieldProblem(BaseModel):
    path: list[str | int]
    code: str
    limits: dict[str, int | float | str]


class Problem(BaseModel):
    """An error as RFC 9457 has it. `code` is stable; the web app says it in words."""

    type: Literal["about:blank"]
    status: int
    code: str
    details: dict[str, Any] = Field(default_factory=dict)
    """The numbers and names that the words need."""
    fields: list[FieldProblem] = Field(default_factory=list)
    """What is wrong with which part of the request."""


def files(*media_types: str) -> Responses:
    """For a route that answers with a file of one of these types."""
    return {200: {"content": {each: {"schema": schema_of(each)} for each in media_types}}}


def schema_of(media_type: str) -> Json:
    if media_type.endswith("+json"):
        return {"type": "object"}
    is_text = media_type.startswith("text/")
    return {"type": "string"} if is_text else {"type": "string", "format": "binary"}


def describe_routes(document: Json, app: FastAPI) -> None:
    """What a route demands, each status that it may refuse with, and the codes that come with it.

    How one proves who one is stands with the operations that look at it, and the role that is
    needed for an operation in its `x-salle-role`.
    """
    schemas = document["components"]["schemas"]
    for fastapis_own in ("HTTPValidationError", "ValidationError"):
        schemas.pop(fastapis_own, None)
    _, described = models_json_schema(
        [(Problem, "validation")], ref_template="#/components/schemas/{model}"
    )
    schemas.update(described["$defs"])
    shared = document["components"].setdefault("responses", {})
    schemes = document["components"].setdefault("securitySchemes", {})
    for route in iter_route_contexts(app.routes):
        path = document["paths"].get(route.path_format, {})
        for method in route.methods or ():
            if operation := path.get(method.lower()):
                codes = codes_of(route.dependant, is_write=method not in READS)
                describe_operation(operation, codes, shared)
                describe_demands(operation, list(demands_of(route.dependant)), schemes)


def codes_of(dependant: Dependant, *, is_write: bool) -> defaultdict[int, set[str]]:
    codes: defaultdict[int, set[str]] = defaultdict(set)
    for error in refusals_of(dependant):
        codes[STATUS[error.kind]].add(error.code)
    if is_write:
        codes[STATUS[OriginNotAllowed.kind]].add(OriginNotAllowed.code)
    return codes


def describe_operation(operation: Json, codes: defaultdict[int, set[str]], shared: Json) -> None:
    """What several routes answer alike is described once, under its codes."""
    responses = operation["responses"]
    if "requestBody" in operation:
        codes[STATUS[BodyTooLarge.kind]].add(BodyTooLarge.code)
    if responses.pop("422", None):  # FastAPI's, wherever something is read from the request
        codes[422].add(INVALID)
    for status, each in sorted(codes.items()):
        name = "-".join(sorted(each))
        shared[name] = problem_with(status, sorted(each))
        responses[str(status)] = {"$ref": f"#/components/responses/{name}"}


def problem_with(status: int, codes: list[str]) -> Json:
    schema = {
        "allOf": [
            {"$ref": "#/components/schemas/Problem"},
            {"properties": {"code": {"enum": codes}}},
        ]
    }
    return {"description": HTTPStatus(status).phrase, "content": {PROBLEM: {"schema": schema}}}


def describe_demands(operation: Json, demands: Sequence[Demand], schemes: Json) -> None:
    proofs = {each.scheme.name: dict(each.scheme.said) for each in demands if each.scheme}
    schemes.update(proofs)
    needed: Json = {each.scheme.name: [] for each in demands if each.scheme and each.is_needed}
    if needed:
        operation["security"] = [needed]
    elif proofs:
        operation["security"] = [{}, *({name: []} for name in proofs)]
    for role in {each.role for each in demands if each.role}:
        operation["x-salle-role"] = role
