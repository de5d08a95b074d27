"""Laws that nothing could meet together are told when they are read, with the two that conflict."""

import pytest
from msgspec.structs import replace

from compliance_toolkit.errors import ConfigurationError
from compliance_toolkit.registry.law import KnownLaw, Limits
from compliance_toolkit.registry.registry import load
from registry_files import LAW, mistakes, read, told, write

STRICT = replace(
    LAW,
    regimes={
        **LAW.regimes,
        "short": {"logs": Limits(max_days=30), "evidence": Limits(max_days=365)},
        "long": {"logs": Limits(min_days=365), "evidence": Limits(min_days=2555)},
        "government": {},
        "sovereign": {},
    },
    partitions={"us": frozenset({"aws-us-gov"})},
    regime_partitions={
        "government": frozenset({"aws-us-gov"}),
        "sovereign": frozenset({"aws-eusc", "aws-cn"}),
    },
)


def conflict(folder, body: str, law: KnownLaw = STRICT) -> str:
    path = write(folder, "tenants:\n" + body)
    with pytest.raises(ConfigurationError) as caught:
        load(path, law=law)
    one: str
    (one,) = told(caught.value, folder)
    return one


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            "  a: {jurisdictions: [eu], countries: [US]}\n",
            (
                "4: tenant `a` has conflicting jurisdictions and countries: `eu` (set for `a` at "
                "4) and `countries` (set for `a` at 4) have no country for inference in common"
            ),
        ),
        (
            "  a: {jurisdictions: [eu]}\n  a/b: {}\n  a/b/c: {countries: [US]}\n",
            (
                "6: tenant `a/b/c` has conflicting jurisdictions and countries: `eu` (set for `a` "
                "at 4) and `countries` (set for `a/b/c` at 6) have no country for inference in "
                "common"
            ),
        ),
        (
            "  a: {jurisdictions: [global], countries: [US]}\n  a/b: {jurisdictions: [eu]}\n",
            (
                "5: tenant `a/b` has conflicting countries and jurisdictions: `countries` (set "
                "for `a` at 4) and `eu` (set for `a/b` at 5) have no country for inference in "
                "common"
            ),
        ),
        (
            "  a: {jurisdictions: [anywhere-kept-in-us], countries: [DE]}\n",
            (
                "4: tenant `a` has conflicting jurisdictions and countries: `anywhere-kept-in-us` "
                "(set for `a` at 4) and `countries` (set for `a` at 4) have no country for "
                "storage in common"
            ),
        ),
        (
            "  a: {jurisdictions: [eu], regimes: [government, sovereign]}\n",
            (
                "4: tenant `a` has conflicting regimes: `government` (set for `a` at 4) and "
                "`sovereign` (set for `a` at 4) have no partition of a cloud in common"
            ),
        ),
        (
            "  a: {jurisdictions: [us]}\n  a/b: {regimes: [sovereign]}\n",
            (
                "5: tenant `a/b` has conflicting jurisdictions and regimes: `us` (set for `a` at "
                "4) and `sovereign` (set for `a/b` at 5) have no partition of a cloud in common"
            ),
        ),
        (
            (
                "  a: {jurisdictions: [eu], regimes: [short]}\n"
                "  a/b: {retention: {logs: {min_days: 31}}}\n"
            ),
            (
                "5: tenant `a/b` has conflicting retention: `retention` (set for `a/b` at 5) "
                "keeps logs at least 31 days, `short` (set for `a` at 4) at most 30"
            ),
        ),
        (
            (
                "  a: {jurisdictions: [eu], retention: {evidence: {max_days: 2189}}}\n"
                "  a/b: {regimes: [hipaa]}\n"
            ),
            (
                "5: tenant `a/b` has conflicting retention: `hipaa` (set for `a/b` at 5) keeps "
                "evidence at least 2190 days, `retention` (set for `a` at 4) at most 2189"
            ),
        ),
        (
            "  a: {jurisdictions: [eu], retention: {logs: {min_days: 2, max_days: 1}}}\n",
            (
                "4: tenant `a` has conflicting retention: `retention` (set for `a` at 4) keeps "
                "logs at least 2 days, `retention` (set for `a` at 4) at most 1"
            ),
        ),
        (
            (
                "  a: {jurisdictions: [eu], retention: {logs: {min_days: 90}}}\n"
                "  a/b: {retention: {logs: {max_days: 89}}}\n"
            ),
            (
                "5: tenant `a/b` has conflicting retention: `retention` (set for `a` at 4) keeps "
                "logs at least 90 days, `retention` (set for `a/b` at 5) at most 89"
            ),
        ),
    ],
)
def test_laws_that_nothing_can_meet_are_told_with_both_sources(tmp_path, body, message):
    assert conflict(tmp_path, body).startswith(message + " | ")


