-- kind: script
-- purpose: keys and indexes of the record system
-- locks: the tables of the schema psrms, which nobody else can see before the commit
alter table psrms.officers add foreign key (ps_id) references psrms.police_stations;
alter table psrms.firs add foreign key (ps_id) references psrms.police_stations;
alter table psrms.victims add foreign key (fir_id) references psrms.firs;
alter table psrms.accused_persons add foreign key (fir_id) references psrms.firs;
alter table psrms.arrests add foreign key (accused_id) references psrms.accused_persons;
alter table psrms.bails add foreign key (accused_id) references psrms.accused_persons;
alter table psrms.challans add foreign key (accused_id) references psrms.accused_persons;
alter table psrms.court_outcomes add foreign key (accused_id) references psrms.accused_persons;
alter table psrms.vwps_complaints add foreign key (fir_id) references psrms.firs;
alter table psrms.referrals add foreign key (complaint_id) references psrms.vwps_complaints;
alter table psrms.trainings add foreign key (officer_id) references psrms.officers;
create index on psrms.firs (ps_id, year);
create index on psrms.victims (fir_id);
create index on psrms.accused_persons (fir_id);
create index on psrms.arrests (accused_id);
create index on psrms.bails (accused_id);
create index on psrms.challans (accused_id);
create index on psrms.court_outcomes (accused_id);
create index on psrms.vwps_complaints (fir_id);
create index on psrms.referrals (complaint_id);
analyze;
