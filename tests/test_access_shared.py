"""What is kept of one question to a policy is not the answer to another."""

import itertools
from dataclasses import replace

import pytest

from access_world import allow, deny
from compliance_toolkit.terraform.access.asking import Asker
from compliance_toolkit.terraform.access.calls import APPLICATION, BEDROCK, IN_REGION, Call
from compliance_toolkit.terraform.access.parsing import parse
from compliance_toolkit.terraform.access.patterns import Context
from compliance_toolkit.terraform.access.requests import Attempt, Question, computing, needs
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


def asker_of(policy):
    return Asker([policy], lambda request: judge([policy], request))


def asked_before(call, attempt):
    """Every question that is asked before a call, list by list."""
    return [
        [one.first, *(computing(attempt, place, one.profile) for place in one.places)]
        for one in needs(call, attempt)
    ]


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
        ATTEMPT._replace(action="bedrock:StartAsyncInvoke"),
        ATTEMPT._replace(model="anthropic.claude-y"),
        ATTEMPT._replace(account="111122223333"),
        ATTEMPT._replace(partition="aws-us-gov"),
    ]
    made = [asked_before(*both) for both in itertools.product(calls, attempts)]
    assert all(one != other for one, other in itertools.combinations(made, 2))


ACTION = "bedrock:InvokeModel"
PROFILES = [f"arn:aws:bedrock:eu-west-1:1:inference-profile/{at}.a" for at in ("eu", "us")]
ASKED = Question(ACTION, "aws", "eu-west-1", "foundation-model/a", (), "1")
IN_PROFILE = ASKED._replace(tail="inference-profile/a")
ANY_MODEL = "arn:aws:bedrock:*::foundation-model/*"
VARIABLE = "arn:aws:bedrock:*:*:inference-profile/${aws:RequestedRegion}"


def under(operator, key, value):
    return allow("*", Condition={operator: {key: value}})


TOLD = [
    ("action", allow("bedrock:InvokeModel"), [ASKED, ASKED._replace(action="bedrock:StartX")]),
    ("region by key", allow("*", Condition=REGION), [ASKED, ASKED._replace(place="us-east-1")]),
    (
        "region by ARN",
        allow("*", "arn:aws:bedrock:eu-*::foundation-model/*"),
        [ASKED, ASKED._replace(place="us-east-1")],
    ),
    (
        "region by a part of an ARN",
        allow("*", "arn:aws:bedrock:eu-w*:*:*"),
        [ASKED, ASKED._replace(place="us-east-1")],
    ),
    (
        "region that is said and not named",
        under("StringEquals", "aws:RequestedRegion", "unspecified"),
        [ASKED._replace(place="unspecified"), ASKED],
    ),
    (
        "partition",
        allow("*", "arn:aws:bedrock:*::foundation-model/*"),
        [ASKED, ASKED._replace(partition="aws-us-gov")],
    ),
    (
        "tail",
        allow("*", "arn:aws:bedrock:*::foundation-model/a"),
        [ASKED, ASKED._replace(tail="foundation-model/b")],
    ),
    (
        "whether it is anybody's",
        allow("*", "arn:aws:bedrock:*::*/*"),
        [ASKED, ASKED._replace(tail="inference-profile/a")],
    ),
    (
        "account by ARN",
        allow("*", "arn:aws:bedrock:*:1:inference-profile/*"),
        [IN_PROFILE, IN_PROFILE._replace(account="2")],
    ),
    (
        "account by key",
        under("StringEquals", "aws:PrincipalAccount", "1"),
        [ASKED, ASKED._replace(account="2")],
    ),
    (
        "profile",
        under("StringLike", "bedrock:InferenceProfileArn", "*/eu.*"),
        [ASKED._replace(profile=(PROFILES[0],)), ASKED._replace(profile=(PROFILES[1],))],
    ),
    (
        "profile or none",
        under("Null", "bedrock:InferenceProfileArn", "true"),
        [ASKED, ASKED._replace(profile=(PROFILES[0],))],
    ),
    (
        "region of a profile",
        under("ArnLike", "bedrock:InferenceProfileArn", "arn:aws:bedrock:eu-*:*:*/*"),
        [
            ASKED._replace(profile=(PROFILES[0],)),
            ASKED._replace(profile=(PROFILES[0].replace("eu-west-1", "us-east-1"),)),
        ],
    ),
    (
        "region of one of two ends",
        allow("*", [ANY_MODEL.replace("*", "eu-west-1", 1), "arn:aws:bedrock:us-east-1::x/*"]),
        [ASKED, ASKED._replace(place="us-east-1")],
    ),
    (
        "region of one of two partitions",
        allow("*", [ANY_MODEL.replace("*", "eu-*", 1), ANY_MODEL.replace("aws", "aws-us-gov", 1)]),
        [ASKED, ASKED._replace(place="us-east-1")],
    ),
    (
        "any profile or none",
        under("StringLike", "bedrock:InferenceProfileArn", "*"),
        [ASKED, ASKED._replace(profile=(PROFILES[0],))],
    ),
    (
        "profile by a text that is no pattern",
        under(
            "StringEquals", "bedrock:InferenceProfileArn", [PROFILES[0], "arn:aws:bedrock:*:*:*"]
        ),
        [ASKED._replace(profile=(PROFILES[0],)), ASKED._replace(profile=(PROFILES[1],))],
    ),
    (
        "profile by what spans its parts",
        under("ArnLike", "bedrock:InferenceProfileArn", "arn:aws:*eu.a"),
        [ASKED, ASKED._replace(profile=(PROFILES[0],))],
    ),
    (
        "resource by a variable",
        allow("*", VARIABLE),
        [
            ASKED._replace(tail="inference-profile/eu-west-1"),
            ASKED._replace(tail="inference-profile/eu-west-1", place="us-east-1"),
        ],
    ),
    (
        "condition by a variable",
        under("StringLike", "bedrock:InferenceProfileArn", "*:${aws:PrincipalAccount}:*"),
        [
            ASKED._replace(profile=(PROFILES[0],)),
            ASKED._replace(profile=(PROFILES[0],), account="2"),
        ],
    ),
    (
        "resource by a pattern over its parts",
        allow("*", "arn:aws:bedrock:*"),
        [ASKED, ASKED._replace(partition="aws-us-gov")],
    ),
]


