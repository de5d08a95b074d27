"""Why a request is refused, and changes that would help: each of them really does."""

import json
import shutil
import sys
from typing import Any

import pytest

from compliance_toolkit.cli.main import main
from explaining import (
    AT,
    BEDROCK,
    CLAIM,
    CLAUDE,
    EXAMPLE,
    HAIKU,
    OPUS,
    SIX,
    SONNET,
    VERTEX,
    denied,
    example,
    flat,
    made,
    options,
    project,
    ran,
    resolves,
    text,
    written,
)

NONE_KEPT = {**CLAIM, "mode": "none", "regions": SIX}
ATTESTED = {**BEDROCK, "attestations": {"dpa": CLAIM, "retention": NONE_KEPT}}
EU = {"jurisdictions": ["eu"], "regimes": ["gdpr"], "data_classes": ["personal"]}
ZERO = {"retention": {"prompts": {"max_days": 0}}}


def request(tenant="acme", model=OPUS, at=AT, features=(), data_classes=()):
    return {
        "tenant": tenant,
        "model": model,
        "at": at,
        "features": list(features),
        "data_classes": list(data_classes),
    }


CASES = {
    "a model that nobody lists": (example(), request("acme/health", HAIKU)),
    "a model that could be listed": (example(), request("acme/bank", HAIKU)),
    "features that nobody has": (
        example(),
        request("acme/bank/vault", OPUS, AT, ["batches", "files", "web_search", "prompt_caching"]),
    ),
    "data that is never sent": (example(), request("acme/bank", OPUS, AT, (), ["card"])),
    "an attestation that has ended": (example(), request("acme/bank", OPUS, "2027-08-01")),
    "a day before it is offered": (example(), request("acme/bank", OPUS, "2026-01-01")),
    "nothing attested": (project({"one": BEDROCK}, {"acme": {**EU, **ZERO}}), request()),
    "an attestation of too few regions": (
        project(
            {
                "one": {
                    **BEDROCK,
                    "attestations": {"dpa": CLAIM, "retention": {**NONE_KEPT, "regions": SIX[:1]}},
                }
            },
            {"acme": {**EU, **ZERO}},
        ),
        request(),
    ),
    "another country": (project({"one": CLAUDE}, {"acme": EU}), request()),
    "no deployment at all": (project({}, {"acme": EU}), request()),
    "a feature and an attestation": (
        project({"one": VERTEX}, {"acme": {**EU, **ZERO}}),
        request(features=["batches"]),
    ),
    "a contract that names its places": (
        project(
            {"one": {**BEDROCK, "attestations": {"dpa": CLAIM}}},
            {"acme": {"jurisdictions": ["eu"], "regimes": ["gdpr", "dora"]}},
        ),
        request(),
    ),
}


@pytest.fixture(scope="module", params=CASES, ids=str)
def case(request, tmp_path_factory):
    """A project, a request that it denies, and the explanation."""
    document, asked = CASES[request.param]
    path = written(tmp_path_factory.mktemp("case"), document)
    assert resolves(path, asked) == set()
    return document, asked, denied(path, asked)


