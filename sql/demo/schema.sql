-- kind: script
-- purpose: a made-up police station record system, and beside it the words and work tables that fill it
-- locks: drops and makes the schemas psrms and demo
--
-- psrms is what a mapping may read, shaped as such systems are: free text, one
-- row per event, personal data beside every fact. demo belongs to the generator;
-- nothing outside sql/demo and the tests reads it.

drop schema if exists psrms cascade;
drop schema if exists demo cascade;
create schema psrms;
create schema demo;

-- ── the record system ──
create table psrms.police_stations (
	ps_id integer primary key,
	code text not null,                -- 'PKP-03'; stays when a station changes district
	station_name text not null,
	district text not null,            -- code of the district it reports to
	phone text not null,
	opened_on date
);
create table psrms.officers (
	officer_id integer primary key,
	ps_id integer not null,
	name text not null,
	phone text not null,
	rank text not null,
	unit text not null
);
create table psrms.firs (
	fir_id bigint primary key,
	ps_id integer not null,
	year integer not null,
	fir_no text not null,              -- as the register has it: '446/24', '446/2024', '446'
	registered_at timestamptz not null,
	occurred_on date,
	complainant_name text not null,
	complainant_father text not null,
	complainant_cnic text,
	complainant_phone text,
	complainant_address text not null,
	sections text not null,            -- as the muharrir wrote them
	honour boolean not null,
	domestic boolean not null,
	relation text,                     -- of the accused to the victim
	channel text not null,
	status text not null,
	status_on date not null,
	officer_id integer,
	entered_at timestamptz not null
);
create table psrms.victims (
	victim_id bigint primary key,
	fir_id bigint not null,
	name text not null,
	age integer
);
create table psrms.accused_persons (
	accused_id bigint primary key,
	fir_id bigint not null,
	name text not null,                -- 'Na-maloom' where nobody knows
	father_name text,
	cnic text,
	phone text,
	address text,
	sex text,
	age integer,
	status text not null,
	entered_at timestamptz not null
);
create table psrms.arrests (
	arrest_id bigint primary key,
	accused_id bigint not null,
	arrested_on date not null,
	officer_id integer,
	entered_at timestamptz not null
);
create table psrms.bails (
	bail_id bigint primary key,
	accused_id bigint not null,
	kind text not null,                -- pre-arrest, post-arrest
	granted_on date not null,
	ended_on date,                     -- of a pre-arrest bail that the court recalled
	entered_at timestamptz not null
);
create table psrms.challans (
	challan_id bigint primary key,
	accused_id bigint not null,
	kind text not null,                -- interim, complete, 512
	submitted_on date not null,
	entered_at timestamptz not null
);
create table psrms.court_outcomes (
	outcome_id bigint primary key,
	accused_id bigint not null,
	court text not null,
	decided_on date not null,
	outcome text not null,
	sentence_kind text,
	sentence_months integer,
	fine bigint,
	appeal text,
	entered_at timestamptz not null
);
create table psrms.vwps_complaints (
	complaint_id bigint primary key,
	received_at timestamptz not null,
	channel text not null,
	district text not null,
	caller_name text not null,
	caller_phone text not null,
	caller_address text not null,
	kind text not null,
	responded_at timestamptz,
	disposal text not null,
	disposed_on date,
	fir_id bigint,
	satisfaction integer,              -- 1 to 5, where the caller was asked
	entered_at timestamptz not null
);
create table psrms.outreach_events (
	event_id bigint primary key,
	held_on date not null,
	district text not null,
	tehsil text,
	kind text not null,
	topic text not null,
	audience text not null,
	attended_women integer not null,
	attended_men integer not null,
	partner text,
	entered_at timestamptz not null
);
create table psrms.referrals (
	referral_id bigint primary key,
	complaint_id bigint not null,
	partner text not null,
	service text not null,
	referred_on date not null,
	accepted_on date,
	first_served_on date,
	closed_on date,
	entered_at timestamptz not null
);
create table psrms.trainings (
	training_id bigint primary key,
	officer_id integer not null,
	course text not null,
	completed_on date not null,
	entered_at timestamptz not null
);

-- ── the generator ──
-- One row, written in the transaction that writes the records: where it stands, they do.
create table demo.settings (
	cases bigint not null,
	seed bigint not null,
	until date not null,
	generator text not null,           -- checksum of the scripts that made them
	nights integer not null,           -- how many of the last nights are played one by one
	played integer                     -- the last of them that the records show; null without nights
);
create table demo.planted (
	kind text primary key,             -- what is wrong on purpose
	n bigint not null,
	fir_ids bigint[] not null
);

