/* What pages show of a table of the model. */
#include "reports/model.h"

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

const char *table_instead(const Table *table)
{
	if (table->rows->len > 0 && table->columns->len > 0)
		return table->elsewhere != NULL       ? table->elsewhere
		       : table_shown_rows(table) == 0 ? table->collapsed
						      : NULL;
	return table->empty != NULL ? table->empty : "";
}
