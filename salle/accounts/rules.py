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


class SignInNeeded(SalleError):
    kind = Kind.UNAUTHENTICATED
    code = "auth.sign_in_needed"


class NotAllowed(SalleError):
    kind = Kind.FORBIDDEN
    code = "auth.not_allowed"
