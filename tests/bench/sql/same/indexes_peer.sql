-- purpose: indexes of the tables loaded by hand
-- grain: one row
-- parameters: none
-- returns: indexes text
-- locks: none
select string_agg(i.indnatts::text, ',' order by i.indnatts) as indexes from pg_index as i
where i.indrelid in ('police.cases'::regclass, 'police.accused'::regclass, 'police.outcomes'::regclass)
