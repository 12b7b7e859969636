-- purpose: a complaint is counted once, whichever sources hold it
-- rule: complaint row received_at duplicate-source
-- remedy: Take the record out of one of the two sources. A source that was renamed: shumar etl source rename; one that is to go: shumar etl source retire.
-- grain: one row per fault
-- parameters: none
-- returns: source text, row_no bigint, reason text
-- locks: none
--
-- Last of its feed's rules: a record that is rejected for itself stands in no other's way.
select r.source, r.row_no, pg_catalog.format('This complaint is counted from source ''%s'': the same district, channel, kind and time; that of source ''%s'' is not counted.', r.counted, r.source) as reason
from engine.rivals('complaint') r
