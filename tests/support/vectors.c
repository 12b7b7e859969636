#include "tests/support/vectors.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct Vectors {
	char *name;
	char **columns;
	GPtrArray *rows; /* of char ** */
};

static void write_line(const char *line)
{
	const char *path = g_getenv("SHUMAR_VECTORS_TABLE");
	FILE *file = path != NULL ? fopen(path, "a") : NULL;
	if (file == NULL)
		return;
	fputs(line, file);
	fclose(file);
}

void vector_note(const char *name, const char *note)
{
	g_autofree char *line = g_strdup_printf("%-46s %s\n", name, note);
	write_line(line);
}

/* ── files ── */

/* The folder, absolute; skips the test where it is not there. Transfer full. */
static char *folder(void)
{
	const char *wanted = g_getenv("SHUMAR_VECTORS");
	char *path = g_canonicalize_filename(wanted != NULL ? wanted : "../shared/vectors",
					     g_getenv("SHUMAR_ROOT"));
	if (!g_file_test(path, G_FILE_TEST_IS_DIR)) {
		g_free(path);
		cr_skip_test("no folder of expected numbers (set SHUMAR_VECTORS)");
	}
	return path;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static GPtrArray *list(const char *pattern)
{
	g_autofree char *path = folder();
	g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
	cr_assert_not_null(dir);
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	for (const char *name; (name = g_dir_read_name(dir)) != NULL;)
		if (g_pattern_match_simple(pattern, name))
			g_ptr_array_add(names, g_strdup(name));
	g_ptr_array_sort(names, by_name);
	return names;
}

char *vector_path(const char *file)
{
	g_autofree char *path = folder();
	return g_build_filename(path, file, NULL);
}

GPtrArray *vector_all_files(void)
{
	return list("*");
}

GPtrArray *vector_files(const char *pattern)
{
	GPtrArray *names = list(pattern);
	if (names->len == 0) {
		g_ptr_array_unref(names);
		vector_note(pattern, "no such file: nothing compared");
		cr_skip_test("no file %s among the expected numbers", pattern);
	}
	return names;
}

/* ── tables ── */

/* The cells of one line; no cell of these files is quoted. */
static char **split(const char *line)
{
	char **cells = g_strsplit(line, ",", -1);
	for (size_t n = 0; cells[n] != NULL; n++)
		g_strstrip(cells[n]);
	return cells;
}

static void free_cells(gpointer cells)
{
	g_strfreev(cells);
}

Vectors *vectors_read(const char *name)
{
	g_autofree char *path = folder();
	g_autofree char *file = g_build_filename(path, name, NULL);
	g_autofree char *text = NULL;
	cr_assert(g_file_get_contents(file, &text, NULL, NULL), "cannot read %s", name);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	Vectors *table = g_new0(Vectors, 1);
	table->name = g_strdup(name);
	table->columns = split(lines[0]);
	table->rows = g_ptr_array_new_with_free_func(free_cells);
	for (size_t n = 1; lines[n] != NULL; n++) {
		if (*g_strstrip(lines[n]) == '\0')
			continue;
		char **cells = split(lines[n]);
		cr_assert_eq(g_strv_length(cells), g_strv_length(table->columns),
			     "%s: line %zu has another number of cells than the head", name, n + 1);
		g_ptr_array_add(table->rows, cells);
	}
	return table;
}

void vectors_free(Vectors *table)
{
	if (table == NULL)
		return;
	g_free(table->name);
	g_strfreev(table->columns);
	g_ptr_array_unref(table->rows);
	g_free(table);
}

const char *vectors_name(const Vectors *table)
{
	return table->name;
}

size_t vectors_rows(const Vectors *table)
{
	return table->rows->len;
}

char **vectors_columns(const Vectors *table)
{
	return table->columns;
}

static int column_of(const Vectors *table, const char *column)
{
	for (int n = 0; table->columns[n] != NULL; n++)
		if (strcmp(table->columns[n], column) == 0)
			return n;
	return -1;
}

bool vectors_has(const Vectors *table, const char *column)
{
	return column_of(table, column) >= 0;
}

const char *vectors_either(const Vectors *table, const char *const *columns)
{
	for (; *columns != NULL; columns++)
		if (vectors_has(table, *columns))
			return *columns;
	return NULL;
}

const char *vectors_text(const Vectors *table, size_t row, const char *column)
{
	int n = column_of(table, column);
	cr_assert_geq(n, 0, "%s has no column %s", table->name, column);
	return ((char **)g_ptr_array_index(table->rows, row))[n];
}

double vectors_number(const Vectors *table, size_t row, const char *column)
{
	if (!vectors_has(table, column))
		return NAN;
	const char *text = vectors_text(table, row, column);
	if (strcmp(text, "TRUE") == 0 || strcmp(text, "FALSE") == 0)
		return *text == 'T';
	char *end;
	double number = g_ascii_strtod(text, &end);
	return end == text || *end != '\0' ? NAN : number;
}

Vectors *vectors_companion(const char *name, const char *from, const char *to)
{
	const char *part = g_strrstr(name, from);
	cr_assert_not_null(part, "%s has no '%s' in its name", name, from);
	g_autofree char *stem = g_strndup(name, (size_t)(part - name));
	g_autofree char *other = g_strconcat(stem, to, NULL);
	return vectors_read(other);
}

/* ── arguments in names ── */

double vector_argument(const char *name, const char *key, double otherwise)
{
	g_auto(GStrv) words = g_strsplit_set(name, "_.", -1);
	for (size_t n = 0; words[n] != NULL; n++) {
		if (!g_str_has_prefix(words[n], key))
			continue;
		const char *digits = words[n] + strlen(key);
		char *end;
		guint64 number = g_ascii_strtoull(digits, &end, 10);
		if (*end == '\0' && (*digits == '\0' || g_ascii_isdigit(*digits)))
			return (double)number;
	}
	return otherwise;
}

bool vector_flag(const char *name, const char *word)
{
	return vector_argument(name, word, -1) == 0;
}

/* ── comparing ── */

typedef struct {
	const char *column; /* interned */
	double tolerance, expected, ours;
	bool differs; /* as words, or in being known */
} Cell;

struct VectorCheck {
	const Vectors *table;
	GArray *cells;
};

VectorCheck *vector_check_new(const Vectors *table)
{
	VectorCheck *check = g_new0(VectorCheck, 1);
	check->table = table;
	check->cells = g_array_new(FALSE, TRUE, sizeof(Cell));
	return check;
}

void vector_check_free(VectorCheck *check)
{
	if (check == NULL)
		return;
	g_array_unref(check->cells);
	g_free(check);
}

void vector_check(VectorCheck *check, const char *column, double tolerance, double expected,
		  Estimate ours)
{
	Cell cell = { g_intern_string(column), tolerance, expected, ours.value,
		      isnan(expected) == estimate_known(ours) };
	g_array_append_val(check->cells, cell);
	if (cell.differs)
		cr_log_error("%s: %s: theirs %.15g, ours %s %.15g", vectors_name(check->table),
			     column, expected, estimate_known(ours) ? "known" : "unknown",
			     ours.value);
}

void vector_check_number(VectorCheck *check, const char *column, double tolerance, double expected,
			 double ours)
{
	vector_check(check, column, tolerance, expected, estimate_of(ours));
}

void vector_check_text(VectorCheck *check, const char *column, const char *expected,
		       const char *ours)
{
	Cell cell = { g_intern_string(column), 0, NAN, 0, strcmp(expected, ours) != 0 };
	g_array_append_val(check->cells, cell);
	if (cell.differs)
		cr_log_error("%s: %s: theirs '%s', ours '%s'", vectors_name(check->table), column,
			     expected, ours);
}

/* The largest number of each column. Transfer full. */
static GHashTable *largest(const GArray *cells)
{
	GHashTable *sizes = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, g_free);
	for (guint n = 0; n < cells->len; n++) {
		const Cell *cell = &g_array_index(cells, Cell, n);
		double *size = g_hash_table_lookup(sizes, cell->column);
		if (size == NULL) {
			size = g_new0(double, 1);
			g_hash_table_insert(sizes, (gpointer)(guintptr)cell->column, size);
		}
		if (fabs(cell->expected) > *size)
			*size = fabs(cell->expected);
	}
	return sizes;
}