class TestSuggestions:
    def test_each_one_resolves_when_it_is_made(self, case, tmp_path):
        document, asked, answer = case
        assert answer["outcome"] == "denied"
        assert answer["search"]["complete"]
        assert answer["suggestions"]
        for suggestion in answer["suggestions"]:
            changed, now = made(document, asked, suggestion["changes"])
            served = resolves(written(tmp_path, changed), now)
            assert suggestion["route"]["deployment"] in served

    def test_no_change_of_one_can_be_left_out(self, case, tmp_path):
        document, asked, answer = case
        for suggestion in answer["suggestions"]:
            changes = suggestion["changes"]
            for left_out in changes:
                if left_out["change"] == "add-deployment":
                    continue  # what is attested of it hangs on it
                fewer = [one for one in changes if one != left_out]
                changed, now = made(document, asked, fewer)
                served = resolves(written(tmp_path, changed), now)
                assert suggestion["route"]["deployment"] not in served

    def test_the_law_of_the_tenant_is_never_up_for_change(self, case, tmp_path):
        document, asked, answer = case
        for suggestion in answer["suggestions"]:
            changed, now = made(document, asked, suggestion["changes"])
            assert changed["tenants"] == document["tenants"]
            assert now["tenant"] == asked["tenant"]

    def test_a_source_that_is_said_to_do_as_well_does(self, case, tmp_path):
        document, asked, answer = case
        for suggestion in answer["suggestions"]:
            for region in suggestion["alternatives"]:
                changed, now = made(document, asked, suggestion["changes"])
                name = suggestion["route"]["deployment"]
                settings = changed["deployments"][name]
                settings["region" if "region" in settings else "location"] = region
                assert name in resolves(written(tmp_path, changed), now)

    def test_the_nearest_comes_first(self, tmp_path):
        document, asked = CASES["a model that could be listed"]
        answer = denied(written(tmp_path, document), asked)
        kinds = [[change["change"] for change in one["changes"]] for one in answer["suggestions"]]
        assert kinds[:3] == [["use-model"], ["use-model"], ["list-model"]]
        assert all("add-deployment" in one for one in kinds[3:])

    def test_an_expired_attestation_is_renewed_and_its_last_day_named(self, tmp_path):
        document, asked = CASES["an attestation that has ended"]
        answer = denied(written(tmp_path, document), asked)
        told = [
            (change["change"], change["what"], change["deployment"])
            for one in answer["suggestions"]
            for change in one["changes"]
        ]
        assert told[:2] == [("attest", "dpa", "bedrock-eu"), ("attest", "dpa", "vertex-eu")]
        assert "on-day" not in {kind for kind, _, _ in told}

    def test_a_day_that_is_over_is_no_suggestion_and_one_ahead_is(self, tmp_path):
        document, asked = CASES["an attestation that has ended"]
        path = str(written(tmp_path, document))
        said = flat(text("denial", "--config", path, *options(asked)))
        assert "an earlier day" not in said
        assert "`dpa` was attested until 2027-03-31" in said
        document, asked = CASES["a day before it is offered"]
        said = flat(text("denial", "--config", path, *options(asked)))
        assert "on 2026-09-22, a later day, it is served" in said

    def test_the_same_changes_of_many_deployments_leave_room_for_others(self, tmp_path):
        many = {f"one-{n}": {**BEDROCK, "region": region} for n, region in enumerate(SIX)}
        path = written(tmp_path, project(many, {"acme": EU}))
        kinds = [
            tuple((change["change"], change["what"]) for change in one["changes"])
            for one in denied(path, request())["suggestions"]
        ]
        assert kinds.count((("attest", "dpa"),)) == 2
        assert len({*kinds}) > 1

    def test_many_features_are_dropped_at_once_but_none_that_could_stay(self, tmp_path):
        document, asked = CASES["features that nobody has"]
        (one, *_) = denied(written(tmp_path, document), asked)["suggestions"]
        assert {change["what"] for change in one["changes"]} == {"batches", "files", "web_search"}

    def test_no_owner_or_reference_of_an_attestation_is_made_up(self, case):
        _, _, answer = case
        for suggestion in answer["suggestions"]:
            for change in suggestion["changes"]:
                assert not {"by", "reference", "until", "account"} & change["settings"].keys()

    @pytest.mark.parametrize(
        ("claims", "said"),
        [
            ({}, "conclude dpa for one, and attest it"),
            ({"dpa": {**CLAIM, "until": "2026-01-31"}}, "renew dpa for one, and attest it"),
        ],
    )
    def test_an_agreement_is_concluded_or_renewed(self, claims, said, tmp_path):
        document = project({"one": {**BEDROCK, "attestations": claims}}, {"acme": EU})
        path = str(written(tmp_path, document))
        told = flat(text("denial", "--config", path, *options(request())))
        assert said in told
        assert "conclude or renew" not in told

    def test_a_mode_is_set_and_nothing_is_renewed_for_a_deployment_that_is_not_there(
        self, tmp_path
    ):
        path = str(written(tmp_path, project({}, {"acme": {**EU, **ZERO}})))
        told = flat(text("denial", "--config", path, *options(request())))
        assert "set the retention mode of new-bedrock" in told
        assert "conclude dpa for new-bedrock" in told
        assert "renew" not in told

    def test_neither_law_nor_limits_are_said_to_be_up_for_change(self, case, tmp_path):
        document, asked, _ = case
        path = str(written(tmp_path, document))
        told = flat(text("denial", "--config", path, *options(asked)))
        assert "neither the law nor the tenant's own limits are put up for change" in told


