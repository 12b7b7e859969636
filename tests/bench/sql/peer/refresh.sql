-- kind: script
-- purpose: what the peer does every night
-- locks: the materialized views, exclusively, one by one
refresh materialized view peer.case_day;
refresh materialized view peer.case_month;
refresh materialized view peer.accused_day;
refresh materialized view peer.arrest_day;
refresh materialized view peer.challan_day;
refresh materialized view peer.decided_day;
refresh materialized view peer.outcome_day;
refresh materialized view peer.cohort_month;
refresh materialized view peer.milestone_month;
refresh materialized view peer.disposal_month;
