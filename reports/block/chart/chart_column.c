/* Columns of a dataset as charts name them, and their rows in the order of the chart. */
#include "reports/block/chart/chart.h"
#include "reports/model/value.h"

bool chart_read_field(TemplateReader *reader, const YamlNode *node, const char *key, DatumType type,
		      const char *where, const ChartContent *chart, TemplateField *ret_field)
{
	const YamlNode *named = yaml_find(node, key);
	g_autofree char *what = g_strdup_printf("%s: %s", where, key);
	if (named == NULL || !reader_field(reader, named, chart->dataset, what, ret_field))
		return false;
	if (ret_field->type != type)
		problems_add(reader->problems, reader->document, named, NULL,
			     "%s: '%s' is a %s, not a %s", what, ret_field->name,
			     datum_type_name(ret_field->type), datum_type_name(type));
	return ret_field->type == type;
}

/* What stands for the number of VALUE where it is missing. */
static double missing_number(const Datum *value)
{
	return chart_missing(value->hidden      ? VALUE_SUPPRESSED
			     : value->senseless ? VALUE_NOT_APPLICABLE
			     : value->not_yet   ? VALUE_NOT_YET
			     : value->too_few   ? VALUE_UNRELIABLE
						: VALUE_NOT_AVAILABLE);
}

double *chart_numbers(const Edition *edition, const Dataset *dataset, const TemplateField *field,
		      const GArray *rows)
{
	size_t column = edition_column(edition, dataset, field);
	double *numbers = g_new(double, rows->len + 1);
	for (guint n = 0; n < rows->len; n++) {
		const Datum *value = dataset_value(dataset, g_array_index(rows, size_t, n), column);
		numbers[n] = value->missing              ? missing_number(value)
			     : value->type == DATUM_DATE ? (double)g_date_get_julian(&value->date)
							 : value->number;
	}
	return numbers;
}

typedef struct {
	const Dataset *dataset;
	size_t column, name;
	int sign;
} RowOrder;

/* The order of two rows without a value: what the query put first may have been more. */
static int compare_names(const RowOrder *order, size_t first, size_t second)
{
	const Datum *a = dataset_value(order->dataset, first, order->name);
	const Datum *b = dataset_value(order->dataset, second, order->name);
	return a->missing || b->missing ? 0 : datum_compare(a, b);
}

/* Missing values last, equal ones as they came; those of which none is to be told from another by
 * its place go in the order of their names. */
static int compare_rows(gconstpointer left, gconstpointer right, gpointer payload)
{
	const RowOrder *order = payload;
	size_t first = *(const size_t *)left, second = *(const size_t *)right;
	const Datum *a = dataset_value(order->dataset, first, order->column);
	const Datum *b = dataset_value(order->dataset, second, order->column);
	if (a->missing != b->missing)
		return a->missing ? 1 : -1;
	int compared =
	    a->missing ? compare_names(order, first, second) : order->sign * datum_compare(a, b);
	return compared != 0 ? compared : (first > second) - (first < second);
}

GArray *chart_rows(const Edition *edition, const ChartContent *content, const Dataset *dataset)
{
	GArray *rows = g_array_new(FALSE, FALSE, sizeof(size_t));
	for (size_t row = 0; row < dataset_rows(dataset); row++)
		g_array_append_val(rows, row);
	if (content->sort == CHART_SORT_NONE)
		return rows;
	const ChartColumn *first = g_ptr_array_index(content->series, 0);
	RowOrder order = { dataset, edition_column(edition, dataset, &first->field),
			   edition_column(edition, dataset, &content->x),
			   content->sort == CHART_SORT_ASCENDING ? 1 : -1 };
	g_array_sort_with_data(rows, compare_rows, &order);
	return rows;
}

GPtrArray *chart_distinct(const Edition *edition, const Dataset *dataset,
			  const TemplateField *field, const GArray *rows, guint **ret_index)
{
	GPtrArray *texts = g_ptr_array_new_with_free_func(g_free);
	*ret_index = g_new0(guint, rows->len + 1);
	for (guint n = 0; n < rows->len; n++) {
		Value value =
		    edition_value(edition, dataset, g_array_index(rows, size_t, n), field);
		guint at;
		if (!g_ptr_array_find_with_equal_func(texts, value.text, g_str_equal, &at)) {
			at = texts->len;
			g_ptr_array_add(texts, g_strdup(value.text));
		}
		(*ret_index)[n] = at;
		value_clear(&value);
	}
	return texts;
}
