-- kind: script
-- purpose: what offences the sections of a case mention, beside the principal one
-- locks: new objects only
--
-- The same reading of sections as for the principal offence (etl.stage_meaning): a section as written, else without its clause, on the
-- day it is asked of, with the honour and domestic flags where the offence needs them; but every offence counts that a section names,
-- also one that never decides.
create function ref.sections_mention(written text, is_honour boolean, is_domestic boolean, on_day date, of_category text)
returns boolean language sql stable parallel safe as $$
	with part as (
		select ref.section_form(p.part) as form, ref.section_base(p.part) as base
		from pg_catalog.regexp_split_to_table(written, '\s*[/,;+&]\s*') as p (part)
		where pg_catalog.btrim(p.part) <> ''
	), spelling as materialized (
		select x.form, x.category, x.needs from ref.section_spelling x
		where x.valid_from <= on_day and (x.valid_to is null or x.valid_to >= on_day)
	)
	select exists (
		select from part p
		join spelling x on x.form = p.form or (x.form = p.base and not exists (select from spelling y where y.form = p.form))
		where x.category = of_category
			and (x.needs is null or (x.needs = 'honour' and is_honour) or (x.needs = 'domestic' and is_domestic)))
$$;

do $$
declare
	reader text;
begin
	for reader in select r.rolname from pg_catalog.pg_roles r where r.rolname in ('shumar_report', 'shumar_audit') loop
		execute pg_catalog.format('grant select on ref.offence_section, ref.category, ref.section_spelling to %I', reader);
	end loop;
end
$$;
