-- purpose: forgets files whose rows have been taken out
-- grain: one row per file
-- parameters: $1 file_nos integer[]
-- returns: none
-- locks: writes raw.loaded
delete from raw.loaded as l
where l.file_no = any ($1::integer[])
