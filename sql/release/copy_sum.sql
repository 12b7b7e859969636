-- purpose: copies the sums of a release
-- kind: script
-- grain: one row per line
-- locks: writes release.sum
copy release.sum (release_id, sum_no, cell_no, factor) from stdin
