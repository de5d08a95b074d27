package compliance.resolve

# METADATA
# title: Denials
# description: Why each other deployment is refused, in the order of the rules' ids
# entrypoint: true
denials := _refused(data.compliance.resolve.given.asked({"input": input}))

# By their whole paths: in the embedded engine each call through an import is looked up twice.
_refused(asked) := [denial | some one in found; some denial in one] if {
	found := [
		data.compliance.resolve.data_classes_admitted.denied(asked),
		data.compliance.resolve.features_available.denied(asked),
		data.compliance.resolve.features_eligible.denied(asked),
		data.compliance.resolve.features_permitted.denied(asked),
		data.compliance.resolve.features_supported.denied(asked),
		data.compliance.resolve.price_capped.denied(asked),
		data.compliance.resolve.inference_countries.denied(asked),
		data.compliance.resolve.storage_countries.denied(asked),
		data.compliance.resolve.own_countries.denied(asked),
		data.compliance.resolve.partitions_named.denied(asked),
		data.compliance.resolve.features_contained.denied(asked),
		data.compliance.resolve.retention_met.denied(asked),
		data.compliance.resolve.model_served.denied(asked),
		data.compliance.resolve.offer_known.denied(asked),
		data.compliance.resolve.scope_pinned.denied(asked),
		data.compliance.resolve.provider_permitted.denied(asked),
		data.compliance.resolve.retention_required.denied(asked),
		data.compliance.resolve.transfers_grounded.denied(asked),
		data.compliance.resolve.terms_attested.denied(asked),
		data.compliance.resolve.locations_cover.denied(asked),
	]
}
