"""Every dimension of a tenant's law is inherited down its path, and an entry only ever tightens."""

import pytest

from compliance_toolkit.models import Location
from compliance_toolkit.registry.registry import Registry
from registry_files import mistakes, read

GRANDPARENT = """\
tenants:
  a:
    jurisdictions: [eu]
    regimes: [gdpr]
    countries: [DE, FR]
    providers: [bedrock, vertex]
    features: [batch, prompt_caching]
    obligations: [log-in-region]
    max_price: 1.5
    preferences: [vertex, bedrock]
    aliases: {default: claude-opus-5-5, fast: claude-sonnet-5}
    retention:
      prompts: {max_days: 30}
      logs: {min_days: 90, max_days: 400}
      evidence: {min_days: 2190}
"""


def tenant(registry: Registry, name: str) -> dict[str, object]:
    return dict(registry.tenant(name).as_input())


def first(told: list[str]) -> str:
    (one,) = told
    return one


def test_a_child_that_says_nothing_inherits_every_dimension(tmp_path):
    inherited = tenant(read(tmp_path, GRANDPARENT + "  a/b: {}\n  a/b/c: {}\n"), "a/b/c")
    assert inherited == {
        "name": "a/b/c",
        "jurisdictions": ["eu"],
        "regimes": ["gdpr"],
        "data_classes": [],
        "retention": {
            "prompts": {"max_days": 30},
            "logs": {"min_days": 90, "max_days": 400},
            "evidence": {"min_days": 2190, "max_days": None},
        },
        "countries": ["DE", "FR"],
        "providers": ["bedrock", "vertex"],
        "features": ["batch", "prompt_caching"],
        "obligations": ["log-in-region"],
        "max_price": 1.5,
        "preferences": ["vertex", "bedrock"],
    }


def test_a_child_tightens_every_dimension(tmp_path):
    registry = read(
        tmp_path,
        GRANDPARENT + "  a/b: {}\n"
        "  a/b/c: {countries: [FR], providers: [vertex], features: [], obligations: [keep-records],"
        " max_price: 1, preferences: [bedrock, foundry],\n"
        "          aliases: {fast: claude-opus-5-5}, retention: {prompts: {max_days: 0},"
        " logs: {min_days: 180, max_days: 200}, evidence: {max_days: 3000}}}\n",
    )
    assert tenant(registry, "a/b/c") | {"jurisdictions": 0, "regimes": 0, "data_classes": 0} == {
        "name": "a/b/c",
        "jurisdictions": 0,
        "regimes": 0,
        "data_classes": 0,
        "retention": {
            "prompts": {"max_days": 0},
            "logs": {"min_days": 180, "max_days": 200},
            "evidence": {"min_days": 2190, "max_days": 3000},
        },
        "countries": ["FR"],
        "providers": ["vertex"],
        "features": [],
        "obligations": ["keep-records", "log-in-region"],
        "max_price": 1.0,
        "preferences": ["vertex", "bedrock", "foundry"],
    }


def test_the_nearest_alias_counts_and_no_policy_reads_it(tmp_path):
    registry = read(
        tmp_path, GRANDPARENT + "  a/b: {aliases: {fast: claude-opus-5-5, own: claude-sonnet-5}}\n"
    )
    assert dict(registry.tenant("a/b").aliases) == {
        "default": "claude-opus-5-5",
        "fast": "claude-opus-5-5",
        "own": "claude-sonnet-5",
    }
    assert "aliases" not in tenant(registry, "a/b")
    assert dict(registry.tenant("a", audited=True).aliases)["fast"] == "claude-sonnet-5"


