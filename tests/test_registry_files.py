"""Files that are missing, hostile or not what they seem are refused with one clear line."""

import json
import os
import subprocess
import sys

import pytest

from compliance_toolkit.errors import ConfigurationError, PolicyError
from compliance_toolkit.registry import files
from compliance_toolkit.registry import mistakes as collected
from compliance_toolkit.registry.registry import load
from compliance_toolkit.registry.schemas import schemas_root
from registry_files import HEAD, LAW, mistakes, read, told

GLOB = "tenant_files: [{}]\n"


def refusal(path, folder):
    with pytest.raises(ConfigurationError) as caught:
        load(path, law=LAW)
    return told(caught.value, folder)


def test_a_missing_project_file_is_an_error(tmp_path):
    (one,) = refusal(tmp_path / "none.yaml", tmp_path)
    assert one == "no project file at `none.yaml` | check the path, and the folder you are in"


def test_a_directory_is_no_project_file(tmp_path):
    (one,) = refusal(tmp_path, tmp_path)
    assert "is a directory" in one


def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (one,) = refusal(tmp_path / "pipe", tmp_path)
    assert "is no regular file" in one


def test_a_loop_of_links_is_refused(tmp_path):
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    (one,) = refusal(tmp_path / "a", tmp_path)
    assert "cannot be read: too many levels of symbolic links" in one


@pytest.mark.parametrize("name", ["x" * 5000, "a\0b"])
def test_a_path_that_no_file_can_have_is_refused(tmp_path, name):
    (one,) = refusal(tmp_path / name, tmp_path)
    assert "cannot be read" in one


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_an_unreadable_file_is_refused(tmp_path):
    path = tmp_path / "compliance.yaml"
    path.write_text(HEAD)
    path.chmod(0)
    (one,) = refusal(path, tmp_path)
    assert "cannot be read: permission denied" in one


def test_a_file_larger_than_any_real_one_is_refused(tmp_path):
    path = tmp_path / "big.yaml"
    with path.open("wb") as file:
        file.truncate(17 * files.MEGABYTE)
    (one,) = refusal(path, tmp_path)
    assert "is larger than 16 MB" in one


@pytest.mark.parametrize(
    ("raw", "mistake"),
    [
        (b"", "compliance.yaml:1: the file is empty"),
        (b"# version: 1\n", "compliance.yaml:1: the file is empty"),
        (b"\x7fELF\x02\x01", "control character"),
        (b"\x89PNG\r\n\x1a\n", "not UTF-8"),
        (b"\xff\xfev\x00:\x00", "not UTF-8"),
        (b"[]", "expected a mapping with the keys `version`, `organization`"),
        (b"text", "expected a mapping with the keys `version`, `organization`"),
        (b"{}", "the key `version` is missing"),
        (b"version: 1\n", "the key `organization` is missing"),
        (b"version: 2\norganization: a\n", "`version`: expected `1`, found `2`"),
        (b"version: 1.0\norganization: a\n", "`version`: expected `1`, found `1.0`"),
        (b"version: 1\norganization: Acme Inc\n", "`organization`: expected the organisation's"),
        (b"version: 1\norganization: a\norganization: b\n", "`organization` is given twice"),
        (b"[" * 100_000, "nest"),
    ],
)
def test_a_file_that_is_no_project_file_is_refused(tmp_path, raw, mistake):
    path = tmp_path / "compliance.yaml"
    path.write_bytes(raw)
    with pytest.raises(ConfigurationError) as caught:
        load(path, law=LAW)
    assert any(mistake in str(one) for one in (caught.value, *caught.value.others))


def test_what_an_empty_file_needs_is_told_whole(tmp_path):
    (tmp_path / "compliance.yaml").touch()
    (one,) = refusal(tmp_path / "compliance.yaml", tmp_path)
    assert one == (
        "1: the file is empty | "
        "a project file needs `version: 1` and `organization`, a tenant file `tenants`"
    )


def test_tenants_come_from_yaml_and_json_lines_beside_the_project(tmp_path):
    line = {"name": "a/two", "requests": False, "retention": {"prompts": {"max_days": 0}}}
    registry = read(
        tmp_path,
        "tenants: {a: {jurisdictions: [eu]}}\ntenant_files: ['t/*.yaml', 't/**/*.jsonl']\n",
        **{
            "t/one.yaml": "tenants: {a/one: {data_classes: [health]}}\n",
            "t/deep/two.jsonl": f"\ufeff{json.dumps(line)}\r\n\n",
        },
    )
    assert registry.tenant("a/one").data_classes == ("health",)
    assert registry.tenant("a/two").max_prompt_days == 0
    assert registry.tenant("a/two").jurisdictions == ("eu",)


