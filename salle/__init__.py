"""Salle: a self-hosted live classroom."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("salle")
except PackageNotFoundError:  # a checkout that nobody installed
    __version__ = "0"
