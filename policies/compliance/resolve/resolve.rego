# METADATA
# title: Which deployments may serve a request
# description: |
#   A route is earned: every rule must answer true for it, so that a rule which cannot answer
#   leaves none. Why a deployment is refused is found apart, from what is wrong, by the folders
#   beside this file; one that is neither earned nor refused, or both, is an error of the policies,
#   and the program says so. `data.deployments` holds deployments and dated facts.
# scope: package
package compliance.resolve

import data.compliance.resolve.given

# METADATA
# title: Decision
# description: Routes and denials together, at less than the cost of both
# entrypoint: true
decision := {"routes": routes, "denials": _refused(asked)} if {
	asked := given.asked({"input": input})
	found := [earned | earned := _earned(asked.request, asked.tenant, asked.table, asked.span)]
	routes := array.concat(found, [[]])[0]
}
