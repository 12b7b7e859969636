-- kind: script
-- purpose: names of tables and columns as messages and papers have them: full and deleted, rejected and resolved
-- locks: tables of the stage, etl.reject, etl.reject_pruned
do $$
declare
	kept record;
begin
	for kept in
		select c.relname as name, pg_catalog.regexp_replace(pg_catalog.regexp_replace(c.relname, '^whole_', 'full_'), '^gone_', 'deleted_') as becomes
		from pg_catalog.pg_class c
		where c.relnamespace = 'stage'::pg_catalog.regnamespace and c.relkind = 'r' and c.relname ~ '^(whole|gone)_'
	loop
		execute pg_catalog.format('alter table stage.%I rename to %I', kept.name, kept.becomes);
	end loop;
end
$$;
alter table etl.reject rename column cured_run to resolved_run;
alter table etl.reject rename column cured_how to resolved_how;
alter index etl.reject_cured rename to reject_resolved;
alter table etl.reject_pruned rename column cured_run to resolved_run;
