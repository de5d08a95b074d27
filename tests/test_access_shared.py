"""What is kept of one question to a policy is not the answer to another."""

import itertools
from dataclasses import replace

import pytest

from access_world import allow, deny
from compliance_toolkit.terraform.access.calls import APPLICATION, BEDROCK, Call
from compliance_toolkit.terraform.access.parsing import parse
from compliance_toolkit.terraform.access.patterns import Context
from compliance_toolkit.terraform.access.requests import Attempt, requests
from compliance_toolkit.terraform.access.rulings import Ruling, judge
from compliance_toolkit.terraform.access.statements import Request

HERE = "arn:aws:iam::111122223333:role/app"
OWN = "arn:aws:s3:::b/${aws:PrincipalAccount}"
ALLOWED, DENIED, UNGRANTED = Ruling.ALLOWED, Ruling.DENIED, Ruling.UNGRANTED


def doc(*statements, version="2012-10-17"):
    return {"Version": version, "Statement": list(statements)}


def asked(action="s3:GetObject", on="arn:aws:s3:::b/1", who=None, **keys):
    return Request(action, on, Context({name: (value,) for name, value in keys.items()}), who)


REGION = {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}
SERIES = [
    (
        "actions",
        parse(doc(allow("s3:Get*"), deny("s3:Put*"))),
        [("s3:GetObject", ALLOWED), ("s3:PutObject", DENIED), ("s3:List", UNGRANTED)],
        asked,
    ),
    (
        "resources",
        parse(doc(allow("*", "arn:aws:s3:::b/1"))),
        [("arn:aws:s3:::b/1", ALLOWED), ("arn:aws:s3:::b/2", UNGRANTED)],
        lambda on: asked(on=on),
    ),
    (
        "regions",
        parse(doc(allow("*", Condition=REGION))),
        [("eu-west-1", ALLOWED), ("us-east-1", UNGRANTED)],
        lambda region: asked(**{"aws:requestedregion": region}),
    ),
    (
        "variables",
        parse(doc(allow("*", OWN))),
        [("1", ALLOWED), ("2", UNGRANTED)],
        lambda account: asked(**{"aws:principalaccount": account}),
    ),
    (
        "principals",
        parse(doc({**allow("*"), "Principal": {"AWS": HERE}}), principals=True),
        [(HERE, ALLOWED), (HERE.replace("app", "other"), UNGRANTED)],
        lambda who: asked(who=who),
    ),
]


@pytest.mark.parametrize(("what", "policy", "expected", "request_of"), SERIES)
def test_one_policy_answers_each_request_for_itself(what, policy, expected, request_of):
    for order in itertools.permutations(expected):
        found = [(value, judge([policy], request_of(value)).ruling) for value, _ in order]
        assert found == list(order), what


def test_policies_that_differ_in_their_version_alone_read_variables_each_in_their_way():
    request = asked(**{"aws:principalaccount": "1"})
    rulings = [
        judge([parse(doc(allow("*", OWN), version=version))], request).ruling
        for version in ("2012-10-17", "2008-10-17", "2012-10-17")
    ]
    assert rulings == [ALLOWED, UNGRANTED, ALLOWED]


CALL = Call(BEDROCK, "eu", "eu-west-1", ("eu-west-1", "eu-west-3"), ("anthropic.claude-x",))
ATTEMPT = Attempt("bedrock:InvokeModel", "anthropic.claude-x", "000000000000", "x", "aws")


def test_calls_and_attempts_that_differ_are_asked_for_differently():
    calls = [
        CALL,
        replace(CALL, scope="us"),
        replace(CALL, source="eu-west-3"),
        replace(CALL, destinations=("eu-west-1",)),
        replace(CALL, destinations=None),
        replace(CALL, scope=APPLICATION, below="eu"),
        replace(CALL, scope=APPLICATION, below="us"),
    ]
    attempts = [
        ATTEMPT,
        replace(ATTEMPT, action="bedrock:StartAsyncInvoke"),
        replace(ATTEMPT, model="anthropic.claude-y"),
        replace(ATTEMPT, account="111122223333"),
        replace(ATTEMPT, partition="aws-us-gov"),
    ]
    made = [requests(*both) for both in itertools.product(calls, attempts)]
    again = [requests.__wrapped__(*both) for both in itertools.product(calls, attempts)]
    assert made == again
    assert all(one != other for one, other in itertools.combinations(made, 2))
