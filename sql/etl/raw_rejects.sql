-- purpose: copies what is rejected of a file into the ledger of raw tables
-- kind: script
-- grain: one row per reject
-- locks: writes raw.reject
copy raw.reject (file_no, severity, code, line, field, reason, remedy, content) from stdin with (format binary)
