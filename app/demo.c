#include "app/demo.h"

#include "app/demo_files.h"
#include "app/demo_nights.h"
#include "app/demo_papers.h"
#include "app/demo_records.h"
#include "app/demo_release.h"
#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/log.h"
#include "core/period.h"
#include "core/warehouse/cluster.h"
#include "core/warehouse/warehouse.h"

#include <stdio.h>
#include <string.h>

#define RECORDS_MAPPING "psrms"
#define COOK_MAPPING    "cook"
/* The last Sunday of the made-up records, and the first day after which every
 * district is there and Pakpattan's first VWPS year is over. */
#define UNTIL          "2026-11-22"
#define UNTIL_EARLIEST "2024-12-31"
#define UNTIL_LATEST   "2099-12-31"
/* By this evening all of that year was entered, so no night moves its figures. */
#define NIGHTS_AFTER "2024-12-01"
#define NIGHTS_MOST  90
#define CASES_USUAL  60000
#define SEED_USUAL   1

const CommandOption demo_options[] = {
	{ "cases", 0, OPTION_NUMBER, "how many FIRs to make up (60000)", "N" },
	{ "seed", 0, OPTION_NUMBER, "other seeds give other records, the same seed the same (1)",
	  "N" },
	{ "until", 0, OPTION_TEXT, "last day of the records (" UNTIL "); they begin in 2022",
	  "DATE" },
	{ "nights", 0, OPTION_NUMBER,
	  "bring in the last N nights one by one, an ETL run after each (0)", "N" },
	{ "output", 'o', OPTION_FILE,
	  "folder of the reports (else demo/ below the configured output)", "DIR" },
	{ "papers", 0, OPTION_TEXT, "papers to render, parted by commas, or none (all)", "LIST" },
	{ "force", 0, OPTION_FLAG,
	  "make the records anew in the place of others, and render every report", NULL },
	{ 0 },
};

/* ── what is asked ── */
static bool cases_check(gint64 cases, GError **error)
{
	if (cases >= DEMO_CASES_LEAST && cases <= DEMO_CASES_MOST)
		return true;
	error_set(error, SHUMAR_ERROR_USAGE, "The default is 60000.",
		  "cannot make %" G_GINT64_FORMAT " cases: give %d to %d", cases, DEMO_CASES_LEAST,
		  DEMO_CASES_MOST);
	return false;
}

static bool until_read(const CommandContext *context, GDate *ret_until, GError **error)
{
	const char *asked = command_text(context, "until");
	GDate earliest;
	GDate latest;
	const char *until = asked != NULL ? asked : UNTIL;
	if (!date_parse(UNTIL_EARLIEST, &earliest, error) ||
	    !date_parse(UNTIL_LATEST, &latest, error) || !date_parse(until, ret_until, error))
		return false;
	if (g_date_compare(ret_until, &earliest) >= 0 && g_date_compare(ret_until, &latest) <= 0)
		return true;
	error_set(error, SHUMAR_ERROR_USAGE, "The default is " UNTIL ".",
		  "cannot make records until '%s': give a day from " UNTIL_EARLIEST
		  " to " UNTIL_LATEST,
		  until);
	return false;
}

static bool nights_check(gint64 nights, const GDate *until, GError **error)
{
	GDate after;
	if (!date_parse(NIGHTS_AFTER, &after, error))
		return false;
	gint64 most = MIN(NIGHTS_MOST, g_date_days_between(&after, until));
	if (nights >= 0 && nights <= most)
		return true;
	error_set(error, SHUMAR_ERROR_USAGE, "The first of them is to be after " NIGHTS_AFTER ".",
		  "cannot play %" G_GINT64_FORMAT " nights: give 0 to %" G_GINT64_FORMAT, nights,
		  most);
	return false;
}

static bool settings_read(const CommandContext *context, DemoSettings *settings, GError **error)
{
	settings->cases = command_number(context, "cases", CASES_USUAL);
	settings->seed = command_number(context, "seed", SEED_USUAL);
	settings->nights = command_number(context, "nights", 0);
	return until_read(context, &settings->until, error) &&
	       cases_check(settings->cases, error) &&
	       nights_check(settings->nights, &settings->until, error);
}

