-- purpose: a FIR is counted once, whichever sources hold it
-- rule: case row fir_number duplicate-source
-- remedy: Take the record out of one of the two sources. A source that was renamed: shumar etl source rename; one that is to go: shumar etl source retire.
-- grain: one row per fault
-- parameters: none
-- returns: source text, row_no bigint, reason text
-- locks: none
--
-- Last of its feed's rules: a record that is rejected for itself stands in no other's way.
select r.source, r.row_no, pg_catalog.format('FIR %s/%s of this station is counted from source ''%s''; the same of source ''%s'' is not counted.', s.fir_number, s.fir_year, r.counted, r.source) as reason
from engine.rivals('case') r
join stage."case" s on s.source = r.source and s.row_no = r.row_no
