/* What stands on the command line, for the parameters of a plan; where plans are, and how they end.
 */
#include <string.h>

#include "core/config/problem.h"
#include "core/error.h"
#include "core/text.h"
#include "reports/release/plan.h"

/* ── freeing ── */

static void free_parameter(gpointer data)
{
	PlanParameter *parameter = data;
	g_free(parameter->name);
	g_free(parameter->default_text);
	g_free(parameter->not_before);
	g_free(parameter);
}

static void free_table(gpointer data)
{
	PlanTable *table = data;
	g_free(table->name);
	g_free(table->title_en);
	g_free(table->title_ur);
	g_free(table->measure);
	g_free(table->place);
	g_free(table->kind);
	g_clear_pointer(&table->places, g_ptr_array_unref);
	g_clear_pointer(&table->kinds, g_ptr_array_unref);
	g_free(table->from);
	g_free(table->to);
	g_free(table->coarser);
	g_free(table);
}

static void free_headline(gpointer data)
{
	PlanHeadline *headline = data;
	g_free(headline->place);
	g_free(headline->kind);
	g_free(headline);
}

Plan *plan_new(const char *file)
{
	Plan *plan = g_new0(Plan, 1);
	plan->file = g_strdup(file);
	plan->parameters = g_ptr_array_new_with_free_func(free_parameter);
	plan->papers = g_ptr_array_new_with_free_func(g_free);
	plan->tables = g_ptr_array_new_with_free_func(free_table);
	plan->headlines = g_ptr_array_new_with_free_func(free_headline);
	plan->wanted = g_ptr_array_new_with_free_func(free_headline);
	return plan;
}

void plan_free(Plan *plan)
{
	if (plan == NULL)
		return;
	if (plan->counts != NULL) {
		g_free(plan->counts->period);
		g_free(plan->counts->count);
		g_ptr_array_unref(plan->counts->dimensions);
		g_free(plan->counts);
	}
	g_free(plan->file);
	g_free(plan->name);
	g_free(plan->jurisdiction);
	g_free(plan->title_en);
	g_free(plan->title_ur);
	g_ptr_array_unref(plan->parameters);
	g_ptr_array_unref(plan->papers);
	g_ptr_array_unref(plan->tables);
	g_ptr_array_unref(plan->headlines);
	g_ptr_array_unref(plan->wanted);
	g_free(plan);
}

/* ── parameters ── */

static void clear_value(gpointer data)
{
	parameter_clear(data);
}

/* "month=month (default last-complete)". Transfer full. */
static char *parameter_list(const Plan *plan)
{
	g_autoptr(GString) list = g_string_new(NULL);
	for (guint n = 0; n < plan->parameters->len; n++) {
		const PlanParameter *parameter = g_ptr_array_index(plan->parameters, n);
		g_string_append_printf(list, "%s%s=%s", n > 0 ? ", " : "", parameter->name,
				       parameter->type->name);
		if (parameter->default_text != NULL)
			g_string_append_printf(list, " (default %s)", parameter->default_text);
	}
	return list->len > 0 ? g_strdup_printf("Plan '%s' takes: %s.", plan->name, list->str)
			     : g_strdup_printf("Plan '%s' takes no parameters.", plan->name);
}

static bool place_of(const Plan *plan, const char *name, gsize length, guint *ret_place)
{
	for (guint n = 0; n < plan->parameters->len; n++) {
		const PlanParameter *parameter = g_ptr_array_index(plan->parameters, n);
		if (strlen(parameter->name) == length &&
		    strncmp(parameter->name, name, length) == 0) {
			*ret_place = n;
			return true;
		}
	}
	return false;
}

/* The text given for each parameter, by place. */
static bool take_words(const Plan *plan, const char *const *words, const char **texts,
		       GError **error)
{
	for (const char *const *word = words; words != NULL && *word != NULL; word++) {
		const char *equals = strchr(*word, '=');
		gsize length = equals != NULL ? (gsize)(equals - *word) : strlen(*word);
		guint place = 0;
		g_autofree char *quoted = text_quote(*word, (gssize)length);
		g_autofree char *list = parameter_list(plan);
		if (!place_of(plan, *word, length, &place))
			error_set(error, SHUMAR_ERROR_USAGE, list, "plan '%s' has no parameter %s",
				  plan->name, quoted);
		else if (equals == NULL || equals[1] == '\0')
			error_set(error, SHUMAR_ERROR_USAGE, "Write --param NAME=VALUE.",
				  "parameter %s has no value", quoted);
		else if (texts[place] != NULL)
			error_set(error, SHUMAR_ERROR_USAGE, "Give each parameter once.",
				  "parameter %s is given twice", quoted);
		else {
			texts[place] = equals + 1;
			continue;
		}
		return false;
	}
	return true;
}

