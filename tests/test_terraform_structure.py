"""Files, modules and instances mean what they mean to the real `terraform`."""

from __future__ import annotations

import json
import os
import shutil

import pytest

from terraform_files import write
from terraform_oracle import our_outputs, outputs_of, same

pytestmark = pytest.mark.skipif(
    shutil.which("terraform") is None and not os.environ.get("CI"),
    reason="the oracle is `terraform`; in CI it must be there",
)

CHILD = """
variable "name" { type = string }
variable "tags" {
  type    = map(string)
  default = {}
}
variable "late" { default = null }
resource "terraform_data" "made" {
  count = length(var.tags)
  input = "${var.name}-${count.index}"
}
locals { folder = path.module }
output "name" { value = upper(var.name) }
output "late" { value = var.late }
output "inputs" { value = terraform_data.made[*].input }
output "ids" { value = terraform_data.made[*].id }
output "folder" { value = local.folder }
output "text" { value = file("${path.module}/note.txt") }
output "root" { value = path.root }
"""
MODULES = {
    "main.tf": """
resource "terraform_data" "late" { input = "x" }
module "one" {
  source = "./modules/child"
  name   = "one"
  tags   = { a = 1, b = true }
  late   = terraform_data.late.output
}
module "each" {
  source   = "./modules/child"
  for_each = { eu = "e", us = "u" }
  name     = "${each.key}-${each.value}"
}
module "many" {
  source = "./modules/middle"
  count  = 2
  name   = "m${count.index}"
}
output "one" { value = module.one }
output "name" { value = module.one.name }
output "each" { value = { for k, m in module.each : k => m.name } }
output "splat" { value = values(module.each)[*].folder }
output "eu" { value = module.each["eu"].inputs }
output "many" { value = module.many[*].inner }
output "second" { value = module.many[1].inner.name }
output "count" { value = length(module.many) }
output "late" { value = "${module.one.late}!" }
""",
    "modules/child/main.tf": CHILD,
    "modules/child/note.txt": "note",
    "modules/middle/main.tf": """
variable "name" {}
module "inner" {
  source = "../child"
  name   = "inner-${var.name}"
  tags   = { for n in range(2) : "k${n}" => n }
}
output "inner" { value = module.inner }
""",
}
OVERRIDES = {
    "main.tf": """
variable "v" {
  type    = string
  default = "a"
}
locals {
  x = 1
  y = 2
}
resource "terraform_data" "r" {
  input            = "base"
  triggers_replace = ["base"]
}
output "v" { value = var.v }
output "xy" { value = [local.x, local.y] }
output "r" { value = terraform_data.r }
output "o" { value = "base" }
""",
    "a_override.tf": 'locals { x = "first" }\noutput "o" { value = "first" }\n',
    "b_override.tf.json": json.dumps({"output": {"o": {"value": "${upper(local.x)}"}}}),
    "override.tf": """
variable "v" { default = 7 }
locals { x = "last" }
resource "terraform_data" "r" { input = "over" }
""",
}
AS_JSON = {
    "main.tf.json": json.dumps(
        {
            "//": "a comment",
            "variable": {
                "list": {"type": "list(string)", "default": ["${not a template}", "b"]},
                "n": [{"type": "number", "default": 5}],
            },
            "locals": [
                {"a": "${var.list[1]}-x", "n": "${var.n + 1}", "o": {"${var.n}k": [1, None, 2.5]}},
                {"t": "%{ if var.n > 3 }big%{ else }small%{ endif }", "e": "a\nb\u00e9$${x}"},
            ],
            "resource": {
                "terraform_data": {
                    "r": {"for_each": "${toset(var.list)}", "input": "${each.key}"},
                    "s": [{"count": 2, "input": {"k": "${count.index}"}}],
                }
            },
            "module": {"child": {"source": "./child", "in": {"x": ["${local.n}"]}}},
            "output": {
                "all": {"value": {"a": "${local.a}", "n": "${local.n}", "o": "${local.o}"}},
                "text": {"value": ["${local.t}", "${local.e}"]},
                "list": {"value": "${var.list}"},
                "keys": {"value": "${keys(terraform_data.r)}"},
                "inputs": {"value": "${terraform_data.s[*].input.k}"},
                "child": {"value": "${module.child.out}"},
                "plain": {"value": 1.5},
            },
        }
    ),
    "child/main.tf": 'variable "in" {}\noutput "out" { value = var.in.x[0] * 2 }\n',
}
VARIABLES = {
    "main.tf": "".join(
        f'variable "{name}" {{\n  type    = any\n  default = "default"\n}}\n'
        f'output "{name}" {{ value = var.{name} }}\n'
        for name in ("none", "env", "tfvars", "json", "auto", "autojson", "zauto", "flag")
    ),
    "terraform.tfvars": "".join(
        f'{name} = "tfvars"\n' for name in ("tfvars", "json", "auto", "autojson", "zauto", "flag")
    ),
    "terraform.tfvars.json": json.dumps(
        dict.fromkeys(("json", "auto", "autojson", "zauto", "flag"), "json")
    ),
    "a.auto.tfvars": 'auto = "auto"\nautojson = "auto"\nzauto = "auto"\n',
    "b.auto.tfvars.json": json.dumps({"autojson": "autojson", "zauto": "autojson"}),
    "z.auto.tfvars": 'zauto = ["z"]\n',
}
TYPES = {
    "main.tf": """
variable "o" {
  type = object({
    name  = string
    size  = optional(number, 3)
    inner = optional(object({ a = optional(string, "x"), b = optional(bool) }), {})
    list  = optional(list(object({ k = optional(string, "v") })), [{}])
    extra = optional(map(any))
  })
  default = { name = 5, ignored = true, list = [{}, { k = null }, { k = 1 }] }
}
variable "s" {
  type    = set(list(number))
  default = [["2", 1], [10]]
}
variable "m" {
  type    = map(any)
  default = { a = 1, b = "x" }
}
variable "t" {
  type    = tuple([string, optional_is_no_type_here...])
  default = null
}
output "o" { value = var.o }
output "s" { value = var.s }
output "m" { value = var.m }
""".replace("optional_is_no_type_here...", "any"),
}
INSTANCES = {
    "main.tf": """
resource "terraform_data" "late" { input = 1 }
resource "terraform_data" "n" {
  count = "3"
  input = { at = count.index, name = "n${count.index}" }
}
resource "terraform_data" "m" {
  for_each = { a = { x = 1 }, "b c" = { x = terraform_data.late.output } }
  input    = "${each.key}=${each.value.x}"
}
output "length" { value = [length(terraform_data.n), length(terraform_data.m)] }
output "names" { value = [for d in terraform_data.n : d.input.name if d.input.at != 1] }
output "by" { value = { for k, d in terraform_data.m : k => d.input } }
output "splat" { value = terraform_data.n[*].input.at }
output "values" { value = values(terraform_data.m)[*].input }
output "whole" { value = terraform_data.n[0] }
output "index" { value = terraform_data.n[length(terraform_data.n) - 1].input.name }
output "key" { value = terraform_data.m["b c"].id }
output "old" { value = terraform_data.n.*.output.at }
""",
}
CASES = {
    "modules": MODULES,
    "overrides": OVERRIDES,
    "json": AS_JSON,
    "types": TYPES,
    "instances": INSTANCES,
}