-- ── the last nights, where they are played one by one (nights_*.sql) ──
-- What is put wrong, put right or taken away on purpose: one row a change, and no FIR in two of them.
create table demo.change (
	night integer not null,
	kind text not null,                -- corrected, deleted, bad
	what text not null,
	fir_id bigint primary key,
	accused_id bigint,                 -- of a change of one accused
	resolved integer                      -- the night on which what was bad is put right; null: never
);
-- What the records have gone through, written with it: as many rows a night as there are kinds of change.
create table demo.night (
	night integer not null,            -- 0: the evening before the first
	entered_until date not null,       -- what was entered by the end of this day is in the records
	kind text not null,                -- entered, late, moved, corrected, deleted, bad, resolved
	what text not null,
	n bigint not null,
	primary key (night, kind, what)
);

-- sql/reference/district.csv, copied in as it is
create table demo.district (
	code text primary key, name_en text, name_ur text, division text, region text, jurisdiction text,
	female_population bigint, population bigint, population_year integer,
	parent_code text, valid_from date, valid_to date, note text
);
-- sql/reference/tehsil.csv, the same
create table demo.tehsil (
	jurisdiction text, district text, code text, name_en text, name_ur text, spellings text, valid_from date, valid_to date,
	verified boolean, primary key (district, code)
);
-- Weights of districts: women of the census times a made-up propensity.
create table demo.district_weight (
	code text primary key, name text not null, women double precision not null,
	weight_before double precision not null,   -- until the young districts were made
	weight_after double precision not null,
	since date, vwps_since date not null
);
create table demo.station_weight (
	district text primary key, ps_ids integer[] not null, upto double precision[] not null
);
create table demo.fir_draw (
	fir_id bigint primary key, district text not null, ps_id integer not null, registered_at timestamptz not null,
	registered_on date not null, channel text not null, pilot integer, offence text not null
);
create table demo.fir_lifecycle (
	fir_id bigint primary key, domestic boolean not null, honour boolean not null, minor boolean not null,
	relation text not null, accused integer not null,
	path text not null, path_on date,          -- challan, cancelled, untraced, transferred, open
	challan_on date, interim boolean not null, complete_on date, decided_on date
);
create table demo.accused_lifecycle (
	accused_id bigint primary key, fir_id bigint not null, female boolean not null, unknown boolean not null,
	pilot_status text, arrest_on date, interim_on date, interim_ended_on date, innocent_on date, po_on date,
	bail_on date, challan_on date, decided_on date, outcome text
);
-- What a FIR's status is made of, on whatever day it is asked for.
create table demo.fir_timeline (
	fir_id bigint primary key, registered_on date not null, path text not null, path_on date, interim boolean not null,
	challan_on date, complete_on date,
	sent boolean not null, all_unknown boolean not null, all_po boolean,   -- of the accused
	decided_on date, record_room boolean not null                          -- when the last who can be tried is decided
);

-- A number in [0, 1) for KEY and PURPOSE: the same for the same seed on every machine.
create function demo.draw(key bigint, purpose text, seed bigint) returns double precision
language sql immutable parallel safe as $$
	select (hashtextextended(purpose collate "C", hashint8extended(key, seed)) & 9007199254740991)::double precision
		/ 9007199254740992.0
$$;
create function demo.pick(list text[], u double precision) returns text
language sql immutable parallel safe as $$
	select list[1 + floor(u * cardinality(list))::integer]
$$;
-- Days of a log-logistic delay: MEDIAN days in the middle, a long tail by SPREAD.
create function demo.delay(median double precision, spread double precision, u double precision) returns integer
language sql immutable parallel safe as $$
	select least(floor(median * power((u + 1e-9) / (1 - u), spread)), 900)::integer
$$;
-- When an event was typed in: mostly within days, some after weeks, never after the last day.
create function demo.entered(event_at timestamptz, u double precision, last_at timestamptz) returns timestamptz
language sql immutable parallel safe as $$
	select event_at + make_interval(secs => least(
		86400 * 1.3 * power((u + 1e-9) / (1 - u), 0.9), 86400 * 120,
		u * greatest(extract(epoch from last_at - event_at), 0))::bigint)
$$;
create function demo.last_moment(until date) returns timestamptz
language sql immutable parallel safe as $$
	select (until::timestamp + interval '23 hours 59 minutes') at time zone 'Asia/Karachi'
$$;
create function demo.moment(day date, u double precision) returns timestamptz
language sql immutable parallel safe as $$
	select (day::timestamp + make_interval(mins => (480 + floor(u * 720))::integer)) at time zone 'Asia/Karachi'
