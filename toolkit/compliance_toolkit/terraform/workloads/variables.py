"""The variables that SDKs read without being told to; read 2026-11 in `anthropic` 2.12.0.

Those of AWS's and Google's own SDKs apply beneath.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

ANTHROPIC = "anthropic"
BEDROCK = "bedrock"
FOUNDRY = "foundry"
GOOGLE_CLOUD = "anthropic_google_cloud"
MANTLE = "bedrock_mantle"
PLATFORM = "claude_platform_aws"
VERTEX = "vertex"

REDIRECTS: Mapping[str, str] = {
    "ANTHROPIC_BASE_URL": ANTHROPIC,
    "ANTHROPIC_BEDROCK_BASE_URL": BEDROCK,
    "ANTHROPIC_BEDROCK_MANTLE_BASE_URL": MANTLE,
    "ANTHROPIC_VERTEX_BASE_URL": VERTEX,
    "ANTHROPIC_FOUNDRY_BASE_URL": FOUNDRY,
    "ANTHROPIC_AWS_BASE_URL": PLATFORM,
    "ANTHROPIC_GOOGLE_CLOUD_BASE_URL": GOOGLE_CLOUD,
}
"""Variables that name the host that is spoken to, and whose."""

AWS_ENDPOINT = "AWS_ENDPOINT_URL"
"""How variables begin that name the host of one of AWS's services, or of all."""

AWS_REGIONS = frozenset(("AWS_REGION", "AWS_DEFAULT_REGION"))
GOOGLE_LOCATIONS: Mapping[str, str] = {
    "CLOUD_ML_REGION": VERTEX,
    "ANTHROPIC_GOOGLE_CLOUD_LOCATION": GOOGLE_CLOUD,
    "GOOGLE_CLOUD_LOCATION": VERTEX,
    "GOOGLE_CLOUD_REGION": VERTEX,
    "VERTEXAI_LOCATION": VERTEX,
    "VERTEX_AI_LOCATION": VERTEX,
    "VERTEX_LOCATION": VERTEX,
}
MODEL_LOCATION = "VERTEX_REGION_"
"""How variables begin that name the location of one model on Vertex."""

HEADERS = "ANTHROPIC_CUSTOM_HEADERS"
"""What every client sends along: another workspace, for instance, and so another geo."""


PROFILES = frozenset(
    (
        "ANTHROPIC_PROFILE",
        "ANTHROPIC_CONFIG_DIR",
        "AWS_PROFILE",
        "AWS_DEFAULT_PROFILE",
        "AWS_CONFIG_FILE",
    )
)
"""Variables that name a file which may lead anywhere."""

CREDENTIALS: Mapping[str, str] = {
    "ANTHROPIC_API_KEY": ANTHROPIC,
    "ANTHROPIC_AUTH_TOKEN": ANTHROPIC,
    "ANTHROPIC_IDENTITY_TOKEN": ANTHROPIC,
    "ANTHROPIC_IDENTITY_TOKEN_FILE": ANTHROPIC,
    "ANTHROPIC_FEDERATION_RULE_ID": ANTHROPIC,
    "ANTHROPIC_ORGANIZATION_ID": ANTHROPIC,
    "ANTHROPIC_SCOPE": ANTHROPIC,
    "ANTHROPIC_SERVICE_ACCOUNT_ID": ANTHROPIC,
    "ANTHROPIC_WORKSPACE_ID": ANTHROPIC,
    "ANTHROPIC_AWS_API_KEY": PLATFORM,
    "ANTHROPIC_AWS_WORKSPACE_ID": PLATFORM,
    "ANTHROPIC_FOUNDRY_API_KEY": FOUNDRY,
    "ANTHROPIC_FOUNDRY_RESOURCE": FOUNDRY,
    "ANTHROPIC_GOOGLE_CLOUD_WORKSPACE_ID": GOOGLE_CLOUD,
    "ANTHROPIC_GOOGLE_CLOUD_PROJECT": GOOGLE_CLOUD,
    "ANTHROPIC_VERTEX_PROJECT_ID": VERTEX,
    "AWS_BEARER_TOKEN_BEDROCK": BEDROCK,
}
"""Variables that open a provider's own host to who reads them, unless another one redirects."""

SWITCHES: Mapping[str, str] = {
    "CLAUDE_CODE_USE_BEDROCK": BEDROCK,
    "CLAUDE_CODE_USE_FOUNDRY": FOUNDRY,
    "CLAUDE_CODE_USE_VERTEX": VERTEX,
}
"""Variables that lead Claude Code to a provider, where it calls models of its own choice unless
others are named; read 2026-11 in its documentation."""

