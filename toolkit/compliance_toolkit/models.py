"""The words of the domain that several rooms share: frozen values, without behaviour.

What an operator writes (`compliance.yaml`, tenants) is parsed in `registry`; what a provider needs
(client configs) in `resolve.configs`. Here is what travels between them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Any, Literal, TypeAlias

import msgspec

JsonValue: TypeAlias = (
    "bool | int | float | str | Sequence[JsonValue] | Mapping[str, JsonValue] | None"
)
"""A value as JSON knows it. Integers keep their precision; NaN and infinities are no JSON."""

JsonObject: TypeAlias = Mapping[str, JsonValue]

GroundsKey: TypeAlias = tuple[str, str | None, str | None, str | None]
"""Check, jurisdiction, regime and tenant of a finding."""


class Verdict(StrEnum):
    """What one check says about one resource."""

    PASS = "pass"  # noqa: S105  a verdict, no password
    FAIL = "fail"
    UNKNOWN = "unknown"
    SKIP = "skip"


class Severity(StrEnum):
    """How much a finding matters, lowest first."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class ReasonCode(StrEnum):
    """Why a fact is not known; a closed list, part of the report's contract."""

    VARIABLE_WITHOUT_DEFAULT = "variable-without-default"
    KNOWN_AFTER_APPLY = "known-after-apply"
    DATA_SOURCE = "data-source"
    REMOTE_MODULE = "remote-module"
    FUNCTION_NOT_EVALUATED = "function-not-evaluated"
    UNKNOWN_COUNT = "unknown-count"
    AMBIENT_PROVIDER_REGION = "ambient-provider-region"
    DYNAMIC_CONTENT = "dynamic-content"
    UNSUPPORTED_TYPE = "unsupported-type"
    UNKNOWN_REGION = "unknown-region"
    SENSITIVE = "sensitive"
    OUTSIDE_INPUT = "outside-input"
    """It names something that is not among what was read."""

    UNKNOWN_VALUE = "unknown-value"
    """It is read and known, and neither the law's data nor the check knows what it means."""


class Unknown(msgspec.Struct, frozen=True):
    """Why one fact is not known."""

    code: ReasonCode
    reference: str | None = None
    """What it hangs on, as Terraform would write it (`var.region`, `aws_kms_key.logs.arn`)."""


class Location(msgspec.Struct, frozen=True):
    """A place in a file that a person can open."""

    file: str
    line: int
    """1-based."""


class Place(msgspec.Struct, frozen=True):
    """One region a resource keeps content in, and why."""

    region: str
    role: str
    """`home`, `replica`, `copy` …"""


class Step(msgspec.Struct, frozen=True):
    """One step on the way to a resource's effective region."""

    what: str
    """What was looked at: `provider aws.eu`, `var.region`, `input region of module.chat` …"""

    where: str | None
    """A line, or a JSON pointer into a plan; `None` where nothing is written."""

    value: str | Unknown | None
    """What it says; `None` where it says nothing, and the next step decides."""


