-- kind: script
-- purpose: 720 stations in 41 districts by population, few of them busy, and 20 spellings of sections, few of them usual
-- locks: writes police.weights

insert into police.weights (districts, stations, stations_upto, spellings, spellings_upto)
with district (code, women) as (
	values ('LHR', 5301), ('FSD', 3839), ('RWP', 2620), ('GRW', 2481), ('RYK', 2346), ('MLN', 2307), ('SKT', 1972), ('SGD', 1831),
		('BWP', 1789), ('SKP', 1670), ('KSR', 1665), ('MZG', 1535), ('OKR', 1474), ('BWN', 1467), ('KNW', 1437), ('VHR', 1435),
		('GRT', 1421), ('JHG', 1347), ('SWL', 1236), ('DGK', 1109), ('TTS', 1090), ('RJP', 968), ('ATK', 947), ('LYH', 899),
		('PKP', 896), ('NRL', 868), ('LDN', 838), ('MBD', 817), ('BKR', 806), ('MWL', 772), ('CHT', 669), ('NNK', 664), ('KSB', 643),
		('JLM', 621), ('CHK', 587), ('HFZ', 572), ('KAD', 568), ('WZD', 420), ('TNS', 313), ('TLG', 185), ('MUR', 43)
), sized as (
	select d.code, d.women, greatest(4, round(724 * d.women / sum(d.women) over ()))::integer as size from district as d
), weighed as (
	select z.code, z.code || ' ' || (array['City', 'Saddar', 'Civil Lines', 'Model Town', 'Cantt', 'Satellite Town', 'Kotwali',
			'Factory Area', 'Railway Road', 'Ghala Mandi', 'Canal View', 'Jinnah Colony'])[1 + place % 12] || ' ' || place as station,
		z.women * power(place + 0.5, -0.55) / sum(power(place + 0.5, -0.55)) over (partition by z.code) as weight
	from sized as z cross join lateral generate_series(1, z.size) as place
), numbered as (
	select w.code, w.station, sum(w.weight) over (order by w.code collate "C", w.station collate "C") / sum(w.weight) over () as upto
	from weighed as w
), spelling (sections, weight) as (
	values ('365-B', 300), ('496-A', 150), ('354', 130), ('376(i)', 90), ('337-A(i)/34', 80), ('354/506(ii)', 70), ('365-B/34', 60),
		('337-F(i)', 50), ('506(ii)', 40), ('324/34', 30), ('302', 28), ('302/34', 20), ('376(ii)/34', 18), ('509', 16),
		('354-A', 14), ('498-A', 10), ('PECA 20', 9), ('336-B', 6), ('371-A', 5), ('302/311', 4)
), spelt as (
	select s.sections, sum(s.weight) over (order by s.weight desc, s.sections collate "C")::double precision
		/ sum(s.weight) over () as upto
	from spelling as s
)
select
	(select array_agg(n.code order by n.upto) from numbered as n),
	(select array_agg(n.station order by n.upto) from numbered as n),
	(select array_agg(n.upto order by n.upto) from numbered as n),
	(select array_agg(s.sections order by s.upto) from spelt as s),
	(select array_agg(s.upto order by s.upto) from spelt as s);
