"""Google's policies on Claude itself: which models they leave, and which features they open."""

import json

import pytest

import terraform_files
from access_world import first, resource, stated
from compliance_toolkit.cli.main import main
from compliance_toolkit.models import ReasonCode, Unknown
from terraform_plans import change, plan

LATE = Unknown(ReasonCode.VARIABLE_WITHOUT_DEFAULT, "var.x")
ALLOWED_MODELS = "vertexai.allowedModels"
FEATURES = "vertexai.allowedPartnerModelFeatures"
SERVICES = "gcp.restrictServiceUsage"
OPUS = "claude-opus-5-5"
GLOBAL_ONLY = "claude-sonnet-4-5"
POLICY = "google_org_policy_policy.x"


def model(name=OPUS, end=":predict", publisher="anthropic"):
    return f"publishers/{publisher}/models/{name}{end}"


def second(constraint, spec=None, unknown=None, **more):
    name = f"organizations/1/policies/{constraint}"
    values = {"name": name, "spec": [spec] if spec is not None else None, **more}
    return resource(POLICY, values, unknown)


def rule(*allowed, denied=(), **more):
    values = {"allowed_values": list(allowed) or None, "denied_values": list(denied) or None}
    return {"values": [values], **more}


def rules(*listed, **more):
    return {"rules": list(listed), **more}


def legacy(constraint, kind="project", **blocks):
    prefix = "" if kind == "organization" else f"{kind}_"
    given = {"constraint": f"constraints/{constraint}"}
    return resource(
        f"google_{prefix}organization_policy.x",
        given | {name: [block] for name, block in blocks.items()},
    )


def fact(allowed, denied=(), *, enforced=True, inherits=False):
    return {
        "enforced": enforced,
        "allowed": allowed,
        "denied": list(denied),
        "inherits": inherits,
    }


@pytest.mark.parametrize(
    ("spec", "stated"),
    [
        (rules(rule(model())), fact([OPUS])),
        (rules(rule(model("claude-haiku-4-5@20251001"))), fact(["claude-haiku-4-5"])),
        (rules(rule("is:" + model())), fact([OPUS])),
        (rules(rule(model(publisher="google"))), fact([])),
        (rules(rule("surprise", model())), fact([OPUS, "surprise"])),
        (rules(rule(model()), rule(denied=[model()])), fact([], [OPUS])),
        (rules(rule(model()), rule(denied=[model(end=":tune")])), fact([OPUS])),
        (rules(rule(denied=[model()])), fact("any", [OPUS])),
        (rules({"allow_all": "TRUE"}), fact("any")),
        (rules({"deny_all": "TRUE"}), fact([])),
        (rules(rule(model()), inherit_from_parent=True), fact([OPUS], inherits=True)),
        ({"reset": True}, fact("any", enforced=False)),
        (None, fact("any", enforced=False)),
        (
            rules(rule(model()), rule(model("claude-opus-5"), condition=[{"expression": "tag"}])),
            fact(["claude-opus-5", OPUS]),
        ),
        (
            rules(rule(model()), rule(denied=[model()], condition=[{"expression": "tag"}])),
            fact([OPUS]),
        ),
    ],
)
def test_a_policy_leaves_models(spec, stated):
    found = first(second(ALLOWED_MODELS, spec))
    assert found.values["models"] == stated
    assert found.silent_on == {"locations", "features"}


def test_a_dry_run_leaves_every_model():
    dry = [rules({"deny_all": "TRUE"})]
    assert first(second(ALLOWED_MODELS, dry_run_spec=dry)).values["models"]["enforced"] is False


@pytest.mark.parametrize("kind", ["organization", "folder", "project"])
@pytest.mark.parametrize(
    ("blocks", "stated"),
    [
        ({"list_policy": {"allow": [{"values": [model()]}]}}, fact([OPUS])),
        ({"list_policy": {"deny": [{"values": [model()]}]}}, fact("any", [OPUS])),
        ({"list_policy": {"deny": [{"all": True}]}}, fact([])),
        ({"restore_policy": {"default": True}}, fact("any", enforced=False)),
    ],
)
def test_a_policy_of_the_first_kind_leaves_models(kind, blocks, stated):
    assert first(legacy(ALLOWED_MODELS, kind, **blocks)).values["models"] == stated


@pytest.mark.parametrize(
    ("spec", "stated"),
    [
        (rules(rule(denied=["aiplatform.googleapis.com"])), fact([])),
        (rules(rule("storage.googleapis.com")), fact([])),
        (rules(rule("is:storage.googleapis.com")), fact([])),
        (rules(rule("aiplatform.googleapis.com")), None),
        (rules(rule(denied=["storage.googleapis.com"])), None),
        (None, None),
    ],
)
def test_a_policy_on_services_counts_where_it_closes_vertex(spec, stated):
    found = first(second(SERVICES, spec))
    assert found.values.get("models") == stated
    assert ("models" in found.silent_on) == (stated is None)


