-- purpose: copies the figures of a release
-- kind: script
-- grain: one row per line
-- locks: writes release.cell
copy release.cell (release_id, cell_no, key, measure, place, kind, first_on, last_on, table_name, state, value, least, coverage,
	provisional, version, revised) from stdin
