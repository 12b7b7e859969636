-- kind: script
-- purpose: takes the view of mapping_view.sql away, for that of the next feed
-- locks: none but on the view itself
drop view pg_temp.shumar_mapping
