"""The front door: wires the rooms together, and is the only place that knows all of them."""

from compliance_toolkit.api.checking import CheckOptions
from compliance_toolkit.api.compliance import Compliance

__all__ = ["CheckOptions", "Compliance"]