@pytest.mark.parametrize(
    ("entry", "told", "hint"),
    [
        (
            "countries: [DE, IE]",
            "would widen the law: `countries` adds `IE` to `DE`, `FR`, set for `a` at 7",
            "name some of `DE`, `FR`, or leave `countries` out to inherit them",
        ),
        (
            "countries: [IE]",
            (
                "has conflicting countries: `IE` (set for `a/b/c` at 20) and `DE`, `FR` (set for "
                "`a` at 7) have none in common"
            ),
            "name some of `DE`, `FR`",
        ),
        (
            "providers: [foundry]",
            (
                "has conflicting providers: `foundry` (set for `a/b/c` at 20) and `bedrock`, "
                "`vertex` (set for `a` at 8) have none in common"
            ),
            "name some of `bedrock`, `vertex`",
        ),
        (
            "providers: [vertex, anthropic]",
            (
                "would widen the law: `providers` adds `anthropic` to `bedrock`, `vertex`, set "
                "for `a` at 8"
            ),
            "name some of",
        ),
        (
            "features: [web_search]",
            (
                "has conflicting features: `web_search` (set for `a/b/c` at 20) and `batch`, "
                "`prompt_caching` (set for `a` at 9) have none in common"
            ),
            "name some of",
        ),
        (
            "features: [batch, web_search]",
            (
                "would widen the law: `features` adds `web_search` to `batch`, `prompt_caching`, "
                "set for `a` at 9"
            ),
            "name some of",
        ),
        (
            "max_price: 1.6",
            "would widen the law: a price of 1.6 is more than the 1.5 set for `a` at 11",
            "set `max_price` to 1.5 or less, or leave it out to inherit it",
        ),
        (
            "preferences: [bedrock, foundry, vertex]",
            (
                "would reorder preferences: `bedrock` before `vertex`, which comes first as set "
                "for `a` at 12"
            ),
            "keep the order from above",
        ),
        (
            "retention: {prompts: {max_days: 31}}",
            "would widen the law: prompts kept 31 days are more than the 30 set for `a` at 15",
            "set `max_days` to 30 or less",
        ),
        (
            "retention: {logs: {max_days: 401}}",
            "would widen the law: logs kept 401 days are more than the 400 set for `a` at 16",
            "set `max_days` to 400 or less",
        ),
        (
            "retention: {logs: {min_days: 89}}",
            (
                "would widen the law: logs kept at least 89 days are fewer than the 90 set for "
                "`a` at 16"
            ),
            "set `min_days` to 90 or more, or leave it out to inherit it",
        ),
        (
            "retention: {evidence: {min_days: 2189}}",
            (
                "would widen the law: evidence kept at least 2189 days are fewer than the 2190 "
                "set for `a` at 17"
            ),
            "set `min_days` to 2190 or more",
        ),
    ],
)
def test_a_child_that_would_loosen_is_refused_and_both_lines_are_named(tmp_path, entry, told, hint):
    one = first(mistakes(tmp_path, GRANDPARENT + f"  a/b: {{}}\n  a/b/c:\n    {entry}\n"))
    assert one.startswith(f"20: tenant `a/b/c` {told} | {hint}"), one


def test_no_features_at_all_cannot_be_loosened(tmp_path):
    one = first(
        mistakes(
            tmp_path,
            "tenants:\n  a: {jurisdictions: [eu], features: []}\n  a/b: {features: [batch]}\n",
        )
    )
    assert one == (
        "5: tenant `a/b` would widen the law: `features` adds `batch` to none at all, set for `a` "
        "at 4 | leave `features` out to inherit them"
    )


def test_no_features_at_all_may_be_said_below_some(tmp_path):
    registry = read(tmp_path, GRANDPARENT + "  a/b: {features: []}\n")
    assert tenant(registry, "a/b")["features"] == []


