"""Rules and laws in their own words, and where they are written."""

import json
import re
import shutil

import pytest

from compliance_toolkit.cli.main import main
from compliance_toolkit.policy.catalog import Catalog
from explaining import explained, flat, text


@pytest.fixture(scope="module")
def catalog(bundle):
    return Catalog.load(bundle.data)


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
            earned = [x for x in answer["earned"] if x["file"] == "compliance/resolve/routes.rego"]
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


class TestLaw:
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
