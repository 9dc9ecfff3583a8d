"""What `deploy/` says of Tierline, Tierline knows."""

import inspect
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import typer

from api.http.app import RESERVED, create_app
from api.http.server import SHUTDOWN_SECONDS
from api.http.sse import PING_SECONDS as COMMENT_SECONDS
from api.live.pings import PING_SECONDS
from api.live.sockets import MOST_SOCKETS
from models.editions import load_editions
from models.rulebook import Rulebook
from ops.cli import assemble
from ops.data import DataDirectory
from ops.errors import UsageError
from ops.installation import Installation
from ops.settings import Settings
from ops.stopping import STOP_SECONDS
from tests.deploy.files import (
    DEPLOY,
    KUBERNETES,
    Document,
    compose,
    find,
    kustomization,
    manifests,
    run_program,
    workloads,
)
from workers.main import RUNS_AT_ONCE

SETTINGS = set(Settings.variables())
PROXY_IDLE_SECONDS = 60  # what proxies and balancers allow a silent connection, if nobody tells them otherwise
API_CONNECTIONS = inspect.signature(create_app).parameters["pool_size"].default + sum(
    of_it.size for of_it in RESERVED.values()
)
WORKER_CONNECTIONS = RUNS_AT_ONCE * 2 + 2
POSTGRES_USER = compose()["services"]["postgres"]["environment"]["POSTGRES_USER"]
SERVICES = ("migrate", "api", "worker")
OWN = {"DATABASE_URL", "TIERLINE_WRITER_ROLE", "TIERLINE_API_ROLE"}  # what differs between processes
EXAMPLES = sorted(KUBERNETES.glob("*.env.example"))


def parse(arguments: list[str]) -> dict[str, Any]:
    """The parameters of a command line of the image, whose entrypoint is `tierline`."""
    group = assemble()
    with group.make_context("tierline", list(arguments)) as context:
        name, command, rest = group.resolve_command(context, list(arguments))
        assert command is not None
        return dict(command.make_context(name, rest, parent=context).params)


def container(name: str) -> Document:
    (only,) = dict(workloads())[name]["containers"]
    found: Document = only
    return found


def seconds(text: str) -> int:
    return int(text.removesuffix("s"))


def shipped_proxy() -> Document:
    """The proxy's configuration as it understands it."""
    adapted = run_program("caddy", "adapt", "--config", DEPLOY / "Caddyfile", "--adapter", "caddyfile")
    read: Document = json.loads(adapted.stdout)
    return read


COMMANDS = [compose()["services"][name]["command"] for name in SERVICES]
COMMANDS += [pod["containers"][0]["args"] for _, pod in workloads()]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_line_is_one(command: list[str]) -> None:
    parameters = parse(command)
    assert parameters.get("host", "0.0.0.0") == "0.0.0.0"  # noqa: S104  # a container's own address is not known
    with pytest.raises(typer.TyperException):
        parse([*command, "--no-such-option"])


def test_every_setting_is_one() -> None:
    named = {name for service in SERVICES for name in compose()["services"][service]["environment"]}
    (config,) = kustomization()["configMapGenerator"]
    named |= {literal.partition("=")[0] for literal in config["literals"]}
    examples = [dict(example(path.name.removesuffix(".example"))) for path in EXAMPLES]
    named |= {name for one in examples for name in one}
    assert {*OWN, "REDIS_URL", "TIERLINE_SECRET", "TIERLINE_TIMEZONE"} <= named <= SETTINGS


def example(name: str) -> Iterator[tuple[str, str]]:
    """The variables of an example of a secret."""
    for line in (KUBERNETES / f"{name}.example").read_text().splitlines():
        if not line.startswith("#"):
            variable, _, value = line.partition("=")
            yield variable, value


def test_all_processes_have_the_same_settings_but_who_they_are_to_the_database() -> None:
    environments = [compose()["services"][name]["environment"] for name in SERVICES]
    common = [{name: value for name, value in one.items() if name not in OWN} for one in environments]
    assert all(environment == common[0] for environment in common)
    (config,) = kustomization()["configMapGenerator"]
    secrets = {one["name"]: one["envs"] for one in kustomization()["secretGenerator"]}
    assert sorted(f"{name}.example" for (name,) in secrets.values()) == [path.name for path in EXAMPLES]
    for name, owned in (("api", ["tierline", "tierline-api"]), ("worker", ["tierline", "tierline-writer"])):
        found = container(f"tierline-{name}")["envFrom"]
        assert found == [{"configMapRef": {"name": config["name"]}}, *({"secretRef": {"name": one}} for one in owned)]
        assert {variable for one in owned for variable, _ in example(secrets[one][0])} == {
            "TIERLINE_SECRET", "REDIS_URL", "DATABASE_URL",
        }  # fmt: skip
    migrating = [one["secretRef"]["name"] for one in container("tierline-migrate")["envFrom"] if "secretRef" in one]
    assert migrating == ["tierline-owner"]
    assert {variable for variable, _ in example("owner.env")} == OWN


