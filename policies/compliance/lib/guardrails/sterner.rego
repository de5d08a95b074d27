package compliance.lib.guardrails

import data.compliance.lib

# What else than it was is surely no less; of any other change nobody can tell.

# A lock that nobody could ever tighten may be given a day from which nobody can change it.
_is_no_less("first", was, _) if {
	lib.unset(was)
}

# A denial that comes sooner stands before as many rules as it did.
_is_no_less("sooner", was, is) if {
	is_number(was)
	is_number(is)
	is <= was
}

# What is aimed at nobody is meant for all.
_is_no_less("aimed", _, is) if {
	lib.unset(is)
}

_is_no_less("aimed", _, is) if {
	is == []
}

# A list of which none stands for all.
_is_no_less("longer", was, is) if {
	is_array(was)
	was != []
	lib.all_within(was, is)
}

# What is about resources of every kind.
_is_no_less("all", _, is) if _low(is) == "all"

# Names that led to what guards, and still do. Where they do not, others may be set up that do.
_is_no_less("leading", was, _) if _is_on(was) == false

_is_no_less("leading", _, is) if is == true
