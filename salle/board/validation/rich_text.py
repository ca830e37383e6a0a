"""Formatted text: the form that tldraw validates, and the nodes, of which it looks at none.

tldraw hands the nodes to its text editor, which throws at what it does not know. That happens
while a shape is measured, and takes the whole board of everybody who sees the page with it.
"""

from typing import Any, TypeGuard

from salle.board.validation.links import scheme_of
from salle.board.validation.objects import InvalidRecord, ListOf, ObjectOf
from salle.board.validation.scalars import ANYTHING, TEXT

RICH_TEXT = ObjectOf({"type": TEXT, "content": ListOf(ANYTHING, lambda _: True)})

NODES = frozenset(
    {"paragraph", "heading", "text", "hardBreak", "bulletList", "orderedList", "listItem"}
)
MARKS = frozenset({"bold", "italic", "strike", "code", "highlight", "link"})
"""Nodes and marks of the editor as tldraw sets it up."""
LINK_SCHEMES = frozenset(
    {"http", "https", "ftp", "ftps", "mailto", "tel", "callto", "sms", "cid", "xmpp"}
)
"""The editor makes links to these only; `None` is a link without a scheme."""


def check_nodes(rich_text: dict[str, Any]) -> None:
    """Raises InvalidRecord at the first node that the editor would not have written."""
    if rich_text["type"] != "doc":
        raise InvalidRecord("not a document of text", "type")
    rest: list[object] = [*rich_text["content"]]
    while rest:
        node = rest.pop()
        if not is_one_of(node, NODES):
            raise InvalidRecord("an unknown node", "content")
        text, content, marks = node.get("text"), node.get("content"), node.get("marks")
        if node["type"] == "text" and not (type(text) is str and text):
            raise InvalidRecord("a text without letters", "content")
        check_attributes(node.get("attrs"))
        for mark in parts(marks):
            if not is_one_of(mark, MARKS):
                raise InvalidRecord("an unknown mark", "content")
            check_attributes(mark.get("attrs"))
        rest += parts(content)


def is_one_of(value: object, types: frozenset[str]) -> TypeGuard[dict[str, Any]]:
    return type(value) is dict and type(value.get("type")) is str and value["type"] in types


def parts(value: object) -> list[object]:
    if value is None:
        return []
    if type(value) is not list:
        raise InvalidRecord("not a list", "content")
    return value


def check_attributes(attributes: object) -> None:
    if attributes is None:
        return
    if type(attributes) is not dict:
        raise InvalidRecord("not attributes", "content")
    for value in attributes.values():
        if type(value) in (dict, list):
            raise InvalidRecord("not an attribute", "content")
    address = attributes.get("href")
    if address is None:
        return
    if type(address) is not str or scheme_of(address) not in {None, *LINK_SCHEMES}:
        raise InvalidRecord("not a link", "content")
