"""What must hold of any policies: denials only take away, and who knows less never sees less."""

import copy

from hypothesis import given, settings
from hypothesis import strategies as st

from compliance_toolkit.terraform.access.documents import LOST
from compliance_toolkit.terraform.access.parsing import parse
from compliance_toolkit.terraform.access.patterns import Context
from compliance_toolkit.terraform.access.rulings import Ruling, judge, together
from compliance_toolkit.terraform.access.statements import Request
from compliance_toolkit.terraform.access.truth import Truth

MODEL = "arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-opus-5-5"
PROFILE = "arn:aws:bedrock:eu-west-1:111122223333:inference-profile/eu.anthropic.claude-opus-5-5"
ACTIONS = ["bedrock:InvokeModel", "bedrock:*", "*", "s3:*", "bedrock:Inv*", "BEDROCK:invokemodel"]
RESOURCES = [
    "*",
    MODEL,
    PROFILE,
    "arn:aws:bedrock:*::foundation-model/*",
    "arn:aws:bedrock:eu-*",
    "x",
]
VALUES = ["eu-west-1", "us-east-1", "unspecified", "eu-*", "true", "${aws:username}", PROFILE]
KEYS = ["aws:RequestedRegion", "bedrock:InferenceProfileArn", "aws:PrincipalArn", "aws:username"]
OPERATORS = [
    *("StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "ArnLike", "ArnNotLike"),
    *("Null", "Bool", "StringEqualsIfExists", "ForAllValues:StringLike", "ForAnyValue:StringLike"),
    *("ForAllValues:StringNotEquals", "NumericLessThan", "NoSuchOperator"),
]


def listed(names):
    return st.sampled_from(names) | st.lists(st.sampled_from(names), min_size=1, max_size=3)


def statement(effects):
    either = st.sampled_from([("", ""), ("Not", ""), ("", "Not"), ("Not", "Not")])
    conditions = st.dictionaries(
        st.sampled_from(OPERATORS),
        st.dictionaries(st.sampled_from(KEYS), listed(VALUES), min_size=1, max_size=2),
        max_size=2,
    )
    return st.builds(
        lambda effect, nots, action, on, condition: {
            "Effect": effect,
            f"{nots[0]}Action": action,
            f"{nots[1]}Resource": on,
            "Condition": condition,
        },
        st.sampled_from(effects),
        either,
        listed(ACTIONS),
        listed(RESOURCES),
        conditions,
    )


STATEMENTS = st.lists(statement(["Allow", "Deny"]), min_size=1, max_size=4)
KNOWN = st.sampled_from(
    [
        {"aws:requestedregion": ("eu-west-1",)},
        {"aws:requestedregion": ("unspecified",), "bedrock:inferenceprofilearn": (PROFILE,)},
        {"aws:requestedregion": ("us-east-1",), "bedrock:inferenceprofilearn": Truth.UNKNOWN},
        {"aws:requestedregion": ("eu-west-1", "us-east-1"), "aws:username": ("eu-west-1",)},
    ]
)
REQUESTS = st.builds(
    lambda on, keys, otherwise: Request("bedrock:InvokeModel", on, Context(keys, otherwise)),
    st.sampled_from([MODEL, PROFILE]),
    KNOWN,
    st.sampled_from([(), Truth.FREE, Truth.UNKNOWN]),
)


def ruling(statements, request, granted=Truth.NO):
    document = {"Version": "2012-10-17", "Statement": statements}
    return judge([parse(document)], request, granted)


@settings(max_examples=500)
@given(STATEMENTS, statement(["Deny"]), REQUESTS, st.integers(0, 4))
def test_one_more_denial_never_allows_more(statements, denial, request_, at):
    more = [*statements[:at], denial, *statements[at:]]
    before, after = ruling(statements, request_), ruling(more, request_)
    assert after.ruling.value >= before.ruling.value


@settings(max_examples=500)
@given(STATEMENTS, STATEMENTS, statement(["Allow"]), REQUESTS)
def test_one_more_allow_at_a_level_never_allows_more_than_the_level_above(
    above, below, more, request_
):
    top = ruling(above, request_, Truth.YES)
    path = together([top, ruling([*below, more], request_, Truth.YES)])
    assert path.ruling.value >= top.ruling.value


@settings(max_examples=500)
@given(STATEMENTS, statement(["Allow"]), REQUESTS)
def test_one_more_allow_never_denies_more(statements, more, request_):
    before, after = ruling(statements, request_), ruling([*statements, more], request_)
    assert before.ruling is Ruling.DENIED or after.ruling is not Ruling.DENIED
    assert after.ruling.value <= before.ruling.value


def places(value, path=()):
    """Every place in a document that can be lost."""
    match value:
        case dict():
            for name, inner in value.items():
                yield (*path, name)
                yield from places(inner, (*path, name))
        case list():
            for at, inner in enumerate(value):
                yield (*path, at)
                yield from places(inner, (*path, at))
        case _:
            return


def without(document, path):
    lost = copy.deepcopy(document)
    at = lost
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = LOST
    return lost


@settings(max_examples=300)
@given(STATEMENTS, REQUESTS)
def test_who_knows_less_is_never_told_that_a_call_is_closed_or_open(statements, request_):
    """A value that is lost makes an answer unknown, or leaves it: it never turns it round."""
    document = {"Version": "2012-10-17", "Statement": statements}
    known = judge([parse(document)], request_).ruling
    closed = {Ruling.DENIED, Ruling.UNGRANTED}
    for path in places(document):
        if path == ("Version",):
            continue
        less = judge([parse(without(document, path))], request_).ruling
        if known in closed:
            assert less is not Ruling.ALLOWED, path
        else:
            assert less not in closed, path
        assert known is not Ruling.UNKNOWN or less in {Ruling.UNKNOWN, Ruling.ALLOWED}, path


@settings(max_examples=200)
@given(STATEMENTS, REQUESTS)
def test_a_key_whose_value_is_lost_closes_nothing_that_was_open(statements, request_):
    open_ = {Ruling.ALLOWED, Ruling.UNKNOWN}
    if ruling(statements, request_).ruling not in open_:
        return
    for key in request_.context.keys:
        keys = {**request_.context.keys, key: Truth.UNKNOWN}
        lost = Request(
            request_.action, request_.resource, Context(keys, request_.context.otherwise)
        )
        assert ruling(statements, lost).ruling in open_


@settings(max_examples=200)
@given(STATEMENTS, REQUESTS, st.randoms(use_true_random=False))
def test_the_order_of_statements_does_not_matter(statements, request_, random):
    shuffled = random.sample(statements, len(statements))
    assert ruling(shuffled, request_) == ruling(statements, request_)
