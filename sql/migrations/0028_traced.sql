-- kind: script
-- purpose: every version of every fact as cubes read it, so that the records of any cell are what the cube's own SELECT counts
-- locks: new objects only
--
-- etl.traced_<fact> stands in for etl.signed_<fact> in the SELECT of a cube (sql/reports/trace/records.sql): the facts
-- of all runs, each counted once, with a mark of which record it is.

create type etl.trace_mark as (
	fact text, row_key text, district text, case_key uuid, record text, event_on date,
	run_from bigint, run_to bigint, follows boolean, goes_on boolean
);

do $$
declare
	fact_name text;
	columns text[];
	days constant text[] := array['registered_on', 'decided_on', 'received_on', 'held_on', 'referred_on', 'completed_on', 'period_from'];
begin
	foreach fact_name in array etl.facts() loop
		columns := etl.fact_columns(fact_name);
		execute pg_catalog.format('create view etl.%1$I as
			select %2$s, v.run_from, v.run_to, 1 as sign, row(%3$L, v.row_key, %4$s, %5$s, %6$s, %7$s, v.run_from, v.run_to, v.follows,
				v.goes_on)::etl.trace_mark as mark
			from etl.%8$I v',
			'traced_' || fact_name, (select pg_catalog.string_agg(pg_catalog.format('v.%I', c), ', ') from pg_catalog.unnest(columns) c),
			fact_name,
			case when 'district' = any (columns) then 'v.district' else 'null::text' end,
			case when 'case_key' = any (columns) then 'v.case_key' else 'null::uuid' end,
			case when fact_name in ('case', 'course') then 'null::text' else 'v.record' end,
			coalesce((select pg_catalog.format('v.%I', d.name) from pg_catalog.unnest(days) with ordinality as d (name, place)
				where d.name = any (columns) order by d.place limit 1), 'null::date'),
			'version_' || fact_name);
		if exists (select from pg_catalog.pg_roles where rolname = 'shumar_audit') then
			execute pg_catalog.format('grant select on etl.%I to shumar_audit', 'traced_' || fact_name);
		end if;
	end loop;
end
$$;
