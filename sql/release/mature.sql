-- purpose: the last day of an event whose late entries have come
-- grain: one row
-- parameters: $1 jurisdiction text, $2 event text, $3 as_at date
-- returns: to_on date
-- locks: none
select report.mature_to($1::text, $2::text, $3::date) as to_on
