-- purpose: records per source, feed and day of their event: what coverage is read from
-- grain: one row per fact; cells per source, feed, district, on_day
-- keys: source, feed, district, on_day
-- counts: records
-- parameters: none
-- returns: source text, feed text, district text, on_day date, records bigint
-- locks: none
select f.source, 'case'::text as feed, f.district, f.registered_on as on_day, f.sign::bigint as records from engine.signed_case f
union all
select f.source, 'accused', f.district, f.registered_on, f.sign::bigint from engine.signed_accused f
union all
select f.source, 'outcome', f.district, f.decided_on, f.sign::bigint from engine.signed_outcome f
union all
select f.source, 'complaint', f.district, f.received_on, f.sign::bigint from engine.signed_complaint f
union all
select f.source, 'outreach', f.district, f.held_on, f.sign::bigint from engine.signed_outreach f
union all
select f.source, 'referral', f.district, f.referred_on, f.sign::bigint from engine.signed_referral f
union all
select f.source, 'training', f.district, f.completed_on, f.sign::bigint from engine.signed_training f
