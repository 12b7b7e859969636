#include "reports/build/coverage.h"

#include <string.h>

#include "core/database/sqltext.h"
#include "core/error.h"

/* What the header of one dataset asks for; texts are of the header, values of the binding. */
typedef struct {
	const char *dataset;
	char *feed;
	char *district;                        /* code, or "" for all of them */
	const ParameterValue *named;           /* the parameter that it stands in, or NULL */
	const TemplateParameter *first, *last; /* the parameters that the days are of, or NULL */
	Period period;
} Wanted;

static void wanted_clear(Wanted *wanted)
{
	g_free(wanted->feed);
	g_free(wanted->district);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Wanted, wanted_clear)

/* ── the header ── */

/* The argument of the "$n" in WORD. The contract of the file is tested, so it is there. */
static const TemplateArgument *argument_at(const TemplateDataset *dataset, const char *word)
{
	guint64 place = word[0] == '$' ? g_ascii_strtoull(word + 1, NULL, 10) : 0;
	g_assert(place >= 1 && place <= dataset->arguments->len);
	return g_ptr_array_index(dataset->arguments, place - 1);
}

static const ParameterValue *value_of(const TemplateArgument *argument, const Template *template,
				      const Binding *binding)
{
	guint place;
	if (argument->parameter == NULL)
		return NULL;
	bool found = g_ptr_array_find(template->parameters, argument->parameter, &place);
	g_assert(found);
	return &g_array_index(binding->values, ParameterValue, place);
}

/* The days that ARGUMENT is; false for a text that is no day. */
static bool days_of(const TemplateArgument *argument, const Template *template,
		    const Binding *binding, Period *ret_period)
{
	const ParameterValue *value = value_of(argument, template, binding);
	if (value != NULL && value->type->type == DATUM_DATE) {
		*ret_period = value->period;
		return true;
	}
	GDate day = binding->as_at;
	if (!argument->as_at &&
	    (argument->literal == NULL || !date_parse(argument->literal, &day, NULL)))
		return false;
	*ret_period = period_of(PERIOD_DAY, &day);
	return true;
}

static void read_district(const TemplateArgument *argument, const Template *template,
			  const Binding *binding, Wanted *wanted)
{
	wanted->named = value_of(argument, template, binding);
	g_free(wanted->district);
	bool all = wanted->named != NULL && wanted->named->type->is_district &&
		   wanted->named->district == NULL;
	wanted->district = g_strdup(all                     ? ""
				    : wanted->named != NULL ? wanted->named->text
							    : argument->literal);
}

/* "days $2 to $3", "week $2", "month $2". */
static bool read_days(char **words, const TemplateDataset *dataset, const Template *template,
		      const Binding *binding, Wanted *wanted)
{
	const TemplateArgument *first = argument_at(dataset, words[1]);
	const TemplateArgument *last =
	    g_strv_length(words) == 4 ? argument_at(dataset, words[3]) : first;
	Period from, to;
	PeriodKind kind;
	if (!days_of(first, template, binding, &from) || !days_of(last, template, binding, &to))
		return false;
	wanted->first = first->parameter;
	wanted->last = last->parameter;
	wanted->period = (Period){ PERIOD_DAY, from.first, to.last };
	if (period_kind_parse(words[0], &kind) && kind != from.kind)
		wanted->period = period_of(kind, &from.first);
	return true;
}

/* Reads what DATASET covers; false when it says nothing of that. */
static bool read_wanted(const TemplateDataset *dataset, const Template *template,
			const Binding *binding, Wanted *wanted)
{
	g_autofree char *header =
	    dataset->from == NULL ? sqltext_header(dataset->sql, "covers") : NULL;
	if (header == NULL)
		return false;
	g_auto(GStrv) parts = g_strsplit(header, ";", -1);
	bool dated = false;
	wanted->dataset = dataset->name;
	wanted->feed = g_strdup(g_strstrip(parts[0]));
	wanted->district = g_strdup("");
	for (char **part = parts + 1; *part != NULL; part++) {
		g_auto(GStrv) words = g_strsplit(g_strstrip(*part), " ", -1);
		if (strcmp(words[0], "district") == 0)
			read_district(argument_at(dataset, words[1]), template, binding, wanted);
		else
			dated = read_days(words, dataset, template, binding, wanted);
	}
	return dated;
}

/* ── what is covered ── */

static DatabaseResult *look(Database *db, const Template *template, const Wanted *wanted,
			    GError **error)
{
	g_autofree char *first = date_text(&wanted->period.first);
	g_autofree char *last = date_text(&wanted->period.last);
	return database_one(
	    db, sqltext(SQL_REPORTS_COVERAGE_CHECK),
	    DATABASE_PARAMS(template->jurisdiction, wanted->district, wanted->feed, first, last),
	    error);
}

static bool is_inside(const DatabaseResult *row)
{
	const char *state = result_text(row, 0, result_column(row, "state"));
	return strcmp(state, "covered") == 0 || strcmp(state, "partial") == 0;
}

