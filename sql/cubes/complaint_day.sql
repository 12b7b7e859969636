-- purpose: complaints per day on which they were received
-- grain: one row per fact; cells per district, channel, kind, disposal, received_on
-- keys: district, channel, kind, disposal, received_on
-- counts: complaints
-- parameters: none
-- returns: district text, channel text, kind text, disposal text, received_on date, complaints bigint
-- locks: none
select f.district, f.channel, f.kind, f.disposal, f.received_on,
	f.sign::bigint as complaints
from engine.signed_complaint f
