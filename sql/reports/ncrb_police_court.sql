-- purpose: what police and courts of India did with crimes against women in 2014, by crime head: the counts of the published
--   table, its four rates computed from them, and the rates as they were printed
-- grain: one row per crime head, in the order of the table
-- parameters: none
-- returns: place integer, head_no text, head text, pending_before bigint, reported bigint, to_investigate bigint, withdrawn bigint,
--   transferred bigint, not_investigated bigint, false_reports bigint, mistakes bigint, noncognizable bigint, chargesheeted bigint,
--   true_reports bigint, disposed_by_police bigint, pending_investigation bigint, trials_before bigint, sent_up bigint,
--   trials_withdrawn bigint, plea_bargained bigint, to_try bigint, compounded bigint, trials_completed bigint, convicted bigint,
--   acquitted bigint, pending_trial bigint, police_decided bigint, investigation_load bigint, trial_load bigint,
--   chargesheeting_rate numeric, investigation_pendency numeric, conviction_rate numeric, trial_pendency numeric,
--   chargesheeting_text text, investigation_pendency_text text, conviction_text text, trial_pendency_text text,
--   chargesheeting_printed text, investigation_pendency_printed text, conviction_printed text, trial_pendency_printed text
-- measures: place=none, reported=ncrb_reported, chargesheeted=ncrb_chargesheeted, police_decided=ncrb_police_decided,
--   pending_investigation=ncrb_pending_investigation, investigation_load=ncrb_investigation_load, convicted=ncrb_convicted,
--   trials_completed=ncrb_trials_completed, pending_trial=ncrb_pending_trial, trial_load=ncrb_trial_load,
--   pending_before=fir on calendar year of the published table, to_investigate=fir on calendar year of the published table,
--   withdrawn=fir on calendar year of the published table, transferred=fir on calendar year of the published table,
--   not_investigated=fir on calendar year of the published table, false_reports=fir on calendar year of the published table,
--   mistakes=fir on calendar year of the published table, noncognizable=fir on calendar year of the published table,
--   true_reports=fir on calendar year of the published table, disposed_by_police=fir on calendar year of the published table,
--   trials_before=fir on calendar year of the published table, sent_up=fir on calendar year of the published table,
--   trials_withdrawn=fir on calendar year of the published table, plea_bargained=fir on calendar year of the published table,
--   to_try=fir on calendar year of the published table, compounded=fir on calendar year of the published table,
--   acquitted=fir on calendar year of the published table, chargesheeting_rate=ncrb_chargesheeting_rate,
--   chargesheeting_text=ncrb_chargesheeting_rate, investigation_pendency=ncrb_investigation_pendency,
--   investigation_pendency_text=ncrb_investigation_pendency, conviction_rate=ncrb_conviction_rate,
--   conviction_text=ncrb_conviction_rate, trial_pendency=ncrb_trial_pendency, trial_pendency_text=ncrb_trial_pendency
-- locks: none
-- row: head_no = pg_catalog.split_part(c.head, ' ', 1)
-- within: c.jurisdiction = 'india' and c.period_from = '2014-01-01' and c.period_to = '2014-12-31' and c.area = 'All India'
-- trace: pending_before = count_period.value where c.item = 'inv_pending_prev'
-- trace: reported = count_period.value where c.item = 'reported'
-- trace: to_investigate = count_period.value where c.item = 'total_for_investigation'
-- trace: withdrawn = count_period.value where c.item = 'inv_withdrawn_govt'
-- trace: transferred = count_period.value where c.item = 'transferred'
-- trace: not_investigated = count_period.value where c.item = 'not_investigated'
-- trace: false_reports = count_period.value where c.item = 'final_report_false'
-- trace: mistakes = count_period.value where c.item = 'mistake_of_fact_or_law'
-- trace: noncognizable = count_period.value where c.item = 'noncognizable'
-- trace: chargesheeted = count_period.value where c.item = 'chargesheeted'
-- trace: true_reports = count_period.value where c.item = 'final_report_true'
-- trace: disposed_by_police = count_period.value where c.item = 'disposed_by_police'
-- trace: pending_investigation = count_period.value where c.item = 'inv_pending_end'
-- trace: trials_before = count_period.value where c.item = 'trial_pending_prev'
-- trace: sent_up = count_period.value where c.item = 'sent_for_trial'
-- trace: trials_withdrawn = count_period.value where c.item = 'trial_withdrawn_govt'
-- trace: plea_bargained = count_period.value where c.item = 'plea_bargaining'
-- trace: to_try = count_period.value where c.item = 'total_for_trial'
-- trace: compounded = count_period.value where c.item = 'compounded_or_withdrawn'
-- trace: trials_completed = count_period.value where c.item = 'trials_completed'
-- trace: convicted = count_period.value where c.item = 'convicted'
-- trace: acquitted = count_period.value where c.item = 'acquitted_or_discharged'
-- trace: pending_trial = count_period.value where c.item = 'trial_pending_end'
-- trace: police_decided = count_period.value where c.item in ('chargesheeted', 'final_report_true')
-- trace: investigation_load = count_period.value where c.item in ('inv_pending_prev', 'reported')
-- trace: trial_load = count_period.value where c.item in ('trial_pending_prev', 'sent_for_trial')
-- trace: chargesheeting_rate of count_period.value where c.item in ('chargesheeted', 'final_report_true')
-- trace: investigation_pendency of count_period.value where c.item in ('inv_pending_end', 'inv_pending_prev', 'reported')
-- trace: conviction_rate of count_period.value where c.item in ('convicted', 'trials_completed')
-- trace: trial_pendency of count_period.value where c.item in ('trial_pending_end', 'trial_pending_prev', 'sent_for_trial')
--
-- Counting unit: cases. Basis: the calendar year 2014. Formulas of "Crime in India 2014", half up to one decimal:
--   charge-sheeting = charge-sheeted / (charge-sheeted + final report true); conviction = convicted / trials completed;
--   pendency of investigation = pending at end / (pending at start + reported);
--   pendency of trial = pending at end / (pending at start + sent up). A rate of nothing is printed '-'.
with told as (
	select c.head,
		pg_catalog.jsonb_object_agg(c.item, pg_catalog.round(c.value / power(10::numeric, c.decimals), c.decimals)) as items
	from report.count_period c
	where c.jurisdiction = 'india' and c.area = 'All India' and c.period_from = '2014-01-01' and c.period_to = '2014-12-31'
	group by c.head
), count as (
	select pg_catalog.split_part(t.head, ' ', 1) as head_no, pg_catalog.substr(t.head, pg_catalog.strpos(t.head, ' ') + 1) as head, t.items, n.*
	from told t
	cross join lateral pg_catalog.jsonb_to_record(t.items) as n (
		inv_pending_prev bigint, reported bigint, inv_withdrawn_govt bigint, transferred bigint, total_for_investigation bigint,
		not_investigated bigint, final_report_false bigint, mistake_of_fact_or_law bigint, noncognizable bigint, chargesheeted bigint,
		final_report_true bigint, disposed_by_police bigint, inv_pending_end bigint, trial_pending_prev bigint, sent_for_trial bigint,
		trial_withdrawn_govt bigint, plea_bargaining bigint, total_for_trial bigint, compounded_or_withdrawn bigint,
		trials_completed bigint, convicted bigint, acquitted_or_discharged bigint, trial_pending_end bigint)
	where t.items ? 'reported'
), rate as (
	select c.*, c.chargesheeted + c.final_report_true as police_decided, c.inv_pending_prev + c.reported as investigation_load,
		c.trial_pending_prev + c.sent_for_trial as trial_load,
		pg_catalog.round(100.0 * c.chargesheeted / nullif(c.chargesheeted + c.final_report_true, 0), 1) as chargesheeting_rate,
		pg_catalog.round(100.0 * c.inv_pending_end / nullif(c.inv_pending_prev + c.reported, 0), 1) as investigation_pendency,
		pg_catalog.round(100.0 * c.convicted / nullif(c.trials_completed, 0), 1) as conviction_rate,
		pg_catalog.round(100.0 * c.trial_pending_end / nullif(c.trial_pending_prev + c.sent_for_trial, 0), 1) as trial_pendency
	from count c
)
select
	-- '1.1.2' after '1.1.1', and the total last
	(pg_catalog.row_number() over (order by r.head_no = 'T', pg_catalog.string_to_array(nullif(r.head_no, 'T'), '.')::integer[]))::integer as place,
	r.head_no, r.head, r.inv_pending_prev as pending_before, r.reported, r.total_for_investigation as to_investigate,
	r.inv_withdrawn_govt as withdrawn, r.transferred, r.not_investigated, r.final_report_false as false_reports,
	r.mistake_of_fact_or_law as mistakes, r.noncognizable, r.chargesheeted, r.final_report_true as true_reports, r.disposed_by_police,
	r.inv_pending_end as pending_investigation, r.trial_pending_prev as trials_before, r.sent_for_trial as sent_up,
	r.trial_withdrawn_govt as trials_withdrawn, r.plea_bargaining as plea_bargained, r.total_for_trial as to_try,
	r.compounded_or_withdrawn as compounded, r.trials_completed, r.convicted, r.acquitted_or_discharged as acquitted,
	r.trial_pending_end as pending_trial, r.police_decided, r.investigation_load, r.trial_load,
	r.chargesheeting_rate, r.investigation_pendency, r.conviction_rate, r.trial_pendency,
	coalesce(r.chargesheeting_rate::text, '-') as chargesheeting_text,
	coalesce(r.investigation_pendency::text, '-') as investigation_pendency_text,
	coalesce(r.conviction_rate::text, '-') as conviction_text,
	coalesce(r.trial_pendency::text, '-') as trial_pendency_text,
	coalesce(r.items ->> 'pub_chargesheeting_rate', '-') as chargesheeting_printed,
	coalesce(r.items ->> 'pub_inv_pendency_pct', '-') as investigation_pendency_printed,
	coalesce(r.items ->> 'pub_conviction_rate', '-') as conviction_printed,
	coalesce(r.items ->> 'pub_trial_pendency_pct', '-') as trial_pendency_printed
from rate r
order by place
