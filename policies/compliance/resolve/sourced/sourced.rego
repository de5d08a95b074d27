# METADATA
# title: Answers, each with the deployments that it was made from
# description: |
#   A server has one set of deployments at a time, and whoever came last has put it there. Here it
#   says, in the same breath as each answer, by which digest that set was put, so that no program
#   takes what was made from another's for its own. Null where no digest was put.
# scope: package
package compliance.resolve.sourced

# METADATA
# description: Routes, and the digest
routes := {"answer": data.compliance.resolve.routes, "deployments": _digest}

# METADATA
# description: Denials, and the digest
denials := {"answer": data.compliance.resolve.denials, "deployments": _digest}

# METADATA
# description: The decision, and the digest
decision := {"answer": data.compliance.resolve.decision, "deployments": _digest}

default _digest := null

_digest := data.deployments.digest
