from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from salle.accounts.rules import Purpose, Role
from salle.kit.database import Table


class User(Table, kw_only=True):
    """Somebody with an account."""

    __tablename__ = "users"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    email: Mapped[str] = mapped_column(String(320))
    email_folded: Mapped[str] = mapped_column(String(320), unique=True)
    """What an address is compared by: neither database folds É on its own."""
    password_hash: Mapped[str | None] = mapped_column(String(255), default=None)
    """None: this person signs in by a link until a password is chosen."""
    role: Mapped[Role] = mapped_column(String(16))
    first_name: Mapped[str] = mapped_column(String(100), default="")
    last_name: Mapped[str] = mapped_column(String(100), default="")
    name_folded: Mapped[str] = mapped_column(String(420), default="")
    """What a name is searched by. Folding may lengthen: ß becomes ss."""
    organisation: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str] = mapped_column(String(8), default="fr")
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None] = mapped_column(default=None)


class Login(Table, kw_only=True):
    """One sign-in on one browser. Revoke the row, and its tokens are worth nothing."""

    __tablename__ = "logins"
    __table_args__ = (
        Index("ix_logins_user_id", "user_id"),
        Index("ix_logins_expires_at", "expires_at"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)
    user_agent: Mapped[str] = mapped_column(String(200), default="")


class RefreshToken(Table, kw_only=True):
    """One link in the chain of a sign-in. The token itself is known to the browser alone."""

    __tablename__ = "refresh_tokens"
    __table_args__ = (Index("ix_refresh_tokens_login_id_generation", "login_id", "generation"),)

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    login_id: Mapped[str] = mapped_column(ForeignKey("logins.id", ondelete="CASCADE"))
    generation: Mapped[int]
    """How many came before it. Two of one generation were handed out for one predecessor."""
    used_at: Mapped[datetime | None] = mapped_column(default=None)
    """When it was first exchanged."""


class OneTimeLink(Table, kw_only=True):
    """A link that works once. The token itself is known to its receiver alone."""

    __tablename__ = "one_time_links"
    __table_args__ = (
        Index("ix_one_time_links_purpose_created_at", "purpose", "created_at"),
        Index("ix_one_time_links_user_id", "user_id"),
        Index("ix_one_time_links_created_by", "created_by"),
        Index("ix_one_time_links_email_folded", "email_folded"),
        Index("ix_one_time_links_expires_at", "expires_at"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[Purpose] = mapped_column(String(16))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None] = mapped_column(default=None)
    user_id: Mapped[str | None] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), default=None
    )
    """Who signs in or chooses a new password."""
    email: Mapped[str | None] = mapped_column(String(320), default=None)
    """Who is invited, and as what."""
    email_folded: Mapped[str | None] = mapped_column(String(320), default=None)
    role: Mapped[Role | None] = mapped_column(String(16), default=None)
    language: Mapped[str] = mapped_column(String(8), default="fr")
    created_by: Mapped[str | None] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), default=None
    )
