#include "etl/source/mapping_check.h"

#include "core/error.h"
#include "etl/guard/forbidden.h"
#include "etl/source/mapping_uses.h"
#include "etl/source/sqlword.h"

#include <string.h>

#define KEY_END    "_key"
#define ORIGIN     "origin"
#define ROW_ID     "row_id"
#define CHANGED_AT "changed_at"

/* ── positions ── */
static const SqlWord *word_at(const GPtrArray *words, guint n)
{
	return n < words->len ? g_ptr_array_index(words, n) : NULL;
}

/* The last place where the SELECT says NAME: there stands its output. */
static void find_column(const MappingFeed *feed, const char *name, int *ret_line, int *ret_column)
{
	g_autoptr(GPtrArray) words = sqlword_list(feed->file->text);
	*ret_line = *ret_column = 1;
	for (guint n = 0; n < words->len; n++) {
		const SqlWord *word = word_at(words, n);
		if (word->identifier && strcmp(word->text, name) == 0) {
			*ret_line = word->line;
			*ret_column = word->column;
		}
	}
}

static bool refuse_column(const MappingFeed *feed, const char *name, const char *hint,
			  const char *why, GError **error)
{
	int line = 0;
	int column = 0;
	find_column(feed, name, &line, &column);
	error_set(error, SHUMAR_ERROR_CONFIG, hint, "%s:%d:%d: feed '%s': %s", feed->place, line,
		  column, feed->feed, why);
	return false;
}

/* ── the text ── */
/* True when the word at N is followed by "as <something>_key". */
static bool becomes_key(const GPtrArray *words, guint n)
{
	const SqlWord *as = word_at(words, n + 1);
	const SqlWord *name = word_at(words, n + 2);
	return as != NULL && as->identifier && strcmp(as->text, "as") == 0 && name != NULL &&
	       name->identifier && g_str_has_suffix(name->text, KEY_END);
}

/* U&"\006Eame" hides a name from the reader of the text. */
static bool is_escaped(const GPtrArray *words, guint n)
{
	const SqlWord *word = word_at(words, n);
	const SqlWord *mark = word_at(words, n + 1);
	return strcmp(word->text, "u") == 0 && mark != NULL && !mark->identifier &&
	       mark->text[0] == '&' && mark->column == word->column + 1;
}

/* A column of a declared file that its type keeps from holding what its name sounds like has
 * passed the declaration's own check. */
static bool is_declared_harmless(const Declaration *declaration, const char *name)
{
	for (guint n = 0; n < declaration->files->len; n++) {
		const FileDeclaration *file = g_ptr_array_index(declaration->files, n);
		for (guint f = 0; f < file->fields->len; f++) {
			const FileField *field = g_ptr_array_index(file->fields, f);
			if (strcmp(field->name, name) == 0)
				return true;
		}
	}
	return false;
}

static bool check_text(const MappingFeed *feed, const Declaration *declaration,
		       const MappingUses *uses, GError **error)
{
	g_autoptr(GPtrArray) words = sqlword_list(feed->file->text);
	for (guint n = 0; n < words->len; n++) {
		const SqlWord *word = word_at(words, n);
		const char *kind = NULL;
		if (!word->identifier)
			continue;
		if (is_escaped(words, n))
			kind = "something behind escapes";
		else if (!forbidden_name(word->text, &kind) || becomes_key(words, n) ||
			 declaration_allows(declaration, word->text) ||
			 is_declared_harmless(declaration, word->text) ||
			 mapping_uses_harmless(uses, word->text))
			continue;
		error_set(error, SHUMAR_ERROR_CONFIG, HINT_PRIVATE,
			  "%s:%d:%d: feed '%s' must not use '%s': it would read %s", feed->place,
			  word->line, word->column, feed->feed, word->text, kind);
		return false;
	}
	return true;
}

