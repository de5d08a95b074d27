"""A deployment joined with its route: what it does, what it rests on, and until when."""

import pytest

from compliance_toolkit.api import Compliance
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
    VERTEX,
    explained,
    flat,
    project,
    text,
    written,
)

EXAMPLES = ("--config", str(EXAMPLE))
ANYWHERE = {"jurisdictions": ["global"]}


def route(name, at=AT, config=EXAMPLE):
    return explained("route", name, "--config", str(config), "--at", at)


def periods(answer, model=OPUS):
    (found,) = [one["periods"] for one in answer["models"] if one["model"] == model]
    return found


def now(answer, at=AT, model=OPUS):
    return [
        one
        for one in periods(answer, model)
        if (one["first"] or "") <= at <= (one["last"] or "9999-12-31")
    ]


class TestFacts:
    def test_what_is_kept_and_why_changes_with_the_attestation(self):
        before, after = periods(route("claude-us"))
        assert (before["retention"], before["last"]) == (0, "2027-03-31")
        assert before["because"] == "`zero_data_retention` is attested until 2027-03-31"
        assert (after["retention"], after["first"]) == (30, "2027-04-01")
        assert "until 2027-03-31 only" in after["because"]

    def test_an_attestation_of_too_few_regions_is_said_to_be(self, tmp_path):
        claim = {**CLAIM, "mode": "none", "regions": SIX[:5]}
        one = {**BEDROCK, "attestations": {"retention": claim}}
        path = written(tmp_path, project({"one": one}, {"acme": ANYWHERE}))
        (found,) = now(route("one", config=path))
        assert found["retention"] == "unspecified"
        assert found["because"].endswith("leaves out eu-west-3")

    def test_where_it_runs_and_is_reached(self):
        answer = route("bedrock-eu")
        assert answer["endpoint"] == "https://bedrock-runtime.eu-central-1.amazonaws.com"
        assert (answer["provider"], answer["scope"]) == ("bedrock", "eu")
        assert answer["source"] == "eu-central-1"
        (found,) = now(answer)
        assert found["countries"] == ["DE", "ES", "FR", "IE", "IT", "SE"]
        assert found["citation"]["file"] == "compliance/routes/bedrock/data.json"
        assert found["citation"]["source"].startswith("https://docs.aws.amazon.com/")

    def test_the_line_it_is_written_in(self):
        where = route("vertex-eu")["location"]
        line = EXAMPLE.read_text().splitlines()[where["line"] - 1]
        assert line.strip() == "vertex-eu:"

    def test_a_model_that_is_not_offered_there_is_said_so(self):
        assert periods(route("claude-us"), HAIKU) == []
        said = flat(text("route", "claude-us", *EXAMPLES, "--at", AT))
        assert f"{HAIKU}: not offered there: anthropic offers it on global only" in said
        scopes = {one["model"]: one["scopes"] for one in route("claude-us")["models"]}
        assert scopes[HAIKU] == ["global"]
        assert "us" in scopes[OPUS]

    @pytest.mark.parametrize(
        ("settings", "said"),
        [
            (
                {**BEDROCK, "region": "us-east-1"},
                f"{OPUS}: not offered there: bedrock offers it on eu, but not from us-east-1",
            ),
            (
                {**VERTEX, "models": ["claude-mythos-5"]},
                "claude-mythos-5: not offered there: vertex offers it on no scope",
            ),
        ],
    )
    def test_it_is_said_what_of_the_place_does_not_fit(self, tmp_path, settings, said):
        path = written(tmp_path, project({"one": settings}, {"acme": ANYWHERE}))
        assert said in flat(text("route", "one", "--config", str(path), "--at", AT))

    def test_what_nobody_read_earns_nothing(self, tmp_path):
        one = {**BEDROCK, "region": "us-east-1", "scope": "in-region", "models": ["claude-opus-5"]}
        path = written(tmp_path, project({"one": one}, {"acme": ANYWHERE}))
        (found,) = now(route("one", config=path), model="claude-opus-5")
        assert (found["citation"]["confidence"], found["earns"]) == ("?", False)
        decision = Compliance.load(path).resolve(tenant="acme", model="claude-opus-5", at=AT)
        assert [denial.rule for denial in decision.denials] == ["RTE-102"]
        assert "earns no route" in text("route", "one", "--config", str(path), "--at", AT)
        assert "eligibility hipaa" in {x["fact"] for x in route("vertex-eu")["unread"]}


