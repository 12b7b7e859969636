-- kind: script
-- purpose: clears the generator's work tables, when nothing is made of them any more
-- locks: the tables it clears
truncate demo.fir_lifecycle, demo.accused_lifecycle, demo.station_weight, demo.fir_timeline;
