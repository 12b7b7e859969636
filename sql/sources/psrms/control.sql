-- purpose: how many rows each feed of this mapping must give, counted without its joins
-- grain: one row per feed
-- parameters: none
-- returns: feed text, rows bigint
-- locks: none
--
-- Every run compares it with facts and rejected rows; a change that was not noticed shows at once.
select 'case' as feed, count(*) as rows from psrms.firs
union all
select 'accused', count(*) from psrms.accused_persons
union all
select 'outcome', count(*) from psrms.court_outcomes
union all
select 'complaint', count(*) from psrms.vwps_complaints
union all
select 'outreach', count(*) from psrms.outreach_events
union all
select 'referral', count(*) from psrms.referrals
union all
select 'training', count(*) from psrms.trainings
