"""A tenant's name leads to its whole law: what is above it is there, and no other name is it."""

import json

import pytest

from compliance_toolkit.errors import ConfigurationError
from compliance_toolkit.registry.registry import Registry, load
from registry_files import LAW, mistakes, read, write
from registry_store import FakeStore

FAMILY = """\
tenants:
  acme: {jurisdictions: [global]}
  acme/bank: {jurisdictions: [eu]}
  acme/health: {jurisdictions: [us], requests: true}
  acme/health/lab: {}
  beta: {jurisdictions: [eu]}
  beta/shop: {}
"""


def refusal(registry: Registry, name: str) -> ConfigurationError:
    with pytest.raises(ConfigurationError) as caught:
        registry.tenant(name)
    return caught.value


def test_a_misspelt_name_above_a_tenant_does_not_silently_drop_its_limits(tmp_path):
    (told,) = mistakes(
        tmp_path,
        "tenants:\n"
        "  betaa: {jurisdictions: [global], retention: {prompts: {max_days: 0}}}\n"
        "  beta/tools: {jurisdictions: [us]}\n",
    )
    assert told == (
        "5: a tenant stands below `beta`, which is no tenant | "
        "did you mean `betaa`? spell both alike, or add the tenant `beta`"
    )


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        ("a/b/c: {}", "4: a tenant stands below `a/b`, which is no tenant"),
        ("a/x: {}\n  a/xy/c: {}", "`a/xy`, which is no tenant | did you mean `a/x`? spell both"),
        ("ax: {}\n  a/b/c: {}", "`a/b`, which is no tenant | add the tenant `a/b`: what is bel"),
    ],
)
def test_every_name_above_a_tenants_is_a_tenant(tmp_path, entries, told):
    every = mistakes(tmp_path, f"tenants:\n  {entries}\n  a: {{jurisdictions: [eu]}}\n")
    assert any(told in one for one in every), every


def test_a_name_that_is_missing_above_many_tenants_is_told_once(tmp_path):
    below = "".join(f"  a/b/t{n}: {{jurisdictions: [eu]}}\n" for n in range(9))
    told = mistakes(tmp_path, "tenants:\n" + below)
    assert [one.partition(" |")[0] for one in told] == [
        "4: a tenant stands below `a`, which is no tenant",
        "4: a tenant stands below `a/b`, which is no tenant",
    ]


def test_what_a_missing_tenant_may_have_said_is_not_missed_too(tmp_path):
    (told,) = mistakes(tmp_path, "tenants:\n  a/b: {regimes: [gdpr]}\n")
    assert told.startswith("4: a tenant stands below `a`, which is no tenant")


def test_what_is_above_a_tenant_may_stand_in_any_of_the_files(tmp_path):
    registry = read(
        tmp_path,
        "tenants: {a/b: {}}\ntenant_files: [t.jsonl, t.yaml]\n",
        **{
            "t.jsonl": json.dumps({"name": "a", "jurisdictions": ["eu"]}),
            "t.yaml": "tenants: {a/b/c: {}}",
        },
    )
    assert registry.tenant("a/b/c").jurisdictions == ("eu",)


@pytest.mark.parametrize(
    ("body", "files"),
    [
        ("tenant_files: [t.jsonl]\n", {"t.jsonl": '{"name": "a", "jurisdictions": ["eu"'}),
        ("tenant_files: [t.jsonl]\n", {"t.jsonl": '{"nam": "a", "jurisdictions": ["eu"]}'}),
        ("tenant_files: [t.yaml]\n", {"t.yaml": "tenants: {a: {jurisdictions: [eu]"}),
        ("tenant_files: [t.json]\n", {"t.json": "{}"}),
        ("tenant_files: [none.yaml]\n", {}),
        ("tenant_files: ['']\n", {}),
        ("tenant_files: none.yaml\n", {}),
    ],
)
def test_where_tenants_could_not_be_read_only_that_is_told(tmp_path, body, files):
    told = mistakes(tmp_path, "tenants: {a/b: {jurisdictions: [eu]}}\n" + body, **files)
    assert told
    assert "which is no tenant" not in " ".join(told)


def test_a_parents_wider_law_is_not_reached_by_a_shortened_name(tmp_path):
    error = refusal(read(tmp_path, FAMILY), "acme")
    assert error.message == "tenant `acme` has tenants below it, and takes no requests itself"
    assert error.hint == "name one of them, or set `requests: true` on it"
    assert error.operator_hint == (
        "name one of them (`acme/bank`, `acme/health`), or set `requests: true` on it"
    )


