import logging
import sys

import structlog
from structlog.typing import EventDict, WrappedLogger

PERSONAL = frozenset(
    {"name", "first_name", "last_name", "email", "to", "token", "secret", "password", "text"}
)


def redact(_logger: WrappedLogger, _method: str, entry: EventDict) -> EventDict:
    """Logs hold no personal data and no secret: what is named like one is blotted out."""
    for key in PERSONAL & entry.keys():
        entry[key] = "…"
    return entry


def configure_logs(level: str) -> None:
    """Coloured lines on a terminal, JSON elsewhere; uvicorn and the libraries included.

    `debug` is for Salle alone. Libraries would write down every frame and every statement, and with
    them tickets, names and what was said.
    """
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        redact,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    on_terminal = sys.stderr.isatty()
    # Plain tracebacks: the others show the values of variables, which may be people's names.
    last = (
        [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
        if on_terminal
        else [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(max(logging.INFO, logging.getLevelNamesMapping()[level.upper()]))
    logging.getLogger("salle").setLevel(level.upper())
    logging.getLogger("uvicorn.access").disabled = True  # paths may hold names of rooms
