"""The report for people, and the one word that it must not say by accident."""

import re
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from compliance_toolkit.errors import PolicyError
from compliance_toolkit.models import Location, ReasonCode, Severity, Unknown, Verdict
from compliance_toolkit.report import FORMATS, render
from compliance_toolkit.report.advice import advice_for
from reports import (
    ASSUMING,
    CATALOG,
    CHECKED,
    EMPTY,
    FAIL,
    HOSTILE,
    PASS,
    UNKNOWN,
    UNREADABLE,
    Entry,
    finding,
    hostile,
    report,
)

OURS = re.compile(
    r"(fail|unknown|problem|assumed|unreadable|RES-001|why:|fix:|law:|control:|hint:|"
    r"sensitive, 1 unknown|\d+ pass, |nothing)"
)


def shown(of, **options):
    return render(of, CATALOG, "text", **options)


@pytest.mark.parametrize(
    ("not_clean", "why"),
    [
        (report(PASS, FAIL, exit_code=1), "violations: 1 fail"),
        (report(PASS, FAIL, UNKNOWN, exit_code=1), "violations: 1 fail, 1 unknown"),
        (report(PASS, exit_code=1), "violations"),
        (
            report(PASS, FAIL, exit_code=1, relaxed=("--unknown warn",)),
            "violations: 1 fail, relaxed by `--unknown warn`",
        ),
        (
            report(PASS, inputs=(CHECKED, UNREADABLE), exit_code=3),
            "nothing can be concluded: 1 input could not be read whole",
        ),
        (report(exit_code=3), "nothing can be concluded: not everything could be evaluated"),
        (report(PASS, inputs=(CHECKED, EMPTY), exit_code=4), "nothing was checked in `infra/none`"),
        (report(inputs=(), exit_code=4), "nothing was checked"),
        (
            report(PASS, exit_code=0, relaxed=("--unknown warn", "--fail-on high")),
            "nothing counts as a violation, relaxed by `--unknown warn`, `--fail-on high`",
        ),
        # An exit code that contradicts the rest of its report earns no praise.
        (report(PASS, UNKNOWN, exit_code=0), "nothing counts as a violation"),
        (report(PASS, FAIL, exit_code=0), "nothing counts as a violation"),
        (report(exit_code=0), "nothing counts as a violation"),
        (report(PASS, inputs=(CHECKED, EMPTY), exit_code=0), "nothing counts as a violation"),
        (report(PASS, inputs=(UNREADABLE,), exit_code=0), "nothing counts as a violation"),
        (report(PASS, inputs=(), exit_code=0), "nothing counts as a violation"),
        (report(PASS, exit_code=2), "nothing can be concluded: the run ended with exit code 2"),
    ],
)
def test_the_word_compliant_is_said_only_of_a_whole_and_strict_pass(not_clean, why):
    for form in FORMATS:
        assert "compliant" not in render(not_clean, CATALOG, form)
    assert shown(not_clean).splitlines()[-1] == why


def test_a_whole_and_strict_pass_is_compliant():
    assert shown(report(PASS, exit_code=0)) == (
        "checked infra/eu: terraform source, 41 resources, 2 unresolved\n"
        "\n"
        "1 pass, 0 fail, 0 unknown, 7 skip, 0 waived\n"
        "compliant\n"
    )


def test_what_needs_attention_comes_first_and_one_line_counts_everything():
    text = shown(report(PASS, UNKNOWN, FAIL, inputs=(ASSUMING,), exit_code=1))
    assert text == (
        "fail    RES-001  eu    aws_s3_bucket.logs             infra/eu/main.tf:12  "
        "country=US region=us-east-1\n"
        "unknown RET-001  gdpr  aws_cloudwatch_log_group.chat  infra/eu/logs.tf:3   "
        "variable-without-default (var.days)\n"
        "\n"
        "variable-without-default, 1 unknown: give the variable with `--var NAME=VALUE` or "
        "`--var-file`, or\n"
        "  audit a plan\n"
        "\n"
        "RES-001   Stored data stays in its jurisdiction's countries (high)\n"
        "          why: Storing personal data abroad is a transfer\n"
        "          fix: Move the resource to a listed country\n"
        "          law: eu, European Union, Arts 44-49: Sending data outside is a transfer\n"
        "          control: gdpr Art. 44\n"
        "\n"
        "RET-001   Logs are forgotten in time (medium)\n"
        "          why: Storing personal data abroad is a transfer\n"
        "\n"
        "assumed infra/eu: region=eu-west-1\n"
        "assumed infra/eu: days=30\n"
        "checked infra/eu: terraform source, 1 resource\n"
        "\n"
        "1 pass, 1 fail, 1 unknown, 7 skip, 0 waived\n"
        "violations: 1 fail, 1 unknown\n"
    )


