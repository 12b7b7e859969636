-- purpose: makes the open transaction permanent
-- kind: script
-- locks: none
commit;
