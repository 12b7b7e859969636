#include "reports/release/contents.h"

#include <string.h>

#include "core/error.h"
#include "core/json.h"

static gint by_text(gconstpointer a, gconstpointer b, gpointer data)
{
	(void)data;
	return strcmp(a, b);
}

static void file_free(gpointer data)
{
	ContentsFile *file = data;
	g_free(file->name);
	g_free(file->sha256);
	g_free(file);
}

Contents *contents_new(void)
{
	Contents *contents = g_new(Contents, 1);
	contents->texts = g_tree_new_full(by_text, NULL, g_free, g_free);
	contents->tables = g_tree_new_full(by_text, NULL, g_free, (GDestroyNotify)g_tree_unref);
	contents->files = g_ptr_array_new_with_free_func(file_free);
	return contents;
}

void contents_free(Contents *contents)
{
	if (contents == NULL)
		return;
	g_tree_unref(contents->texts);
	g_tree_unref(contents->tables);
	g_ptr_array_unref(contents->files);
	g_free(contents);
}

void contents_say(Contents *contents, const char *name, const char *text)
{
	if (text != NULL)
		g_tree_replace(contents->texts, g_strdup(name), g_strdup(text));
}

static GTree *table_of(Contents *contents, const char *name)
{
	GTree *table = g_tree_lookup(contents->tables, name);
	if (table == NULL) {
		table = g_tree_new_full(by_text, NULL, g_free, g_free);
		g_tree_insert(contents->tables, g_strdup(name), table);
	}
	return table;
}

void contents_say_row(Contents *contents, const char *table, const char *name, const char *text)
{
	g_tree_replace(table_of(contents, table), g_strdup(name), g_strdup(text));
}

const char *contents_text_of(const Contents *contents, const char *name)
{
	return g_tree_lookup(contents->texts, name);
}

const ContentsFile *contents_file(const Contents *contents, const char *name)
{
	for (guint n = 0; n < contents->files->len; n++) {
		const ContentsFile *file = g_ptr_array_index(contents->files, n);
		if (strcmp(file->name, name) == 0)
			return file;
	}
	return NULL;
}

bool contents_name_is_plain(const char *name)
{
	guint depth = 1;
	bool begins = true;
	for (const char *at = name; *at != '\0'; at++) {
		if (begins && (*at == '.' || *at == '-' || *at == '/'))
			return false;
		if (!g_ascii_isalnum(*at) && strchr("._-/", *at) == NULL)
			return false;
		begins = *at == '/';
		depth += begins;
	}
	return !begins && depth <= CONTENTS_DEPTH_MOST && strlen(name) < 200;
}

/* ── writing ── */
static gboolean put_row(gpointer name, gpointer text, gpointer json)
{
	json_put_name(json, name);
	json_put_text(json, text);
	return FALSE;
}

static void put_files(GString *json, const GPtrArray *files)
{
	g_string_append_c(json, '[');
	for (guint n = 0; n < files->len; n++) {
		const ContentsFile *file = g_ptr_array_index(files, n);
		g_string_append_printf(json, "%s{\"bytes\":%" G_GINT64_FORMAT ",\"name\":",
				       n > 0 ? "," : "", file->bytes);
		json_put_text(json, file->name);
		g_string_append(json, ",\"sha256\":");
		json_put_text(json, file->sha256);
		g_string_append_c(json, '}');
	}
	g_string_append_c(json, ']');
}

static gboolean collect(gpointer name, gpointer value, gpointer names)
{
	(void)value;
	g_ptr_array_add(names, name);
	return FALSE;
}