class TestReasons:
    def test_each_refusal_of_resolve_is_there_with_its_article(self):
        asked = request("acme/health", HAIKU)
        answer = denied(EXAMPLE, asked)
        _, printed = ran("resolve", "--config", str(EXAMPLE), *options(asked), "--format", "json")
        denials = json.loads(printed)["denials"]
        said = {
            (one["deployment"], reason["rule"], reason["message"])
            for one in answer["refusals"]
            for reason in one["reasons"]
        }
        assert said == {(one["deployment"], one["rule"], one["message"]) for one in denials}

    def test_what_no_attestation_can_change_is_named(self):
        answer = denied(EXAMPLE, request("acme/bank"), "--deployment", "claude-us")
        (refusal,) = answer["refusals"]
        assert refusal["deployment"] == "claude-us"
        assert refusal["beyond"] == ["RES-101", "RES-102"]
        assert answer["suggestions"] == []
        assert "everything attested" in text(
            "denial", "--config", str(EXAMPLE), "--tenant", "acme/bank", "--model", OPUS,
            "--at", AT, "--deployment", "claude-us",
        )  # fmt: skip

    def test_a_model_that_is_taken_for_listed_there_is_said_to_be(self):
        asked = ("denial", "--config", str(EXAMPLE), "--tenant", "acme/health", "--model", HAIKU)
        said = flat(text(*asked, "--at", AT))
        still = "attested it would still be refused by"
        assert f"with {HAIKU} listed and everything {still} RES-101, RES-102" in said
        assert f"with everything {still} RTE-103" in said  # it is listed there
        assert f"with everything {still} RTE-101" in said  # nor can it be, for it is not offered
        assert said.count(still) == 3

    def test_the_line_of_each_deployment_is_named(self):
        answer = denied(EXAMPLE, request("acme/bank", HAIKU))
        lines = EXAMPLE.read_text().splitlines()
        for refusal in answer["refusals"]:
            line = lines[refusal["location"]["line"] - 1]
            assert line.strip() == f"{refusal['deployment']}:"

    def test_a_framework_that_is_law_elsewhere_alone_is_not_quoted(self):
        answer = denied(EXAMPLE, request("acme/health", HAIKU))
        controls = [
            control["framework"]
            for refusal in answer["refusals"]
            for reason in refusal["reasons"]
            for control in reason["controls"]
        ]
        assert "gdpr" not in controls

    def test_what_the_tenant_calls_the_model_is_told_beside_it(self, tmp_path):
        law = {**EU, "aliases": {"best": OPUS}}
        path = written(tmp_path, project({"one": CLAUDE}, {"acme": law}))
        asked = denied(path, request(model="best"))["request"]
        assert (asked["model"], asked["asked"]) == (OPUS, "best")

    def test_a_rule_is_explained_once_and_many_countries_are_counted(self):
        said = flat(text("denial", "--config", str(EXAMPLE), *options(request("acme/bank", HAIKU))))
        assert said.count("A model that is not set up fails") == 1
        asked = options(request("acme/bank"))
        said = flat(text("denial", "--config", str(EXAMPLE), *asked, "--deployment", "claude-us"))
        assert "the law allows 27 countries only" in said


OWN_LIMITS: dict[str, dict[str, Any]] = {
    "max_price": {"max_price": "1.0"},
    "countries": {"countries": ["DE"]},
    "providers": {"providers": ["vertex"]},
    "features": {"features": ["citations"]},
    "retention.prompts.max_days": {"retention": {"prompts": {"max_days": "10"}}},
}


