"""The rules of docs/board-protocol.md are numbered, and each is shown by a test here."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
RULE = re.compile(r"^\*\*(B\d+)[. ]", re.MULTILINE)


def test_every_rule_has_a_test_and_every_test_a_rule() -> None:
    rules = RULE.findall((ROOT / "docs/board-protocol.md").read_text())
    assert rules == [f"B{number}" for number in range(1, len(rules) + 1)]
    cited = {
        rule
        for path in (ROOT / "tests/board/sync").glob("test_*.py")
        for line in re.findall(r'"""(B\d+[^"]*)', path.read_text())
        for rule in re.findall(r"B\d+", line)
    }
    assert cited == set(rules)
