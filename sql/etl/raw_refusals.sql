-- purpose: copies what is refused of a file into the ledger of raw tables
-- kind: script
-- grain: one row per refusal
-- locks: writes raw.refusal
copy raw.refusal (file_no, severity, code, line, field, reason, remedy, content) from stdin with (format binary)