$$;
-- How far a FIR has come on a day; null while it is investigated.
create function demo.fir_stage(t demo.fir_timeline, as_of date) returns text
language sql immutable parallel safe as $$
	select case when t.path <> 'challan' then case when t.path_on <= as_of then t.path end
		when t.decided_on <= as_of then case when t.decided_on + 150 <= as_of and t.record_room then 'record room' else 'decided' end
		-- nobody to send to court
		when not t.sent then case when t.registered_on + 150 <= as_of then case when t.all_unknown then 'untraced' else 'cancelled' end end
		when t.all_po and t.complete_on <= as_of then '512'
		when t.complete_on + 150 <= as_of then 'trial'
		when t.complete_on + 50 <= as_of then 'charged'
		when t.complete_on <= as_of then 'complete'
		when t.challan_on <= as_of and t.interim then 'interim' end
$$;
create function demo.fir_status(t demo.fir_timeline, as_of date) returns text
language sql immutable parallel safe as $$
	select case demo.fir_stage(t, as_of) when 'cancelled' then 'Cancelled' when 'untraced' then 'Untraced'
		when 'transferred' then 'Transferred' when 'decided' then 'Decided' when 'record room' then 'Record Room'
		when '512' then 'Challan 512' when 'trial' then 'Under Trial' when 'charged' then 'Charge Framed'
		when 'complete' then 'Challan Complete' when 'interim' then 'Challan Interim'
		else case when t.registered_on + 2 < as_of then 'Under Investigation' else 'Registered' end end
$$;
create function demo.fir_status_on(t demo.fir_timeline, as_of date) returns date
language sql immutable parallel safe as $$
	select case demo.fir_stage(t, as_of) when 'decided' then t.decided_on when 'record room' then t.decided_on + 150
		when 'trial' then t.complete_on + 150 when 'charged' then t.complete_on + 50
		when '512' then t.complete_on when 'complete' then t.complete_on when 'interim' then t.challan_on
		else case when demo.fir_stage(t, as_of) is not null then coalesce(t.path_on, t.registered_on + 150)
			when t.registered_on + 2 < as_of then t.registered_on + 1 else t.registered_on end end
$$;
create function demo.accused_status(a demo.accused_lifecycle, as_of date, seed bigint) returns text
language sql immutable parallel safe as $$
	select case
		when a.pilot_status is not null then case a.pilot_status when 'ARRESTED' then 'Arrested' when 'INTERIM_BAIL' then 'Interim Bail'
			when 'INNOCENT' then 'Innocent' else 'Convicted' end
		when a.decided_on <= as_of then case when a.outcome in ('CONVICTED', 'CONVICTED_PART') then 'Convicted'
			when a.outcome = 'ABATED' then 'Died' when a.outcome = 'RECORDROOM' then 'P.O.'
			when a.outcome in ('DISCHARGED', 'WITHDRAWN', 'QUASHED') then 'Discharged' else 'Acquitted' end
		when a.unknown then 'Unknown'
		when a.innocent_on <= as_of then 'Innocent'
		when a.po_on <= as_of then 'P.O.'
		when a.bail_on <= as_of then 'Bail'
		when a.arrest_on + 14 <= as_of and demo.draw(a.accused_id, 'judicial', seed) < 0.7 then 'Judicial'
		when a.arrest_on <= as_of then 'Arrested'
		when a.interim_on <= as_of then 'Interim Bail'
		else 'Nominated' end
$$;
create function demo.women() returns text[] language sql immutable parallel safe as $$
	select array['Shazia', 'Nasreen', 'Rukhsana', 'Saima', 'Kausar', 'Farzana', 'Bushra', 'Samina', 'Naheed', 'Zubaida',
		'Parveen', 'Shamim', 'Razia', 'Tahira', 'Asma', 'Iqra', 'Sidra', 'Maryam', 'Ayesha', 'Khadija', 'Sumaira',
		'Uzma', 'Rabia', 'Nadia', 'Sobia', 'Mehwish', 'Amna', 'Hina', 'Kiran', 'Sana', 'Zainab', 'Fouzia', 'Shabana',
		'Yasmeen', 'Robina', 'Mussarat', 'Azra', 'Nighat', 'Saba', 'Anum', 'Hafsa', 'Iram', 'Lubna', 'Mumtaz']
