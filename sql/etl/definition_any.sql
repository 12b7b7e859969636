-- purpose: tells whether it is known what records were classified by
-- grain: one row
-- parameters: none
-- returns: any boolean
-- locks: none
select exists (select from etl.definition) as any
