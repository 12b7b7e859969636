-- kind: script
-- purpose: the one district of the City of London's records, and what is ordinary in them
-- locks: writes ref.district, ref.tolerance
insert into ref.district (code, name_en, name_ur, division, region, jurisdiction, note)
values ('CITY-OF-LONDON', 'City of London', 'سٹی آف لندن', 'London', 'England', 'uk',
	'published street crimes; real records that show what the engine does with monthly drops')
on conflict (code) do nothing;