class Resource(msgspec.Struct, frozen=True):
    """One thing an audit looks at: the facts, and what is unknown about them.

    Known to be unset is `None` in `values`; not knowable is absent there and listed in `unknown`.
    """

    address: str
    """As Terraform writes it; `[*]` stands for the instances of an unknown count."""

    type: str
    """Terraform's resource type; `module` for a module that was not read."""

    provider: str
    """`aws`, `google`, `azure`, `anthropic`, or the Terraform provider's own name."""

    region: str | Unknown | None
    """Effective region; `Unknown` when it cannot be known, `None` when the thing has none."""

    values: JsonObject
    unknown: Mapping[str, Unknown] = msgspec.field(default_factory=dict)
    """JSON pointer into `values` → why that value is not there; `""` is the whole object."""

    regions: tuple[Place, ...] | None = ()
    """The home and every further region that content goes to; `None` where one cannot be known."""

    references: Mapping[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    """JSON pointer into `values` → addresses of the resources that the value was made from."""

    location: Location | None = None
    set_values: bool = False
    """Whether `values` lists every attribute the provider has (a plan), not only those written."""

    silent_on: frozenset[str] = frozenset()
    """Facts that it was proven to have none of: a check that reads one does not apply."""

    account: str | None = None
    """Which account of AWS its provider leads into, by whose credentials those are: equal names are
    one account, others may be; `None` where nobody tells."""


class Removed(msgspec.Struct, frozen=True):
    """One thing that is no longer what it was after a change: what it was, and how it goes."""

    resource: Resource
    """As it stands before; of what a source takes away nothing but the address is known."""

    action: str
    """`delete`, `forget` (it stays and is no longer looked after), `gone` (others took it away
    already), or `removed` (a source says so, and not which of these). What stays under its address
    and is not what it was: `update`, or `replace` where it is deleted and another one made."""

    deposed: str | None = None
    """Key of an object that another one had replaced before; `None` for the current one."""

    then: Resource | None = None
    """What stands under the address afterwards; `None` where nothing does."""

    @property
    def address(self) -> str:
        """The address, with the key of a deposed object."""
        own = self.resource.address
        return own if self.deposed is None else f"{own} (deposed {self.deposed})"


class Spot(msgspec.Struct, frozen=True):
    """One argument of a block of a configuration."""

    path: tuple[str, ...]
    """Names of module calls, from the root down to the module that the block stands in."""

    block: str
    """`provider.aws.eu` or `module.chat`; of a resource the whole address of an instance."""

    argument: str
    """Its name; of a resource a JSON pointer."""


class Assumption(msgspec.Struct, frozen=True, eq=False):
    """A value that was taken because nothing else was said: a variable's default."""

    variable: str
    value: JsonValue
    taken_at: tuple[Spot, ...] = ()
    """Where a plan names the variable and nothing else; a source can tell whether that is all."""

    def __eq__(self, other: object) -> bool:
        """Compare what was taken, wherever that was."""
        if not isinstance(other, Assumption):
            return NotImplemented
        return (self.variable, self.value) == (other.variable, other.value)

    def __hash__(self) -> int:
        """Give the same number for the same variable."""
        return hash(self.variable)


class GivenValue(msgspec.Struct, frozen=True):
    """A value that a variable was given from around the program, where nobody reads it later."""

    variable: str
    by: str
    """Where it stood: `TF_VAR_region`."""

    value: JsonValue
    """`None` for a secret, which is never kept."""

    sensitive: bool = False


class Problem(msgspec.Struct, frozen=True):
    """Something in an input that could not be read; it forbids any conclusion (exit 3)."""

    message: str
    location: Location | None = None
    hint: str | None = None


class AuditInput(msgspec.Struct, frozen=True):
    """One PATH of an audit, read: what a source hands to `audit`."""

    path: str
    kind: str
    """`terraform-source`, `terraform-plan`, `terraform-state`, `workspaces`."""

    resources: tuple[Resource, ...]
    problems: tuple[Problem, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    unresolved: tuple[tuple[str, Unknown], ...] = ()
    """What is there but was not expanded: remote modules, unsupported blocks; address and reason.

    Each of them is among `resources` too (type `module` …), so that a check can say unknown.
    """

    removed: tuple[Removed, ...] = ()
    """What a plan takes away, or a source says it does."""

    drifted: tuple[str, ...] = ()
    """Addresses of what others changed since Terraform last looked; a plan starts from that."""

    given: tuple[GivenValue, ...] = ()
    """What variables of a source were given by the environment, which counts only when asked."""

    unread: tuple[str, ...] = ()
    """Folders below a source that hold a configuration which no module call of it reaches."""

    folders: tuple[str, ...] = ()
    """The real folders that were read as modules of a source."""

    undeclared: tuple[str, ...] = ()
    """Variables that were given on the command line and that a source does not declare."""


class Law(msgspec.Struct, frozen=True):
    """What one audit holds its resources to; a finding names one of these."""

    jurisdictions: tuple[str, ...]
    regimes: tuple[str, ...] = ()
    tenant: JsonObject | None = None
    """An effective tenant as the policies read it, when the audit was asked for a tenant."""


class Finding(msgspec.Struct, frozen=True):
    """One verdict on one resource under one law. A pass is a finding too."""

    check: str
    verdict: Verdict
    severity: Severity
    jurisdiction: str | None
    regime: str | None
    tenant: str | None
    input: str
    address: str
    type: str
    region: str | None
    evidence: JsonObject
    location: Location | None
    reason: Unknown | None

    @property
    def fingerprint(self) -> str:
        """Its name across runs; made when asked for, because most reports print none."""
        parts = (*self.under, self.input, self.address)
        text = json.dumps(parts, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:32]

    @property
    def under(self) -> GroundsKey:
        """The check, and the jurisdiction, regime or tenant that it was asked for."""
        return (self.check, self.jurisdiction, self.regime, self.tenant)


class CitedLaw(msgspec.Struct, frozen=True):
    """A jurisdiction or a regime in its own words, as the bundle's data has them."""

    code: str
    name: str
    article: str
    rationale: str


class Grounds(msgspec.Struct, frozen=True):
    """What the findings of one check under one law rest on."""

    laws: tuple[CitedLaw, ...] = ()
    foreign: frozenset[str] = frozenset()
    """Frameworks of controls that are law elsewhere, and not there."""


class InputReport(msgspec.Struct, frozen=True):
    """What became of one PATH of an audit, as a report tells it."""

    path: str
    kind: str
    """As `AuditInput.kind`; empty when the input could not even be recognised."""

    status: str
    """`checked`, `unreadable` or `empty`."""

    resources: int = 0
    unresolved: int = 0
    """How many modules and blocks are there but were not expanded."""

    assumptions: tuple[Assumption, ...] = ()
    problems: tuple[Problem, ...] = ()
    skipped: int = 0
    """How many questions did not apply to this input's resources."""

    given: tuple[GivenValue, ...] = ()
    """As `AuditInput.given`."""

    drifted: tuple[str, ...] = ()
    """As `AuditInput.drifted`."""

    forgotten: tuple[str, ...] = ()
    """Addresses of what stays and is no longer looked after, so that no check asked about it."""

    unread: tuple[str, ...] = ()
    """As `AuditInput.unread`, without what another input of the same run reads."""


class Report(msgspec.Struct, frozen=True):
    """All that one run of `check` came to: what every report format is rendered from."""

    tool_version: str
    policy_revision: str
    policy_digest: str
    """`sha256:…` of the bundle."""

    inputs: tuple[InputReport, ...]
    findings: tuple[Finding, ...]
    skips: int
    """How many questions did not apply; counted here, whether or not `findings` lists them."""

    exit_code: int
    relaxed: tuple[str, ...] = ()
    """Flags that made the run less strict, as typed (`--unknown warn`)."""

    unjudged: tuple[str, ...] = ()
    """Regimes that an input was held to and that no check of theirs applied to."""

    fail_on: Severity = Severity.LOW
    """The lowest severity that counted."""

    unknown_fails: bool = True
    """Whether an unknown counted like a failure."""

    grounds: Mapping[GroundsKey, Grounds] = msgspec.field(default_factory=dict)
    """What the findings rest on, by `Finding.under`."""


_Text = Annotated[str, msgspec.Meta(min_length=1)]
_Places = Annotated[tuple[_Text, ...], msgspec.Meta(min_length=1)] | Literal["unspecified"]


class Route(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A compliant way to serve a request, as policy answered it.

    A struct, so that what policies answer becomes one in a single step that checks its shape.
    """

    deployment: _Text
    model_id: _Text
    destinations: _Places
    countries: _Places
    storage: _Places
    price: float
    """Multiplier on the provider's list price for global routing."""

    obligations: tuple[_Text, ...]
    expires_at: _Text | None
    """Last UTC day (inclusive, `YYYY-MM-DD`) on which it is earned; `None`: no limit is known."""

    retention: Annotated[int, msgspec.Meta(ge=0)] | Literal["unspecified"]
    """Days that the provider keeps prompts; unspecified where nothing bounds them."""


class Denial(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why one deployment may not serve one request: a rule's id and the facts it rests on."""

    deployment: _Text
    rule: _Text
    facts: dict[str, Any]
