import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from salle.kit.errors import Kind, SalleError


class Role(StrEnum):
    """What somebody may do, in growing order."""

    PUBLIC = "public"
    MEMBER = "member"
    INSTRUCTOR = "instructor"
    BOARD_MEMBER = "board_member"
    ADMIN = "admin"

    def includes(self, other: "Role") -> bool:
        ranks = list(Role)
        return ranks.index(self) >= ranks.index(other)


class Purpose(StrEnum):
    """What a one-time link is good for."""

    SETUP = "setup"
    SIGN_IN = "sign_in"
    RESET = "reset"
    INVITATION = "invitation"


LINK_LASTS: Mapping[Purpose, timedelta] = {
    Purpose.SETUP: timedelta(days=1),
    Purpose.SIGN_IN: timedelta(days=1),
    Purpose.RESET: timedelta(hours=1),
    Purpose.INVITATION: timedelta(days=7),
}

INVITABLE: Mapping[Role, tuple[Role, ...]] = {
    Role.PUBLIC: (),
    Role.MEMBER: (),
    Role.INSTRUCTOR: (Role.MEMBER,),
    Role.BOARD_MEMBER: (Role.MEMBER, Role.INSTRUCTOR),
    Role.ADMIN: tuple(Role),
}
"""Which roles each role may invite: never more than one's own, and trainers make no trainers."""

LOGIN_IDLE_FOR = timedelta(days=14)
LOGIN_LASTS = timedelta(days=90)
OVERLAP = timedelta(seconds=10)
KEPT_FOR = timedelta(days=30)
"""How long a sign-in that has ended stays in the database."""

PASSWORD_MIN = 10
PASSWORD_MAX = 128


class SignInNeeded(SalleError):
    kind = Kind.UNAUTHENTICATED
    code = "auth.sign_in_needed"


class NotAllowed(SalleError):
    kind = Kind.FORBIDDEN
    code = "auth.not_allowed"


class BadCredentials(SalleError):
    """Said alike for an unknown address, a wrong password and a disabled account."""

    kind = Kind.UNAUTHENTICATED
    code = "auth.bad_credentials"


class WrongPassword(SalleError):
    """The password of somebody who is signed in: 401 would make the browser sign out."""

    kind = Kind.INVALID
    code = "account.wrong_password"


class PasswordRefused(SalleError):
    """`reason` is one of too_short, too_long, too_common, too_personal."""

    kind = Kind.INVALID
    code = "account.password_refused"


class LinkGone(SalleError):
    """Said alike for a link that is used, revoked, too old, or was never made."""

    kind = Kind.GONE
    code = "link.gone"


class EmailTaken(SalleError):
    kind = Kind.CONFLICT
    code = "account.email_taken"


class AccountNotFound(SalleError):
    kind = Kind.NOT_FOUND
    code = "account.not_found"


class InvitationNotFound(SalleError):
    kind = Kind.NOT_FOUND
    code = "invitation.not_found"


class LoginNotFound(SalleError):
    kind = Kind.NOT_FOUND
    code = "login.not_found"


class LastAdmin(SalleError):
    """Somebody must be left who can let others in."""

    kind = Kind.CONFLICT
    code = "account.last_admin"


def fold(text: str) -> str:
    """What addresses and names are compared by."""
    return unicodedata.normalize("NFC", text.strip().casefold())


def expiry_of_login(created_at: datetime, now: datetime) -> datetime:
    """A sign-in ends when it was not used for two weeks, and after three months in any case."""
    return min(now + LOGIN_IDLE_FOR, created_at + LOGIN_LASTS)


@dataclass(frozen=True)
class TokenUse:
    """A refresh token of a sign-in: how many came before it, and when it was first used."""

    generation: int
    used_at: datetime | None


