-- purpose: gives a file that is about to be read its number
-- grain: one row
-- parameters: $1 source text, $2 feed text, $3 file text, $4 sha256 text, $5 unit text, $6 period date
-- returns: file_no integer
-- locks: writes raw.loaded
insert into raw.loaded (source, feed, file, sha256, unit, period)
values ($1::text, $2::text, $3::text, $4::text, $5::text, $6::date)
returning file_no
