package compliance.resolve

# METADATA
# title: Denials
# description: Why each other deployment is refused, in the order of the rules' ids
# entrypoint: true
denials := _refused(data.compliance.resolve.given.asked({"input": input}))

# By their whole paths: in the embedded engine each call through an import is looked up twice.
_refused(asked) := [denial | some one in found; some denial in one] if {
	laws := asked.laws
	places := asked.served.places
	outside := data.compliance.resolve.inference_countries.outside(laws, places)
	kept_outside := data.compliance.resolve.storage_countries.outside(laws, places, outside)
	found := [
		data.compliance.resolve.data_classes_admitted.denied(asked),
		data.compliance.resolve.features_available.denied(asked),
		data.compliance.resolve.features_eligible.denied(asked),
		data.compliance.resolve.inference_countries.denied(asked, outside),
		data.compliance.resolve.storage_countries.denied(asked, kept_outside),
		data.compliance.resolve.retention_met.denied(asked),
		data.compliance.resolve.model_served.denied(asked),
		data.compliance.resolve.offer_known.denied(asked),
		data.compliance.resolve.scope_pinned.denied(asked),
		data.compliance.resolve.terms_attested.denied(asked),
	]
}
