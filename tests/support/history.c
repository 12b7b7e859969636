#include "tests/support/history.h"

#include "core/database/sqltext.h"

#include "etl/run/run.h"
#include "tests/support/rows.h"
#include "tests/support/server.h"

#include <criterion/criterion.h>
#include <string.h>

/* ── the mapping ── */
#define NUMBER_KEY "concat_ws('/', f.district, f.station, f.year, f.number)"
#define CASE_FIELDS                                                                                              \
	" as case_key, f.fir_id as row_id, f.district, f.station, f.year as fir_year, f.number as fir_number,\n" \
	" f.registered_at, f.occurred_on, f.sections, f.honour, f.domestic, f.status, f.victims from rec.firs f"
#define ACCUSED_FIELDS                                                                                        \
	" as case_key, a.accused_id as row_id, a.accused_id::text as accused_key, a.status, a.arrested_on,\n" \
	" a.challaned_on from rec.accused a"
#define OUTCOME_FIELDS                                                                                                  \
	" as case_key, o.outcome_id as row_id, o.accused_id::text as accused_key, o.outcome_id::text as outcome_key,\n" \
	" o.decided_on, o.outcome from rec.outcomes o"

static const char declaration[] =
    "kind: postgresql\njurisdiction: punjab\ntimezone: Asia/Karachi\ncapture: ledger\n";

/* With numbers as keys, accused without a FIR are not given. */
static const char control[] =
    "select 'case' as feed, count(*) as rows from rec.firs union all select 'accused', count(*) from rec.accused"
    " union all select 'outcome', count(*) from rec.outcomes";

static void map_by_id(void)
{
	records_map("case", "select f.fir_id::text" CASE_FIELDS);
	records_map("accused", "select a.fir_id::text" ACCUSED_FIELDS);
	records_map("outcome", "select o.fir_id::text" OUTCOME_FIELDS);
}

static void map_by_number(void)
{
	records_map("case", "select " NUMBER_KEY CASE_FIELDS);
	records_map("accused",
		    "select " NUMBER_KEY ACCUSED_FIELDS " join rec.firs f on f.fir_id = a.fir_id");
	records_map("outcome",
		    "select " NUMBER_KEY OUTCOME_FIELDS " join rec.firs f on f.fir_id = o.fir_id");
}

/* ── the kit at the source ── */
static const char clock_table[] =
    "create table rec.clock (as_at timestamptz); insert into rec.clock values ('2024-06-01 12:00Z')";

#define WATCHED_FIRS                                                                               \
	"{fir_id,district,station,year,number,registered_at,occurred_on,sections,honour,domestic,status,victims}"

static const char watch_by_id[] =
    "select shumar_kit.watch('rec.firs', '{case}', '" WATCHED_FIRS "',"
    " 'select ''case'', c.fir_id::text, array[c.fir_id::text] from changed c');"
    "select shumar_kit.watch('rec.accused', '{accused}', '{accused_id,fir_id,status,arrested_on,challaned_on}',"
    " 'select ''accused'', c.accused_id::text, array[c.fir_id::text, c.accused_id::text] from changed c');"
    "select shumar_kit.watch('rec.outcomes', '{outcome}', '{outcome_id,fir_id,accused_id,decided_on,outcome}',"
    " 'select ''outcome'', c.outcome_id::text, array[c.fir_id::text, c.accused_id::text, c.outcome_id::text] from changed c')";

/* All FIRs that bear a number are noted when one of them changes. */
static const char watch_by_number[] =
    "create function rec.key(f rec.firs) returns text immutable language sql as $$ select concat_ws('/', f.district,"
    " f.station, f.year, f.number) $$;"
    "select shumar_kit.watch('rec.firs', '{case,accused,outcome}', '" WATCHED_FIRS "', $$"
    " select 'case', c.fir_id::text, array[concat_ws('/', c.district, c.station, c.year, c.number)] from changed c"
    " union select 'case', f.fir_id::text, array[rec.key(f)] from changed c join rec.firs f"
    "  on rec.key(f) = concat_ws('/', c.district, c.station, c.year, c.number) $$,"
    " key_columns => '{fir_id,district,station,year,number}', key_notes => $$"
    " select 'accused', a.accused_id::text, array[concat_ws('/', m.district, m.station, m.year, m.number), a.accused_id::text]"
    "  from moved m join rec.accused a using (fir_id)"
    " union all select 'outcome', o.outcome_id::text, array[concat_ws('/', m.district, m.station, m.year, m.number),"
    "  o.accused_id::text, o.outcome_id::text] from moved m join rec.outcomes o using (fir_id) $$);"
    "select shumar_kit.watch('rec.accused', '{accused}', '{accused_id,fir_id,status,arrested_on,challaned_on}', $$"
    " select 'accused', c.accused_id::text, array[rec.key(f), c.accused_id::text] from changed c join rec.firs f using (fir_id) $$);"
    "select shumar_kit.watch('rec.outcomes', '{outcome}', '{outcome_id,fir_id,accused_id,decided_on,outcome}', $$"
    " select 'outcome', c.outcome_id::text, array[rec.key(f), c.accused_id::text, c.outcome_id::text]"
    "  from changed c join rec.firs f using (fir_id) $$)";