def test_each_process_has_a_role_of_its_own_that_is_made_and_given_rights() -> None:
    services = compose()["services"]
    urls = {name: services[name]["environment"]["DATABASE_URL"] for name in SERVICES}
    users = {name: re.findall(r"//(\w+):", url)[0] for name, url in urls.items()}
    assert len(set(users.values())) == len(SERVICES)
    assert users["migrate"] == services["roles"]["environment"]["PGUSER"] == POSTGRES_USER
    given = dict(example("owner.env"))
    for process, setting in (("worker", "TIERLINE_WRITER_ROLE"), ("api", "TIERLINE_API_ROLE")):
        role = services["migrate"]["environment"][setting]
        assert users[process] == role == given[setting]
        assert f"ALTER ROLE {role} LOGIN" in (DEPLOY / "roles.sql").read_text()
        (password,) = re.findall(r"\$\{(\w+)", urls[process])
        assert [name for name in SERVICES if f"{{{password}:" in urls[name]] == [process]
        assert password in services["roles"]["environment"]


def test_the_examples_of_secrets_start_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for path in EXAMPLES:
        for name, value in example(path.name.removesuffix(".example")):
            monkeypatch.setenv(name, value)
    installation = Installation(Settings.from_environment(), DataDirectory.at(tmp_path))
    for lacking in ("database_url", "secret", "redis_url"):
        with pytest.raises(UsageError, match=r"DATABASE_URL|REDIS_URL|TIERLINE_SECRET"):
            getattr(installation, lacking)


def test_no_password_is_written_down_for_compose() -> None:
    text = (DEPLOY / "compose.yaml").read_text()
    for name in ("POSTGRES_PASSWORD", "WRITER_PASSWORD", "API_PASSWORD", "TIERLINE_SECRET", "TIERLINE_TIMEZONE"):
        assert set(re.findall(rf"\$\{{{name}(.)", text)) <= {":"}
        assert f"${{{name}:?" in text


def test_probes_ask_for_what_is_there() -> None:
    app = create_app(
        database_url="postgresql://localhost/none",
        redis_url="redis://localhost",
        rules=Rulebook(load_editions(), ZoneInfo("UTC")),
        secret="s" * 32,
        clock=lambda: datetime.now(UTC),
        identify=lambda: "",
    )
    there = {getattr(route, "path", "") for route in app.routes}
    api = container("tierline-api")
    asked = {api[probe]["httpGet"]["path"] for probe in ("startupProbe", "readinessProbe", "livenessProbe")}
    assert asked == {"/healthz", "/readyz"} <= there
    (rule,) = find("Ingress", "tierline")["spec"]["rules"]
    leads = {path["path"]: path["backend"]["service"]["name"] for path in rule["http"]["paths"]}
    assert leads == {"/": "tierline-api", "/metrics": "tierline-nobody"}
    assert "/metrics" in there


def test_ports_are_those_that_processes_listen_on() -> None:
    services = compose()["services"]
    assert f":{parse(services['api']['command'])['port']}/readyz" in services["api"]["healthcheck"]["test"][-1]
    assert f":{parse(services['worker']['command'])['metrics_port']}/" in services["worker"]["healthcheck"]["test"][-1]
    for name, option, port in (("api", "port", "http"), ("worker", "metrics_port", "metrics")):
        one = container(f"tierline-{name}")
        assert one["ports"] == [{"name": port, "containerPort": parse(one["args"])[option]}]
        probes = [probe for key, probe in one.items() if key.endswith("Probe")]
        assert {probe["httpGet"]["port"] for probe in probes} == {port}
        (rule,) = find("NetworkPolicy", f"tierline-{name}")["spec"]["ingress"]
        assert [allowed["port"] for allowed in rule["ports"]] == [port]
    assert [port["targetPort"] for port in find("Service", "tierline-api")["spec"]["ports"]] == ["http"]
    assert re.search(r"^EXPOSE 8000 9100$", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE)


def selects(selector: Document, labels: Document) -> bool:
    """Whether a selector takes pods with these labels."""
    assert selector.keys() <= {"matchLabels", "matchExpressions"}
    assert all(one["operator"] == "In" for one in selector.get("matchExpressions", []))
    return selector.get("matchLabels", {}).items() <= labels.items() and all(
        labels.get(one["key"]) in one["values"] for one in selector.get("matchExpressions", [])
    )


def goals(name: str) -> dict[int, list[Document]]:
    """Whom the pods of a workload may speak to, by port. Where nothing is said for a port, nothing passes."""
    (labels,) = (
        one["spec"]["template"]["metadata"]["labels"]
        for one in manifests()
        if one["kind"] in {"Deployment", "Job"} and one["metadata"]["name"] == name
    )
    found: dict[int, list[Document]] = {}
    for one in manifests():
        if one["kind"] == "NetworkPolicy" and selects(one["spec"]["podSelector"], labels):
            for rule in one["spec"].get("egress", []):
                for port in rule["ports"]:
                    found.setdefault(port["port"], []).extend(rule["to"])
    return found


