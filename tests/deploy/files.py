"""What is in `deploy/`, read as it is written there."""

import subprocess
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
COMPOSE = DEPLOY / "compose.yaml"
KUBERNETES = DEPLOY / "kubernetes"
KUSTOMIZATION = KUBERNETES / "kustomization.yaml"

Document = dict[str, Any]


def read_yaml(text: str) -> list[Document]:
    """The documents of a file; raises DuplicateKeyError for a key that is there twice."""
    return list(YAML(typ="safe", pure=True).load_all(text))


def compose() -> Document:
    return read_yaml(COMPOSE.read_text())[0]


def kustomization() -> Document:
    return read_yaml(KUSTOMIZATION.read_text())[0]


def manifests() -> Iterator[Document]:
    """Every object that the kustomization names."""
    for name in kustomization()["resources"]:
        yield from read_yaml((KUBERNETES / name).read_text())


def find(kind: str, name: str) -> Document:
    (found,) = (one for one in manifests() if one["kind"] == kind and one["metadata"]["name"] == name)
    return found


def workloads() -> Iterator[tuple[str, Document]]:
    """The names of all Deployments and Jobs, and what their pods are."""
    for one in manifests():
        if one["kind"] in {"Deployment", "Job"}:
            yield one["metadata"]["name"], one["spec"]["template"]["spec"]


def run_program(
    name: str, *arguments: str | Path, stdin: str | None = None, cwd: Path = ROOT
) -> subprocess.CompletedProcess[str]:
    """A program of this environment, with what it said on both of its outputs together."""
    program = Path(sysconfig.get_path("scripts")) / name
    return subprocess.run(
        [program, *arguments],
        check=False,
        text=True,
        input=stdin,
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
