#include "reports/library/measure.h"

#include <string.h>

#include "core/config/problem.h"
#include "core/error.h"
#include "core/period.h"

struct Measure {
	const char *id;
	const YamlNode *node;
	MeasureGood good;
	gint64 follow_up_days, withhold_under, print_n_under;
};

struct Measures {
	YamlDocument *document;
	GPtrArray *all;           /* of Measure */
	GPtrArray *ids;           /* NULL-terminated */
	const Glossary *glossary; /* while it is read, or NULL */
};

static const char *const top_keys[] = { "measures", NULL };
static const char *const measure_keys[] = { "name",          "unit",        "definition",
					    "basis",         "good",        "source",
					    "numerator",     "denominator", "cohort",
					    "method",        "follow-up",   "withhold-under",
					    "print-n-under", "versions",    NULL };
static const char *const version_keys[] = { "from", "definition", "formula", NULL };
static const char *const cohorts[] = { "event", "registered", "decided", "stock", NULL };
static const char *const methods[] = {
	"count",        "share",  "wilson", "clopper",  "byar", "exact", "rate", "aalen-johansen",
	"kaplan-meier", "median", "xmr",    "c",        "u",    "p",     "g",    "t",
	"run",          "funnel", "stl",    "revision", NULL
};
static const char *const language_keys[] = { "en", "ur", NULL };
static const char *const good_names[] = { "neutral", "up", "down", NULL }; /* as MeasureGood */

static const char *field(const Measure *measure, const char *key)
{
	return yaml_text(yaml_find(measure->node, key));
}

static const char *in_language(const Measure *measure, const char *key, const char *language)
{
	const YamlNode *texts = yaml_find(measure->node, key);
	const char *text = yaml_text(yaml_find(texts, language));
	return text != NULL ? text : yaml_text(yaml_find(texts, "en"));
}

/* ── checking ── */

/* Holds the Urdu of TEXTS to the glossary. */
static void check_terms(const Measures *measures, Problems *problems, const YamlNode *texts,
			const char *where)
{
	const YamlNode *urdu = yaml_find(texts, "ur");
	const char *english = yaml_text(yaml_find(texts, "en"));
	if (english == NULL || yaml_text(urdu) == NULL)
		return;
	g_autoptr(GPtrArray) faults = glossary_faults(measures->glossary, english, yaml_text(urdu));
	for (guint n = 0; n < faults->len; n++)
		problems_add(problems, measures->document, urdu, GLOSSARY_HINT, "%s: %s", where,
			     (char *)faults->pdata[n]);
}

static void check_texts(const Measures *measures, Problems *problems, const Measure *measure,
			const char *key)
{
	const YamlNode *texts = yaml_find(measure->node, key);
	g_autofree char *where = g_strdup_printf("measure '%s': %s", measure->id, key);
	if (texts == NULL) {
		problems_add(problems, measures->document, measure->node,
			     "every figure needs it in both languages", "%s is missing", where);
		return;
	}
	if (!problems_check_keys(problems, measures->document, texts, where, language_keys))
		return;
	for (const char *const *language = language_keys; *language != NULL; language++) {
		const char *text = yaml_text(yaml_find(texts, *language));
		if (text == NULL || text[0] == '\0')
			problems_add(problems, measures->document, texts, NULL,
				     "%s has no text in '%s'", where, *language);
	}
	check_terms(measures, problems, texts, where);
}

static void check_good(const Measures *measures, Problems *problems, Measure *measure)
{
	const YamlNode *node = yaml_find(measure->node, "good");
	const char *text = node != NULL ? yaml_text(node) : good_names[0];
	for (size_t n = 0; text != NULL && good_names[n] != NULL; n++) {
		if (strcmp(good_names[n], text) == 0) {
			measure->good = (MeasureGood)n;
			return;
		}
	}
	problems_add(problems, measures->document, node, "write neutral, up or down",
		     "measure '%s': no good direction is called that", measure->id);
}

