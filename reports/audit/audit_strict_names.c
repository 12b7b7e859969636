/* Names of sheets, tables and ranges of a workbook, and the heads of its tables. */
#include <string.h>

#include "reports/audit/audit_rule.h"
#include "reports/audit/audit_strict.h"

enum { SHEET_NAME_MAX = 31, NAME_MAX_LETTERS = 255 }; /* Excel specifications and limits */

bool audit_strict_is_name(const char *name)
{
	guint row = 0, column = 0;
	return name != NULL && g_utf8_strlen(name, -1) <= NAME_MAX_LETTERS &&
	       g_regex_match_simple("^[\\p{L}_\\\\][\\p{L}\\p{M}\\p{N}_.\\\\]*$", name, 0, 0) &&
	       !audit_cell_read(name, &row, &column) && strcmp(name, "R") != 0 &&
	       strcmp(name, "C") != 0;
}

/* The end of the sheet's name that FORMULA begins with, and the name; NULL where it has none. */
static const char *sheet_of(const char *formula, char **ret_name)
{
	GString *name = g_string_new(NULL);
	const char *at = formula;
	if (*at == '\'') {
		for (at++; *at != '\0' && !(*at == '\'' && at[1] != '\''); at++) {
			g_string_append_c(name, *at);
			at += *at == '\'' ? 1 : 0; /* it stands twice */
		}
		at += *at == '\'' ? 1 : 0;
	} else {
		for (; *at != '\0' && *at != '!'; at++)
			g_string_append_c(name, *at);
	}
	*ret_name = g_string_free(name, FALSE);
	return *at == '!' ? at + 1 : NULL;
}

static bool has_sheet(const AuditBook *book, const char *name)
{
	for (guint n = 0; n < book->sheets->len; n++) {
		if (strcmp(((AuditSheet *)book->sheets->pdata[n])->name, name) == 0)
			return true;
	}
	return false;
}

/* "$A$5:$B$9", "$5:$5" or "$A:$B" */
static bool is_area(const char *text)
{
	return g_regex_match_simple("^(\\$[A-Z]{1,3}\\$[0-9]{1,7}(:\\$[A-Z]{1,3}\\$[0-9]{1,7})?|"
				    "\\$[0-9]{1,7}:\\$[0-9]{1,7}|\\$[A-Z]{1,3}:\\$[A-Z]{1,3})$",
				    text, 0, 0);
}

/* One range from FORMULA on; its end, or NULL where there is none. */
static const char *range_end(const AuditBook *book, const char *formula)
{
	g_autofree char *name = NULL;
	const char *cells = sheet_of(formula, &name);
	size_t length = cells != NULL ? strcspn(cells, ",") : 0;
	g_autofree char *area = g_strndup(cells != NULL ? cells : "", length);
	return is_area(area) && has_sheet(book, name) ? cells + length : NULL;
}

bool audit_strict_is_range(const AuditBook *book, const char *formula)
{
	const char *at = range_end(book, formula);
	while (at != NULL && *at == ',')
		at = range_end(book, at + 1);
	return at != NULL && *at == '\0';
}

/* ── sheets ── */

static void check_sheet(const AuditBook *book, guint at, GPtrArray *places)
{
	static const char part[] = "xl/workbook.xml";
	const char *name = ((AuditSheet *)book->sheets->pdata[at])->name;
	g_autofree gunichar2 *units = g_utf8_to_utf16(name, -1, NULL, NULL, NULL);
	g_autofree char *folded = g_utf8_casefold(name, -1);
	size_t length = 0;
	while (units != NULL && units[length] != 0)
		length++;
	if (length == 0 || length > SHEET_NAME_MAX)
		audit_blame_part(places, part, "the name of sheet '%s' has %zu letters", name,
				 length);
	if (strpbrk(name, "[]:*?/\\") != NULL || name[0] == '\'' || g_str_has_suffix(name, "'"))
		audit_blame_part(places, part,
				 "sheet '%s' has a sign in its name that none may have", name);
	for (guint n = 0; n < at; n++) {
		g_autofree char *other =
		    g_utf8_casefold(((AuditSheet *)book->sheets->pdata[n])->name, -1);
		if (strcmp(folded, other) == 0)
			audit_blame_part(places, part, "two sheets are called '%s'", name);
	}
}

/* ── tables ── */

static void check_heads(const AuditSheet *sheet, const AuditTable *table, GPtrArray *places)
{
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	guint width = table->area.right - table->area.left + 1;
	if (table->columns->len != width)
		audit_blame_part(places, sheet->name, "table '%s' is %u wide and has %u columns",
				 table->name, width, table->columns->len);
	for (guint n = 0; n < MIN(width, table->columns->len) && table->header_rows > 0; n++) {
		const char *head = table->columns->pdata[n];
		const AuditCell *cell = NULL;
		for (guint at = 0; at < sheet->cells->len && cell == NULL; at++) {
			const AuditCell *candidate = &g_array_index(sheet->cells, AuditCell, at);
			if (candidate->row == table->area.top &&
			    candidate->column == table->area.left + n)
				cell = candidate;
			else if (candidate->row > table->area.top)
				break;
		}
		if (cell == NULL || g_strcmp0(cell->text, head) != 0)
			audit_blame_part(places, sheet->name,
					 "table '%s': column %u is '%s', its cell '%s'",
					 table->name, n + 1, head,
					 cell != NULL && cell->text != NULL ? cell->text : "");
		if (!g_hash_table_add(seen, g_utf8_casefold(head, -1)))
			audit_blame_part(places, sheet->name, "table '%s': two columns are '%s'",
					 table->name, head);
	}
}

static bool overlap(const AuditArea *one, const AuditArea *other)
{
	return one->top <= other->bottom && other->top <= one->bottom &&
	       one->left <= other->right && other->left <= one->right;
}

static void check_table(const AuditSheet *sheet, guint at, GHashTable *names, GPtrArray *places)
{
	const AuditTable *table = sheet->tables->pdata[at];
	if (!audit_strict_is_name(table->name))
		audit_blame_part(places, sheet->name, "'%s' is no name for a table",
				 table->name != NULL ? table->name : "");
	else if (!g_hash_table_add(names, g_utf8_casefold(table->name, -1)))
		audit_blame_part(places, sheet->name, "two tables are called '%s'", table->name);
	if (table->area.bottom <= table->area.top)
		audit_blame_part(places, sheet->name, "table '%s' has no row below its head",
				 table->name);
	check_heads(sheet, table, places);
	for (guint n = 0; n < at; n++) {
		if (overlap(&table->area, &((AuditTable *)sheet->tables->pdata[n])->area))
			audit_blame_part(places, sheet->name, "table '%s' lies over another",
					 table->name);
	}
}

void audit_strict_tables(const AuditBook *book, GPtrArray *places)
{
	g_autoptr(GHashTable) names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (guint n = 0; n < book->sheets->len; n++) {
		const AuditSheet *sheet = book->sheets->pdata[n];
		check_sheet(book, n, places);
		for (guint at = 0; at < sheet->tables->len; at++)
			check_table(sheet, at, names, places);
	}
}
