import unicodedata
from datetime import datetime
from typing import Annotated, Literal

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, Strict, StringConstraints
from pydantic_core import PydanticCustomError

from salle.accounts.rules import PASSWORD_MAX, PASSWORD_MIN, Purpose, Role

# Characters that no name has: controls (a line break would be a header of its own in a mail)
# and those that turn the reading direction around.
UNSEEN = frozenset({"Cc", "Cs", "Co", "Zl", "Zp"})
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def check_line(text: str) -> str:
    if any(unicodedata.category(each) in UNSEEN or each in TURNING for each in text):
        raise PydanticCustomError("not_on_one_line", "no line breaks or control characters")
    return unicodedata.normalize("NFC", text)


def check_email(text: str) -> str:
    """An address as people have them; those of a network of one's own (anna@school.local) too."""
    try:
        found = validate_email(
            text, check_deliverability=False, globally_deliverable=False, allow_smtputf8=True
        )
    except EmailNotValidError:
        raise PydanticCustomError("email", "not an e-mail address") from None
    return found.normalized


EmailAddress = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=254), AfterValidator(check_email)
]
TypedLine = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=320),
    AfterValidator(check_line),
]
"""Something to be looked up: an address that is none is nobody's, and that is all we say."""
PersonName = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=100), AfterValidator(check_line)
]
Organisation = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=200), AfterValidator(check_line)
]
Language = Literal["fr", "en"]
Version = Annotated[int, Field(ge=1, le=2**31 - 2)]
"""The one that a change was made on: on any other it is refused. The next one fits as well."""
Flag = Annotated[bool, Strict()]
"""True or false, and nothing that could be read as one of them."""
Secret = Annotated[str, StringConstraints(min_length=1, max_length=200)]
TypedPassword = Annotated[str, StringConstraints(max_length=PASSWORD_MAX)]
"""A password to be compared."""
NewPassword = Annotated[str, StringConstraints(min_length=PASSWORD_MIN, max_length=PASSWORD_MAX)]
"""Never changed on its way, not even a space at its end."""


class Asked(BaseModel):
    """What is sent to us: a field we do not know is a mistake, said aloud."""

    model_config = ConfigDict(extra="forbid")


class Told(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class Credentials(Asked):
    email: Annotated[TypedLine, Field(min_length=1)]
    password: TypedPassword


class AccessToken(Told):
    access_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 - the name of a scheme
    expires_in: int
    """Seconds."""


class RecoveryRequest(Asked):
    email: Annotated[TypedLine, Field(min_length=1)]


class LinkToken(Asked):
    token: Secret


class LinkLook(Told):
    purpose: Purpose
    expires_at: datetime
    email: str | None
    role: Role | None
    language: Language


class LinkUse(Asked):
    """Which fields are needed depends on the link: a missing one is named in the answer."""

    token: Secret
    email: EmailAddress | None = None
    password: NewPassword | None = None
    first_name: PersonName | None = None
    last_name: PersonName | None = None
    language: Language | None = None


class Profile(Told):
    id: str
    email: str
    role: Role
    first_name: str
    last_name: str
    name: str
    organisation: str
    language: Language
    has_password: bool
    can_invite: list[Role]
    """As what this person may invite others."""


class ProfileChange(Asked):
    first_name: PersonName | None = None
    last_name: PersonName | None = None
    organisation: Organisation | None = None
    language: Language | None = None


class PasswordChange(Asked):
    current_password: TypedPassword = ""
    """Not needed by somebody who has none yet."""
    new_password: NewPassword


class SignInOut(Told):
    id: str
    created_at: datetime
    last_used_at: datetime
    user_agent: str
    is_current: bool


class NewInvitation(Asked):
    email: EmailAddress
    role: Role
    language: Language = "fr"


class Invitation(Told):
    id: str
    email: str
    role: Role
    language: Language
    created_at: datetime
    expires_at: datetime


class Account(Told):
    id: str
    email: str
    role: Role
    first_name: str
    last_name: str
    organisation: str
    language: Language
    created_at: datetime
    disabled_at: datetime | None


class AccountPage(Told):
    items: list[Account]
    next: str | None
    """Pass it as `after` for the next page."""


class AccountChange(Asked):
    role: Role | None = None
    disabled: Flag | None = None


PageSize = Annotated[int, Field(ge=1, le=200)]
RowId = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z]{1,32}$")]