def test_a_parent_that_says_so_takes_requests(tmp_path):
    assert read(tmp_path, FAMILY).tenant("acme/health").jurisdictions == ("us",)


def test_an_audit_may_name_a_parent(tmp_path):
    assert read(tmp_path, FAMILY).tenant("acme", audited=True).jurisdictions == ("global",)


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("acme/helth", "did you mean `acme/health`? else "),
        ("acme/health/lap", "did you mean `acme/health/lab`? else "),
        ("amce/bank", "did you mean `acme/bank`? else "),
        ("ACME/BANK", "did you mean `acme/bank`? else "),
        ("shop", "did you mean `beta/shop`? else "),
        ("Shop", "did you mean `beta/shop`? else "),
        ("shopp", "did you mean `beta/shop`? else "),
        ("lab", "did you mean `acme/health/lab`? else "),
        ("acme/bank/x", ""),
        ("zzz", ""),
        ("", ""),
        ("acme/", ""),
    ],
)
def test_an_unknown_tenant_is_an_error_with_what_is_near_and_the_file(tmp_path, name, near):
    error = refusal(read(tmp_path, FAMILY), name)
    assert error.message.startswith("unknown tenant")
    assert error.hint == f"check the tenants of `{tmp_path / 'compliance.yaml'}`"
    assert error.operator_hint == f"{near}{error.hint}"


@pytest.mark.parametrize("stored", [False, True])
@pytest.mark.parametrize(
    "name",
    ["acme", "acme/ban", "acme/health/lap", "amce/bank", "ACME/BANK", "shop", "lab", "beta/", ""],
)
def test_what_a_customer_may_be_shown_of_a_wrong_name_names_no_other_customer(
    tmp_path, name, stored
):
    files = read(tmp_path, FAMILY)
    registry = files.with_source(FakeStore({"acme/bnk": {"jurisdictions": ["eu"]}}))
    error = refusal(registry if stored else files, name)
    said = f"{error} {error.hint} {error.args}"
    others = [one for one in [*files.tenants, "acme/bnk"] if one != name]
    assert not [one for one in others if f"`{one}`" in said]


def test_nor_does_what_is_said_of_a_broken_one(tmp_path):
    lines = [
        {"name": "acme", "jurisdictions": ["eu"]},
        {"name": "acme/gnoe", "requests": True},
        {"name": "acme/gone/secret-customer"},
        {"name": "acme/gone/other"},
    ]
    path = write(
        tmp_path,
        "tenant_files: [t.jsonl]\n",
        **{"t.jsonl": "\n".join(json.dumps(one) for one in lines)},
    )
    registry = load(path, law=LAW, skip_broken_tenants=True)
    error = refusal(registry, "acme/gone/other")
    assert "t.jsonl:3: a tenant stands below `acme/gone`, which is no tenant" in error.message
    assert error.hint == "correct what stands there"
    assert "secret-customer" not in f"{error} {error.hint}"
    assert "did you mean `acme/gnoe`?" in (error.operator_hint or "")


def test_an_unknown_name_is_not_answered_with_a_list_of_customers(tmp_path):
    many = "".join(f"  acme/t{n}: {{jurisdictions: [eu]}}\n" for n in range(100))
    rival = "  rival: {jurisdictions: [eu]}\n  rival/x1: {}\n"
    registry = read(tmp_path, f"tenants:\n{rival}  acme: {{jurisdictions: [eu]}}\n{many}")
    for name in ("acme/t", "acme/t100", "acme/x1", "acme", "t1"):
        error = refusal(registry, name)
        assert "rival" not in f"{error} {error.operator_hint}"
        assert f"{error} {error.operator_hint}".count("acme/t") <= 4


def test_a_last_segment_that_many_tenants_share_names_three_of_them(tmp_path):
    many = "".join(f"  t{n}: {{jurisdictions: [eu]}}\n  t{n}/production: {{}}\n" for n in range(9))
    error = refusal(read(tmp_path, "tenants:\n" + many), "production")
    assert (error.operator_hint or "").count("/production`") == 3


def test_hostile_names_stay_on_one_line_and_short(tmp_path):
    error = refusal(read(tmp_path, FAMILY), "a\n::error::\x1b[31m`" + "x" * 10_000)
    assert error.message.isprintable()
    assert len(error.message) < 120
