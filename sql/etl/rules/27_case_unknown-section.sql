-- purpose: the sections of a case are in the list of offences
-- rule: case warning sections unknown-section
-- remedy: Correct the section at the source, or have it added to the list of offences; until then it decides no category.
-- grain: one row per fault
-- parameters: none
-- returns: source text, row_no bigint, reason text
-- locks: none
select s.source, s.row_no, pg_catalog.format('The list of offences does not have: %s.', m.unknown) as reason
from engine.checked_case s
join stage.meaning m on m.sections = coalesce(s.sections, '{}') and m.honour = coalesce(s.honour, false)
	and m.domestic = coalesce(s.domestic, false) and m.era = s.era
where m.unknown is not null
