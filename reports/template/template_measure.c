#include "reports/template/template_measure.h"

#include <string.h>

#include "core/database/sqltext.h"

void column_count_clear(ColumnCount *count)
{
	g_free(count->unit);
	g_free(count->basis);
	*count = (ColumnCount){ 0 };
}

/* ── what the header says ── */

static ColumnNature count_nature(const Measure *measure)
{
	static const char *const others[] = { "rate", "kaplan-meier", "median", "u", "g", NULL };
	if (measure_numerator(measure) != NULL)
		return COLUMN_SHARE;
	return g_strv_contains(others, measure_method(measure)) ? COLUMN_OTHER : COLUMN_COUNT;
}

static ColumnCount count_of_measure(const Measure *measure)
{
	return (ColumnCount){ .nature = count_nature(measure),
			      .measure = measure,
			      .unit = g_strdup(measure_unit(measure)),
			      .basis = g_strdup(measure_basis(measure, "en")) };
}

/* "cases_registered", "referral on date of referral" or "none". */
static ColumnCount count_of_words(const Measures *measures, const char *words)
{
	const char *on = strstr(words, " on ");
	const Measure *measure = measures_find(measures, words);
	if (measure != NULL)
		return count_of_measure(measure);
	if (strcmp(words, "none") == 0)
		return (ColumnCount){ .nature = COLUMN_NONE };
	if (on == NULL)
		return (ColumnCount){ .nature = COLUMN_UNSAID };
	return (ColumnCount){ .nature = COLUMN_COUNT,
			      .unit = g_strndup(words, (gsize)(on - words)),
			      .basis = g_strdup(on + strlen(" on ")) };
}

static ColumnCount count_of_query(const Measures *measures, const TemplateDataset *dataset,
				  const char *name)
{
	g_autofree char *said =
	    dataset->sql != NULL ? sqltext_header(dataset->sql, "measures") : NULL;
	g_auto(GStrv) items = g_strsplit(said != NULL ? said : "", ",", -1);
	for (char **item = items; *item != NULL; item++) {
		char *is = strchr(*item, '=');
		if (is == NULL)
			continue;
		*is = '\0';
		if (strcmp(g_strstrip(*item), name) == 0)
			return count_of_words(measures, g_strstrip(is + 1));
	}
	return (ColumnCount){ .nature = COLUMN_UNSAID };
}

/* ── what a derivation makes ── */

/* The derivation that adds the column NAME, and which of its columns that is. */
static const Derivation *derivation_of(const TemplateDataset *dataset, const char *name,
				       const DeriveColumn **ret_column)
{
	for (guint n = 0; n < dataset->derivations->len; n++) {
		const Derivation *derivation = dataset->derivations->pdata[n];
		for (const DeriveColumn *column = derivation->method->columns;
		     column->suffix != NULL; column++) {
			g_autofree char *full =
			    g_strdup_printf("%s_%s", derivation->prefix, column->suffix);
			if (strcmp(full, name) == 0) {
				*ret_column = column;
				return derivation;
			}
		}
	}
	return NULL;
}

static ColumnCount count_of_derivation(const Measures *measures, const TemplateDataset *dataset,
				       const Derivation *derivation, const DeriveColumn *column)
{
	const char *of = derivation->roles[DERIVE_OF];
	bool counts = strcmp(column->type, "bigint") == 0;
	ColumnCount count = { .nature = COLUMN_UNSAID };
	if (derivation->measure != NULL && !counts)
		count = count_of_measure(derivation->measure);
	else if (of != NULL)
		template_column_count(measures, dataset, of, &count);
	count.derivation = derivation;
	if (derivation->measure != NULL || counts || derivation->method->result == DERIVE_SAME)
		return count;
	count.nature = derivation->method->result == DERIVE_SHARE ? COLUMN_SHARE : COLUMN_OTHER;
	return count;
}

void template_column_count(const Measures *measures, const TemplateDataset *dataset,
			   const char *name, ColumnCount *ret_count)
{
	const DeriveColumn *column = NULL;
	const Derivation *derivation = derivation_of(dataset, name, &column);
	*ret_count = derivation != NULL ? count_of_derivation(measures, dataset, derivation, column)
					: count_of_query(measures, dataset, name);
}

/* ── faults ── */

static bool same_unit(const char *left, const char *right)
{
	/* a case is a FIR: the one word is for readers, the other for the police */
	const char *one = g_strcmp0(left, "fir") == 0 ? "case" : left;
	const char *other = g_strcmp0(right, "fir") == 0 ? "case" : right;
	return g_strcmp0(one, other) == 0;
}

