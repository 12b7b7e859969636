-- purpose: puts every fact of a source into the change of a run as that of another name
-- grain: one row
-- parameters: $1 run_no bigint, $2 old text, $3 new text
-- returns: source_restamp void
-- locks: writes the stage
select engine.source_restamp($1::bigint, $2::text, $3::text)
