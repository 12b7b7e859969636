-- kind: script
-- purpose: new images of the facts: what they look like if this run is applied
-- locks: new objects only
--
-- The SELECT of each stands in sql/facts/ under the name of its fact.
do $$
declare
	declared record;
begin
	for declared in select f.fact, f.image from etl.fact f order by f.place loop
		execute format(E'create view engine.%I as\n%s', 'image_' || declared.fact, declared.image);
	end loop;
end
$$;
