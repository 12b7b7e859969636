-- purpose: accused
-- grain: one row per accused and case
-- parameters: none
-- returns: row_id bigint, case_key text, accused_key text, sex text, age_band text, status text, arrested_on date, challaned_on date
-- locks: none
select
	a.accused_id as row_id,
	a.case_id::text as case_key,
	a.accused_id::text as accused_key,
	a.sex,
	a.age_band,
	a.status,
	a.arrested_on,
	a.challaned_on
from police.accused as a
