-- kind: script
-- purpose: takes out of the records what was entered in the last nights; demo/play_night.sql brings it back
-- locks: the tables of the schema psrms, which nobody else can see before the commit
--
-- The complaints of the cases stay, if they had been entered; night 0 writes the rest of what they were then.
update psrms.vwps_complaints as c set fir_id = null
from demo.due as d
where d.name = 'firs' and d.entered and c.fir_id = d.key;

select demo.for_each_part('delete from psrms.%1$I where %2$I in (select d.key from demo.due as d where d.name = %1$L and d.entered)', true);
drop table demo.due;
