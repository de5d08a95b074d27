"""Statements: what they speak of, how they are weighed, and what AWS would refuse."""

import json
import time

import pytest

from access_world import allow, deny, ruled
from compliance_toolkit.terraform.access.documents import LOST, read_text
from compliance_toolkit.terraform.access.parsing import parse
from compliance_toolkit.terraform.access.patterns import Context, covers, expand
from compliance_toolkit.terraform.access.rulings import Ruling, judge, together
from compliance_toolkit.terraform.access.statements import Request
from compliance_toolkit.terraform.access.truth import Truth

ROLE = "arn:aws:iam::111122223333:role/app"


def doc(*statements, **more):
    return {"Version": "2012-10-17", "Statement": list(statements), **more}


def test_nothing_is_granted_that_nobody_allows():
    assert ruled(doc(allow("s3:PutObject"))) is Ruling.UNGRANTED


def test_an_explicit_deny_wins_wherever_it_stands():
    for order in ([allow("s3:*"), deny("s3:Get*")], [deny("s3:Get*"), allow("s3:*")]):
        assert ruled(doc(*order)) is Ruling.DENIED
    assert ruled(doc(allow("s3:*"), deny("s3:Put*"))) is Ruling.ALLOWED


@pytest.mark.parametrize(
    "action", ["s3:GetObject", "S3:getobject", "s3:Get*", "s3:G?tObject", "*", "s3:*"]
)
def test_an_action_has_no_case_and_may_have_wildcards(action):
    assert ruled(doc(allow(action))) is Ruling.ALLOWED


def test_a_resource_has_case():
    assert ruled(doc(allow("*", "arn:aws:s3:::B/k"))) is Ruling.UNGRANTED


