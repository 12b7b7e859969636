-- kind: script
-- purpose: the function that makes one night's changes
-- locks: new objects only

-- N ids below LAST: nine in ten of the last year (the last eighth of the ids), one in ten older.
create function police.chosen(n bigint, last bigint, purpose bigint, seed bigint) returns setof bigint
language sql stable as $$
	select distinct case when police.draw(i, purpose, seed) < 0.1
		then 1 + floor(0.875 * last * police.draw(i, purpose + 1, seed))
		else 1 + floor(last * (0.875 + 0.125 * police.draw(i, purpose + 1, seed))) end::bigint
	from generate_series(1, n) as i
$$;

-- About N changed rows: 40 % new, 45 % changed, 10 % reclassified (their sections), 5 % deleted.
create function police.change(n bigint, seed bigint)
returns table (added bigint, changed bigint, reclassified bigint, deleted bigint) language plpgsql as $$
declare
	last_case bigint := (select max(c.case_id) from police.cases as c);
	last_accused bigint := (select max(a.accused_id) from police.accused as a);
	new_cases bigint := n * 25 / 100;
	new_accused bigint := n * 10 / 100;
	touched bigint;
begin
	update police.clock set today = today + 1;

	-- new: cases and their accused of today, and today's outcomes of those accused long ago
	perform police.put_cases(last_case + 1, last_case + new_cases, (select c.today from police.clock as c), 1, seed);
	perform police.put_accused(last_accused + 1, last_accused + new_accused, last_case + 1, last_case + new_cases, seed);
	insert into police.outcomes (outcome_id, accused_id, case_id, court, decided_on, outcome)
	select a.accused_id * 2, a.accused_id, a.case_id, 'Sessions Court', k.today, 'ACQUITTED'
	from police.chosen(n * 2, last_accused, 40, seed) as i
	join police.accused as a on a.accused_id = i
	cross join police.clock as k
	where not exists (select from police.outcomes as o where o.accused_id = a.accused_id)
	limit n * 5 / 100;
	get diagnostics touched = row_count;
	added := new_cases + new_accused + touched;

	-- changed: the next status
	update police.cases as c set status_on = k.today,
		status = case c.status when 'FIR' then 'UNDERINV' when 'UNDERINV' then 'CHALLAN_INTERIM'
			when 'CHALLAN_INTERIM' then 'CHALLAN_COMPLETE' when 'CHALLAN_COMPLETE' then 'UNDERTRIAL' when 'UNDERTRIAL' then 'DECIDED'
			when 'DECIDED' then 'APPEAL' else 'UNDERINV' end
	from police.clock as k
	where c.case_id in (select i from police.chosen(n * 25 / 100, last_case, 42, seed) as i);
	get diagnostics changed = row_count;
	update police.accused as a set arrested_on = coalesce(a.arrested_on, k.today),
		status = case a.status when 'ARRESTED' then 'JUDICIAL' when 'JUDICIAL' then 'BAIL' when 'BAIL' then 'CONVICTED' else 'ARRESTED' end
	from police.clock as k
	where a.accused_id in (select i from police.chosen(n * 20 / 100, last_accused, 44, seed) as i);
	get diagnostics touched = row_count;
	changed := changed + touched;

	-- reclassified: other sections, so that the case and all that hangs on it counts elsewhere
	update police.cases as c set honour = false, domestic = false,
		sections = w.spellings[1 + array_position(w.spellings, c.sections) % cardinality(w.spellings)]
	from police.weights as w
	where c.case_id in (select i from police.chosen(n * 10 / 100, last_case, 46, seed) as i);
	get diagnostics reclassified = row_count;

	-- deleted: what nothing hangs on
	delete from police.outcomes as o where o.outcome_id in (
		select p.outcome_id from police.chosen(n, last_accused, 48, seed) as i
		join police.outcomes as p on p.accused_id = i limit n * 2 / 100);
	get diagnostics deleted = row_count;
	delete from police.accused as a where a.accused_id in (
		select i from police.chosen(n, last_accused, 50, seed) as i
		where not exists (select from police.outcomes as o where o.accused_id = i) limit n * 2 / 100);
	get diagnostics touched = row_count;
	deleted := deleted + touched;
	delete from police.cases as c where c.case_id in (
		select i from police.chosen(n, last_case, 52, seed) as i
		where not exists (select from police.accused as a where a.case_id = i) limit n / 100);
	get diagnostics touched = row_count;
	deleted := deleted + touched;
	return next;
end
$$;
