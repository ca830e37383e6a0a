from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from salle.accounts.schemas import Version, check_line
from salle.capsules.rules import MAX_ACTIVITIES, MAX_TITLE

Title = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_TITLE),
    AfterValidator(check_line),
]
ActivityIds = Annotated[
    list[Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]],
    Field(max_length=MAX_ACTIVITIES),
]


class NewCapsule(BaseModel):
    title: Title


class NewCopy(BaseModel):
    title: Title | None = None
    """The title of the copy; without one, that of the original."""


class SavedCapsule(BaseModel):
    """What is to change; the rest stays. `version` is the one that the change was made on.

    A document needs it. Whoever works on the board of the capsule, where its version moves by
    itself, saves the rest without one.
    """

    version: Version | None = None
    save_id: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z_-]{8,64}$")] | None = None
    """Made by the client, one a save: the same one sent again is answered, not refused."""
    title: Title | None = None
    document: dict[str, Any] | None = None
    activity_ids: ActivityIds | None = None

    @model_validator(mode="after")
    def check_version(self) -> Self:
        if self.document is not None and self.version is None:
            raise PydanticCustomError("version_missing", "a document comes with its version")
        return self


class CapsuleSummary(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: str
    title: str
    created_at: datetime
    updated_at: datetime
    version: int
    page_count: int
    activity_ids: list[str]


class CapsuleOut(CapsuleSummary):
    document: dict[str, Any]
    """`{store, schema}`, as tldraw's `loadSnapshot` takes it."""
    last_save_id: str | None
    """The `save_id` of the save that made this version, if it was one that had any."""


class CapsuleList(BaseModel):
    capsules: list[CapsuleSummary]
    total: int


class ImportStarted(BaseModel):
    import_id: str


class NoteOut(BaseModel):
    code: Literal["asset_lost", "asset_unreadable", "shapes_unknown"]
    address: str | None = None
    reason: str | None = None
    kinds: list[str] | None = None
    count: int | None = None


class PagesAdded(BaseModel):
    """The pages are in the capsule, whose version is now this one."""

    kind: Literal["added"]
    version: int
    page_ids: list[str]


class DocumentReplaced(BaseModel):
    """The capsule was blank: what was imported is its document now, in its own schema."""

    kind: Literal["replaced"]
    version: int


class ToMerge(BaseModel):
    """In another schema than the capsule: tldraw has to bring it up to date, then add its pages."""

    kind: Literal["to_merge"]
    snapshot: dict[str, Any]
    after_page_id: str | None = None


class ImportOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: str
    status: Literal["waiting", "running", "done", "failed"]
    done: int
    total: int
    """Pages or pictures; 0 until it is known."""
    error_code: str | None
    error_details: dict[str, Any]
    notes: list[NoteOut]
    result: Annotated[PagesAdded | DocumentReplaced | ToMerge, Field(discriminator="kind")] | None
