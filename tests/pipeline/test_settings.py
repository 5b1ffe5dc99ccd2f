"""Settings: from the environment and tanxun.toml; what is wrong is one line with what to do."""

from pathlib import Path

import pytest

from pipeline.errors import SettingError
from pipeline.settings import CONFIG_FILE, Settings, load


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_defaults() -> None:
    assert load().home == Path(".tanxun")
    assert (load().bus, load().store) == ("sqlite", "sqlite")
    assert load().waiting_limit == 3600


def test_the_command_line_wins_over_the_environment_over_the_file(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (elsewhere / CONFIG_FILE).write_text('home = "file"\ndelay = 2\nretries = 5\n')
    monkeypatch.setenv("TANXUN_HOME", "environment")
    monkeypatch.setenv("TANXUN_DELAY", "3")
    settings = load(home="option")
    assert (settings.home, settings.delay, settings.retries) == (Path("option"), 3.0, 5)


def test_a_misspelt_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TANXUN_BENCH", "TANXUN_BEHAVIOURS", "TANXUN_SERVERS_SCRIPT", "TANXUN_TEST_KAFKA"):
        monkeypatch.setenv(name, "read by the tests")
    load()
    monkeypatch.setenv("TANXUN_HOEM", "x")
    with pytest.raises(SettingError, match=r"TANXUN_HOEM: there is no setting hoem; did you mean home\?"):
        load()


def test_a_misspelt_key(elsewhere: Path) -> None:
    (elsewhere / CONFIG_FILE).write_text("bux = 'kafka'\n")
    with pytest.raises(SettingError, match=r"tanxun.toml, key bux: there is no setting bux; did you mean bus\?"):
        load()


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("BUS", "rabbit", "'sqlite' or 'kafka', not 'rabbit'"),
        ("DELAY", "soon", "valid number"),
        ("RETRIES", "0", "greater than or equal to 1"),
        ("FIRST_ISSUE", "1 = 2026-05-14", "with a Friday"),
        ("FIRST_ISSUE", "next week", "expected NUMBER = YYYY-MM-DD"),
    ],
)
def test_a_wrong_value(monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str) -> None:
    monkeypatch.setenv(f"TANXUN_{name}", value)
    with pytest.raises(SettingError, match=says) as problem:
        load()
    assert f"TANXUN_{name}" in str(problem.value)
    assert "\n" not in str(problem.value)


def test_broken_toml(elsewhere: Path) -> None:
    (elsewhere / CONFIG_FILE).write_text("home = \n")
    with pytest.raises(SettingError, match=r"tanxun.toml: not valid TOML"):
        load()


def test_secrets_come_from_files_and_are_never_printed(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (elsewhere / "key").write_text("abc\n")
    monkeypatch.setenv("TANXUN_ELASTICSEARCH_API_KEY_FILE", "key")
    monkeypatch.setenv("TANXUN_KAFKA_PASSWORD", "hidden")
    settings = load()
    assert settings.secret("elasticsearch_api_key") == "abc"
    assert settings.secret("kafka_password") == "hidden"
    assert "hidden" not in repr(settings)
    (elsewhere / "key").unlink()
    with pytest.raises(SettingError, match="cannot read key"):
        settings.secret("elasticsearch_api_key")


def test_every_setting_is_described() -> None:
    assert all(field.description for field in Settings.model_fields.values())


@pytest.mark.parametrize(
    ("settings", "folder"),
    [
        ({"XDG_CACHE_HOME": "/var/cache/anna", "TANXUN_CACHE": "/srv/tanxun"}, "/srv/tanxun"),
        ({"XDG_CACHE_HOME": "/var/cache/anna"}, "/var/cache/anna/tanxun"),
        ({"XDG_CACHE_HOME": "relative"}, "/home/anna/.cache/tanxun"),
        ({}, "/home/anna/.cache/tanxun"),
    ],
)
def test_what_is_computed_once_a_machine_has_its_folder(
    monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], folder: str
) -> None:
    for name in ("TANXUN_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in ({"HOME": "/home/anna"} | settings).items():
        monkeypatch.setenv(name, value)
    assert load().machine_cache == Path(folder)