GHashTable *mapping_hashed_columns(const Mapping *mapping)
{
	GHashTable *names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (guint f = 0; f < mapping->feeds->len; f++) {
		const MappingFeed *feed = g_ptr_array_index(mapping->feeds, f);
		g_autoptr(GPtrArray) words = sqlword_list(feed->file->text);
		for (guint n = 0; n < words->len; n++) {
			const SqlWord *word = word_at(words, n);
			if (word->identifier && becomes_key(words, n))
				g_hash_table_add(names, g_strdup(word->text));
		}
	}
	return names;
}

bool mapping_check_text(const MappingFeed *feed, const Declaration *declaration, GError **error)
{
	return check_text(feed, declaration, NULL, error);
}

/* ── what the server says ── */
/* The text with "null::text" in the place of every personal column that becomes a key at once.
 * *ret_keys are the names of those keys (not copied from WORDS). Transfer full. */
static char *without_keys(const MappingFeed *feed, const GPtrArray *words, GPtrArray *ret_keys)
{
	GString *text = g_string_new(feed->file->text);
	for (guint n = words->len; n-- > 0;) { /* from the end: offsets before stay true */
		const SqlWord *word = word_at(words, n);
		if (!word->identifier || !forbidden_name(word->text, NULL) ||
		    !becomes_key(words, n))
			continue;
		guint first = n;
		while (first >= 2 && word_at(words, first - 1)->text[0] == '.' &&
		       !word_at(words, first - 1)->identifier)
			first -= 2;
		const SqlWord *begin = word_at(words, first);
		g_string_erase(text, (gssize)begin->offset,
			       (gssize)(word->offset + word->length - begin->offset));
		g_string_insert(text, (gssize)begin->offset, "null::text");
		g_ptr_array_add(ret_keys, word_at(words, n + 2)->text);
	}
	return g_string_free(text, FALSE);
}

/* A personal column may be passed on as a key of the feed, and not once more: not through a WITH,
 * where others could take it up. */
static bool check_keys(const MappingFeed *feed, const DatabaseDescription *description,
		       const MappingUses *uses, const GPtrArray *keys, GError **error)
{
	for (guint k = 0; k < keys->len; k++) {
		const char *name = g_ptr_array_index(keys, k);
		bool once = false;
		for (guint n = 0; n < description->columns->len; n++) {
			const DatabaseColumn *column = g_ptr_array_index(description->columns, n);
			if (strcmp(column->name, name) == 0)
				once |= mapping_uses_passed(uses, column->origin_table,
							    column->origin_column) == 1;
		}
		if (!once)
			return refuse_column(
			    feed, name, HINT_PRIVATE,
			    "a personal column becomes a key only where the feed's own "
			    "columns are listed, and once",
			    error);
	}
	return true;
}

static MappingUses *read_uses(const MappingFeed *feed, Database *source, const char *sql,
			      GError **error)
{
	MappingUses *uses = mapping_uses_read(source, sql, error);
	if (uses == NULL) {
		if (error != NULL && *error != NULL && (*error)->code != SHUMAR_ERROR_UNREACHABLE)
			(*error)->code = SHUMAR_ERROR_CONFIG;
		g_prefix_error(error, "%s:1:1: feed '%s': cannot tell which columns it uses: ",
			       feed->place, feed->feed);
	}
	return uses;
}

static bool check_uses(const MappingFeed *feed, const DatabaseDescription *description,
		       const Declaration *declaration, Database *source, GError **error)
{
	g_autoptr(GPtrArray) words = sqlword_list(feed->file->text);
	g_autoptr(GPtrArray) keys = g_ptr_array_new();
	g_autofree char *text = without_keys(feed, words, keys);
	g_autoptr(MappingUses) uses = read_uses(feed, source, text, error);
	if (uses == NULL || !check_text(feed, declaration, uses, error) ||
	    !mapping_uses_check(uses, feed, declaration, error))
		return false;
	g_autoptr(MappingUses) all =
	    keys->len > 0 ? read_uses(feed, source, feed->file->text, error) : NULL;
	return keys->len == 0 || (all != NULL && check_keys(feed, description, all, keys, error));
}