static double deviation(const Cell *cell, double size)
{
	if (cell->differs)
		return HUGE_VAL;
	if (isnan(cell->expected) || cell->expected == cell->ours)
		return 0;
	return fabs(cell->ours - cell->expected) / MAX(fabs(cell->expected), size / 1000);
}

/* What comes nearest to its tolerance, or goes furthest beyond. */
typedef struct {
	const char *column;
	double deviation, tolerance;
} Worst;

static Worst find_worst(const VectorCheck *check, GHashTable *sizes)
{
	Worst worst = { "-", 0, 0 };
	double most = -1;
	for (guint n = 0; n < check->cells->len; n++) {
		const Cell *cell = &g_array_index(check->cells, Cell, n);
		double *size = g_hash_table_lookup(sizes, cell->column);
		double far = deviation(cell, *size);
		double share = cell->tolerance > 0 ? far / cell->tolerance : far;
		if (share <= most)
			continue;
		most = share;
		worst = (Worst){ cell->column, far, cell->tolerance };
	}
	return worst;
}

void vector_check_end(VectorCheck *check)
{
	const char *name = vectors_name(check->table);
	g_autoptr(GHashTable) sizes = largest(check->cells);
	Worst worst = find_worst(check, sizes);
	g_autofree char *line =
	    g_strdup_printf("%-46s %6zu %7u %8u %11.2g %9.0e  %s\n", name,
			    vectors_rows(check->table), g_hash_table_size(sizes), check->cells->len,
			    worst.deviation, worst.tolerance, worst.column);
	write_line(line);
	cr_expect_gt(check->cells->len, 0, "%s: nothing to compare", name);
	cr_expect_leq(worst.deviation, worst.tolerance, "%s: %s deviates by %g, tolerance %g", name,
		      worst.column, worst.deviation, worst.tolerance);
}
