"""A tenant inherits down the path of its name, and no entry ever loosens what is above it."""

from typing import Any

import pytest

from compliance_toolkit.registry.registry import Registry
from registry_files import mistakes, read


def tenant(registry: Registry, name: str) -> dict[str, object]:
    return dict(registry.tenant(name).as_input())


NOTHING_SAID: dict[str, Any] = {
    "regimes": [],
    "data_classes": [],
    "retention": {
        "prompts": {"max_days": None},
        "logs": {"min_days": None, "max_days": None},
        "evidence": {"min_days": None, "max_days": None},
    },
    "countries": None,
    "providers": None,
    "features": None,
    "obligations": [],
    "max_price": None,
    "preferences": [],
}


def kept(days: int) -> dict[str, Any]:
    return {**NOTHING_SAID["retention"], "prompts": {"max_days": days}}


def test_a_tenant_is_given_to_policies_whole_and_sorted(tmp_path):
    registry = read(
        tmp_path,
        "tenants: {a: {jurisdictions: [eu, de], regimes: [hipaa, gdpr], "
        "data_classes: [personal, health], retention: {prompts: {max_days: 7}}}}",
    )
    assert tenant(registry, "a") == NOTHING_SAID | {
        "name": "a",
        "jurisdictions": ["de", "eu"],
        "regimes": ["gdpr", "hipaa"],
        "data_classes": ["health", "personal"],
        "retention": kept(7),
    }


def test_what_no_entry_says_is_empty_and_never_absent(tmp_path):
    assert tenant(read(tmp_path, "tenants: {a: {jurisdictions: [eu]}}"), "a") == {
        "name": "a",
        "jurisdictions": ["eu"],
        **NOTHING_SAID,
    }


def test_law_accumulates_down_the_path_of_the_name(tmp_path):
    registry = read(
        tmp_path,
        "tenants:\n"
        "  a: {jurisdictions: [eu], regimes: [gdpr], retention: {prompts: {max_days: 9}}}\n"
        "  a/b: {}\n"
        "  a/b/c: {jurisdictions: [de], data_classes: [health], regimes: [hipaa]}\n"
        "  a/b/c/d: {retention: {prompts: {max_days: 0}}}\n",
    )
    assert tenant(registry, "a/b/c/d") == NOTHING_SAID | {
        "name": "a/b/c/d",
        "jurisdictions": ["de", "eu"],
        "regimes": ["gdpr", "hipaa"],
        "data_classes": ["health"],
        "retention": kept(0),
    }


def test_a_name_that_only_begins_alike_inherits_nothing(tmp_path):
    registry = read(
        tmp_path,
        "tenants: {a: {jurisdictions: [eu]},ab: {jurisdictions: [us]}, a-b: {jurisdictions: [us]}}",
    )
    assert [tenant(registry, name)["jurisdictions"] for name in ("ab", "a-b")] == [["us"], ["us"]]


def test_a_law_without_restriction_adds_nothing_beside_one_that_restricts(tmp_path):
    registry = read(
        tmp_path,
        "tenants: {a: {jurisdictions: [global], requests: true}, a/b: {jurisdictions: [us]}}",
    )
    assert tenant(registry, "a")["jurisdictions"] == ["global"]
    assert tenant(registry, "a/b")["jurisdictions"] == ["us"]


def test_a_law_that_restricts_storage_alone_is_kept(tmp_path):
    registry = read(tmp_path, "tenants: {a: {jurisdictions: [anywhere-kept-in-us, global]}}")
    assert tenant(registry, "a")["jurisdictions"] == ["anywhere-kept-in-us"]


