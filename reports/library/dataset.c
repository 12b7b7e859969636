#include "reports/library/dataset.h"

#include <string.h>

#include "core/database/sqltext.h"
#include "core/error.h"

typedef struct {
	char *name;
	DatumType type;
	bool counts; /* a count or what is made of counts: a state beside it holds for it */
	int coverage, provisional, revised; /* columns that say so of it; -1: none */
	bool own_coverage; /* the state is of this column alone, and not of the row */
} Column;

struct Dataset {
	char *name;
	GArray *columns;     /* of Column */
	GArray *values;      /* of Datum, row by row */
	GStringChunk *texts; /* owns the texts of the values */
	size_t rows;
	bool outside;     /* nothing was reported of it */
	char *unsupplied; /* the file that is not there, or NULL */
};

static void column_clear(gpointer data)
{
	g_free(((Column *)data)->name);
}

static int find_name(const Dataset *dataset, const char *name)
{
	for (guint n = 0; n < dataset->columns->len; n++) {
		if (strcmp(g_array_index(dataset->columns, Column, n).name, name) == 0)
			return (int)n;
	}
	return -1;
}

/* The column NAME_WHAT, or the row's own, WHAT, when it is of TYPE. */
static int find_beside(const Dataset *dataset, const char *name, const char *what, DatumType type)
{
	g_autofree char *own = g_strdup_printf("%s_%s", name, what);
	int column = find_name(dataset, own);
	if (column < 0)
		column = find_name(dataset, what);
	return column >= 0 && g_array_index(dataset->columns, Column, column).type == type ? column
											   : -1;
}

static void find_states(Dataset *dataset)
{
	for (guint n = 0; n < dataset->columns->len; n++) {
		Column *column = &g_array_index(dataset->columns, Column, n);
		column->coverage = column->provisional = column->revised = -1;
		if (column->type == DATUM_SERIES) { /* a series is withheld as a whole, if it is */
			g_autofree char *own = g_strdup_printf("%s_coverage", column->name);
			column->coverage = find_name(dataset, own);
			column->own_coverage = column->coverage >= 0;
		}
		if (!column->counts)
			continue;
		column->coverage = find_beside(dataset, column->name, "coverage", DATUM_TEXT);
		column->own_coverage =
		    column->coverage >= 0 && column->coverage != find_name(dataset, "coverage");
		column->provisional = find_beside(dataset, column->name, "provisional", DATUM_BOOL);
		column->revised = find_beside(dataset, column->name, "revised", DATUM_BOOL);
	}
}

Dataset *dataset_new(const char *name, const GPtrArray *columns)
{
	Dataset *dataset = g_new0(Dataset, 1);
	dataset->name = g_strdup(name);
	dataset->columns = g_array_new(FALSE, FALSE, sizeof(Column));
	g_array_set_clear_func(dataset->columns, column_clear);
	dataset->values = g_array_new(FALSE, FALSE, sizeof(Datum));
	dataset->texts = g_string_chunk_new(1024);
	for (guint n = 0; n < columns->len; n++) {
		const SqlColumn *declared = g_ptr_array_index(columns, n);
		Column column = { .name = g_strdup(declared->name) };
		if (!datum_type_of_sql(declared->type, &column.type))
			g_error("dataset '%s': column '%s' has the type %s", name, declared->name,
				declared->type);
		column.counts =
		    strcmp(declared->type, "bigint") == 0 || strcmp(declared->type, "numeric") == 0;
		g_array_append_val(dataset->columns, column);
	}
	find_states(dataset);
	return dataset;
}

void dataset_free(Dataset *dataset)
{
	if (dataset == NULL)
		return;
	g_free(dataset->name);
	g_free(dataset->unsupplied);
	g_array_unref(dataset->columns);
	g_array_unref(dataset->values);
	g_string_chunk_free(dataset->texts);
	g_free(dataset);
}

