"""Source and plan of clouds' resources never contradict each other, in no check and for no law.

Each folder of `pairs` holds a configuration and its plan; `applied.json` is the plan of what was
applied once already. The real `terraform` made them, with stand-ins for the clouds' providers that
have the schemas of the real ones and make nothing.
"""

from __future__ import annotations

import json
from collections import Counter

import pytest

from compliance_toolkit.api import CheckOptions, Compliance
from compliance_toolkit.api.inputs import ReadOptions, read_input
from compliance_toolkit.cli.main import main
from compliance_toolkit.models import Verdict
from terraform_pairs import PAIRS, PLANS, opposites, places_apart, uncovered

JURISDICTIONS = ("eu", "us", "de", "uk", "ch", "global")
REGIMES = ("gdpr", "hipaa", "sec-17a-4", "ai-act", "dora", "pci-dss")


@pytest.fixture(scope="module")
def compliance() -> Compliance:
    return Compliance.load(None)


@pytest.fixture(scope="module")
def checked(compliance):
    """Plan → the findings of its source and its own."""
    options = CheckOptions(jurisdictions=JURISDICTIONS, regimes=REGIMES)
    found = {}
    for path in {PAIRS / plan for plan in PLANS} | {(PAIRS / plan).parent for plan in PLANS}:
        report = compliance.check([str(path)], options)
        assert report.inputs[0].problems == ()
        found[path] = report.findings
    return {plan: (found[(PAIRS / plan).parent], found[PAIRS / plan]) for plan in PLANS}


@pytest.mark.parametrize("plan", PLANS)
def test_no_check_passes_one_and_fails_the_other(checked, plan):
    assert opposites(*checked[plan]) == []


@pytest.mark.parametrize("path", PLANS)
def test_no_resource_has_two_places_or_is_only_there_in_one(path):
    source, plan = (
        read_input(str(one), ReadOptions()) for one in ((PAIRS / path).parent, PAIRS / path)
    )
    assert len(plan.resources) > 2
    assert uncovered(source, plan) == []
    assert places_apart(source, plan) == []


def test_the_pairs_are_many_and_both_sides_say_something(checked):
    verdicts: Counter[tuple[Verdict | None, Verdict]] = Counter()
    checks: set[str] = set()
    for source, plan in checked.values():
        known = {(*one.under, one.address): one.verdict for one in source}
        for one in plan:
            verdicts[known.get((*one.under, one.address)), one.verdict] += 1
            checks.add(one.check)
    same = sum(count for (ours, theirs), count in verdicts.items() if ours == theirs)
    assert len(checked) > 20
    assert sum(verdicts.values()) > 3500
    assert same > 0.8 * sum(verdicts.values())
    assert len(checks) > 25


def test_the_comparison_sees_a_contradiction(compliance, tmp_path):
    (tmp_path / "main.tf").write_text(
        (PAIRS / "aws-providers" / "main.tf").read_text().replace('"us-west-2"', '"eu-west-1"')
    )
    for name in ("queues", "nested", "fixed"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "main.tf").write_bytes(
            (PAIRS / "aws-providers" / name / "main.tf").read_bytes()
        )
    plan = PAIRS / "aws-providers" / "plan.json"
    options = CheckOptions(jurisdictions=("eu",))
    findings = [compliance.check([str(p)], options).findings for p in (tmp_path, plan)]
    assert [line.partition(": ")[0] for line in opposites(*findings)] == [
        "RES-001 under eu of aws_sqs_queue.own",
        "RES-001 under eu of aws_sqs_queue.own_of_another",
    ]
    read = [read_input(str(path), ReadOptions()) for path in (tmp_path, plan)]
    assert places_apart(*read)[0] == "aws_sqs_queue.own is in eu-west-1 and in us-west-2"


def regions(tmp_path, capsys, *arguments):
    """Where the real command says that resources of the plan are, without its source at hand."""
    file = tmp_path / "alone" / "plan.json"
    file.parent.mkdir()
    file.write_bytes((PAIRS / "google-provider" / "plan.json").read_bytes())
    main(["check", str(file), "--jurisdiction", "eu", "--format", "json", *arguments])
    report = json.loads(capsys.readouterr().out)
    found = {
        one["resource"]["address"].rpartition(".")[2]: one["resource"]["region"]
        for one in report["findings"]
        if one["check"] == "RES-001"
    }
    return found, report["inputs"][0]["assumptions"]


def test_a_plan_takes_a_variable_for_a_region_only_where_it_may_be_nothing_else(
    tmp_path, capsys, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    found, assumed = regions(tmp_path, capsys)
    assert (found["default"], found["member"]) == ("europe-west3", "europe-west4")
    assert found["twice"] is None  # it names the variable twice
    assert found["made"] is None  # the variable is no region
    assert {"variable": "region", "value": "europe-west3"} in assumed


def test_the_source_at_hand_says_where_an_expression_is_more_than_its_variable(
    tmp_path, capsys, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    source = str(PAIRS / "google-provider")
    found, _ = regions(tmp_path, capsys, "--source", source)
    assert (found["default"], found["member"]) == ("europe-west3", "europe-west4")
    assert found["replaced"] is None
    assert found["in"] is None


def verdict(checked, case, check, address):
    """What a check says of a resource in source and plan."""
    return tuple(
        {one.verdict.value for one in findings if (one.check, one.address) == (check, address)}
        for findings in checked[f"{case}/plan.json"]
    )


@pytest.mark.parametrize(
    ("case", "check", "address"),
    [
        ("aws-logging", "RET-003", "aws_s3_bucket.logs"),
        ("aws-lifecycles", "LOG-002", 'aws_s3_bucket.kind["good"]'),
        ("google", "RES-015", "google_project_organization_policy.old"),
    ],
)
def test_what_the_source_leaves_to_the_provider_hides_nothing_else_from_a_plan(
    checked, case, check, address
):
    source, plan = verdict(checked, case, check, address)
    assert source == plan
    assert "unknown" not in plan


def test_a_block_that_a_plan_does_not_tell_of_may_set_it(checked):
    _, plan = verdict(checked, "aws-logging", "RET-003", "aws_s3_bucket.large")
    assert plan == {"unknown"}


def test_a_name_that_is_made_of_another_is_not_that_one(checked):
    """A plan names the bucket for both; the source at hand tells them apart."""
    logging = "aws_bedrock_model_invocation_logging_configuration"
    assert verdict(checked, "aws-indirect", "RET-003", "aws_s3_bucket.made") == (
        {"unknown"},
        {"unknown"},
    )
    made = verdict(checked, "aws-indirect", "LOG-001", f"{logging}.made_of")
    assert made == ({"unknown"}, {"unknown"})
    _, plain = verdict(checked, "aws-indirect", "LOG-001", f"{logging}.made")
    assert plain == {"pass", "fail"}
