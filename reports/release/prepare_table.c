/* Counts of a file instead of the warehouse's: a long table, one count a line, of a plan whose
 * "counts:" name its columns. Kinds are the values of one or several dimensions. */
#include <string.h>

#include "core/error.h"
#include "core/text.h"
#include "reports/disclosure/lattice_groups.h"
#include "reports/release/prepare_private.h"

enum { CODE_MOST = 60 };

/* ── reading CSV (RFC 4180, UTF-8, comma) ── */

/* The fields of the record at *AT, which moves past it. Transfer full; NULL at the end. */
static GPtrArray *read_record(const char **at)
{
	if (**at == '\0')
		return NULL;
	GPtrArray *fields = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GString) field = g_string_new(NULL);
	bool quoted = false, more = true;
	for (; more && **at != '\0'; (*at)++) {
		if (quoted && **at == '"' && (*at)[1] == '"')
			g_string_append_c(field, *(*at)++);
		else if (**at == '"')
			quoted = !quoted;
		else if (!quoted && **at == ',') {
			g_ptr_array_add(fields, g_strdup(field->str));
			g_string_truncate(field, 0);
		} else if (!quoted && **at == '\n')
			more = false;
		else if (quoted || **at != '\r')
			g_string_append_c(field, **at);
	}
	g_ptr_array_add(fields, g_strdup(field->str));
	return fields;
}

typedef struct {
	const char *path;
	GPtrArray *records; /* of GPtrArray of char*; the first is the head */
	guint period, count, dimensions[PLAN_DIMENSIONS_MOST];
	guint dimension_count;
} File;

static void free_record(gpointer data)
{
	g_ptr_array_unref(data);
}

