"""What a program is started with: settings, each with its name, and why some are not known."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from compliance_toolkit.models import ReasonCode, Unknown
from compliance_toolkit.terraform.workloads.trees import Named, Node, decoded, parsed, written
from compliance_toolkit.terraform.workloads.variables import (
    WRITTEN,
    as_read,
    chooses,
    is_read_by_sdks,
)

COMMAND = "command"
"""The name of what stands in a command line."""

LOG_REGION = "log region"
"""The name of where a container's logs go."""

_ASSIGNMENT = re.compile(
    r"""(?<![\w$.{-])([A-Za-z_]\w*)=(?:"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)'|([^\s"';&|]*))"""
)
_OPTION = re.compile(r"(?<![\w-])--([a-z][\w-]*)[= ]+[\"']?([^\s\"'=,;]+)")
_SPELLED = re.compile(
    rf"""(?i)(?<![\w$.{{])(?<!\$\{{)({WRITTEN})(?!\w)["')\]]*"""
    r"""[ \t]*(?:=>|[:=,]|(?<=[\w"'])[ \t]+(?=["']?\w+[:/.-]))[ \t]*"""
    r"""["']?([^\s"'`,;&|()<>]+)"""
)
"""A name that SDKs read, with its value, in whatever language: YAML, JSON, PowerShell, `setx`."""

# Those that follow are built when they are asked for: most inputs have no file of settings.
_PAIR = (
    rf"""(?i)(?<![\w.-])name["']?[ \t]*(?:=>|[:=])[ \t]*["']?({WRITTEN})["']?(?:\s*[,;]\s*|\s+)"""
    r"""["']?value["']?[ \t]*(?:=>|[:=])[ \t]*["']?([^\s"'`,;&|()<>}]+)"""
)
"""Such a name, and its value beside it: an entry of a list, as Kubernetes writes them."""

_PLACE = r"[a-z]+(?:-[a-z]+)+-?\d+"
_REGION = (
    r"""(?i)(?<![\w$.-])[\w.-]{0,40}?(?:region|location)(?:_?name)?["']?"""
    rf"""(?:[ \t]*(?:=>|[:=])[ \t]*|[ \t]+)["']?({_PLACE})(?![\w.-])"""
)
"""The region of a file of settings, or of a command that writes one."""

_ITEM = rf"""(?im)^[ \t]*-[ \t]+["']?({_PLACE})["']?[ \t]*(?:,[ \t]*)?$"""
_LISTED = rf"(?i)\s*{_PLACE}(?:(?:\s*[,;|]\s*|\s+){_PLACE})+\s*"
"""Regions in a list, of a file or of a value that is nothing else."""

_MANY = (
    r"""(?i)(?<![\w$.-])(?:region|location)["']?[ \t]*(?:=>|[:=])[ \t]*"""
    r"""["']?(?:global|us)(?![\w.-])"""
)
"""A place that is no region; in a text that speaks of Vertex it may be one of Vertex."""

_INNER = r"(?<![\w+/=-])[A-Za-z0-9+/]{12,}={0,2}(?![\w+/=-])"
_PACKED = "H4sI"
"""How what was packed by gzip begins in base64."""

_PROPERTY = re.compile(r"""(?<![\w.-])(?:-D)?([\w-]+(?:\.[\w-]+)+)=["']?([^\s"'&;,]*)""")
"""A property of Java's: `-Daws.region=…`, or a line of a file of them."""

_COMMENT = re.compile(r"(?m)^[ \t]*(?:#|//|;|REM\b).*$")
_EXPANDED = re.compile(r"[$`%]|\{\{")
_DEEPEST = 2
_OPENING = frozenset(("{", "["))
LONGEST = 500_000
"""Characters of one text that are searched; of a longer one nothing is known."""


class Setting(msgspec.Struct, frozen=True):
    """One thing that a program is told."""

    name: str
    """What an SDK would look for."""

    value: str | Unknown
    shown: str
    """How to name it to people: with its container, or its path in a chart."""

    is_apart: bool = False
    """Whether it is no setting unless its name says so: a store of secrets holds the value, or it
    is what another resource is called."""


