#include "reports/library/office.h"

#include <string.h>

#include "core/config/problem.h"
#include "core/forbidden_value.h"
#include "core/period.h"

const char *const office_type_names[OFFICE_TYPES + 1] = {
	[OFFICE_TEXT] = "text",     [OFFICE_DATE] = "date",           [OFFICE_NUMBER] = "number",
	[OFFICE_YES_NO] = "yes-no", [OFFICE_TELEPHONE] = "telephone", [OFFICE_EMAIL] = "e-mail",
	[OFFICE_TYPES] = NULL,
};

/* What the types are in the header of a query. */
static const char *const sql_types[OFFICE_TYPES] = {
	[OFFICE_TEXT] = "text",      [OFFICE_DATE] = "date",      [OFFICE_NUMBER] = "numeric",
	[OFFICE_YES_NO] = "boolean", [OFFICE_TELEPHONE] = "text", [OFFICE_EMAIL] = "text",
};

/* ── the shape ── */

static void column_free(gpointer data)
{
	OfficeColumn *column = data;
	g_free(column->name);
	g_free(column);
}

Office *office_new(const char *name)
{
	Office *office = g_new0(Office, 1);
	office->name = g_strdup(name);
	office->file = g_strconcat(name, ".yaml", NULL);
	office->query = g_strconcat("office/", name, NULL);
	office->columns = g_ptr_array_new_with_free_func(column_free);
	return office;
}

void office_free(Office *office)
{
	if (office == NULL)
		return;
	g_free(office->name);
	g_free(office->file);
	g_ptr_array_unref(office->columns);
	g_free(office->due);
	g_free(office->done);
	g_free(office->only);
	g_free(office->after);
	g_free(office->query);
	g_free(office->sql);
	g_free(office);
}

const OfficeColumn *office_column(const Office *office, const char *name)
{
	for (guint n = 0; n < office->columns->len; n++) {
		const OfficeColumn *column = office->columns->pdata[n];
		if (strcmp(column->name, name) == 0)
			return column;
	}
	return NULL;
}

void office_finish(Office *office, const char *const *languages)
{
	g_autoptr(GString) returns = g_string_new(NULL);
	g_autoptr(GString) figures = g_string_new(NULL);
	for (guint n = 0; n < office->columns->len; n++) {
		const OfficeColumn *column = office->columns->pdata[n];
		for (const char *const *language = languages;
		     column->type == OFFICE_TEXT && *language != NULL; language++)
			g_string_append_printf(returns, "%s_%s text, ", column->name, *language);
		if (column->type != OFFICE_TEXT)
			g_string_append_printf(returns, "%s %s, ", column->name,
					       sql_types[column->type]);
		if (column->type == OFFICE_NUMBER)
			g_string_append_printf(figures, "%s, ", column->name);
	}
	const char *late = office->due != NULL ? "late boolean, days_late bigint, " : "";
	const char *days = office->due != NULL ? "days_late, " : "";
	g_auto(GStrv) names = g_strsplit(figures->str, ", ", -1);
	g_autofree char *none = g_strjoinv("=none, ", names);
	office->sql = g_strdup_printf(
	    "-- purpose: the office file %s%s%s%s%s\n-- parameters: none\n"
	    "-- returns: %s%sline bigint\n-- measures: %s%sline=none\n"
	    "-- row: line = 0\n-- trace: %s%sline said \"office file %s\"\n",
	    office->file, office->only != NULL ? "; only " : "",
	    office->only != NULL ? office->only : "", office->after != NULL ? "; after " : "",
	    office->after != NULL ? office->after : "", returns->str, late, none,
	    office->due != NULL ? "days_late=none, " : "", figures->str, days, office->file);
}

char *office_path(const Office *office, const Library *library)
{
	const char *folder = library_office(library);
	return folder != NULL ? g_build_filename(folder, office->file, NULL) : NULL;
}

/* ── reading ── */

typedef struct {
	const Office *office;
	const YamlDocument *document;
	Problems *problems;
	const Library *library;
	const GDate *as_at;
	Dataset *dataset;
	GPtrArray *kept;  /* OfficeRow: where days are late, until all are known */
	GPtrArray *texts; /* of the row being read: what each column holds, NULL for nothing */
	GPtrArray *owned; /* those that were made, of kept rows too */
} OfficeReader;

static void put_text(OfficeReader *reader, char *text)
{
	if (text != NULL)
		g_ptr_array_add(reader->owned, text);
	g_ptr_array_add(reader->texts, text);
}