/* A copy of TEXT that lives as long as DATASET; NULL for NULL. */
static const char *keep_text(Dataset *dataset, DatumType type, const char *text)
{
	if (text == NULL || type != DATUM_TEXT)
		return text != NULL ? g_string_chunk_insert_const(dataset->texts, text) : NULL;
	g_autofree char *shown = datum_printable(text);
	return g_string_chunk_insert_const(dataset->texts, shown);
}

/* What the COLUMN-th column of the row from place FIRST on says; NULL where there is none. */
static const Datum *beside(const Dataset *dataset, guint first, int column)
{
	const Datum *datum =
	    column >= 0 ? &g_array_index(dataset->values, Datum, first + (guint)column) : NULL;
	return datum != NULL && !datum->missing ? datum : NULL;
}

static bool says_yes(const Dataset *dataset, guint first, int column)
{
	const Datum *datum = beside(dataset, first, column);
	return datum != NULL && datum->truth;
}

/* Gives the counts of a row from place FIRST on the states that stand beside them. False, with the
 * place of the column, where one is said to be hidden and is not. */
static bool take_states(Dataset *dataset, guint first, guint *ret_bare)
{
	for (guint n = 0; n < dataset->columns->len; n++) {
		const Column *column = &g_array_index(dataset->columns, Column, n);
		Datum *datum = &g_array_index(dataset->values, Datum, first + n);
		const Datum *state = beside(dataset, first, column->coverage);
		const char *says = state != NULL ? state->text : "";
		bool hidden = strcmp(says, "hidden") == 0;
		datum->provisional =
		    !datum->missing &&
		    (says_yes(dataset, first, column->provisional) || strcmp(says, "partial") == 0);
		datum->revised = !datum->missing && says_yes(dataset, first, column->revised);
		datum->hidden = datum->missing && hidden;
		datum->senseless = datum->missing && strcmp(says, "did-not-exist") == 0;
		datum->not_yet = datum->missing && strcmp(says, "not-yet") == 0;
		*ret_bare = n;
		if (hidden && column->own_coverage && !datum->missing)
			return false;
	}
	return true;
}

/* The value stays out of the message. */
static bool refuse_bare(Dataset *dataset, guint before, guint column, GError **error)
{
	error_set(error, SHUMAR_ERROR_DISCLOSURE,
		  "A query for the public gives no number where it says 'hidden': correct it.",
		  "reading dataset '%s': column '%s' of row %zu is withheld and has a number",
		  dataset->name, g_array_index(dataset->columns, Column, column).name,
		  dataset->rows + 1);
	g_array_set_size(dataset->values, before);
	return false;
}

bool dataset_add(Dataset *dataset, const char *const *texts, GError **error)
{
	guint before = dataset->values->len;
	for (guint n = 0; n < dataset->columns->len; n++) {
		const Column *column = &g_array_index(dataset->columns, Column, n);
		const char *text = keep_text(dataset, column->type, texts[n]);
		Datum datum;
		if (!datum_parse(column->type, text, &datum)) {
			error_set(error, SHUMAR_ERROR_FAILED,
				  "Correct the type in the header of its file under sql/reports/.",
				  "reading dataset '%s': column '%s' of row %zu is no %s",
				  dataset->name, column->name, dataset->rows + 1,
				  datum_type_name(column->type));
			g_array_set_size(dataset->values, before);
			return false;
		}
		g_array_append_val(dataset->values, datum);
	}
	guint bare = 0;
	if (!take_states(dataset, before, &bare))
		return refuse_bare(dataset, before, bare, error);
	dataset->rows++;
	return true;
}

size_t dataset_rows(const Dataset *dataset)
{
	return dataset->rows;
}

size_t dataset_columns(const Dataset *dataset)
{
	return dataset->columns->len;
}

int dataset_column(const Dataset *dataset, const char *field, const char *language)
{
	int column = find_name(dataset, field);
	if (column >= 0 || language == NULL)
		return column;
	g_autofree char *name = g_strdup_printf("%s_%s", field, language);
	return find_name(dataset, name);
}

