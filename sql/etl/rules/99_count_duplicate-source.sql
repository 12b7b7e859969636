-- purpose: a published figure of one area, head, item and period comes from one source
-- rule: count row value duplicate-source
-- remedy: Take the record out of one of the two sources. A source that was renamed: shumar etl source rename; one that is to go: shumar etl source retire.
-- grain: one row per fault
-- parameters: none
-- returns: source text, row_no bigint, reason text
-- locks: none
--
-- Last of its feed's rules: a record that is rejected for itself stands in no other's way.
select r.source, r.row_no, pg_catalog.format('This figure is counted from source ''%s''; that of source ''%s'' is not added to it.', r.counted, r.source) as reason
from engine.rivals('count') r
