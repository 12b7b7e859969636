-- purpose: tells whether the warehouse holds facts whose keys are pseudonyms
-- grain: one row
-- parameters: none
-- returns: facts boolean
-- locks: none
select exists (select from etl.source s where s.last_run is not null) as facts