static gint by_pointed(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void put_value(GString *json, const Contents *contents, const char *name)
{
	GTree *table = g_tree_lookup(contents->tables, name);
	const char *text = g_tree_lookup(contents->texts, name);
	json_put_name(json, name);
	if (text != NULL) {
		json_put_text(json, text);
	} else if (table != NULL) {
		g_string_append_c(json, '{');
		g_tree_foreach(table, put_row, json);
		g_string_append_c(json, '}');
	} else {
		put_files(json, contents->files);
	}
}

char *contents_json(const Contents *contents)
{
	static char files[] = "files";
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	GString *json = g_string_new("{");
	g_tree_foreach(contents->texts, collect, names);
	g_tree_foreach(contents->tables, collect, names);
	g_ptr_array_add(names, files);
	g_ptr_array_sort(names, by_pointed);
	for (guint n = 0; n < names->len; n++)
		put_value(json, contents, g_ptr_array_index(names, n));
	g_string_append_c(json, '}');
	return g_string_free(json, FALSE);
}

/* ── reading: a reader of just this shape, which nothing nests ── */
typedef struct {
	const char *at, *end;
} Reader;

static bool skip(Reader *reader, char sign)
{
	if (reader->at == reader->end || *reader->at != sign)
		return false;
	reader->at++;
	return true;
}

/* A letter after a backslash; 0: none that there can be. */
static char unescaped(Reader *reader)
{
	static const char letters[] = "btnfr\"\\", stands_for[] = "\b\t\n\f\r\"\\";
	if (reader->at == reader->end)
		return 0;
	char letter = *reader->at++;
	const char *found = letter != '\0' ? strchr(letters, letter) : NULL;
	if (found != NULL)
		return stands_for[found - letters];
	if (letter != 'u' || reader->end - reader->at < 4)
		return 0;
	int code = 0;
	for (int n = 0; n < 4; n++) {
		int digit = g_ascii_xdigit_value(*reader->at++);
		code = digit < 0 || code < 0 ? -1 : code * 16 + digit;
	}
	return code > 0 && code < 0x20 ? (char)code : 0;
}

/* NULL when there is none. Transfer full. */
static char *read_text(Reader *reader)
{
	g_autoptr(GString) text = g_string_new(NULL);
	if (!skip(reader, '"'))
		return NULL;
	while (reader->at < reader->end && *reader->at != '"') {
		char letter = *reader->at++;
		if (letter == '\\')
			letter = unescaped(reader);
		if (letter == '\0')
			return NULL;
		g_string_append_c(text, letter);
	}
	return skip(reader, '"') && g_utf8_validate(text->str, -1, NULL) ? g_strdup(text->str)
									 : NULL;
}

static bool read_name(Reader *reader, char **ret_name)
{
	*ret_name = read_text(reader);
	return *ret_name != NULL && skip(reader, ':');
}

static bool read_table(Reader *reader, GTree *table)
{
	if (!skip(reader, '{'))
		return false;
	if (skip(reader, '}'))
		return true;
	do {
		char *name = NULL;
		char *text = NULL;
		bool whole = read_name(reader, &name) && (text = read_text(reader)) != NULL;
		if (!whole) {
			g_free(name);
			return false;
		}
		g_tree_replace(table, name, text);
	} while (skip(reader, ','));
	return skip(reader, '}');
}

static bool skip_text(Reader *reader, const char *text)
{
	for (; *text != '\0'; text++) {
		if (!skip(reader, *text))
			return false;
	}
	return true;
}

static bool read_bytes(Reader *reader, gint64 *ret_bytes)
{
	const char *from = reader->at;
	*ret_bytes = 0;
	while (reader->at < reader->end && g_ascii_isdigit(*reader->at) && reader->at - from < 12)
		*ret_bytes = *ret_bytes * 10 + (*reader->at++ - '0');
	return reader->at > from;
}

static bool read_files(Reader *reader, Contents *contents)
{
	if (!skip(reader, '['))
		return false;
	if (skip(reader, ']'))
		return true;
	do {
		ContentsFile *file = g_new0(ContentsFile, 1);
		g_ptr_array_add(contents->files, file);
		if (contents->files->len > CONTENTS_FILES_MOST ||
		    !skip_text(reader, "{\"bytes\":") || !read_bytes(reader, &file->bytes) ||
		    !skip_text(reader, ",\"name\":") || (file->name = read_text(reader)) == NULL ||
		    !skip_text(reader, ",\"sha256\":") ||
		    (file->sha256 = read_text(reader)) == NULL || !skip(reader, '}'))
			return false;
	} while (skip(reader, ','));
	return skip(reader, ']');
}

static bool read_value(Reader *reader, Contents *contents, const char *name)
{
	if (strcmp(name, "files") == 0)
		return read_files(reader, contents);
	if (reader->at < reader->end && *reader->at == '{')
		return read_table(reader, table_of(contents, name));
	g_autofree char *text = read_text(reader);
	contents_say(contents, name, text);
	return text != NULL;
}

static bool read_all(Reader *reader, Contents *contents)
{
	if (!skip(reader, '{'))
		return false;
	do {
		g_autofree char *name = NULL;
		if (!read_name(reader, &name) || !read_value(reader, contents, name))
			return false;
	} while (skip(reader, ','));
	return skip(reader, '}') && reader->at == reader->end;
}

/* Names that are plain, each once and in order; what makes a file be looked for outside, or
 * twice, never comes through. */
static bool files_are_plain(const Contents *contents)
{
	for (guint n = 0; n < contents->files->len; n++) {
		const ContentsFile *file = g_ptr_array_index(contents->files, n);
		const ContentsFile *before =
		    n > 0 ? g_ptr_array_index(contents->files, n - 1) : NULL;
		if (!contents_name_is_plain(file->name) ||
		    (before != NULL && strcmp(before->name, file->name) >= 0))
			return false;
	}
	return true;
}

Contents *contents_parse(const char *json, gsize length, GError **error)
{
	g_autoptr(Contents) contents = contents_new();
	Reader reader = { json, json + length };
	bool whole = read_all(&reader, contents);
	g_autofree char *again = whole ? contents_json(contents) : NULL;
	if (whole && strlen(again) == length && memcmp(again, json, length) == 0 &&
	    files_are_plain(contents))
		return g_steal_pointer(&contents);
	error_set(error, SHUMAR_ERROR_FAILED,
		  "It was cut off or changed, or is of another program; get the folder again.",
		  "manifest.json is no manifest of a release");
	return NULL;
}