static void file_clear(File *file)
{
	g_clear_pointer(&file->records, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(File, file_clear)

static const char *field_of(const File *file, guint record, guint column)
{
	const GPtrArray *fields = g_ptr_array_index(file->records, record);
	return g_ptr_array_index(fields, column);
}

static void set_line(const File *file, guint record, const char *what, GError **error)
{
	error_set(error, SHUMAR_ERROR_FAILED,
		  "Correct the file; a table has one count a line, of whole numbers of 0 and more.",
		  "cannot count '%s': record %u: %s", file->path, record + 1, what);
}

static bool find_column(const File *file, const char *name, guint *ret_column, GError **error)
{
	const GPtrArray *head = g_ptr_array_index(file->records, 0);
	for (guint n = 0; n < head->len; n++) {
		if (strcmp(head->pdata[n], name) == 0) {
			*ret_column = n;
			return true;
		}
	}
	error_set(error, SHUMAR_ERROR_CONFIG, "Name the columns as the first line has them.",
		  "the table '%s' has no column '%s'", file->path, name);
	return false;
}

static bool find_columns(const PlanCounts *counts, File *file, GError **error)
{
	file->dimension_count = counts->dimensions->len / 2;
	for (guint n = 0; n < file->dimension_count; n++) {
		if (!find_column(file, counts->dimensions->pdata[2 * n + 1], &file->dimensions[n],
				 error))
			return false;
	}
	return find_column(file, counts->period, &file->period, error) &&
	       find_column(file, counts->count, &file->count, error);
}

static bool read_file(const Plan *plan, const char *path, File *file, GError **error)
{
	g_autofree char *text = NULL;
	g_autoptr(GError) cause = NULL;
	file->path = path;
	file->records = g_ptr_array_new_with_free_func(free_record);
	if (path == NULL || !g_file_get_contents(path, &text, NULL, &cause)) {
		error_set(error, SHUMAR_ERROR_USAGE, "Give the file with --table FILE.csv.",
			  "plan '%s' counts a table: %s", plan->name,
			  cause != NULL ? cause->message : "none is given");
		return false;
	}
	const char *at = g_str_has_prefix(text, "\xEF\xBB\xBF") ? text + 3 : text;
	GPtrArray *record;
	while ((record = read_record(&at)) != NULL)
		g_ptr_array_add(file->records, record);
	if (file->records->len < 2) {
		set_line(file, 0, "there is no line below the head", error);
		return false;
	}
	for (guint n = 1; n < file->records->len; n++) {
		const GPtrArray *fields = g_ptr_array_index(file->records, n);
		if (fields->len != ((GPtrArray *)file->records->pdata[0])->len) {
			set_line(file, n, "it has not as many fields as the head", error);
			return false;
		}
	}
	return find_columns(plan->counts, file, error);
}

/* ── kinds ── */

/* A value as a code: "White [Hispanic or Latino]" is "White-Hispanic-or-Latino"; empty is "none".
 */
static void append_code(GString *code, const char *value)
{
	gsize begin = code->len;
	for (const char *at = value; *at != '\0' && code->len - begin < CODE_MOST; at++) {
		if (g_ascii_isalnum(*at) || (guchar)*at >= 0x80)
			g_string_append_printf(code, g_ascii_isalnum(*at) ? "%c" : "%02x",
					       (guchar)*at);
		else if (code->len > begin && code->str[code->len - 1] != '-')
			g_string_append_c(code, '-');
	}
	while (code->len > begin && code->str[code->len - 1] == '-')
		g_string_truncate(code, code->len - 1);
	if (code->len == begin)
		g_string_append(code, "none");
}

/* "race:White+disposition:Guilty" of the dimensions of MASK. Transfer full. */
static char *code_of(const PlanCounts *counts, const File *file, guint record, guint mask)
{
	g_autoptr(GString) code = g_string_new(NULL);
	for (guint n = 0; n < file->dimension_count; n++) {
		if ((mask & 1U << n) == 0)
			continue;
		g_string_append_printf(code, "%s%s:", code->len > 0 ? "+" : "",
				       (char *)counts->dimensions->pdata[2 * n]);
		append_code(code, field_of(file, record, file->dimensions[n]));
	}
	return mask == 0 ? g_strdup("all") : g_string_free(g_steal_pointer(&code), FALSE);
}

/* "disposition+race" as bits; 0: "all". False when it names what is none. */
static bool mask_of(const PlanCounts *counts, const char *kind, guint *ret_mask)
{
	g_auto(GStrv) words = g_strsplit(kind, "+", -1);
	*ret_mask = 0;
	for (char **word = words; *word != NULL; word++) {
		bool found = strcmp(kind, "all") == 0;
		for (guint n = 0; n < counts->dimensions->len / 2; n++) {
			if (strcmp(*word, counts->dimensions->pdata[2 * n]) == 0) {
				*ret_mask |= 1U << n;
				found = true;
			}
		}
		if (!found)
			return false;
	}
	return true;
}

static char *level_name(const PlanCounts *counts, guint mask)
{
	g_autoptr(GString) name = g_string_new(NULL);
	for (guint n = 0; n < counts->dimensions->len / 2; n++) {
		if ((mask & 1U << n) != 0)
			g_string_append_printf(name, "%s%s", name->len > 0 ? "+" : "",
					       (char *)counts->dimensions->pdata[2 * n]);
	}
	return mask == 0 ? g_strdup("all") : g_string_free(g_steal_pointer(&name), FALSE);
}

static guint bits_of(guint mask)
{
	guint bits = 0;
	for (; mask != 0; mask &= mask - 1)
		bits++;
	return bits;
}

/* A level for MASK below those of one dimension less, and a member for each value in the file. */
static void add_level(Prepare *prepare, const File *file, guint mask)
{
	const PlanCounts *counts = prepare->plan->counts;
	Dimension *kinds = prepare->kinds;
	g_autofree char *name = level_name(counts, mask);
	guint parents[PLAN_DIMENSIONS_MOST], masks[PLAN_DIMENSIONS_MOST], count = 0, level = 0;
	for (guint n = 0; n < file->dimension_count; n++) {
		if ((mask & 1U << n) == 0)
			continue;
		masks[count] = mask & ~(1U << n);
		g_autofree char *parent = level_name(counts, masks[count]);
		if (count == 0)
			level = dimension_add_level(kinds, name, parent);
		else if (dimension_find_level(kinds, parent, &parents[0]))
			dimension_add_parent(kinds, level, parents[0]);
		count++;
	}
	for (guint record = 1; record < file->records->len; record++) {
		g_autofree char *code = code_of(counts, file, record, mask);
		guint member = 0;
		if (dimension_find(kinds, code, &member))
			continue;
		for (guint n = 0; n < count; n++) {
			g_autofree char *above = code_of(counts, file, record, masks[n]);
			bool found = dimension_find(kinds, above, &parents[n]);
			g_assert(found);
		}
		dimension_add(kinds, code, level, parents);
	}
}

/* The product of all values of the dimensions of MASK would be a cell each; those that the file has
 * not are structural: they are not told of, and count nothing. */
static void add_kinds(Prepare *prepare, const File *file)
{
	guint all = (1U << file->dimension_count) - 1;
	prepare->kinds = dimension_new("kind", true);
	dimension_add_level(prepare->kinds, "all", NULL);
	dimension_add(prepare->kinds, "all", 0, NULL);
	for (guint bits = 1; bits <= file->dimension_count; bits++) {
		for (guint mask = 1; mask <= all; mask++) {
			if (bits_of(mask) == bits)
				add_level(prepare, file, mask);
		}
	}
}

/* ── counts ── */

static bool add_record(const Prepare *prepare, const File *file, guint record, Counts *counts,
		       GError **error)
{
	guint64 count = 0;
	Period period;
	guint kind = 0;
	g_autofree char *code =
	    code_of(prepare->plan->counts, file, record, (1U << file->dimension_count) - 1);
	if (!g_ascii_string_to_unsigned(field_of(file, record, file->count), 10, 0, 1000000000,
					&count, NULL)) {
		set_line(file, record, "its count is no whole number", error);
		return false;
	}
	if (!period_parse(prepare->plan->counts->every, field_of(file, record, file->period),
			  &period, NULL)) {
		set_line(file, record, "its period cannot be read", error);
		return false;
	}
	dimension_find(prepare->kinds, code, &kind);
	counts_add(counts, 0, kind, g_date_get_julian(&period.first), (gint64)count);
	return true;
}

/* All periods of the file as pieces, in order. Transfer full. */
static GArray *pieces_of(const Prepare *prepare, const File *file)
{
	g_autoptr(GArray) spans = g_array_new(FALSE, FALSE, sizeof(LatticeSpan));
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
	for (guint record = 1; record < file->records->len; record++) {
		Period period;
		const char *text = field_of(file, record, file->period);
		if (!g_hash_table_add(seen, (gpointer)(guintptr)text) ||
		    !period_parse(prepare->plan->counts->every, text, &period, NULL))
			continue;
		LatticeSpan span = { g_date_get_julian(&period.first),
				     g_date_get_julian(&period.last) };
		g_array_append_val(spans, span);
	}
	return lattice_cut(spans);
}

static bool check_levels(const Prepare *prepare, GError **error)
{
	for (guint n = 0; n < prepare->plan->tables->len; n++) {
		const PlanTable *table = g_ptr_array_index(prepare->plan->tables, n);
		guint mask, level;
		if (mask_of(prepare->plan->counts, table->kind, &mask) &&
		    dimension_find_level(prepare->kinds, table->kind, &level))
			continue;
		error_set(error, SHUMAR_ERROR_CONFIG,
			  "Kinds are 'all' and dimensions of the plan's counts, joined by '+' in "
			  "their order.",
			  "%s: table '%s': there is no kind '%s'", prepare->plan->file, table->name,
			  table->kind);
		return false;
	}
	return true;
}

bool prepare_table(Prepare *prepare, GError **error)
{
	g_auto(File) file = { 0 };
	if (!read_file(prepare->plan, prepare->asked->table, &file, error))
		return false;
	prepare->places = dimension_new("place", false);
	dimension_add_level(prepare->places, "province", NULL);
	dimension_add(prepare->places, prepare->plan->jurisdiction, 0, NULL);
	add_kinds(prepare, &file);
	if (!check_levels(prepare, error))
		return false;
	const PlanTable *table = g_ptr_array_index(prepare->plan->tables, 0);
	g_autofree char *finest =
	    level_name(prepare->plan->counts, (1U << file.dimension_count) - 1);
	Counts *counts = counts_of_table(table->measure, finest);
	g_hash_table_insert(prepare->counts, g_strdup(table->measure), counts);
	counts_set_pieces(counts, prepare->kinds, pieces_of(prepare, &file));
	for (guint record = 1; record < file.records->len; record++) {
		if (!add_record(prepare, &file, record, counts, error))
			return false;
	}
	counts_end(counts);
	return true;
}