def test_a_policy_on_services_that_may_close_vertex_is_not_known():
    group = first(second(SERVICES, rules(rule("in:ai-services"))))
    assert group.unknown["/models"] == Unknown(ReasonCode.UNKNOWN_VALUE, "in:ai-services")
    inherits = rules(rule("storage.googleapis.com"), inherit_from_parent=True)
    assert first(second(SERVICES, inherits)).unknown["/models"].code is ReasonCode.OUTSIDE_INPUT
    dry = second(SERVICES, dry_run_spec=[rules(rule(denied=["aiplatform.googleapis.com"]))])
    assert first(dry).values["models"]["enforced"] is False


@pytest.mark.parametrize(
    ("spec", "stated"),
    [
        (rules(rule("web_search")), fact(["web_search"])),
        (rules(rule(model(OPUS, ":web_search"))), fact(["web_search"])),
        (rules(rule(model("mistral", ":web_search", "mistralai"))), fact([])),
        (rules(rule("web_search", denied=["web_search"])), fact([], ["web_search"])),
        (rules(rule("web_search", denied=[model(OPUS, ":web_search")])), fact(["web_search"])),
        (rules({"allow_all": "TRUE"}), fact("any")),
        (rules({"deny_all": "TRUE"}), fact([])),
        (rules(rule("web_search"), inherit_from_parent=True), fact(["web_search"], inherits=True)),
        ({"reset": True}, fact([])),
        (None, fact([])),
    ],
)
def test_a_policy_opens_features(spec, stated):
    found = first(second(FEATURES, spec))
    assert found.values["features"] == stated
    assert found.silent_on == {"locations", "models"}


def test_what_is_not_known_of_a_policy_is_not_known():
    for constraint, pointer in ((ALLOWED_MODELS, "/models"), (FEATURES, "/features")):
        lost = second(constraint, rules(rule()), {"/spec/0/rules/0/values": LATE})
        assert first(lost).unknown[pointer] == LATE
        assert first(second(constraint, rules())).unknown[pointer].code is ReasonCode.UNKNOWN_VALUE
    nameless = resource(POLICY, {}, {"/name": LATE}, {"name": ["var.name"]})
    assert {"/locations", "/models", "/features"} <= first(nameless).unknown.keys()


SOURCE = """
variable "feature" {
  default = "web_search"
}
resource "google_org_policy_policy" "x" {
  name   = "projects/p/policies/vertexai.allowedPartnerModelFeatures"
  parent = "projects/p"
  spec {
    rules {
      values {
        allowed_values = [var.feature]
      }
    }
  }
}
"""


def test_a_source_is_read_as_a_plan_is(tmp_path):
    given = terraform_files.read(tmp_path, SOURCE)
    assert stated(*given.resources)[POLICY].values["features"] == fact(["web_search"])


@pytest.fixture
def verdicts(tmp_path, capsys):
    """What an audit of one policy says, by check."""

    def verdicts(constraint, spec, jurisdiction="eu", **more):
        name = f"projects/p/policies/{constraint}"
        values = {"name": name, "spec": [spec] if spec else None, **more}
        path = tmp_path / "plan.json"
        path.write_bytes(plan(change(POLICY, values), providers={}))
        main(["check", str(path), "--jurisdiction", jurisdiction, "--format", "json"])
        findings = json.loads(capsys.readouterr().out)["findings"]
        return {one["check"]: one["verdict"] for one in findings}

    return verdicts


def test_a_model_that_is_offered_inside_passes_and_one_of_the_global_endpoint_fails(verdicts):
    assert verdicts(ALLOWED_MODELS, rules(rule(model()))) == {"RES-018": "pass"}
    both = rules(rule(model(), model(GLOBAL_ONLY)))
    assert verdicts(ALLOWED_MODELS, both) == {"RES-018": "fail"}
    assert verdicts(ALLOWED_MODELS, both, "global") == {"RES-018": "pass"}
    assert verdicts(ALLOWED_MODELS, rules({"allow_all": "TRUE"})) == {"RES-018": "fail"}
    assert verdicts(ALLOWED_MODELS, rules({"deny_all": "TRUE"})) == {"RES-018": "pass"}
    assert verdicts(ALLOWED_MODELS, rules(rule(model("claude-x")))) == {"RES-018": "unknown"}
    assert verdicts(ALLOWED_MODELS, rules(rule(model("claude-haiku-5-5")))) == {
        "RES-018": "unknown"
    }
    inherits = rules(rule(model()), inherit_from_parent=True)
    assert verdicts(ALLOWED_MODELS, inherits) == {"RES-018": "unknown"}