/* ── the description ── */
/* Row of the stage's column NAME in COLUMNS (feed_columns.sql), or -1. */
static int stage_row(const DatabaseResult *columns, const char *name)
{
	for (int row = 0; row < result_rows(columns); row++) {
		if (strcmp(result_text(columns, row, 0), name) == 0)
			return row;
	}
	return -1;
}

static bool is_key(const char *stage_type)
{
	return strcmp(stage_type, "uuid") == 0;
}

static CopyFieldKind kind_of(const char *name, const char *stage_type)
{
	if (is_key(stage_type))
		return COPY_FIELD_KEY;
	if (strcmp(name, ORIGIN) == 0)
		return COPY_FIELD_ORIGIN;
	if (strcmp(stage_type, "text") == 0)
		return COPY_FIELD_TEXT;
	return strcmp(stage_type, "text[]") == 0 ? COPY_FIELD_TEXTS : COPY_FIELD_PLAIN;
}

/* Takes the columns by which changes are found, which do not land; *ret_taken when it is one. */
static bool take_mark(MappingFeed *feed, const DatabaseColumn *column, bool *ret_taken,
		      GError **error)
{
	static const char *const ids[] = { "text", "uuid", "bigint", "integer", NULL };
	bool row_id = strcmp(column->name, ROW_ID) == 0;
	*ret_taken = row_id || strcmp(column->name, CHANGED_AT) == 0;
	if (!*ret_taken)
		return true;
	if (row_id ? !g_strv_contains(ids, column->type)
		   : strcmp(column->type, "timestamp with time zone") != 0) {
		g_autofree char *why =
		    g_strdup_printf("column '%s' cannot be %s", column->name, column->type);
		return refuse_column(feed, column->name,
				     "row_id is text, uuid, bigint or integer; changed_at is "
				     "timestamp with time zone.",
				     why, error);
	}
	if (row_id) {
		g_free(feed->row_id);
		feed->row_id = g_strdup(column->type);
	}
	feed->changed_at |= !row_id;
	return true;
}

/* Holds one output column against the stage and adds it to the fields. */
static bool take_column(MappingFeed *feed, const DatabaseColumn *column,
			const DatabaseResult *stage, GError **error)
{
	const char *kind = NULL;
	int row = stage_row(stage, column->name);
	bool mark = false;
	if (!take_mark(feed, column, &mark, error) || mark)
		return mark;
	if (forbidden_name(column->name, &kind)) {
		g_autofree char *why =
		    g_strdup_printf("column '%s' would hold %s", column->name, kind);
		return refuse_column(feed, column->name, HINT_PRIVATE, why, error);
	}
	if (row < 0) {
		g_autofree char *why = g_strdup_printf("the feed has no column '%s'", column->name);
		return refuse_column(
		    feed, column->name,
		    "Take the column out, or give it the name the feed has for it.", why, error);
	}
	const char *stage_type = result_text(stage, row, 1);
	const char *wanted = is_key(stage_type) ? "text" : stage_type;
	if (strcmp(column->type, wanted) != 0) {
		g_autofree char *why = g_strdup_printf("column '%s' is %s and must be %s",
						       column->name, column->type, wanted);
		g_autofree char *hint =
		    g_strdup_printf("Cast it: \"…::%s as %s\".", wanted, column->name);
		return refuse_column(feed, column->name, hint, why, error);
	}
	CopyField field = { .name = g_strdup(column->name),
			    .kind = kind_of(column->name, stage_type) };
	g_array_append_val(feed->fields, field);
	return true;
}

static bool has_field(const MappingFeed *feed, const char *name, guint *ret_times)
{
	*ret_times = 0;
	for (guint n = 0; n < feed->fields->len; n++)
		*ret_times += strcmp(g_array_index(feed->fields, CopyField, n).name, name) == 0;
	return *ret_times > 0;
}

