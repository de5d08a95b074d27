"""What an application passes is held to what is documented: another type is told, with a hint."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from compliance_toolkit import Compliance, ConfigurationError, Limits, UnavailableError
from compliance_toolkit.api import CheckOptions
from compliance_toolkit.api.inputs import ReadOptions
from compliance_toolkit.audit.outcome import Gate
from compliance_toolkit.registry.source import Family
from small_project import DAY, MODEL, write

NAN, INFINITE = float("nan"), float("inf")


class Bytes(os.PathLike[bytes]):
    """A path that is no text."""

    def __fspath__(self) -> bytes:
        return b"compliance.yaml"


class Store:
    """A store of tenants that gives what it was told to give."""

    def __init__(self, revision: Any, family: Any) -> None:
        self._revision, self._family = revision, family

    def revision(self) -> Any:
        return self._revision

    def family(self, name: str) -> Any:
        return self._family


def refused(ask: Any) -> str:
    """What is said of it; every such error says what to do."""
    with pytest.raises(ConfigurationError) as caught:
        ask()
    assert caught.value.hint
    return caught.value.message


@pytest.mark.parametrize("number", ["8", -1, 1.5, None, True, NAN, [8]])
@pytest.mark.parametrize("name", ["per_tenant", "total"])
def test_a_limit_is_a_whole_number(name, number):
    said = refused(lambda: Limits(**{name: number}))
    assert said == f"`{name}` of `Limits`: expected a whole number of decisions, 0 or more"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"config": 5}, "`config`: expected a path, found `5`"),
        ({"config": ""}, "`config`: expected a path, found an empty text"),
        ({"config": " "}, "`config`: expected a path, found a blank text"),
        ({"config": Path(" ")}, "`config`: expected a path, found a blank text"),
        ({"tenants_confirmed_for": 10**400}, "a tenants' store cannot be believed for inf s"),
        ({"policies": ""}, "`policies`: expected a path, found an empty text"),
        ({"policies": "\t\n"}, "`policies`: expected a path, found a blank text"),
        ({"config": b"compliance.yaml"}, "`config`: expected a path, found a `bytes`"),
        ({"config": Bytes()}, "`config`: expected a path, found a `Bytes`"),
        ({"policies": ["policies"]}, "`policies`: expected a path, found a `list`"),
        ({"engine": 8181}, "`engine`: expected the address of an OPA server, found `8181`"),
        ({"engine": ""}, "`engine`: expected the address of an OPA server, found an empty text"),
        ({"engine": " "}, "`engine`: expected the address of an OPA server, found a blank text"),
        ({"engine": "http://"}, "`http://` is no address of a server"),
        ({"engine": "ftp://opa.example"}, "`ftp://opa.example` is no address of a server"),
        ({"engine": "localhost:8181"}, "`localhost:8181` is no address of a server"),
        ({"engine": "http://opa.example:http"}, "`http://opa.example:http` is no URL"),
        ({"engine": "http://user:pw@opa.example"}, "the URL of the OPA server holds credentials"),
        ({"tenants": {"acme": {}}}, "`tenants` has no method `revision`"),
        ({"tenants_confirmed_for": "1"}, "`tenants_confirmed_for`: expected a number of seconds"),
        ({"tenants_confirmed_for": None}, "expected a number of seconds, found `None`"),
        ({"tenants_confirmed_for": -1}, "a tenants' store cannot be believed for -1 s"),
        ({"tenants_confirmed_for": NAN}, "a tenants' store cannot be believed for nan s"),
        ({"tenants_confirmed_for": INFINITE}, "a tenants' store cannot be believed for inf s"),
        ({"skip_broken_tenants": "no"}, "expected `True` or `False`, found the text `no`"),
        ({"skip_broken_tenants": 1}, "expected `True` or `False`, found `1`"),
        ({"limits": {"total": 5}}, "`limits`: expected `Limits`, found a `dict`"),
        ({"clock": 5}, "`clock`: expected a `Clock`, found `5`"),
    ],
)
def test_what_is_chosen_once_is_held_to_its_type(tmp_path, given, expected):
    config = write(tmp_path)
    assert expected in refused(lambda: Compliance.load(**{"config": config, **given}))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"every": "1"}, "`every`: expected a number of seconds, found the text `1`"),
        ({"every": None}, "`every`: expected a number of seconds, found `None`"),
        ({"every": True}, "`every`: expected a number of seconds, found `True`"),
        ({"stale_after": "300"}, "`stale_after`: expected a number of seconds"),
        ({"stale_after": INFINITE}, "cannot be stale after inf s"),
        ({"every": NAN}, "a law reloaded every nan s"),
        ({"notify": 5}, "`notify` cannot be called"),
    ],
)
def test_a_watch_is_held_to_its_types(tmp_path, given, expected):
    compliance = Compliance.load(write(tmp_path))

    def watch() -> None:
        with compliance.watch(**given):
            pass

    assert expected in refused(watch)


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        ("infra", "`paths`: expected a list of paths, found the text `infra`"),
        (5, "`paths`: expected a list of paths, found `5`"),
        (["infra", 5], "`paths`: expected paths in the list, found `5`"),
        ([b"infra"], "`paths`: expected paths in the list, found a `bytes`"),
        ([""], "`paths`: expected paths in the list, found an empty text"),
        (["infra", " "], "`paths`: expected paths in the list, found a blank text"),
    ],
)
def test_one_path_is_no_list_of_paths(paths, expected):
    law = Compliance.load(None)
    options = CheckOptions(jurisdictions=("eu",))
    assert expected in refused(lambda: law.check(paths, options))


def eu(**given: Any) -> CheckOptions:
    """Options that a program may write, whatever mypy would say of them."""
    return CheckOptions(**{"jurisdictions": ("eu",), **given})


def gate(**given: Any) -> CheckOptions:
    return eu(gate=Gate(**given))


@pytest.mark.parametrize("paths", [[], ["infra"]])
@pytest.mark.parametrize(
    ("options", "more", "expected"),
    [
        (None, {}, "`options`: expected `CheckOptions`, found `None`"),
        (ReadOptions(), {}, "`options`: expected `CheckOptions`, found a `ReadOptions`"),
        ({"jurisdictions": ("eu",)}, {}, "`options`: expected `CheckOptions`, found a `dict`"),
        (eu(source=""), {}, "`source`: expected a path, found an empty text"),
        (eu(var_files=""), {}, "`var_files`: expected a list of paths"),
        (eu(var_files=["a", " "]), {}, "expected paths in the list, found a blank"),
        (eu(assume_defaults="no"), {}, "expected `True` or `False`"),
        (eu(gate=None), {}, "`gate`: expected `Gate`, found `None`"),
        (gate(unknown_fails="no"), {}, "`unknown_fails`: expected `True`"),
        (
            gate(fail_on="hihg"),
            {},
            "`fail_on`: expected `Severity`, found the text",
        ),
        (eu(), {"processes": 2}, "`processes`: expected `Processes`, found `2`"),
        (eu(), {"progress": 5}, "`progress` cannot be called"),
    ],
)
def test_what_an_audit_is_held_to_is_held_to_its_types(paths, options, more, expected):
    law = Compliance.load(None)
    assert expected in refused(lambda: law.check(paths, options, **more))


def test_a_path_may_be_a_path(tmp_path):
    (tmp_path / "main.tf").write_text('resource "aws_sqs_queue" "q" {}\n', encoding="utf-8")
    report = Compliance.load(None).check([tmp_path], CheckOptions(jurisdictions=("eu",)))
    assert [one.path for one in report.inputs] == [str(tmp_path)]


def test_the_paths_of_options_may_be_texts(tmp_path):
    (tmp_path / "main.tf").write_text(
        'variable "r" {}\nprovider "aws" {\n  region = var.r\n}\nresource "aws_sqs_queue" "q" {}\n',
        encoding="utf-8",
    )
    for region, code in (("eu-west-1", 0), ("us-east-1", 1)):
        values = tmp_path / "r.tfvars"
        values.write_text(f'r = "{region}"\n', encoding="utf-8")
        report = Compliance.load(None).check([tmp_path], eu(var_files=[str(values)]))
        assert report.exit_code == code


@pytest.mark.parametrize(
    ("revision", "family", "expected"),
    [
        (5, None, "gave no revision"),
        (None, None, "gave no revision"),
        ("1", None, "with no `Family`"),
        ("1", [], "with no `Family`"),
    ],
)
def test_a_store_that_answers_out_of_shape_did_not_answer(tmp_path, revision, family, expected):
    store = Store(revision, family)
    compliance = Compliance.load(write(tmp_path), tenants=store)
    with pytest.raises(UnavailableError, match=expected):
        compliance.resolve(tenant="acme/bank", model=MODEL, at=DAY)


def test_a_store_that_answers_in_shape_is_heard(tmp_path):
    store = Store("1", Family("1", (), parent=False))
    compliance = Compliance.load(write(tmp_path), tenants=store)
    with pytest.raises(ConfigurationError, match="unknown tenant `nobody`"):
        compliance.resolve(tenant="nobody", model=MODEL, at=DAY)
