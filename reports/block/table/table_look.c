/*
 * How pages set a table: zeros: dot, rule-every: 5, size: small, fold: 2, notes: under, and
 * collapse-zeros: {en: "Nothing in: {names}.", …}, which names the rows whose every number is zero
 * in one line under the table. A row with a missing value, or with one that carries a mark, is
 * never collapsed: it says more than zero.
 */
#include <math.h>
#include <string.h>

#include "reports/block/table/table.h"

enum { RULE_MOST = 50, FOLD_MOST = 4 };

const char *const table_zeros_words[] = { "dot", "digit", NULL };
const char *const table_size_words[] = { "normal", "small", NULL };
const char *const table_notes_words[] = { "under", "auto", NULL };

static bool is_second(TemplateReader *reader, const YamlNode *node, const char *key,
		      const char *where, const char *const *words, size_t wanted)
{
	const YamlNode *said = yaml_find(node, key);
	g_autofree char *what = g_strdup_printf("%s: %s", where, key);
	return said != NULL && reader_choice(reader, said, what, words) == words[wanted];
}

bool table_notes_under(TemplateReader *reader, const YamlNode *node, const char *where)
{
	bool under = is_second(reader, node, "notes", where, table_notes_words, 0);
	reader->template->has_notes |= under;
	return under;
}

/* The number at KEY, 2 to MOST, of WHAT; 0 where there is none. */
static guint read_number(TemplateReader *reader, const YamlNode *node, const char *key,
			 const char *where, guint most, const char *what)
{
	const YamlNode *said = yaml_find(node, key);
	g_autofree char *place = g_strdup_printf("%s: %s", where, key);
	const char *text = said != NULL ? reader_word(reader, said, place) : NULL;
	guint64 number = 0;
	if (text != NULL && !g_ascii_string_to_unsigned(text, 10, 2, most, &number, NULL)) {
		g_autofree char *hint = g_strdup_printf("write for example: %u", MIN(most, 5));
		problems_add(reader->problems, reader->document, said, hint,
			     "%s must be a number of %s, 2 to %u", place, what, most);
	}
	return (guint)number;
}

void table_look_read(TemplateReader *reader, const YamlNode *node, const char *where,
		     TableLook *look)
{
	look->zeros_dot = is_second(reader, node, "zeros", where, table_zeros_words, 0);
	look->small = is_second(reader, node, "size", where, table_size_words, 1);
	look->notes_under = table_notes_under(reader, node, where);
	look->rule_every = read_number(reader, node, "rule-every", where, RULE_MOST, "rows");
	look->fold = read_number(reader, node, "fold", where, FOLD_MOST, "parts");
	reader->names = true; /* {names} is a name in this one text */
	look->collapse = reader_text_at(reader, node, "collapse-zeros", where);
	reader->names = false;
}

void table_look_clear(TableLook *look)
{
	template_text_free(look->collapse);
}

/* ── collapsed rows ── */

static bool is_zero(const Value *value)
{
	if (value->state != VALUE_KNOWN || value->mark != NULL)
		return false;
	if (value->kind == VALUE_NUMBER)
		return value->number == 0;
	for (guint n = 0; value->series != NULL && n < value->series->len; n++)
		if (g_array_index(value->series, double, n) != 0) /* a gap is no zero */
			return false;
	return value->series != NULL;
}

static bool is_empty_row(const Table *table, const Value *values)
{
	guint numbers = 0;
	for (guint n = 0; n < table->columns->len; n++) {
		const TableColumn *column = table->columns->pdata[n];
		if (column->yields ||
		    (column->kind != VALUE_NUMBER && column->kind != VALUE_SERIES))
			continue;
		if (!is_zero(&values[n]))
			return false;
		numbers++;
	}
	return numbers > 0;
}

static void add_name(const Edition *edition, const Table *table, const Value *values,
		     GString *names)
{
	if (names->len > 0)
		g_string_append(names, locale_word(edition->locale, "alt_and"));
	bool begun = false;
	for (guint n = 0; n < MIN(table->heads, table->columns->len); n++) {
		const TableColumn *column = table->columns->pdata[n];
		if (column->kind == VALUE_NUMBER || values[n].text[0] == '\0')
			continue;
		g_string_append_printf(names, "%s%s", begun ? " " : "", values[n].text);
		begun = true;
	}
}

static void give_kinds(Table *table)
{
	TableRowKind data = ROW_DATA;
	if (table->kinds != NULL)
		return;
	table->kinds = g_array_new(FALSE, FALSE, sizeof(TableRowKind));
	for (guint row = 0; row < table->rows->len; row++)
		g_array_append_val(table->kinds, data);
}

static void collapse_zeros(Edition *edition, const TemplateText *text, Table *table)
{
	g_autoptr(GString) names = g_string_new(NULL);
	for (guint row = 0; row < table->rows->len; row++) {
		const Value *values = table->rows->pdata[row];
		if (table_row_kind(table, row) != ROW_DATA || !is_empty_row(table, values))
			continue;
		give_kinds(table);
		g_array_index(table->kinds, TableRowKind, row) = ROW_COLLAPSED;
		add_name(edition, table, values, names);
	}
	if (names->len == 0)
		return;
	edition->names = names->str;
	table->collapsed = edition_text(edition, text);
	edition->names = NULL;
}

void table_look_apply(Edition *edition, const TableLook *look, Table *table)
{
	table->zeros_dot = look->zeros_dot;
	table->small = look->small;
	table->rule_every = look->rule_every;
	table->fold = look->fold;
	if (look->collapse != NULL)
		collapse_zeros(edition, look->collapse, table);
}
