-- kind: script
-- purpose: makes the temporary view from which the columns that a mapping uses are read; rolled back afterwards
-- locks: none but on the view itself
--
-- The text of the SELECT stands in the place of the mark.
create temporary view shumar_mapping as
@mapping@
