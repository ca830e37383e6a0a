"""The capsule that a fresh installation has: a first-aid lesson that one can really teach."""

from itertools import pairwise
from typing import Any

from salle.capsules.demo_texts import TEXTS, DemoTexts, Language
from salle.capsules.documents import blank_document
from salle.capsules.records import (
    SLIDE_HEIGHT,
    SLIDE_WIDTH,
    Document,
    Record,
    index_key,
    page,
    rich_text,
    shape,
)
from salle.kit.ids import new_id

MARGIN = 140
SURVIVAL = (100, 88, 76, 64, 52, 42, 32, 23, 15, 9, 5)
"""Chances in hundredths, minute by minute without help: about ten points lost in each."""


def make_demo_document(language: Language = "fr") -> Document:
    texts = TEXTS[language]
    document = blank_document()
    store = document["store"]
    del store["page:page"]
    for number, (draw, name) in enumerate(zip(_SLIDES, texts["pages"], strict=True), start=1):
        slide = Slide(name, number)
        draw(slide, texts)
        store |= {record["id"]: record for record in slide.records}
    return document


def demo_title(language: Language = "fr") -> str:
    return TEXTS[language]["capsule"]


def demo_activities(language: Language = "fr") -> list[dict[str, Any]]:
    """A quiz and a poll that go with it, as plans for the library of activities."""
    return [*TEXTS[language]["activities"]]


DEMO_ACTIVITIES = demo_activities()


class Slide:
    """A page, and what is drawn on it from back to front."""

    def __init__(self, name: str, number: int) -> None:
        self._page = page(name, index=index_key(number))
        self.records: list[Record] = [self._page]

    def _add(self, kind: str, props: dict[str, Any], **where: Any) -> str:  # noqa: ANN401 - handed on to `shape`
        record = shape(
            kind,
            props,
            parent_id=self._page["id"],
            index=index_key(len(self.records)),
            **where,
        )
        self.records.append(record)
        return str(record["id"])

    def text(
        self,
        text: str,
        x: float,
        y: float,
        width: float,
        *,
        size: str = "l",
        scale: float = 1,
        color: str = "black",
        align: str = "start",
        is_bold: bool = False,
    ) -> None:
        self._add(
            "text",
            {
                "color": color,
                "size": size,
                "font": "sans",
                "textAlign": align,
                "w": width / scale,
                "richText": rich_text(text, is_bold=is_bold),
                "scale": scale,
                "autoSize": False,
            },
            x=x,
            y=y,
        )

    def geo(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        text: str = "",
        *,
        geo: str = "rectangle",
        color: str = "red",
        fill: str = "fill",
        label: str = "white",
        scale: float = 1.5,
    ) -> str:
        return self._add(
            "geo",
            {
                "geo": geo,
                "dash": "solid",
                "url": "",
                "w": width,
                "h": height,
                "growY": 0,
                "scale": scale,
                "labelColor": label,
                "color": color,
                "fill": fill,
                "size": "l",
                "font": "sans",
                "align": "middle",
                "verticalAlign": "middle",
                "richText": rich_text(text),
            },
            x=x,
            y=y,
        )

    def note(
        self, text: str, x: float, y: float, *, color: str, size: str = "m", scale: float = 1.85
    ) -> None:
        self._add(
            "note",
            {
                "color": color,
                "labelColor": "black",
                "size": size,
                "font": "draw",
                "fontSizeAdjustment": 0,
                "align": "middle",
                "verticalAlign": "middle",
                "growY": 0,
                "url": "",
                "richText": rich_text(text),
                "scale": scale,
            },
            x=x,
            y=y,
        )

    def line(self, points: list[tuple[float, float]], *, color: str, size: str = "xl") -> None:
        (left, top), *_ = points
        at = {
            index_key(number): {
                "id": index_key(number),
                "index": index_key(number),
                "x": x - left,
                "y": y - top,
            }
            for number, (x, y) in enumerate(points, start=1)
        }
        self._add(
            "line",
            {
                "color": color,
                "dash": "solid",
                "size": size,
                "spline": "line",
                "points": at,
                "scale": 1,
            },
            x=left,
            y=top,
        )

    def arrow(
        self, from_id: str, to_id: str, start: tuple[float, float], end: tuple[float, float]
    ) -> None:
        """Bound to both shapes: it follows when the trainer moves them."""
        arrow_id = self._add(
            "arrow",
            {
                "kind": "arc",
                "labelColor": "black",
                "color": "grey",
                "fill": "none",
                "dash": "solid",
                "size": "xl",
                "arrowheadStart": "none",
                "arrowheadEnd": "arrow",
                "font": "sans",
                "start": {"x": 0, "y": 0},
                "end": {"x": end[0] - start[0], "y": end[1] - start[1]},
                "bend": 0,
                "text": "",
                "labelPosition": 0.5,
                "scale": 1,
                "elbowMidPoint": 0.5,
            },
            x=start[0],
            y=start[1],
        )
        for terminal, to in (("start", from_id), ("end", to_id)):
            self.records.append(
                {
                    "id": f"binding:{new_id()}",
                    "typeName": "binding",
                    "type": "arrow",
                    "fromId": arrow_id,
                    "toId": to,
                    "props": {
                        "terminal": terminal,
                        "normalizedAnchor": {"x": 0.5, "y": 0.5},
                        "isExact": False,
                        "isPrecise": False,
                        "snap": "none",
                    },
                    "meta": {},
                }
            )

    def heading(self, title: str, subtitle: str) -> None:
        self.geo(0, 0, 28, SLIDE_HEIGHT, color="red")
        self.text(title, MARGIN, 84, 1640, size="xl", scale=1.8, is_bold=True)
        self.text(subtitle, MARGIN, 206, 1640, size="l")


