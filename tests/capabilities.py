"""Which of OPA's builtins the policies may use: those that the embedded engine can call.

`python tests/capabilities.py` writes `.opa/capabilities.json`, by which `opa check` refuses the
others. Left out besides: what does not answer twice alike (clocks, random numbers, the network).
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import regorus  # noqa: TID251  only the engine itself knows what it can call

FILE = Path(__file__).resolve().parents[1] / ".opa" / "capabilities.json"
FEATURES = ["rego_v1"]
MEMBER = {"internal.member_2", "internal.member_3"}
"""What `in` compiles to."""

_MISSING = "could not find function"


def known_to(opa: Path | str) -> dict[str, Any]:
    """All that this version of OPA has."""
    done = subprocess.run([opa, "capabilities", "--current"], check=True, capture_output=True)
    capabilities: dict[str, Any] = json.loads(done.stdout)
    return capabilities


def usable(capabilities: dict[str, Any]) -> dict[str, Any]:
    """The part of OPA's capabilities that the policies may use."""
    builtins = [_bare(builtin) for builtin in capabilities["builtins"] if _usable(builtin)]
    return {"builtins": builtins, "features": FEATURES}


def _bare(value: Any) -> Any:
    """Types without prose, which is all that the checker reads."""
    match value:
        case dict():
            return {k: _bare(v) for k, v in value.items() if k not in {"description", "categories"}}
        case list():
            return [_bare(one) for one in value]
        case _:
            return value


def _usable(builtin: dict[str, Any]) -> bool:
    if builtin.get("nondeterministic"):
        return False
    return builtin["name"] in MEMBER or "infix" in builtin or _callable(builtin)


def _callable(builtin: dict[str, Any]) -> bool:
    """Whether the embedded engine finds a function of this name; any other complaint is a yes."""
    if builtin["name"].startswith("internal."):
        return False
    arguments = ", ".join("null" for _ in builtin["decl"].get("args", []))
    engine = regorus.Engine()
    try:
        engine.add_policy("probe.rego", f"package probe\nx := {builtin['name']}({arguments})\n")
        engine.eval_query_as_json("data.probe.x")
    except RuntimeError as error:
        return _MISSING not in str(error)
    return True


def main() -> None:
    """Write the file."""
    text = json.dumps(usable(known_to("opa")), indent=1)
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(text + "\n")


if __name__ == "__main__":
    main()