@pytest.mark.parametrize(
    ("parent", "child", "outside"),
    [
        ("eu", "us", "eu"),
        ("eu", "global", "eu"),
        ("de", "eu", "de"),
        ("de-fr", "fr-ie", "de-fr"),
        ("de", "stored", "de"),
        ("anywhere-kept-in-us", "global", "anywhere-kept-in-us"),
        ("eu, de", "eu", "de"),
    ],
)
def test_a_child_that_would_widen_is_refused_and_both_lines_are_named(
    tmp_path, parent, child, outside
):
    (told,) = mistakes(
        tmp_path,
        f"tenants:\n  a:\n    jurisdictions: [{parent}]\n  a/b: {{}}\n"
        f"  a/b/c:\n    jurisdictions: [{child}]\n",
    )
    assert told == (
        f"8: tenant `a/b/c` would widen the law: `{child}` allows countries outside `{outside}`, "
        f"set for `a` at 5 | name a jurisdiction inside `{outside}`, or none to inherit it"
    )


@pytest.mark.parametrize(("parent", "child"), [("global", "eu"), ("eu", "de"), ("eu", "eu")])
def test_a_child_may_tighten_or_repeat(tmp_path, parent, child):
    registry = read(
        tmp_path,
        f"tenants: {{a: {{jurisdictions: [{parent}]}}, a/b: {{jurisdictions: [{child}]}}}}",
    )
    assert child in registry.tenant("a/b").jurisdictions


@pytest.mark.parametrize(
    ("codes", "purpose", "first", "second"),
    [
        ("eu, us", "inference", "eu", "us"),
        ("eu, de, fr", "inference", "de", "fr"),
        ("global, us, de", "inference", "us", "de"),
        ("eu, anywhere-kept-in-us", "storage", "eu", "anywhere-kept-in-us"),
    ],
)
def test_jurisdictions_without_a_common_country_are_a_conflict(
    tmp_path, codes, purpose, first, second
):
    (told,) = mistakes(tmp_path, f"tenants:\n  a: {{jurisdictions: [{codes}]}}\n")
    assert told.startswith("4: tenant `a` has conflicting jurisdictions: ")
    assert f"`{first}` (set for `a` at 4) and `{second}` (set for `a` at 4)" in told
    assert f"have no country for {purpose} in common" in told


def test_three_jurisdictions_can_conflict_where_no_two_do(tmp_path):
    (told,) = mistakes(tmp_path, "tenants:\n  a: {jurisdictions: [de-fr, fr-ie, de-ie]}\n")
    assert all(f"`{code}` (set for `a`" in told for code in ("de-fr", "fr-ie", "de-ie"))


def test_a_conflict_with_what_is_above_names_both_lines(tmp_path):
    (told,) = mistakes(
        tmp_path,
        "tenants:\n  a: {jurisdictions: [de-fr, eu]}\n  a/b: {jurisdictions: [de]}\n"
        "  a/b/c: {jurisdictions: [fr]}\n",
    )
    assert told.startswith("6: tenant `a/b/c` would widen the law: `fr`")
    assert "set for `a/b` at 5" in told


def test_prompts_may_not_be_kept_longer_than_above(tmp_path):
    (told,) = mistakes(
        tmp_path,
        "tenants:\n  a: {jurisdictions: [eu], retention: {prompts: {max_days: 7}}}\n"
        "  a/b: {}\n  a/b/c:\n    retention:\n      prompts: {max_days: 8}\n",
    )
    assert told == (
        "8: tenant `a/b/c` would widen the law: prompts kept 8 days are more than the 7 set for "
        "`a` at 4 | set `max_days` to 7 or less, or leave it out to inherit it"
    )


def test_a_regime_that_keeps_longer_than_another_allows_is_a_conflict(tmp_path):
    (told,) = mistakes(
        tmp_path,
        "tenants:\n  a: {jurisdictions: [eu], regimes: [gdpr]}\n  a/b: {regimes: [keep]}\n",
    )
    assert told.startswith(
        "5: tenant `a/b` has conflicting retention: `keep` (set for `a/b` at 5) keeps prompts at "
        "least 90 days, `gdpr` (set for `a` at 4) at most 30"
    )


def test_a_tenants_own_limit_can_conflict_with_a_regime(tmp_path):
    (told,) = mistakes(
        tmp_path,
        "tenants:\n  a: {jurisdictions: [eu], regimes: [keep], "
        "retention: {prompts: {max_days: 0}}}\n",
    )
    assert (
        "`keep` (set for `a` at 4) keeps prompts at least 90 days, "
        "`retention` (set for `a` at 4) at most 0"
    ) in told


