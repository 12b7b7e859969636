#include "etl/run/run_sources.h"

#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/log.h"
#include "core/warehouse/warehouse.h"
#include "etl/drop/drop_raw.h"

#include <string.h>

void run_sources_clear(RunSources *sources)
{
	g_clear_pointer(&sources->sources, g_ptr_array_unref);
	g_clear_pointer(&sources->mappings, g_ptr_array_unref);
	g_clear_pointer(&sources->refused, g_ptr_array_unref);
}

/* ── which ── */
static bool choose_named(RunSources *chosen, const Config *config, const char *const *names,
			 GError **error)
{
	for (const char *const *name = names; *name != NULL; name++) {
		const ConfigSource *source = config_source(config, *name, error);
		if (source == NULL)
			return false;
		if (!g_ptr_array_find(chosen->sources, source, NULL))
			g_ptr_array_add(chosen->sources, (gpointer)(guintptr)source);
	}
	return true;
}

static bool choose_unasked(RunSources *chosen, const Config *config, GError **error)
{
	for (guint n = 0; n < config->sources->len; n++) {
		ConfigSource *source = g_ptr_array_index(config->sources, n);
		if (!source->asked)
			g_ptr_array_add(chosen->sources, source);
	}
	if (chosen->sources->len > 0)
		return true;
	error_set(error, SHUMAR_ERROR_CONFIG,
		  "Add one under 'sources:', or name one with --source.",
		  "cannot run: '%s' has no source that runs unasked", config->path);
	return false;
}

/* The configuration's idea of the source must be the mapping's. */
static bool check_kind(const ConfigSource *source, const Mapping *mapping, GError **error)
{
	bool csv = mapping->declaration->kind == SOURCE_CSV;
	if ((csv ? source->folder : source->connection) != NULL)
		return true;
	error_set(error, SHUMAR_ERROR_CONFIG,
		  csv ? "Give the source a 'folder:'." : "Give the source a 'connection:'.",
		  "cannot use source '%s': its mapping '%s' reads %s", source->name, mapping->name,
		  csv ? "CSV files" : "a PostgreSQL database");
	return false;
}

static bool find_mappings(RunSources *chosen, RunFindMapping find, GError **error)
{
	for (guint n = 0; n < chosen->sources->len; n++) {
		const ConfigSource *source = g_ptr_array_index(chosen->sources, n);
		Mapping *mapping = find(source->mapping, error);
		if (mapping == NULL)
			return false;
		g_ptr_array_add(chosen->mappings, mapping);
		if (!check_kind(source, mapping, error))
			return false;
		if (source->folder != NULL)
			mapping_read_from(mapping, source->name);
	}
	return true;
}

bool run_sources_choose(RunSources *chosen, const Config *config, const RunOptions *options,
			GError **error)
{
	bool named = options->sources != NULL && options->sources[0] != NULL;
	chosen->sources = g_ptr_array_new();
	chosen->refused = g_ptr_array_new_with_free_func(g_free);
	chosen->mappings = g_ptr_array_new_with_free_func((GDestroyNotify)mapping_free);
	return (named ? choose_named(chosen, config, options->sources, error)
		      : choose_unasked(chosen, config, error)) &&
	       find_mappings(chosen, options->find != NULL ? options->find : mapping_find, error);
}

/* ── those of the warehouse ── */
char *run_sources_names(const Config *config, bool asked)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	for (guint n = 0; n < config->sources->len; n++) {
		const ConfigSource *source = g_ptr_array_index(config->sources, n);
		if (source->asked || !asked)
			g_ptr_array_add(names, source->name);
	}
	return drop_raw_array((const char *const *)names->pdata, names->len);
}

bool run_sources_known(const Config *config, GError **error)
{
	g_autofree char *names = run_sources_names(config, false);
	g_autoptr(Database) warehouse = warehouse_open(config, "etl-sources", error);
	g_autoptr(DatabaseResult) rows =
	    warehouse != NULL ? database_query(warehouse, sqltext(SQL_ETL_SOURCES_UNCONFIGURED),
					       DATABASE_PARAMS(names), error)
			      : NULL;
	if (rows == NULL || result_rows(rows) == 0)
		return rows != NULL;
	const char *name = result_text(rows, 0, 0);
	g_autofree char *hint = g_strdup_printf(
	    "If it has another name now: shumar etl source rename %s NEW --reason TEXT. If it is to "
	    "go: shumar etl source retire %s --reason TEXT. Else put it back under 'sources:'.",
	    name, name);
	g_autoptr(GString) all = g_string_new(NULL);
	for (int row = 0; row < result_rows(rows); row++)
		g_string_append_printf(all, "%s'%s' (%s facts)", row > 0 ? ", " : "",
				       result_text(rows, row, 0), result_text(rows, row, 1));
	error_set(
	    error, SHUMAR_ERROR_CONFIG, hint,
	    "cannot run: the warehouse counts records of a source that '%s' does not have: %s",
	    config->path, all->str);
	return false;
}