/* No personal data: the shapes that drops are held to. */
static void check_personal(OfficeReader *reader, const YamlNode *node, const char *where,
			   OfficeType type)
{
	const char *text = yaml_text(node), *kind = NULL;
	if (!forbidden_value(text, strlen(text), &kind) ||
	    (type == OFFICE_TELEPHONE && kind == forbidden_kind_phone) ||
	    (type == OFFICE_EMAIL && kind == forbidden_kind_email))
		return;
	problems_add(
	    reader->problems, reader->document, node,
	    "name posts and offices, never persons; numbers of helplines and offices stand "
	    "in columns of the type telephone",
	    "%s holds %s", where, kind);
}

/* The text of NODE; NULL and a fault for what is none or empty. */
static const char *take_word(OfficeReader *reader, const YamlNode *node, const char *where,
			     OfficeType type)
{
	const char *text = yaml_text(node);
	if (text == NULL)
		problems_add(reader->problems, reader->document, node, NULL,
			     "%s must be a %s, not %s", where, office_type_names[type],
			     yaml_kind_name(yaml_kind(node)));
	else if (yaml_is_null(node) || text[0] == '\0')
		problems_add(reader->problems, reader->document, node, NULL, "%s is empty", where);
	else {
		check_personal(reader, node, where, type);
		return text;
	}
	return NULL;
}

static char *take_value(OfficeReader *reader, const YamlNode *node, const char *where,
			OfficeType type)
{
	GDate day;
	const char *text = take_word(reader, node, where, type);
	if (text == NULL)
		return NULL;
	if (type == OFFICE_DATE && !date_parse(text, &day, NULL))
		problems_add(reader->problems, reader->document, node,
			     "write for example: 2026-03-31", "%s is no date", where);
	else if (type == OFFICE_NUMBER &&
		 !g_regex_match_simple("^-?[0-9]{1,15}(\\.[0-9]{1,6})?\\z", text, 0, 0))
		problems_add(reader->problems, reader->document, node,
			     "write digits, with a point before decimals", "%s is no number",
			     where);
	else if (type == OFFICE_YES_NO && strcmp(text, "yes") != 0 && strcmp(text, "no") != 0)
		problems_add(reader->problems, reader->document, node, "write yes or no",
			     "%s is neither yes nor no", where);
	else if (type == OFFICE_YES_NO)
		return g_strdup(strcmp(text, "yes") == 0 ? "t" : "f");
	else
		return g_strdup(text);
	return NULL;
}

/* A text is one for all languages, or has one for each. */
static void take_text(OfficeReader *reader, const YamlNode *node, const char *where)
{
	const char *const *languages = library_languages(reader->library);
	bool each = node != NULL && yaml_kind(node) == YAML_KIND_MAPPING;
	const char *all =
	    node != NULL && !each ? take_word(reader, node, where, OFFICE_TEXT) : NULL;
	if (each)
		problems_check_keys(reader->problems, reader->document, node, where, languages);
	for (const char *const *language = languages; *language != NULL; language++) {
		const YamlNode *own = each ? yaml_find(node, *language) : NULL;
		g_autofree char *what = g_strdup_printf("%s: %s", where, *language);
		if (each && own == NULL)
			problems_add(reader->problems, reader->document, node,
				     "write one text for all languages, or one for each",
				     "%s has no '%s'", where, *language);
		const char *text = own != NULL ? take_word(reader, own, what, OFFICE_TEXT) : all;
		put_text(reader, g_strdup(text));
	}
}

static void take_column(OfficeReader *reader, const YamlNode *row, const OfficeColumn *column)
{
	const YamlNode *node = yaml_find(row, column->name);
	g_autofree char *where = g_strdup_printf("'%s'", column->name);
	if (node == NULL && !column->optional)
		problems_add(reader->problems, reader->document, row, NULL, "this entry has no %s",
			     where);
	if (column->type == OFFICE_TEXT)
		take_text(reader, node, where);
	else
		put_text(reader,
			 node != NULL ? take_value(reader, node, where, column->type) : NULL);
}

/* The value of COLUMN in the row being read. */
static const char *row_text(const OfficeReader *reader, const char *column)
{
	int at = dataset_column(reader->dataset, column, "en");
	return at >= 0 && (guint)at < reader->texts->len ? reader->texts->pdata[at] : NULL;
}

/* The day in COLUMN of the row; false where there is none. */
static bool row_day(const OfficeReader *reader, const char *column, GDate *ret_day)
{
	const char *text = row_text(reader, column);
	return text != NULL && date_parse(text, ret_day, NULL);
}

/* Done is a yes, or a day that is not after that of the records. */
static bool is_done(const OfficeReader *reader)
{
	GDate day;
	if (row_day(reader, reader->office->done, &day))
		return g_date_compare(&day, reader->as_at) <= 0;
	return g_strcmp0(row_text(reader, reader->office->done), "t") == 0;
}

static void put_late(OfficeReader *reader)
{
	GDate due;
	bool late = row_day(reader, reader->office->due, &due) && !is_done(reader) &&
		    g_date_compare(&due, reader->as_at) < 0;
	put_text(reader, g_strdup(late ? "t" : "f"));
	put_text(reader,
		 g_strdup_printf("%d", late ? g_date_days_between(&due, reader->as_at) : 0));
}

