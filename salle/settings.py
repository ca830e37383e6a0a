import secrets
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, HttpUrl, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What the operator decides. Every field is an environment variable: SALLE_ and its name."""

    model_config = SettingsConfigDict(env_prefix="SALLE_", frozen=True, extra="ignore")

    data: Path = Path("data")
    """The folder of the database, the files and the secret."""
    database_url: str = ""
    """SQLite in the data folder unless a postgresql:// address is given."""
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    public_url: HttpUrl | None = None
    """The address people type, where it differs from http://host:port (behind a proxy)."""
    trusted_proxies: str = ""
    """Addresses, with commas, whose X-Forwarded-For is believed."""
    secret: SecretStr = SecretStr("")
    """Signs tokens, at least 32 bytes; made at the first start and kept in the data folder."""
    language: Literal["fr", "en"] = "fr"
    """The language of mails to people who have not chosen one."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    metrics_token: SecretStr = SecretStr("")
    """Who sends it as a bearer token may read /metrics; without it, nobody may."""

    smtp_host: str = ""
    """Without it, mails wait in an outbox that admins can read."""
    smtp_port: Annotated[int, Field(ge=1, le=65535)] = 587
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    mail_from: str = "Salle <salle@localhost>"

    time_zone: str = "Europe/Paris"
    """The organisation's: at two in the morning there, what is over is tidied up."""
    look_every_seconds: Annotated[float, Field(gt=0)] = 5
    """How often each process looks for mails and reminders that are due."""

    media_quota_mib: Annotated[int, Field(ge=1)] = 2048
    """How much each person may store."""
    room_ends_after_minutes: Annotated[float, Field(gt=0)] = 30
    """A room whose trainer has been gone for this long ends by itself."""

    records_kept_days: Annotated[int, Field(ge=1, le=36_500)] | None = None
    """After so many days nothing is left of who registered and came, of reports and boards of
    classes. Without it, that is kept."""

    @field_validator("database_url")
    @classmethod
    def known_database(cls, url: str) -> str:
        if url and not url.startswith(("sqlite", "postgres")):
            raise ValueError("a sqlite:// or postgresql:// address")
        return url

    @field_validator("time_zone")
    @classmethod
    def known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            raise ValueError("a name such as Europe/Paris") from None
        return name

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.data / 'salle.db'}"

    @property
    def origin(self) -> str:
        """Scheme, host and port of the public address, as a browser's Origin header has them."""
        if self.public_url is None:
            return f"http://{self.host}:{self.port}"
        scheme, host, port = self.public_url.scheme, self.public_url.host, self.public_url.port
        is_default = port == {"http": 80, "https": 443}[scheme]
        return f"{scheme}://{host}" + ("" if is_default else f":{port}")

    def signing_secret(self) -> str:
        """The secret given, or one made once and readable by this system user alone."""
        if given := self.secret.get_secret_value():
            return given
        path = self.data / "secret"
        self.data.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            fresh = path.with_suffix(".new")
            fresh.touch(mode=0o600)
            fresh.write_text(secrets.token_urlsafe(48))
            fresh.rename(path)
        return path.read_text().strip()
