/* The headers of the datasets: what each number of their rows counts. */
#include <criterion/criterion.h>
#include <string.h>

#include "core/database/sqltext.h"
#include "reports/template/template_measure.h"
#include "reports/trace/trace_rule.h"

/* What the program itself asks for: no template names them. */
static bool is_own(const char *path)
{
	static const char *const own[] = { "reports/as_of_find.sql",       "reports/as_of_set.sql",
					   "reports/district_aliases.sql", "reports/districts.sql",
					   "reports/published.sql",        "reports/trace_runs.sql",
					   "reports/coverage.sql",         NULL };
	return g_strv_contains(own, path) || g_str_has_prefix(path, "reports/trace/");
}

/* "name what, …" of the numbers of FILE of which the header says nothing that there is. */
static char *unsaid(const SqlText *file, const Library *library)
{
	g_autoptr(GString) faults = g_string_new(NULL);
	g_autoptr(GPtrArray) columns = sqltext_columns(file->text, "returns");
	g_autoptr(GPtrArray) none = g_ptr_array_new();
	TemplateDataset dataset = { .sql = file->text, .derivations = none };
	for (guint n = 0; n < columns->len; n++) {
		const SqlColumn *column = columns->pdata[n];
		DatumType type = DATUM_TEXT;
		ColumnCount count = { 0 };
		if (!datum_type_of_sql(column->type, &type) ||
		    (type != DATUM_NUMBER && type != DATUM_SERIES))
			continue;
		template_column_count(library_measures(library), &dataset, column->name, &count);
		const char *unit = count.unit;
		if (count.nature == COLUMN_UNSAID ||
		    (unit != NULL &&
		     locale_unit(library_locale(library, "en"), unit, "other") == NULL))
			g_string_append_printf(faults, " %s", column->name);
		column_count_clear(&count);
	}
	return g_string_free(g_steal_pointer(&faults), FALSE);
}

/* " name" of the numbers of FILE that count something and that no trace line knows. */
static char *untraced(const SqlText *file, const Library *library)
{
	g_autoptr(GString) faults = g_string_new(NULL);
	g_autoptr(GPtrArray) columns = sqltext_columns(file->text, "returns");
	g_autoptr(GPtrArray) none = g_ptr_array_new();
	g_autoptr(TraceRules) rules = trace_rules_read(file->text);
	TemplateDataset dataset = { .sql = file->text, .derivations = none };
	for (guint n = 0; n < columns->len; n++) {
		const SqlColumn *column = columns->pdata[n];
		DatumType type = DATUM_TEXT;
		ColumnCount count = { 0 };
		if (!datum_type_of_sql(column->type, &type) || type != DATUM_NUMBER)
			continue;
		template_column_count(library_measures(library), &dataset, column->name, &count);
		if (count.nature != COLUMN_NONE && !trace_rules_know(rules, column->name))
			g_string_append_printf(faults, " %s", column->name);
		column_count_clear(&count);
	}
	return g_string_free(g_steal_pointer(&faults), FALSE);
}

Test(headers, every_number_of_a_dataset_says_what_it_counts_and_where_it_comes_from)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *folder = g_build_filename(g_getenv("SHUMAR_ROOT"), "templates", NULL);
	const char *const folders[] = { folder, NULL };
	g_autoptr(Library) library = library_open(folders, &error);
	cr_assert(library != NULL, "%s", error != NULL ? error->message : "");
	for (size_t n = 0; n < sqltext_table_count; n++) {
		const SqlText *file = &sqltext_table[n];
		if (!g_str_has_prefix(file->path, "reports/") ||
		    !g_str_has_suffix(file->path, ".sql") || is_own(file->path))
			continue;
		g_autofree char *faults = unsaid(file, library);
		g_autofree char *unknown = untraced(file, library);
		cr_expect_str_empty(faults, "the line 'measures' of sql/%s lacks:%s", file->path,
				    faults);
		cr_expect_str_empty(unknown, "sql/%s has no line 'trace' for:%s", file->path,
				    unknown);
	}
}