def test_not_action_is_every_other_action():
    """The page's example: all but IAM, which this neither grants nor denies."""
    given = doc({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"})
    assert ruled(given, "s3:GetObject") is Ruling.ALLOWED
    assert ruled(given, "iam:CreateUser") is Ruling.UNGRANTED


def test_deny_with_not_action_leaves_what_it_names():
    """The page's example: without MFA nothing but these actions of IAM."""
    given = doc(
        allow("*"),
        {
            "Effect": "Deny",
            "NotAction": ["iam:CreateVirtualMFADevice", "iam:EnableMFADevice"],
            "Resource": "*",
            "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}},
        },
    )
    assert ruled(given, "s3:GetObject") is Ruling.DENIED
    assert ruled(given, "iam:EnableMFADevice") is Ruling.ALLOWED
    assert ruled(given, "s3:GetObject", **{"aws:MultiFactorAuthPresent": "true"}) is Ruling.ALLOWED


def test_not_resource_is_every_other_resource():
    """The page's example: everything of S3 but this bucket is denied."""
    hr = ["arn:aws:s3:::hr", "arn:aws:s3:::hr/*"]
    given = doc(allow("s3:*"), {"Effect": "Deny", "Action": "s3:*", "NotResource": hr})
    assert ruled(given, on="arn:aws:s3:::hr/k") is Ruling.ALLOWED
    assert ruled(given, on="arn:aws:s3:::it/k") is Ruling.DENIED


@pytest.mark.parametrize(
    ("pattern", "arn", "covered"),
    [
        ("*", "arn:aws:bedrock:::foundation-model/x", Truth.YES),
        (
            "arn:aws:bedrock:*::foundation-model/*",
            "arn:aws:bedrock:::foundation-model/x",
            Truth.YES,
        ),
        (
            "arn:aws:bedrock:eu-*::foundation-model/*",
            "arn:aws:bedrock:::foundation-model/x",
            Truth.NO,
        ),
        ("arn:aws:bedrock:eu-*:*:*", "arn:aws:bedrock:eu-west-1::foundation-model/x", Truth.YES),
        ("arn:aws:bedrock:*", "arn:aws:bedrock:eu-west-1::foundation-model/x", Truth.UNKNOWN),
        ("arn:aws:bedrock:eu*/x", "arn:aws:bedrock:eu-west-1::foundation-model/x", Truth.UNKNOWN),
        ("arn:aws:s3:::b", "arn:aws:bedrock:eu-west-1::foundation-model/x", Truth.NO),
        ("arn:aws:logs:*:*:log-group:/x:*", "arn:aws:logs:eu-west-1:1:log-group:/x:y", Truth.YES),
        ("", "arn:aws:s3:::b", Truth.NO),
    ],
)
def test_a_wildcard_covers_within_a_part_of_an_arn(pattern, arn, covered):
    assert covers(expand(pattern, Context(), wild=True) or (), arn) is covered


def test_a_hostile_pattern_takes_time_in_proportion():
    began = time.perf_counter()
    assert covers(expand("*a" * 400, Context(), wild=True) or (), "a" * 399 + "b") is Truth.NO
    assert time.perf_counter() - began < 5


REFUSED = [
    None,
    7,
    [],
    "text",
    {},
    {"Statement": []},
    {"Statement": "x"},
    {"Version": "2020-01-01", "Statement": [allow("*")]},
    {"Version": "2012-10-17", "Statement": [allow("*")], "Other": 1},
    doc({"Effect": "Allow", "Action": "*"}),
    doc({"Effect": "Allow", "Resource": "*"}),
    doc({"Action": "*", "Resource": "*"}),
    doc({**allow("*"), "NotAction": "s3:*"}),
    doc({**allow("*"), "NotResource": "*"}),
    doc({**allow("*"), "effect": "Allow"}),
    doc({**allow("*"), "Effect": "allow"}),
    doc({**allow("*"), "Principal": "*"}),
    doc({**allow("*"), "Condition": []}),
    doc({**allow("*"), "Condition": {"StringEquals": "x"}}),
    doc(allow([])),
    doc(allow([7])),
    doc(allow("*", None)),
]


@pytest.mark.parametrize("given", REFUSED)
def test_what_aws_refuses_is_not_known_and_never_a_denial(given):
    assert ruled(given) is Ruling.UNKNOWN


def test_one_statement_that_is_refused_leaves_a_denial_of_another_standing():
    assert ruled(doc({"Effect": "Allow"}, deny("s3:*"))) is Ruling.DENIED
    assert ruled(doc({"Effect": "Allow"}, allow("s3:*"))) is Ruling.UNKNOWN


@pytest.mark.parametrize(
    "text",
    ["", "{", "[1", '{"Statement": 1, "Statement": 2}', '{"a": NaN}', "[" * 100_000, None, 7],
)
def test_what_is_no_json_or_says_a_thing_twice_is_lost(text):
    assert read_text(text) is LOST


def test_a_single_statement_may_stand_without_a_list():
    assert ruled({"Version": "2012-10-17", "Statement": allow("s3:*")}) is Ruling.ALLOWED


@pytest.mark.parametrize(
    "statement",
    [
        {**allow("s3:*"), "Effect": LOST},
        {**allow("s3:*"), "Action": LOST},
        {**allow("s3:*"), "Resource": LOST},
        {**allow("s3:*"), "Condition": LOST},
        {**allow("s3:*"), "Condition": {"StringEquals": LOST}},
        {**allow("s3:*"), "Condition": {"StringEquals": {"x:Key": LOST}}},
        {**deny("s3:*"), "Resource": ["arn:aws:s3:::other", LOST]},
        LOST,
    ],
)
def test_a_part_that_is_lost_decides_nothing(statement):
    assert ruled(doc(allow("s3:*"), statement)) in {Ruling.UNKNOWN, Ruling.ALLOWED}
    assert ruled(doc(statement)) in {Ruling.UNKNOWN, Ruling.UNGRANTED}
    assert ruled(doc(deny("s3:*"), statement)) is Ruling.DENIED


def test_what_is_lost_about_something_else_does_not_matter():
    assert ruled(doc(allow("s3:*"), deny("ec2:*", LOST))) is Ruling.ALLOWED
    assert ruled(doc(deny(["s3:Get*", LOST]))) is Ruling.DENIED
    assert ruled(doc(deny(["ec2:*", LOST]), allow("*"))) is Ruling.UNKNOWN


@pytest.mark.parametrize(
    ("principal", "ruling"),
    [
        ("*", Ruling.ALLOWED),
        ({"AWS": "*"}, Ruling.ALLOWED),
        ({"AWS": ROLE}, Ruling.ALLOWED),
        ({"AWS": ["arn:aws:iam::111122223333:root"]}, Ruling.ALLOWED),
        ({"AWS": "111122223333"}, Ruling.ALLOWED),
        ({"AWS": "arn:aws:iam::111122223333:role/other"}, Ruling.UNGRANTED),
        ({"Service": "lambda.amazonaws.com"}, Ruling.UNGRANTED),
        ({"AWS": LOST}, Ruling.UNKNOWN),
        (LOST, Ruling.UNKNOWN),
        ({"Who": "*"}, Ruling.UNKNOWN),
    ],
)
def test_a_policy_of_a_resource_says_for_whom_it_is(principal, ruling):
    assert ruled(doc({**allow("s3:*"), "Principal": principal}), who=ROLE) is ruling


def test_not_principal_is_everybody_else():
    given = doc(
        {**allow("s3:*"), "Principal": "*"}, {**deny("s3:*"), "NotPrincipal": {"AWS": ROLE}}
    )
    assert ruled(given, who=ROLE) is Ruling.ALLOWED
    assert ruled(given, who=ROLE + "2") is Ruling.DENIED


def layered(*layers, action="s3:GetObject"):
    asked = Request(action, "arn:aws:s3:::b/k")
    return together(judge([parse(doc(*layer))], asked) for layer in layers).ruling


def test_a_boundary_grants_nothing_and_bounds_everything():
    """The page's example: S3, CloudWatch and EC2 are the most; a grant of IAM comes to nothing."""
    boundary = [allow(["s3:*", "cloudwatch:*", "ec2:*"])]
    assert layered(boundary, [allow("iam:CreateUser")], action="iam:CreateUser") is Ruling.UNGRANTED
    assert layered(boundary, [allow("s3:GetObject")]) is Ruling.ALLOWED
    assert layered(boundary, [allow("ec2:*")]) is Ruling.UNGRANTED


def test_a_denial_in_one_layer_wins_over_what_is_not_known_in_another():
    assert layered([deny("s3:*")], [{**allow("s3:*"), "Effect": LOST}]) is Ruling.DENIED
    assert layered([allow("s3:*")], [{**allow("s3:*"), "Effect": LOST}]) is Ruling.UNKNOWN


def test_a_document_reads_the_same_from_text():
    assert ruled(read_text(json.dumps(doc(allow("s3:*"))))) is Ruling.ALLOWED