class Container(msgspec.Struct):
    """All that one program is told, as far as it is written."""

    label: str = ""
    settings: list[Setting] = []
    lost: list[Unknown] = []
    """Why there may be settings of which not even the names are known."""

    def add(self, name: str, value: str | Unknown | None, *, secret: bool = False) -> None:
        """Add a variable; one that is unset says nothing."""
        if value is None:
            return
        if isinstance(value, str):
            if self._add_inner(name, value):
                return
            if _is_file(value):
                value = self._search(name, value)
            self._add_listed(name, value)
        apart = secret or isinstance(value, Named)
        self.settings.append(Setting(as_read(name), value, self._shown(name), apart))

    def add_path(self, path: str, value: str | Unknown | None, *, secret: bool = False) -> None:
        """Add a value of a chart: its last step is what a program may see it as."""
        if value is None:
            return
        name = as_read(path)
        name = path.rpartition(".")[2] if name == path else name
        if isinstance(value, str):
            if self._add_inner(path, value):
                return
            if _is_file(value):
                value = self._search(path, value)
            self._add_listed(path, value)
        apart = secret or isinstance(value, Named)
        self.settings.append(Setting(name, value, self._shown(path), apart))

    def add_log_region(self, name: str, value: str | Unknown | None) -> None:
        """Add the region that logs are sent to: no client of a model is made for it."""
        if value is not None:
            self.settings.append(Setting(LOG_REGION, value, self._shown(name)))

    def add_text(self, value: str | Unknown | None, name: str = COMMAND) -> None:
        """Add a command line or a script, and the settings that are written in it."""
        if value is None:
            return
        if isinstance(value, str):
            value = self._search(name, value)
        self.settings.append(Setting(name, value, self._shown(name)))

    def pair(self) -> None:
        """Add the settings of which a chart is told the name and the value by paths of their own.

        So `env[0].name` and `env[0].value` are. A name without a value stands for one from a store.
        """
        told = {one.shown: one for one in self.settings}
        for path, one in told.items():
            if not path.endswith(".name") or not isinstance(one.value, str):
                continue
            name = as_read(one.value)
            if is_read_by_sdks(name):
                found = told.get(f"{path.removesuffix('.name')}.value")
                elsewhere = Unknown(ReasonCode.OUTSIDE_INPUT, one.value)
                self.settings.append(
                    Setting(name, elsewhere, path, is_apart=True)
                    if found is None
                    else Setting(name, found.value, found.shown, found.is_apart)
                )

    def _add_inner(self, name: str, text: str) -> bool:
        """Add what is written in a text that is JSON, or encoded; give whether it is either."""
        if text[:1] in _OPENING or text[:1].isspace():
            node = parsed(text) if text.lstrip()[:1] in _OPENING else None
            if isinstance(node, dict | list):
                self._add_members(name, node)
                return True
        plain = decoded(text)
        if plain is not None:
            self.add_text(plain, name)
        return plain is not None

    def _add_listed(self, name: str, value: str | Unknown) -> None:
        """Add each region of a value that is a list of nothing else."""
        # Most values have too few hyphens for the names of two regions.
        if not isinstance(value, str) or value.count("-") < 2 or len(value) > LONGEST:
            return
        if re.fullmatch(_LISTED, value):
            for found in re.findall(_PLACE, value, re.IGNORECASE):
                self.settings.append(Setting("region", found.lower(), self._shown(name)))

    def _add_members(self, path: str, node: Node) -> None:
        if isinstance(node, dict):
            for name, inner in node.items():
                if "." in name or "/" in name:  # a key may name a model or a host
                    self.settings.append(Setting(path, name, self._shown(path)))
                self._add_members(f"{path}.{name}", inner)
        elif isinstance(node, list):
            for inner in node:
                self._add_members(path, inner)
        else:
            self.add_path(path, written(node))

    def _search(self, name: str, text: str) -> str | Unknown:
        """Take out of a text the settings that it makes; give the rest."""
        if len(text) > LONGEST:
            return Unknown(ReasonCode.UNSUPPORTED_TYPE, name)
        for variable, value in _assigned(text):
            shown = self._shown(f"{name}: {variable}")
            self.settings.append(Setting(as_read(variable), value, shown))
        for found in _PROPERTY.finditer(text):
            shown = self._shown(f"{name}: {found[1]}")
            self.settings.append(Setting(as_read(found[1]), found[2], shown))
        rest = _OPTION.sub(" ", _ASSIGNMENT.sub(" ", text))
        said = _COMMENT.sub("", rest)
        whole = _COMMENT.sub("", text)
        for found in (*_SPELLED.finditer(said), *re.finditer(_PAIR, whole)):
            shown = self._shown(f"{name}: {found[1]}")
            self.settings.append(Setting(as_read(found[1]), found[2], shown))
        shown = self._shown(f"{name}: region")
        named = _SPELLED.sub(" ", said)
        for found in (*re.finditer(_REGION, named), *re.finditer(_ITEM, named)):
            self.settings.append(Setting("region", found[1].lower(), shown))
        if "vertex" in whole.lower() and re.search(_MANY, whole) is not None:
            open_ = Unknown(ReasonCode.UNKNOWN_REGION, shown)
            self.settings.append(Setting("region", open_, shown))
        self._search_encoded(name, whole)
        return rest

    def _search_encoded(self, name: str, text: str) -> None:
        """Read the parts of a text that are the encoding of another one."""
        for found in re.findall(_INNER, text):
            if found.startswith(_PACKED):
                why = Unknown(ReasonCode.UNSUPPORTED_TYPE, name)
                self.settings.append(Setting(name, why, self._shown(name)))
            elif (plain := decoded(found)) is not None:
                self.add_text(plain, name)

    def _shown(self, name: str) -> str:
        return f"{self.label}/{name}" if self.label else name


def _is_file(value: str) -> bool:
    """Whether a value is a whole file of settings, or holds such names itself."""
    # Each of those names has an underscore, which is a letter that has no other case.
    return (
        "\n" in value
        or ("_" in value and (_SPELLED.search(value) is not None or _is_pair(value)))
        or ("=" in value and _PROPERTY.search(value) is not None)
    )


def _is_pair(value: str) -> bool:
    return "value" in value.lower() and re.search(_PAIR, value) is not None


def _assigned(text: str, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Yield what a script assigns, and the options of a command."""
    for found in _ASSIGNMENT.finditer(text):
        value = found[2] or found[3] or found[4] or ""
        yield found[1], value
        if "=" in value and depth < _DEEPEST:  # `Environment=NAME=VALUE`
            yield from _assigned(value, depth + 1)
    for found in _OPTION.finditer(_ASSIGNMENT.sub(" ", text)):
        yield f"--{found[1]}", found[2]


def is_expanded(value: str) -> bool:
    """Whether something else will be put into a value before a program sees it."""
    return _EXPANDED.search(value) is not None


def may_lead(one: Setting) -> bool:
    """Whether a setting that is kept apart may lead somewhere, by what it is called."""
    if isinstance(one.value, Named):  # what another resource is called is no model
        return is_read_by_sdks(one.name)
    return chooses(one.name) or chooses(one.shown.rpartition("/")[2])
