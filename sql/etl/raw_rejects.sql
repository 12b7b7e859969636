-- purpose: copies refusals of a drop into the ledger
-- kind: script
-- grain: one row per refusal
-- locks: writes etl.reject
copy etl.reject (first_run, source, feed, severity, code, file, line, field, reason, remedy, content, last_run)
from stdin with (format binary)
