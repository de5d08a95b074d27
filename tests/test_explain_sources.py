"""Law has a file that opens and a line, wherever the bundle is a folder."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from compliance_toolkit.explain.sources import Sources, key_lines
from explaining import AT, EXAMPLE, ROOT, explained, flat, text

EXAMPLES = ("--config", str(EXAMPLE), "--at", AT)


def line_of(location):
    return Path(location["file"]).read_text(encoding="utf-8").splitlines()[location["line"] - 1]


@pytest.fixture(autouse=True)
def _in_the_project(monkeypatch):
    monkeypatch.chdir(ROOT)


class TestLines:
    def test_what_a_law_says_of_a_dimension_stands_on_the_line_that_is_named(self):
        answer = explained("tenant", "acme/health", *EXAMPLES)
        seen = set()
        for found in answer["dimensions"]:
            for statement in found["statements"]:
                if statement["kind"] != "tenant":
                    key = found["name"].rpartition(".")[0] or found["name"]
                    assert f'"{key}"' in line_of(statement["location"])
                    seen.add(found["name"])
        assert {"inference", "storage", "terms", "eligibility", "evidence.min_days"} <= seen

    def test_a_law_is_cited_with_a_path_that_opens(self):
        for code in ("eu", "gdpr"):
            (answer,) = explained("law", code)["laws"]
            where = answer["law"]["citation"]["location"]
            assert where["file"] == f"policies/{answer['law']['citation']['file']}"
            assert json.loads(Path(where["file"]).read_text())["name"] == answer["law"]["name"]
        assert "from: policies/compliance/jurisdictions/eu/data.json:1," in flat(text("law", "eu"))

    def test_a_data_class_has_a_line_of_its_own_in_the_file_of_all(self):
        (answer,) = explained("law", "card")["laws"]
        assert '"card"' in line_of(answer["law"]["citation"]["location"])

    @pytest.mark.parametrize("name", ["claude-us", "bedrock-eu", "vertex-eu"])
    def test_an_offer_is_cited_with_its_line(self, name):
        for model in explained("route", name, *EXAMPLES)["models"]:
            for period in model["periods"]:
                line = line_of(period["citation"]["location"])
                assert "{" in line
                assert period["offer"] in line or model["model"] in line or line.strip() == "{"

    def test_a_rule_is_written_in_a_file_that_opens(self):
        (where,) = explained("rule", "RES-101")["written"]
        assert "package compliance.resolve.inference_countries" in Path(where["file"]).read_text()

    def test_from_elsewhere_the_path_is_absolute(self, monkeypatch, tmp_path, policies):
        shutil.copytree(policies, tmp_path / "policies")
        (tmp_path / "elsewhere").mkdir()
        monkeypatch.chdir(tmp_path / "elsewhere")
        own = ("--policies", "../policies")
        (answer,) = explained("law", "eu", *own)["laws"]
        where = answer["law"]["citation"]["location"]["file"]
        assert where == str(tmp_path / "policies/compliance/jurisdictions/eu/data.json")


class TestScan:
    def test_each_key_and_each_entry_has_the_line_it_begins_on(self):
        document = '{"a": {"b": [1,\n {"c": "x}]\\""}],\n "d": {}},\n\n"e": []}'
        assert json.loads(document)
        assert key_lines(document) == {
            (): 1,
            ("a",): 1,
            ("a", "b"): 1,
            ("a", "b", 0): 1,
            ("a", "b", 1): 2,
            ("a", "b", 1, "c"): 2,
            ("a", "d"): 3,
            ("e",): 5,
        }

    @pytest.mark.parametrize("path", ["jurisdictions/eu", "regimes/gdpr", "routes/bedrock"])
    def test_all_keys_of_the_bundle_are_found(self, policies, path):
        text_ = (policies / "compliance" / path / "data.json").read_text()
        lines, rows = key_lines(text_), text_.splitlines()

        def walk(value, at):
            assert at in lines
            if at and isinstance(at[-1], str):
                assert json.dumps(at[-1]) in rows[lines[at] - 1]
            if isinstance(value, dict | list):
                for key, one in value.items() if isinstance(value, dict) else enumerate(value):
                    walk(one, (*at, key))

        walk(json.loads(text_), ())

    def test_the_nearest_thing_around_a_key_that_is_not_there(self, policies):
        file = "compliance/jurisdictions/eu/data.json"
        sources = Sources(policies)
        assert sources.location(file, ("inference", "nothing")) == sources.location(
            file, ("inference",)
        )

    @pytest.mark.parametrize("text_", ["", "{", '{"a"', '{"a": [', "[" * 5000])
    def test_what_does_not_parse_names_no_line_that_is_not_there(self, text_):
        assert set(key_lines(text_).values()) == {1}

    def test_a_file_that_is_gone_has_no_line(self, tmp_path):
        assert Sources(tmp_path).location("compliance/gone/data.json") is None
        assert Sources(None).location("compliance/jurisdictions/eu/data.json") is None