/* One side of a ratio must be a measure of the file. */
static const Measure *check_side(const Measures *measures, Problems *problems,
				 const Measure *measure, const char *key)
{
	const YamlNode *node = yaml_find(measure->node, key);
	const char *id = yaml_text(node);
	const Measure *side = id != NULL ? measures_find(measures, id) : NULL;
	if (side != NULL)
		return side;
	const char *near = id != NULL ? nearest_name(id, measures_ids(measures)) : NULL;
	g_autofree char *hint = near != NULL ? g_strdup_printf("did you mean '%s'?", near) : NULL;
	problems_add(problems, measures->document, node != NULL ? node : measure->node, hint,
		     "measure '%s': its %s is no measure of this file", measure->id, key);
	return NULL;
}

static void check_ratio(const Measures *measures, Problems *problems, const Measure *measure)
{
	bool over = yaml_find(measure->node, "numerator") != NULL;
	bool under = yaml_find(measure->node, "denominator") != NULL;
	if (!over && !under)
		return;
	const Measure *top = check_side(measures, problems, measure, "numerator");
	const Measure *bottom = check_side(measures, problems, measure, "denominator");
	if (top == NULL || bottom == NULL)
		return;
	if (g_strcmp0(measure_unit(top), measure_unit(bottom)) != 0)
		problems_add(
		    problems, measures->document, measure->node,
		    "a ratio needs one counting unit above and below: never persons by cases",
		    "measure '%s' divides '%s' (counted in %s) by '%s' (counted in %s)",
		    measure->id, top->id, measure_unit(top), bottom->id, measure_unit(bottom));
	else if (g_strcmp0(measure_basis(top, "en"), measure_basis(bottom, "en")) != 0)
		problems_add(
		    problems, measures->document, measure->node,
		    "a ratio needs one cohort: never this month's convictions by this month's cases",
		    "measure '%s' divides '%s' (by %s) by '%s' (by %s)", measure->id, top->id,
		    measure_basis(top, "en"), bottom->id, measure_basis(bottom, "en"));
	else if (strcmp(measure_cohort(top), measure_cohort(bottom)) != 0)
		problems_add(
		    problems, measures->document, measure->node,
		    "a ratio needs one cohort: never this month's convictions by this month's cases",
		    "measure '%s' divides '%s' (cohort: %s) by '%s' (cohort: %s)", measure->id,
		    top->id, measure_cohort(top), bottom->id, measure_cohort(bottom));
}

/* The word at KEY must be one of KNOWN. */
static void check_word(const Measures *measures, Problems *problems, const Measure *measure,
		       const char *key, const char *const *known)
{
	const YamlNode *node = yaml_find(measure->node, key);
	const char *word = yaml_text(node);
	if (node == NULL || (word != NULL && g_strv_contains(known, word)))
		return;
	const char *near = word != NULL ? nearest_name(word, known) : NULL;
	g_autofree char *all = g_strjoinv(", ", (char **)(guintptr)known);
	g_autofree char *hint = near != NULL ? g_strdup_printf("did you mean '%s'?", near)
					     : g_strdup_printf("there are: %s", all);
	problems_add(problems, measures->document, node, hint, "measure '%s': no %s '%s'",
		     measure->id, key, word != NULL ? word : "");
}

/* The number that stands at KEY before WORD: "90 days". */
static void check_number(const Measures *measures, Problems *problems, const Measure *measure,
			 const char *key, const char *word, gint64 *number)
{
	const YamlNode *node = yaml_find(measure->node, key);
	if (node == NULL)
		return;
	const char *text = yaml_text(node);
	g_auto(GStrv) words = g_strsplit(text != NULL ? text : "", " ", 2);
	guint64 found = 0;
	if (g_strv_length(words) == 2 && strcmp(words[1], word) == 0 &&
	    g_ascii_string_to_unsigned(words[0], 10, 1, 100000, &found, NULL)) {
		*number = (gint64)found;
		return;
	}
	g_autofree char *hint = g_strdup_printf("write for example %s: 20 %s", key, word);
	problems_add(problems, measures->document, node, hint,
		     "measure '%s': %s is no number of %s", measure->id, key, word);
}

