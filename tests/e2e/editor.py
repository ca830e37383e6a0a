"""A trainer at the desk, who prepares capsules and activities, and what is brought to the desk."""

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import typst
from playwright.async_api import FilePayload, Locator, Page, Response, expect

from tests.e2e.people import Trainer
from tests.media.files import pdf

# As tldraw says them in French: its texts are not ours.
TOOLS, PEN, TEXT = "Outils", "Dessiner", "Texte"
CREATE = "Créer"

LOCKED = pdf(
    b"",
    trailer=b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>/ID[<00><00>]"
    % (b"5a" * 32, b"a5" * 32),
)

PAINTED = """() => new Promise((done) => {
  requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done)));
})"""
DROP = """([name, type, bytes]) => {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(bytes)], name, {type}));
  return data;
}"""


class Author(Trainer):
    """In front of a list of their own, or of an editor."""

    @property
    def status(self) -> Locator:
        """Whether what was done is safe: in the bar, not in the page's announcements."""
        return self.page.get_by_role("banner").get_by_role("status")

    @asynccontextmanager
    async def saving(self) -> AsyncIterator[None]:
        """Through it, the server has what was done inside. One thing: a save may go in between."""
        async with self.page.expect_response(is_save):
            yield
        saved = self.text("capsules.status.saved").or_(self.text("activities.save.saved"))
        await expect(saved).to_be_visible()

    @asynccontextmanager
    async def drawing(self) -> AsyncIterator[None]:
        """Through it, the server has what was done inside on the board of a capsule."""
        yield
        await self.page.evaluate(PAINTED)  # tldraw tells its line of it with the next picture
        await expect(self.status).to_have_text(self.words("capsules.status.saved"))

    def link(self, key: str) -> Locator:
        return self.page.get_by_role("link", name=self.words(key), exact=True)

    # The list of capsules

    async def choose_file(self, button: Locator, file: FilePayload) -> None:
        async with self.page.expect_file_chooser() as chooser:
            await button.click()
        await (await chooser.value).set_files(file)

    async def drop(self, target: Locator, file: FilePayload) -> None:
        about = [file["name"], file["mimeType"], list(file["buffer"])]
        data = await self.page.evaluate_handle(DROP, about)
        for event in ("dragenter", "dragover", "drop"):
            await target.dispatch_event(event, {"dataTransfer": data})

    @property
    def importing(self) -> Locator:
        return self.dialog("capsules.import.title")

    # The editor of a capsule

    async def open_capsule(self, capsule_id: str) -> None:
        await self.page.goto(f"/capsules/{capsule_id}")
        await self.is_open()

    async def is_open(self) -> None:
        await expect(self.slides.first).to_be_visible()
        await expect(self.tools).to_be_visible()  # they come when tldraw has loaded all it needs

    @property
    def capsule_id(self) -> str:
        found = re.search(r"/capsules/([0-9a-f]+)$", self.page.url)
        assert found, self.page.url
        return found[1]

    @property
    def filmstrip(self) -> Locator:
        return self.page.get_by_role("navigation", name=self.words("capsules.slides.list"))

    @property
    def slides(self) -> Locator:
        return self.filmstrip.get_by_role("listitem")

    def slide_button(self, place: int) -> Locator:
        """In the filmstrip; places begin at 1."""
        name = re.compile(rf"^{self.words('capsules.slides.slide')} {place}\b")
        return self.filmstrip.get_by_role("button", name=name)

    async def slide_names(self) -> list[str]:
        word = self.words("capsules.slides.slide")
        buttons = self.filmstrip.get_by_role("button", name=re.compile(rf"^{word} \d"))
        return [
            re.sub(rf"^({word})?\s*\d+\s*", "", text) for text in await buttons.all_inner_texts()
        ]

    async def drag(self, grabbed: Locator, target: Locator) -> None:
        """By mouse, to the middle of where the target is now."""
        mouse = self.page.mouse
        await grabbed.hover()
        await mouse.down()
        place = await target.bounding_box()
        assert place
        await mouse.move(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2, steps=8)
        await mouse.up()

    async def choose_for_slide(self, place: int, verb: str) -> None:
        """From the menu of a slide."""
        await self.slide_button(place).hover()
        await self.choose(
            self.button("capsules.slides.actions", place=place), self.words(f"capsules.{verb}")
        )

    @property
    def preview(self) -> Locator:
        """Of a question: beside it, or, on a phone, over it."""
        name = self.words("activities.preview.label")
        beside = self.page.get_by_role("complementary", name=name)
        return beside.or_(self.page.get_by_role("dialog", name=name)).filter(visible=True)

    @property
    def canvas(self) -> Locator:
        return self.page.get_by_test_id("canvas")  # tldraw gives it neither role nor name

    def shapes(self, kind: str) -> Locator:
        """What is on the slide; tldraw's shapes have no roles."""
        return self.canvas.locator(f"[data-shape-type={kind}]")

    @property
    def tools(self) -> Locator:
        return self.page.get_by_role("toolbar", name=TOOLS)

    async def take_tool(self, name: str) -> None:
        await self.tools.get_by_role("button", name=name, exact=True).click()

    async def draw(self) -> None:
        """A stroke across the middle of the slide, by mouse."""
        await self.take_tool(PEN)
        mouse = self.page.mouse
        await mouse.move(*await self.point(0.4, 0.4))
        await mouse.down()
        await mouse.move(*await self.point(0.6, 0.6), steps=8)
        await mouse.up()

    async def write(self, text: str) -> None:
        """A text near the top of the slide."""
        await self.take_tool(TEXT)
        await self.page.mouse.click(*await self.point(0.3, 0.2))
        await expect(self.canvas.get_by_role("textbox")).to_be_focused()
        await self.page.keyboard.type(text)
        await expect(self.canvas.get_by_role("textbox")).to_have_text(text)
        await self.page.keyboard.press("Escape")

    async def point(self, right: float, down: float) -> tuple[float, float]:
        """In the page, by shares of the board's box."""
        box = await self.canvas.bounding_box()
        assert box
        return box["x"] + right * box["width"], box["y"] + down * box["height"]


