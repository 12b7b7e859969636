#include "reports/block/table/value_marks.h"

/* Provisional, revised, an estimate, a break in the series: GSS symbols in tables. */
static const char *const letters[] = { "p", "r", "e", "b", NULL };

struct ValueMarks {
	GPtrArray *letters; /* borrowed */
	GPtrArray *fields;  /* of TemplateField */
};

static void field_free(gpointer data)
{
	template_field_clear(data);
	g_free(data);
}

static void read_mark(TemplateReader *reader, const YamlNode *key, const YamlNode *value,
		      const TemplateDataset *dataset, const char *where, ValueMarks *marks)
{
	const char *letter = reader_choice(reader, key, where, letters);
	TemplateField *field = g_new0(TemplateField, 1);
	g_ptr_array_add(marks->letters, (gpointer)(guintptr)letter);
	g_ptr_array_add(marks->fields, field);
	if (reader_field(reader, value, dataset, where, field) && field->type != DATUM_BOOL)
		problems_add(reader->problems, reader->document, value, NULL,
			     "%s: '%s' is a %s, not yes or no", where, field->name,
			     datum_type_name(field->type));
}

ValueMarks *value_marks_read(TemplateReader *reader, const YamlNode *node,
			     const TemplateDataset *dataset, const char *where)
{
	if (node == NULL)
		return NULL;
	g_autofree char *what = g_strdup_printf("%s: marks", where);
	if (yaml_kind(node) != YAML_KIND_MAPPING) {
		problems_add(reader->problems, reader->document, node,
			     "write for example: {p: provisional}", "%s must be a mapping", what);
		return NULL;
	}
	ValueMarks *marks = g_new(ValueMarks, 1);
	marks->letters = g_ptr_array_new();
	marks->fields = g_ptr_array_new_with_free_func(field_free);
	for (size_t n = 0; n < yaml_count(node); n++)
		read_mark(reader, yaml_key(node, n), yaml_value(node, n), dataset, what, marks);
	return marks;
}

void value_marks_free(ValueMarks *marks)
{
	if (marks == NULL)
		return;
	g_ptr_array_unref(marks->letters);
	g_ptr_array_unref(marks->fields);
	g_free(marks);
}

char *value_marks_text(const Edition *edition, const ValueMarks *marks, const Dataset *dataset,
		       size_t row)
{
	g_autoptr(GString) text = g_string_new(NULL);
	for (guint n = 0; marks != NULL && n < marks->fields->len; n++) {
		const TemplateField *field = g_ptr_array_index(marks->fields, n);
		const Datum *says =
		    dataset_value(dataset, row, edition_column(edition, dataset, field));
		if (!says->missing && says->truth)
			g_string_append_printf(text, "[%s]", (char *)marks->letters->pdata[n]);
	}
	return text->len > 0 ? g_string_free(g_steal_pointer(&text), FALSE) : NULL;
}

void value_marks_set(const Edition *edition, const ValueMarks *marks, const Dataset *dataset,
		     size_t row, Value *value)
{
	char *text = value_marks_text(edition, marks, dataset, row);
	if (text == NULL)
		return;
	if (value->state == VALUE_SUPPRESSED) { /* that it was revised tells of it */
		g_free(text);
		return;
	}
	g_free(value->mark);
	value->mark = text;
}
