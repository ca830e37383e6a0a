"""Letters: templates in French and English, as text and as HTML, with a subject each.

`templates/{language}/{name}.txt` begins with the subject, then an empty line, then the text.
`templates/{language}/{name}.html` extends `letter.html`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

LANGUAGES = ("fr", "en")


@dataclass(frozen=True)
class Letter:
    subject: str
    text: str
    html: str


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("salle.mail"),
        autoescape=select_autoescape(["html"], default_for_string=False, default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def write_letter(template: str, language: str, values: Mapping[str, str | int]) -> Letter:
    """In French for whoever reads neither of our languages."""
    spoken = language if language in LANGUAGES else LANGUAGES[0]
    one_line = {
        name: " ".join(value.split()) if isinstance(value, str) else value
        for name, value in values.items()
    }
    environment = _environment()
    written = environment.get_template(f"{spoken}/{template}.txt").render(one_line)
    subject, _, text = written.partition("\n\n")
    html = environment.get_template(f"{spoken}/{template}.html").render(
        one_line, subject=subject, language=spoken
    )
    return Letter(subject.strip(), text.strip() + "\n", html)