class TestOwnLimits:
    def refusal(self, tmp_path, law, deployment=BEDROCK):
        path = written(tmp_path, project({"one": deployment}, {"acme": law}))
        asked = request(features=["prompt_caching"])
        (found,) = denied(path, asked)["refusals"]
        told = flat(text("denial", "--config", str(path), *options(asked)))
        return path, found, told

    @pytest.mark.parametrize("setting", OWN_LIMITS)
    def test_where_nothing_else_refuses_the_line_that_does_is_named(self, setting, tmp_path):
        law = {"jurisdictions": ["eu"], **OWN_LIMITS[setting]}
        path, found, told = self.refusal(tmp_path, law)
        (limit,) = found["limits"]
        assert (limit["setting"], limit["tenant"]) == (setting, "acme")
        line = path.read_text().splitlines()[limit["location"]["line"] - 1]
        assert setting.rpartition(".")[2] in line
        assert "only a limit of the tenant's own refuses it" in told
        assert f"compliance.yaml:{limit['location']['line']}" in told

    @pytest.mark.parametrize("setting", OWN_LIMITS)
    def test_where_the_law_refuses_too_the_tenants_own_line_is_named_beside_it(
        self, setting, tmp_path
    ):
        law = {"jurisdictions": ["eu"], "regimes": ["gdpr"], **OWN_LIMITS[setting]}
        _, found, told = self.refusal(tmp_path, law)
        assert "TRM-101" in {reason["rule"] for reason in found["reasons"]}
        assert [one["setting"] for one in found["limits"]] == [setting]
        assert "a limit of the tenant's own refuses it too" in told
        assert "only a limit" not in told

    def test_no_limit_is_ever_suggested_for_change(self, tmp_path):
        law = {"jurisdictions": ["eu"], "max_price": "1.0"}
        path = written(tmp_path, project({"one": BEDROCK}, {"acme": law}))
        kinds = {
            change["change"]
            for one in denied(path, request())["suggestions"]
            for change in one["changes"]
        }
        assert kinds <= {"use-model", "list-model", "attest", "add-deployment", "on-day"}

    def test_a_limit_that_the_law_sets_as_well_is_not_the_tenants_alone(self, policies, tmp_path):
        shutil.copytree(policies, tmp_path / "policies")
        file = tmp_path / "policies" / "compliance" / "data_classes" / "data.json"
        law = json.loads(file.read_text())
        law["personal"]["retention"]["prompts"]["max_days"] = 20
        file.write_text(json.dumps(law))
        limited = OWN_LIMITS["retention.prompts.max_days"]
        us = {"jurisdictions": ["us"], **limited}
        path = written(tmp_path, project({"one": CLAUDE}, {"acme": us}))
        more = ("--policies", str(tmp_path / "policies"))
        (found,) = denied(path, request(), *more)["refusals"]
        assert [one["setting"] for one in found["limits"]] == ["retention.prompts.max_days"]
        (found,) = denied(path, request(data_classes=["personal"]), *more)["refusals"]
        assert found["limits"] == []


class TestResolved:
    def test_a_request_that_is_not_denied_is_said_to_be_so_and_exits_0(self):
        answer = denied(EXAMPLE, request("acme/bank", SONNET))
        assert answer["outcome"] == "resolved"
        assert [route["deployment"] for route in answer["routes"]] == ["bedrock-eu"]
        assert answer["suggestions"] == []
        assert answer["search"]["asked"] == 0
        said = text(
            "denial", "--config", str(EXAMPLE), "--tenant", "acme/bank", "--model", SONNET,
            "--at", AT,
        )  # fmt: skip
        assert said.startswith("resolved: this request is not denied\n")
        assert "nothing needs to change" in said

    def test_a_deployment_that_may_serve_it_is_said_to(self):
        answer = denied(EXAMPLE, request("acme/bank"), "--deployment", "bedrock-eu")
        assert (answer["outcome"], answer["refusals"]) == ("resolved", [])

    def test_for_one_that_may_not_changes_of_its_own_are_looked_for(self, tmp_path):
        document = project({"one": ATTESTED, "two": VERTEX}, {"acme": EU})
        path = written(tmp_path, document)
        answer = denied(path, request(), "--deployment", "two")
        assert [route["deployment"] for route in answer["routes"]] == ["one"]
        (suggestion,) = answer["suggestions"]
        changed, now = made(document, request(), suggestion["changes"])
        assert "two" in resolves(written(tmp_path, changed), now)


class TestMistakes:
    @pytest.mark.parametrize(
        ("given", "said"),
        [
            (["--tenant", "acme/bnak", "--model", OPUS], "acme/bank"),
            (["--tenant", "acme/bank", "--model", "claude-opus-55"], "claude-opus-5"),
            (["--tenant", "acme/bank", "--model", OPUS, "--deployment", "bedrok-eu"], "bedrock-eu"),
            (["--tenant", "acme/bank", "--model", OPUS, "--feature", "fils"], "files"),
            (["--tenant", "acme/bank", "--model", OPUS, "--data-class", "cards"], "card"),
            (["--tenant", "acme/bank", "--model", OPUS, "--at", "yesterday"], "YYYY-MM-DD"),
            (["--tenant", "acme", "--model", OPUS], "below it"),
        ],
    )
    def test_a_word_that_nobody_knows_exits_2_with_the_nearest(self, given, said, capsys):
        assert main(["explain", "denial", "--config", str(EXAMPLE), *given]) == 2
        printed = capsys.readouterr()
        assert printed.out == ""
        assert said in printed.err

    def test_nothing_is_drawn_on_stderr_where_it_is_no_terminal(self, capsys):
        assert not sys.stderr.isatty()
        text("denial", "--config", str(EXAMPLE), "--tenant", "acme/bank", "--model", HAIKU)
        assert capsys.readouterr().err == ""
