"""docker-compose.yml: its form, and the agreement of its settings with the code's (no Docker engine runs here)."""

import re
import tomllib
from importlib.metadata import version
from typing import Any

import pytest
import yaml

from pipeline.bus.interface import MAX_MESSAGE_BYTES
from pipeline.settings import PREFIX, Settings
from tanxun.wiring.stages import STAGES
from tests.support.paths import ROOT


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return found


def ours(compose: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {name: body for name, body in compose["services"].items() if body["image"].startswith("tanxun:")}


def filled_in(value: str) -> str:
    """What Compose makes of a value where the shell sets only what it must: the default, or somebody's address."""
    return re.sub(r"\$\{\w+:\?.*\}", "someone@a.example", re.sub(r"\$\{\w+:-(.*?)\}", r"\1", value))


def test_only_known_keys(compose: dict[str, Any]) -> None:
    # The keys of the Compose Specification that this file uses; a misspelt one would be ignored in silence.
    allowed = {
        "image",
        "build",
        "restart",
        "environment",
        "volumes",
        "depends_on",
        "command",
        "healthcheck",
        "ports",
        "secrets",
        "networks",
    }
    assert {name for name in compose if not name.startswith("x-")} == {
        "name",
        "services",
        "secrets",
        "volumes",
        "networks",
    }
    for body in compose["services"].values():
        assert set(body) <= allowed


def test_a_worker_for_every_stage(compose: dict[str, Any]) -> None:
    commands = {name: body["command"] for name, body in ours(compose).items()}
    assert {name: commands[name] for name in STAGES} == {name: ["tanxun", "work", name] for name in STAGES}
    assert commands["init"] == ["tanxun", "init"]


def test_what_fetches_has_a_network_of_its_own(compose: dict[str, Any]) -> None:
    networks = {name: set(body["networks"]) for name, body in compose["services"].items()}
    assert {name for name, among in networks.items() if "fetch" in among} == {"request", "media", "airflow"}
    assert {name for name, among in networks.items() if "front" in among} == {"desk", "airflow"}
    assert all("data" in among for among in networks.values())
    assert compose["networks"]["data"] == {"internal": True}


def test_the_desk_is_published_on_loopback_only(compose: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    desk = ours(compose)["desk"]
    for name, value in desk["environment"].items():
        monkeypatch.setenv(name, filled_in(value))
    settings = Settings()
    assert desk["command"] == ["tanxun", "desk"]
    assert settings.desk_host == "0.0.0.0"
    assert desk["ports"] == [f"127.0.0.1:{settings.desk_port}:{settings.desk_port}"]
    assert f"http://localhost:{settings.desk_port}/" in desk["healthcheck"]["test"][1]


def test_settings_are_the_codes(compose: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    for body in ours(compose).values():
        given = {name: value for name, value in body["environment"].items() if name.startswith(PREFIX)}
        with monkeypatch.context() as environment:
            for name, value in given.items():
                environment.setenv(name, filled_in(value))
            settings = Settings()
        assert (settings.bus, settings.store) == ("kafka", "elasticsearch")
        assert settings.kafka.split(":")[0] in compose["services"]
        assert re.sub(r"^http://|:\d+$", "", settings.elasticsearch) in compose["services"]
        assert any(volume.endswith(f":{settings.home}") for volume in body["volumes"])


def test_everything_waited_for_exists_and_is_healthy(compose: dict[str, Any]) -> None:
    services = compose["services"]
    for body in services.values():
        for name, condition in body.get("depends_on", {}).items():
            if condition["condition"] == "service_healthy":
                assert "healthcheck" in services[name]
            else:
                assert services[name]["restart"] == "no"


def test_volumes_and_secrets_are_declared(compose: dict[str, Any]) -> None:
    for body in compose["services"].values():
        assert {volume.split(":")[0] for volume in body.get("volumes", [])} <= set(compose["volumes"])
        assert set(body.get("secrets", [])) <= set(compose["secrets"])


def test_the_broker_takes_our_messages(compose: dict[str, Any]) -> None:
    kafka = compose["services"]["kafka"]["environment"]
    assert kafka["KAFKA_MESSAGE_MAX_BYTES"] > MAX_MESSAGE_BYTES
    assert kafka["KAFKA_REPLICA_FETCH_MAX_BYTES"] >= kafka["KAFKA_MESSAGE_MAX_BYTES"]
    assert kafka["KAFKA_AUTO_CREATE_TOPICS_ENABLE"] == "false"


def test_versions_agree(compose: dict[str, Any]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert f":-{project['version']}}}" in ours(compose)["init"]["image"]
    server = compose["services"]["elasticsearch"]["image"].rsplit(":", 1)[1]
    assert server.split(".")[0] == version("elasticsearch").split(".")[0]


def test_the_image_sets_up_as_the_makefile_does() -> None:
    dockerfile = (ROOT / "deploy/Dockerfile").read_text()
    makefile = (ROOT / "Makefile").read_text()
    (pinned,) = re.findall(r"^PIP_VERSION := (\S+)", makefile, re.MULTILINE)
    assert f"pip=={pinned}" in dockerfile
    assert "-c requirements.lock" in dockerfile
