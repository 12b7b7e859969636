#include "app/demo_papers.h"

#include "app/demo_files.h"
#include "core/error.h"
#include "core/log.h"

#include <string.h>

/* In the place of seconds. */
#define NOT_MADE (-1.0)
#define REFUSED  (-2.0)

/* A paper: the source it needs, the command, its name, its languages and other words. */
typedef struct {
	const char *mapping;
	const char *command; /* render, batch */
	const char *name;
	const char *languages[3]; /* NULL-terminated */
	const char *words[12];    /* NULL-terminated */
} DemoPaper;

/* The first year of Pakpattan's Virtual Women Police Station. */
#define FIRST_YEAR                                                                                 \
	"--param", "district=PKP", "--param", "from=2023-08-01", "--param", "to=2024-07-31"

static const DemoPaper papers[] = {
	{ "psrms", "batch", "dpo-weekly", { "en", "ur" }, { "--format", "pdf,xlsx,html" } },
	{ "psrms",
	  "render",
	  "vwps-note",
	  { "en", "ur" },
	  { FIRST_YEAR, "--format", "text,pdf,xlsx,html" } },
	{ "psrms", "render", "quarterly-brief", { "en", "ur" }, { "--format", "pdf,html" } },
	{ "psrms", "render", "province-monthly", { "en", "ur" }, { "--format", "xlsx,html,csv" } },
	{ "psrms", "render", "outreach-support", { "en", "ur" }, { "--format", "pdf,html,xlsx" } },
	{ "psrms",
	  "render",
	  "annual-bulletin",
	  { "en", "ur" },
	  { "--param", "year=2025", "--format", "pdf,html" } },
	{ "psrms", "render", "measures", { "en", "ur" }, { "--format", "html,pdf" } },
	{ "cook", "render", "cook-outcomes", { "en" }, { "--format", "text,pdf,xlsx" } },
};

/* ── which ── */

bool demo_papers_has(const char *chosen, const char *name)
{
	if (chosen == NULL)
		return true;
	g_auto(GStrv) names = g_strsplit(chosen, ",", -1);
	return g_strv_contains((const char *const *)names, name);
}

bool demo_papers_check(const char *chosen, GError **error)
{
	const char *known[G_N_ELEMENTS(papers) + 2] = { 0 };
	if (chosen == NULL || strcmp(chosen, "none") == 0)
		return true;
	for (size_t place = 0; place < G_N_ELEMENTS(papers); place++)
		known[place] = papers[place].name;
	known[G_N_ELEMENTS(papers)] = DEMO_RELEASE;
	g_auto(GStrv) names = g_strsplit(chosen, ",", -1);
	for (char **name = names; *name != NULL; name++) {
		if (g_strv_contains(known, *name))
			continue;
		g_autofree char *all = g_strjoinv(", ", (char **)(gpointer)known);
		g_autofree char *hint = g_strdup_printf("There are: %s; or say none.", all);
		error_set(error, SHUMAR_ERROR_USAGE, hint, "the demonstration has no paper '%s'",
			  *name);
		return false;
	}
	return true;
}

/* ── making ── */

/* One call for a paper; LANGUAGE may be a list where the command takes one. */
static bool call(CommandContext *context, const DemoPaper *paper, const char *language,
		 const char *folder, GError **error)
{
	g_autofree char *output = g_build_filename(folder, paper->name, NULL);
	g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
	g_strv_builder_add(builder, paper->name);
	for (const char *const *word = paper->words; *word != NULL; word++)
		g_strv_builder_add(builder, *word);
	g_strv_builder_add_many(builder, "--lang", language, "-o", output, NULL);
	g_auto(GStrv) words = g_strv_builder_end(builder);
	return command_call(context, "report", paper->command, words, error);
}

static bool make(CommandContext *context, const DemoPaper *paper, const char *folder,
		 GError **error)
{
	if (strcmp(paper->command, "batch") == 0) {
		g_autofree char *all = g_strjoinv(",", (char **)(guintptr)paper->languages);
		return call(context, paper, all, folder, error);
	}
	for (const char *const *language = paper->languages; *language != NULL; language++) {
		if (!call(context, paper, *language, folder, error))
			return false;
	}
	return true;
}

static bool make_index(CommandContext *context, const char *folder, GError **error)
{
	const char *words[] = { folder, NULL };
	g_auto(GStrv) copy = g_strdupv((char **)(gpointer)words);
	return command_call(context, "report", "index", copy, error);
}

/* Makes PAPER; *ret_seconds is how long it took. What a public paper may not print of so few
 * records is no failure of the demonstration: it is said, and REFUSED. */
