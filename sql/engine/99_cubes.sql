-- kind: script
-- purpose: the views of the cubes that there are, made again
-- locks: new objects only

-- A cube whose SELECT the engine no longer understands is built anew by the next run, from the SELECT that the program has then.
do $$
declare
	cube_name text;
begin
	for cube_name in
		select c.cube from etl.cube c where pg_catalog.to_regclass(pg_catalog.format('cube.%I', c.cube)) is not null order by c.cube collate "C"
	loop
		begin
			perform engine.cube_view(cube_name);
		exception when syntax_error_or_access_rule_violation then
			update etl.cube c set built_run = null, definition_sha256 = '' where c.cube = cube_name;
		end;
	end loop;
end
$$;