History *history_new(guint32 seed, bool numbered)
{
	History *history = g_new0(History, 1);
	history->records = records_new();
	history->dice = g_rand_new_with_seed(seed);
	history->reference = g_string_new("select 1");
	history->journal = g_string_new(NULL);
	records_map("source.yaml", declaration);
	records_map("as_at", "select c.as_at from rec.clock c");
	(numbered ? map_by_number : map_by_id)();
	if (!numbered)
		records_map("control", control);
	records_exec(history->records, clock_table);
	records_exec(history->records, sqltext(SQL_SOURCES_KIT_LEDGER));
	records_exec(history->records, numbered ? watch_by_number : watch_by_id);
	return history;
}

void history_free(History *history)
{
	if (history == NULL)
		return;
	records_free(history->records);
	g_rand_free(history->dice);
	g_string_free(history->reference, TRUE);
	g_string_free(history->journal, TRUE);
	g_free(history);
}

/* ── changes ── */
#define DISTRICT "(array['LHR','KSR','PAK','lahore','nowhere'])[#5]"
#define STATION  "(array['City','Saddar'])[#2]"
#define DAY      "('2023-12-25 06:00Z'::timestamptz + #270 * interval '1 day')"
#define SECTIONS                                                                                   \
	"(array['{376(i)}','{302}','{509}','{337-A(i)}','{99999}','{}','{375-A}'])[#7]::text[]"
#define FIR     "fir_id = #30"
#define ACCUSED "accused_id = #40"
#define OUTCOME "outcome_id = #40"

