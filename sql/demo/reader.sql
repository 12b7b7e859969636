-- kind: script
-- purpose: the role that reads the made-up records: a member of the kit's readers, and nothing more
-- locks: none
do $$
begin
	if not exists (select from pg_roles where rolname = 'shumar_extract') then
		create role shumar_extract login;
	end if;
	if not pg_has_role('shumar_extract', 'shumar_reader', 'member') then
		grant shumar_reader to shumar_extract;
	end if;
exception when duplicate_object or unique_violation or internal_error then
	null; -- done by somebody else at this moment
end
$$;
