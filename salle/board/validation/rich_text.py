"""Formatted text, whose nodes tldraw does not look at when it validates. `limits` does."""

from salle.board.validation.objects import ListOf, ObjectOf
from salle.board.validation.scalars import ANYTHING, TEXT

RICH_TEXT = ObjectOf({"type": TEXT, "content": ListOf(ANYTHING, lambda _: True)})