$$;
create function demo.men() returns text[] language sql immutable parallel safe as $$
	select array['Muhammad Akram', 'Ghulam Rasool', 'Imran', 'Nadeem', 'Shahid', 'Tariq', 'Zafar', 'Khalid', 'Asif',
		'Waseem', 'Kashif', 'Bilal', 'Adnan', 'Faisal', 'Sajid', 'Riaz', 'Ijaz', 'Arshad', 'Mushtaq', 'Pervaiz',
		'Naveed', 'Amjad', 'Waqas', 'Usman', 'Hamza', 'Zeeshan', 'Irfan', 'Rizwan', 'Shakeel', 'Muhammad Ashraf',
		'Abdul Ghafoor', 'Allah Ditta', 'Bashir', 'Nazir', 'Sadiq', 'Yaqoob', 'Ramzan', 'Haider', 'Junaid', 'Talha',
		'Muhammad Aslam', 'Ghulam Abbas', 'Falak Sher', 'Sarfraz']
$$;
create function demo.families() returns text[] language sql immutable parallel safe as $$
	select array['Bhatti', 'Kharal', 'Wattoo', 'Sial', 'Joiya', 'Chaudhry', 'Malik', 'Awan', 'Rajput', 'Gujjar', 'Arain',
		'Khokhar', 'Dogar', 'Cheema', 'Chattha', 'Warraich', 'Gondal', 'Ranjha', 'Tiwana', 'Bajwa', 'Sandhu', 'Gill',
		'Virk', 'Mahar', 'Langrial', 'Daultana', 'Khichi', 'Leghari', 'Khosa', 'Gurmani', 'Qureshi', 'Hashmi', 'Ansari',
		'Mughal', 'Butt', 'Dar', 'Mir', 'Rana', 'Janjua', 'Minhas', 'Kamboh', 'Phularwan', 'Sukhera', 'Baloch']
$$;
create function demo.person(key bigint, female boolean, purpose text, seed bigint) returns text
language sql immutable parallel safe as $$
	select demo.pick(case when female then demo.women() else demo.men() end, demo.draw(key, purpose || ' given', seed))
		|| ' ' || demo.pick(demo.families(), demo.draw(key, purpose || ' family', seed))
$$;
create function demo.digits(u double precision, width integer) returns text
language sql immutable parallel safe as $$
	select lpad(floor(u * power(10::double precision, width))::bigint::text, width, '0')
$$;
create function demo.cnic(key bigint, female boolean, purpose text, seed bigint) returns text
language sql immutable parallel safe as $$
	select '3' || demo.digits(demo.draw(key, purpose || ' cnic place', seed), 4)
		|| '-' || demo.digits(demo.draw(key, purpose || ' cnic', seed), 7)
		|| '-' || (case when female then 2 else 1 end + 2 * floor(4 * demo.draw(key, purpose || ' cnic end', seed)))::integer
$$;
create function demo.phone(key bigint, purpose text, seed bigint) returns text
language sql immutable parallel safe as $$
	select '03' || demo.digits(demo.draw(key, purpose || ' network', seed), 2)
		|| '-' || demo.digits(demo.draw(key, purpose || ' phone', seed), 7)
$$;
create function demo.address(key bigint, place text, purpose text, seed bigint) returns text
language sql immutable parallel safe as $$
	select 'House ' || (1 + floor(480 * demo.draw(key, purpose || ' house', seed)))::integer
		|| ', Street ' || (1 + floor(28 * demo.draw(key, purpose || ' street', seed)))::integer || ', '
		|| demo.pick(array['Mohalla Islam Pura', 'Mohalla Qasim Abad', 'Basti Nai Abadi', 'Mohalla Eid Gah', 'Gulshan Colony',
			'Mohalla Talab Wala', 'Ghala Mandi Road', 'Mohalla Peer Kareem', 'Chak Purana', 'Rehmat Town', 'Mohalla Chah Wala'],
			demo.draw(key, purpose || ' mohalla', seed)) || ', ' || place
$$;

-- Every personal string of the records, so that a test can look for them elsewhere.
create view demo.personal as
	select complainant_name as text from psrms.firs
	union select complainant_father from psrms.firs
	union select complainant_cnic from psrms.firs
	union select complainant_phone from psrms.firs
	union select complainant_address from psrms.firs
	union select name from psrms.victims
	union select name from psrms.accused_persons
	union select father_name from psrms.accused_persons
	union select cnic from psrms.accused_persons
	union select phone from psrms.accused_persons
	union select address from psrms.accused_persons
	union select caller_name from psrms.vwps_complaints
	union select caller_phone from psrms.vwps_complaints
	union select caller_address from psrms.vwps_complaints
	union select name from psrms.officers
	union select phone from psrms.officers
	union select phone from psrms.police_stations;

