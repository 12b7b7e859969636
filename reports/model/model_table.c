/* What pages show of a table of the model. */
#include <string.h>

#include "reports/model/model.h"

TableRowKind table_row_kind(const Table *table, guint row)
{
	return table->kinds != NULL && row < table->kinds->len
		   ? g_array_index(table->kinds, TableRowKind, row)
		   : ROW_DATA;
}

/* Whether the group that ROW begins or ends has a row that pages show. */
static bool group_shows(const Table *table, guint row)
{
	bool begins = table_row_kind(table, row) == ROW_GROUP;
	for (guint at = row; begins ? ++at < table->rows->len : at-- > 0;) {
		TableRowKind kind = table_row_kind(table, at);
		if (kind == ROW_DATA)
			return true;
		if (kind == ROW_GROUP || (kind == ROW_SUBTOTAL && !begins))
			return false;
	}
	return false;
}

bool table_shows(const Table *table, guint row)
{
	TableRowKind kind = table_row_kind(table, row);
	if (kind == ROW_DATA || table->collapsed == NULL)
		return true;
	return kind != ROW_COLLAPSED && group_shows(table, row);
}

guint table_shown_rows(const Table *table)
{
	guint shown = 0;
	for (guint row = 0; row < table->rows->len; row++)
		shown += table_shows(table, row) ? 1 : 0;
	return shown;
}

bool table_dots(const Table *table, TableRowKind kind, const Value *value)
{
	return table->zeros_dot && kind == ROW_DATA && value->kind == VALUE_NUMBER &&
	       value->state == VALUE_KNOWN && value->number == 0;
}

static bool has_dots(const Table *table)
{
	for (guint row = 0; row < table->rows->len; row++) {
		const Value *values = table->rows->pdata[row];
		for (guint n = 0; n < table->columns->len; n++)
			if (table_dots(table, table_row_kind(table, row), &values[n]))
				return true;
	}
	return false;
}

char *table_foot(const Model *model, const Table *table)
{
	bool dots = has_dots(table);
	if (!dots && table->collapsed == NULL)
		return NULL;
	return g_strdup_printf("%s%s%s", table->collapsed != NULL ? table->collapsed : "",
			       dots && table->collapsed != NULL ? " " : "",
			       dots ? model_word(model, "mark_dot") : "");
}

bool table_is_elsewhere(const Table *table)
{
	return table->rows->len > 0 && table->columns->len > 0 && table->elsewhere != NULL;
}

const char *table_instead(const Table *table)
{
	if (table->rows->len > 0 && table->columns->len > 0)
		return table_is_elsewhere(table)      ? table->elsewhere
		       : table_shown_rows(table) == 0 ? table->collapsed
						      : NULL;
	return table->empty != NULL ? table->empty : "";
}

/* ── heads under heads ── */

/* The length of the number of a head that TEXT begins with, "1.1.2"; 0 where it has none, or more
 * that belongs to it. */
static size_t head_number(const char *text, guint *ret_level)
{
	size_t at = 0;
	guint level = 0;
	while (g_ascii_isdigit(text[at])) {
		while (g_ascii_isdigit(text[at]))
			at++;
		if (text[at] != '.' || !g_ascii_isdigit(text[at + 1]))
			break;
		at++;
		level++;
	}
	bool ends = text[at] == '\0' || text[at] == ' ' || g_str_has_prefix(text + at, ". ");
	*ret_level = ends ? level : 0;
	return ends ? at : 0;
}

/* Whether a row of TABLE is the head that the number of LENGTH in TEXT stands under: "1" of "1.1".
 */
static bool has_parent(const Table *table, const char *text, size_t length)
{
	while (length > 0 && text[length - 1] != '.')
		length--;
	for (guint row = 0; length > 1 && row < table->rows->len; row++) {
		const char *other = ((const Value *)table->rows->pdata[row])[0].text;
		guint level;
		if (head_number(other, &level) == length - 1 &&
		    strncmp(other, text, length - 1) == 0)
			return true;
	}
	return false;
}

guint table_indent(const Table *table, const Value *values, guint column)
{
	const TableColumn *first = table->columns->pdata[0];
	guint level = 0;
	if (column > 1 || first->kind != VALUE_TEXT)
		return 0;
	/* the number alone in the first column indents the name beside it */
	size_t length = head_number(values[0].text, &level);
	bool alone = length > 0 && values[0].text[length] == '\0';
	if (level == 0 || column != (alone ? 1u : 0u) || values[column].kind != VALUE_TEXT)
		return 0;
	return has_parent(table, values[0].text, length) ? level : 0;
}