def watch_hosts(page: Page) -> set[str]:
    """Grows with every host that the browser of this page asks for something."""
    hosts: set[str] = set()

    def add(address: str) -> None:
        if host := urlsplit(address).netloc:  # data: and blob: lead nowhere
            hosts.add(host)

    page.context.on("request", lambda request: add(request.url))
    page.on("websocket", lambda socket: add(socket.url))
    return hosts


def is_save(response: Response) -> bool:
    return response.request.method in {"PUT", "POST"} and bool(
        re.search(r"/api/(capsules|activities)(/[0-9a-f]+)?$", response.url) and response.ok
    )


def as_file(name: str, content: bytes | str, kind: str = "") -> FilePayload:
    data = content.encode() if isinstance(content, str) else content
    return {"name": name, "mimeType": kind, "buffer": data}


def make_pdf(*pages: str) -> bytes:
    """A page for each text, as a program for slides would make it."""
    source = '#set page(paper: "presentation-16-9")\n#set text(lang: "fr", size: 40pt)\n'
    made: bytes = typst.compile((source + "\n#pagebreak()\n".join(pages)).encode())
    return made


def make_pratico_file(address: str) -> str:
    """As Pratico saves a board: a list of one JSON text, in tldraw's first schema."""
    snapshot: dict[str, Any] = {
        "store": {
            "document:document": {
                "id": "document:document",
                "typeName": "document",
                "gridSize": 10,
                "name": "",
                "meta": {},
            },
            "page:one": page_of_old("page:one", "Accueil", "a1"),
            "page:two": page_of_old("page:two", "Suite", "a2"),
            "asset:lost": {
                "id": "asset:lost",
                "typeName": "asset",
                "type": "image",
                "props": {
                    "name": "plan.png",
                    "src": address,
                    "w": 640,
                    "h": 360,
                    "mimeType": "image/png",
                    "isAnimated": False,
                },
                "meta": {},
            },
            "shape:picture": {
                **shape_of_old("picture", "image", "page:one"),
                "props": {
                    "w": 640,
                    "h": 360,
                    "assetId": "asset:lost",
                    "playing": True,
                    "url": "",
                    "crop": None,
                },
            },
            "shape:words": {
                **shape_of_old("words", "text", "page:one"),
                "props": {
                    "color": "black",
                    "size": "m",
                    "w": 300,
                    "text": "Bienvenue à l’atelier",
                    "font": "draw",
                    "align": "middle",
                    "autoSize": True,
                    "scale": 1,
                },
            },
        },
        "schema": OLD_SCHEMA,
    }
    return json.dumps([json.dumps(snapshot)])


def page_of_old(page_id: str, name: str, index: str) -> dict[str, Any]:
    return {"id": page_id, "typeName": "page", "name": name, "index": index, "meta": {}}


def shape_of_old(name: str, kind: str, page_id: str) -> dict[str, Any]:
    return {
        "id": f"shape:{name}",
        "typeName": "shape",
        "type": kind,
        "parentId": page_id,
        "index": "a1" if kind == "image" else "a2",
        "x": 400,
        "y": 300 if kind == "image" else 100,
        "rotation": 0,
        "isLocked": False,
        "opacity": 1,
        "meta": {},
    }


def versioned(version: int, **kinds: int) -> dict[str, Any]:
    """How tldraw's first schema tells the versions of a type and of its kinds."""
    if not kinds:
        return {"version": version}
    return {"version": version, "subTypeKey": "type", "subTypeVersions": kinds}


OLD_SCHEMA = {
    "schemaVersion": 1,
    "storeVersion": 4,
    "recordVersions": {
        "asset": versioned(1, image=2, video=2, bookmark=0),
        "camera": versioned(1),
        "document": versioned(2),
        "instance": versioned(22),
        "instance_page_state": versioned(5),
        "page": versioned(1),
        "shape": versioned(
            3,
            group=0,
            text=1,
            bookmark=1,
            draw=1,
            geo=7,
            note=4,
            line=1,
            frame=0,
            arrow=2,
            highlight=0,
            embed=4,
            image=2,
            video=1,
        ),
        "instance_presence": versioned(5),
        "pointer": versioned(1),
    },
}


async def another_tab(author: Author) -> Author:
    """Of the same browser: signed in, and with the same storage."""
    return Author(await author.page.context.new_page(), author.words)


def page_names(document: dict[str, Any]) -> list[str]:
    pages = [each for each in document["store"].values() if each["typeName"] == "page"]
    return [each["name"] for each in sorted(pages, key=lambda each: each["index"])]


def count_shapes(document: dict[str, Any], kind: str) -> int:
    return sum(
        each["typeName"] == "shape" and each["type"] == kind for each in document["store"].values()
    )
