-- kind: script
-- purpose: the tables of a police system, flat, with bigint ids; a load by hand makes the same
-- locks: new objects only

create schema police;

create table police.cases (
	case_id bigint not null, district text not null, station text not null, fir_year integer not null,
	fir_number text not null, registered_at timestamptz not null, occurred_on date, sections text not null,
	honour boolean not null, domestic boolean not null, channel text not null, status text not null, status_on date not null,
	victims integer not null, victim_age_band text, relation text
);
create table police.accused (
	accused_id bigint not null, case_id bigint not null, sex text not null, age_band text, status text not null,
	arrested_on date, challaned_on date
);
create table police.outcomes (
	outcome_id bigint not null, accused_id bigint not null, case_id bigint not null, court text not null,
	decided_on date not null, outcome text not null, sentence_kind text, sentence_months integer, fine bigint, appeal text
);