/* "'cases' counts cases_registered (fir, by date of registration of the case)". */
static char *counted_words(const char *field, const ColumnCount *count)
{
	const char *id = count->measure != NULL ? measure_id(count->measure) : NULL;
	return g_strdup_printf("'%s' counts %s%s%s%s%s%s", field, id != NULL ? id : "",
			       id != NULL ? " (" : "", count->unit,
			       count->basis != NULL ? ", by " : "",
			       count->basis != NULL ? count->basis : "", id != NULL ? ")" : "");
}

/* The measures of that unit and basis, for a hint; NULL when there are none. */
static char *measures_of(const Measures *measures, const ColumnCount *count)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	for (const char *const *id = measures_ids(measures); *id != NULL; id++) {
		const Measure *measure = measures_find(measures, *id);
		if (same_unit(measure_unit(measure), count->unit) &&
		    g_strcmp0(measure_basis(measure, "en"), count->basis) == 0 &&
		    (measure_numerator(measure) != NULL) == (count->nature == COLUMN_SHARE))
			g_ptr_array_add(names, (gpointer)(guintptr)*id);
	}
	g_ptr_array_add(names, NULL);
	g_autofree char *list = g_strjoinv(", ", (char **)names->pdata);
	return names->len > 1 ? g_strdup_printf("of that unit and date are: %s", list) : NULL;
}

static void add_other(TemplateReader *reader, const YamlNode *node, const char *where,
		      const char *field, const ColumnCount *count, const Measure *measure)
{
	g_autofree char *words = counted_words(field, count);
	g_autofree char *hint =
	    count->measure != NULL
		? g_strdup_printf("write measure: %s", measure_id(count->measure))
		: measures_of(library_measures(reader->library), count);
	problems_add(reader->problems, reader->document, node, hint,
		     "%s: measure '%s' (%s, by %s) does not fit: column %s", where,
		     measure_id(measure), measure_unit(measure), measure_basis(measure, "en"),
		     words);
}

/* Whether MEASURE may stand on what COUNT says. */
static bool fits(const ColumnCount *count, const Measure *measure)
{
	bool ratio = measure_numerator(measure) != NULL;
	if (count->measure == measure)
		return count->nature == count_nature(measure);
	/* a query's column is the very measure; of it derived there may be others, as its trend */
	if (count->measure != NULL &&
	    (count->derivation == NULL || count->derivation->measure != NULL))
		return false;
	return same_unit(count->unit, measure_unit(measure)) &&
	       (count->nature == COLUMN_OTHER || ratio == (count->nature == COLUMN_SHARE)) &&
	       (count->basis == NULL || strcmp(count->basis, measure_basis(measure, "en")) == 0);
}

/* A share or rate whose rule for small numbers nobody holds. */
static void check_rule(TemplateReader *reader, const YamlNode *node, const char *where,
		       const char *field, const ColumnCount *count, const Measure *measure)
{
	bool ruled = measure_withhold_under(measure) > 0 || measure_print_n_under(measure) > 0;
	bool held = count->derivation != NULL && count->derivation->measure == measure;
	bool figure = count->nature == COLUMN_SHARE || count->nature == COLUMN_OTHER;
	if (!ruled || held || !figure)
		return;
	problems_add(reader->problems, reader->document, node,
		     count->derivation != NULL
			 ? "name it in the dataset's add too, as measure: …"
			 : "let the dataset's add derive it, with its measure",
		     "%s: measure '%s' withholds small numbers, and nobody does so in column '%s'",
		     where, measure_id(measure), field);
}

static void check_counted(TemplateReader *reader, const YamlNode *node, const char *where,
			  const TemplateDataset *dataset, const char *field, const Measure *measure)
{
	ColumnCount count;
	template_column_count(library_measures(reader->library), dataset, field, &count);
	if (count.nature == COLUMN_UNSAID && count.derivation == NULL) {
		g_autofree char *hint = g_strdup_printf(
		    "add %s=%s to it, if that is what it counts", field, measure_id(measure));
		problems_add(reader->problems, reader->document, node, hint,
			     "%s: the line 'measures' of sql/reports/%s.sql does not say what "
			     "'%s' counts",
			     where, dataset->query, field);
	} else if (count.nature == COLUMN_NONE && count.derivation == NULL) {
		problems_add(reader->problems, reader->document, node, "leave the measure out",
			     "%s: '%s' of sql/reports/%s.sql is no figure that a measure defines",
			     where, field, dataset->query);
	} else if (count.unit != NULL && !fits(&count, measure)) {
		add_other(reader, node, where, field, &count, measure);
	} else {
		check_rule(reader, node, where, field, &count, measure);
	}
	column_count_clear(&count);
}

const Measure *reader_measured(TemplateReader *reader, const YamlNode *node, const char *where,
			       const TemplateDataset *dataset, const char *field)
{
	const Measure *measure = node != NULL ? reader_measure(reader, node, where) : NULL;
	if (measure != NULL && dataset != NULL && field != NULL)
		check_counted(reader, node, where, dataset, field, measure);
	return measure;
}