/* Every required column is there, and none twice. */
static bool check_complete(const MappingFeed *feed, const DatabaseResult *stage, GError **error)
{
	for (int row = 0; row < result_rows(stage); row++) {
		const char *name = result_text(stage, row, 0);
		guint times = 0;
		bool there = has_field(feed, name, &times);
		if ((there || !result_bool(stage, row, 2)) && times < 2)
			continue;
		g_autofree char *why = g_strdup_printf(
		    times > 1 ? "column '%s' stands twice" : "column '%s' is missing", name);
		return refuse_column(feed, name, "A feed gives each of its columns once.", why,
				     error);
	}
	return true;
}

/* ── origins ── */
static char *list_numbers(const DatabaseDescription *description, bool tables)
{
	GString *list = g_string_new("{");
	for (guint n = 0; n < description->columns->len; n++) {
		const DatabaseColumn *column = g_ptr_array_index(description->columns, n);
		g_string_append_printf(list, "%s%" G_GINT64_FORMAT, n > 0 ? "," : "",
				       tables ? (gint64)column->origin_table
					      : (gint64)column->origin_column);
	}
	g_string_append_c(list, '}');
	return g_string_free(list, FALSE);
}

/* Refuses a column that passes a forbidden one of the source on under another name. */
static bool check_origins(const MappingFeed *feed, const Declaration *declaration,
			  const DatabaseDescription *description, Database *source, GError **error)
{
	g_autofree char *tables = list_numbers(description, true);
	g_autofree char *places = list_numbers(description, false);
	g_autoptr(DatabaseResult) origins = database_query(source, sqltext(SQL_ETL_ORIGIN_COLUMNS),
							   DATABASE_PARAMS(tables, places), error);
	if (origins == NULL)
		return false;
	guint place = 0;
	for (int row = 0; row < result_rows(origins); row++) {
		const DatabaseColumn *column = g_ptr_array_index(description->columns, (guint)row);
		if (strcmp(column->name, ROW_ID) == 0 || strcmp(column->name, CHANGED_AT) == 0)
			continue;
		const CopyField *field = &g_array_index(feed->fields, CopyField, place++);
		const char *origin = result_text(origins, row, 0);
		const char *kind = NULL;
		if (origin == NULL || field->kind == COPY_FIELD_KEY ||
		    !forbidden_name(origin, &kind) || declaration_allows(declaration, origin) ||
		    is_declared_harmless(declaration, origin))
			continue;
		g_autofree char *why = g_strdup_printf("column '%s' is '%s' of the source, %s",
						       field->name, origin, kind);
		return refuse_column(feed, field->name, HINT_PRIVATE, why, error);
	}
	return true;
}

bool mapping_check_feed(MappingFeed *feed, const Declaration *declaration, Database *source,
			Database *warehouse, bool ask, GError **error)
{
	g_autoptr(DatabaseResult) stage = database_query(warehouse, sqltext(SQL_ETL_FEED_COLUMNS),
							 DATABASE_PARAMS(feed->feed), error);
	if (stage == NULL)
		return false;
	g_autoptr(DatabaseDescription) description =
	    database_describe(source, feed->file->text, error);
	if (description == NULL) {
		if (error != NULL && *error != NULL && (*error)->code != SHUMAR_ERROR_UNREACHABLE)
			(*error)->code = SHUMAR_ERROR_CONFIG;
		g_prefix_error(error, "%s:1:1: feed '%s': ", feed->place, feed->feed);
		return false;
	}
	if (description->parameters->len > 0)
		return refuse_column(feed, "", "Write the value into the SELECT.",
				     "a mapping has no parameters", error);
	g_array_set_size(feed->fields, 0);
	for (guint n = 0; n < description->columns->len; n++) {
		if (!take_column(feed, g_ptr_array_index(description->columns, n), stage, error))
			return false;
	}
	return check_complete(feed, stage, error) &&
	       (ask ? check_uses(feed, description, declaration, source, error)
		    : check_text(feed, declaration, NULL, error)) &&
	       check_origins(feed, declaration, description, source, error);
}