/* The configured source of MAPPING, or NULL. */
static const ConfigSource *source_of(const Config *config, const char *mapping)
{
	for (guint place = 0; place < config->sources->len; place++) {
		const ConfigSource *source = g_ptr_array_index(config->sources, place);
		if (strcmp(source->mapping, mapping) == 0)
			return source;
	}
	return NULL;
}

/* Made-up records may meet real ones nowhere: both ends have to be Shumar's own. */
static const ConfigSource *records_source(const Config *config, GError **error)
{
	const ConfigSource *source = source_of(config, RECORDS_MAPPING);
	if (source != NULL && warehouse_source_is_embedded(source) && warehouse_is_embedded(config))
		return source;
	error_set(error, SHUMAR_ERROR_CONFIG,
		  "Run it with a configuration of its own that has 'warehouse: embedded' and the "
		  "source 'psrms: {mapping: psrms, connection: \"embedded:psrms_demo\"}'.",
		  "cannot run the demonstration on '%s': it puts made-up records into the "
		  "warehouse, and only into one of its own",
		  config->path);
	return NULL;
}

/* ── records ── */
static Database *open_records(const Config *config, const ConfigSource *source, GError **error)
{
	g_autoptr(Cluster) cluster = cluster_new(config->data, error);
	if (cluster == NULL || !cluster_start(cluster, NULL, error) ||
	    !cluster_create_database(cluster, strchr(source->connection, ':') + 1, error))
		return NULL;
	return warehouse_open_source(config, source, "demo", error);
}

static bool make_records(Database *db, const DemoSettings *settings, GError **error)
{
	gint64 start_us = g_get_monotonic_time();
	if (!demo_records_make(db, settings, error))
		return false;
	g_autofree char *cases = g_strdup_printf("%" G_GINT64_FORMAT, settings->cases);
	g_autofree char *seconds =
	    g_strdup_printf("%.1f", (double)(g_get_monotonic_time() - start_us) / 1e6);
	log_info("records made", "cases", cases, "seconds", seconds, NULL);
	return true;
}

static bool provide_records(const CommandContext *context, const ConfigSource *source,
			    GError **error)
{
	DemoSettings wanted;
	DemoRecords state = DEMO_RECORDS_ABSENT;
	g_autofree char *found = NULL;
	if (!settings_read(context, &wanted, error))
		return false;
	g_autoptr(Database) db = open_records(context->config, source, error);
	if (db == NULL || !demo_records_look(db, &wanted, &state, &found, error))
		return false;
	if (state == DEMO_RECORDS_ABSENT || command_flag(context, "force"))
		return make_records(db, &wanted, error);
	if (state == DEMO_RECORDS_AS_WANTED) {
		log_info("records are there", NULL);
		return true;
	}
	error_set(error, SHUMAR_ERROR_USAGE,
		  "Give --force to make them anew (make demo DEMO_OPTIONS=--force), or the "
		  "options they were made with.",
		  "cannot use the records of '%s' as they are: it holds %s", source->connection,
		  found);
	return false;
}

/* ── runs ── */
/* Why the reports on MAPPING's records cannot be made here, or NULL. Transfer full. */
static char *why_skipped(const Config *config, const char *mapping)
{
	const ConfigSource *source = source_of(config, mapping);
	if (source == NULL)
		return g_strdup_printf("no source of mapping '%s' is configured", mapping);
	if (source->folder == NULL || g_file_test(source->folder, G_FILE_TEST_IS_DIR))
		return NULL;
	return g_strdup_printf("the folder of source '%s' is not there: %s", source->name,
			       source->folder);
}

/* How much a run says: its tables, or its last line only. */
typedef enum { SAY_ALL, SAY_LAST_LINE } Saying;

static bool run_etl(CommandContext *context, const Config *config, const char *mapping,
		    Saying saying, GError **error)
{
	const char *words[] = { "--source", source_of(config, mapping)->name,
				saying == SAY_LAST_LINE ? "--brief" : NULL, NULL };
	g_auto(GStrv) copy = g_strdupv((char **)(gpointer)words);
	return command_call(context, "etl", "run", copy, error);
}

/* ── nights ── */
typedef struct {
	CommandContext *context;
	const Config *config;
	guint played;
} Nights;

static bool finish_night(const DatabaseResult *night, gpointer payload, GError **error)
{
	Nights *nights = payload;
	g_autofree char *head = demo_nights_head();
	g_autofree char *line = demo_nights_line(night);
	if (nights->played++ == 0)
		puts(head);
	puts(line);
	fflush(stdout);
	return run_etl(nights->context, nights->config, RECORDS_MAPPING, SAY_LAST_LINE, error);
}

