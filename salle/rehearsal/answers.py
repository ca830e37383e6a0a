"""Every answer that was sent, and whether the report has what was acknowledged. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Place(NamedTuple):
    """Where an answer counts. A later one of the same person takes the place of an earlier."""

    run_id: str
    question_id: str
    participant_id: str


@dataclass
class Sent:
    choice: str
    is_acknowledged: bool | None = None
    """None while nobody has said."""


@dataclass(frozen=True)
class Found:
    """What a report says about the answers that were sent."""

    standing: int
    """Acknowledged, and not replaced by a later one."""
    found: int
    """Of these: in the report once, with what was ticked last."""
    faults: list[str]
    """What should not be, a line each."""


@dataclass
class AnswerBook:
    sent: int = 0
    acknowledged: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    """By code."""
    _of_place: dict[Place, list[Sent]] = field(default_factory=dict)
    _waiting: dict[str, Sent] = field(default_factory=dict)

    def send(self, command_id: str, place: Place, choice: str) -> None:
        """Once for each command, however often it has to be repeated."""
        self.sent += 1
        self._waiting[command_id] = sent = Sent(choice)
        self._of_place.setdefault(place, []).append(sent)

    def acknowledge(self, command_id: str) -> None:
        if (sent := self._waiting.pop(command_id, None)) is not None:
            sent.is_acknowledged = True
            self.acknowledged += 1

    def refuse(self, command_id: str, code: str) -> None:
        if (sent := self._waiting.pop(command_id, None)) is not None:
            sent.is_acknowledged = False
            self.refused[code] += 1

    def check(self, report: Mapping[str, Any]) -> Found:
        """Looks for each acknowledged answer in the report, and for what nobody sent."""
        reported = dict(read_answers(report))
        standing = found = 0
        faults = []
        for place, sent in self._of_place.items():
            was = reported.pop(place, [])
            may_be = possible(sent)
            is_standing = None not in may_be
            standing += is_standing
            if len(was) > 1:
                faults.append(f"{name(place)}: is there {len(was)} times")
            elif not was and is_standing:
                faults.append(f"{name(place)}: was acknowledged, and is not there")
            elif was and was[0] not in may_be:
                likely = " or ".join(sorted(filter(None, may_be)))
                faults.append(f"{name(place)}: is {was[0]}, and was {likely or 'never accepted'}")
            else:
                found += is_standing
        faults += (f"{name(place)}: is there, and was never sent" for place in reported)
        faults += miscounted(report)
        return Found(standing, found, faults)


def possible(sent: list[Sent]) -> set[str | None]:
    """What may be ticked now: the last that was acknowledged, or a later one that was not answered.

    None among them: there may be no answer at all.
    """
    may_be: set[str | None] = {None}
    for each in sent:
        if each.is_acknowledged:
            may_be = {each.choice}
        elif each.is_acknowledged is None:
            may_be.add(each.choice)
    return may_be


def read_answers(report: Mapping[str, Any]) -> Iterator[tuple[Place, list[str]]]:
    """What is ticked, as often as the report has it."""
    found: dict[Place, list[str]] = {}
    for run in report["activities"]:
        for person in run["people"]:
            for question_id, choices in person["choices"].items():
                place = Place(run["run_id"], question_id, person["participant_id"])
                found.setdefault(place, []).append(" ".join(choices))
    yield from found.items()


def miscounted(report: Mapping[str, Any]) -> Iterator[str]:
    """A report counts the answers to a question, and has them by person: it says both or lies."""
    for run in report["activities"]:
        for question in run["questions"]:
            listed = sum(question["id"] in person["choices"] for person in run["people"])
            if listed != question["answered"]:
                yield f"{question['id']}: {question['answered']} answered, and {listed} are listed"


def name(place: Place) -> str:
    return f"{place.question_id} of {place.participant_id}"
