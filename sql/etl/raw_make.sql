-- purpose: makes the raw table of a declared file anew and gives the statement that copies into it
-- grain: one row
-- parameters: $1 source text, $2 file text, $3 names text[], $4 types text[]
-- returns: copy_in text
-- locks: drops and makes stage.<source>_<file>
select etl.raw_make($1::text, $2::text, $3::text[], $4::text[]) as copy_in
