-- purpose: the latest moment that an as-at of this run can be
-- grain: one row
-- parameters: none
-- returns: latest timestamp with time zone
-- locks: none
select engine.run_latest() as latest