def test_each_kind_of_record_that_conflicts_is_told(tmp_path):
    path = write(tmp_path, "tenants: {a: {jurisdictions: [eu], regimes: [short, long]}}\n")
    with pytest.raises(ConfigurationError) as caught:
        load(path, law=STRICT)
    assert [one.partition(" keeps ")[2][:8] for one in told(caught.value, tmp_path)] == [
        "logs at ",
        "evidence",
    ]


def test_a_conflict_is_told_once_and_not_again_by_the_tenants_below(tmp_path):
    body = "  a: {jurisdictions: [eu], regimes: [short, hipaa]}\n  a/b: {data_classes: [health]}\n"
    assert conflict(tmp_path, body).startswith("4: tenant `a` has conflicting retention")


def test_limits_that_meet_are_no_conflict(tmp_path):
    registry = read(
        tmp_path,
        "tenants: {a: {jurisdictions: [eu], regimes: [hipaa],"
        " retention: {evidence: {max_days: 2190}, logs: {min_days: 30, max_days: 30}}}}\n",
    )
    assert registry.tenant("a").evidence == Limits(max_days=2190)


def test_countries_may_reach_beyond_a_jurisdiction_that_still_holds(tmp_path):
    registry = read(tmp_path, "tenants: {a: {jurisdictions: [eu], countries: [DE, US]}}\n")
    assert registry.tenant("a").countries == ("DE", "US")
    assert registry.tenant("a").jurisdictions == ("eu",)


def test_a_law_that_confines_to_a_partition_is_not_dropped_as_unrestricted(tmp_path):
    law = replace(LAW, partitions={"global": frozenset({"aws-us-gov"})})
    path = write(tmp_path, "tenants: {a: {jurisdictions: [global, us]}}\n")
    assert load(path, law=law).tenant("a").jurisdictions == ("global", "us")


def test_a_widening_of_places_is_not_also_told_as_a_conflict(tmp_path):
    (one,) = mistakes(
        tmp_path,
        "tenants:\n  a: {jurisdictions: [eu], countries: [DE]}\n  a/b: {countries: [US]}\n",
    )
    assert "has conflicting countries: `US` (set for `a/b` at 5) and `DE`" in one


def test_a_child_may_repeat_all_that_is_above_it(tmp_path):
    entry = (
        "{jurisdictions: [eu], countries: [DE], providers: [vertex], features: [batch], "
        "max_price: 1.1, preferences: [vertex, bedrock], retention: {prompts: {max_days: 7}, "
        "logs: {min_days: 90, max_days: 400}, evidence: {min_days: 2190, max_days: 3000}}}"
    )
    registry = read(tmp_path, f"tenants:\n  a: {entry}\n  a/b: {entry}\n")
    both = [dict(registry.tenant(name, audited=True).as_input()) for name in ("a", "a/b")]
    assert both[0] | {"name": ""} == both[1] | {"name": ""}


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("jurisdictions: [de]", "jurisdictions: [us]"),
        ("countries: [DE]", "countries: [IE]"),
        ("providers: [vertex]", "providers: [foundry]"),
        ("features: [batch]", "features: [web_search]"),
        ("max_price: 1", "max_price: 2"),
        ("preferences: [vertex, bedrock]", "preferences: [bedrock, vertex]"),
        ("retention: {prompts: {max_days: 1}}", "retention: {prompts: {max_days: 9}}"),
        ("retention: {logs: {min_days: 9}}", "retention: {logs: {min_days: 7}}"),
        ("regimes: [gdpr]", "regimes: [keep]"),
        ("aliases: {x: claude-sonnet-5}", "aliases: {x: opus}"),
    ],
)
def test_a_sibling_that_holds_says_nothing_for_one_that_does_not(tmp_path, good, bad):
    told = mistakes(
        tmp_path,
        "tenants:\n  a: {jurisdictions: [eu], countries: [DE], providers: [bedrock, vertex],"
        " features: [batch], max_price: 1.5, preferences: [vertex, bedrock],"
        " retention: {prompts: {max_days: 7}, logs: {min_days: 8}}}\n"
        f"  a/good: {{{good}}}\n  a/bad: {{{bad}}}\n  a/ugly: {{{bad}}}\n",
    )
    assert [one.partition(" ")[0] for one in told] == ["6:", "7:"]


def test_parents_that_say_the_same_below_others_are_not_the_same(tmp_path):
    (told,) = mistakes(
        tmp_path,
        "tenants:\n  a: {jurisdictions: [eu]}\n  a/b: {}\n  a/b/c: {jurisdictions: [de]}\n"
        "  x: {jurisdictions: [us]}\n  x/b: {}\n  x/b/c: {jurisdictions: [de]}\n",
    )
    assert told.startswith("9: tenant `x/b/c` would widen the law: `de` allows countries outside")
