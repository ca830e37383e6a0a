"""What the server says about itself."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from httpx import Response

from salle.app import create_app, describe_api
from salle.kit.http import PROBLEM
from salle.settings import Settings

Json = dict[str, Any]

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Operation:
    method: str
    path: str
    said: Json

    @property
    def label(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def refusals(self) -> Mapping[int, set[str]]:
        """The codes that come with each status."""
        return {
            int(status): codes_of(answer["$ref"])
            for status, answer in self.said["responses"].items()
            if "$ref" in answer
        }


def codes_of(address: str) -> set[str]:
    answer = document()["components"]["responses"][address.rpartition("/")[2]]
    _, refusal = answer["content"][PROBLEM]["schema"]["allOf"]
    return set(refusal["properties"]["code"]["enum"])


@cache
def document() -> Json:
    settings = Settings.model_validate({"data": Path("nowhere"), "secret": "s" * 40})
    return describe_api(create_app(settings))


def operations() -> Iterator[Operation]:
    for path, item in document()["paths"].items():
        for method in METHODS:
            if method in item:
                yield Operation(method.upper(), path, item[method])


@cache
def addresses() -> list[tuple[re.Pattern[str], Operation]]:
    """What is said of one address before what is said of many: as OpenAPI has it."""
    known = [(re.compile(re.sub(r"\{\w+\}", "[^/]+", each.path)), each) for each in operations()]
    return sorted(known, key=lambda each: each[1].path.count("{"))


async def hold_to_description(answer: Response) -> None:
    """Fail at an answer that the description of the API does not know."""
    asked = answer.request
    operation = next(
        (
            each
            for address, each in addresses()
            if each.method == asked.method and address.fullmatch(asked.url.path)
        ),
        None,
    )
    if operation is None:
        return
    said = f"{operation.label} answers {answer.status_code}"
    assert str(answer.status_code) in operation.said["responses"], said
    if answer.headers.get("Content-Type") == PROBLEM:
        await answer.aread()
        code = answer.json()["code"]
        assert code in operation.refusals[answer.status_code], f"{said} {code}"


HELD = {"response": [hold_to_description]}
"""For the browsers of all tests: whatever they test, they fail at what is not described."""