def draw_cover(slide: Slide, texts: DemoTexts) -> None:
    slide.geo(0, 0, SLIDE_WIDTH, 700, color="red")
    slide.geo(1390, 150, 380, 350, geo="heart", color="white", fill="fill")
    beat = [(0, 0), (420, 0), (470, -60), (520, 0), (600, 0), (640, 60), (700, -250), (770, 190)]
    rest = [(820, 0), (900, 0), (960, -80), (1020, 0), (SLIDE_WIDTH, 0)]
    slide.line([(x, 590 + y * 0.55) for x, y in beat + rest], color="white")
    title, subtitle, by_line = texts["cover"]
    slide.text(title, MARGIN, 150, 1180, size="xl", scale=2.4, color="white", is_bold=True)
    slide.text(subtitle, MARGIN, 780, 1640, size="xl", scale=1.3)
    slide.text(by_line, MARGIN, 890, 1640, size="l")


def draw_minutes(slide: Slide, texts: DemoTexts) -> None:
    title, subtitle, axis, big, what = texts["minutes"]
    slide.heading(title, subtitle)
    base, left, step = 930, 760, 96
    for minute, chance in enumerate(SURVIVAL):
        height = max(8, chance * 5.6)
        color = "green" if minute < 3 else "orange" if minute < 6 else "red"  # noqa: PLR2004 - three colours of urgency
        x = left + minute * step
        slide.geo(x, base - height, 72, height, color=color)
        slide.text(str(minute), x, base + 14, 72, size="m", scale=1.2, align="middle")
    slide.text(axis, left, base + 62, step * len(SURVIVAL), size="m")
    slide.text(big, MARGIN, 400, 560, size="xl", scale=3.4, color="red", is_bold=True)
    slide.text(what, MARGIN, 640, 540, size="l", scale=1.15)


def draw_chain(slide: Slide, texts: DemoTexts) -> None:
    title, subtitle, *links = texts["chain"]
    slide.heading(title, subtitle)
    width, gap, top = 340, 93, 400
    colors = ("blue", "violet", "red", "green")
    boxes = []
    for number, (text, color) in enumerate(zip(links, colors, strict=True)):
        name, _, how = text.partition("\n")
        x = MARGIN + number * (width + gap)
        boxes.append(slide.geo(x, top, width, 220, name, geo="hexagon", color=color, scale=1.55))
        slide.text(how, x - 10, top + 270, width + 20, size="l", align="middle")
    for number, (one, other) in enumerate(pairwise(boxes)):
        x = MARGIN + number * (width + gap) + width
        slide.arrow(one, other, (x, top + 110), (x + gap, top + 110))


def draw_compressions(slide: Slide, texts: DemoTexts) -> None:
    title, subtitle, *cards, note = texts["compressions"]
    slide.heading(title, subtitle)
    for number, (card, color) in enumerate(zip(cards, ("red", "orange", "blue"), strict=True)):
        y = 330 + number * 216
        figure, _, words = card.partition("\n")
        slide.geo(MARGIN, y, 400, 176, figure, color=color, scale=1.9)
        slide.geo(MARGIN + 400, y, 720, 176, words, color=color, fill="solid", label="black")
    slide.note(note, 1360, 400, color="yellow", size="s", scale=2.4)


def draw_defibrillator(slide: Slide, texts: DemoTexts) -> None:
    title, subtitle, *steps, warning = texts["defibrillator"]
    slide.heading(title, subtitle)
    for number, step in enumerate(steps):
        x, y = MARGIN + number % 2 * 850, 340 + number // 2 * 220
        slide.geo(x, y, 130, 130, str(number + 1), geo="ellipse", color="green", scale=1.8)
        slide.text(step, x + 164, y + 16, 620, size="l")
    slide.geo(MARGIN, 830, 1640, 130, warning, color="yellow", fill="solid", label="black")


def draw_summary(slide: Slide, texts: DemoTexts) -> None:
    title, subtitle, *notes, last = texts["summary"]
    slide.heading(title, subtitle)
    for number, (text, color) in enumerate(
        zip(notes, ("light-blue", "light-green", "yellow", "light-red"), strict=True)
    ):
        slide.note(text, MARGIN + number * 420, 360, color=color)
    slide.text(
        last, MARGIN, 850, 1640, size="xl", scale=1.3, color="red", align="middle", is_bold=True
    )


_SLIDES = (
    draw_cover,
    draw_minutes,
    draw_chain,
    draw_compressions,
    draw_defibrillator,
    draw_summary,
)
