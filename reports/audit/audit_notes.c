#include <string.h>

#include "reports/audit/audit_rule.h"

/* ── marks of notes ── */

static void check_symbols(const AuditBook *book, const AuditSheet *sheet, const AuditCell *cell,
			  GPtrArray *places)
{
	static const char *const marks[] = { "†", "‡", "¹", "²", "³", "⁴", "⁵" };
	const AuditTable *table = audit_table_at(sheet, cell->row, cell->column);
	bool is_head = table == NULL || cell->row == table->area.top;
	bool found = cell->has_raised || audit_book_format(book, cell->style)->is_raised;
	if (cell->text == NULL)
		return;
	for (size_t n = 0; n < G_N_ELEMENTS(marks); n++)
		found = found || strstr(cell->text, marks[n]) != NULL;
	/* a star at the end marks a note, also after a number that it made into a text */
	size_t length = strlen(cell->text);
	found = found || (length > 1 && cell->text[length - 1] == '*' &&
			  (is_head || g_ascii_isdigit(cell->text[0])));
	if (found)
		audit_blame(places, sheet, cell->row, cell->column,
			    "a symbol or raised letter marks a note");
}

AuditVerdict audit_note_symbols(const AuditBook *book, GPtrArray *places)
{
	audit_each_cell(book, check_symbols, places);
	return AUDIT_PASS;
}

/* The place of "[1]" or "(1)" at the end of TEXT or before a space. */
static bool has_bare_number(const char *text)
{
	for (const char *at = strpbrk(text, "[("); at != NULL; at = strpbrk(at + 1, "[(")) {
		size_t digits = strspn(at + 1, "0123456789");
		char closing = *at == '[' ? ']' : ')';
		if (digits > 0 && digits < 3 && at[1 + digits] == closing)
			return true;
	}
	return false;
}

static void check_word(const AuditBook *book G_GNUC_UNUSED, const AuditSheet *sheet,
		       const AuditCell *cell, GPtrArray *places)
{
	const AuditTable *table = audit_table_at(sheet, cell->row, cell->column);
	bool is_head = table == NULL || cell->row == table->area.top;
	if (is_head && cell->text != NULL && has_bare_number(cell->text))
		audit_blame(places, sheet, cell->row, cell->column,
			    "a bare number in brackets; say [note 1]");
}

AuditVerdict audit_note_word(const AuditBook *book, GPtrArray *places)
{
	audit_each_cell(book, check_word, places);
	return AUDIT_PASS;
}

/* The first mark of a note in TEXT, of an English or an Urdu workbook; NULL when there is none. */
static const char *find_mark(const char *text)
{
	const char *english = strstr(text, "[note "), *urdu = strstr(text, "[نوٹ ");
	return english == NULL || (urdu != NULL && urdu < english) ? urdu : english;
}

static bool is_bracketed(const AuditCell *cell)
{
	return cell == NULL || (cell->text != NULL && cell->text[0] == '[');
}

/* True when COLUMN of TABLE holds nothing but marks: a column for notes. */
static bool is_notes_column(const AuditSheet *sheet, const AuditTable *table, guint column)
{
	for (guint row = table->area.top + table->header_rows; row <= table->area.bottom; row++) {
		if (!is_bracketed(audit_cell_at(sheet, row, column)))
			return false;
	}
	return true;
}

static void check_cell(const AuditBook *book G_GNUC_UNUSED, const AuditSheet *sheet,
		       const AuditCell *cell, GPtrArray *places)
{
	const AuditTable *table = audit_table_at(sheet, cell->row, cell->column);
	if (table == NULL || cell->row < table->area.top + table->header_rows ||
	    cell->text == NULL || find_mark(cell->text) == NULL ||
	    is_notes_column(sheet, table, cell->column))
		return;
	audit_blame(places, sheet, cell->row, cell->column,
		    "a note's mark in a cell of data, not in a column of notes");
}

AuditVerdict audit_note_cells(const AuditBook *book, GPtrArray *places)
{
	audit_each_cell(book, check_cell, places);
	return AUDIT_PASS;
}

