#include "tests/support/withheld_note.h"

/* One release with the note of Pakpattan. One of its figures is hidden; its number is worked out by
 * the server, and stands in no file of this test. */
const char withheld_note[] =
    "insert into etl.run (kind, state, program, host, pid) values ('nightly', 'published', 'test', 'test', 1);"
    "insert into etl.pointer (published_run) select max(run_no) from etl.run;"
    "insert into etl.run_source (run_no, source, mapping, jurisdiction, timezone, as_at, mapping_sha256, capture, extent, state)"
    "	select max(run_no), 'rec', 'rec', 'punjab', 'Asia/Karachi', '2024-08-05 23:00+05', 'x', 'compare', 'full', 'read' from etl.run;"
    "insert into release.release (release_id, plan, params, run_no, as_at, jurisdiction, state, content, prepared_at, papers)"
    "	values ('note', 'press-note', '{\"district\": \"PKP\", \"from\": \"2023-08-01\", \"to\": \"2024-07-31\", \"month\": \"2024-07\"}', 1,"
    "		'2024-08-05 23:00+05', 'punjab', 'prepared', 'x', '2024-08-07', '{press-note}');"
    "insert into release.cell (release_id, cell_no, key, measure, place, kind, first_on, last_on, table_name, state, value, version)"
    "	select 'note', c.no, c.measure || '|PKP|' || c.kind || '|2023-08-01|2024-07-31', c.measure, 'PKP', c.kind, '2023-08-01',"
    "		'2024-07-31', 't', c.state, c.value, 'note'"
    "	from (values (1, 'cases_registered', 'channel:vwps', 'published', 81), (2, 'accused_named', 'channel:vwps', 'published', 90),"
    "		(3, 'accused_named', 'vwps:ARRESTED', 'published', 50), (4, 'accused_named', 'vwps:INTERIM_BAIL', 'hidden', null),"
    "		(5, 'accused_named', 'vwps:INNOCENT', 'hidden', null), (6, 'accused_named', 'vwps:CONVICTED', 'published', 9)"
    "	) c (no, measure, kind, state, value);"
    "insert into release.hidden (release_id, cell_no, value, rule) select 'note', n, 740 * 10004 + 559, 'small' from (values (4), (5)) c (n);"
    "insert into release.fact (release_id, name, value) values ('note', 'coverage', 'covered'), ('note', 'covered_days', '366');";

/* The same figure as one that everybody may read. */
const char withheld_note_opened[] =
    "delete from release.hidden; update release.cell set state = 'published', value = 740 * 10004 + 559 where cell_no = 4;";
