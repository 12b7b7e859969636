/* release plans: what kinds of releases there are, and which a release is of. */
#include <stdio.h>
#include <string.h>

#include "core/error.h"
#include "core/text.h"
#include "reports/release/commands.h"

#define RULES "disclosure.yaml"

GPtrArray *release_commands_plans(const Library *library)
{
	const char *const folders[] = { library_folder(library), NULL };
	return plan_list(folders);
}

static void print_parameters(const Plan *plan)
{
	for (guint n = 0; n < plan->parameters->len; n++) {
		const PlanParameter *parameter = g_ptr_array_index(plan->parameters, n);
		printf("  --param %s=%s", parameter->name, parameter->type->name);
		if (parameter->default_text != NULL)
			printf("   else %s", parameter->default_text);
		putchar('\n');
	}
}

static const char *period_of_table(const PlanTable *table)
{
	if (table->period == PLAN_CALENDAR)
		return period_kind_name(table->every);
	return table->period == PLAN_WHOLE ? "whole" : "year to date";
}

static void print_plan(const Plan *plan)
{
	printf("%s  %s\n", plan->name, plan->title_en);
	print_parameters(plan);
	for (guint n = 0; n < plan->tables->len; n++) {
		const PlanTable *table = g_ptr_array_index(plan->tables, n);
		printf("  table %-24s %s: %s by %s, %s%s%s\n", table->name, table->measure,
		       table->place, table->kind, period_of_table(table),
		       table->title_en != NULL ? ": " : "",
		       table->title_en != NULL ? table->title_en : "");
	}
	for (guint n = 0; n < plan->papers->len; n++)
		printf("  paper %s\n", (const char *)plan->papers->pdata[n]);
}

bool release_plans(CommandContext *context, GStrv words, GError **error)
{
	g_autoptr(Library) library = library_begin(context, words, 0, 0, error);
	g_autoptr(GPtrArray) paths = library != NULL ? release_commands_plans(library) : NULL;
	for (guint n = 0; paths != NULL && n < paths->len; n++) {
		g_autoptr(Plan) plan = plan_read(paths->pdata[n], error);
		if (plan == NULL)
			return false;
		print_plan(plan);
	}
	return paths != NULL;
}

/* ── the plan of a release ── */

Plan *release_commands_plan(const Library *library, const char *name, GError **error)
{
	const char *const folders[] = { library_folder(library), NULL };
	g_autofree char *path = plan_find(folders, name, error);
	return path != NULL ? plan_read(path, error) : NULL;
}

/* Plans whose name RELEASE_ID is, or begins with; of several the longest. */
static const char *plan_path_of(const GPtrArray *paths, const char *release_id)
{
	const char *best = NULL;
	size_t most = 0;
	for (guint n = 0; n < paths->len; n++) {
		g_autofree char *file = g_path_get_basename(paths->pdata[n]);
		size_t length = strlen(file) - strlen(".yaml");
		if (length <= most || strncmp(release_id, file, length) != 0 ||
		    (release_id[length] != '-' && release_id[length] != '\0'))
			continue;
		best = paths->pdata[n];
		most = length;
	}
	return best;
}

Plan *release_commands_plan_of(const Library *library, const char *release_id, GError **error)
{
	g_autoptr(GPtrArray) paths = release_commands_plans(library);
	const char *path = plan_path_of(paths, release_id);
	g_autoptr(Plan) plan = path != NULL ? plan_read(path, error) : NULL;
	if (path != NULL && plan == NULL)
		return NULL;
	/* its name alone is a release of a plan that asks for nothing */
	if (plan != NULL && (plan->parameters->len == 0 || strcmp(plan->name, release_id) != 0))
		return g_steal_pointer(&plan);
	g_autofree char *quoted = text_quote(release_id, -1);
	error_set(
	    error, SHUMAR_ERROR_USAGE,
	    "A release is called by its plan and parameters, as punjab-monthly-2026-10; 'shumar "
	    "release plans' lists the plans.",
	    "no plan has a release %s", quoted);
	return NULL;
}

char *release_commands_rules(const Library *library)
{
	return g_build_filename(library_folder(library), RULES, NULL);
}
