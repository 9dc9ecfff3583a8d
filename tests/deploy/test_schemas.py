import re
from pathlib import Path

import kubernetes_validate  # type: ignore[import-untyped]
import pytest
from kubernetes_validate.utils import SchemaNotFoundError, ValidationError  # type: ignore[import-untyped]
from ruamel.yaml.constructor import DuplicateKeyError

from tests.deploy.files import (
    COMPOSE,
    DEPLOY,
    KUBERNETES,
    Document,
    find,
    kustomization,
    manifests,
    read_yaml,
    run_program,
)

OLDEST, NEWEST = "1.30", "1.37"


def check_compose(path: Path) -> tuple[int, str]:
    done = run_program("check-jsonschema", "--builtin-schema", "vendor.compose-spec", path)
    return done.returncode, done.stdout


def check_manifest(manifest: Document, version: str) -> None:
    kubernetes_validate.validate(manifest, version, strict=True)


def test_the_compose_file_is_one() -> None:
    assert read_yaml(COMPOSE.read_text())
    code, said = check_compose(COMPOSE)
    assert code == 0, said


@pytest.mark.parametrize(
    ("right", "wrong"), [("stop_grace_period", "stop_grace"), ("interval: 5s", "intervall: 5s"), ("[migrate]", "7")]
)
def test_a_mistake_in_the_compose_file_is_found(tmp_path: Path, right: str, wrong: str) -> None:
    text = COMPOSE.read_text()
    assert right in text
    broken = tmp_path / "compose.yaml"
    broken.write_text(text.replace(right, wrong))
    code, said = check_compose(broken)
    assert code != 0
    assert wrong.partition(":")[0] in said


@pytest.mark.parametrize("version", [OLDEST, NEWEST])
def test_every_object_is_one_of_kubernetes(version: str) -> None:
    checked = 0
    for manifest in manifests():
        check_manifest(manifest, version)
        checked += 1
    assert checked > 10


def test_the_kustomization_names_every_manifest() -> None:
    there = {path.name for path in KUBERNETES.glob("*.yaml")} - {"kustomization.yaml"}
    assert sorted(kustomization()["resources"]) == sorted(there)


def test_a_mistake_in_a_manifest_is_found() -> None:
    misspelt = find("Deployment", "tierline-api")
    misspelt["spec"]["template"]["spec"]["terminationGracePeriodSecond"] = 30
    with pytest.raises(ValidationError, match="terminationGracePeriodSecond"):
        check_manifest(misspelt, NEWEST)
    mistyped = find("Deployment", "tierline-worker") | {"spec": {"replicas": "two"}}
    with pytest.raises(ValidationError):
        check_manifest(mistyped, NEWEST)
    with pytest.raises(SchemaNotFoundError):
        check_manifest(find("Deployment", "tierline-api") | {"kind": "Deploiment"}, NEWEST)


def test_a_key_that_is_there_twice_is_found() -> None:
    with pytest.raises(DuplicateKeyError):
        read_yaml("limits: { memory: 1Gi, memory: 2Gi }")


def test_the_dockerfile_is_as_such_files_should_be() -> None:
    done = run_program("hadolint", "--no-color", DEPLOY / "Dockerfile")
    assert done.returncode == 0, done.stdout
    broken = run_program("hadolint", "--no-color", "-", stdin="FROM python:3.11-slim\nRUN cd /src && pip install uv\n")
    assert broken.returncode != 0
    assert "DL3013" in broken.stdout


def test_no_image_is_of_an_unknown_version() -> None:
    images = [*re.findall(r"^FROM (\S+)", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE)]
    images += re.findall(r"image: (\S+)", COMPOSE.read_text())
    assert len(images) > 4
    for image in images:
        assert re.fullmatch(r"[\w/]+:(\d[\w.-]*|\$\{TIERLINE_VERSION:-[\d.]+\})", image), image


@pytest.mark.parametrize("site", ["http://", "tierline.example.com"])
def test_the_proxys_configuration_is_one(monkeypatch: pytest.MonkeyPatch, site: str) -> None:
    monkeypatch.setenv("SITE", site)
    done = run_program("caddy", "validate", "--adapter", "caddyfile", "--config", DEPLOY / "Caddyfile")
    assert done.returncode == 0, done.stdout
    assert "Valid configuration" in done.stdout