static bool read_value(const Plan *plan, const PlanParameter *parameter, const char *text,
		       const ParameterWorld *world, GArray *values, GError **error)
{
	ParameterValue value;
	if (text == NULL)
		text = parameter->default_text;
	if (text == NULL) {
		g_autofree char *list = parameter_list(plan);
		error_set(error, SHUMAR_ERROR_USAGE, list, "plan '%s' needs the parameter '%s'",
			  plan->name, parameter->name);
		return false;
	}
	if (parameter->type->is_district && strcmp(text, "all") == 0) {
		error_set(error, SHUMAR_ERROR_USAGE, "Name one district.",
			  "parameter '%s' takes one district, not all", parameter->name);
		return false;
	}
	if (!parameter_read(parameter->type, text, world, &value, error)) {
		g_prefix_error(error, "parameter '%s': ", parameter->name);
		return false;
	}
	g_array_append_val(values, value);
	return true;
}

static bool check_order(const Plan *plan, const GArray *values, GError **error)
{
	for (guint n = 0; n < plan->parameters->len; n++) {
		const PlanParameter *parameter = g_ptr_array_index(plan->parameters, n);
		guint place = 0;
		if (parameter->not_before == NULL ||
		    !place_of(plan, parameter->not_before, strlen(parameter->not_before), &place))
			continue;
		const ParameterValue *late = &g_array_index(values, ParameterValue, n);
		const ParameterValue *early = &g_array_index(values, ParameterValue, place);
		if (g_date_compare(&late->period.last, &early->period.first) >= 0)
			continue;
		error_set(error, SHUMAR_ERROR_USAGE, "Give the earlier date first.",
			  "parameter '%s' (%s) is before '%s' (%s)", parameter->name, late->text,
			  parameter->not_before, early->text);
		return false;
	}
	return true;
}

GArray *plan_bind(const Plan *plan, const char *const *words, const ParameterWorld *world,
		  GError **error)
{
	g_autofree const char **texts = g_new0(const char *, plan->parameters->len + 1);
	g_autoptr(GArray) values = g_array_new(FALSE, FALSE, sizeof(ParameterValue));
	g_array_set_clear_func(values, clear_value);
	if (!take_words(plan, words, texts, error))
		return NULL;
	for (guint n = 0; n < plan->parameters->len; n++) {
		if (!read_value(plan, plan->parameters->pdata[n], texts[n], world, values, error))
			return NULL;
	}
	return check_order(plan, values, error) ? g_steal_pointer(&values) : NULL;
}

char *plan_release_id(const Plan *plan, const GArray *values)
{
	g_autoptr(GString) id = g_string_new(plan->name);
	for (guint n = 0; n < values->len; n++)
		g_string_append_printf(id, "-%s", g_array_index(values, ParameterValue, n).text);
	g_string_ascii_down(id);
	return g_string_free(g_steal_pointer(&id), FALSE);
}

static const ParameterValue *value_of(const Plan *plan, const GArray *values, const char *text)
{
	guint place = 0;
	if (text[0] != '$' || !place_of(plan, text + 1, strlen(text + 1), &place))
		return NULL;
	return &g_array_index(values, ParameterValue, place);
}

char *plan_text(const Plan *plan, const GArray *values, const char *text)
{
	const ParameterValue *value = value_of(plan, values, text);
	return value != NULL ? parameter_sql(value) : g_strdup(text);
}

/* ── periods ── */

/* The first or last day that TEXT means. */
static GDate day_of(const Plan *plan, const GArray *values, const char *text, bool last)
{
	GDate date;
	const ParameterValue *value = value_of(plan, values, text);
	g_date_clear(&date, 1);
	if (value != NULL)
		return last ? value->period.last : value->period.first;
	date_parse(text, &date, NULL); /* it was checked */
	return date;
}

/* The complete periods of TABLE's kind from FROM, or the last ones, up to TO. */
static void add_calendar(const PlanTable *table, const GDate *from, const GDate *to,
			 GArray *periods)
{
	Period newest = period_last_complete(table->every, to);
	Period oldest = newest;
	if (table->last > 0)
		oldest = period_shift(&newest, 1 - (int)table->last);
	else
		oldest = period_of(table->every, from);
	if (table->last == 0 && g_date_compare(&oldest.first, from) < 0)
		oldest = period_shift(&oldest, 1); /* it began before */
	for (Period period = oldest; g_date_compare(&period.last, &newest.last) <= 0;
	     period = period_shift(&period, 1))
		g_array_append_val(periods, period);
}

GArray *plan_periods(const Plan *plan, const PlanTable *table, const GArray *values, GError **error)
{
	g_autoptr(GArray) periods = g_array_new(FALSE, FALSE, sizeof(Period));
	GDate to = day_of(plan, values, table->to, true);
	GDate from = table->from != NULL ? day_of(plan, values, table->from, false) : to;
	Period whole = { PERIOD_DAY, from, to };
	if (table->period == PLAN_TO_DATE)
		g_date_set_dmy(&whole.first, 1, G_DATE_JANUARY, g_date_get_year(&to));
	if (table->period == PLAN_CALENDAR)
		add_calendar(table, &from, &to, periods);
	else if (g_date_compare(&whole.first, &whole.last) <= 0)
		g_array_append_val(periods, whole);
	/* told when it was over, and not again: late records would be told by the difference */
	const Period *newest =
	    periods->len > 0 ? &g_array_index(periods, Period, periods->len - 1) : NULL;
	bool told = table->once && newest != NULL && g_date_compare(&newest->last, &to) != 0;
	if (told)
		g_array_set_size(periods, 0);
	if (periods->len > 0 || told)
		return g_steal_pointer(&periods);
	g_autofree char *first = date_text(&from);
	g_autofree char *last = date_text(&to);
	error_set(error, SHUMAR_ERROR_USAGE, "Give parameters of a longer time.",
		  "table '%s' of plan '%s' has no whole period from %s to %s", table->name,
		  plan->name, first, last);
	return NULL;
}

