package compliance.resolve

import data.compliance.resolve.data_classes_admitted
import data.compliance.resolve.features_available
import data.compliance.resolve.features_eligible
import data.compliance.resolve.given
import data.compliance.resolve.inference_countries
import data.compliance.resolve.model_served
import data.compliance.resolve.offer_known
import data.compliance.resolve.retention_met
import data.compliance.resolve.scope_pinned
import data.compliance.resolve.storage_countries
import data.compliance.resolve.terms_attested

# METADATA
# title: Denials
# description: Why each other deployment is refused, in the order of the rules' ids
# entrypoint: true
denials := _refused(given.asked({"input": input}))

_refused(asked) := [denial | some one in found; some denial in one] if {
	outside := inference_countries.outside(asked.laws, asked.served.places)
	kept_outside := storage_countries.outside(asked.laws, asked.served.places, outside)
	found := [
		data_classes_admitted.denied(asked),
		features_available.denied(asked),
		features_eligible.denied(asked),
		inference_countries.denied(asked, outside),
		storage_countries.denied(asked, kept_outside),
		retention_met.denied(asked),
		model_served.denied(asked),
		offer_known.denied(asked),
		scope_pinned.denied(asked),
		terms_attested.denied(asked),
	]
}
