-- purpose: makes known what this run saw of the folders of its drops: files, and what was rejected of them
-- grain: one row
-- parameters: $1 run_no bigint
-- returns: drop_enter void
-- locks: writes etl.drop_file, etl.file, etl.reject, raw.present
select engine.drop_enter($1::bigint)
