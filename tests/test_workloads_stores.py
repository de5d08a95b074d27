"""Config maps and secrets of the same input, from which containers take their environment."""

from __future__ import annotations

from typing import Any

import pytest

import terraform_files
from access_world import LAW, resource
from compliance_toolkit.models import AuditInput, ReasonCode, Resource, Unknown
from compliance_toolkit.terraform.workloads.holders import state_workloads
from terraform_plans import block, change
from terraform_plans import read as read_plan_of
from workload_world import LATE, is_silent, routes, unclear

LONDON = [("aws", ["eu-west-2"])]


def pod(container: Any, namespace: str | None = None, **more: Any) -> Resource:
    values = {
        "metadata": [{"name": "app", "namespace": namespace}],
        "spec": [{"container": [{"name": "a", **container}]}],
    }
    made: Resource = resource("kubernetes_pod.app", values, **more)
    return made


def store(data: Any, kind: str = "kubernetes_config_map", /, **metadata: Any) -> Resource:
    values = {"metadata": [{"name": "settings", **metadata}], "data": data}
    made: Resource = resource(f"{kind}.settings", values)
    return made


def taken(kind: str = "config_map", **more: Any) -> dict[str, Any]:
    return {"env_from": [{f"{kind}_ref": [{"name": "settings"}], **more}]}


def keyed(kind: str = "config_map", key: str = "region", name: str = "AWS_REGION") -> Any:
    reference = [{f"{kind}_key_ref": [{"name": "settings", "key": key}]}]
    return {"env": [{"name": name, "value_from": reference}]}


def found(*resources: Resource) -> Resource:
    """The first of some resources with its facts."""
    return state_workloads(AuditInput("infra", "terraform-plan", resources), LAW).resources[0]


def led(one: Resource) -> list[tuple[Any, Any]]:
    return [(route[1], route[4]) for route in routes(one)]


# What must not happen


def test_a_map_of_another_namespace_is_not_taken():
    other = store({"AWS_REGION": "eu-west-1"}, namespace="other")
    assert set(unclear(found(pod(taken()), other))) == {"env_from"}
    assert led(found(pod(taken(), "other"), other)) == [("aws", ["eu-west-1"])]


def test_a_map_that_may_be_in_another_namespace_is_not_taken():
    lost = resource(
        "kubernetes_config_map.settings",
        {"metadata": [{"name": "settings"}], "data": {"AWS_REGION": "eu-west-1"}},
        {"/metadata/0/namespace": LATE},
    )
    assert set(unclear(found(pod(taken()), lost))) == {"env_from"}
    hidden = pod(taken(), unknown={"/metadata/0/namespace": LATE})
    assert set(unclear(found(hidden, store({"AWS_REGION": "eu-west-1"})))) == {"env_from"}


def test_an_addition_alone_is_not_the_whole_map():
    added = store({"AWS_REGION": "eu-west-1"}, "kubernetes_config_map_v1_data")
    assert set(unclear(found(pod(taken()), added))) == {"env_from"}
    whole = store({"MODEL": "global.anthropic.claude-opus-5-5"})
    assert {route[2] for route in routes(found(pod(taken()), added, whole))} == {
        "region",
        "global",
    }


def test_the_values_of_a_secret_are_never_read():
    secret = store({"AWS_REGION": "eu-west-1", "PASSWORD": "hush"}, "kubernetes_secret_v1")
    said = found(pod(taken("secret")), secret)
    assert unclear(said) == {"a/AWS_REGION": ("sensitive", "AWS_REGION")}
    assert "hush" not in str(said)


def test_what_is_lost_of_a_map_is_not_known():
    lost = resource(
        "kubernetes_config_map.settings", {"metadata": [{"name": "settings"}]}, {"/data": LATE}
    )
    assert unclear(found(pod(taken()), lost)) == {LATE.reference: (LATE.code, LATE.reference)}
    assert set(unclear(found(pod(keyed()), lost))) == {"a/AWS_REGION"}
    absent = store({"other": "x"})
    assert unclear(found(pod(keyed()), absent)) == {"a/AWS_REGION": ("outside-input", "AWS_REGION")}


# What is taken


@pytest.mark.parametrize("kind", ["kubernetes_config_map", "kubernetes_config_map_v1"])
def test_a_whole_map_is_taken(kind):
    settings = store({"AWS_REGION": "eu-west-2"}, kind)
    assert led(found(pod(taken()), settings)) == LONDON
    assert routes(found(pod(taken()), settings))[0][0] == "a/AWS_REGION"


def test_a_map_is_taken_under_a_prefix():
    settings = store({"REGION": "eu-west-2", "BASE_URL": "https://proxy.example"})
    aws = found(pod(taken(prefix="AWS_")), settings)
    assert routes(aws)[0][0] == "a/AWS_REGION"
    redirected = found(pod(taken(prefix="ANTHROPIC_")), settings)
    assert unclear(redirected) == {"a/ANTHROPIC_BASE_URL": ("outside-input", "proxy.example")}


def test_one_key_of_a_map_is_taken_under_another_name():
    settings = store({"region": "eu-west-2", "other": "us-east-1"})
    assert led(found(pod(keyed()), settings)) == LONDON
    assert led(found(pod(keyed(name="X")), settings)) == LONDON


