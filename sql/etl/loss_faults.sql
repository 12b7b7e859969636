-- purpose: districts and feeds of which a run takes away more than the corrections of a night, and that nobody accepted
-- grain: one row per source, feed and district at fault, after the facts were changed; district is null for all of a feed
-- parameters: $1 run_no bigint, $2 accepted text[]
-- returns: source text, feed text, district text, name text, was bigint, lost bigint, moved bigint
-- locks: none
select l.source, l.feed, l.district, l.name, l.was, l.lost, l.moved from engine.loss_faults($1::bigint, $2::text[]) l
