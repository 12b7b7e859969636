-- purpose: brings one fact to its new image for the sources of this run and enters the balance
-- grain: one row per source
-- parameters: $1 fact text, $2 run_no bigint
-- returns: source text, opening bigint, added bigint, changed bigint, deleted bigint, closing bigint
-- locks: writes the fact, its history, its delta and etl.run_feed
with applied as materialized (
	select a.source, a.opening, a.added, a.changed, a.deleted, a.closing from engine.fact_apply($1::text, $2::bigint) a
),
entered as (
	insert into etl.run_feed as f (run_no, source, feed, extracted, staged, rejected, opening, added, changed, deleted, closing)
	select $2::bigint, a.source, $1::text, 0, 0, 0, a.opening, a.added, a.changed, a.deleted, a.closing
	from applied a
	where a.opening > 0 or a.closing > 0
		or exists (select from etl.run_feed k where k.run_no = $2::bigint and k.source = a.source and k.feed = $1::text)
	on conflict (run_no, source, feed) do update
	set opening = excluded.opening, added = excluded.added, changed = excluded.changed, deleted = excluded.deleted,
		closing = excluded.closing
	returning f.source
)
select a.source, a.opening, a.added, a.changed, a.deleted, a.closing
from applied a
order by a.source collate "C"
