#include <string.h>

#include "reports/audit/audit_rule.h"

AuditVerdict audit_macros(const AuditBook *book, GPtrArray *places)
{
	if (book->has_macros)
		g_ptr_array_add(places, g_strdup("the workbook carries macros"));
	return AUDIT_PASS;
}

AuditVerdict audit_sheet_names(const AuditBook *book, GPtrArray *places)
{
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (guint n = 0; n < book->sheets->len; n++) {
		const AuditSheet *sheet = book->sheets->pdata[n];
		const char *name = sheet->name;
		if (name[0] == '\0' || !g_hash_table_add(seen, g_utf8_casefold(name, -1)))
			audit_blame_sheet(places, sheet, "no name, or one that another sheet has");
		else if (g_str_has_prefix(name, "Sheet") && name[5] != '\0' &&
			 strspn(name + 5, "0123456789") == strlen(name + 5))
			audit_blame_sheet(places, sheet, "the name says nothing");
	}
	return AUDIT_PASS;
}

AuditVerdict audit_blank_sheets(const AuditBook *book, GPtrArray *places)
{
	for (guint n = 0; n < book->sheets->len; n++) {
		const AuditSheet *sheet = book->sheets->pdata[n];
		if (!audit_sheet_is_used(sheet) && sheet->drawn->len == 0)
			audit_blame_sheet(places, sheet, "a blank sheet");
	}
	return AUDIT_PASS;
}

AuditVerdict audit_properties(const AuditBook *book, GPtrArray *places)
{
	static const char *const wanted[] = { "title", "creator", "language" };
	for (size_t n = 0; n < G_N_ELEMENTS(wanted); n++) {
		const char *value = g_hash_table_lookup(book->properties, wanted[n]);
		if (value == NULL || value[strspn(value, " \n")] == '\0')
			g_ptr_array_add(
			    places,
			    g_strdup_printf("the properties of the document lack %s", wanted[n]));
	}
	return AUDIT_PASS;
}

AuditVerdict audit_cursor(const AuditBook *book, GPtrArray *places)
{
	const AuditSheet *first = book->sheets->pdata[0];
	if (book->active_sheet != 0)
		g_ptr_array_add(places,
				g_strdup_printf("the workbook opens on sheet %u, not the first",
						book->active_sheet + 1));
	if (first->active_cell != NULL && strcmp(first->active_cell, "A1") != 0)
		audit_blame_sheet(places, first, "the cursor stands in %s", first->active_cell);
	return AUDIT_PASS;
}
