from pydantic import BaseModel


class BoardTicket(BaseModel):
    """For the address of the board's socket: `?ticket=…`. It is good once, for a minute."""

    ticket: str
