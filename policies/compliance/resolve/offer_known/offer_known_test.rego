package compliance.resolve.offer_known_test

import data.compliance.resolve.offer_known as rule

_read := {"V": true, "S": true, "K": false, "?": false}

_days := {
	"past": {"2026-01-01": true, "2026-06-01": true},
	"ahead": {"2026-06-01": true, "9999-12-31": true},
}

_period(from, to, mark) := {"from": from, "to": to, "confidence": mark, "offers": [mark]}

_current(period) := rule.current([period], _days, _read)

_asked(candidates, dated) := {
	"read": _read,
	"model": "m",
	"at": "2026-06-01",
	"candidates": candidates,
	"dated": dated,
}

_offer(mark) := {"route": {"deployment": "a"}, "confidence": mark, "source": "a page"}

test_takes_what_was_read_in_a_source if {
	_current(_period("2026-01-01", "9999-12-31", "V")) == ["V"]
	_current(_period("2026-01-01", "9999-12-31", "S")) == ["S"]
}

test_leaves_what_was_not_read if {
	_current(_period("2026-01-01", "9999-12-31", "K")) == []
	_current(_period("2026-01-01", "9999-12-31", "?")) == []
	_current(_period("2026-01-01", "9999-12-31", "a mark that nobody knows")) == []
}

test_takes_an_offer_on_its_first_and_its_last_day if {
	_current(_period("2026-06-01", "2026-06-01", "V")) == ["V"]
}

test_leaves_what_has_not_begun_and_what_has_ended if {
	_current(_period("2026-06-02", "9999-12-31", "V")) == []
	_current(_period("2026-01-01", "2026-05-31", "V")) == []
}

test_refuses_what_was_not_read_with_its_mark if {
	denied := rule.denied(_asked({"a": {"offered": ["x"]}}, [_offer("?")]))
	denied == {"a": {"model": "m", "confidence": "?", "source": "a page"}}
}

test_refuses_what_is_not_offered_on_the_day_with_its_days if {
	denied := rule.denied(_asked({"a": {"offered": ["x"]}}, []))
	denied == {"a": {"model": "m", "at": "2026-06-01", "offered": ["x"]}}
}

test_refuses_neither_what_was_read_nor_what_another_rule_refuses if {
	rule.denied(_asked({"a": {"offered": ["x"]}}, [_offer("V")])) == {}
	rule.denied(_asked({"a": {"offered": []}}, [])) == {}
}
