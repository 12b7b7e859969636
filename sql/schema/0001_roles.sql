-- kind: script
-- purpose: schemas of the warehouse and the roles that may look into them
-- locks: new objects only
--
-- These files hold what a warehouse keeps: tables, constraints, indexes, roles and rights. They are applied once, in the order of
-- their numbers, and never edited after that (core/warehouse/migrate.c). What the warehouse can do, functions and views, stands in sql/engine/, which
-- is made anew whenever it changed; nothing here may name it, as it goes and comes.
create schema if not exists etl;
create schema raw;                     -- what was read of files
create schema stage;                   -- what the run at work looks at
create schema fact;
create schema cube;                    -- tables of sql/cubes/, made by runs
create schema ref;
create schema release;

-- Roles are the cluster's; a server where we may not create them has them made by its administrator.
do $$
declare
	role_name text;
begin
	foreach role_name in array array['shumar_etl', 'shumar_report', 'shumar_press', 'shumar_audit'] loop
		begin
			if not exists (select from pg_catalog.pg_roles where rolname = role_name) then
				execute format('create role %I nologin', role_name);
			end if;
		exception when insufficient_privilege or duplicate_object or unique_violation then
			raise notice 'role % was not created here', role_name;
		end;
	end loop;
end
$$;
