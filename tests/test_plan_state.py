"""A state is judged like what stands: every instance of it, whichever of its forms it comes in."""

from __future__ import annotations

import json
import subprocess

import pytest

from compliance_toolkit.cli.main import main
from compliance_toolkit.errors import SourceError
from compliance_toolkit.models import ReasonCode, Unknown
from compliance_toolkit.terraform.state import read_state
from terraform_plans import real_plan

LOGS = "aws_cloudwatch_log_group"
ARN = "arn:aws:logs:eu-west-1:111122223333:log-group:chat"
MODULE = 'variable "text" {}\nresource "terraform_data" "in" {\n  input = var.text\n}\n'
MAIN = (
    'resource "terraform_data" "a" {\n  count = 2\n  input = "x${count.index}"\n}\n'
    'resource "terraform_data" "b" {\n  for_each = toset(["k.1"])\n  input = each.key\n}\n'
    'module "m" {\n  source = "./mod"\n  for_each = toset(["p"])\n  text = sensitive("hush")\n}\n'
)


def stored(*instances, mode="managed", type_=LOGS, **more):
    return {"mode": mode, "type": type_, "name": "logs", "instances": list(instances), **more}


def of_file(*resources, **more):
    document = {"version": 4, "serial": 1, "lineage": "x", "resources": list(resources), **more}
    return read_state(json.dumps(document).encode(), shown_as="state.json")


def only(*instances, **more):
    (resource,) = of_file(stored(*instances, **more)).resources
    return resource


def test_what_stands_is_known_with_its_place_from_its_arn():
    logs = only({"attributes": {"name": "chat", "retention_in_days": 0, "arn": ARN}})
    assert (logs.address, logs.type, logs.region) == (f"{LOGS}.logs", LOGS, "eu-west-1")
    assert [place.region for place in logs.regions] == ["eu-west-1"]
    assert logs.values["retention_in_days"] == 0
    assert logs.unknown == {}


def test_without_an_arn_or_a_region_the_place_is_unknown():
    region = only({"attributes": {"name": "chat"}}).region
    assert isinstance(region, Unknown)
    assert region.code is ReasonCode.AMBIENT_PROVIDER_REGION
    assert only({"attributes": {"name": "chat", "region": "eu-west-2"}}).region == "eu-west-2"


@pytest.mark.parametrize(
    ("key", "shown"), [(0, "[0]"), ("k.1", '["k.1"]'), ('a"b', '["a\\"b"]'), (None, "")]
)
def test_an_instance_has_the_address_that_terraform_writes(key, shown):
    logs = only({"index_key": key, "attributes": {}}, module='module.m["x"]')
    assert logs.address == f'module.m["x"].{LOGS}.logs{shown}'


def test_an_object_that_waits_for_its_deletion_still_stands():
    audit = of_file(stored({"attributes": {}}, {"attributes": {}, "deposed": "a1"}))
    assert [r.address for r in audit.resources] == [f"{LOGS}.logs", f"{LOGS}.logs (deposed a1)"]
    assert audit.problems == ()


def test_data_sources_are_no_resources():
    assert of_file(stored({"attributes": {}}, mode="data")).resources == ()


def test_what_is_marked_is_unknown_and_never_kept():
    step = {"type": "get_attr", "value": "tags"}
    inner = {"type": "index", "value": {"value": "who", "type": "string"}}
    tags = {"tags": {"who": "hush", "team": "a"}}
    logs = only({"attributes": tags, "sensitive_attributes": [[step, inner]]})
    assert "hush" not in repr(logs)
    assert logs.values == {"tags": {"team": "a"}}
    assert logs.unknown["/tags/who"].code is ReasonCode.SENSITIVE


@pytest.mark.parametrize(
    "path",
    [
        [],
        "tags",
        [{"type": "splat"}],
        [{"type": "get_attr", "value": "tags"}, {"type": "index", "value": {"value": 0}}],
        [{"type": "get_attr", "value": "tags"}, 7],
    ],
)
def test_a_mark_that_nobody_understands_hides_all_around_it(path):
    logs = only({"attributes": {"tags": ["hush"]}, "sensitive_attributes": [path]})
    assert "hush" not in repr(logs)


def test_values_of_old_are_text_of_which_nobody_knows_the_types():
    logs = only({"attributes_flat": {"retention_in_days": "0"}})
    assert logs.unknown[""].code is ReasonCode.UNSUPPORTED_TYPE


def test_what_is_told_of_twice_is_a_problem():
    assert of_file(stored({"attributes": {}}), stored({"attributes": {}})).problems


@pytest.mark.parametrize("version", [1, 2, 3, 5, "4", True, None, 4.5])
def test_another_version_is_refused_with_what_to_do(version):
    with pytest.raises(SourceError, match="expected 4") as refused:
        of_file(version=version)
    assert "terraform state pull" in str(refused.value.hint)


def test_an_encrypted_state_is_refused_with_what_to_do():
    with pytest.raises(SourceError, match="encrypted") as refused:
        of_file(encrypted_data="…")
    assert "tofu show -json" in str(refused.value.hint)


@pytest.mark.parametrize("version", ["2.0", "", None, 1])
def test_another_format_is_refused(version):
    raw = json.dumps({"format_version": version, "values": {}}).encode()
    with pytest.raises(SourceError, match=r"expected 0\.x or 1\.x"):
        read_state(raw, shown_as="state.json")


def checked(file, capsys):
    code = main(["check", str(file), "--jurisdiction", "eu", "--format", "json"])
    return code, json.loads(capsys.readouterr().out)


def test_a_state_is_judged_by_the_real_command(tmp_path, capsys):
    file = tmp_path / "terraform.tfstate"
    logs = stored({"attributes": {"name": "chat", "retention_in_days": 0, "arn": ARN}})
    file.write_text(json.dumps({"version": 4, "serial": 1, "lineage": "x", "resources": [logs]}))
    code, report = checked(file, capsys)
    assert (code, report["inputs"][0]["kind"]) == (1, "terraform-state")
    assert "RET-001" in {one["check"] for one in report["findings"] if one["verdict"] == "fail"}


def test_a_state_without_resources_is_nothing_checked(tmp_path, capsys):
    file = tmp_path / "terraform.tfstate"
    file.write_text(json.dumps({"version": 4, "serial": 1, "lineage": "x", "resources": []}))
    assert checked(file, capsys)[0] == 4


def test_both_forms_of_a_real_state_say_the_same(tmp_path):
    real_plan(tmp_path, {"main.tf": MAIN, "mod/main.tf": MODULE}, apply=True)
    stored_one = read_state((tmp_path / "terraform.tfstate").read_bytes(), shown_as="s")
    show = ["terraform", "show", "-json"]
    done = subprocess.run(show, cwd=tmp_path, capture_output=True, check=True)
    shown = read_state(done.stdout, shown_as="s")
    assert len(shown.resources) == 4
    plain = {r.address: r.values for r in shown.resources}
    assert plain["terraform_data.a[1]"]["input"] == "x1"
    # The file keeps the type beside a value of any type; printed, the value stands alone.
    for one in stored_one.resources:
        assert plain.keys() >= {one.address}
        assert one.values["id"] == plain[one.address]["id"]
    marked = 'module.m["p"].terraform_data.in'
    for one in (*stored_one.resources, *shown.resources):
        if one.address == marked:  # Terraform marks what was written, and not what came of it
            assert one.unknown["/input"].code is ReasonCode.SENSITIVE
            assert "input" not in one.values
