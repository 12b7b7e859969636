-- kind: frame
-- purpose: the cells of one cube that a figure counts; rendered for each trace rule of a dataset
-- grain: one row per cell
-- marks: @parameters@ those of the dataset with their types, @cube@, @count@ the count or what is made of counts,
--   @condition@ of the rule, @row@ of the row asked for
-- returns: cube text, cell text, amount bigint
-- locks: none
select '@cube@'::text as cube, engine.cell_text('@cube@', pg_catalog.to_jsonb(c)) collate "C" as cell, (@count@)::bigint as amount
from report.@cube@ c
where (@condition@) and (@row@) and (@count@) <> 0
	and exists (select from (values (1@parameters@)) given)
order by cell
