# METADATA
# title: What law and deployments settle before anybody asks
# description: |
#   For each model of the deployments, what hangs neither on a request nor on its tenant's own
#   limits: where each jurisdiction and each regime lets it run, and what regimes and kinds of data
#   ask for. What is silent about any of it is not among them, and earns nothing. Nothing here reads
#   the input, so an engine may work it out once and keep it in the place of this package, as the
#   embedded one does; only what has no other source of `data` may, for what stands beside a
#   bundle on a server is anybody's.
# scope: package
package compliance.resolve.settled

import data.compliance.lib
import data.compliance.resolve.inference_countries
import data.compliance.resolve.partitions_named
import data.compliance.resolve.storage_countries
import data.compliance.resolve.transfers_grounded

# METADATA
# description: |
#   By the model, for those that a deployment lists. `served`: its part of the deployments' facts.
#   `providers`: the features that the model has with each, and what each is `eligible` for.
#   `jurisdictions` and `regimes`, by code: the `sites` where each lets data be, and those `beyond`;
#   of a regime also those where data goes freely, with its rules. `classes`: the kinds of data that
#   are admitted.
models[model] := {
	"served": served,
	"deployed": object.remove(data.deployments, ["models"]),
	"providers": {provider: _provider(facts, served.has[provider]) |
		some provider, facts in data.deployments.providers
	},
	"jurisdictions": {code: _jurisdiction(law, served) |
		some code, law in data.compliance.jurisdictions
	},
	"regimes": {code: object.union(_duty(regime), _regime(regime, served)) |
		some code, regime in data.compliance.regimes
	},
	"classes": {name: _duty(class) |
		some name, class in data.compliance.data_classes
		class.admitted == true # DAT-101
	},
} if {
	some model, served in data.deployments.models

	# Days are compared as texts, so they must be texts.
	every span in served.spans { lib.are_days([span.first, span.last]) == true }
}

# FEA-101, FEA-102, FEA-104
_provider(facts, has) := {
	"features": {name: fact |
		some name, fact in facts.features
		fact.available == true
		read[fact.confidence] == true
		has[name] == true
	},
	"eligible": {need: true |
		some need, fact in facts.eligibility
		fact.available == true
		read[fact.confidence] == true
	},
} if {
	read := {"V": true, "S": true}
}

# RES-101, RES-102, RES-104
_jurisdiction(law, served) := {
	"sites": {site: true | some site in ((inference & storage) & partitions)},
	"beyond": {
		"inference": object.remove(served.sites, inference),
		"storage": object.remove(served.sites, storage),
		"partitions": object.remove(served.sites, partitions),
	},
	"name": law.name,
	"partitions": law.partitions,
} if {
	inference := inference_countries.inside(law, served)
	storage := storage_countries.inside(law, served)
	partitions := partitions_named.inside(law, served)
}

# RES-104, FEA-103, TRF-101
_regime(regime, served) := {
	"sites": {site: true | some site in partitions},
	"beyond": {"partitions": object.remove(served.sites, partitions)},
	"name": regime.name,
	"partitions": regime.partitions,
	"excluded": regime.excluded_features,
	"transfers": transfers,
	"free": {site: true | some site in free},
} if {
	partitions := partitions_named.inside(regime, served)
	free := transfers_grounded.free(regime.transfers, served)
	transfers := transfers_grounded.settled(regime.transfers, served)
	is_array(regime.excluded_features)
}

# What regimes and kinds of data ask for alike.
_duty(law) := {
	"terms": law.terms,
	"need": law.eligibility,
	"limit": law.retention.prompts.max_days,
	"obligations": law.obligations,
} if {
	is_array(law.terms)
	is_array(law.obligations)
}
