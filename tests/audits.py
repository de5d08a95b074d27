"""A small world for audits: a fake engine, and builders told only what a test is about."""

from compliance_toolkit.audit.audit import TypeFacts, audit
from compliance_toolkit.errors import PolicyError
from compliance_toolkit.models import AuditInput, Law, Resource, Severity, Verdict
from compliance_toolkit.policy.catalog import Check
from compliance_toolkit.policy.engine import Answer

EU = Law(("eu",))


class FakeEngine:
    """Answers each check of one verdict, and remembers what it was asked."""

    def __init__(self, ids, verdict=Verdict.PASS, answers=None):
        self.ids = ids
        self.answers = answers
        self.verdict = verdict
        self.asked = []

    def evaluate(self, rule, given):
        raise PolicyError(f"`data.{rule}` is undefined")

    def judge(self, questions):
        self.asked += questions
        if self.answers is not None:
            return self.answers(questions)
        return [
            [Answer(self.ids[path], self.verdict, {}) for path in question.checks]
            for question in questions
        ]


def a_check(id_="RES-001", path="residency/allowed_country", **known) -> Check:
    given = {"per": "jurisdiction", "types": None, **known}
    return Check(
        id=id_,
        path=path,
        title="t",
        description="d",
        severity=Severity.HIGH,
        rationale="r",
        remediation="m",
        controls={},
        related_resources=(),
        **given,
    )


def a_bucket(address="aws_s3_bucket.logs", **known) -> Resource:
    given = {"region": "eu-west-1", "values": {}, **known}
    return Resource(address=address, type="aws_s3_bucket", provider="aws", **given)


def types(**known) -> TypeFacts:
    return TypeFacts(**{"computed": {}, "regions": {"aws": {"eu-west-1"}}, **known})


def run(resources, checks, laws=(EU,), engine=None, facts=None, **known):
    engine = engine or FakeEngine({check.path: check.id for check in checks})
    given = AuditInput("infra", "terraform-source", tuple(resources), **known)
    return audit(given, laws, checks, facts or types(), engine), engine


def asked_about(resource, check, **known):
    _, engine = run([resource], [check], **known)
    return engine.asked[0].given["resource"]