static const char *text_of(const DatabaseResult *row, const char *column)
{
	return result_text(row, 0, result_column(row, column));
}

/* Why there is nothing, as the end of a sentence. Transfer full. */
static char *say_why(const DatabaseResult *row, const Wanted *wanted)
{
	const char *state = text_of(row, "state");
	const char *since = text_of(row, "existed_from");
	if (strcmp(state, "did-not-exist") == 0)
		return since != NULL ? g_strdup_printf("the district exists since %s", since)
				     : g_strdup_printf("the district existed until %s",
						       text_of(row, "existed_to"));
	if (strcmp(state, "not-yet") == 0)
		return g_strdup_printf("the records end on %s", text_of(row, "horizon"));
	return g_strdup_printf("no records of '%s' have been reported for these days",
			       wanted->feed);
}

static char *say_remedy(const DatabaseResult *row)
{
	const char *from = text_of(row, "covered_from"), *to = text_of(row, "covered_to");
	if (from == NULL || to == NULL)
		return g_strdup("Load records that report for it with 'shumar etl run'.");
	return g_strdup_printf("Covered are the days from %s to %s: ask for some of these, or load "
			       "later records with 'shumar etl run'.",
			       from, to);
}

static void set_refused(const Template *template, const Wanted *wanted, const DatabaseResult *row,
			GError **error)
{
	const District *district = wanted->named != NULL ? wanted->named->district : NULL;
	g_autofree char *first = date_text(&wanted->period.first);
	g_autofree char *last = date_text(&wanted->period.last);
	g_autofree char *of =
	    district != NULL
		? g_strdup_printf("%s (%s)", district_name(district, "en"), district->code)
		: g_strdup_printf("the jurisdiction '%s'", template->jurisdiction);
	g_autofree char *why = say_why(row, wanted);
	g_autofree char *remedy = say_remedy(row);
	error_set(error, SHUMAR_ERROR_USAGE, remedy,
		  "cannot render '%s' of %s: no day from %s to %s is covered, %s", template->name,
		  of, first, last, why);
}

bool coverage_check(Database *db, const Template *template, const Binding *binding,
		    GHashTable **ret_outside, GError **error)
{
	g_autoptr(GHashTable) outside =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GError) refusal = NULL;
	guint said = 0;
	for (guint n = 0; n < template->datasets->len; n++) {
		g_auto(Wanted) wanted = { 0 };
		if (!read_wanted(template->datasets->pdata[n], template, binding, &wanted))
			continue;
		g_autoptr(DatabaseResult) row = look(db, template, &wanted, error);
		if (row == NULL)
			return false;
		said++;
		if (is_inside(row))
			continue;
		g_hash_table_add(outside, g_strdup(wanted.dataset));
		if (refusal == NULL)
			set_refused(template, &wanted, row, &refusal);
	}
	if (said > 0 && g_hash_table_size(outside) == said) {
		g_propagate_error(error, g_steal_pointer(&refusal));
		return false;
	}
	*ret_outside = g_steal_pointer(&outside);
	return true;
}

/* ── last-complete ── */

/* Finds the dataset that asks for the days of PARAMETER, and what it wants; false for none. */
static bool find_user(const Template *template, const Binding *binding,
		      const TemplateParameter *parameter, Wanted *ret_wanted)
{
	for (guint n = 0; n < template->datasets->len; n++) {
		Wanted wanted = { 0 };
		if (read_wanted(template->datasets->pdata[n], template, binding, &wanted) &&
		    (wanted.first == parameter || wanted.last == parameter)) {
			*ret_wanted = wanted;
			return true;
		}
		wanted_clear(&wanted);
	}
	return false;
}

static bool choose_last(Database *db, const Template *template, const Wanted *wanted,
			const GDate *as_at, ParameterValue *value, GError **error)
{
	g_autofree char *day = date_text(as_at);
	g_autoptr(DatabaseResult) row =
	    database_one(db, sqltext(SQL_REPORTS_COVERAGE_LAST),
			 DATABASE_PARAMS(template->jurisdiction, wanted->district, wanted->feed,
					 day, period_kind_name(value->period.kind)),
			 error);
	GDate first;
	if (row == NULL)
		return false;
	/* without any the check will refuse it, by name */
	if (result_is_null(row, 0, 0) || !date_parse(result_text(row, 0, 0), &first, NULL))
		return true;
	value->period = period_of(value->period.kind, &first);
	g_free(value->text);
	value->text = period_name(&value->period);
	return true;
}

bool coverage_choose(Database *db, const Template *template, Binding *binding, GError **error)
{
	for (guint n = 0; n < template->parameters->len; n++) {
		ParameterValue *value = &g_array_index(binding->values, ParameterValue, n);
		g_auto(Wanted) wanted = { 0 };
		if (!value->last_complete ||
		    !find_user(template, binding, template->parameters->pdata[n], &wanted))
			continue;
		if (!choose_last(db, template, &wanted, &binding->as_at, value, error))
			return false;
	}
	return true;
}
