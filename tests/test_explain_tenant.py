"""What applies to a tenant: every dimension, from which line, and what can serve it."""

import json

import pytest

from compliance_toolkit.cli.main import main
from compliance_toolkit.registry.law import KnownLaw
from compliance_toolkit.registry.registry import load
from explaining import (
    AT,
    BEDROCK,
    CLAIM,
    EXAMPLE,
    HAIKU,
    OPUS,
    explained,
    flat,
    project,
    ran,
    resolves,
    text,
    written,
)

EXAMPLES = ("--config", str(EXAMPLE), "--at", AT)

FAMILY = {
    "acme": {
        "jurisdictions": ["eu"],
        "regimes": ["gdpr"],
        "countries": ["DE", "FR", "SE"],
        "providers": ["bedrock", "vertex"],
        "features": ["prompt_caching", "citations"],
        "max_price": "1.5",
        "obligations": ["log-in-region"],
        "preferences": ["one"],
        "aliases": {"default": OPUS, "small": "claude-sonnet-5"},
        "retention": {"prompts": {"max_days": "30"}, "evidence": {"min_days": "100"}},
    },
    "acme/bank": {
        "regimes": ["hipaa"],
        "data_classes": ["personal"],
        "countries": ["DE", "SE"],
        "providers": ["bedrock"],
        "features": ["prompt_caching"],
        "max_price": "1.2",
        "aliases": {"default": "claude-sonnet-5"},
        "retention": {"prompts": {"max_days": "0"}, "logs": {"min_days": "180", "max_days": "400"}},
    },
}


@pytest.fixture(scope="module")
def family(tmp_path_factory):
    """The path of a project whose one family says something of everything."""
    deployments = {"one": {**BEDROCK, "attestations": {"dpa": CLAIM, "baa": CLAIM}}}
    return written(tmp_path_factory.mktemp("family"), project(deployments, FAMILY))


@pytest.fixture(scope="module")
def bank(family):
    return explained("tenant", "acme/bank", "--config", str(family), "--at", AT)


def dimension(answer, name):
    (found,) = [one for one in answer["dimensions"] if one["name"] == name]
    return found


def binding(answer, name):
    return [one["name"] for one in dimension(answer, name)["statements"] if one["binds"]]


class TestDimensions:
    @pytest.mark.parametrize(
        ("name", "value", "by"),
        [
            ("jurisdictions", ["eu"], ["acme"]),
            ("inference", ["DE", "SE"], ["acme/bank"]),
            ("storage", ["DE", "SE"], ["acme/bank"]),
            ("regimes", ["gdpr", "hipaa"], ["acme", "acme/bank"]),
            ("data_classes", ["personal"], ["acme/bank"]),
            ("terms", ["baa", "dpa"], ["gdpr", "hipaa"]),
            ("eligibility", ["hipaa"], ["hipaa"]),
            ("transfers", ["gdpr"], ["gdpr"]),
            ("prompts.max_days", 0, ["acme/bank"]),
            ("logs.min_days", 180, ["acme/bank"]),
            ("logs.max_days", 400, ["acme/bank"]),
            ("evidence.min_days", 2190, ["hipaa"]),
            ("features", ["prompt_caching"], ["acme/bank"]),
            ("providers", ["bedrock"], ["acme/bank"]),
            ("max_price", 1.2, ["acme/bank"]),
            ("preferences", ["one"], ["acme"]),
            ("aliases", {"default": "claude-sonnet-5", "small": "claude-sonnet-5"}, None),
        ],
    )
    def test_what_holds_and_whose_word_binds(self, bank, name, value, by):
        assert dimension(bank, name)["value"] == value
        assert by is None or binding(bank, name) == by

    def test_they_are_what_the_registry_made_of_the_tenant(self, family, bank, bundle):
        law = KnownLaw.from_bundle(bundle.data["compliance"])
        effective = load(family, law=law).tenant("acme/bank")
        given = effective.as_input()
        for name in ("jurisdictions", "regimes", "data_classes", "features", "providers"):
            assert dimension(bank, name)["value"] == given[name]
        assert dimension(bank, "max_price")["value"] == given["max_price"]
        assert dimension(bank, "preferences")["value"] == given["preferences"]
        assert dimension(bank, "aliases")["value"] == dict(effective.aliases)
        assert dimension(bank, "inference")["value"] == given["countries"]

    def test_each_statement_of_a_tenant_has_its_line(self, family, bank):
        lines = family.read_text().splitlines()
        seen = 0
        for found in bank["dimensions"]:
            for statement in found["statements"]:
                if statement["kind"] == "tenant":
                    key = found["name"].rpartition(".")[2]
                    key = {"inference": "countries", "storage": "countries"}.get(key, key)
                    if key == "aliases":  # each has a line of its own
                        key = next(iter(statement["value"]))
                    line = lines[statement["location"]["line"] - 1]
                    assert f'"{key}"' in line
                    assert statement["location"]["file"] == str(family)
                    seen += 1
        assert seen > 20

    def test_each_law_has_its_articles_source_day_and_mark(self, bank):
        assert [law["code"] for law in bank["laws"]] == ["eu", "gdpr", "hipaa", "personal"]
        for law in bank["laws"]:
            assert law["articles"]
            assert law["citation"]["source"]
            assert law["citation"]["read"]
            assert law["citation"]["file"].endswith("data.json")

    def test_a_jurisdiction_that_restricts_nothing_does_not_bind(self):
        answer = explained("tenant", "acme/bank/vault", *EXAMPLES)
        said = {
            one["name"]: one["binds"] for one in dimension(answer, "jurisdictions")["statements"]
        }
        assert said == {"acme": False, "acme/bank": True}

    def test_what_nobody_says_anything_of_is_listed_as_such(self):
        answer = explained("tenant", "acme/health", *EXAMPLES)
        assert {"providers", "features", "max_price", "prompts.max_days"} <= {*answer["silent"]}
        assert not {one["name"] for one in answer["dimensions"]} & {*answer["silent"]}

    def test_data_that_may_never_be_sent_is_named(self, tmp_path):
        path = written(
            tmp_path, project({}, {"acme": {"jurisdictions": ["eu"], "data_classes": ["card"]}})
        )
        answer = explained("tenant", "acme", "--config", str(path), "--at", AT)
        assert dimension(answer, "not_admitted")["value"] == ["card"]


