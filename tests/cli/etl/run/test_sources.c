/* A second source with the same records, a renamed one, one emptied by DELETE: what the program
 * says, and the press note. */
#include <criterion/criterion.h>
#include <string.h>

#include "tests/support/program.h"

#define CONFIG_HEAD                                                                                 \
	"data: data\ntemplates: ${SHUMAR_ROOT}/templates\noutput: reports\nlog: {level: warning}\n" \
	"sources:\n"
#define SOURCE(name) "  " name ": {mapping: psrms, connection: \"embedded:psrms_demo\"}\n"

static const char empty_pakpattan[] =
    "create temp table gone as select fir_id from psrms.firs join psrms.police_stations using (ps_id) where district = 'PKP';"
    "create temp table gone_accused as select accused_id from psrms.accused_persons join gone using (fir_id);"
    "do $$ declare t text; begin for t in select c.table_name from information_schema.columns c where c.table_schema = 'psrms'"
    " and c.column_name = 'accused_id' and c.table_name <> 'accused_persons' loop execute format('delete from psrms.%I where"
    " accused_id in (select accused_id from gone_accused)', t); end loop; end $$;"
    "delete from psrms.accused_persons where fir_id in (select fir_id from gone);"
    "delete from psrms.victims where fir_id in (select fir_id from gone);"
    "update psrms.vwps_complaints set fir_id = null where fir_id in (select fir_id from gone);"
    "delete from psrms.firs where fir_id in (select fir_id from gone)";

static void note_says(const char *home, const char *text)
{
	g_autoptr(ProgramRun) note = program_run(
	    home, "report", "render", "vwps-note", "--param", "district=PAK", "--param",
	    "from=2023-08-01", "--param", "to=2024-07-31", "--format", "text", "-o", "-", NULL);
	cr_assert_eq(note->code, 0, "%s", note->err);
	cr_expect(strstr(note->out, text) != NULL, "no '%s' in:\n%s", text, note->out);
}

static void expect(const ProgramRun *run, int code, const char *text)
{
	cr_assert_eq(run->code, code, "exit %d: %s%s", run->code, run->out, run->err);
	cr_expect(strstr(run->out, text) != NULL || strstr(run->err, text) != NULL,
		  "no '%s' in:\n%s%s", text, run->out, run->err);
}

#define EXPECT(home, code, text, ...)                                                              \
	do {                                                                                       \
		g_autoptr(ProgramRun) run_ = program_run(home, __VA_ARGS__, NULL);                 \
		expect(run_, code, text);                                                          \
	} while (0)

Test(sources, counted_twice_renamed_and_emptied_leave_the_press_note_as_it_was, .timeout = 1500)
{
	char *home = program_home(CONFIG_HEAD SOURCE("psrms"));
	EXPECT(home, 0, "", "demo", "--cases", "600", "--papers", "none", "--quiet");
	note_says(home, "81 cases (FIRs)");
	program_write(home, "shumar.yaml", CONFIG_HEAD SOURCE("psrms") SOURCE("copy"));
	EXPECT(home, 0, "duplicate-source", "etl", "run");
	note_says(home, "81 cases (FIRs)");
	program_write(home, "shumar.yaml", CONFIG_HEAD SOURCE("police"));
	/* the copy holds nothing that is counted, and is in nobody's way */
	EXPECT(home, 3, "a source that 'shumar.yaml' does not have: 'psrms' (", "etl", "run");
	EXPECT(home, 3, "shumar etl source rename psrms", "etl", "run", "--dry-run");
	EXPECT(home, 0, "rename OLD NEW", "etl", "source", "--help");
	EXPECT(home, 2, "needs --reason", "etl", "source", "retire", "copy");
	EXPECT(home, 0, "all rolled back", "etl", "source", "retire", "copy", "--reason", "a copy",
	       "--dry-run");
	EXPECT(home, 0, "nothing changed", "etl", "source", "retire", "copy", "--reason", "a copy");
	EXPECT(home, 0, "published", "etl", "source", "rename", "psrms", "police", "--reason",
	       "one name");
	EXPECT(home, 0, "nothing changed", "etl", "run");
	note_says(home, "81 cases (FIRs)");
	EXPECT(home, 0, "police  yes", "etl", "source", "list");
	EXPECT(home, 0, "hold", "etl", "manifest", "--verify");
	EXPECT(home, 0, "", "db", "psql", "--", "-d", "psrms_demo", "-X", "-q", "-1", "-v",
	       "ON_ERROR_STOP=1", "-c", empty_pakpattan);
	EXPECT(home, 1, "in Pakpattan (PKP): ", "etl", "run");
	EXPECT(home, 1, "--accept-loss PKP", "etl", "run", "--accept-loss", "LHR");
	EXPECT(home, 2, "--accept-loss needs a district", "etl", "run", "--accept-loss",
	       "--dry-run");
	note_says(home, "81 cases (FIRs)");
	EXPECT(home, 0, "published", "etl", "run", "--accept-loss", "Lahore", "Pakpattan");
	note_says(home, "No case (FIR) was registered");
	program_home_free(home);
}