static void check_version(const Measures *measures, Problems *problems, const Measure *measure,
			  const YamlNode *version)
{
	g_autofree char *where = g_strdup_printf("measure '%s': version", measure->id);
	if (!problems_check_keys(problems, measures->document, version, where, version_keys))
		return;
	for (const char *const *key = version_keys; *key != NULL; key++)
		if (yaml_find(version, *key) == NULL)
			problems_add(problems, measures->document, version, NULL, "%s has no %s",
				     where, *key);
	const YamlNode *definition = yaml_find(version, "definition");
	for (const char *const *language = language_keys; *language != NULL; language++)
		if (definition != NULL && yaml_find(definition, *language) == NULL)
			problems_add(problems, measures->document, definition, NULL,
				     "%s: definition has no text in '%s'", where, *language);
}

static void check_versions(const Measures *measures, Problems *problems, const Measure *measure)
{
	const YamlNode *list = yaml_find(measure->node, "versions");
	const char *before = "";
	bool is_list = list != NULL && yaml_kind(list) == YAML_KIND_SEQUENCE;
	if (list != NULL && !is_list)
		problems_add(problems, measures->document, list, "- {from: 2014-01-01, …}",
			     "measure '%s': versions must be a list", measure->id);
	for (size_t n = 0; is_list && n < yaml_count(list); n++) {
		const YamlNode *from = yaml_find(yaml_item(list, n), "from");
		const char *day = yaml_text(from);
		GDate date;
		check_version(measures, problems, measure, yaml_item(list, n));
		if (day != NULL && (!date_parse(day, &date, NULL) || strcmp(day, before) <= 0))
			problems_add(problems, measures->document, from,
				     "write days as 2014-01-01, the oldest version first",
				     "measure '%s': '%s' is no day after the version before",
				     measure->id, day);
		before = day != NULL ? day : before;
	}
}

static void check_measure(const Measures *measures, Problems *problems, Measure *measure)
{
	g_autofree char *where = g_strdup_printf("measure '%s'", measure->id);
	if (!problems_check_keys(problems, measures->document, measure->node, where, measure_keys))
		return;
	check_texts(measures, problems, measure, "name");
	check_texts(measures, problems, measure, "definition");
	check_texts(measures, problems, measure, "basis");
	check_good(measures, problems, measure);
	if (measure_unit(measure) == NULL)
		problems_add(problems, measures->document, measure->node,
			     "name a unit of templates/locale/",
			     "measure '%s' has no counting unit", measure->id);
	check_word(measures, problems, measure, "cohort", cohorts);
	check_word(measures, problems, measure, "method", methods);
	check_number(measures, problems, measure, "follow-up", "days", &measure->follow_up_days);
	check_number(measures, problems, measure, "withhold-under", "events",
		     &measure->withhold_under);
	check_number(measures, problems, measure, "print-n-under", "events",
		     &measure->print_n_under);
	check_versions(measures, problems, measure);
	check_ratio(measures, problems, measure);
}

/* ── reading ── */

static void collect(Measures *measures, Problems *problems)
{
	const YamlNode *root = yaml_root(measures->document);
	problems_check_keys(problems, measures->document, root, "the file of measures", top_keys);
	const YamlNode *list = yaml_find(root, "measures");
	for (size_t n = 0; n < yaml_count(list) && yaml_kind(list) == YAML_KIND_MAPPING; n++) {
		Measure *measure = g_new0(Measure, 1);
		measure->id = yaml_text(yaml_key(list, n));
		measure->node = yaml_value(list, n);
		g_ptr_array_add(measures->all, measure);
		g_ptr_array_add(measures->ids, (char *)(guintptr)measure->id);
	}
	g_ptr_array_add(measures->ids, NULL);
}

