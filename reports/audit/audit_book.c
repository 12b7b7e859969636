#include "reports/audit/audit_book.h"

#include <string.h>

#include "core/error.h"

/* ── the book ── */

static void format_clear(gpointer data)
{
	g_free(((AuditFormat *)data)->font);
}

static void sheet_free(gpointer data)
{
	audit_sheet_free(data);
}

static AuditBook *book_new(void)
{
	AuditBook *book = g_new0(AuditBook, 1);
	book->sheets = g_ptr_array_new_with_free_func(sheet_free);
	book->formats = g_array_new(FALSE, TRUE, sizeof(AuditFormat));
	g_array_set_clear_func(book->formats, format_clear);
	book->properties = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	book->chunk = g_string_chunk_new(65536);
	book->strings = g_ptr_array_new();
	book->raised = g_hash_table_new(NULL, NULL);
	return book;
}

void audit_book_free(AuditBook *book)
{
	if (book == NULL)
		return;
	g_ptr_array_unref(book->sheets);
	g_array_unref(book->formats);
	g_hash_table_unref(book->properties);
	g_string_chunk_free(book->chunk);
	g_ptr_array_unref(book->strings);
	g_hash_table_unref(book->raised);
	g_free(book);
}

const AuditFormat *audit_book_format(const AuditBook *book, guint style)
{
	static const AuditFormat none = { .size = 11, .text_rgb = -1, .fill_rgb = -1 };
	if (style < book->formats->len)
		return &g_array_index(book->formats, AuditFormat, style);
	return &none;
}

/* ── shared strings and properties ── */

typedef struct {
	AuditBook *book;
	GString *text;
	bool in_text, in_phonetic, is_raised;
} Strings;

static void strings_start(gpointer data, const char *name, const AuditAttributes *attributes)
{
	Strings *strings = data;
	if (strcmp(name, "si") == 0) {
		g_string_truncate(strings->text, 0);
		strings->is_raised = false;
	} else if (strcmp(name, "rPh") == 0) {
		strings->in_phonetic = true;
	} else if (strcmp(name, "t") == 0) {
		strings->in_text = !strings->in_phonetic;
	} else if (strcmp(name, "vertAlign") == 0) {
		strings->is_raised =
		    g_strcmp0(audit_attribute(attributes, "val"), "superscript") == 0;
	}
}

static void strings_end(gpointer data, const char *name)
{
	Strings *strings = data;
	GPtrArray *all = strings->book->strings;
	strings->in_text = false;
	if (strcmp(name, "rPh") == 0)
		strings->in_phonetic = false;
	if (strcmp(name, "si") != 0)
		return;
	if (strings->is_raised)
		g_hash_table_add(strings->book->raised, GUINT_TO_POINTER(all->len));
	g_ptr_array_add(all, g_string_chunk_insert(strings->book->chunk, strings->text->str));
}

static void strings_text(gpointer data, const char *text, gsize length)
{
	Strings *strings = data;
	if (strings->in_text)
		g_string_append_len(strings->text, text, (gssize)length);
}

static void property_start(gpointer data, const char *name G_GNUC_UNUSED,
			   const AuditAttributes *attributes G_GNUC_UNUSED)
{
	g_string_truncate(((Strings *)data)->text, 0);
}

static void property_end(gpointer data, const char *name)
{
	Strings *strings = data;
	if (strings->text->len > 0)
		g_hash_table_insert(strings->book->properties, g_strdup(name),
				    g_strdup(strings->text->str));
	g_string_truncate(strings->text, 0);
}

static void property_text(gpointer data, const char *text, gsize length)
{
	g_string_append_len(((Strings *)data)->text, text, (gssize)length);
}

static bool read_texts(AuditBook *book, AuditPackage *package, const AuditRelation *relation,
		       const AuditReader *reader, GError **error)
{
	g_autoptr(GString) text = g_string_new(NULL);
	Strings strings = { .book = book, .text = text };
	return relation == NULL ||
	       audit_package_read(package, relation->target, reader, &strings, error);
}

/* ── the list of sheets ── */

typedef struct {
	AuditBook *book;
	GPtrArray *ids; /* of char*: relations of the sheets */
} List;

static void list_start(gpointer data, const char *name, const AuditAttributes *attributes)
{
	List *list = data;
	const char *active = audit_attribute(attributes, "activeTab");
	if (strcmp(name, "workbookView") == 0 && active != NULL)
		list->book->active_sheet = (guint)g_ascii_strtoull(active, NULL, 10);
	if (strcmp(name, "sheet") != 0)
		return;
	const char *state = audit_attribute(attributes, "state");
	const char *called = audit_attribute(attributes, "name");
	AuditSheet *sheet = audit_sheet_new(called != NULL ? called : "");
	sheet->is_hidden = state != NULL && strcmp(state, "visible") != 0;
	g_ptr_array_add(list->book->sheets, sheet);
	g_ptr_array_add(list->ids, g_strdup(audit_attribute(attributes, "id")));
}

static bool read_sheets(AuditBook *book, AuditPackage *package, const GPtrArray *relations,
			const GPtrArray *ids, GError **error)
{
	for (guint n = 0; n < book->sheets->len; n++) {
		AuditSheet *sheet = book->sheets->pdata[n];
		const AuditRelation *relation = audit_relation(relations, ids->pdata[n]);
		if (relation == NULL)
			continue;
		sheet->is_chartsheet = strcmp(relation->type, "chartsheet") == 0;
		if (!audit_sheet_read(book, sheet, package, relation->target, error))
			return false;
	}
	return true;
}

static bool read_workbook(AuditBook *book, AuditPackage *package, const char *part, GError **error)
{
	static const AuditReader list_reader = { .start = list_start };
	static const AuditReader strings_reader = { strings_start, strings_end, strings_text };
	g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) relations = audit_package_relations(package, part, error);
	List list = { book, ids };
	if (relations == NULL || !audit_package_read(package, part, &list_reader, &list, error))
		return false;
	book->has_macros = audit_relation_of(relations, "vbaProject") != NULL;
	const AuditRelation *styles = audit_relation_of(relations, "styles");
	return read_texts(book, package, audit_relation_of(relations, "sharedStrings"),
			  &strings_reader, error) &&
	       (styles == NULL || audit_styles_read(book, package, styles->target, error)) &&
	       read_sheets(book, package, relations, ids, error);
}

AuditBook *audit_book_read(const char *path, GError **error)
{
	static const AuditReader property_reader = { property_start, property_end, property_text };
	g_autoptr(AuditPackage) package = audit_package_open(path, error);
	g_autoptr(GPtrArray) relations =
	    package != NULL ? audit_package_relations(package, "", error) : NULL;
	if (relations == NULL)
		return NULL;
	const AuditRelation *workbook = audit_relation_of(relations, "officeDocument");
	if (workbook == NULL || !audit_package_has(package, workbook->target)) {
		error_set(error, SHUMAR_ERROR_FAILED, "Name a workbook (.xlsx) that is there.",
			  "cannot read '%s' as a workbook: it holds no document", path);
		return NULL;
	}
	g_autoptr(AuditBook) book = book_new();
	if (!read_workbook(book, package, workbook->target, error) ||
	    !read_texts(book, package, audit_relation_of(relations, "core-properties"),
			&property_reader, error))
		return NULL;
	if (book->sheets->len == 0) {
		error_set(error, SHUMAR_ERROR_FAILED, "Name a workbook (.xlsx) that is there.",
			  "cannot read '%s' as a workbook: it lists no sheets", path);
		return NULL;
	}
	return g_steal_pointer(&book);
}
