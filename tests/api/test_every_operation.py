"""Everything that the description of the API allows, and much that it forbids, is sent.

Whatever comes back is described, and nothing is an error of the server.
"""

from collections.abc import Callable, Iterator
from math import ceil
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.core.result import Ok
from schemathesis.generation.drivers import CoverageGenerator
from schemathesis.generation.feedback import NO_FEEDBACK
from schemathesis.generation.hypothesis.builder import HypothesisTestConfig, create_test
from schemathesis.generation.hypothesis.builder import HypothesisTestMode as Mode
from schemathesis.generation.overrides import Override
from schemathesis.specs.openapi.checks import (
    ignored_auth,
    positive_data_acceptance,
    unsupported_method,
)

from tests.api.described import Json, operations
from tests.api.examples import with_examples
from tests.api.visits import ACTORS, MadeUp, Visits

# 410 and 413 are refusals as well; a parameter that nobody reads is no error.
REFUSED = ["400", "401", "403", "404", "405", "409", "410", "413", "422", "429"]
CONFIG = schemathesis.Config.from_dict(
    {
        "checks": {"negative_data_rejection": {"expected-statuses": REFUSED}},
        "phases": {"examples": {"fill-missing": True}},
        "generation": {"allow-extra-parameters": False, "with-security-parameters": False},
    }
)
SCHEMA = schemathesis.openapi.from_dict(with_examples(), config=CONFIG)
OPERATIONS = {
    each.ok().label: each.ok() for each in SCHEMA.get_all_operations() if isinstance(each, Ok)
}
LABELS = [each.label for each in operations()]
DEMANDS = {each.label: each.said for each in operations()}
LADDER = {"anybody": 0, "guest": 0, "member": 1, "instructor": 2, "admin": 3}
A_FEW = 6
NUL = "a\0b"
# It takes the cookie of a sign-in, which none of those who ask here has.
NOT_SERVED = "POST /api/auth/refresh"
# DELETE of this address is there: of the registration with the id `by-mail`, which is no id.
HAS_A_NEIGHBOUR = "POST /api/training/sessions/{session_id}/registrations/by-mail"


def check(visits: Visits, case: MadeUp, actor: str) -> int:
    """That whatever comes back is described; its status."""
    # What is well formed may still come too late; who asks has a token that is not made up.
    does_not_apply = [positive_data_acceptance, ignored_auth]
    if case.operation.label == HAS_A_NEIGHBOUR:
        does_not_apply.append(unsupported_method)
    answer = visits.send(case, actor)
    case.validate_response(answer, excluded_checks=does_not_apply)
    assert answer.status_code >= 300 or may(actor, DEMANDS[case.operation.label]), actor
    return answer.status_code


def may(actor: str, demanded: Json) -> bool:
    """By the description alone."""
    is_open = {} in demanded.get("security", [{}])
    least = demanded.get("x-salle-role", "anybody" if is_open else "member")
    return LADDER[actor] >= LADDER[least]


def cases_at_limits(label: str) -> list[MadeUp]:
    """Each limit of each field and parameter, on both of its sides, and what is missing."""
    return list(
        CoverageGenerator(
            operation=OPERATIONS[label],
            generation_modes=SCHEMA.config.generation.modes,
            generation_config=SCHEMA.config.generation,
            auth_storage=None,
            override=Override(),
            feedback=NO_FEEDBACK,
            hooks=None,
        )
    )


def send_made_up(send: Callable[[MadeUp], None], label: str, mode: Mode, *, examples: int) -> None:
    create_test(
        operation=OPERATIONS[label],
        test_func=send,
        config=HypothesisTestConfig(
            project=SCHEMA.config,
            modes=[mode],
            settings=settings(
                derandomize=True,
                database=None,
                deadline=None,
                max_examples=examples,
                suppress_health_check=list(HealthCheck),
            ),
        ),
    )()


def most_able(label: str) -> str:
    return "admin" if "/admin/" in label or "/users" in label else "instructor"


@pytest.mark.parametrize("label", LABELS)
def test_whatever_is_asked_is_answered_as_described(visits: Visits, label: str) -> None:
    """And somebody is served: what is only ever refused would hide everything behind it."""
    statuses: set[int] = set()

    def send(case: MadeUp) -> None:
        statuses.update(check(visits, case, actor) for actor in ACTORS)

    send_made_up(send, label, Mode.EXAMPLES, examples=1)
    assert any(200 <= status < 300 for status in statuses) or label == NOT_SERVED, statuses
    cases = cases_at_limits(label)
    for case in cases[:: ceil(len(cases) / A_FEW)]:
        check(visits, case, most_able(label))


def with_nul(case: MadeUp) -> Iterator[MadeUp]:
    """The same with U+0000 in each text: a character to Python, and none to PostgreSQL."""
    for name in case.path_parameters:
        yield copy_of(case, path_parameters=case.path_parameters | {name: NUL})
    for parameter in case.operation.query:
        yield copy_of(case, query={parameter.name: NUL})
    if isinstance(case.body, dict):
        for name in case.body:
            yield copy_of(case, body=case.body | {name: NUL})


def copy_of(case: MadeUp, **changes: Any) -> MadeUp:
    same = {
        "path_parameters": case.path_parameters,
        "headers": case.headers,
        "query": case.query,
        "body": case.body,
        "media_type": case.media_type,
    }
    made: MadeUp = case.operation.Case(**same | changes)
    return made


def example_of(label: str) -> MadeUp:
    found: list[MadeUp] = []

    def keep(case: MadeUp) -> None:
        found.append(case)

    send_made_up(keep, label, Mode.EXAMPLES, examples=1)
    return found[0]


def test_no_text_is_too_much_for_the_database(visits_on_postgres: Visits) -> None:
    for label in LABELS:
        for case in with_nul(example_of(label)):
            assert check(visits_on_postgres, case, most_able(label)) < 500


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite", "postgres"])
@pytest.mark.parametrize("label", LABELS)
def test_whatever_anybody_asks_is_answered_as_described(
    request: pytest.FixtureRequest, database: str, label: str
) -> None:
    fixture = "visits" if database == "sqlite" else "visits_on_postgres"
    visits: Visits = request.getfixturevalue(fixture)

    def send(case: MadeUp) -> None:
        for actor in ACTORS:
            check(visits, case, actor)

    for case in cases_at_limits(label):
        send(case)
    send_made_up(send, label, Mode.FUZZING, examples=50)
