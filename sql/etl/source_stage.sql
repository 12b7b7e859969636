-- purpose: enters what this run knows of a source
-- grain: one row
-- parameters: $1 source text, $2 mapping text, $3 jurisdiction text, $4 timezone text, $5 as_at timestamp with time zone, $6 mapping_sha256 text, $7 content_sha256 text, $8 capture text, $9 extent text, $10 state text, $11 period_from date, $12 period_to date, $13 position text, $14 identity text, $15 note text, $16 exceptions text
-- returns: none
-- locks: writes stage.source
insert into stage.source (source, mapping, jurisdiction, timezone, as_at, mapping_sha256, content_sha256, capture, extent, state,
	period_from, period_to, position, identity, note, exceptions, latest)
values ($1::text, $2::text, $3::text, $4::text, $5::timestamptz, $6::text, $7::text, $8::text, $9::text, $10::text,
	$11::date, $12::date, $13::text, $14::text, $15::text, $16::text, engine.run_latest())
