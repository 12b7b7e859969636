-- purpose: the channel of a case is one of the list
-- rule: case field channel unknown-channel
-- remedy: Choose a channel of the list at the source.
-- grain: one row per fault
-- parameters: none
-- returns: source text, row_no bigint, reason text
-- locks: none
select s.source, s.row_no, pg_catalog.format('The channel is none of the list (%s); it is counted as received at the station.', engine.outline(s.channel)) as reason
from engine.checked_case s
where s.channel not in ('station', 'vwps', 'helpline_15', 'helpline_1787', 'app', 'court')
	and s.channel not like '‹%' -- withheld while it streamed, and rejected before
