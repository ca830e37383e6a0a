"""What tldraw's own validators say, run once under Node for many questions."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tools.tldraw import run_script

JUDGE = Path(__file__).with_name("judge.mjs")


def ask_tldraw(**questions: Sequence[object]) -> dict[str, list[Any]]:
    answer: dict[str, list[Any]] = json.loads(run_script(str(JUDGE), stdin=json.dumps(questions)))
    return answer


def disagreements(
    values: Sequence[Any], ours: Callable[[Any], bool], theirs: Sequence[bool]
) -> list[str]:
    assert len(values) == len(theirs)
    return [
        f"tldraw says {verdict}: {json.dumps(value)[:500]}"
        for value, verdict in zip(values, theirs, strict=True)
        if ours(value) != verdict
    ][:10]