/* The nights that are left, each with its run. One that was killed between the two is
 * made up for by the run before the next night. */
static bool play_nights(CommandContext *context, const Config *config, GError **error)
{
	Nights nights = { context, config, 0 };
	g_autoptr(Database) db =
	    warehouse_open_source(config, source_of(config, RECORDS_MAPPING), "demo", error);
	if (db == NULL || !demo_nights_play(db, finish_night, &nights, error))
		return false;
	g_autofree char *totals = nights.played > 0 ? demo_nights_totals(db, error) : NULL;
	if (totals != NULL)
		printf("the nights brought\n%s", totals);
	return nights.played == 0 || totals != NULL;
}

static bool published_run(const Config *config, gint64 *ret_run, GError **error)
{
	g_autoptr(Database) db = warehouse_open(config, "demo", error);
	if (db == NULL)
		return false;
	g_autoptr(DatabaseResult) row =
	    database_one(db, sqltext(SQL_CORE_PUBLISHED_RUN), DATABASE_NO_PARAMS, error);
	if (row == NULL)
		return false;
	*ret_run = result_int64(row, 0, 0);
	return true;
}

/* ── reports ── */
/* Renders what is not there already from the same run by the same program. */
static bool provide_reports(CommandContext *context, const Config *config, const char *output,
			    GArray **ret_seconds, GError **error)
{
	gint64 run = 0;
	gint64 since = g_get_real_time() / G_USEC_PER_SEC;
	g_autofree char *templates = demo_files_program(config->templates, error);
	if (templates == NULL || !published_run(config, &run, error))
		return false;
	const char *papers = command_text(context, "papers");
	g_autofree char *program = g_strjoin(" ", templates, papers != NULL ? papers : "all", NULL);
	if (!command_flag(context, "force") && demo_files_current(output, run, program)) {
		log_info("reports are there, of the same run", NULL);
		return true;
	}
	return demo_papers_render(context, papers, output, why_skipped, ret_seconds, error) &&
	       demo_files_finish(output, run, program, since, error);
}

static void print_made(const Config *config, const char *output, const GArray *seconds,
		       gint64 start_us)
{
	g_autoptr(GPtrArray) files = demo_files_list(output);
	g_autofree char *table = demo_files_table(output, files);
	g_autofree char *papers = demo_papers_table(config, output, why_skipped, seconds);
	printf("%s\n%s%u files in %.1f s; begin at %s/index.html\n", table, papers, files->len,
	       (double)(g_get_monotonic_time() - start_us) / 1e6, output);
}

/* Releases are the last of all papers, by the name "release". */
static bool provide_releases(CommandContext *context, const char *output, GError **error)
{
	DemoSettings settings;
	return !demo_papers_has(command_text(context, "papers"), DEMO_RELEASE) ||
	       (settings_read(context, &settings, error) &&
		demo_release_provide(context, &settings.until, output, error));
}

/* ── the command ── */
bool demo_run(CommandContext *context, GStrv words, GError **error)
{
	gint64 start_us = g_get_monotonic_time();
	g_autoptr(GArray) seconds = NULL;
	if (!command_words(context, words, 0, 0, error) ||
	    !demo_papers_check(command_text(context, "papers"), error))
		return false;
	const Config *config = command_config(context, error);
	const ConfigSource *source = config != NULL ? records_source(config, error) : NULL;
	if (source == NULL || !provide_records(context, source, error) ||
	    !run_etl(context, config, RECORDS_MAPPING, SAY_ALL, error) ||
	    !demo_release_mark(config, error) || !play_nights(context, config, error))
		return false;
	g_autofree char *skipped = why_skipped(config, COOK_MAPPING);
	if (skipped == NULL && !run_etl(context, config, COOK_MAPPING, SAY_ALL, error))
		return false;
	const char *asked = command_text(context, "output");
	g_autofree char *output =
	    asked != NULL ? g_strdup(asked) : g_build_filename(config->output, "demo", NULL);
	if (!provide_reports(context, config, output, &seconds, error) ||
	    !provide_releases(context, output, error))
		return false;
	print_made(config, output, seconds, start_us);
	return true;
}