/* ── the sheet of notes ── */

/* Marks in first columns of tables are those that notes begin with. */
static GHashTable *defined_notes(const AuditBook *book)
{
	GHashTable *defined = g_hash_table_new(g_str_hash, g_str_equal);
	for (guint n = 0; n < book->sheets->len; n++) {
		const AuditSheet *sheet = book->sheets->pdata[n];
		for (guint at = 0; at < sheet->cells->len; at++) {
			const AuditCell *cell = &g_array_index(sheet->cells, AuditCell, at);
			if (cell->column == 0 && cell->text != NULL &&
			    find_mark(cell->text) == cell->text &&
			    audit_table_at(sheet, cell->row, 0) != NULL)
				g_hash_table_add(defined, (gpointer)(guintptr)cell->text);
		}
	}
	return defined;
}

static guint check_used(const AuditSheet *sheet, const AuditCell *cell, GHashTable *defined,
			GPtrArray *places)
{
	guint used = 0;
	if (cell->text == NULL)
		return 0;
	for (const char *at = find_mark(cell->text); at != NULL; at = find_mark(at + 1), used++) {
		size_t length = strcspn(at, "]");
		g_autofree char *mark = g_strndup(at, length + 1);
		if (!g_hash_table_contains(defined, mark))
			audit_blame(places, sheet, cell->row, cell->column,
				    "%s stands in no table of notes", mark);
	}
	return used;
}

AuditVerdict audit_note_table(const AuditBook *book, GPtrArray *places)
{
	guint used = 0;
	g_autoptr(GHashTable) defined = defined_notes(book);
	for (guint n = 0; n < book->sheets->len; n++) {
		const AuditSheet *sheet = book->sheets->pdata[n];
		for (guint at = 0; at < sheet->cells->len; at++)
			used += check_used(sheet, &g_array_index(sheet->cells, AuditCell, at),
					   defined, places);
	}
	return used > 0 ? AUDIT_PASS : AUDIT_NOT_APPLICABLE;
}

/* ── links and words ── */

static bool is_bare_link(const char *text)
{
	static const char *const bare[] = { "http://", "https://", "www.", "click here" };
	static const char *const whole[] = { "here", "link", "more", "read more" };
	g_autofree char *small = g_utf8_strdown(text, -1);
	for (size_t n = 0; n < G_N_ELEMENTS(bare); n++) {
		if (g_str_has_prefix(small, bare[n]))
			return true;
	}
	for (size_t n = 0; n < G_N_ELEMENTS(whole); n++) {
		if (strcmp(small, whole[n]) == 0)
			return true;
	}
	return false;
}

AuditVerdict audit_links(const AuditBook *book, GPtrArray *places)
{
	guint links = 0;
	for (guint n = 0; n < book->sheets->len; n++) {
		const AuditSheet *sheet = book->sheets->pdata[n];
		for (guint at = 0; at < sheet->links->len; at++, links++) {
			const AuditLink *link = sheet->links->pdata[at];
			const AuditCell *cell = audit_cell_at(sheet, link->row, link->column);
			if (cell == NULL || cell->text == NULL || is_bare_link(cell->text))
				audit_blame(places, sheet, link->row, link->column,
					    "a link whose words do not say where it leads");
		}
	}
	return links > 0 ? AUDIT_PASS : AUDIT_NOT_APPLICABLE;
}

static void check_words(const AuditBook *book G_GNUC_UNUSED, const AuditSheet *sheet,
			const AuditCell *cell, GPtrArray *places)
{
	const AuditTable *table = audit_table_at(sheet, cell->row, cell->column);
	bool is_head = (table != NULL && cell->row == table->area.top) ||
		       (cell->row == 0 && cell->column == 0);
	if (is_head && cell->text != NULL && strpbrk(cell->text, "#@&~^|<>") != NULL)
		audit_blame(places, sheet, cell->row, cell->column,
			    "a symbol in a title or head; use the word");
}

AuditVerdict audit_symbols(const AuditBook *book, GPtrArray *places)
{
	audit_each_cell(book, check_words, places);
	return AUDIT_PASS;
}
