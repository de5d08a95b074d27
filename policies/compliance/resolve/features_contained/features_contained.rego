# METADATA
# title: Requested features send nothing to places that nobody specifies
# description: |
#   Refuses a deployment where a feature of the request sends what it is given to third parties, such
#   as a search of the web, as soon as a jurisdiction, a regime, a contract or the tenant's own list
#   binds where data may be: no promise of a place covers those.
# scope: package
# related_resources:
#   - ref: https://platform.claude.com/docs/en/manage-claude/api-and-data-retention
#   - ref: https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32016R0679
# custom:
#   id: RES-105
#   kind: route
#   severity: critical
#   rationale: A promise of where a model runs says nothing of whom a tool calls with its words
#   remediation: Leave the feature out, or do what it does yourself, where the law lets you
#   controls:
#     gdpr: ["Art. 44"]
package compliance.resolve.features_contained

import data.compliance.lib

# METADATA
# description: |
#   Those of some providers with which the requested features send nothing to third parties; all
#   where none of these is `sending` with any, or nothing binds where data may be
inside(sending, tenant, duties, providers) := providers if {
	sending == {}
} else := providers if {
	_free(tenant, duties)
} else := {name: provider |
	some name, provider in providers
	every feature, _ in sending { provider.features[feature].third_party == false }
}

# METADATA
# description: Why deployments are refused
denied(asked) := [{"deployment": route.deployment, "rule": "RES-105", "facts": facts} |
	asked_for := object.filter(asked.deployed.sending, asked.features)
	asked_for != {}
	sending := {name: features |
		some name, provider in asked.deployed.providers
		features := {feature |
			some feature, _ in asked_for
			object.get(provider.features[feature], "third_party", true) != false
		}
		features != set()
	}
	bound := _bound(asked.tenant, asked.needed)
	bound != set()
	some _, cases in asked.today
	some case in cases
	facts := {"features": sending[case.provider], "provider": case.provider, "bound": bound}
	some route in case.routes
]

_free(tenant, duties) if {
	tenant.countries == null
	every duty in duties {
		every term in duty.terms { term != "locations" }
	}
	every code in tenant.jurisdictions { _anywhere(data.compliance.jurisdictions[code]) }
	every code in tenant.regimes { _unbound(data.compliance.regimes[code]) }
}

_anywhere(law) if {
	law.inference.countries == "any"
	law.storage.countries == "any"
	law.partitions == null
}

_unbound(regime) if {
	regime.transfers == null
	regime.partitions == null
}

# What binds where data may be: laws by their codes, the contract and the tenant's own list.
_bound(tenant, needed) := ((codes - free) | ({"locations"} & needed)) | listed if {
	laws := [code |
		some named in [tenant.jurisdictions, tenant.regimes]
		some code in lib.items(named)
	]
	codes := {code | some code in laws}
	free := {code | some code in laws; _anywhere(data.compliance.jurisdictions[code])} | {code |
		some code in laws
		_unbound(data.compliance.regimes[code])
	}
	listed := {"countries" | object.get(tenant, "countries", "unstated") != null}
}
