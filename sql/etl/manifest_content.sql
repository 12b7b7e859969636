-- purpose: the canonical text of a run's manifest, made from the ledgers
-- grain: one row; none when the run is unknown or has not ended well
-- parameters: $1 run_no bigint
-- returns: content text
-- locks: none
--
-- All that a manifest says is said here. Give it another format when you change its shape: manifests of
-- another format are not compared with the ledgers. Whatever stands here must be the same when it is
-- asked again after later runs; 'schema' is the exception, which is not compared.
-- Sums of proofs are strings: they may have more digits than a number of JSON holds.
select engine.canonical(pg_catalog.jsonb_build_object(
	'format', 'shumar-manifest/1',
	'run', r.run_no,
	'kind', r.kind,
	'state', r.state,
	'reason', r.reason,
	'program', r.program,
	'schema', (select max(m.number) from etl.migration m),
	'started', pg_catalog.to_char(r.started_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
	'finished', pg_catalog.to_char(r.finished_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
	-- reports that are made after this run show the figures of that one
	'figures_of_run', (select max(p.run_no) from etl.run p where p.state = 'published' and p.run_no <= r.run_no),
	'previous', case when b.run_no is not null then pg_catalog.jsonb_build_object('run', b.run_no, 'sha256', b.sha256) end,
	'sources', (
		select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
			'source', s.source,
			'mapping', s.mapping,
			'jurisdiction', s.jurisdiction,
			'timezone', s.timezone,
			'mapping_sha256', s.mapping_sha256,
			'content_sha256', s.content_sha256,
			'as_at', pg_catalog.to_char(s.as_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
			'capture', s.capture,
			'extent', s.extent,
			'position', s.position,
			'state', s.state)
			|| case when s.exceptions is not null then pg_catalog.jsonb_build_object('exceptions', s.exceptions) else '{}' end
			order by s.source collate "C"), '[]')
		from etl.run_source s
		where s.run_no = r.run_no),
	-- with those of the runs since the manifest before that were applied and not published,
	-- so that each closing balance is the next opening one
	'feeds', (
		select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
			'run', f.run_no, 'source', f.source, 'feed', f.feed,
			'extracted', f.extracted, 'staged', f.staged, 'rejected', f.rejected,
			'opening', f.opening, 'added', f.added, 'changed', f.changed, 'deleted', f.deleted, 'closing', f.closing,
			'keys_deleted', f.keys_deleted, 'retried', f.retried, 'source_rows', f.source_rows)
			order by f.run_no, f.source collate "C", f.feed collate "C"), '[]')
		from etl.run_feed f join etl.run a on a.run_no = f.run_no
		where f.run_no = r.run_no
			or (f.run_no > n.after and f.run_no < r.run_no and a.state = 'applied')),
	-- what is open is the sum of these along the chain: counting it anew for each run would read the whole ledger
	'rejects', (
		select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
			'source', e.source, 'feed', e.feed, 'severity', e.severity, 'code', e.code, 'opened', e.opened, 'resolved', e.resolved)
			order by e.source collate "C", e.feed collate "C", e.severity collate "C", e.code collate "C"), '[]')
		from (
			select j.source, j.feed, j.severity, j.code,
				coalesce(sum(j.entries) filter (where j.first_run > n.after and j.first_run <= r.run_no), 0)::bigint as opened,
				coalesce(sum(j.entries) filter (where j.resolved_run > n.after and j.resolved_run <= r.run_no), 0)::bigint as resolved
			from (
				select e.source, e.feed, e.severity, e.code, e.first_run, e.resolved_run, 1 as entries
				from etl.reject e
				where (e.first_run > n.after and e.first_run <= r.run_no) or (e.resolved_run > n.after and e.resolved_run <= r.run_no)
				union all
				-- those that were taken away for their age since
				select p.source, p.feed, p.severity, p.code, p.first_run, p.resolved_run, p.entries
				from etl.reject_pruned p
				where (p.first_run > n.after and p.first_run <= r.run_no) or (p.resolved_run > n.after and p.resolved_run <= r.run_no)
			) j
			group by j.source, j.feed, j.severity, j.code
		) e),
	'cubes', (
		select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
			'cube', p.cube, 'scope', p.scope, 'proven', p.proven, 'cells', p.cells,
			'facts_sum', p.facts_sum::text, 'cells_sum', p.cells_sum::text)
			order by p.cube collate "C", p.scope collate "C"), '[]')
		from etl.proof p
		where p.run_no = r.run_no)
	)
	-- files of the office's own, where there are any
	|| coalesce((
		select pg_catalog.jsonb_build_object('site', pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
			'path', f.path, 'sha256', f.sha256, 'replaces', f.reason) order by f.path collate "C"))
		from etl.run_site f
		where f.run_no = r.run_no
		having pg_catalog.count(*) > 0), '{}')
) as content
from etl.run r
left join lateral (
	select m.run_no, m.sha256 from etl.manifest m where m.run_no < r.run_no order by m.run_no desc limit 1
) b on true
-- a run that was applied and not published is told of by the next manifest
cross join lateral (select coalesce(b.run_no, r.run_no - 1) as after) n
where r.run_no = $1::bigint and r.state in ('published', 'unchanged')
