"""Every refusal has words in both languages: the server sends codes, the web app says them."""

import json
from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages

import pytest

import salle
from salle.kit.errors import SalleError
from tools.node import ROOT

ONLY_ON_THE_COMMAND_LINE = {"already_served"}


def every_error(base: type[SalleError] = SalleError) -> Iterator[type[SalleError]]:
    for error in base.__subclasses__():
        yield error
        yield from every_error(error)


def every_code() -> set[str]:
    for module in walk_packages(salle.__path__, "salle."):
        if ".migrations." not in module.name and not module.name.endswith("media.child"):
            import_module(module.name)
    codes = {error.code for error in every_error() if hasattr(error, "code")}
    return codes - ONLY_ON_THE_COMMAND_LINE


def texts(language: str) -> set[str]:
    def keys(tree: object, prefix: str) -> Iterator[str]:
        if not isinstance(tree, dict):
            yield prefix
            return
        for name, below in tree.items():
            yield from keys(below, f"{prefix}.{name}" if prefix else name)

    tree = json.loads((ROOT / "web" / "locales" / language / "errors.json").read_text())
    return {key.removesuffix("_one").removesuffix("_other") for key in keys(tree, "")}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_code_is_said_in(language: str) -> None:
    assert sorted(every_code() - texts(language)) == []


def test_no_two_refusals_share_a_code() -> None:
    every_code()
    codes = [error.code for error in every_error() if "code" in vars(error)]
    assert sorted({code for code in codes if codes.count(code) > 1}) == []
