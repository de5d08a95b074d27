"""A bundle is read whole or not at all: what OPA would ignore or misread is an error."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from compliance_toolkit.errors import ConfigurationError, PolicyError
from compliance_toolkit.policy.bundle import default_root, load

MANIFEST = '{"revision": "", "rego_version": 1, "roots": ["compliance"]}'
RULE = "package compliance.rule\n\nvalue := 1\n"


@pytest.fixture
def folder(tmp_path):
    """A bundle of one rule, to be written to."""
    return write(tmp_path / "policies", {".manifest": MANIFEST, "compliance/rule/rule.rego": RULE})


def write(root: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    return root


def refusal(folder: Path) -> str:
    with pytest.raises(PolicyError) as caught:
        load(folder)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_the_shipped_bundle_has_policies_data_and_checks(bundle):
    assert bundle.roots == ("compliance",)
    assert bundle.checks
    assert bundle.data["compliance"]["jurisdictions"]["eu"]["name"] == "European Union"
    assert not [path for path, _ in bundle.modules if path.endswith("_test.rego")]


def test_a_file_lies_in_the_data_where_its_folder_says(folder):
    write(folder, {"compliance/regions/aws/data.json": '{"eu-west-2": {"country": "GB"}}'})
    assert load(folder).data == {
        "compliance": {"regions": {"aws": {"eu-west-2": {"country": "GB"}}}}
    }


def test_two_files_may_fill_one_object(folder):
    write(folder, {"compliance/data.json": '{"a": {"x": 1}}', "compliance/a/data.json": '{"y": 2}'})
    assert load(folder).data == {"compliance": {"a": {"x": 1, "y": 2}}}


def test_two_files_that_define_one_path_are_refused_even_when_they_agree(folder):
    write(folder, {"compliance/data.json": '{"a": {"x": 1}}', "compliance/a/data.json": '{"x": 1}'})
    assert "`compliance/data.json` defines `compliance.a.x`" in refusal(folder)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "data.json:1` is no JSON: Expecting value"),
        ('{"a": 1,\n "b": }', "data.json:2` is no JSON"),
        ('{"a": 1, "a": 1}', "the key `a` stands twice"),
        ('{"x": {"a": 1, "b": 2, "a": 3}}', "the key `a` stands twice"),
        ('{"a": NaN}', "`NaN` is no JSON number"),
        ('{"a": [-Infinity]}', "`-Infinity` is no JSON number"),
        ('{"a": 1e999}', "the number `1e999` is out of range"),
        ('{"a": 9223372036854775808}', "an integer beyond 9223372036854775807"),
        ('{"a": "\\ud800"}', "half of a surrogate pair"),
        ('{"a": ' + "[" * 200 + "]" * 200 + "}", "nested more than 100 levels deep"),
        ('{"a": ' + "[" * 100_000 + "]" * 100_000 + "}", "nested more than 100 levels deep"),
        ("[]", "holds no object"),
        ("null", "holds no object"),
        ("\ufeff{}", "is no JSON: Unexpected UTF-8 BOM"),
    ],
)
def test_data_that_two_readers_could_read_differently_is_refused(folder, text, expected):
    write(folder, {"compliance/law/data.json": text})
    message = refusal(folder)
    assert "compliance/law/data.json" in message
    assert expected in message


@pytest.mark.parametrize(
    "name", ["eu.json", "data.yaml", "data.yml", "Data.json", "rule.rego.bak", "README.md", "rules"]
)
def test_a_file_that_opa_would_ignore_is_refused(folder, name):
    write(folder, {f"compliance/{name}": "{}"})
    assert f"`compliance/{name}` is neither a policy nor named `data.json`" in refusal(folder)


@pytest.mark.parametrize("name", [".rule.rego", ".data.json", "compliance/.manifest"])
def test_a_hidden_policy_is_refused(folder, name):
    write(folder, {name: "{}"})
    assert f"`{name}` is hidden" in refusal(folder)


def test_what_no_reader_takes_for_policy_is_left_alone(folder):
    before = load(folder)
    write(folder, {".DS_Store": "\0", "compliance/.gitkeep": ""})
    assert load(folder) == before


def test_text_that_is_not_utf_8_is_refused_with_its_line(folder):
    (folder / "compliance/rule/rule.rego").write_bytes(b"package compliance.rule\n\nx := \xff\n")
    assert refusal(folder) == "`compliance/rule/rule.rego:3` is not UTF-8"


def test_a_link_that_leaves_the_bundle_is_refused(folder, tmp_path):
    write(tmp_path, {"elsewhere.rego": RULE})
    (folder / "compliance/more.rego").symlink_to(tmp_path / "elsewhere.rego")
    assert refusal(folder) == "`compliance/more.rego` is a link that leaves the bundle"


def test_a_link_to_a_folder_is_refused_because_opa_would_not_follow_it(folder, tmp_path):
    (folder / "compliance/loop").symlink_to(folder)
    assert refusal(folder) == "`compliance/loop` is a link to a folder"


def test_a_broken_link_is_refused(folder):
    (folder / "compliance/data.json").symlink_to(folder / "nothing")
    assert refusal(folder) == "`compliance/data.json` is no regular file"


def test_a_link_within_the_bundle_is_read(folder):
    write(folder, {"compliance/a/data.json": '{"x": 1}'})
    (folder / "compliance/b").mkdir()
    (folder / "compliance/b/data.json").symlink_to(folder / "compliance/a/data.json")
    assert load(folder).data == {"compliance": {"a": {"x": 1}, "b": {"x": 1}}}


def test_a_pipe_is_refused_instead_of_waited_for(folder):
    os.mkfifo(folder / "compliance/data.json")
    assert refusal(folder) == "`compliance/data.json` is no regular file"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("deployments/data.json", "{}"),
        ("data.json", '{"deployments": {}}'),
        ("other/rule.rego", "package other\n\nx := 1\n"),
        ("compliance/rule/second.rego", "package compliances.rule\n\nx := 1\n"),
    ],
)
def test_what_lies_outside_the_roots_is_refused(folder, path, text):
    write(folder, {path: text})
    assert "outside the bundle's roots" in refusal(folder)


@pytest.mark.parametrize(
    "manifest",
    [
        "",
        "[]",
        "{}",
        '{"revision": 7, "roots": ["compliance"]}',
        '{"revision": "", "roots": []}',
        '{"revision": "", "roots": "compliance"}',
        '{"revision": "", "roots": [null]}',
        '{"revision": "", "rego_version": 0, "roots": ["compliance"]}',
        '{"revision": "", "roots": ["compliance"], "roots": [""]}',
    ],
)
def test_a_manifest_of_another_shape_is_refused(folder, manifest):
    write(folder, {".manifest": manifest})
    assert ".manifest" in refusal(folder)


def test_a_policy_without_a_package_is_refused(folder):
    write(folder, {"compliance/rule/second.rego": "# package compliance.rule\nx := 1\n"})
    assert refusal(folder) == "`compliance/rule/second.rego` states no package"


def test_a_folder_without_policies_is_refused_and_a_missing_one_is_the_callers_mistake(tmp_path):
    write(tmp_path / "empty", {".manifest": MANIFEST})
    assert "no policy in" in refusal(tmp_path / "empty")
    with pytest.raises(ConfigurationError, match="no bundle at"):
        load(tmp_path / "nowhere")


def test_the_revision_is_the_manifests_or_else_made_of_the_digest(folder):
    without = load(folder)
    write(folder, {".manifest": MANIFEST.replace('""', '"2026.11.1"')})
    assert load(folder).revision == "2026.11.1"
    assert without.revision == f"digest:{without.digest.removeprefix('sha256:')[:12]}"


def test_every_byte_and_every_name_that_counts_changes_the_digest(folder):
    digests = [load(folder).digest]
    write(folder, {"compliance/rule/rule.rego": RULE + "\n"})
    digests.append(load(folder).digest)
    write(folder, {"compliance/a/data.json": "{}"})
    digests.append(load(folder).digest)
    (folder / "compliance/a").rename(folder / "compliance/b")
    digests.append(load(folder).digest)
    assert len(set(digests)) == len(digests)
    assert all(digest.startswith("sha256:") for digest in digests)


def test_tests_and_the_place_of_the_folder_do_not_change_the_digest(folder, tmp_path):
    before = load(folder)
    write(folder, {"compliance/rule/rule_test.rego": "package compliance.rule_test\n"})
    shutil.copytree(folder, tmp_path / "copy")
    assert load(folder) == load(tmp_path / "copy") == before


def test_a_check_lies_exactly_one_area_and_one_folder_deep(folder):
    for path in ("residency/country", "residency/country/deeper", "shallow"):
        package = ".".join(["compliance.checks", *path.split("/")])
        write(folder, {f"compliance/checks/{path}/rule.rego": f"package {package}\n\nid := 1\n"})
    assert load(folder).checks == ("residency/country",)


def test_the_policies_of_the_checkout_are_found(policies):
    assert default_root() == policies


def test_the_policies_in_the_package_come_first(tmp_path):
    package = tmp_path / "compliance_toolkit"
    bundled = write(package / "_bundle" / "policies", {".manifest": MANIFEST})
    assert default_root(package) == bundled


@pytest.mark.parametrize(
    ("source", "project"),
    [
        ("toolkit", None),
        ("toolkit", '[project]\nname = "somebody-elses"\n'),
        ("toolkit", "not toml"),
        ("site-packages", '[project]\nname = "compliance-toolkit"\n'),
    ],
)
def test_a_folder_of_policies_that_is_not_ours_is_refused_and_both_places_named(
    tmp_path, source, project
):
    package = tmp_path / source / "compliance_toolkit"
    package.mkdir(parents=True)
    write(tmp_path / "policies", {".manifest": MANIFEST, "compliance/rule.rego": RULE})
    if project is not None:
        write(tmp_path, {"pyproject.toml": project})
    with pytest.raises(PolicyError) as caught:
        default_root(package)
    assert f"`{package / '_bundle' / 'policies'}`" in str(caught.value)
    assert f"`{tmp_path / 'policies'}`" in str(caught.value)


def test_a_bundle_without_some_packages_keeps_its_data_and_its_digest(bundle):
    small = bundle.without("compliance.checks", "compliance.audit")
    assert small.checks == ()
    assert "compliance.resolve" in small.packages
    assert (small.data, small.digest) == (bundle.data, bundle.digest)


def test_a_package_whose_name_only_begins_alike_is_kept(bundle):
    assert bundle.without("compliance.res", "compliance.check").packages == bundle.packages


def test_a_bundle_of_some_packages_keeps_its_data_and_its_digest(bundle):
    small = bundle.only({"compliance.lib", "compliance.nothing"})
    assert set(small.packages) == {"compliance.lib"}
    assert (small.data, small.digest, small.roots) == (bundle.data, bundle.digest, bundle.roots)