/* ── files ── */

static gint by_name(gconstpointer left, gconstpointer right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

GPtrArray *plan_list(const char *const *folders)
{
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
	for (; *folders != NULL; folders++) {
		g_autofree char *folder = g_build_filename(*folders, "releases", NULL);
		g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
		const char *file;
		while (dir != NULL && (file = g_dir_read_name(dir)) != NULL) {
			if (g_str_has_suffix(file, ".yaml") &&
			    g_hash_table_add(seen, g_strdup(file)))
				g_ptr_array_add(paths, g_build_filename(folder, file, NULL));
		}
	}
	g_ptr_array_sort(paths, by_name);
	return paths;
}

char *plan_find(const char *const *folders, const char *name, GError **error)
{
	if (strchr(name, '/') != NULL || g_str_has_suffix(name, ".yaml"))
		return g_strdup(name);
	g_autoptr(GPtrArray) paths = plan_list(folders);
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	for (guint n = 0; n < paths->len; n++) {
		g_autofree char *file = g_path_get_basename(paths->pdata[n]);
		file[strlen(file) - strlen(".yaml")] = '\0';
		if (strcmp(file, name) == 0)
			return g_strdup(paths->pdata[n]);
		g_ptr_array_add(names, g_steal_pointer(&file));
	}
	g_ptr_array_add(names, NULL);
	const char *near = nearest_name(name, (const char *const *)names->pdata);
	g_autofree char *all = g_strjoinv(", ", (char **)names->pdata);
	g_autofree char *hint = near != NULL ? g_strdup_printf("Did you mean '%s'?", near)
					     : g_strdup_printf("There are: %s.", all);
	g_autofree char *quoted = text_quote(name, -1);
	error_set(error, SHUMAR_ERROR_USAGE, hint, "there is no release plan %s", quoted);
	return NULL;
}

char *plan_call(const PlanTable *table)
{
	return table->title_en != NULL ? g_strdup_printf("'%s' (%s)", table->title_en, table->name)
				       : g_strdup_printf("'%s'", table->name);
}

const PlanTable *plan_table(const Plan *plan, const char *name)
{
	for (guint n = 0; n < plan->tables->len; n++)
		if (g_strcmp0(((PlanTable *)plan->tables->pdata[n])->name, name) == 0)
			return plan->tables->pdata[n];
	return NULL;
}

/* One of FIGURES (headline or wanted) is of TABLE. */
static bool names_table(const Plan *plan, const GPtrArray *figures, const PlanTable *table)
{
	for (guint n = 0; n < figures->len; n++)
		if (plan->tables->pdata[((PlanHeadline *)figures->pdata[n])->table] == table)
			return true;
	return false;
}

/* Where else PLAN names TABLE, and what to write there. */
static void put_other_places(GString *hint, const Plan *plan, const PlanTable *table)
{
	const struct {
		const char *where;
		const GPtrArray *figures;
	} figures[] = { { "headline", plan->headlines }, { "wanted", plan->wanted } };
	bool named = false;
	for (guint n = 0; n < plan->tables->len; n++) {
		const PlanTable *other = g_ptr_array_index(plan->tables, n);
		named = named || g_strcmp0(other->coarser, table->name) == 0;
	}
	if (named)
		g_string_append_printf(hint, ", and write 'coarser: %s' where it has 'coarser: %s'",
				       table->coarser, table->name);
	for (gsize n = 0; n < G_N_ELEMENTS(figures); n++)
		if (names_table(plan, figures[n].figures, table))
			g_string_append_printf(
			    hint, ", and write 'table: %s' where its %s has 'table: %s'",
			    table->coarser, figures[n].where, table->name);
}

char *plan_coarser_hint(const Plan *plan, const PlanTable *table)
{
	if (table->coarser == NULL)
		return g_strdup_printf("Publish a coarser table: take '%s' out of %s, or give it "
				       "larger places, fewer kinds or longer periods.",
				       table->name, plan->file);
	g_autofree char *coarser = plan_call(plan_table(plan, table->coarser));
	GString *hint = g_string_new(NULL);
	g_string_append_printf(hint, "Publish the coarser table %s instead: take '%s' out of %s",
			       coarser, table->name, plan->file);
	put_other_places(hint, plan, table);
	g_string_append_c(hint, '.');
	return g_string_free(hint, FALSE);
}