def test_what_could_be_read_is_reported_beside_what_could_not():
    text = shown(report(PASS, inputs=(CHECKED, UNREADABLE, EMPTY), exit_code=3))
    assert text.startswith(
        "checked infra/eu: terraform source, 41 resources, 2 unresolved\n"
        "problem infra/bad/x.tf:3: `}` is missing\n"
        "          hint: close the block\n"
        "unreadable infra/bad: terraform source\n"
        "nothing to check in `infra/none`: terraform source, 0 resources\n"
    )


def test_failures_are_never_cut_and_the_unknowns_that_are_cut_are_counted():
    many = [finding(address=f"aws_s3_bucket.b{n}") for n in range(30)]
    unknowns = [finding(Verdict.UNKNOWN, address=f"aws_s3_bucket.u{n}") for n in range(30)]
    lines = shown(report(*many, *unknowns, exit_code=1)).splitlines()
    assert sum(line.startswith("fail ") for line in lines) == 30
    assert sum(line.startswith("unknown ") for line in lines) == 21
    assert "unknown RES-001  and 10 more; `--format json` lists them all" in lines
    assert "0 pass, 30 fail, 30 unknown, 7 skip, 0 waived" in lines


def test_a_long_list_or_text_is_cut_and_says_by_how_much():
    evidence = {"countries": [f"C{n}" for n in range(27)], "policy": "x" * 500, "days": None}
    line = shown(report(finding(evidence=evidence), exit_code=1)).splitlines()[0]
    assert "countries=[C0,C1,C2,C3,C4,+22 more]" in line
    assert "days=null" in line
    assert line.endswith('xxx"+380 characters')


def test_the_gravest_failure_comes_first_whatever_the_order_of_the_findings():
    grave = finding(severity=Severity.CRITICAL, address="z.z")
    first = shown(report(FAIL, UNKNOWN, grave, exit_code=1))
    assert first == shown(report(grave, UNKNOWN, FAIL, exit_code=1))
    assert "z.z" in first.splitlines()[0]


def test_color_is_used_only_when_asked_and_only_beside_a_word():
    plain = shown(report(PASS, FAIL, UNKNOWN, exit_code=1))
    colored = shown(report(PASS, FAIL, UNKNOWN, exit_code=1), color=True)
    assert "\x1b" not in plain
    assert re.sub(r"\x1b\[\d+m", "", colored) == plain != colored


def test_a_finding_of_a_check_that_the_catalog_lacks_is_an_error():
    for form in FORMATS:
        with pytest.raises(PolicyError, match="`RES-009`"):
            render(report(finding(check="RES-009"), exit_code=1), CATALOG, form)


