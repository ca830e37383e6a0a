from salle.accounts.schemas import Told


class CalendarAddress(Told):
    url: str | None
    """Whoever knows it reads the calendar. None until one is asked for."""


class CalendarLinks(Told):
    """Pages of others, with the session filled in. They are asked only by whoever clicks."""

    google: str
    outlook: str
    office: str
