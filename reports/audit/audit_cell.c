/* Names of cells and of areas: B7, $A$1:C9. */
#include "reports/audit/audit_book.h"

char *audit_cell_name(guint row, guint column)
{
	char letters[8] = { 0 };
	size_t at = sizeof letters - 1;
	for (guint left = column + 1; left > 0 && at > 0; left = (left - 1) / 26)
		letters[--at] = (char)('A' + (left - 1) % 26);
	return g_strdup_printf("%s%u", letters + at, row + 1);
}

/* Reads one address and returns where it ends; NULL for what is none. */
static const char *read_cell(const char *at, guint *ret_row, guint *ret_column)
{
	guint row = 0;
	guint column = 0;
	for (; *at == '$' || g_ascii_isalpha(*at); at++) {
		if (*at != '$' && column < 100000)
			column = column * 26 + (guint)(g_ascii_toupper(*at) - 'A' + 1);
	}
	for (; *at == '$' || g_ascii_isdigit(*at); at++) {
		if (*at != '$' && row < 100000000)
			row = row * 10 + (guint)(*at - '0');
	}
	if (row == 0 || column == 0)
		return NULL;
	*ret_row = row - 1;
	*ret_column = column - 1;
	return at;
}

bool audit_cell_read(const char *name, guint *ret_row, guint *ret_column)
{
	return read_cell(name, ret_row, ret_column) != NULL;
}

bool audit_area_read(const char *name, AuditArea *ret_area)
{
	AuditArea area;
	const char *end = read_cell(name, &area.top, &area.left);
	if (end == NULL)
		return false;
	area.bottom = area.top;
	area.right = area.left;
	if (*end == ':' && read_cell(end + 1, &area.bottom, &area.right) == NULL)
		return false;
	*ret_area = area;
	return true;
}

bool audit_area_has(const AuditArea *area, guint row, guint column)
{
	return row >= area->top && row <= area->bottom && column >= area->left &&
	       column <= area->right;
}
