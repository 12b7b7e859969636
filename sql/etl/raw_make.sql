-- purpose: sees that the raw table of a declared file is there as declared, and gives the statement that copies into it
-- grain: one row
-- parameters: $1 source text, $2 file text, $3 declared text, $4 names text[], $5 types text[]
-- returns: copy_in text
-- locks: may drop and make raw.rows_<source>_<file> and raw.<source>_<file>
select engine.raw_make($1::text, $2::text, $3::text, $4::text[], $5::text[]) as copy_in
