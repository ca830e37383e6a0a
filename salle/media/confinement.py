"""Takes from the calling process whatever a parser does not need. Linux; nothing of it comes back.

Resource limits always hold. Files and network are taken away as far as the kernel lets an ordinary
process do it (Landlock since 5.13, user namespaces where they are on): a document that takes over
the parser then finds no database, no secret, no process and no way out.
"""

import ctypes
import os
import resource
import sys
from collections.abc import Sequence
from pathlib import Path

MEMORY = 1_500_000_000
CPU_SECONDS = 300
FILE_BYTES = 64 << 20
OPEN_FILES = 64


def limit_resources() -> None:
    for limit, value in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, FILE_BYTES),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (value, value))
    # The soft limit ends the process by SIGXCPU, which tells why; the hard one is there to hold.
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    os.nice(10)  # rooms go first


def stay_alone() -> None:
    """No further thread or process, from now on: one could outlive the end of this one.

    The kernel lets root off; Salle wants no root.
    """
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


def confine(*, read: Sequence[Path], write: Path) -> bool:
    """Leaves only these files. To be called before any thread starts; false where Landlock is off.

    `read` are files and folders; `write` is a folder in which files may be made and read.
    """
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    # An empty network. Where it is refused (some containers), Landlock still stops TCP.
    libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)

    version = libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _VERSION)
    if version < 1:
        return False
    files = _FILES_BY_VERSION[min(version, len(_FILES_BY_VERSION)) - 1]
    rules = _Ruleset(
        files=files,
        network=_TCP if version >= _SINCE_TCP else 0,
        scopes=_SIGNALS_AND_SOCKETS if version >= _SINCE_SCOPES else 0,
    )
    ruleset = libc.syscall(
        _CREATE_RULESET, ctypes.byref(rules), ctypes.c_size_t(ctypes.sizeof(rules)), 0
    )
    if ruleset < 0:
        return False
    for path in read:
        folder = _READ_FOLDER if path.is_dir() else _READ_FILE
        _allow(libc, ruleset, path, folder & files)
    _allow(libc, ruleset, write, _WRITE_FOLDER & files)
    restricted = bool(libc.syscall(_RESTRICT_SELF, ruleset, 0) == 0)
    os.close(ruleset)
    return restricted


def _allow(libc: ctypes.CDLL, ruleset: int, path: Path, access: int) -> None:
    if not path.exists():
        return
    handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    beneath = _Beneath(access=access, folder=handle)
    libc.syscall(_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.byref(beneath), 0)
    os.close(handle)


class _Ruleset(ctypes.Structure):
    _fields_ = (
        ("files", ctypes.c_uint64),
        ("network", ctypes.c_uint64),
        ("scopes", ctypes.c_uint64),
    )


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("access", ctypes.c_uint64), ("folder", ctypes.c_int32))


# linux/prctl.h, linux/sched.h
_PR_SET_NO_NEW_PRIVS = 38
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000

# linux/landlock.h; the numbers of these system calls are the same on every architecture.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION = 1
_PATH_BENEATH = 1
_WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 1, 1 << 2, 1 << 3
_REMOVE_FILE, _MAKE_FILE = 1 << 5, 1 << 8
_TRUNCATE = 1 << 14
_READ_FOLDER = _READ_FILE | _READ_DIR
_WRITE_FOLDER = _READ_FOLDER | _WRITE_FILE | _REMOVE_FILE | _MAKE_FILE | _TRUNCATE
# Version by version, the kernel learnt to forbid more: 13 rights, then linking across folders,
# truncating, nothing about files, and talking to devices.
_FILES_BY_VERSION = ((1 << 13) - 1, (1 << 14) - 1, (1 << 15) - 1, (1 << 15) - 1, (1 << 16) - 1)
_SINCE_TCP, _TCP = 4, 0b11
_SINCE_SCOPES, _SIGNALS_AND_SOCKETS = 6, 0b11
