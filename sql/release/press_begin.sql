-- kind: script
-- purpose: from here on the transaction reads as the press does: released figures and names, and nothing else
-- locks: none
set local role shumar_press
