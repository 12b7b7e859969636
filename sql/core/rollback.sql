-- purpose: undoes the open transaction
-- kind: script
-- locks: none
rollback;
