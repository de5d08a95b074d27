"""Rules and laws in their own words, and where they are written."""

import json
import re
import shutil

import pytest

from compliance_toolkit.cli.main import main
from compliance_toolkit.policy.catalog import Catalog
from explaining import EXAMPLE, ROOT, explained, flat, project, text, written


@pytest.fixture(scope="module")
def catalog(bundle):
    return Catalog.load(bundle.data)


EARNING = ("compliance/resolve/routes.rego", "compliance/resolve/settled/settled.rego")


class TestRule:
    def test_every_rule_of_the_catalog_can_be_explained(self, catalog, bundle):
        modules = dict(bundle.modules)
        assert len(catalog) > 30
        for id_, entry in catalog.items():
            answer = explained("rule", id_.lower())
            assert (answer["id"], answer["title"]) == (id_, entry.title)
            assert (answer["rationale"], answer["severity"]) == (entry.rationale, entry.severity)
            assert answer["files"]
            assert answer["reads"]
            for rule in answer["rules"]:
                line = modules[rule["location"]["file"]].splitlines()[rule["location"]["line"] - 1]
                assert re.match(rf"(default )?{rule['name']}\b", line)

    def test_a_rule_of_resolve_names_the_line_where_a_route_earns_it(self, catalog, bundle):
        modules = dict(bundle.modules)
        for entry in catalog.rules:
            answer = explained("rule", entry.id)
            earned = [one for one in answer["earned"] if one["file"] in EARNING]
            assert earned, entry.id
            for where in earned:
                assert entry.id in modules[where["file"]].splitlines()[where["line"] - 1]

    def test_a_check_says_what_it_is_asked_of(self):
        answer = explained("rule", "RET-001")
        assert answer["kind"] == "check"
        assert "aws_cloudwatch_log_group" in answer["asked_of"]["types"]
        assert explained("rule", "RET-101")["asked_of"] is None

    def test_a_control_is_put_to_the_laws_that_have_it_for_their_own(self):
        controls = {
            one["framework"]: one["laws"] for one in explained("rule", "RET-101")["controls"]
        }
        assert {"eu", "gdpr"} <= {*controls["gdpr"]}
        assert "hipaa" in controls["hipaa"]

    def test_what_the_metadata_says_of_a_helper_is_told(self):
        rules = {one["name"]: one["description"] for one in explained("rule", "RET-101")["rules"]}
        assert rules["denied"] == "Why deployments are refused"

    def test_every_word_of_a_checks_evidence_is_told_what_it_means(self, catalog):
        for check in catalog.checks:
            words = explained("rule", check.id)["evidence"]
            assert words
            assert all(words.values()), check.id
        assert explained("rule", "RES-101")["evidence"] == {}
        said = flat(text("rule", "EST-001"))
        assert "unlike: the guardrails of which nobody can tell" in said

    def test_a_bundle_of_ones_own_need_not_say_what_its_words_mean(self, tmp_path):
        shutil.copytree(ROOT / "policies", tmp_path / "policies")
        shutil.rmtree(tmp_path / "policies/compliance/evidence")
        policies = ["--policies", str(tmp_path / "policies")]
        words = explained("rule", "RET-001", *policies)["evidence"]
        assert words == {"retention_in_days": None}
        assert "retention_in_days" in text("rule", "RET-001", *policies)

    def test_an_unknown_rule_exits_2_with_the_nearest(self, capsys):
        assert main(["explain", "rule", "RES-999"]) == 2
        printed = capsys.readouterr()
        assert printed.out == ""
        assert "error: unknown rule `RES-999`" in printed.err
        assert "did you mean `RES-" in printed.err

    def test_the_text_has_title_reason_and_remedy(self, catalog):
        said = flat(text("rule", "DAT-101"))
        entry = catalog["DAT-101"]
        for words in (entry.title, entry.rationale, entry.remediation, "severity critical"):
            assert words in said

    def test_without_an_id_all_are_listed_with_their_titles(self, catalog):
        said = text("rule")
        for id_, entry in catalog.items():
            assert f"{id_}: {entry.title}" in flat(said)

    def test_how_its_code_is_made_is_for_those_who_ask(self):
        said, more = text("rule", "RES-101"), text("rule", "RES-101", "--verbose")
        for words in ("made of", "reads", "earned in"):
            assert f"─ {words}\n" not in said
            assert f"─ {words}\n" in more
        assert "written in" in said

    def test_the_tenants_that_it_can_bind_are_named(self):
        examples = ("--config", str(EXAMPLE))
        binds = {
            id_: {
                one["tenant"]: one["by"]
                for one in explained("rule", id_, *examples)["binds"]["tenants"]
            }
            for id_ in ("RES-101", "RET-101", "TRM-102", "RTE-101", "TRM-101")
        }
        assert binds["RES-101"] == dict.fromkeys(
            ("acme/health", "acme/bank", "acme/bank/vault"), "inference"
        )
        assert binds["RET-101"] == {"acme/bank/vault": "prompts.max_days"}
        assert binds["TRM-102"] == {}
        assert {*binds["RTE-101"]} == {"acme", *binds["RES-101"]}
        assert {*binds["TRM-101"]} == {*binds["RES-101"]}
        said = flat(text("rule", "TRM-102", *examples))
        assert "binds none: no tenant of the project" in said

    def test_of_many_tenants_a_few_are_named_and_the_others_counted(self, tmp_path):
        many = {f"t{n:02}": {"jurisdictions": ["eu"]} for n in range(25)}
        config = str(written(tmp_path, project({}, many)))
        binds = explained("rule", "RES-101", "--config", config)["binds"]
        assert (len(binds["tenants"]), binds["more"]) == (10, 15)
        assert "and 15 more tenants" in flat(text("rule", "RES-101", "--config", config))

    def test_without_a_project_and_of_a_check_nothing_is_said_of_tenants(
        self, tmp_path, monkeypatch
    ):
        assert explained("rule", "RES-001", "--config", str(EXAMPLE))["binds"] is None
        monkeypatch.chdir(tmp_path)
        assert explained("rule", "RES-101")["binds"] is None

    def test_a_broken_project_that_nobody_named_takes_no_explanation_away(
        self, tmp_path, monkeypatch, capsys
    ):
        (tmp_path / "compliance.yaml").write_text("version: 9\n")
        monkeypatch.chdir(tmp_path)
        assert explained("rule", "RES-101")["binds"] is None
        assert "warning: skipped all tenants: " in capsys.readouterr().err
        assert main(["explain", "rule", "RES-101", "--config", "compliance.yaml"]) == 2


