#include "reports/publicity.h"

#include <math.h>
#include <string.h>

#include "core/error.h"
#include "core/sqltext.h"
#include "reports/dataset.h"

#define DESK                                                                                       \
	"Disclosure control and the release desk come first: make it internal, or print totals."

/* ── the check ── */

/* What a row may not be of, and what it is called in the message. */
static const struct {
	const char *word, *called;
} finer[] = {
	{ "station", "a police station" },
	{ "tehsil", "a tehsil" },
	{ "case", "a case" },
	{ "fir", "a case" },
	{ "accused", "a person" },
	{ "person", "a person" },
	{ "victim", "a person" },
	{ "complaint", "a complaint" },
	{ "referral", "a person" },
	{ "session", "a session" },
	{ "day", "a day" },
};

/* What a row is of by its header: the words after "one row per", up to what only describes them. */
static char **units_of(const char *sql)
{
	static const char *const ends[] = { "that", "with", "of", "in", "by", "whose", NULL };
	static const char begin[] = "one row per ";
	g_autofree char *grain = sqltext_header(sql, "grain");
	const char *at = grain != NULL ? strstr(grain, begin) : NULL;
	g_autoptr(GStrvBuilder) units = g_strv_builder_new();
	g_auto(GStrv) words = g_strsplit(at != NULL ? at + strlen(begin) : "", " ", -1);
	for (char **word = words; *word != NULL && !g_strv_contains(ends, *word); word++) {
		size_t length = strcspn(*word, ",;:.");
		g_autofree char *bare = g_strndup(*word, length);
		g_strv_builder_add(units, bare);
		if ((*word)[length] == ';' || (*word)[length] == ':')
			break;
	}
	return g_strv_builder_end(units);
}

/* Whether COLUMNS name one that is WORD, or begins with it: "station", "station_ur". */
static bool has_column(const GPtrArray *columns, const char *word)
{
	g_autofree char *prefix = g_strconcat(word, "_", NULL);
	for (guint n = 0; n < columns->len; n++) {
		const SqlColumn *column = columns->pdata[n];
		DatumType type = DATUM_TEXT;
		bool number = datum_type_of_sql(column->type, &type) && type == DATUM_NUMBER;
		if (!number &&
		    (strcmp(column->name, word) == 0 || g_str_has_prefix(column->name, prefix)))
			return true;
	}
	return false;
}

/* Whether its rows are of one district that the edition is given, or of each. */
static bool is_by_district(const TemplateDataset *dataset)
{
	bool by = has_column(dataset->query_columns, "district");
	for (guint n = 0; n < dataset->arguments->len; n++) {
		const TemplateArgument *argument = dataset->arguments->pdata[n];
		by |= argument->parameter != NULL && argument->parameter->type->is_district;
	}
	return by;
}

static const char *finer_than_total(const TemplateDataset *dataset)
{
	g_auto(GStrv) units = units_of(dataset->sql);
	const GPtrArray *columns = dataset->query_columns;
	for (size_t n = 0; n < G_N_ELEMENTS(finer); n++) {
		if (g_strv_contains((const char *const *)units, finer[n].word))
			return finer[n].called;
	}
	for (size_t n = 0; n < 2; n++) {
		if (has_column(columns, finer[n].word))
			return finer[n].called;
	}
	if (has_column(columns, "fir"))
		return "a case";
	bool offence = has_column(columns, "category") || has_column(columns, "offence") ||
		       g_strv_contains((const char *const *)units, "category") ||
		       g_strv_contains((const char *const *)units, "offence");
	return offence && is_by_district(dataset) ? "an offence within a district" : NULL;
}

void publicity_check(TemplateReader *reader, const YamlNode *node, const char *where,
		     const TemplateDataset *dataset)
{
	bool public = g_strcmp0(reader->template->audience, "public") == 0;
	const char *what = public && dataset->office == NULL ? finer_than_total(dataset) : NULL;
	if (what != NULL)
		problems_add(reader->problems, reader->document, node, DESK,
			     "%s is finer than a district's total: a row of it is of %s, and the "
			     "template is public",
			     where, what);
}

/* ── the rows ── */

/* The least that DATASET may print but 0, or 0 where it says nothing. */
static gint64 smallest_of(const TemplateDataset *dataset)
{
	g_autofree char *header =
	    dataset->sql != NULL ? sqltext_header(dataset->sql, "smallest") : NULL;
	return header != NULL ? g_ascii_strtoll(header, NULL, 10) : 0;
}

static bool is_few(const Datum *datum, gint64 smallest)
{
	return !datum->missing && datum->type == DATUM_NUMBER && datum->number > 0 &&
	       datum->number < (double)smallest;
}

/* The column of ROWS that counts something and has too few somewhere, or NULL. */
static const char *few_in(const TemplateDataset *dataset, const Measures *measures,
			  const Dataset *rows, gint64 smallest)
{
	for (guint column = 0; column < dataset->query_columns->len; column++) {
		const char *name = ((SqlColumn *)dataset->query_columns->pdata[column])->name;
		ColumnCount count = { 0 };
		template_column_count(measures, dataset, name, &count);
		bool counts = count.nature == COLUMN_COUNT && count.measure != NULL;
		column_count_clear(&count);
		for (size_t row = 0; counts && row < dataset_rows(rows); row++) {
			if (is_few(dataset_value(rows, row, column), smallest))
				return name;
		}
	}
	return NULL;
}

bool publicity_allows(const Template *template, const Measures *measures, GHashTable *datasets,
		      GError **error)
{
	if (strcmp(template->audience, "public") != 0)
		return true;
	for (guint n = 0; n < template->datasets->len; n++) {
		const TemplateDataset *dataset = template->datasets->pdata[n];
		const Dataset *rows = g_hash_table_lookup(datasets, dataset->name);
		gint64 smallest = rows != NULL ? smallest_of(dataset) : 0;
		const char *few = smallest > 0 ? few_in(dataset, measures, rows, smallest) : NULL;
		if (few == NULL)
			continue;
		error_set(error, SHUMAR_ERROR_DISCLOSURE,
			  "Ask for a longer period or the whole province; the release desk will "
			  "protect such figures when it is there.",
			  "'%s' is not made: '%s' of its dataset '%s' counts fewer than "
			  "%" G_GINT64_FORMAT ", and a public paper prints no such figure",
			  template->name, few, dataset->name, smallest);
		return false;
	}
	return true;
}
