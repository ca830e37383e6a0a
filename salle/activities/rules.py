from salle.kit.errors import Kind, SalleError


class ActivityNotFound(SalleError):
    kind = Kind.NOT_FOUND
    code = "activity.not_found"


class ActivityStale(SalleError):
    """Somebody saved a newer version meanwhile: nothing is overwritten."""

    kind = Kind.CONFLICT
    code = "activity.stale"


class LibraryFull(SalleError):
    kind = Kind.CONFLICT
    code = "activity.library_full"


MOST_ACTIVITIES = 2_000
