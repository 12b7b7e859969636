-- kind: script
-- purpose: folding of names and words, and what may be said of a value that is not shown
-- locks: new objects only
--
-- What is kept of keys and names is folded at the door, in C (core/text.h). Here stands the comparison of the same file
-- for the warehouse, text_fold_compare; tests/db/etl/guard/test_fold.c holds the two to one result.

-- Characters that take no room on a page, as a class of a regular expression.
create function engine.fold_invisible() returns text language sql immutable parallel safe as $$
	select '[' || '\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890-\u0891\u08e2\u115f-\u1160\u17b4-\u17b5'
		|| '\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0'
		|| '\ufff0-\ufffb\ufffe-\uffff\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3'
		|| '\U0001d173-\U0001d17a\U0001fffe-\U0001ffff\U0002fffe-\U0002ffff\U0003fffe-\U0003ffff'
		|| '\U0004fffe-\U0004ffff\U0005fffe-\U0005ffff\U0006fffe-\U0006ffff\U0007fffe-\U0007ffff'
		|| '\U0008fffe-\U0008ffff\U0009fffe-\U0009ffff\U000afffe-\U000affff\U000bfffe-\U000bffff'
		|| '\U000cfffe-\U000cffff\U000dfffe-\U000e0fff\U000efffe-\U000effff\U000ffffe-\U000fffff'
		|| '\U0010fffe-\U0010ffff' || ']+'
$$;

-- The digits of all scripts, in tens, as translate() wants them; those that have compatibility forms are ASCII by then.
create function engine.fold_digits() returns text language sql immutable parallel safe as $$
	select pg_catalog.string_agg(pg_catalog.chr(s.first + n), '' order by s.place, n)
	from pg_catalog.unnest(array[1632, 1776, 1984, 2406, 2534, 2662, 2790, 2918, 3046, 3174, 3302, 3430, 3558, 3664, 3792, 3872, 4160,
		4240, 6112, 6160, 6470, 6608, 6784, 6800, 6992, 7088, 7232, 7248, 42528, 43216, 43264, 43472, 43504,
		43600, 44016, 66720, 68912, 69734, 69872, 69942, 70096, 70384, 70736, 70864, 71248, 71360, 71472,
		71904, 72016, 72784, 73040, 73120, 92768, 92864, 93008, 123200, 123632, 125264]) with ordinality as s (first, place)
	cross join pg_catalog.generate_series(0, 9) n
$$;

-- Without what cannot be seen, blanks of any kind as one, none at the ends.
create function engine.fold_blanks(given text) returns text language sql immutable strict parallel safe as $$
	select pg_catalog.btrim(pg_catalog.regexp_replace(pg_catalog.regexp_replace(given, engine.fold_invisible(), '', 'g'),
		'[\u0001-\u0020\u007f-\u00a0\u1680\u2000-\u200a\u2028-\u2029\u202f\u205f\u2800\u3000]+', ' ', 'g'))
$$;

-- As text_fold_key has it: joiners stay between letters of the Arabic script, digits are ASCII.
create function engine.fold_key(given text) returns text language sql immutable strict parallel safe as $$
	select pg_catalog.translate(pg_catalog.btrim(pg_catalog.regexp_replace(pg_catalog.regexp_replace(pg_catalog.regexp_replace(
		pg_catalog.normalize(given, 'NFC'),
		pg_catalog.replace(engine.fold_invisible(), '\u200b-\u200f', '\u200b\u200e-\u200f'), '', 'g'),
		'(?<![\u0620-\u065f\u066e-\u06d3\u06d5\u06ee-\u06ef\u06fa-\u06ff\u0750-\u077f])[\u200c-\u200d]+'
			|| '|[\u200c-\u200d]+(?![\u0620-\u065f\u066e-\u06d3\u06d5\u06ee-\u06ef\u06fa-\u06ff\u0750-\u077f])', '', 'g'),
		'[\u0001-\u0020\u007f-\u00a0\u1680\u2000-\u200a\u2028-\u2029\u202f\u205f\u2800\u3000]+', ' ', 'g')),
		engine.fold_digits() || U&'\FF10\FF11\FF12\FF13\FF14\FF15\FF16\FF17\FF18\FF19', pg_catalog.repeat('0123456789', 59))
$$;

-- What is the same for readers has the same result: letter case, forms, blanks, joiners, vowel signs, digits, dashes and the
-- letters that keyboards of Arabic give for those of Urdu do not count.
create function engine.fold(given text) returns text language plpgsql immutable strict parallel safe as $$
declare
	kept text;