class TestDeployments:
    @pytest.mark.parametrize("tenant", ["acme/bank", "acme/bank/vault", "acme/health"])
    def test_what_is_served_is_what_resolve_says(self, tenant):
        answer = explained("tenant", tenant, *EXAMPLES)
        models = {model for one in answer["deployments"] for model in one["serves"]}
        assert models
        for model in (OPUS, HAIKU, "claude-sonnet-5"):
            serving = resolves(EXAMPLE, {"tenant": tenant, "model": model, "at": AT})
            assert serving == {
                one["deployment"] for one in answer["deployments"] if model in one["serves"]
            }

    def test_each_refusal_has_its_rules(self):
        answer = explained("tenant", "acme/bank", *EXAMPLES)
        (claude,) = [one for one in answer["deployments"] if one["deployment"] == "claude-us"]
        (opus,) = [one for one in claude["refuses"] if one["model"] == OPUS]
        assert claude["serves"] == []
        assert {"RES-101", "RES-102", "TRM-101"} <= {*opus["rules"]}

    def test_one_that_only_its_children_may_be_named_for_serves_nobody(self):
        answer = explained("tenant", "acme", *EXAMPLES)
        assert (answer["requests"], answer["deployments"]) == (False, [])
        assert "takes no requests itself" in text("tenant", "acme", *EXAMPLES)


class TestText:
    def test_what_nobody_says_anything_of_has_the_words_of_what_somebody_does(self):
        said = flat(text("tenant", "acme/health", *EXAMPLES))
        silent = said.partition("nothing is said of: ")[2]
        assert "days prompts may be kept" in silent
        assert "highest price" in silent
        assert "prompts max days" not in said
        assert "attestations needed: baa" in said

    def test_a_deployment_is_refused_for_a_model_by_a_rule(self):
        said = flat(text("tenant", "acme/bank", *EXAMPLES))
        assert "claude-us: refused for claude-opus-5-5 by RES-101" in said
        assert "bedrock-eu: serves claude-opus-5-5" in said
        assert "refuses" not in said

    def test_the_tree_goes_down_the_path(self):
        said = text("tenant", "acme/bank/vault", *EXAMPLES).splitlines()
        assert said[0] == "tenant acme/bank/vault"
        steps = [line for line in said if line.startswith("│  ") and "compliance.yaml" in line][:3]
        assert [step[6:].partition(":")[0] for step in steps] == [
            "acme",
            "acme/bank",
            "acme/bank/vault",
        ]

    def test_no_line_is_longer_than_the_page_but_for_one_long_word(self):
        for line in text("tenant", "acme/health", *EXAMPLES).splitlines():
            assert len(line) <= 100 or " " not in line.lstrip("│├└─ ")

    def test_nothing_is_colored_where_nobody_looks(self):
        assert "\x1b" not in text("tenant", "acme/health", *EXAMPLES)


def test_without_a_project_file_it_exits_2(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["explain", "tenant", "acme"]) == 2
    assert capsys.readouterr().out == ""


def test_the_answer_says_which_law_it_was_read_from(bundle):
    _, said = ran("explain", "tenant", "acme/bank", *EXAMPLES, "--format", "json")
    document = json.loads(said)
    assert (document["version"], document["kind"]) == (1, "tenant")
    assert document["policy"] == {"revision": bundle.revision, "digest": bundle.digest}