/* Takes DOCUMENT over. */
static Measures *measures_new(YamlDocument *document, const Glossary *glossary, GError **error)
{
	g_autoptr(Measures) measures = g_new0(Measures, 1);
	measures->document = document;
	measures->glossary = glossary;
	measures->all = g_ptr_array_new_with_free_func(g_free);
	measures->ids = g_ptr_array_new();
	g_autoptr(Problems) problems = problems_new();
	collect(measures, problems);
	for (guint n = 0; n < measures->all->len; n++)
		check_measure(measures, problems, measures->all->pdata[n]);
	measures->glossary = NULL; /* it may go before the measures do */
	return problems_end(problems, error) ? g_steal_pointer(&measures) : NULL;
}

Measures *measures_read(const char *folder, const Glossary *glossary, GError **error)
{
	g_autofree char *path = g_build_filename(folder, "measures.yaml", NULL);
	YamlDocument *document = yaml_read(path, error);
	return document != NULL ? measures_new(document, glossary, error) : NULL;
}

Measures *measures_parse(const char *text, const char *name, GError **error)
{
	YamlDocument *document = yaml_parse(text, strlen(text), name, error);
	return document != NULL ? measures_new(document, NULL, error) : NULL;
}

void measures_free(Measures *measures)
{
	if (measures == NULL)
		return;
	g_ptr_array_unref(measures->all);
	g_ptr_array_unref(measures->ids);
	yaml_close(measures->document);
	g_free(measures);
}

/* ── asking ── */

const Measure *measures_find(const Measures *measures, const char *id)
{
	for (guint n = 0; n < measures->all->len; n++) {
		const Measure *measure = measures->all->pdata[n];
		if (strcmp(measure->id, id) == 0)
			return measure;
	}
	return NULL;
}

const char *const *measures_ids(const Measures *measures)
{
	return (const char *const *)measures->ids->pdata;
}

const char *measure_id(const Measure *measure)
{
	return measure->id;
}

const char *measure_unit(const Measure *measure)
{
	return field(measure, "unit");
}

MeasureGood measure_good(const Measure *measure)
{
	return measure->good;
}

const char *measure_source(const Measure *measure)
{
	return field(measure, "source");
}

const char *measure_numerator(const Measure *measure)
{
	return field(measure, "numerator");
}

const char *measure_denominator(const Measure *measure)
{
	return field(measure, "denominator");
}

const char *measure_cohort(const Measure *measure)
{
	const char *cohort = field(measure, "cohort");
	return cohort != NULL ? cohort : cohorts[0];
}

/* What is not said is a plain count, or a plain share of two. */
const char *measure_method(const Measure *measure)
{
	const char *method = field(measure, "method");
	if (method != NULL)
		return method;
	return measure_numerator(measure) != NULL ? "share" : "count";
}

const char *const *measure_methods(void)
{
	return methods;
}

gint64 measure_follow_up_days(const Measure *measure)
{
	return measure->follow_up_days;
}

gint64 measure_withhold_under(const Measure *measure)
{
	return measure->withhold_under;
}

gint64 measure_print_n_under(const Measure *measure)
{
	return measure->print_n_under;
}

size_t measure_versions(const Measure *measure)
{
	return yaml_count(yaml_find(measure->node, "versions"));
}

static const YamlNode *version_at(const Measure *measure, size_t n)
{
	return yaml_item(yaml_find(measure->node, "versions"), n);
}

const char *measure_version_from(const Measure *measure, size_t n)
{
	return yaml_text(yaml_find(version_at(measure, n), "from"));
}

const char *measure_version_definition(const Measure *measure, size_t n, const char *language)
{
	const YamlNode *texts = yaml_find(version_at(measure, n), "definition");
	const char *text = yaml_text(yaml_find(texts, language));
	return text != NULL ? text : yaml_text(yaml_find(texts, "en"));
}

const char *measure_version_formula(const Measure *measure, size_t n)
{
	return yaml_text(yaml_find(version_at(measure, n), "formula"));
}

const char *measure_name(const Measure *measure, const char *language)
{
	return in_language(measure, "name", language);
}

const char *measure_definition(const Measure *measure, const char *language)
{
	return in_language(measure, "definition", language);
}

const char *measure_basis(const Measure *measure, const char *language)
{
	return in_language(measure, "basis", language);
}
