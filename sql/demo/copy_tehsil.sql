-- purpose: takes the tehsils, as sql/reference/tehsil.csv lists them, into the generator
-- kind: script
-- locks: new rows only
copy demo.tehsil (jurisdiction, district, code, name_en, name_ur, spellings, valid_from, valid_to, verified)
	from stdin (format csv, header match, encoding 'UTF8')
