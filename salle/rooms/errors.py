"""Why a room refuses. The codes are part of the protocol."""

from salle.kit.errors import Kind, SalleError


class OnlyTheTrainer(SalleError):
    kind = Kind.FORBIDDEN
    code = "room.only_the_trainer"


class OnlyParticipants(SalleError):
    kind = Kind.FORBIDDEN
    code = "room.only_participants"


class ScreensWatch(SalleError):
    kind = Kind.FORBIDDEN
    code = "room.screens_watch"


class NoSuchParticipant(SalleError):
    kind = Kind.NOT_FOUND
    code = "room.no_such_participant"


class NoSuchPage(SalleError):
    kind = Kind.NOT_FOUND
    code = "room.no_such_page"


class NameInvalid(SalleError):
    kind = Kind.INVALID
    code = "room.name_invalid"


class NameTaken(SalleError):
    kind = Kind.CONFLICT
    code = "room.name_taken"


class ChatInactive(SalleError):
    kind = Kind.CONFLICT
    code = "chat.inactive"


class NoSuchMessage(SalleError):
    kind = Kind.NOT_FOUND
    code = "chat.no_such_message"


class NotDone(SalleError):
    """It had its turn before a later one of the same client, and left nothing behind (C3)."""

    kind = Kind.CONFLICT
    code = "room.not_done"


class RoomNotFound(SalleError):
    kind = Kind.NOT_FOUND
    code = "room.not_found"


class RoomEnded(SalleError):
    kind = Kind.GONE
    code = "room.ended"


class RoomFull(SalleError):
    kind = Kind.CONFLICT
    code = "room.full"


class IdentityUnknown(SalleError):
    kind = Kind.UNAUTHENTICATED
    code = "room.identity_unknown"


class NamesMissing(SalleError):
    kind = Kind.INVALID
    code = "room.names_missing"


class KickedOut(SalleError):
    """With the reason that the trainer gave, in `details`."""

    kind = Kind.FORBIDDEN
    code = "room.kicked"


class TooFast(SalleError):
    kind = Kind.TOO_MANY
    code = "too_fast"


class Invalid(SalleError):
    """Of the right form, with wrong content; `details.fields` says where."""

    kind = Kind.INVALID
    code = "invalid"


class Broken(SalleError):
    """A mistake of ours. Nothing was stored, and sending it again would not help."""

    kind = Kind.INVALID
    code = "internal"