def is_reuse(presented: TokenUse, others: Iterable[TokenUse], now: datetime) -> bool:
    """Whether two parties hold tokens of one sign-in, so that one of them is a thief.

    A used token may come back while none of its successors was used: the answer was lost on its
    way, and the browser still has the old one. Of the successors that were then handed out, one
    may be used. Two tabs that ask at the same moment are one party: for ten seconds, all may.
    """
    overlap_began = now - OVERLAP
    came_back_late = presented.used_at is not None and presented.used_at <= overlap_began
    for other in others:
        if other.used_at is None:
            continue
        if other.generation == presented.generation and other.used_at <= overlap_began:
            return True
        if other.generation > presented.generation and came_back_late:
            return True
    return False


def check_password(password: str, personal: Iterable[str] = ()) -> None:
    """Refuse what is guessed first. Nothing is asked of the kinds of characters.

    `personal` is what others know of this person: the address, the names.
    """
    if len(password) < PASSWORD_MIN:
        raise PasswordRefused(reason="too_short")
    if len(password) > PASSWORD_MAX:
        raise PasswordRefused(reason="too_long")
    plain = _undisguised(password)
    if _is_monotonous(password.casefold()) or _made_of(plain, COMMON):
        raise PasswordRefused(reason="too_common")
    known = {_undisguised(part) for text in personal for part in re.split(r"[\W_]+", text)}
    if _made_of(plain, COMMON | {word for word in known if len(word) > SHORT}):
        raise PasswordRefused(reason="too_personal")


SHORT = 2
LETTERS_AND_SEQUENCES = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "qwertyuiopasdfghjklzxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
    "qwertzuiopasdfghjklyxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "1q2w3e4r5t6y7u8i9o0p",
    "a1z2e3r4t5y6u7i8o9p0",
)

COMMON_WORDS = """
admin administrator administrateur amour angel ange anniversaire baseball basketball batman
bienvenue bonjour bonheur butterfly changeme changemoi chocolat chocolate classe classroom code
coffee computer cookie coucou cours default defaut doudou dragon ecole eleve enfant enseignant
family famille flower football formateur formation france freedom friend god guest hello hockey
hunter iloveyou jesus jetaime jordan kevin killer lapin letmein liverpool login loulou love
lovely loveyou maison maman marseille master michael michel minecraft monkey monsieur mot
motdepasse music musique mustang naruto nicolas nothing office oiseau ordinateur paris pass
passe passer password passwd please pokemon prince princess princesse prof professeur qwerty
azerty root salle salut school secret security shadow soccer soleil starwars student summer
sunshine superman teacher test tiger training trustno tresor vacances user utilisateur welcome
whatever winter hiver ete printemps automne spring autumn janvier fevrier mars avril mai juin
juillet aout septembre octobre novembre decembre january february march april may june july
august september october november december my mon ma mes the le la les de du is est and et
new nouveau nouvelle pwd mdp
"""
COMMON = frozenset(COMMON_WORDS.split())
"""The words that guessed passwords are made of, in our two languages."""

DISGUISES = str.maketrans("@4àâä310éèêë$5!7ùûüîïôöç", "aaaaaeioeeeessituuuiiooc")


def _undisguised(text: str) -> str:
    """The letters that were meant: P@ssw0rd2026! is password."""
    folded = text.casefold()
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", folded) or folded
    return re.sub(r"[\W\d_]+", "", core.translate(DISGUISES))


def _made_of(text: str, words: frozenset[str] | set[str]) -> bool:
    """Whether the whole text is a row of these words."""
    reachable = {0}
    for end in range(1, len(text) + 1):
        if any(text[start:end] in words for start in reachable):
            reachable.add(end)
    return len(text) in reachable


def _is_monotonous(text: str) -> bool:
    """One short piece again and again, or a walk along the keyboard or the alphabet."""
    if any(text == (text[:size] * len(text))[: len(text)] for size in range(1, 5)):
        return True
    rows = [*LETTERS_AND_SEQUENCES, *(row[::-1] for row in LETTERS_AND_SEQUENCES)]
    return any(text in row * 2 for row in rows)