def test_pods_reach_their_servers_and_names_and_nothing_else() -> None:
    for one in manifests():
        if one["kind"] == "NetworkPolicy" and not one["spec"]["podSelector"] and "egress" not in one["spec"]:
            assert one["spec"]["policyTypes"] == ["Ingress", "Egress"]
            break
    else:
        pytest.fail("nothing says that what is not allowed does not pass")
    for name, ports in (("migrate", {53, 5432}), ("api", {53, 5432, 6379, 6380}), ("worker", {53, 5432, 6379, 6380})):
        allowed = goals(f"tierline-{name}")
        assert set(allowed) == ports
        for goal in (goal for some in allowed.values() for goal in some):
            if "ipBlock" in goal:
                assert ip_network(goal["ipBlock"]["cidr"]).num_addresses == 1
            else:
                assert goal.keys() == {"namespaceSelector", "podSelector"}
                assert all(part["matchLabels"] for part in goal.values()), "of one namespace, and of some pods there"


def test_only_the_proxy_reaches_the_outside_of_compose() -> None:
    networks, services = compose()["networks"], compose()["services"]
    outside = {name for name, one in networks.items() if not one.get("internal")}
    assert {name for name, one in services.items() if outside & set(one["networks"])} == {"proxy"}
    assert not set(services["proxy"]["networks"]) & set(services["postgres"]["networks"])
    for name in ("migrate", "api", "worker", "roles"):
        assert set(services[name]["networks"]) & set(services["postgres"]["networks"]), name


def test_what_selects_pods_selects_some() -> None:
    labels = [one["spec"]["template"]["metadata"]["labels"] for one in manifests() if one["kind"] == "Deployment"]
    for one in manifests():
        match one["kind"], one.get("spec", {}):
            case "Service", spec:
                assert spec.get("selector") in (labels if one["metadata"]["name"] != "tierline-nobody" else [None])
            case "Deployment" | "PodDisruptionBudget", spec:
                assert spec["selector"]["matchLabels"] in labels
            case "NetworkPolicy", spec:
                assert any(selects(spec["podSelector"], one) for one in labels)
                assert not spec["podSelector"] or not selects(spec["podSelector"], {})
            case "HorizontalPodAutoscaler", spec:
                target = spec["scaleTargetRef"]
                assert "replicas" not in find(target["kind"], target["name"])["spec"]


@pytest.mark.parametrize(("name", "bound"), [("api", SHUTDOWN_SECONDS), ("worker", STOP_SECONDS)])
def test_nobody_is_killed_before_its_own_bound(name: str, bound: float) -> None:
    assert seconds(compose()["services"][name]["stop_grace_period"]) >= 2 * bound
    waits = container(f"tierline-{name}").get("lifecycle", {}).get("preStop", {}).get("sleep", {}).get("seconds", 0)
    assert dict(workloads())[f"tierline-{name}"]["terminationGracePeriodSeconds"] >= waits + 2 * bound


def test_the_proxy_waits_as_long_as_the_api_for_requests_to_end() -> None:
    waits = shipped_proxy()["apps"]["http"]["grace_period"] / 1e9
    assert SHUTDOWN_SECONDS <= waits < seconds(compose()["services"]["proxy"]["stop_grace_period"])


def test_postgresql_has_room_for_all_processes_twice_over() -> None:
    services = compose()["services"]
    (most,) = (int(option.partition("=")[2]) for option in services["postgres"]["command"] if "max_conn" in option)
    api, workers = (services[name]["deploy"]["replicas"] for name in ("api", "worker"))
    assert 2 * (api * API_CONNECTIONS + workers * WORKER_CONNECTIONS) < most


def test_files_may_be_open_for_all_sockets_that_the_api_takes() -> None:
    services = compose()["services"]
    api, proxy = (services[name]["ulimits"]["nofile"]["soft"] for name in ("api", "proxy"))
    assert api > MOST_SOCKETS
    assert proxy >= 2 * MOST_SOCKETS * services["api"]["deploy"]["replicas"]


def test_something_passes_on_every_connection_before_a_proxy_loses_patience() -> None:
    assert max(PING_SECONDS, COMMENT_SECONDS) < PROXY_IDLE_SECONDS / 2


def test_no_process_needs_rights() -> None:
    for name, pod in workloads():
        (one,) = pod["containers"]
        rights = one["securityContext"]
        assert rights["readOnlyRootFilesystem"], name
        assert rights["capabilities"] == {"drop": ["ALL"]}, name
        assert pod["securityContext"]["runAsNonRoot"], name
        assert one["resources"]["limits"]["memory"], name
        assert f"USER {pod['securityContext']['runAsUser']}:" in (DEPLOY / "Dockerfile").read_text()
    assert find("Namespace", "tierline")["metadata"]["labels"]["pod-security.kubernetes.io/enforce"] == "restricted"


def test_the_proxy_hands_over_to_the_api() -> None:
    hand_over = shipped_proxy()["apps"]["http"]["servers"]["srv0"]["routes"][-1]["handle"][0]
    assert hand_over["dynamic_upstreams"]["name"] == "api"
    assert hand_over["dynamic_upstreams"]["name"] in compose()["services"]
    assert int(hand_over["dynamic_upstreams"]["port"]) == parse(compose()["services"]["api"]["command"])["port"]
