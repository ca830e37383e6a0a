"""What somebody may say on a socket who does not use tldraw's client: at random, by a seed."""

import json
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from random import Random
from typing import Any

from tests.board.client import SCHEMA
from tests.board.validation.samples import SAMPLES, any_value
from tests.board.validation.spoiling import spoil

DEEP = 50_000
FLOOD = 300
GARBAGE: Sequence[str | bytes] = [
    *("", " ", "{", "}", "[]", "1", "null", "{}", '"push"', "\0", "\ufeff{}", '{"type":"pong"}'),
    *("0_", "0_{}", "1_{", "7_x", "-1_x", "99999999999999999999_x", "1_", "٣_x", "0_\ud7ff"),
    *('{"type":"push","clientClock":NaN}', '{"type":"push","clientClock":1e999}', b"\x00\xff"),
    '{"type":"push","clientClock":' + "9" * 5_000 + "}",
    "[" * DEEP,
    '{"a":' * DEEP,
    '{"type":"push","clientClock":1,"diff":' + '{"a":' * 200 + "1" + "}" * 201,
]


class Mallory:
    """`say` gives what goes over the wire, message by message, for one connection."""

    def __init__(self, seed: int) -> None:
        self._chance = Random(seed)  # noqa: S311 - the same again for the same seed
        self._tricks: list[Callable[[], object]] = [
            self._spoilt_records,
            self._spoilt_records,
            self._stolen_records,
            self._stolen_records,
            self._circle,
            self._ids_that_are_none,
            self._spoilt_presence,
            self._others_presence,
            self._wrong_forms,
            self._huge_numbers,
            self._prototypes,
            self._second_connect,
        ]

    def say(self, records: Sequence[str]) -> Iterator[str | bytes]:
        """`records` are the ids of what others drew."""
        self._ids = records or ["shape:none"]
        if self._chance.random() < 0.9:
            yield json.dumps(self._connect())
        for _ in range(self._chance.randrange(1, 12)):
            if self._chance.random() < 0.2:
                yield self._chance.choice(GARBAGE)
            else:
                yield json.dumps(self._chance.choice(self._tricks)())
        if self._chance.random() < 0.2:
            yield from [json.dumps(self._push({}))] * FLOOD

    def _connect(self) -> dict[str, Any]:
        return {
            "type": "connect",
            "connectRequestId": "request",
            "lastServerClock": self._chance.choice([0, 0, 3, 2**53 - 1]),
            "protocolVersion": 7,
            "schema": SCHEMA,
        }

    def _second_connect(self) -> dict[str, Any]:
        return {**self._connect(), "protocolVersion": self._chance.choice([7, 6, 8, None, "7"])}

    def _push(self, diff: object, **more: object) -> dict[str, Any]:
        clock = self._chance.randrange(100)
        return {"type": "push", "clientClock": clock, "diff": diff, **more}

    def _spoilt(self) -> dict[str, Any]:
        record = deepcopy(self._chance.choice(SAMPLES))
        for _ in range(self._chance.randrange(3)):
            spoil(record, self._chance)
        return record

    def _spoilt_records(self) -> dict[str, Any]:
        records = [self._spoilt() for _ in range(self._chance.randrange(1, 4))]
        return self._push({str(each.get("id")): ["put", each] for each in records})

    def _stolen_records(self) -> dict[str, Any]:
        """What others drew becomes something else."""
        keys = ["id", "typeName", "type", "props", "parentId", "index", "x", "meta", "isLocked"]
        values = self._chance.choices(
            [any_value(self._chance), "page:gone", "shape:none", {}, [], None, 1e300], k=len(keys)
        )
        changes = [(key, ["put", value]) for key, value in zip(keys, values, strict=True)]
        odd: list[tuple[str, list[Any]]] = [
            ("props", ["patch", {"segments": ["append", [any_value(self._chance)], 1]}]),
            ("props", ["patch", {"segments": ["patch", {"0": ["delete"]}]}]),
            ("props", ["patch", {"segments": ["patch", {"999999999": ["put", {}]}]}]),
            ("props", ["patch", {"color": ["delete"]}]),
            ("x", ["delete"]),
        ]
        key, value = self._chance.choice([*changes, *odd])
        diff = {key: value}
        op = self._chance.choice([["patch", diff], ["patch", diff], ["put", self._spoilt()]])
        return self._push({self._chance.choice(self._ids): op})

    def _circle(self) -> dict[str, Any]:
        one, other = (self._chance.choice(self._ids) for _ in range(2))
        return self._push(
            {
                one: ["patch", {"parentId": ["put", other]}],
                other: ["patch", {"parentId": ["put", one]}],
            }
        )

    def _ids_that_are_none(self) -> dict[str, Any]:
        ids = ["__proto__", "constructor", "toString", "", "shape:", "instance:instance", "x" * 500]
        record = {**self._spoilt(), "id": self._chance.choice(ids)}
        op = self._chance.choice([["put", record], ["patch", {"x": ["put", 1]}], ["remove"]])
        return self._push({record["id"]: op})

    def _spoilt_presence(self) -> dict[str, Any]:
        record = deepcopy(SAMPLES[-1])
        spoil(record, self._chance)
        changes = {
            key: ["put", any_value(self._chance)] for key in ("cursor", "brush", "scribbles")
        }
        return self._push(None, presence=self._chance.choice([["put", record], ["patch", changes]]))

    def _others_presence(self) -> dict[str, Any]:
        name = f"instance_presence:{self._chance.randrange(1, 9)}"
        record = {**SAMPLES[-1], "id": name, "userName": "Ada", "userId": "somebody"}
        op = self._chance.choice(
            [["put", record], ["remove"], ["patch", {"userName": ["put", ""]}]]
        )
        return self._push({name: op}, presence=["put", record])

    def _wrong_forms(self) -> object:
        ops: list[Any] = [
            [],
            ["put"],
            ["remove", 1],
            ["patch", {"x": ["append", 1, 0]}],
            "put",
            None,
        ]
        messages: list[object] = [
            self._push(
                {
                    self._chance.choice(self._ids): self._chance.choice(
                        [*ops, any_value(self._chance)]
                    )
                }
            ),
            self._push(any_value(self._chance), presence=any_value(self._chance)),
            {"type": any_value(self._chance)},
            any_value(self._chance, depth=3),
        ]
        return self._chance.choice(messages)

    def _huge_numbers(self) -> dict[str, Any]:
        number = self._chance.choice([1e308, -1e308, 10**400, 2**53 + 1, -0.0, 5e-324])
        name = self._chance.choice(self._ids)
        message = self._push({name: ["patch", {"x": ["put", number], "rotation": ["put", number]}]})
        return {**message, "clientClock": self._chance.choice([number, 1])}

    def _prototypes(self) -> dict[str, Any]:
        key = self._chance.choice(["__proto__", "constructor", "prototype"])
        polluted = {key: {"polluted": True}}
        op = self._chance.choice(
            [
                ["patch", {key: ["put", {"polluted": True}]}],
                ["patch", {"meta": ["put", polluted]}],
                ["patch", {"props": ["patch", {key: ["put", 1]}]}],
            ]
        )
        return self._push({self._chance.choice(self._ids): op})