/* ── reading ── */
/* Enters a source that is not read in this run, as it was known before. */
static bool keep_source(const ExtractContext *context, const char *name, const char *state,
			const char *note, GError **error)
{
	return database_exec(context->warehouse, sqltext(SQL_ETL_SOURCE_KEPT),
			     DATABASE_PARAMS(name, state, note), NULL, error);
}

static bool take_unchanged(RunSources *chosen, const ExtractContext *context, const char *name,
			   GPtrArray *notes, GError **error)
{
	chosen->unchanged++;
	g_ptr_array_add(
	    notes, g_strdup_printf("source '%s': unchanged since its last run, not read", name));
	return keep_source(context, name, "unchanged", NULL, error);
}

static bool take_away(RunSources *chosen, const ExtractContext *context, const char *name,
		      const GError *fault, GPtrArray *notes, GError **error)
{
	chosen->away++;
	log_warning("a source is away; the run goes on without it", "source", name, NULL);
	g_ptr_array_add(notes, g_strdup_printf("source '%s': away, its facts stay as they were: %s",
					       name, fault->message));
	return keep_source(context, name, "stale", fault->message, error);
}

/* A source whose files are refused is no reason to do without the others. */
static bool take_refused(RunSources *chosen, const ExtractContext *context, const char *name,
			 const GError *fault, GPtrArray *notes, GError **error)
{
	g_ptr_array_add(chosen->refused, g_strdup(name));
	log_warning("the files of a source are refused; the run goes on without it", "source", name,
		    NULL);
	g_ptr_array_add(notes, g_strdup_printf("source '%s': refused, its facts stay as they "
					       "were: %s",
					       name, fault->message));
	return keep_source(context, name, "stale", fault->message, error);
}

static bool extract_one(RunSources *chosen, const ExtractContext *context, guint place,
			GPtrArray *notes, GError **error)
{
	const ConfigSource *source = g_ptr_array_index(chosen->sources, place);
	g_autoptr(GError) fault = NULL;
	switch (
	    extract_source(context, source, g_ptr_array_index(chosen->mappings, place), &fault)) {
	case EXTRACT_STAGED:
		chosen->staged++;
		return true;
	case EXTRACT_UNCHANGED:
		return take_unchanged(chosen, context, source->name, notes, error);
	case EXTRACT_AWAY:
		if (chosen->sources->len > 1)
			return take_away(chosen, context, source->name, fault, notes, error);
		break;
	case EXTRACT_REFUSED:
		if (chosen->sources->len > 1)
			return take_refused(chosen, context, source->name, fault, notes, error);
		break;
	case EXTRACT_FAILED:
		break;
	}
	g_propagate_error(error, g_steal_pointer(&fault));
	return false;
}

bool run_sources_extract(RunSources *chosen, const ExtractContext *context, GPtrArray *notes,
			 GError **error)
{
	for (guint n = 0; n < chosen->sources->len; n++) {
		if (!extract_one(chosen, context, n, notes, error))
			return false;
	}
	if (chosen->staged + chosen->unchanged > 0)
		return true;
	error_set(
	    error, SHUMAR_ERROR_UNREACHABLE, "See the lines of the log above for each source.",
	    "cannot read any of the %u sources: all are away or refused", chosen->sources->len);
	return false;
}

bool run_sources_setup(const RunSources *chosen, Database *warehouse, GError **error)
{
	for (guint n = 0; chosen->mappings != NULL && n < chosen->mappings->len; n++) {
		const Mapping *mapping = g_ptr_array_index(chosen->mappings, n);
		if (mapping->setup != NULL &&
		    !database_script(warehouse, mapping->setup->text, error)) {
			g_autofree char *place = sqltext_place(mapping->setup->path);
			g_prefix_error(error, "%s: ", place);
			return false;
		}
	}
	return true;
}