def test_no_column_is_lost_where_a_finding_has_no_law_no_evidence_and_no_place():
    bare = finding(jurisdiction=None, evidence={}, location=None)
    assert shown(report(bare, exit_code=1)).splitlines()[0] == (
        "fail    RES-001  -  aws_s3_bucket.logs"
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_no_input_can_forge_a_line_a_color_or_a_command_of_a_log(text):
    harmless_lines = shown(hostile("harmless")).splitlines()
    lines = shown(hostile(text)).split("\n")[:-1]
    assert len(lines) == len(harmless_lines)
    for line in lines:
        assert line.isprintable()
        assert "##" not in line
        assert not line or OURS.match(line.lstrip())


@settings(deadline=None)  # a busy machine is no failure
@given(st.text(st.characters(codec=None), min_size=1))
def test_no_text_whatever_adds_a_line_or_an_unprintable_character(text):
    lines = shown(hostile(text)).split("\n")
    assert len(lines) == len(shown(hostile("harmless")).split("\n"))
    assert all(line.isprintable() and "##" not in line for line in lines)


def test_prose_of_a_foreign_bundle_is_escaped_too():
    prose = Entry(title="a\nb", rationale="\x1b[1m", remediation="\u202e", controls={"x": ("\n",)})
    text = render(report(FAIL, exit_code=1), {"RES-001": prose}, "text")
    assert all(line.isprintable() for line in text.split("\n"))
    assert r"RES-001   a\nb (high)" in text


def test_a_place_is_written_so_that_an_editor_opens_it():
    odd = finding(location=Location("infra/eu west/main.tf", 7))
    first = shown(report(odd, exit_code=1)).splitlines()[0]
    assert "  aws_s3_bucket.logs  infra/eu west/main.tf:7  " in first


def test_only_the_format_that_is_asked_for_is_imported():
    program = (
        "import sys, compliance_toolkit.report; print([m for m in sys.modules if '.report.' in m])"
    )
    done = subprocess.run(
        [sys.executable, "-Ic", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_each_law_is_quoted_in_its_own_words_and_for_no_other():
    here, there = FAIL, finding(jurisdiction="us")
    both = shown(report(there, here, exit_code=1))
    assert both.count("law: ") == 2
    assert both.index("law: eu, European Union") < both.index("law: us, United States, SA-9(5): ")
    assert "European" not in shown(report(there, exit_code=1))
    assert "control: gdpr Art. 44" in both


@pytest.mark.parametrize("form", FORMATS)
def test_no_control_of_a_foreign_law_is_shown(form):
    prose = Entry(controls={"gdpr": ("Art. 44",), "csa-ccm": ("DSP-19",)})
    abroad = report(finding(jurisdiction="us"), exit_code=1)
    text = render(abroad, {"RES-001": prose}, form)
    assert "DSP-19" in text
    if form != "sarif":  # the description of a rule lists what it is evidence for anywhere
        assert "gdpr" not in text


def test_an_unknown_alone_says_why_it_matters_and_under_which_law_and_no_remedy_of_a_failure():
    text = shown(report(finding(Verdict.UNKNOWN), exit_code=1))
    for said in ("why: ", "law: eu, European Union", "control: gdpr Art. 44"):
        assert said in text
    assert "fix:" not in text
    assert "no reason, 1 unknown: audit a plan, in which more is known" in text


def test_what_to_do_about_unknowns_is_said_once_a_reason():
    ambient = Unknown(ReasonCode.AMBIENT_PROVIDER_REGION, "provider.aws")
    many = [finding(Verdict.UNKNOWN, reason=ambient) for n in range(3)]
    lines = shown(report(*many, UNKNOWN, exit_code=1)).splitlines()
    assert lines[5].startswith(
        "ambient-provider-region, 3 unknown: set `region` in the provider block"
    )
    assert [line for line in lines if " unknown: " in line] == [lines[5], lines[6]]


@pytest.mark.parametrize("kind", ["terraform-source", "terraform-plan"])
def test_every_reason_has_its_own_advice(kind):
    said = {advice_for(Unknown(code), kind) for code in ReasonCode}
    assert len(said) == len(ReasonCode)


def test_who_audits_a_plan_is_not_told_to_audit_one():
    # A variable and a module always have a value in a plan.
    told = set(ReasonCode) - {ReasonCode.VARIABLE_WITHOUT_DEFAULT, ReasonCode.REMOTE_MODULE}
    assert not [
        code for code in told if "audit a plan" in advice_for(Unknown(code), "terraform-plan")
    ]
    ambient = Unknown(ReasonCode.AMBIENT_PROVIDER_REGION, "provider.aws")
    planned = replace(CHECKED, kind="terraform-plan")
    text = shown(report(finding(Verdict.UNKNOWN, reason=ambient), inputs=(planned,), exit_code=1))
    assert "set `region` in the provider block, and plan again" in text


def test_a_workspace_is_named_in_another_way_than_a_variable():
    said = advice_for(Unknown(ReasonCode.VARIABLE_WITHOUT_DEFAULT, "terraform.workspace"), "")
    assert "`--var terraform.workspace=NAME`" in said


@pytest.mark.parametrize("argument", ["endpoints", "universe_domain", "storage_custom_endpoint"])
def test_hosts_of_a_providers_own_are_no_misspelt_region(argument):
    said = advice_for(Unknown(ReasonCode.UNKNOWN_REGION, f"provider.aws.{argument}"), "")
    assert f"take `{argument}` out" in said
    assert "add it to the data" not in said


@pytest.mark.parametrize("width", [60, 100, 200])
def test_prose_is_wrapped_at_the_width_and_findings_are_not(width):
    long = Entry(rationale="word " * 60 + "end", controls={})
    far = finding(address="aws_s3_bucket." + "x" * 250)
    lines = render(report(far, exit_code=1), {"RES-001": long}, "text", width=width).splitlines()
    prose = [line for line in lines if "word" in line]
    assert len(prose) > 1
    assert all(len(line) <= width for line in prose)
    assert all(line.startswith(" " * 15) for line in prose[1:])
    assert len(lines[0]) > 250


def test_the_places_at_fault_come_first_and_without_quotes():
    evidence = {"countries": ["IE"], "outside": ["us-east-1 (US)", "eu (27 countries)"]}
    line = shown(report(finding(evidence=evidence), exit_code=1)).splitlines()[0]
    assert line.endswith("  outside=[us-east-1 (US),eu (27 countries)] countries=[IE]")


def test_places_stand_in_one_column_though_one_finding_has_none_and_one_is_far():
    far = finding(location=Location("x" * 80, 1), address="a.b")
    lines = shown(report(FAIL, finding(location=None), far, exit_code=1)).splitlines()
    assert len({lines[n].index("country=") for n in (1, 2)}) == 1
    assert "x" * 80 + ":1  country=" in lines[0]
