-- kind: script
-- purpose: the one district of Cook County's records
-- locks: writes ref.district
insert into ref.district (code, name_en, name_ur, division, region, jurisdiction, note)
values ('COOK', 'Cook County', 'کک کاؤنٹی', 'Illinois', 'Illinois', 'cook',
	'state''s attorney''s felony cases, published; real records that show what the engine does with them')
on conflict (code) do nothing;
