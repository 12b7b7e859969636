-- purpose: copies refusals of a drop into the ledger
-- kind: script
-- grain: one row per refusal
-- locks: writes etl.reject
copy etl.reject (run_no, source, feed, severity, code, file, line, field, reason, remedy, content, first_run)
from stdin with (format binary)