OPENING: Mapping[str, str] = {**CREDENTIALS, **SWITCHES}
_OFF = frozenset(("0", "false", "no", "off"))

CONTENT_MODE = "ANTHROPIC_OPEN_TELEMETRY_TRACES_CONTENT_MODE"
LOG = "ANTHROPIC_LOG"
EGRESS: Mapping[str, frozenset[str]] = {
    CONTENT_MODE: frozenset(("content",)),
    LOG: frozenset(("debug",)),
}
"""Variables under which prompts and replies are written down, and the values that do so."""

HARMLESS: Mapping[str, frozenset[str]] = {
    CONTENT_MODE: frozenset(("", "metadata_only", "none")),
    LOG: frozenset(("", "info", "warning", "warn", "error")),
}
"""Their values that are known not to."""


_NAMES = frozenset(
    (*REDIRECTS, *AWS_REGIONS, *GOOGLE_LOCATIONS, *PROFILES, *OPENING, *EGRESS, HEADERS)
)
_PREFIXES = (AWS_ENDPOINT, MODEL_LOCATION)
_VERTEX_PLACE = r"(?:\w+_)?VERTEX(?:_?AI)?_(?:ANTHROPIC_|CLAUDE_)?(?:LOCATION|REGION)"
"""Names that no SDK reads, and that say whose location they hold."""

_IS_VERTEX_PLACE = re.compile(_VERTEX_PLACE)
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")

WRITTEN = "|".join(
    (*sorted(_NAMES, key=len, reverse=True), *(f"{one}\\w*" for one in _PREFIXES), _VERTEX_PLACE)
)
"""A pattern of the names that SDKs read, as a script may write them."""


def is_read_by_sdks(name: str) -> bool:
    """Whether an SDK reads a variable and is led somewhere by it."""
    return (
        (name in _NAMES and name not in EGRESS)
        or name.startswith(_PREFIXES)
        or ("VERTEX" in name and _IS_VERTEX_PLACE.fullmatch(name) is not None)
    )


def opens(name: str, value: object) -> bool:
    """Whether a variable leads to a provider's own host, whatever it is beside its name."""
    off = name in SWITCHES and isinstance(value, str) and value.strip().lower() in _OFF
    return name in OPENING and bool(value) and not off


@lru_cache(maxsize=4096)
def as_read(name: str) -> str:
    """Give a variable's name as an SDK would look for it, if it is one of those.

    Windows knows no case, and charts make `AWS_REGION` of `aws.region` and of `awsRegion`.
    """
    spelled = _HUMP.sub("_", name.strip().lstrip("-")).replace("-", "_").replace(".", "_").upper()
    if spelled in _NAMES or is_read_by_sdks(spelled):
        return spelled
    ends = [one for one in _NAMES if spelled.endswith(f"_{one}")] if "." in name else []
    return max(ends, key=len, default=name)


def location_of(name: str) -> str | None:
    """Name the provider whose location a variable holds."""
    if name.startswith(MODEL_LOCATION) or _IS_VERTEX_PLACE.fullmatch(name):
        return VERTEX
    return GOOGLE_LOCATIONS.get(name)


_PREFIXED = re.compile(r"(?i)prefix|profile|cris|(?:^|_)geo(?:$|_)")


def is_prefix_name(name: str) -> bool:
    """Whether a variable is called as one that holds what stands before the id of a model."""
    return _PREFIXED.search(name) is not None


_CHOSEN = r"MODELS?|(?:INFERENCE_?)?PROFILES?"
_CHOICE = re.compile(
    r"(?:.*_)?(?:MODELS?|INFERENCE_?PROFILES?)(?:_?(?:ID|NAME|ARN|IDENTIFIER|PREFIX))?"
    r"|(?=.*(?:ANTHROPIC|CLAUDE|BEDROCK|VERTEX|GEN_?AI|LLM))"
    rf"(?:.*_)?(?:{_CHOSEN}|REGION|LOCATION|GEO|ENDPOINT|HOST|UR[IL])(?:_?(?:ID|NAME|ARN|URL))?"
)


@lru_cache(maxsize=4096)
def chooses(name: str) -> bool:
    """Whether a setting is called as one that says which model is called, or where.

    Its value may be kept apart from the configuration and lead anywhere all the same. What only
    opens something, such as a password, is called otherwise.
    """
    spelled = re.sub(r"\W", "_", _HUMP.sub("_", name.strip())).strip("_").upper()
    return is_read_by_sdks(as_read(name)) or _CHOICE.fullmatch(spelled) is not None
