"""Source and plan of one configuration never contradict each other: the real `terraform` plans it.

The configurations are made by chance of what Terraform has built in, so that nothing is downloaded.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from compliance_toolkit.models import AuditInput, ReasonCode
from compliance_toolkit.terraform.plan import read_plan
from compliance_toolkit.terraform.plan_binary import show_plan
from terraform_files import addresses, read
from terraform_modules import configuration
from terraform_pairs import contradictions, cover
from terraform_plans import real_plan

LIMIT = 1 << 28
COMPUTED = {"/id", "/output"}
SOUND = {ReasonCode.FUNCTION_NOT_EVALUATED, ReasonCode.SENSITIVE}
"""Why a source may not know what a plan does: it says so, and invents nothing."""


def pair(
    folder: Path, files: dict[str, str], *, apply: bool = False
) -> tuple[AuditInput, AuditInput]:
    """Read a configuration, and what Terraform plans for it; `apply`: for the second time."""
    shown = real_plan(folder, files, apply=apply)
    if apply:
        shown = real_plan(folder, {})
    plan = read_plan(show_plan(shown, shown_as="plan", limit=LIMIT), shown_as="plan")
    source = read(folder, files["main.tf"])
    assert (source.problems, plan.problems) == ((), ())
    return source, plan


def doubts(source: AuditInput, plan: AuditInput) -> tuple[list[str], int]:
    """List what only one of them knows although both could; count all that is known."""
    planned = {one.address: one for one in plan.resources}
    found, known = [], 0
    for one in source.resources:
        theirs = {
            pointer
            for pointer in planned[one.address].unknown
            if pointer not in COMPUTED and not pointer.startswith("/output/")
        }
        ours = {pointer for pointer, why in one.unknown.items() if why.code not in SOUND}
        found += [f"{one.address}{pointer}: only the plan knows" for pointer in ours - theirs]
        hidden = one.unknown.keys() - ours
        found += [
            f"{one.address}{pointer}: only the source knows"
            for pointer in theirs - ours
            if not any(f"{pointer}/".startswith(f"{other}/") for other in hidden)
        ]
        known += len(json.dumps(one.values).split(","))
    return found, known


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_modules_made_by_chance_are_what_terraform_plans(tmp_path, seed):
    source, plan = pair(tmp_path, configuration(seed, modules=25))
    assert len(plan.resources) > 200
    assert sorted(addresses(source)) == sorted(addresses(plan))
    assert contradictions(source, plan) == []
    found, known = doubts(source, plan)
    assert found == []
    assert known > 600


def test_what_was_applied_before_is_planned_as_it_is_written(tmp_path):
    source, plan = pair(tmp_path, configuration(4, modules=8), apply=True)
    assert len(plan.resources) > 50
    assert contradictions(source, plan) == []
    assert all(not one.unknown for one in plan.resources)


STATED = """
variable "n" { default = 2 }
variable "hidden" {
  default   = "hush"
  sensitive = true
}
resource "terraform_data" "seed" { input = { many = var.n, keys = toset(["a", "b.c"]) } }
resource "terraform_data" "counted" {
  count = terraform_data.seed.output.many
  input = "n${count.index}"
}
module "each" {
  source   = "./inner"
  for_each = terraform_data.seed.output.keys
  name     = each.value
}
resource "terraform_data" "secret" {
  input            = { open = "o", hidden = "x-${var.hidden}", list = [var.hidden, "l"] }
  triggers_replace = nonsensitive(length(var.hidden))
}
resource "terraform_data" "left" {
  input            = var.n
  triggers_replace = var.n
  lifecycle { ignore_changes = [input] }
}
"""
INNER = """
variable "name" { type = string }
resource "terraform_data" "in" {
  count = 2
  input = { name = var.name, at = count.index }
}
"""


def test_a_count_that_a_run_decides_stands_for_each_instance(tmp_path):
    files = {"main.tf": STATED, "inner/main.tf": INNER}
    given = STATED.replace("terraform_data.seed.output.many", "2")
    given = given.replace("terraform_data.seed.output.keys", 'toset(["a", "b.c"])')
    real_plan(tmp_path, {**files, "main.tf": given}, apply=True)
    source, plan = pair(tmp_path, files)
    assert len(plan.resources) == 9
    assert contradictions(source, plan) == []
    assert {one for one in addresses(source) if "[*]" in one} == {
        "terraform_data.counted[*]",
        "module.each[*].terraform_data.in[0]",
        "module.each[*].terraform_data.in[1]",
    }


def test_a_secret_is_known_to_neither(tmp_path):
    files = {"main.tf": STATED.replace("seed.output", "seed.input"), "inner/main.tf": INNER}
    source, plan = pair(tmp_path, files)
    assert contradictions(source, plan) == []
    for one in (source, plan):
        (secret,) = [r for r in one.resources if r.address == "terraform_data.secret"]
        assert "hush" not in repr(secret)
        assert secret.unknown["/input/hidden"].code is ReasonCode.SENSITIVE
        assert secret.unknown["/input/list"].code is ReasonCode.SENSITIVE
        assert secret.values["input"] == {"open": "o"}


KEYS = ["é", "$${a}", "%%{b}", "$$", 'q\\"', "\\\\", "\\n\\t\\r", "\\u200b\\u0001", "a.b[0]", ""]


def test_a_key_is_written_as_terraform_writes_it(tmp_path):
    keys = ", ".join(f'"{key}"' for key in KEYS)
    main = f'resource "terraform_data" "k" {{\n  for_each = toset([{keys}])\n}}\n'
    main += 'output "all" { value = keys(terraform_data.k) }\n'
    source, plan = pair(tmp_path, {"main.tf": main})
    assert sorted(addresses(source)) == sorted(addresses(plan))
    assert len(plan.resources) == len(KEYS)


NONE = """
resource "terraform_data" "none" {
  for_each = {}
  input    = { k = each.key }
}
resource "terraform_data" "zero" {
  count = 0
  input = { k = 1 }
}
module "none" {
  source   = "./inner"
  for_each = toset([])
  name     = each.key
}
resource "terraform_data" "of" {
  input = {
    keys   = keys(terraform_data.none)
    values = values(terraform_data.none)[*].input.k
    splat  = terraform_data.zero[*].input.k
    length = [length(terraform_data.none), length(terraform_data.zero), length(module.none)]
    map    = { for k, m in module.none : k => m }
    json   = jsonencode([terraform_data.none, terraform_data.zero, module.none])
  }
}
"""


def test_no_instances_are_an_empty_map_or_an_empty_list(tmp_path):
    source, plan = pair(tmp_path, {"main.tf": NONE, "inner/main.tf": INNER})
    assert contradictions(source, plan) == []
    assert doubts(source, plan)[0] == []
    (one,) = source.resources
    given: Any = one.values["input"]
    assert given["json"] == "[{},[],{}]"


def test_the_comparison_sees_what_is_apart(tmp_path):
    source, plan = pair(tmp_path, {"main.tf": NONE, "inner/main.tf": INNER})
    other = NONE.replace("keys   = keys(terraform_data.none)", 'keys   = ["k"]')
    other += 'resource "terraform_data" "more" {}\n'
    said = contradictions(read(tmp_path, other), plan)
    assert said == [
        "terraform_data.more: only the source has it",
        "terraform_data.of/input/keys has 1 and 0 elements",
    ]
    assert contradictions(source, read(tmp_path, other)) == [
        "terraform_data.more: 0 of the source stand for it",
        "terraform_data.of/input/keys has 0 and 1 elements",
    ]


@pytest.mark.parametrize(
    ("address", "instance", "covered"),
    [
        ("a.b[*]", 'a.b["x.y]"]', True),
        ("a.b[*]", "a.b", False),
        ("module.m[*].a.b[0]", "module.m[3].a.b[0]", True),
        ("module.m[*].a.b[0]", "module.m[3].a.b[1]", False),
    ],
)
def test_an_unknown_key_stands_for_every_key_and_for_nothing_else(address, instance, covered):
    assert cover(address, instance) is covered
