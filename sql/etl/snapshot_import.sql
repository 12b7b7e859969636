-- kind: script
-- purpose: reads the snapshot that another session exported
-- locks: none
set transaction snapshot @snapshot@
