"""For the tests of applications: `FakeCompliance`, with the promises of the real one."""

from compliance_toolkit.testing.client import Call, FakeClient
from compliance_toolkit.testing.fake import FakeCompliance

__all__ = ["Call", "FakeClient", "FakeCompliance"]