class TestLaw:
    def test_what_reads_it_is_told_and_many_checks_by_their_ids_alone(self, catalog):
        (answer,) = explained("law", "eu")["laws"]
        assert {"RES-101", "RES-102"} <= {*answer["particular"]}
        assert len(answer["particular"]) < 5 < len(answer["rules"])
        said = flat(text("law", "eu"))
        assert f"RES-101: {catalog['RES-101'].title}" in said
        assert "LOG-001" in said
        assert catalog["LOG-001"].title not in said
        assert "checks and rules: `--format json` lists them" in said

    def test_a_framework_of_most_rules_makes_none_of_them_particular(self):
        (answer,) = explained("law", "gdpr")["laws"]
        assert {"TRF-101", "TRM-101"} <= {*answer["particular"]}
        assert len(answer["particular"]) < 10

    def test_what_a_regime_alone_asks_for_is_its_own(self, catalog):
        (answer,) = explained("law", "hipaa")["laws"]
        only = {id_ for id_, one in catalog.items() if "hipaa" in one.controls}
        assert only <= {*answer["particular"]}
        assert "TRM-101" in answer["particular"]

    def test_every_code_can_be_explained(self, bundle):
        law = bundle.data["compliance"]
        codes = [
            (kind, code)
            for kind in ("jurisdictions", "regimes", "data_classes")
            for code in law[kind]
        ]
        assert len(codes) > 20
        for kind, code in codes:
            answer = explained("law", code)
            kinds = {one["law"]["kind"] for one in answer["laws"]}
            assert {"jurisdictions": "jurisdiction", "regimes": "regime"}.get(
                kind, "data_class"
            ) in kinds
            for one in answer["laws"]:
                assert one["law"]["citation"]["file"].startswith("compliance/")

    def test_without_a_code_all_are_listed(self, bundle):
        listed = {one["law"]["code"] for one in explained("law")["laws"]}
        law = bundle.data["compliance"]
        assert listed == {*law["jurisdictions"], *law["regimes"], *law["data_classes"]}

    def test_where_data_may_be_under_a_jurisdiction(self):
        (answer,) = explained("law", "us")["laws"]
        assert answer["says"]["inference"] == ["US"]
        assert answer["says"]["storage"] == ["US"]

    def test_what_a_regime_demands(self):
        (answer,) = explained("law", "HIPAA")["laws"]
        assert answer["says"]["evidence.min_days"] == 2190
        assert answer["says"]["terms"] == ["baa"]
        assert answer["says"]["eligibility"] == "hipaa"
        assert "prompts.max_days" not in answer["says"]

    def test_transfers_are_told_with_their_days(self):
        said = flat(text("law", "gdpr"))
        assert "GB from 2021-06-28 until 2031-12-27" in said
        assert "US from 2023-07-10, if dpf is attested" in said

    def test_data_that_may_not_be_sent_is_said_so(self):
        (answer,) = explained("law", "card")["laws"]
        assert answer["says"]["admitted"] is False
        assert "may be sent to a model: no" in text("law", "card")

    def test_a_name_that_is_the_code_is_not_said_again(self):
        assert "data class biometric: biometric" not in flat(text("law"))
        assert "data class biometric" in flat(text("law"))
        assert "kind of data" not in text("law")

    def test_a_mark_is_said_in_words(self):
        marks = {
            one["law"]["code"]: one["law"]["citation"]["confidence"]
            for one in explained("law")["laws"]
        }
        code = next(code for code, mark in marks.items() if mark == "K")
        assert "mark K, general knowledge, not looked up" in flat(text("law", code))

    def test_an_unknown_law_exits_2_with_the_nearest(self, capsys):
        assert main(["explain", "law", "gpdr"]) == 2
        printed = capsys.readouterr()
        assert printed.out == ""
        assert "error: unknown law `gpdr`" in printed.err
        assert "did you mean `gdpr`" in printed.err

    def test_a_jurisdiction_of_another_bundle_is_explained_from_it(self, policies, tmp_path):
        shutil.copytree(policies, tmp_path / "policies")
        folder = tmp_path / "policies" / "compliance" / "jurisdictions" / "atlantis"
        folder.mkdir()
        own = json.loads((folder.parent / "de" / "data.json").read_text())
        own |= {"name": "Atlantis", "rationale": "It sank"}
        (folder / "data.json").write_text(json.dumps(own))
        (answer,) = explained("law", "atlantis", "--policies", str(tmp_path / "policies"))["laws"]
        assert answer["law"]["name"] == "Atlantis"
        assert answer["says"]["inference"] == ["DE"]


def test_a_law_that_rests_on_no_source_says_so_once():
    told = flat(text("law", "global"))
    assert told.count("general knowledge, not looked up") == 1
    assert "(mark K)" in told
    assert "No restriction of place, none" not in told


def test_what_a_rule_turns_on_is_told_in_whole_words():
    told = flat(text("rule", "TRF-101", "--config", str(EXAMPLE)))
    assert "acme/bank: transfers abroad" in told
    assert "ruled by" not in told
    assert "gdpr Art. 44, Art. 45, Art. 46, law under de, eea, eu, fr, gdpr" in told