static bool make_timed(CommandContext *context, const DemoPaper *paper, const char *folder,
		       double *ret_seconds, GError **error)
{
	g_autoptr(GError) fault = NULL;
	gint64 start_us = g_get_monotonic_time();
	if (make(context, paper, folder, &fault))
		*ret_seconds = (double)(g_get_monotonic_time() - start_us) / 1e6;
	else if (error_exit_code(fault) == SHUMAR_ERROR_DISCLOSURE) {
		log_warning("a paper was refused", "paper", paper->name, "why", fault->message,
			    NULL);
		*ret_seconds = REFUSED;
	} else {
		g_propagate_error(error, g_steal_pointer(&fault));
		return false;
	}
	return true;
}

bool demo_papers_render(CommandContext *context, const char *chosen, const char *folder,
			DemoWhyNot why_not, GArray **ret_seconds, GError **error)
{
	const Config *config = command_config(context, error);
	g_autoptr(GArray) seconds = g_array_new(FALSE, FALSE, sizeof(double));
	for (size_t place = 0; config != NULL && place < G_N_ELEMENTS(papers); place++) {
		g_autofree char *why = why_not(config, papers[place].mapping);
		double spent = NOT_MADE;
		if (why == NULL && demo_papers_has(chosen, papers[place].name) &&
		    !make_timed(context, &papers[place], folder, &spent, error))
			return false;
		g_array_append_val(seconds, spent);
	}
	if (config == NULL ||
	    (g_file_test(folder, G_FILE_TEST_IS_DIR) && !make_index(context, folder, error)))
		return false;
	*ret_seconds = g_steal_pointer(&seconds);
	return true;
}

/* ── the table ── */

/* What FILES holds of a paper. */
typedef struct {
	guint files;
	guint64 bytes;
	guint editions; /* files of its most frequent format */
} Tally;

/* "measures.pdf", "measures-x.csv" and "measures/…" are of the paper "measures". */
static bool is_of(const DemoFile *file, const char *name)
{
	size_t length = strlen(name);
	return strncmp(file->path, name, length) == 0 &&
	       strchr("./-", file->path[length]) != NULL && file->path[length] != '\0' &&
	       !g_str_has_suffix(file->path, "manifest.json") &&
	       !g_str_has_suffix(file->path, "index.html");
}

static Tally tally(const GPtrArray *files, const char *name)
{
	static const char *const whole[] = { ".pdf", ".html", ".xlsx", ".txt" };
	guint counts[G_N_ELEMENTS(whole)] = { 0 };
	Tally sum = { 0 };
	for (guint place = 0; place < files->len; place++) {
		const DemoFile *file = files->pdata[place];
		if (!is_of(file, name))
			continue;
		sum.files++;
		sum.bytes += file->size;
		for (size_t n = 0; n < G_N_ELEMENTS(whole); n++) {
			counts[n] += g_str_has_suffix(file->path, whole[n]) ? 1 : 0;
			sum.editions = MAX(sum.editions, counts[n]);
		}
	}
	return sum;
}

static void add_line(GString *table, const DemoPaper *paper, const Tally *sum, double seconds)
{
	g_autofree char *languages = g_strjoinv(" ", (char **)(guintptr)paper->languages);
	g_string_append_printf(table, "%-18s %-9s %8u %6u %12" G_GUINT64_FORMAT, paper->name,
			       languages, sum->editions, sum->files, sum->bytes);
	if (seconds > NOT_MADE)
		g_string_append_printf(table, " %8.1f\n", seconds);
	else
		g_string_append(table, seconds <= REFUSED ? "  refused: its counts are too small\n"
				       : sum->files > 0   ? "  as it was\n"
							  : "  not made\n");
}

char *demo_papers_table(const Config *config, const char *folder, DemoWhyNot why_not,
			const GArray *seconds)
{
	g_autoptr(GPtrArray) files = demo_files_list(folder);
	GString *table = g_string_new(NULL);
	g_string_append_printf(table, "%-18s %-9s %8s %6s %12s %8s\n", "paper", "languages",
			       "editions", "files", "bytes", "seconds");
	for (guint place = 0; place < G_N_ELEMENTS(papers); place++) {
		const Tally sum = tally(files, papers[place].name);
		g_autofree char *why = why_not(config, papers[place].mapping);
		if (why != NULL)
			g_string_append_printf(table, "%s was skipped: %s\n", papers[place].name,
					       why);
		else
			add_line(table, &papers[place], &sum,
				 seconds != NULL ? g_array_index(seconds, double, place)
						 : NOT_MADE);
	}
	return g_string_free(table, FALSE);
}