@pytest.mark.parametrize(("what", "statement", "pair"), TOLD)
def test_questions_that_differ_in_one_thing_that_a_policy_tells_do_not_share(what, statement, pair):
    policy = parse(doc(statement))
    for order in (pair, pair[::-1]):
        asker = asker_of(policy)
        found = {one: asker.ask(one).ruling for one in order}
        assert found == {one: judge([policy], one.request()).ruling for one in order}, what
        assert len(set(found.values())) == 2, what


@pytest.mark.parametrize(("what", "statement", "pair"), TOLD)
def test_no_policy_gets_the_answer_of_another(what, statement, pair):
    silent = parse(doc(allow("s3:*")))
    for one in pair:
        for policy in (parse(doc(statement)), silent):
            assert asker_of(policy).ask(one) == judge([policy], one.request()), what


@pytest.mark.parametrize(
    ("statement", "changed"),
    [
        (allow("*", Condition=REGION), {"source": "us-east-1"}),
        (allow("*", Condition=REGION), {"destinations": ("eu-west-1",)}),
        (allow("*", ["arn:aws:bedrock:*:*:*/eu.*", ANY_MODEL]), {"scope": "us"}),
        (allow("*", "arn:aws:bedrock:*:*:*laude-x"), {"models": ("anthropic.claude-y",)}),
        (allow("*"), {"read": False}),
        (allow("*", ANY_MODEL), {"scope": "in-region"}),
        (
            under("StringLike", "bedrock:InferenceProfileArn", "*:eu-west-1:*"),
            {"source": "eu-west-3"},
        ),
    ],
)
def test_calls_that_differ_in_one_thing_that_a_policy_tells_do_not_share(statement, changed):
    policy = parse(doc(statement))
    most = 10**6
    base = replace(CALL, destinations=("eu-west-1", "eu-west-1"))
    base = replace(CALL, destinations=("us-east-1",)) if "destinations" in changed else base
    other = replace(base, **changed)
    alone = [asker_of(policy).call(one, "aws", most) for one in (base, other)]
    together = asker_of(policy)
    assert [together.call(one, "aws", most) for one in (base, other)] == alone
    assert alone[0] != alone[1]


COPY = replace(CALL, scope=APPLICATION)
COPIES = "arn:aws:bedrock:*:*:application-*/*"
COPIED = allow("*", ANY_MODEL, Condition={"ArnLike": {"bedrock:InferenceProfileArn": COPIES}})


def test_a_copy_of_a_profile_is_asked_for_by_both_names():
    policy = parse(doc(allow("*", COPIES), COPIED))
    asker = asker_of(policy)
    copies = [replace(COPY, below=one) for one in (IN_REGION, "eu", IN_REGION)]
    rulings = [asker.call(one, "aws", 10**6).ruling for one in copies]
    assert rulings == [ALLOWED, Ruling.UNKNOWN, ALLOWED]


def test_a_model_that_nobody_has_named_is_not_one_that_is_known():
    denied = deny("*", ANY_MODEL.replace("/*", "/anthropic.claude-x"))
    asker = asker_of(parse(doc(allow("*"), denied)))
    one, other = CALL, replace(CALL, models=(*CALL.models, "anthropic.claude-y"))
    rulings = [asker.call(each, "aws", 10**6).ruling for each in (one, other, one)]
    assert rulings == [Ruling.UNKNOWN, ALLOWED, Ruling.UNKNOWN]