def test_a_map_without_settings_of_the_kind_is_silent():
    assert is_silent(found(pod(taken()), store({"LEVEL": "info"})))
    assert is_silent(found(pod(taken("secret")), store({"A": "x"}, "kubernetes_secret")))


def manifest(kind: str, **more: Any) -> Resource:
    given = {"kind": kind, "metadata": {"name": "settings"}, **more}
    made: Resource = resource(f"kubernetes_manifest.{kind}", {"manifest": given})
    return made


def test_objects_of_kubernetes_take_from_one_another():
    containers = [{"name": "a", "envFrom": [{"configMapRef": {"name": "settings"}}]}]
    spec: Any = {"template": {"spec": {"initContainers": containers}}}
    settings = manifest("ConfigMap", data={"AWS_REGION": "eu-west-2"})
    assert led(found(manifest("Deployment", spec=spec), settings)) == LONDON
    secret = manifest("Secret", stringData={"ANTHROPIC_BASE_URL": "https://x"})
    reference = {"name": "X", "valueFrom": {"secretKeyRef": {"name": "settings", "key": "y"}}}
    spec = {"containers": [{"name": "a", "env": [reference]}]}
    assert is_silent(found(manifest("Pod", spec=spec), secret))


@pytest.mark.parametrize("path", ["metadata.annotations['base']", "metadata.labels['base']"])
def test_a_field_of_a_pod_that_anybody_writes_is_not_known(path):
    reference = [{"field_ref": [{"field_path": path}]}]
    env = {"env": [{"name": "ANTHROPIC_BASE_URL", "value_from": reference}]}
    said = found(pod(env))
    assert unclear(said) == {"a/ANTHROPIC_BASE_URL": ("outside-input", "ANTHROPIC_BASE_URL")}
    own = [{"field_ref": [{"field_path": "status.podIP"}]}]
    assert is_silent(found(pod({"env": [{"name": "ANTHROPIC_BASE_URL", "value_from": own}]})))


SOURCE = """
resource "kubernetes_deployment" "app" {
  metadata {
    name = "app"
  }
  spec {
    template {
      spec {
        init_container {
          name = "first"
          env {
            name = "AWS_REGION"
            value_from {
              config_map_key_ref {
                name = kubernetes_config_map.settings.metadata[0].name
                key  = "region"
              }
            }
          }
        }
        container {
          name = "app"
          env_from {
            config_map_ref {
              name = "settings"
            }
          }
        }
      }
    }
  }
}
resource "kubernetes_config_map" "settings" {
  metadata {
    name = "settings"
  }
  data = {
    region = "eu-west-2"
    MODEL  = "global.anthropic.claude-opus-5-5"
  }
}
"""


def test_a_source_is_followed_to_its_map(tmp_path):
    given = terraform_files.read(tmp_path, SOURCE)
    (app,) = (one for one in given.resources if one.type == "kubernetes_deployment")
    said = found(app, *(one for one in given.resources if one is not app))
    assert {(route[0], route[2]) for route in routes(said)} == {
        ("first/AWS_REGION", "region"),
        ("app/region", "region"),
        ("app/MODEL", "global"),
    }


def test_a_plan_is_followed_to_its_map():
    app, settings = "kubernetes_pod.app", "kubernetes_config_map.settings"
    metadata = {"name": "settings", "namespace": "default"}
    env_from = [{"config_map_ref": [{"name": "settings"}]}]
    spec = [{"container": [{"name": "a", "env_from": env_from}]}]
    given = read_plan_of(
        change(
            app,
            {"metadata": [{"namespace": "default"}], "spec": spec},
            {"id": True, "metadata": [{"uid": True}]},
        ),
        change(settings, {"metadata": [metadata], "data": {"AWS_REGION": "eu-west-2"}}),
        blocks=[block(app, "kubernetes"), block(settings, "kubernetes")],
    )
    assert led(found(*given.resources)) == LONDON


def test_a_reason_is_kept_for_each_value():
    late = Unknown(ReasonCode.VARIABLE_WITHOUT_DEFAULT, "var.model")
    settings = resource(
        "kubernetes_config_map.settings",
        {"metadata": [{"name": "settings"}], "data": {"A": "x"}},
        {"/data/MODEL": late},
    )
    assert unclear(found(pod(taken()), settings)) == {"a/MODEL": (late.code, late.reference)}


@pytest.mark.parametrize("version", ["", "_v1"])
@pytest.mark.parametrize(
    "kind",
    ["deployment", "stateful_set", "daemon_set", "job", "replication_controller", "cron_job"],
)
@pytest.mark.parametrize("part", ["container", "init_container"])
def test_each_kind_of_workload_of_kubernetes_takes_its_settings(kind, version, part):
    spec: Any = [{"template": [{"spec": [{part: [{"name": "a", **taken()}]}]}]}]
    if kind == "cron_job":
        spec = [{"job_template": [{"spec": spec}]}]
    values = {"metadata": [{"name": "app"}], "spec": spec}
    one = resource(f"kubernetes_{kind}{version}.app", values)
    assert led(found(one, store({"AWS_REGION": "eu-west-2"}))) == LONDON