-- ── offences: how often each is reported, and how registers write its sections ──
-- Weights are per thousand cases of the station's own channels, of the VWPS, and of
-- Pakpattan's first VWPS year. arrest and cancel are shares of cases.
create table demo.offence (
	offence text primary key, n integer not null,
	station integer not null, vwps integer not null, pilot integer not null,
	domestic double precision not null, minor double precision not null,
	arrest double precision not null, cancel double precision not null, spellings text[] not null
);
insert into demo.offence values
	('KIDNAP', 1, 505, 120, 0, 0.02, 0.22, 0.50, 0.25, array['496-A', '365-B', '496A', '365B', '365-B/34', '496-A PPC', '496 A',
		'365-B ت پ', '496-A/34', '365 B PPC', '365-B/109', '365/34', '496-A ت پ', '364-A']),
	('RAPE', 2, 118, 45, 0, 0.04, 0.36, 0.62, 0.17, array['376(i)', '376', '376 iii', '376 i', 'u/s 376 PPC', '376-i', '376(iii)',
		'365-B/376(i)', '376 ت پ', '376 (i)', '376(I) PPC', '376/511']),
	('GANGRAPE', 3, 20, 4, 0, 0, 0.25, 0.72, 0.1, array['375-A', '375-A/376(i)', '376(ii)', '375-A/34', '376 ii', '376-ii/34']),
	('SEXASSAULT', 4, 62, 60, 0, 0.03, 0.18, 0.55, 0.15, array['354', '354-A', '354A', '354/34', '354-A/452', '452/354', '354 PPC']),
	('HARASS', 5, 78, 215, 240, 0.02, 0.2, 0.56, 0.12, array['509', '509 PPC', '509/34', '509/506', '509, 25-D Telegraph Act',
		'25-D Telegraph Act', 'u/s 509', '509 ت پ']),
	('DOMVIOL', 6, 70, 330, 420, 1, 0.03, 0.55, 0.12, array['337-A(i)', '337-F(i)', '337-A(i)/337-F(i)', '337Ai', '337-L(2)',
		'337 A(i), 337 F(i)', '337-A-i/337-L(2)', '337-F(i)/34', '352', '337-A(ii) r/w 34']),
	('HURT', 7, 34, 40, 60, 0, 0.06, 0.55, 0.1, array['337-A(i)/34', '337-F(v)', '337-A(ii)/337-L(2)/34', '337Fi', '337-L(2)']),
	('FORCEDMARR', 8, 12, 50, 160, 0.25, 0.42, 0.5, 0.15, array['498-B', '498B', '498-B/34', '310-A', '310-A/34', '4/5 CMRA',
		'493-A', '6 CMRA 1929']),
	('INHERIT', 9, 5, 20, 20, 0.6, 0, 0.25, 0.2, array['498-A', '498A PPC', '498-A/34']),
	('HONOUR', 10, 8, 1, 0, 0.85, 0.12, 0.82, 0.02, array['302/311', '302/34', '302', '302/311/34']),
	('MURDER', 11, 14, 1, 0, 0.35, 0.08, 0.78, 0.03, array['302', '302/34', '302 PPC', '302/376(i)']),
	('ATTMURDER', 12, 17, 18, 0, 0.3, 0.06, 0.7, 0.06, array['324', '324/34', '324/337-F(iii)', '324 PPC']),
	('ACID', 13, 2, 2, 0, 0.4, 0.05, 0.85, 0.02, array['336-B', '336B', '336-B/34']),
	('UNNATURAL', 14, 8, 3, 0, 0, 0.7, 0.66, 0.1, array['377', '377-B', '377/377-B', '377 PPC']),
	('TRAFFICK', 15, 4, 3, 0, 0.05, 0.3, 0.5, 0.15, array['371-A', '371-A/371-B', '366-A', '3 PTPA 2018']),
	('CYBER', 16, 3, 16, 0, 0.02, 0.12, 0.35, 0.15, array['21 PECA', '20/21/24 PECA 2016', 'PECA 24', '24 PECA + 509 PPC']),
	('INTIMID', 17, 20, 50, 40, 0.15, 0.02, 0.45, 0.15, array['506', '506(ii)', '506-B', '506 ii', '506/34', '506B PPC']),
	('PPWVAORD', 18, 1, 4, 0, 1, 0, 0.4, 0.05, array['20 PPWVA', '20 PPWVA 2016']),
	('OTHER', 19, 19, 18, 60, 0.1, 0.05, 0.45, 0.15, array['342', '452/342', '342/34', '440/427', '380/34']);