static char *format_fault(const ColumnCount *count, const char *field, const char *format)
{
	const char *unit = g_str_has_prefix(format, "count:") ? format + strlen("count:") : NULL;
	if (count->nature != COLUMN_COUNT || count->unit == NULL)
		return NULL;
	if (unit != NULL && !same_unit(count->unit, unit))
		return g_strdup_printf("format '%s' does not fit: '%s' counts in units of '%s'",
				       format, field, count->unit);
	if (strcmp(format, "pct") == 0)
		return g_strdup_printf("format 'pct' does not fit: '%s' is a count, not a share",
				       field);
	return NULL;
}

bool template_format_fits(const Measures *measures, const TemplateDataset *dataset,
			  const char *field, const char *format, char **ret_why)
{
	if (format == NULL || dataset == NULL || field == NULL)
		return true;
	ColumnCount count;
	template_column_count(measures, dataset, field, &count);
	char *why = format_fault(&count, field, format);
	column_count_clear(&count);
	if (why != NULL)
		*ret_why = why;
	return why == NULL;
}

void reader_counted_format(TemplateReader *reader, const YamlNode *node, const char *where,
			   const TemplateDataset *dataset, const Measure *measure,
			   const TemplateField *field)
{
	bool share = measure != NULL && measure_numerator(measure) != NULL;
	g_autofree char *why = NULL;
	if (field->name == NULL)
		return;
	if (share && field->type == DATUM_NUMBER && g_strcmp0(field->format, "pct") != 0)
		problems_add(reader->problems, reader->document, node, "write format: pct",
			     "%s: measure '%s' is a share, in per cent, and '%s' prints as a count",
			     where, measure_id(measure), field->name);
	if (!template_format_fits(library_measures(reader->library), dataset, field->name,
				  field->format, &why))
		problems_add(reader->problems, reader->document, node, NULL, "%s: %s", where, why);
}

/* ── derivations ── */

/* True where COUNT is that of the measure ID, or of a like one. */
static bool is_part(const Measures *measures, const ColumnCount *count, const char *id)
{
	const Measure *part = id != NULL ? measures_find(measures, id) : NULL;
	if (part == NULL || count->unit == NULL)
		return true;
	if (count->measure != NULL && count->derivation == NULL)
		return count->measure == part;
	return same_unit(count->unit, measure_unit(part));
}

static void check_part(TemplateReader *reader, const YamlNode *node, const char *where,
		       const TemplateDataset *dataset, const Derivation *derivation,
		       DeriveRole role, const char *id)
{
	const Measures *measures = library_measures(reader->library);
	const char *field = derivation->roles[role];
	ColumnCount count;
	template_column_count(measures, dataset, field, &count);
	if (!is_part(measures, &count, id)) {
		g_autofree char *words = counted_words(field, &count);
		problems_add(reader->problems, reader->document, node, NULL,
			     "%s: measure '%s' is made of '%s', and %s", where,
			     measure_id(derivation->measure), id, words);
	}
	column_count_clear(&count);
}

/* Persons among cases are no share. */
static void check_sides(TemplateReader *reader, const YamlNode *node, const char *where,
			const TemplateDataset *dataset, const Derivation *derivation)
{
	const Measures *measures = library_measures(reader->library);
	ColumnCount of, over;
	template_column_count(measures, dataset, derivation->roles[DERIVE_OF], &of);
	template_column_count(measures, dataset, derivation->roles[DERIVE_OVER], &over);
	if (of.unit != NULL && over.unit != NULL && !same_unit(of.unit, over.unit)) {
		g_autofree char *one = counted_words(derivation->roles[DERIVE_OF], &of);
		g_autofree char *other = counted_words(derivation->roles[DERIVE_OVER], &over);
		problems_add(reader->problems, reader->document, node,
			     "a share has one counting unit",
			     "%s: no share is made of two units: %s, and %s", where, one, other);
	}
	column_count_clear(&of);
	column_count_clear(&over);
}

void reader_check_derivation(TemplateReader *reader, const YamlNode *node, const char *where,
			     const TemplateDataset *dataset, const Derivation *derivation)
{
	const Measure *measure = derivation->measure;
	bool over = derivation->roles[DERIVE_OF] != NULL && derivation->roles[DERIVE_OVER] != NULL;
	bool share = derivation->method->result == DERIVE_SHARE && over;
	bool against = strcmp(derivation->method->name, "wilson-against") == 0;
	if (share)
		check_sides(reader, node, where, dataset, derivation);
	if (!share || measure == NULL || measure_numerator(measure) == NULL)
		return;
	check_part(reader, node, where, dataset, derivation, DERIVE_OF, measure_numerator(measure));
	if (!against) /* its other side is the rest of the denominator */
		check_part(reader, node, where, dataset, derivation, DERIVE_OVER,
			   measure_denominator(measure));
}