@pytest.mark.parametrize(
    ("settings", "model"),
    [
        (BEDROCK, OPUS),
        ({**BEDROCK, "region": "eu-central-2"}, OPUS),
        ({**BEDROCK, "scope": "global"}, OPUS),
        (
            {**BEDROCK, "attestations": {"retention": {**CLAIM, "mode": "none", "regions": SIX}}},
            OPUS,
        ),
        (CLAUDE, OPUS),
        ({**CLAUDE, "attestations": {"zero_data_retention": CLAIM}}, OPUS),
        ({**CLAUDE, "inference_geo": "global"}, HAIKU),
        (VERTEX, OPUS),
        ({**VERTEX, "location": "global"}, OPUS),
    ],
)
def test_what_is_told_of_a_route_is_what_the_resolver_answers(settings, model, tmp_path):
    path = written(tmp_path, project({"one": {**settings, "models": [model]}}, {"acme": ANYWHERE}))
    (found,) = now(route("one", config=path), model=model)
    answer = Compliance.load(path).resolve(tenant="acme", model=model, at=AT).route
    assert found["earns"] == (answer is not None)
    if answer is None:
        return
    assert found["model_id"] == answer.model_id
    assert found["price"] == answer.price
    assert found["retention"] == answer.retention
    for name in ("destinations", "countries", "storage"):
        value = getattr(answer, name)
        assert found[name] == (value if isinstance(value, str) else list(value))


class TestDays:
    def claim(self, at):
        (found,) = [x for x in route("claude-us", at)["attested"] if x["attestation"] == "baa"]
        return found["days_left"]

    @pytest.mark.parametrize(
        ("at", "left"),
        [("2027-03-01", 30), ("2027-03-02", 29), ("2027-03-31", 0), ("2027-04-01", -1)],
    )
    def test_the_days_that_an_attestation_has_left(self, at, left):
        assert self.claim(at) == left

    @pytest.mark.parametrize(
        ("at", "said"),
        [
            ("2027-03-01", "baa until 2027-03-31, 30 days left; "),
            ("2027-03-02", "baa until 2027-03-31, 29 days left: renew it; "),
            ("2027-03-31", "baa until 2027-03-31, 0 days left: renew it; "),
            ("2027-04-03", "baa until 2027-03-31, expired 3 days ago; "),
        ],
    )
    def test_they_are_warned_of_below_thirty(self, at, said):
        assert said in text("route", "claude-us", *EXAMPLES, "--at", at)

    @pytest.mark.parametrize(("at", "stale"), [("2026-11-20", False), ("2026-11-21", True)])
    def test_what_was_read_more_than_ninety_days_ago_is_stale(self, at, stale):
        read = {one["read"]: one["days"] for one in route("claude-us", at)["stale"]}
        assert ("2026-08-22" in read) == stale
        assert all(days > 90 for days in read.values())

    @pytest.mark.parametrize("name", ["claude-us", "vertex-eu", "bedrock-eu"])
    def test_what_was_never_read_was_not_read_long_ago(self, name):
        answer = route(name, "2027-02-28")
        stale = {fact for one in answer["stale"] for fact in one["facts"]}
        assert stale
        assert not stale & {one["fact"] for one in answer["unread"]}
        said = text("route", name, *EXAMPLES, "--at", "2027-02-28")
        assert " facts: " in said


class TestHostile:
    def test_what_an_owner_wrote_is_shown_and_not_obeyed(self, tmp_path):
        claim = {**CLAIM, "by": "a\u202eb\u001b[2Jc", "reference": "x\n├─ baa until 9999-12-31"}
        path = written(
            tmp_path,
            project({"one": {**CLAUDE, "attestations": {"baa": claim}}}, {"acme": ANYWHERE}),
        )
        said = text("route", "one", "--config", str(path), "--at", AT)
        assert not {"\x1b", "\u202e"} & {*said}
        assert not any(
            line.lstrip("│ ").startswith("├─ baa until 9999") for line in said.split("\n")
        )
        (told,) = route("one", config=path)["attested"]
        assert told["reference"] == claim["reference"]

    def test_an_unknown_deployment_exits_2_with_the_nearest(self, capsys):
        assert main(["explain", "route", "bedrock-ue", *EXAMPLES]) == 2
        printed = capsys.readouterr()
        assert printed.out == ""
        assert "error: unknown deployment `bedrock-ue`" in printed.err
        assert "did you mean `bedrock-eu`" in printed.err

    def test_a_day_that_is_none_exits_2(self, capsys):
        assert main(["explain", "route", "bedrock-eu", *EXAMPLES, "--at", "2026-02-30"]) == 2
        assert capsys.readouterr().out == ""