@pytest.mark.parametrize(
    ("glob", "mistake"),
    [
        ("none/*.yaml", "the glob `none/*.yaml` matches no file"),
        ("../*.yaml", "the glob `../*.yaml` leaves the project's folder"),
        ("/etc/passwd", "the glob `/etc/passwd` leaves the project's folder"),
        ("a**b", "the glob `a**b` "),
        ('"a\\0b"', "the glob `a\\x00b` "),
        ("''", "expected text, found nothing"),
    ],
)
def test_a_glob_that_gives_no_tenants_is_an_error(tmp_path, glob, mistake):
    (one,) = mistakes(tmp_path, GLOB.format(glob))
    assert one.startswith("3: `tenant_files[0]`: ")
    assert mistake in one


def test_a_link_out_of_the_projects_folder_is_refused(tmp_path):
    (tmp_path / "elsewhere.yaml").write_text("tenants: {a: {jurisdictions: [eu]}}")
    (tmp_path / "project" / "t").mkdir(parents=True)
    (tmp_path / "project" / "t" / "in.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    (tmp_path / "project" / "linked").symlink_to(tmp_path)
    for glob in ("t/*.yaml", "linked/elsewhere.yaml"):
        (one,) = mistakes(tmp_path / "project", GLOB.format(glob))
        assert "is a link out of the project's folder" in one


def test_a_link_inside_the_folder_is_read(tmp_path):
    (tmp_path / "link.yaml").symlink_to(tmp_path / "real.yml")
    registry = read(
        tmp_path, GLOB.format("link.yaml"), **{"real.yml": "tenants: {a: {jurisdictions: [eu]}}"}
    )
    assert registry.tenant("a").name == "a"


def test_a_link_to_nothing_is_an_error(tmp_path):
    (tmp_path / "link.yaml").symlink_to(tmp_path / "gone.yaml")
    (one,) = mistakes(tmp_path, GLOB.format("l*.yaml"))
    assert one.startswith("no tenant file at `link.yaml`")


@pytest.mark.parametrize(
    ("name", "text", "mistake"),
    [
        ("t.txt", "x", "`t.txt` is neither YAML nor JSON Lines"),
        ("t.json", "{}", "`t.json` is neither YAML nor JSON Lines"),
        ("t.yaml", "", "t.yaml:1: the file is empty"),
        ("t.yaml", "tenants: {}\n", "t.yaml:1: this file holds no tenant"),
        ("t.yaml", "a: {jurisdictions: [eu]}\n", "t.yaml:1: expected a mapping of tenants below"),
        ("t.yaml", "tenants: {a: {jurisdictions: [eu]}}\nx: 1\n", "t.yaml:2: `x`: unknown key"),
        ("t.yaml", "tenants:\n  a: {jurisdiction: [eu]}\n", "t.yaml:2: tenant `a`: `jurisdiction`"),
        ("t.jsonl", "", "t.jsonl:1: this file holds no tenant"),
        ("t.jsonl", "\n\n", "t.jsonl:1: this file holds no tenant"),
        ("t.jsonl", "{", "t.jsonl:1: column 2: the document ends too early"),
        ("t.jsonl", "\n[1]\n", "t.jsonl:2: expected a mapping such as"),
        ("t.jsonl", "null\n", "t.jsonl:1: expected a mapping such as"),
        ("t.jsonl", '\n{"jurisdictions": ["eu"]}', "t.jsonl:2: the key `name` is missing"),
        ("t.jsonl", '{"name": "a", "name": "b"}', "column 15: the key `name` is given twice"),
        (
            "t.jsonl",
            '{"name": "a", "jurisdictions": null}',
            "t.jsonl:1: tenant `a`: `jurisdictions`: expected",
        ),
        (
            "t.jsonl",
            '{"name": "a", "requests": "true"}',
            "t.jsonl:1: tenant `a`: `requests`: expected `true`",
        ),
        ("t.jsonl", '{"name": "A"}', "t.jsonl:1: tenant `A`: expected a path of lower-case names"),
        (
            "t.jsonl",
            '{"name": "a", "regimes": ["gpdr"]}',
            "t.jsonl:1: tenant `a`: `regimes`: unknown",
        ),
        ("t.jsonl", '{"name": "a", "x": NaN}', "`NaN` is no number in JSON"),
    ],
)
def test_a_mistake_in_a_tenant_file_is_told_with_file_and_line(tmp_path, name, text, mistake):
    assert any(mistake in one for one in mistakes(tmp_path, GLOB.format(name), **{name: text}))


def test_a_tenant_defined_twice_is_an_error_that_names_both_lines(tmp_path):
    (one,) = mistakes(
        tmp_path,
        "tenants:\n  a: {jurisdictions: [eu]}\n" + GLOB.format("t.jsonl"),
        **{"t.jsonl": '\n{"name": "a", "jurisdictions": ["global"]}\n'},
    )
    assert one == "t.jsonl:2: tenant `a` is defined twice, first at 4 | remove one of the two"


def test_a_widening_entry_in_another_file_names_both_files(tmp_path):
    (one,) = mistakes(
        tmp_path,
        "tenants:\n  a: {jurisdictions: [eu]}\n" + GLOB.format("t.jsonl"),
        **{"t.jsonl": '{"name": "a/b", "jurisdictions": ["us"]}'},
    )
    assert one.startswith("t.jsonl:1: tenant `a/b` would widen")
    assert "set for `a` at 4" in one


def test_a_file_that_two_globs_match_is_read_once(tmp_path):
    body = "tenant_files: ['*.jsonl', 't.*']\n"
    registry = read(tmp_path, body, **{"t.jsonl": '{"name": "a", "jurisdictions": ["eu"]}'})
    assert len(registry.tenants) == 1


def test_a_flood_of_mistakes_is_counted_and_not_listed(tmp_path):
    lines = "".join(f'{{"name": "t{n}", "jurisdiction": ["eu"]}}\n' for n in range(1000))
    told = mistakes(tmp_path, GLOB.format("t.jsonl"), **{"t.jsonl": lines})
    assert len(told) == collected.MOST + 1
    assert told[-1].startswith("there are mistakes in 950 more places, which are not listed")


def test_lines_that_are_not_explained_are_counted_and_not_their_mistakes(tmp_path):
    line = '{{"name": "t{}", "jurisdiction": ["eu"], "regime": ["gdpr"]}}\n'
    lines = "".join(line.format(n) for n in range(60))
    told = mistakes(tmp_path, GLOB.format("t.jsonl"), **{"t.jsonl": lines})
    assert len(told) == collected.MOST + 1
    assert told[-1].startswith("there are mistakes in 35 more places, which are not listed")


@pytest.mark.parametrize("key", ["tenant", "id", "nam"])
def test_a_tenant_whose_name_stands_at_another_key_is_one_mistake(tmp_path, key):
    line = f'{{"{key}": "acme/c1", "jurisdictions": ["eu"]}}'
    (one,) = mistakes(tmp_path, GLOB.format("t.jsonl"), **{"t.jsonl": line})
    assert one == f"t.jsonl:1: `{key}`: unknown key | did you mean `name`?"


def test_a_key_that_cannot_be_the_name_is_not_taken_for_it(tmp_path):
    line = '{"colour": ["red"], "jurisdictions": ["eu"]}'
    told = mistakes(tmp_path, GLOB.format("t.jsonl"), **{"t.jsonl": line})
    assert len(told) == 2
    assert not any("did you mean" in one for one in told)


def test_schemas_come_from_the_wheel_or_from_the_checkout_and_never_from_a_stranger(tmp_path):
    package = tmp_path / "toolkit" / "compliance_toolkit"
    (tmp_path / "schemas").mkdir()
    package.mkdir(parents=True)
    with pytest.raises(PolicyError) as caught:
        schemas_root(package)
    assert str(package / "_bundle" / "schemas") in caught.value.message
    assert str(tmp_path / "schemas") in caught.value.message
    (tmp_path / "pyproject.toml").touch()
    assert schemas_root(package) == tmp_path / "schemas"
    (package / "_bundle" / "schemas").mkdir(parents=True)
    assert schemas_root(package) == package / "_bundle" / "schemas"


def test_only_a_refused_document_pays_for_explaining_it():
    code = (
        "import sys, compliance_toolkit.registry.registry, compliance_toolkit.registry.schemas;"
        "sys.exit('jsonschema' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-Ic", code], check=False).returncode == 0
