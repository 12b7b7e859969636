-- kind: script
-- purpose: takes the engine of before away, with all that hangs on it, and makes its schemas anew
-- locks: new objects only
--
-- The engine is what a warehouse can do: functions and views over the tables of sql/schema/. Its files are run in the order of their
-- names, in one transaction, whenever one of them is another than the one applied (core/warehouse/engine.c). Nothing that is kept may depend on
-- them: no default, generated column or constraint of a table. What does, and goes with them, is made again here: the views of cubes
-- (99), the triggers of releases (92), an index of reference data (14).
--
--   engine    what runs and commands call, and what cubes read
--   report    what datasets may read, with rights for those who report
--   released  what public papers are made of, with rights for the press
--
-- The files follow a run: what it works on and with (1x), files (20), the stage (30), rules (40), facts (50, 60), cubes (70), coverage
-- and losses (80), sources and values taken out (85), explanations (88), reports (90), releases (92), distribution (95).

-- Bodies name what later files make; plpgsql_check and the contract test look at them when all is there.
set local check_function_bodies = off;
set local client_min_messages = warning;
drop schema if exists engine, report, released cascade;
create schema engine;
create schema report;
create schema released;

do $$
declare
	reader text;
begin
	for reader in select r.rolname from pg_catalog.pg_roles r where r.rolname in ('shumar_report', 'shumar_audit') loop
		execute format('grant usage on schema report to %I', reader);
	end loop;
	if exists (select from pg_catalog.pg_roles where rolname = 'shumar_audit') then
		grant usage on schema engine to shumar_audit;
	end if;
	if exists (select from pg_catalog.pg_roles where rolname = 'shumar_press') then
		grant usage on schema released to shumar_press;
	end if;
end
$$;