def test_a_tenant_without_any_jurisdiction_is_an_error(tmp_path):
    told = mistakes(tmp_path, "tenants:\n  a: {}\n  a/b: {regimes: [gdpr]}\n")
    assert [one.partition(" |")[0] for one in told] == [
        "4: tenant `a` has no jurisdiction, itself or from above",
        "5: tenant `a/b` has no jurisdiction, itself or from above",
    ]


@pytest.mark.parametrize(
    ("entry", "mistake"),
    [
        ("", "4: tenant `a`: expected a mapping such as `{jurisdictions: [us]}`, found nothing"),
        ("eu", "4: tenant `a`: expected a mapping such as"),
        (
            "{jurisdiction: [eu]}",
            "tenant `a`: `jurisdiction`: unknown key | did you mean `jurisdict",
        ),
        (
            "{jurisdictions: []}",
            "tenant `a`: `jurisdictions`: expected at least one entry, found no",
        ),
        ("{jurisdictions: eu}", "tenant `a`: `jurisdictions`: expected codes of jurisdictions"),
        ("{jurisdictions: [eu, eu]}", "tenant `a`: `jurisdictions`: `eu` is listed twice"),
        (
            "{jurisdictions: [EU]}",
            "tenant `a`: `jurisdictions`: unknown jurisdiction `EU` | did you mean",
        ),
        (
            "{jurisdictions: [NO]}",
            "tenant `a`: `jurisdictions`: unknown jurisdiction `NO` | known are `an",
        ),
        ("{jurisdictions: [eu], regimes: [gpdr]}", "unknown regime `gpdr` | did you mean `gdpr`?"),
        ("{jurisdictions: [eu], data_classes: [heath]}", "unknown data class `heath` | did you me"),
        (
            "{jurisdictions: [eu], requests: yes}",
            "tenant `a`: `requests`: expected `true` or `false`",
        ),
        (
            "{jurisdictions: [eu], requests: True}",
            "tenant `a`: `requests`: expected `true` or `fal",
        ),
        (
            "{jurisdictions: [eu], name: b}",
            "4: tenant `a`: `name`: unknown key | the name of a ten",
        ),
        (
            "{jurisdictions: [eu], retention: {}}",
            "tenant `a`: `retention`: expected at least one ke",
        ),
        ("{jurisdictions: [eu], retention: {prompts: {max_days: -1}}}", "max_days`: expected a wh"),
        ("{jurisdictions: [eu], retention: {prompts: {max_days: 010}}}", "max_days`: expected a w"),
        ("{jurisdictions: [eu], retention: {prompts: {max_days: 1e2}}}", "max_days`: expected a w"),
        ("{jurisdictions: [eu], retention: {prompts: {max_days: }}}", "found nothing"),
        ("{jurisdictions: [eu], retention: {prompts: {max_days: 99999}}}", "found `99999`"),
    ],
)
def test_a_mistake_in_a_tenant_is_told_with_its_line_key_and_remedy(tmp_path, entry, mistake):
    told = mistakes(tmp_path, f"tenants:\n  a: {entry}\n")
    assert any(mistake in one for one in told), told


@pytest.mark.parametrize(
    "name", ["A", "a/", "/a", "a//b", "a b", "-a", "ä", "..", "a\\n", "a/-b", "a" * 256]
)
def test_a_name_that_is_no_path_of_plain_segments_is_refused(tmp_path, name):
    told = mistakes(tmp_path, f'tenants:\n  "{name}": {{jurisdictions: [eu]}}\n')
    assert "expected a path of lower-case names joined by `/`" in told[0]


def test_a_name_that_is_refused_is_told_by_its_own_key(tmp_path):
    (told,) = mistakes(tmp_path, "tenants:\n  Beta/Shop: {jurisdictions: [eu]}\n")
    assert told.startswith(
        "4: tenant `Beta/Shop`: expected a path of lower-case names joined by `/`, such as "
        "`acme/health`, found `Beta/Shop`"
    )