def test_the_nearest_of_several_limits_above_is_named(tmp_path):
    one = first(
        mistakes(
            tmp_path,
            "tenants:\n  a: {jurisdictions: [eu], max_price: 2}\n  a/b: {max_price: 1.1}\n"
            "  a/b/c: {max_price: 1.2}\n",
        )
    )
    assert "is more than the 1.1 set for `a/b` at 5" in one


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("countries: [de]", "unknown country `de` | did you mean `DE`?"),
        ("countries: [XX]", "unknown country `XX` | known are `DE`, `FR`, `GB`, `IE`, `"),
        ("countries: [Germany]", "unknown country `Germany` | known are `DE`, `FR`"),
        ("countries: [us]", "country `us` | did you mean `US`? `us` is a jurisdiction, and not a"),
        ("countries: [EU]", "unknown country `EU` | name the countries, or set `eu` under `j"),
        ("countries: []", "tenant `a`: `countries`: expected at least one entry, found none"),
        ("countries: [DE, DE]", "tenant `a`: `countries`: `DE` is listed twice"),
        ("providers: [bedrok]", "unknown provider `bedrok` | did you mean `bedrock`"),
        ("providers: []", "tenant `a`: `providers`: expected at least one entry, found none"),
        ("features: [promt_caching]", "unknown feature `promt_caching` | did you mean `prompt_cac"),
        ("obligations: [log-in-regoin]", "unknown obligation `log-in-regoin` | did you mean `log-"),
        ("preferences: [vertex-us]", "unknown deployment or provider `vertex-us` | did you mean `"),
        ("aliases: {default: opus}", "unknown model `opus` | known are `claude-opus-5-5"),
        ("aliases: {x: claude-opus-5}", "unknown model `claude-opus-5` | did you mean `claude-opu"),
        ("aliases: {claude-opus-5-5: claude-sonnet-5}", "has the alias `claude-opus-5-5`, which i"),
        ("aliases: {Fast: claude-sonnet-5}", "aliases.Fast`: expected a name of lower-case letter"),
        ("aliases: [x]", "tenant `a`: `aliases`: expected a mapping from the tenant's own names"),
        ("max_price: 0", "tenant `a`: `max_price`: expected the most a route may cost"),
        ("max_price: -1", "tenant `a`: `max_price`: expected the most a route may cost"),
        ("max_price: 101", "tenant `a`: `max_price`: expected the most a route may cost"),
        ("max_price: nan", "tenant `a`: `max_price`: expected the most a route may cost"),
        ("max_price: 1e0", "tenant `a`: `max_price`: expected the most a route may cost"),
        ("max_price: 01.5", "tenant `a`: `max_price`: expected the most a route may cost"),
        (
            "retention: {logs: {}}",
            "tenant `a`: `retention.logs`: expected at least one key, found n",
        ),
        ("retention: {logs: {min_days: 0}}", "min_days`: expected a whole number of days from 1"),
        ("retention: {prompts: {min_days: 1}}", "min_days`: unknown key"),
        ("retention: {log: {min_days: 1}}", "retention.log`: unknown key | did you mean `logs`?"),
    ],
)
def test_a_word_that_nobody_knows_is_refused_with_the_nearest(tmp_path, entry, told):
    every = mistakes(tmp_path, f"tenants:\n  a: {{jurisdictions: [eu], {entry}}}\n")
    assert any(told in one for one in every), every


def test_a_preference_may_name_a_deployment_of_the_project(tmp_path):
    registry = read(
        tmp_path,
        "deployments:\n"
        "  near: {provider: vertex, project: p, location: eu, models: [claude-opus-5-5]}\n"
        "tenants: {a: {jurisdictions: [eu], preferences: [near, anthropic]}}\n",
    )
    assert tenant(registry, "a")["preferences"] == ["near", "anthropic"]


def test_each_thing_that_holds_is_told_with_the_entry_and_line_that_said_it(tmp_path):
    registry = read(
        tmp_path,
        GRANDPARENT + "  a/b: {requests: true}\n"
        "  a/b/c:\n    regimes: [hipaa]\n    countries:\n      - DE\n"
        "    aliases:\n      fast: claude-opus-5-5\n",
    )
    file = str(tmp_path / "compliance.yaml")
    told = [
        (one.dimension, one.value, one.tenant, one.location) for one in registry.sources("a/b/c")
    ]
    assert told == [
        ("jurisdictions", "eu", "a", Location(file, 5)),
        ("regimes", "gdpr", "a", Location(file, 6)),
        ("obligations", "log-in-region", "a", Location(file, 10)),
        ("retention.prompts.max_days", 30, "a", Location(file, 15)),
        ("retention.logs.min_days", 90, "a", Location(file, 16)),
        ("retention.logs.max_days", 400, "a", Location(file, 16)),
        ("retention.evidence.min_days", 2190, "a", Location(file, 17)),
        ("countries", ["DE", "FR"], "a", Location(file, 7)),
        ("providers", ["bedrock", "vertex"], "a", Location(file, 8)),
        ("features", ["batch", "prompt_caching"], "a", Location(file, 9)),
        ("preferences", ["vertex", "bedrock"], "a", Location(file, 12)),
        ("max_price", 1.5, "a", Location(file, 11)),
        ("aliases.default", "claude-opus-5-5", "a", Location(file, 13)),
        ("aliases.fast", "claude-sonnet-5", "a", Location(file, 13)),
        ("regimes", "hipaa", "a/b/c", Location(file, 20)),
        ("countries", ["DE"], "a/b/c", Location(file, 21)),
        ("aliases.fast", "claude-opus-5-5", "a/b/c", Location(file, 24)),
    ]
    assert registry.sources("a/b")[-1].dimension == "requests"