static bool is_wanted(const OfficeReader *reader)
{
	GDate day;
	const Office *office = reader->office;
	if (office->only != NULL && g_strcmp0(row_text(reader, office->only), "t") != 0)
		return false;
	return office->after == NULL ||
	       (row_day(reader, office->after, &day) && g_date_compare(&day, reader->as_at) > 0);
}

/* A row that was read; its texts are the document's and the reader's. */
typedef struct {
	GPtrArray *texts;
	gint64 days_late;
} OfficeRow;

static void free_row(gpointer data)
{
	OfficeRow *row = data;
	g_ptr_array_unref(row->texts);
	g_free(row);
}

static gint by_lateness(gconstpointer a, gconstpointer b)
{
	const OfficeRow *one = *(OfficeRow *const *)a, *other = *(OfficeRow *const *)b;
	return (one->days_late < other->days_late) - (one->days_late > other->days_late);
}

static void keep_row(OfficeReader *reader)
{
	OfficeRow *row = g_new0(OfficeRow, 1);
	row->texts = g_ptr_array_copy(reader->texts, NULL, NULL);
	row->days_late = g_ascii_strtoll(row_text(reader, "days_late"), NULL, 10);
	g_ptr_array_add(reader->kept, row);
}

static bool read_row(OfficeReader *reader, const YamlNode *row, GError **error)
{
	size_t before = problems_count(reader->problems);
	g_ptr_array_set_size(reader->texts, 0);
	if (reader->kept->len == 0)
		g_ptr_array_set_size(reader->owned, 0);
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	for (guint n = 0; n < reader->office->columns->len; n++)
		g_ptr_array_add(names, ((OfficeColumn *)reader->office->columns->pdata[n])->name);
	g_ptr_array_add(names, NULL);
	problems_check_keys(reader->problems, reader->document, row, "this entry",
			    (const char *const *)names->pdata);
	if (yaml_kind(row) != YAML_KIND_MAPPING)
		return true;
	for (guint n = 0; n < reader->office->columns->len; n++)
		take_column(reader, row, reader->office->columns->pdata[n]);
	if (reader->office->due != NULL)
		put_late(reader);
	put_text(reader, g_strdup_printf("%d", yaml_line(row)));
	if (problems_count(reader->problems) > before || !is_wanted(reader))
		return true;
	if (reader->office->due != NULL) {
		keep_row(reader);
		return true;
	}
	return dataset_add(reader->dataset, (const char *const *)reader->texts->pdata, error);
}

/* What is latest comes first, and the rest as the file has it. */
static bool add_kept(OfficeReader *reader, GError **error)
{
	g_ptr_array_sort(reader->kept, by_lateness);
	for (guint n = 0; n < reader->kept->len; n++) {
		const OfficeRow *row = reader->kept->pdata[n];
		if (!dataset_add(reader->dataset, (const char *const *)row->texts->pdata, error))
			return false;
	}
	return true;
}

static bool read_rows(OfficeReader *reader, const YamlNode *root, GError **error)
{
	if (root == NULL || yaml_is_null(root))
		return true;
	if (yaml_kind(root) != YAML_KIND_SEQUENCE) {
		problems_add(reader->problems, reader->document, root, "begin each entry with '- '",
			     "an office file must be a list, not %s",
			     yaml_kind_name(yaml_kind(root)));
		return true;
	}
	for (size_t n = 0; n < yaml_count(root); n++)
		if (!read_row(reader, yaml_item(root, n), error))
			return false;
	return true;
}

Dataset *office_read(const Office *office, const Library *library, const char *name,
		     const GPtrArray *columns, const GDate *as_at, GError **error)
{
	g_autoptr(Dataset) dataset = dataset_new(name, columns);
	g_autofree char *path = office_path(office, library);
	if (path == NULL || !g_file_test(path, G_FILE_TEST_EXISTS)) {
		dataset_set_unsupplied(dataset, office->file);
		return g_steal_pointer(&dataset);
	}
	g_autoptr(YamlDocument) document = yaml_read(path, error);
	if (document == NULL)
		return NULL;
	g_autoptr(Problems) problems = problems_new();
	g_autoptr(GPtrArray) texts = g_ptr_array_new();
	g_autoptr(GPtrArray) owned = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) kept = g_ptr_array_new_with_free_func(free_row);
	OfficeReader reader = { office,  document, problems, library, as_at,
				dataset, kept,     texts,    owned };
	if (!read_rows(&reader, yaml_root(document), error) || !problems_end(problems, error) ||
	    !add_kept(&reader, error))
		return NULL;
	return g_steal_pointer(&dataset);
}