@pytest.mark.parametrize("case", sorted(CASES))
def test_a_configuration_comes_to_what_terraform_plans(tmp_path, case):
    write(tmp_path, CASES[case])
    ours = our_outputs(tmp_path)
    theirs = outputs_of(tmp_path)
    assert theirs.keys() == ours.keys()
    assert [(name, t, ours[name]) for name, t in theirs.items() if not same(t, ours[name])] == []


def test_variables_are_taken_in_terraforms_order(tmp_path, monkeypatch):
    write(tmp_path, VARIABLES)
    environment = {f"TF_VAR_{name}": '"env"' for name in ("env", "tfvars", "flag", "undeclared")}
    ours = our_outputs(tmp_path, environment=environment, variables={"flag": '"flag"'})
    assert {name: answer.known for name, answer in ours.items()} == {
        "none": "default",
        "env": "env",
        "tfvars": "tfvars",
        "json": "json",
        "auto": "auto",
        "autojson": "autojson",
        "zauto": ["z"],
        "flag": "flag",
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    theirs = outputs_of(tmp_path, '-var=flag="flag"')
    assert [name for name, t in theirs.items() if not same(t, ours[name])] == []


def test_variables_of_the_environment_count_only_when_asked(tmp_path, monkeypatch):
    write(tmp_path, VARIABLES)
    monkeypatch.setenv("TF_VAR_env", '"env"')
    assert our_outputs(tmp_path)["env"].known == "default"