/* What stations do; those that stand twice happen twice as often. */
static const char *const steps[] = {
	"insert into rec.firs select #30, " DISTRICT ", " STATION ", 2023 + #2, '#5', " DAY
	", null, " SECTIONS
	", #2 = 1, #2 = 1, (array['FIR','UNDERTRIAL'])[#2], #3 on conflict do nothing",
	"insert into rec.firs select #30, 'LHR', " STATION ", 2024, '#20', " DAY ", null, " SECTIONS
	", #2 = 1, #2 = 1, 'FIR', #3 on conflict do nothing",
	"insert into rec.firs select #30, 'KSR', 'City', 2024, '#20', " DAY ", null, " SECTIONS
	", #2 = 1, #2 = 1, 'FIR', #3 on conflict do nothing",
	"update rec.firs set number = '#5' where " FIR,
	"update rec.firs set number = '#20' where " FIR,
	"update rec.firs set year = 2023 + #2, station = " STATION " where " FIR,
	"update rec.firs set district = " DISTRICT " where " FIR,
	"update rec.firs set station = nullif(" STATION ", 'Saddar') where " FIR,
	"update rec.firs set registered_at = " DAY " where " FIR,
	"update rec.firs set occurred_on = registered_at::date - 10 + #15 where " FIR,
	"update rec.firs set status = (array['FIR','UNDERTRIAL','CANCELLED','nonsense'])[#4] where " FIR,
	"update rec.firs set sections = " SECTIONS
	", honour = #2 = 1, domestic = #2 = 1 where " FIR,
	"update rec.firs set victims = #4 - 2 where " FIR,
	"update rec.firs set victims = #4 where " FIR,
	"delete from rec.firs where " FIR,
	/* one FIR is given another's number; one is entered twice */
	"update rec.firs f set district = g.district, station = g.station, year = g.year, number = g.number from rec.firs g"
	" where g.fir_id = #30 and f.fir_id = #30",
	"insert into rec.firs select #30, f.district, f.station, f.year, f.number, f.registered_at, f.occurred_on, f.sections,"
	" f.honour, f.domestic, f.status, f.victims from rec.firs f where f.fir_id = #30 on conflict do nothing",
	"update rec.firs f set fir_id = n from (select #30 as n) k where f.fir_id = #30 and not exists (select from rec.firs g"
	" where g.fir_id = n)",
	/* perhaps before the case */
	"insert into rec.accused select #40, #30, null, null, (array['NOMINATED','ARRESTED','nonsense'])[#3],"
	" date '2024-01-01' + #200 on conflict do nothing",
	"insert into rec.accused select #40, #30, null, null, 'ARRESTED', date '2024-01-01' + #200 on conflict do nothing",
	"update rec.accused set fir_id = #30 where " ACCUSED,
	"update rec.accused set arrested_on = date '2022-06-01' + #900 where " ACCUSED,
	"update rec.accused set challaned_on = date '2024-01-01' + #250 where " ACCUSED,
	"update rec.accused set status = (array['NOMINATED','ARRESTED','nonsense'])[#3] where " ACCUSED,
	"delete from rec.accused where " ACCUSED,
	"insert into rec.outcomes select #40, a.fir_id, a.accused_id, date '2024-01-01' + #250,"
	" (array['ACQUITTED','CONVICTED','nonsense'])[#3] from rec.accused a where a.accused_id = #40 on conflict do nothing",
	"insert into rec.outcomes select #40, a.fir_id, a.accused_id, date '2024-03-01' + #100,"
	" (array['ACQUITTED','CONVICTED'])[#2] from rec.accused a where a.accused_id = #40 on conflict do nothing",
	"update rec.outcomes set decided_on = date '2024-01-01' + #250 where " OUTCOME,
	"update rec.outcomes set outcome = (array['ACQUITTED','CONVICTED','nonsense'])[#3] where " OUTCOME,
	"delete from rec.outcomes where " OUTCOME,
};

void history_do(History *history, const char *sql)
{
	GString *text = history->journal;
	gsize start = text->len;
	while (*sql != '\0') {
		if (*sql != '#') {
			g_string_append_c(text, *sql++);
			continue;
		}
		char *end = NULL;
		gint32 most = (gint32)g_ascii_strtoll(sql + 1, &end, 10);
		g_string_append_printf(text, "%d", g_rand_int_range(history->dice, 1, most + 1));
		sql = end;
	}
	records_exec(history->records, text->str + start);
	g_string_append(text, ";\n");
}

void history_change(History *history)
{
	gint32 changes = g_rand_int_range(history->dice, 1, 30);
	for (gint32 change = 0; change < changes; change++) {
		gint32 which = g_rand_int_range(history->dice, 0, G_N_ELEMENTS(steps));
		history_do(history, steps[which]);
	}
	history_do(history, "update rec.clock set as_at = as_at + #7 * interval '1 day'");
	g_string_append(history->journal, "-- night\n");
}

void history_refer(History *history, const char *sql)
{
	g_string_append_printf(history->reference, ";%s", sql);
	records_exec_warehouse(history->records, sql);
}

/* ── states ── */
static const char state_tables[] =
    "select format('%I.%I', n.nspname, c.relname) as line from pg_class c join pg_namespace n on n.oid = c.relnamespace where"
    " c.relkind = 'r' and (n.nspname = 'cube' or n.nspname = 'fact' and c.relname !~ '_history$') order by 1";

static const char open_rejects[] =
    "select concat_ws(' ', r.source, r.feed, r.row_key, r.code, r.severity, r.field) as line from etl.reject r where r.resolved_run is"
    " null order by 1";

/* What a dataset is asked for, by the name of its parameter. */
static const struct {
	const char *name;
	const char *value;
} asked[] = {
	{ "jurisdiction", "'punjab'" }, { "district", "'LHR'" },    { "category", "'RAPE'" },
	{ "from", "'2023-12-01'" },     { "to", "'2024-09-30'" },   { "as_at", "'2024-06-30'" },
	{ "month", "'2024-04-01'" },    { "week", "'2024-04-01'" }, { "window", "52" },
};

static const char *asked_value(const char *name)
{
	for (size_t n = 0; n < G_N_ELEMENTS(asked); n++) {
		if (strcmp(asked[n].name, name) == 0)
			return asked[n].value;
	}
	return NULL;
}