begin
	if given ~ '^([!-~]+( [!-~]+)*)?$' then
		return pg_catalog.lower(given collate "C");
	end if;
	kept := engine.fold_blanks(pg_catalog.normalize(given, 'NFC'));
	if kept ~ '^[ -~]*$' then
		return pg_catalog.lower(kept collate "C");
	end if;
	kept := pg_catalog.lower(pg_catalog.normalize(kept, 'NFKC') collate "und-x-icu");
	-- the sharp s, the last sigma of a word and the iota below a letter are small letters already
	kept := pg_catalog.replace(pg_catalog.translate(pg_catalog.normalize(kept, 'NFKC'), U&'\03C2\0345', U&'\03C3\03B9'), U&'\00DF', 'ss');
	kept := pg_catalog.regexp_replace(kept, '[\u0640\u064b-\u0652\u0656-\u065f\u0670]+', '', 'g');
	kept := pg_catalog.regexp_replace(kept, '[\u058a\u05be\u1400\u1806\u2010-\u2015\u2053\u207b\u208b\u2212\u2e17\u2e1a\u2e3a-\u2e3b\u2e40\u2e5d'
		|| '\u301c\u3030\u30a0\ufe31-\ufe32\ufe58\ufe63\uff0d\U00010ead]', '-', 'g');
	kept := pg_catalog.translate(kept, U&'\2018\2019'
			|| U&'\0643\06AA\064A\0649\06D0\0647\0629\06C3\06C0\06C2\06D5\0623\0625\0671' || engine.fold_digits(),
		'''''' || U&'\06A9\06A9\06CC\06CC\06CC\06C1\06C1\06C1\06C1\06C1\06C1\0627\0627\0627' || pg_catalog.repeat('0123456789', 58));
	-- compatibility forms can hold blanks, and letters that are exchanged compose anew
	return engine.fold_blanks(pg_catalog.normalize(kept, 'NFC'));
end
$$;

-- ── values that are not shown ──
-- What a value looks like, without giving it away: "2 words, 12 letters, 3 digits".
create function engine.look_of(given text) returns text language sql immutable strict parallel safe as $$
	select coalesce(pg_catalog.string_agg(n.number || ' ' || n.name || case when n.number = 1 then '' else 's' end, ', ' order by n.place),
		'nothing visible')
	from (select engine.fold_blanks(given) collate "und-x-icu" as text) t
	cross join lateral (values
		(1, pg_catalog.regexp_count(t.text, '[^ ]+'), 'word'),
		(2, pg_catalog.regexp_count(t.text, '[[:alpha:]]'), 'letter'),
		(3, pg_catalog.regexp_count(t.text, '[[:digit:]]'), 'digit'),
		(4, pg_catalog.regexp_count(t.text, '[^ [:alpha:][:digit:]]'), 'other character')) as n (place, number, name)
	where n.number > 0
$$;

-- True for one short word, as names of places are. What is longer, or holds digits, was perhaps meant for another column and
-- may say something of a person.
create function engine.is_word(given text) returns boolean language sql immutable strict parallel safe as $$
	select given collate "und-x-icu" ~ '^[[:alpha:]][^[:space:][:digit:]@/\\<>=+,;:]{0,23}$'
$$;

-- The letters of a word that are not ASCII, for one that looks right and is not known: " (U+067E U+0627)"; empty when all are.
create function engine.letters(given text) returns text language sql immutable strict parallel safe as $$
	select coalesce(' (' || pg_catalog.string_agg('U+' || pg_catalog.lpad(pg_catalog.upper(pg_catalog.to_hex(pg_catalog.ascii(l.letter))), 4, '0'), ' '
		order by l.place) || ')', '')
	from pg_catalog.regexp_split_to_table(given, '') with ordinality as l (letter, place)
	where pg_catalog.ascii(l.letter) > 127
$$;

-- Values that were withheld while they streamed. In their place stands what they are like: "‹withheld: a phone number, row 7›",
-- "‹unlisted: 2 words, 12 letters (Latin)›" (etl/guard/coded.h). The row or field is rejected, and neither the stage nor a ledger has ever
-- held the value.
create function engine.withheld(value text, what text) returns text language sql immutable parallel safe as $$
	select pg_catalog.substring(value, '^‹' || what || ': (.*)›$')
$$;

-- "2 words, 14 characters", for values that an earlier version let in.
create function engine.outline(value text) returns text language sql immutable parallel safe as $$
	select coalesce(engine.withheld(value, 'unlisted'), pg_catalog.format('%s words, %s characters',
		pg_catalog.cardinality(pg_catalog.regexp_split_to_array(pg_catalog.btrim(value), '\s+')), pg_catalog.length(value)))
$$;

-- ── places in files ──
-- "folder/file.csv:12" apart.
create function engine.origin_file(origin text) returns text language sql immutable parallel safe as $$
	select pg_catalog.regexp_replace(origin, ':[0-9]+$', '')
$$;

create function engine.origin_line(origin text) returns bigint language sql immutable parallel safe as $$
	select pg_catalog.substring(origin, ':([0-9]{1,15})$')::bigint
$$;
