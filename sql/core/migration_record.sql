-- purpose: records a migration in the transaction that applies it
-- grain: one row
-- parameters: $1 number integer, $2 name text, $3 sha256 text
-- returns: none
-- locks: row of etl.migration
insert into etl.migration (number, name, sha256)
values ($1::integer, $2::text, $3::text)
