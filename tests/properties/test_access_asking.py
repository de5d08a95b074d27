"""What is remembered of one question answers another only where no policy tells them apart."""

import itertools

from hypothesis import example, given, settings
from hypothesis import strategies as st

from compliance_toolkit.terraform.access.asking import Asker
from compliance_toolkit.terraform.access.calls import APPLICATION, BEDROCK, GLOBAL, IN_REGION, Call
from compliance_toolkit.terraform.access.naming import ANOTHER_MODEL
from compliance_toolkit.terraform.access.parsing import parse
from compliance_toolkit.terraform.access.patterns import (
    ArnPattern,
    Context,
    covers,
    covers_plainly,
    expand,
    is_like,
    matches,
)
from compliance_toolkit.terraform.access.requests import (
    Attempt,
    Profile,
    Question,
    computing,
    needs,
)
from compliance_toolkit.terraform.access.rulings import DENIED, Judgement, Ruling, judge, together
from compliance_toolkit.terraform.access.statements import Policy
from compliance_toolkit.terraform.access.truth import Truth

REGIONS = ["eu-west-1", "eu-west-3", "us-east-1", "unspecified"]
MODELS = ["anthropic.claude-a", "anthropic.claude-b-v1:0"]
ACCOUNTS = ["000000000000", "111122223333"]
ACTIONS = ["bedrock:InvokeModel", "bedrock:StartAsyncInvoke"]
GLOBS = ["*", "eu-*", "*-1", "?u-west-1", *REGIONS[:3], "", "${aws:RequestedRegion}"]
OWNERS = [
    *("*", "", "1111*", "*3333", "1111????????", *ACCOUNTS),
    *("${aws:PrincipalAccount}", "${aws:PrincipalTag/a}"),
]
TAILS = [
    *("*", "0", "*/*", "foundation-model/*", "foundation-model/anthropic.claude-b*"),
    *("inference-profile/eu.*", "inference-profile/*:0", "application-inference-profile/x", "*/t"),
    *("*-b*", "*-profile/t*", "application-inference-profile/x*", "*x*", "?*", "*/?"),
]
ARNS = st.builds(
    lambda head, *parts: ":".join([head, *parts]),
    st.sampled_from(["arn:aws:bedrock", "arn:*:bedrock", "arn:aws", "arn:aws-us-gov:bedrock"]),
    st.sampled_from(GLOBS),
    st.sampled_from(OWNERS),
    st.sampled_from(TAILS),
) | st.sampled_from(["*", "arn:aws:bedrock:*", "arn:aws:bedrock:eu-*", "*anthropic*", "x"])
OPERATORS = [
    *("StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "ArnLike", "ArnNotLike"),
    *("StringEqualsIgnoreCase", "Null", "StringEqualsIfExists", "ForAllValues:StringLike"),
    *("ForAnyValue:StringNotEquals", "StringNotLikeIfExists", "NoSuchOperator"),
]
KEYS = ["aws:RequestedRegion", "bedrock:InferenceProfileArn", "aws:PrincipalAccount", "aws:x"]
VALUES = ARNS | st.sampled_from([*GLOBS, *OWNERS, "true", "false"])
WORDS = st.text("ab:*?/", max_size=9)
HELD = ("eu.anthropic.claude-a", "us.anthropic.claude-a")
PROFILES: list[Profile] = [
    (),
    Truth.UNKNOWN,
    *((f"arn:aws:bedrock:eu-west-1:{ACCOUNTS[0]}:inference-profile/{one}",) for one in HELD),
]
QUESTIONS = [
    Question(ACTIONS[0], partition, place, tail, profile, account)
    for partition, place, tail, profile, account in itertools.product(
        ["aws", "aws-us-gov"],
        ["eu-west-1", "us-east-1", "unspecified"],
        [
            *(f"foundation-model/{one}" for one in MODELS),
            *(f"inference-profile/{one}" for one in (*HELD, f"eu.{MODELS[1]}")),
            *("application-inference-profile/x", "application-inference-profile/t"),
        ],
        PROFILES,
        ACCOUNTS,
    )
]
CALLS = st.builds(
    lambda scope, source, destinations, models, below, read: Call(
        BEDROCK, scope, source, destinations, models, below if scope == APPLICATION else "", read
    ),
    st.sampled_from([IN_REGION, "eu", GLOBAL, APPLICATION, APPLICATION]),
    st.sampled_from(REGIONS[:3]),
    st.none() | st.lists(st.sampled_from(REGIONS[:3]), min_size=1, max_size=3).map(tuple),
    st.sampled_from([tuple(MODELS), tuple(MODELS[:1])]),
    st.sampled_from([IN_REGION, "eu"]),
    st.booleans(),
)


def listed(values):
    return values | st.lists(values, min_size=1, max_size=3)


STATEMENTS = st.builds(
    lambda effect, nots, action, on, condition: {
        "Effect": effect,
        f"{nots[0]}Action": action,
        f"{nots[1]}Resource": on,
        "Condition": condition,
    },
    st.sampled_from(["Allow", "Allow", "Deny"]),
    st.sampled_from([("", ""), ("", ""), ("Not", ""), ("", "Not")]),
    listed(st.sampled_from([*ACTIONS, "bedrock:*", "*", "s3:*"])),
    listed(ARNS),
    st.dictionaries(
        st.sampled_from(OPERATORS),
        st.dictionaries(st.sampled_from(KEYS), listed(VALUES), min_size=1, max_size=2),
        max_size=2,
    ),
)
POLICIES = st.lists(
    st.builds(
        lambda version, statements: parse({"Version": version, "Statement": statements}),
        st.sampled_from(["2012-10-17", "2012-10-17", "2008-10-17"]),
        st.lists(STATEMENTS, min_size=1, max_size=3),
    ),
    min_size=1,
    max_size=2,
)


def asker_of(policies: list[Policy]) -> Asker:
    return Asker(policies, lambda request: judge(policies, request))


@settings(max_examples=150, deadline=None)
@given(POLICIES, st.permutations(range(len(QUESTIONS))))
def test_each_question_gets_the_answer_that_it_would_get_alone(policies, order):
    asker = asker_of(policies)
    for at in order:
        assert asker.ask(QUESTIONS[at]) == judge(policies, QUESTIONS[at].request())


def plainly(policies, call: Call, attempts, named=()) -> Judgement:
    """What becomes of a call, where nothing is remembered."""
    best = DENIED
    for attempt in attempts:
        found = _attempted(policies, call, attempt, named)
        best = found if found.better_than(best) else best
    return best


def _attempted(policies, call, attempt, named=()):
    answers = set()
    for need in needs(call, attempt):
        questions = [] if need.first is None else [need.first]
        questions += [computing(attempt, place, need.profile) for place in need.places]
        rulings = [judge(policies, one.request()) for one in questions]
        refused = [at for at, one in enumerate(rulings) if one.ruling >= Ruling.UNGRANTED]
        answers.add(together(rulings[: refused[0] + 1] if refused else rulings))
    (answer, *others) = answers
    known = call.read and attempt.model in (*call.models, *named)
    lost = others or (answer.ruling is Ruling.ALLOWED and not known)
    return Judgement(Ruling.UNKNOWN) if lost else answer


PATTERNS = st.builds(
    "arn:aws:bedrock:{}:{}".format,
    st.sampled_from(["*", "*", "eu-west-1"]),
    st.builds("{}:{}".format, st.sampled_from(OWNERS[:7]), st.sampled_from(TAILS))
    | st.sampled_from(
        [
            "*:*/t*",
            "*:*-profile/t",
            "*:*-profile/x*",
            "*-profile/x",
            "*1111*",
            "*-b*",
            "*3333:*",
            ":*b-v1:0",
        ]
    ),
)
NARROW = st.builds(
    lambda effect, on, conditions: {
        "Effect": effect,
        "Action": "bedrock:*",
        "Resource": on,
        "Condition": conditions,
    },
    st.sampled_from(["Allow", "Deny"]),
    st.just("*") | listed(PATTERNS).map(lambda on: [*on, "arn:aws:bedrock:*::foundation-model/*"]),
    st.just({})
    | st.builds(
        lambda operator, key, values: {operator: {key: values}},
        st.sampled_from(["StringLike", "ArnLike", "StringNotLike"]),
        st.just(KEYS[2]),
        listed(st.sampled_from(OWNERS[2:7])),
    )
    | st.builds(
        lambda operator, values: {operator: {KEYS[1]: values}},
        st.sampled_from(["StringLike", "ArnLike", "StringNotLike", "StringLikeIfExists"]),
        listed(PATTERNS),
    ),
)
"""Statements that hang on who calls, and with what, more often than on anything else."""

NARROW_POLICIES = st.builds(
    lambda statements, everything: [
        parse({"Version": "2012-10-17", "Statement": [*statements, *everything]})
    ],
    st.lists(NARROW, min_size=1, max_size=3),
    st.sampled_from([[], [{"Effect": "Allow", "Action": "*", "Resource": "*"}]]),
)
ALL = [
    Attempt(ACTIONS[0], model, account, thing, "aws")
    for model in [*MODELS, "anthropic.claude-c", "anthropic.claude-b"]
    for account in [*ACCOUNTS, "111100000000", "222222223333", "999999999999"]
    for thing in ["0", "x", "t", "xy", "tt", "axa"]
]
"""Some of each kind of all that anybody could try."""


@settings(max_examples=400, deadline=None)
@given(POLICIES | NARROW_POLICIES | NARROW_POLICIES, st.lists(CALLS, min_size=1, max_size=3))
def test_each_call_gets_the_answer_of_its_best_attempt(policies, asked):
    asker = asker_of(policies)
    for call in asked:
        answer = asker.call(call, "aws", 10**9)
        tried = list(asker.attempts(call, "aws"))
        named = {one.model for one in tried} - {ANOTHER_MODEL}
        own = plainly(policies, call, tried, named)
        assert answer in (own, Judgement(Ruling.UNKNOWN))
        assert answer == own or own.ruling > Ruling.UNKNOWN
        # Nobody else gets through, whoever that is and whatever is asked for.
        others = [one for one in ALL if one.thing == "0" or call.scope == APPLICATION]
        others = [one for one in others if one.model in (*call.models, *named)]
        assert not plainly(policies, call, others, named).better_than(answer)


@settings(max_examples=500, deadline=None)
@given(WORDS, st.text("ab:/", max_size=12))
@example("a*a", "a")
@example("", "")
@example("*a*a*", "aa")
def test_a_text_covers_what_its_pattern_does(text, value):
    pattern = expand(text, Context(variables=False), wild=True)
    assert pattern is not None
    assert is_like(text, value) == matches(pattern, value)
    assert covers_plainly(text, value) is covers(pattern, value)


PART = st.text("ab*?", max_size=3)


@settings(max_examples=1000, deadline=None)
@given(
    st.lists(PART, min_size=5, max_size=5),
    st.sampled_from(["*", "k/*", "*/*", "k/n", "k/*:0", "*/n*", "0", "a*"]),
    st.lists(st.text("ab", max_size=2), min_size=5, max_size=5),
    st.sampled_from(["k/n", "k/n:0", "k/n:a:0", "k/a:b"]),
)
def test_a_pattern_that_is_asked_part_by_part_says_what_the_whole_does(parts, end, given_, tail):
    text, arn = ":".join([*parts, end]), ":".join([*given_, tail])
    read = ArnPattern.of(text)
    if read is not None:
        head = all(map(is_like, parts[:3], given_[:3]))
        apart = head and all(map(is_like, read, [*given_[3:], tail]))
        assert covers_plainly(text, arn) is (Truth.YES if apart else Truth.NO)


def test_not_every_pattern_can_be_asked_part_by_part():
    assert ArnPattern.of("arn:aws:bedrock:*::foundation-model/*") == ("*", "", "foundation-model/*")
    assert ArnPattern.of("arn:aws:bedrock:eu-*:*:*") == ("eu-*", "*", "*")
    assert ArnPattern.of("arn:aws:bedrock:*::*") is None
    assert ArnPattern.of("arn:aws:bedrock:*-1:*:*") is None
    assert ArnPattern.of("arn:aws:bedrock:*") is None