/* True of a dataset of the runs themselves, which are others in a fresh load: what is published,
 * what a run knew, rejected or revised. */
static bool is_of_runs(const SqlText *file)
{
	static const char *const of_runs[] = {
		"etl.",           "engine.",         "report.published",
		"report.run_",    "report.rejected", "report.revisions",
		"report.entered", "case_known",      "run_known"
	};
	for (size_t n = 0; n < G_N_ELEMENTS(of_runs); n++) {
		if (strstr(file->text, of_runs[n]) != NULL)
			return true;
	}
	return false;
}

/* The statement of a dataset with its parameters put in; NULL when it wants others, or is of the
 * runs. */
static char *asked_dataset(const SqlText *file)
{
	g_autoptr(GPtrArray) parameters = sqltext_columns(file->text, "parameters");
	if (is_of_runs(file))
		return NULL;
	GString *sql = g_string_new(file->text);
	for (guint n = parameters->len; n > 0; n--) {
		const SqlColumn *parameter = g_ptr_array_index(parameters, n - 1);
		const char *value = asked_value(parameter->name);
		if (value == NULL) {
			g_string_free(sql, TRUE);
			return NULL;
		}
		g_autofree char *mark = g_strdup_printf("$%u", n);
		g_string_replace(sql, mark, value, 0);
	}
	return g_string_free(sql, FALSE);
}

typedef struct {
	Database *warehouse;
	GString *state;
} Asking;

static bool add_dataset(const SqlText *file, gpointer payload, GError **error)
{
	(void)error;
	Asking *asking = payload;
	g_autofree char *sql = asked_dataset(file);
	if (sql != NULL) {
		g_autofree char *rows = rows_text(asking->warehouse, sql);
		g_string_append_printf(asking->state, "%s\n%s\n", file->path, rows);
	}
	return true;
}

char *history_state(Database *warehouse)
{
	GString *state = g_string_new(NULL);
	g_autofree char *tables = rows_text(warehouse, state_tables);
	g_auto(GStrv) names = g_strsplit(tables, "\n", -1);
	for (char **name = names; *name != NULL; name++) {
		if (**name == '\0')
			continue;
		g_autofree char *sql = g_strdup_printf(
		    "select '%s ' || (to_jsonb(r) - 'run_from')::text from %s r order by 1", *name,
		    *name);
		g_autofree char *rows = rows_text(warehouse, sql);
		g_string_append_printf(state, "%s\n", rows);
	}
	sqltext_each("reports/", add_dataset, &(Asking){ warehouse, state }, NULL);
	g_autofree char *rejects = rows_text(warehouse, open_rejects);
	g_string_append(state, rejects);
	return g_string_free(state, FALSE);
}

char *history_fresh(History *history)
{
	g_autofree char *name = server_create(true);
	g_autoptr(Database) warehouse = server_open(name);
	g_autoptr(GError) error = NULL;
	g_autoptr(GString) summary = g_string_new(NULL);
	const RunOptions options = { .find = records_find };
	Config *config = history->records->config;
	char *own = config->warehouse;
	cr_assert(database_script(warehouse, history->reference->str, &error), "%s",
		  error != NULL ? error->message : "");
	config->warehouse = server_conninfo(name);
	bool done = run_nightly(config, &options, summary, &error);
	g_free(config->warehouse);
	config->warehouse = own;
	cr_assert(done, "%s\n%s", error != NULL ? error->message : "", history->journal->str);
	return history_state(warehouse);
}

/* The lines of A that B has not. */
static void put_missing(GString *text, char *const *a, char *const *b, const char *mark)
{
	for (char *const *line = a; *line != NULL; line++) {
		if (!g_strv_contains((const char *const *)b, *line))
			g_string_append_printf(text, "%s %s\n", mark, *line);
	}
}

void history_equal(const History *history, const char *state, const char *expected,
		   const char *when)
{
	if (strcmp(state, expected) == 0)
		return;
	g_autoptr(GString) text = g_string_new(NULL);
	g_auto(GStrv) mine = g_strsplit(state, "\n", -1);
	g_auto(GStrv) theirs = g_strsplit(expected, "\n", -1);
	put_missing(text, mine, theirs, "has    ");
	put_missing(text, theirs, mine, "expected");
	cr_assert_fail("%s:\n%s\n%s", when, text->str, history->journal->str);
}
