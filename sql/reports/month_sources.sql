-- purpose: what an edition rests on: each source, how far it is known, how it was read, and which rules read it
-- grain: one row per source
-- parameters: $1 jurisdiction text
-- returns: source text, mapping text, known_to text, run_no bigint, records bigint, state_en text, state_ur text, mapping_sha256 text
-- measures: run_no=none, records=none
-- locks: none
-- trace: run_no, records said "the ledger of runs"
select s.source, s.mapping, s.known_to, s.run_no, s.records,
	case s.state when 'stale' then 'did not answer: older records' when 'unchanged' then 'nothing new' else 'read' end as state_en,
	case s.state when 'stale' then 'جواب نہیں ملا: ریکارڈ پرانے ہیں' when 'unchanged' then 'کچھ نیا نہیں' else 'پڑھا گیا' end as state_ur,
	s.mapping_sha256
from report.run_source s
where s.jurisdiction = $1::text
order by s.source collate "C"
