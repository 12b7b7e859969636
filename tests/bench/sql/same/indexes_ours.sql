-- purpose: indexes of the three facts
-- grain: one row
-- parameters: none
-- returns: indexes text
-- locks: none
select string_agg(i.indnatts::text, ',' order by i.indnatts) as indexes from pg_index as i
where i.indrelid in ('fact."case"'::regclass, 'fact.accused'::regclass, 'fact.outcome'::regclass)
