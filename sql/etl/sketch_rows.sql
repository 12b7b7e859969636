-- kind: script
-- purpose: some rows of a table, to see what its columns hold; etl/sketch/sketch.c puts in what stands between @
-- locks: none
select @columns@ from @table@ as t limit 5000
