-- purpose: gives all that is kept of a source, its watermark, folder and rejects, to its new name
-- grain: one row
-- parameters: $1 run_no bigint, $2 old text, $3 new text
-- returns: source_renamed void
-- locks: writes etl.source, etl.reject and the ledgers of drops; raw tables of the source, exclusively
select engine.source_renamed($1::bigint, $2::text, $3::text)