def test_a_feature_that_reaches_the_web_fails(verdicts):
    assert verdicts(FEATURES, rules(rule("web_search"))) == {"RES-019": "fail"}
    assert verdicts(FEATURES, rules(rule("web_search")), "global") == {"RES-019": "pass"}
    assert verdicts(FEATURES, rules({"allow_all": "TRUE"})) == {"RES-019": "fail"}
    assert verdicts(FEATURES, rules({"deny_all": "TRUE"})) == {"RES-019": "pass"}
    assert verdicts(FEATURES, rules(rule("structured_outputs"))) == {"RES-019": "pass"}
    assert verdicts(FEATURES, rules(rule("surprise"))) == {"RES-019": "unknown"}


def test_vertex_closed_as_a_service_passes_and_a_dry_run_of_it_fails(verdicts):
    closed = rules(rule(denied=["aiplatform.googleapis.com"]))
    assert verdicts(SERVICES, closed) == {"RES-018": "pass"}
    assert verdicts(SERVICES, None, dry_run_spec=[closed]) == {"RES-018": "fail"}


TAGGED = [{"expression": "resource.matchTag('1/a', 'b')"}]


@pytest.mark.parametrize(
    ("spec", "perhaps"),
    [
        (rules({"allow_all": "TRUE", "condition": TAGGED}, {"deny_all": "TRUE"}), "any"),
        (rules(rule(model(), condition=TAGGED), {"deny_all": "TRUE"}), [OPUS]),
        (rules(rule(model(), condition=TAGGED)), "any"),
        (rules(rule(model()), rule(denied=[model()]), rule(model(), condition=TAGGED)), [OPUS]),
    ],
)
def test_what_a_rule_with_a_condition_allows_and_another_denies_may_be_allowed(spec, perhaps):
    found = first(second(ALLOWED_MODELS, spec))
    assert found.values["models"]["perhaps"] == perhaps
    assert found.unknown["/models/perhaps"] == Unknown(
        ReasonCode.UNKNOWN_VALUE, "spec/rules/condition"
    )


def test_what_has_no_tag_is_left_what_the_others_leave():
    spec = rules(rule(denied=[model()]), rule(model("claude-opus-5"), condition=TAGGED))
    assert first(second(ALLOWED_MODELS, spec)).values["models"] == {
        **fact("any", [OPUS]),
        "perhaps": ["claude-opus-5"],
    }


def test_a_denial_with_an_exception_for_a_tag_is_no_pass(verdicts):
    denied = {"deny_all": "TRUE"}
    anything = {"allow_all": "TRUE", "condition": TAGGED}
    places = "gcp.resourceLocations"
    assert verdicts(places, rules(anything, denied)) == {"RES-015": "unknown"}
    assert verdicts(places, rules(anything, denied), "global") == {"RES-015": "pass"}
    abroad = rule("in:us-locations", condition=TAGGED)
    assert verdicts(places, rules(abroad, denied)) == {"RES-015": "unknown"}
    at_home = rule("in:europe-west3-locations", condition=TAGGED)
    assert verdicts(places, rules(at_home, denied)) == {"RES-015": "pass"}
    assert verdicts(places, rules(at_home)) == {"RES-015": "unknown"}
    some = rule(denied=["in:us-locations"])
    assert verdicts(places, rules(at_home, some)) == {"RES-015": "fail"}
    assert verdicts(ALLOWED_MODELS, rules(anything, denied)) == {"RES-018": "unknown"}
    inside = rule(model(), condition=TAGGED)
    assert verdicts(ALLOWED_MODELS, rules(inside, denied)) == {"RES-018": "pass"}
    assert verdicts(FEATURES, rules(anything, denied)) == {"RES-019": "unknown"}
    closed = rule(denied=["aiplatform.googleapis.com"])
    assert verdicts(SERVICES, rules(closed, anything)) == {"RES-018": "unknown"}
    group = rule("in:ai-services", condition=TAGGED)
    assert verdicts(SERVICES, rules(closed, group)) == {"RES-018": "unknown"}
    assert verdicts(SERVICES, rules(rule(denied=["storage.googleapis.com"]), anything)) == {}
    other = rule("storage.googleapis.com", condition=TAGGED)
    assert verdicts(SERVICES, rules(closed, other)) == {"RES-018": "pass"}
