"""Why a resource is where it is: the steps from what is written to its effective region."""
