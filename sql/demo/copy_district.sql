-- purpose: takes the province's districts, as sql/reference/district.csv lists them, into the generator
-- kind: script
-- locks: new rows only
copy demo.district (code, name_en, name_ur, division, region, jurisdiction, female_population, population,
	population_year, parent_code, valid_from, valid_to, note) from stdin (format csv, header match, encoding 'UTF8')
