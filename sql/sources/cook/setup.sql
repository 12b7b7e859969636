-- kind: script
-- purpose: the one district of Cook County's records, and what is ordinary in them
-- locks: writes ref.district, ref.tolerance
insert into ref.district (code, name_en, name_ur, division, region, jurisdiction, note)
values ('COOK', 'Cook County', 'کک کاؤنٹی', 'Illinois', 'Illinois', 'cook',
	'state''s attorney''s felony cases, published; real records that show what the engine does with them')
on conflict (code) do nothing;
insert into ref.tolerance (jurisdiction, code, note)
values ('cook', 'outcome-before-registration',
	'Cases that are filed anew keep the disposals of charges from before they were received again; the outcome is counted on its day.')
on conflict (jurisdiction, code) do nothing;