const Datum *dataset_value(const Dataset *dataset, size_t row, size_t column)
{
	g_assert(row < dataset->rows && column < dataset->columns->len);
	return &g_array_index(dataset->values, Datum, row * dataset->columns->len + column);
}

static Datum *value_at(const Dataset *dataset, size_t row, size_t column)
{
	g_assert(row < dataset->rows && column < dataset->columns->len);
	return &g_array_index(dataset->values, Datum, row * dataset->columns->len + column);
}

void dataset_set(Dataset *dataset, size_t row, size_t column, Datum datum)
{
	g_assert(datum.type == g_array_index(dataset->columns, Column, column).type);
	if (datum.text != NULL)
		datum.text = g_string_chunk_insert_const(dataset->texts, datum.text);
	*value_at(dataset, row, column) = datum;
}

void dataset_set_hidden(Dataset *dataset, size_t row, size_t column)
{
	Datum *datum = value_at(dataset, row, column);
	*datum = datum_hidden(datum->type);
}

void dataset_set_provisional(Dataset *dataset, size_t row, size_t column)
{
	Datum *datum = value_at(dataset, row, column);
	datum->provisional = !datum->hidden; /* of what is withheld nothing more is told */
}

void dataset_add_missing(Dataset *dataset)
{
	for (guint n = 0; n < dataset->columns->len; n++) {
		Datum datum = datum_missing(g_array_index(dataset->columns, Column, n).type);
		g_array_append_val(dataset->values, datum);
	}
	dataset->rows++;
}

Dataset *dataset_take(const Dataset *dataset, const GPtrArray *columns, const size_t *rows,
		      size_t count)
{
	Dataset *wider = dataset_new(dataset->name, columns);
	g_assert(columns->len >= dataset->columns->len);
	wider->outside = dataset->outside;
	wider->unsupplied = g_strdup(dataset->unsupplied);
	for (size_t n = 0; n < count; n++) {
		dataset_add_missing(wider);
		for (size_t column = 0; column < dataset->columns->len; column++)
			dataset_set(wider, wider->rows - 1, column,
				    *value_at(dataset, rows != NULL ? rows[n] : n, column));
	}
	return wider;
}

void dataset_set_outside(Dataset *dataset)
{
	dataset->outside = true;
}

void dataset_set_unsupplied(Dataset *dataset, const char *file)
{
	g_free(dataset->unsupplied);
	dataset->unsupplied = g_strdup(file);
}

const char *dataset_unsupplied(const Dataset *dataset)
{
	return dataset->unsupplied;
}

bool dataset_is_outside(const Dataset *dataset)
{
	return dataset->outside;
}

bool dataset_expect(const Dataset *dataset, gint64 least, gint64 most, GError **error)
{
	gint64 rows = (gint64)dataset->rows;
	if (rows >= least && (most < 0 || rows <= most))
		return true;
	g_autofree char *wanted =
	    most < 0 ? g_strdup_printf("at least %" G_GINT64_FORMAT, least)
	    : least == most
		? g_strdup_printf("%" G_GINT64_FORMAT, least)
		: g_strdup_printf("%" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, least, most);
	error_set(error, SHUMAR_ERROR_FAILED,
		  "Look at the dataset's SQL and its parameters, or change 'rows' in the template.",
		  "dataset '%s' must have %s row%s and has %zu", dataset->name, wanted,
		  strcmp(wanted, "1") == 0 ? "" : "s", dataset->rows);
	return false;
}

static int find_declared(const GPtrArray *columns, const char *name)
{
	for (guint n = 0; n < columns->len; n++) {
		const SqlColumn *column = g_ptr_array_index(columns, n);
		if (strcmp(column->name, name) == 0)
			return (int)n;
	}
	return -1;
}

int columns_find(const GPtrArray *columns, const char *field, const char *language)
{
	int column = find_declared(columns, field);
	if (column >= 0 || language == NULL)
		return column;
	g_autofree char *name = g_strdup_printf("%s_%s", field, language);
	return find_declared(columns, name);
}
