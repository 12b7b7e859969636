-- purpose: copies what the run sees of a source's folder
-- kind: script
-- grain: one row per file
-- locks: writes raw.present
copy raw.present (source, feed, file, sha256, bytes, unit, period, seq, state, stands, records, rejected, code, line, reason,
	remedy) from stdin with (format binary)
