-- purpose: notes what was read of a file, or why it could not be read as a whole
-- grain: one row
-- parameters: $1 file_no integer, $2 records bigint, $3 rejected bigint, $4 code text, $5 line bigint, $6 reason text, $7 remedy text
-- returns: none
-- locks: writes raw.loaded
update raw.loaded
set records = $2::bigint, rejected = $3::bigint, code = $4::text, line = $5::bigint, reason = $6::text, remedy = $7::text
where file_no = $1::integer
