#include "reports/measure.h"

#include <string.h>

#include "core/error.h"
#include "core/problem.h"

struct Measure {
	const char *id;
	const YamlNode *node;
	MeasureGood good;
};

struct Measures {
	YamlDocument *document;
	GPtrArray *all; /* of Measure */
	GPtrArray *ids; /* NULL-terminated */
};

static const char *const top_keys[] = { "measures", NULL };
static const char *const measure_keys[] = { "name",   "unit",      "definition",  "basis", "good",
					    "source", "numerator", "denominator", NULL };
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
static Measures *measures_new(YamlDocument *document, GError **error)
{
	g_autoptr(Measures) measures = g_new0(Measures, 1);
	measures->document = document;
	measures->all = g_ptr_array_new_with_free_func(g_free);
	measures->ids = g_ptr_array_new();
	g_autoptr(Problems) problems = problems_new();
	collect(measures, problems);
	for (guint n = 0; n < measures->all->len; n++)
		check_measure(measures, problems, measures->all->pdata[n]);
	return problems_end(problems, error) ? g_steal_pointer(&measures) : NULL;
}

Measures *measures_read(const char *folder, GError **error)
{
	g_autofree char *path = g_build_filename(folder, "measures.yaml", NULL);
	YamlDocument *document = yaml_read(path, error);
	return document != NULL ? measures_new(document, error) : NULL;
}

Measures *measures_parse(const char *text, const char *name, GError **error)
{
	YamlDocument *document = yaml_parse(text, strlen(text), name, error);
	return document != NULL ? measures_new(document, error) : NULL;
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
