"""Bundles of a few lines, made of the rules and checks that a test is about."""

from __future__ import annotations

from compliance_toolkit.policy.bundle import Bundle

RULES = """package compliance.rules

null_value := null

false_value := false

empty_list := []

empty_object["x"] := input.nothing

text := "<undefined>"

echo := input.x

conflict := 1 if input.a

conflict := 2 if input.b

wrong_type := count(input.x)

only_if_given := 1 if input.x
"""

CHECK = """package compliance.checks.area.{name}

id := {id}

default verdict := "unknown"

verdict := {verdict} if input.region

evidence["region"] := input.region

_private := input.region
"""

SILENT = """package compliance.checks.area.silent

id := "AAA-002"

verdict := "pass" if input.region

evidence["region"] := input.region
"""


def bundle(*texts: str, data=None) -> Bundle:
    modules = tuple((f"{n}.rego", text) for n, text in enumerate(texts))
    return Bundle(modules, data or {}, ("compliance",), "r1", "sha256:0")


def check(name="good", id='"AAA-001"', verdict='"pass"') -> str:  # noqa: A002
    return CHECK.format(name=name, id=id, verdict=verdict)
