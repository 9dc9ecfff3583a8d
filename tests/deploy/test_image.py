import ast
import re
import shutil
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.metadata import packages_distributions, requires
from pathlib import Path

from tests.deploy.files import DEPLOY, ROOT, run_program

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
PACKAGES: list[str] = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
BUILT = "api/http/dashboard/"  # by `npm run build`, in a checkout by `make dashboard`
DOCKERFILE = (DEPLOY / "Dockerfile").read_text()
NAME = re.compile(r"[\w.-]+")


def canonical(requirement: str) -> str:
    found = NAME.match(requirement)
    assert found
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        match node:
            case ast.Import(names=names):
                yield from (alias.name.partition(".")[0] for alias in names)
            case ast.ImportFrom(module=str(module), level=0):
                yield module.partition(".")[0]


def test_what_the_packages_import_is_installed_with_them() -> None:
    declared = {canonical(requirement) for requirement in PROJECT["project"]["dependencies"]}
    brought = {canonical(line) for name in declared for line in requires(name) or [] if "extra ==" not in line}
    modules = {name for package in PACKAGES for path in (ROOT / package).rglob("*.py") for name in imported(path)}
    foreign = modules - sys.stdlib_module_names - set(PACKAGES)
    assert {"arq", "starlette"} <= foreign
    owners = packages_distributions()
    lacking = {name for name in foreign if not {canonical(owner) for owner in owners[name]} & (declared | brought)}
    assert not lacking, "pyproject.toml names no package that has these"


def test_the_wheel_holds_all_files_of_the_packages(tmp_path: Path) -> None:
    done = run_program("hatchling", "build", "--target", "wheel", "--directory", tmp_path)
    assert done.returncode == 0, done.stdout
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as opened:
        held = set(opened.namelist())
    files = {
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert {Path(name).suffix for name in files} >= {".py", ".sql", ".toml", ".html"}
    assert files <= held


def test_the_wheel_holds_the_built_dashboard_which_git_does_not(tmp_path: Path) -> None:
    """By the settings, on a copy: what is built here, if anything, stays as it is."""
    assert BUILT in (ROOT / ".gitignore").read_text().splitlines()
    for name in (".gitignore", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tmp_path)
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("dashboard", "__pycache__"))
    built = [f"{BUILT}{name}" for name in ("index.html", "persisted-documents.json", "assets/app-Bq3xYz01.js")]
    for name in built:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("{}")
    done = run_program("hatchling", "build", "--target", "wheel", "--directory", tmp_path / "dist", cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as opened:
        assert set(built) <= set(opened.namelist())


def test_the_image_is_made_of_the_packages_and_nothing_else() -> None:
    copied = set(re.findall(r"(?m)^COPY (?!--from)(.*) \S+$", DOCKERFILE))
    sources = {name for line in copied for name in line.split()}
    assert sources == {
        *PACKAGES, "requirements.lock", "pyproject.toml", "README.md", "LICENSE", "dashboard",
        "dashboard/package.json", "dashboard/package-lock.json",
    }  # fmt: skip
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines()
    assert "*" in ignored
    assert {line[1:] for line in ignored if line.startswith("!")} == {name for name in sources if "/" not in name}


def test_the_dashboard_is_built_anew_in_the_image_before_the_wheel() -> None:
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines()
    assert ignored.index("!api") < ignored.index(BUILT.strip("/"))
    assert ignored.index("!dashboard") < ignored.index("**/node_modules")
    steps = ["dashboard ci --omit=dev", "COPY dashboard dashboard", "COPY api api", "dashboard run build", "uv build"]
    assert sorted(steps, key=DOCKERFILE.index) == steps


def test_nothing_is_installed_that_has_no_hash() -> None:
    commands = re.findall(r"(?:pip install|uv build)(?:\\\n|[^&\n])*", DOCKERFILE)
    assert len(commands) == 4
    for command in commands:
        assert "--require-hashes" in command or "--no-index" in command, command
