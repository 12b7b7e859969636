#include "reports/audit/audit_rule.h"

#include <stdarg.h>

void audit_blame(GPtrArray *places, const AuditSheet *sheet, guint row, guint column,
		 const char *format, ...)
{
	va_list values;
	va_start(values, format);
	g_autofree char *what = g_strdup_vprintf(format, values);
	va_end(values);
	g_autofree char *cell = audit_cell_name(row, column);
	g_ptr_array_add(places, g_strdup_printf("%s!%s: %s", sheet->name, cell, what));
}

void audit_blame_sheet(GPtrArray *places, const AuditSheet *sheet, const char *format, ...)
{
	va_list values;
	va_start(values, format);
	g_autofree char *what = g_strdup_vprintf(format, values);
	va_end(values);
	g_ptr_array_add(places, g_strdup_printf("%s: %s", sheet->name, what));
}

void audit_blame_part(GPtrArray *places, const char *part, const char *format, ...)
{
	va_list values;
	va_start(values, format);
	g_autofree char *what = g_strdup_vprintf(format, values);
	va_end(values);
	g_ptr_array_add(places, g_strdup_printf("%s: %s", part, what));
}

const AuditCell *audit_cell_at(const AuditSheet *sheet, guint row, guint column)
{
	guint low = 0;
	guint high = sheet->cells->len;
	while (low < high) {
		guint middle = low + (high - low) / 2;
		const AuditCell *cell = &g_array_index(sheet->cells, AuditCell, middle);
		if (cell->row < row || (cell->row == row && cell->column < column))
			low = middle + 1;
		else
			high = middle;
	}
	if (low == sheet->cells->len)
		return NULL;
	const AuditCell *found = &g_array_index(sheet->cells, AuditCell, low);
	return found->row == row && found->column == column && !found->is_blank ? found : NULL;
}

bool audit_sheet_is_used(const AuditSheet *sheet)
{
	for (guint n = 0; n < sheet->cells->len; n++) {
		if (!g_array_index(sheet->cells, AuditCell, n).is_blank)
			return true;
	}
	return false;
}

const AuditTable *audit_table_at(const AuditSheet *sheet, guint row, guint column)
{
	for (guint n = 0; n < sheet->tables->len; n++) {
		const AuditTable *table = sheet->tables->pdata[n];
		if (audit_area_has(&table->area, row, column))
			return table;
	}
	return NULL;
}

void audit_each_cell(const AuditBook *book, AuditVisit visit, GPtrArray *places)
{
	for (guint n = 0; n < book->sheets->len; n++) {
		const AuditSheet *sheet = book->sheets->pdata[n];
		for (guint at = 0; at < sheet->cells->len; at++) {
			const AuditCell *cell = &g_array_index(sheet->cells, AuditCell, at);
			if (!cell->is_blank)
				visit(book, sheet, cell, places);
		}
	}
}
