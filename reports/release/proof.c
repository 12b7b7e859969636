#include "reports/release/proof.h"

#include <string.h>

#include "core/error.h"
#include "core/outfile.h"
#include "reports/disclosure/bounds.h"
#include "reports/witness/check.h"

#define KEY_PARTS    6
#define KEY_LONGEST  400
#define LARGEST      1000000000 /* of a number that the checker reads */
#define FACTOR_LIMIT 1000

/* A part of a key, in the order of the key. */
enum { PART_MEASURE, PART_PLACE, PART_KIND, PART_FIRST, PART_LAST, PART_RELEASE };

typedef struct {
	guint cell; /* of the store */
	char *sort; /* its key as the checker orders by it */
} Numbered;

struct Proof {
	const Store *store;
	const Tables *tables;
	AttackRule rule;
	GArray *order;  /* of Numbered, by number - 1 */
	guint *numbers; /* cell of the store → number */
	bool *given_up; /* by cell of the store */
};

static void numbered_clear(gpointer numbered)
{
	g_free(((Numbered *)numbered)->sort);
}

void proof_free(Proof *proof)
{
	if (proof == NULL)
		return;
	g_array_unref(proof->order);
	g_free(proof->numbers);
	g_free(proof->given_up);
	g_free(proof);
}

/* ── the cells ── */
static gint by_key(gconstpointer a, gconstpointer b)
{
	return strcmp(((const Numbered *)a)->sort, ((const Numbered *)b)->sort);
}

/* A part is written without quotes, and must not look like a formula. */
static bool part_is_plain(const char *part)
{
	if (*part == '\0' || strchr("=+-@ ", *part) != NULL)
		return false;
	for (const char *at = part; *at != '\0'; at++) {
		if (*at < ' ' || *at > '~' || *at == ',' || *at == '"')
			return false;
	}
	return true;
}

static char *sort_key(const char *key)
{
	g_auto(GStrv) parts = g_strsplit(key, "|", KEY_PARTS + 1);
	if (g_strv_length(parts) != KEY_PARTS || strlen(key) > KEY_LONGEST)
		return NULL;
	for (int n = 0; n < KEY_PARTS; n++) {
		if (!part_is_plain(parts[n]))
			return NULL;
	}
	return g_strjoinv("\t", parts);
}

static bool cell_fault(const StoreCell *cell, const char *why, GError **error)
{
	error_set(error, SHUMAR_ERROR_FAILED,
		  "This is a fault of the release's plan or of the program; nothing is published.",
		  "cannot write the proof: cell '%s' %s", cell->key, why);
	return false;
}

static bool number_cell(Proof *proof, guint cell, GError **error)
{
	const StoreCell *at = store_cell(proof->store, cell);
	Numbered numbered = { cell, sort_key(at->key) };
	if (numbered.sort == NULL)
		return cell_fault(at, "has no key of six plain parts", error);
	g_array_append_val(proof->order, numbered);
	if (at->state == CELL_PUBLISHED ? at->value < 0 || at->value > LARGEST
					: at->least < 0 || at->least > at->most)
		return cell_fault(at, "is less than 0, or more than can be", error);
	return true;
}

Proof *proof_new(const Store *store, const Tables *tables, const AttackRule *rule, GError **error)
{
	g_autoptr(Proof) proof = g_new0(Proof, 1);
	proof->store = store;
	proof->tables = tables;
	proof->rule = *rule;
	proof->order = g_array_new(FALSE, FALSE, sizeof(Numbered));
	proof->numbers = g_new0(guint, store->cells->len + 1);
	proof->given_up = g_new0(bool, store->cells->len + 1);
	g_array_set_clear_func(proof->order, numbered_clear);
	for (guint cell = 0; cell < store->cells->len; cell++) {
		if (!number_cell(proof, cell, error))
			return NULL;
	}
	g_array_sort(proof->order, by_key);
	for (guint n = 0; n < proof->order->len; n++)
		proof->numbers[g_array_index(proof->order, Numbered, n).cell] = n + 1;
	return g_steal_pointer(&proof);
}

void proof_give_up(Proof *proof, const GArray *given_up)
{
	for (guint n = 0; n < given_up->len; n++)
		proof->given_up[g_array_index(given_up, AttackCell, n).cell] = true;
}

guint proof_number(const Proof *proof, const char *key, const StoreCell **ret_cell)
{
	guint cell = 0;
	if (!store_find(proof->store, key, &cell))
		return 0;
	if (ret_cell != NULL)
		*ret_cell = store_cell(proof->store, cell);
	return proof->numbers[cell];
}

/* ── the files ── */
/* The text of one file, and how many rows it has below its head. */
typedef struct {
	GString *text;
	guint rows;
} File;

static void put_cell(File *file, const Proof *proof, guint number)
{
	static const char *const states[] = {
		[CELL_PUBLISHED] = "published",
		[CELL_HIDDEN] = "hidden",
		[CELL_UNPUBLISHED] = "unpublished",
	};
	const Numbered *numbered = &g_array_index(proof->order, Numbered, number - 1);
	const StoreCell *cell = store_cell(proof->store, numbered->cell);
	g_auto(GStrv) parts = g_strsplit(numbered->sort, "\t", -1);
	g_string_append_printf(file->text, "%u,%s,%s,%s,%s,%s,%s,%s,", number, parts[PART_RELEASE],
			       parts[PART_MEASURE], parts[PART_PLACE], parts[PART_KIND],
			       parts[PART_FIRST], parts[PART_LAST],
			       proof->given_up[numbered->cell] ? "given-up" : states[cell->state]);
	if (cell->state == CELL_PUBLISHED) /* of no other the value is looked at */
		g_string_append_printf(file->text, "%" G_GINT64_FORMAT, cell->value);
	g_string_append_printf(file->text, ",%" G_GINT64_FORMAT ",",
			       cell->state == CELL_PUBLISHED ? 0 : cell->least);
	if (cell->state != CELL_PUBLISHED && cell->most <= LARGEST)
		g_string_append_printf(file->text, "%" G_GINT64_FORMAT, cell->most);
	g_string_append_c(file->text, '\n');
	file->rows++;
}

static gint by_cell(gconstpointer a, gconstpointer b)
{
	const StoreTerm *left = a, *right = b;
	return left->cell < right->cell ? -1 : left->cell > right->cell;
}

/* The terms OF_STORE of a sum by the cells' numbers, the first factor above 0; NULL: a factor is
 * none that is read. */
static GArray *numbered_terms(const Proof *proof, const GArray *of_store)
{
	g_autoptr(GArray) terms = g_array_new(FALSE, FALSE, sizeof(StoreTerm));
	for (guint n = 0; n < of_store->len; n++) {
		StoreTerm term = g_array_index(of_store, StoreTerm, n);
		if (ABS(term.factor) > FACTOR_LIMIT)
			return NULL;
		term.cell = proof->numbers[term.cell];
		g_array_append_val(terms, term);
	}
	g_array_sort(terms, by_cell);
	bool turned = terms->len > 0 && g_array_index(terms, StoreTerm, 0).factor < 0;
	for (guint n = 0; turned && n < terms->len; n++)
		g_array_index(terms, StoreTerm, n).factor *= -1;
	return g_steal_pointer(&terms);
}

static gint by_terms(gconstpointer a, gconstpointer b)
{
	const GArray *left = *(GArray *const *)a, *right = *(GArray *const *)b;
	for (guint n = 0; n < left->len && n < right->len; n++) {
		const StoreTerm *of_left = &g_array_index(left, StoreTerm, n);
		const StoreTerm *of_right = &g_array_index(right, StoreTerm, n);
		if (of_left->cell != of_right->cell)
			return of_left->cell < of_right->cell ? -1 : 1;
		if (of_left->factor != of_right->factor)
			return of_left->factor < of_right->factor ? -1 : 1;
	}
	return left->len < right->len ? -1 : left->len > right->len;
}

/* The sums that several together make, where the checker could not show something without. */
static void add_combined(const Proof *proof, GPtrArray *sums)
{
	g_autoptr(GPtrArray) found = bounds_sums(proof->store, proof->tables, &proof->rule);
	for (guint n = 0; n < found->len; n++) {
		GArray *terms = numbered_terms(proof, g_ptr_array_index(found, n));
		if (terms != NULL)
			g_ptr_array_add(sums, terms);
	}
}

/* The sums, in the order of their cells. */
static GPtrArray *sorted_sums(const Proof *proof, GError **error)
{
	g_autoptr(GPtrArray) sums = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
	for (guint n = 0; n < proof->store->equations->len; n++) {
		const StoreEquation *equation = g_ptr_array_index(proof->store->equations, n);
		GArray *terms = numbered_terms(proof, equation->terms);
		if (terms == NULL) {
			error_set(error, SHUMAR_ERROR_FAILED, NULL,
				  "cannot write the proof: sum '%s' has a factor beyond %d",
				  equation->name, FACTOR_LIMIT);
			return NULL;
		}
		g_ptr_array_add(sums, terms);
	}
	add_combined(proof, sums);
	g_ptr_array_sort(sums, by_terms);
	return g_steal_pointer(&sums);
}

static bool put_sums(File *file, const Proof *proof, GError **error)
{
	g_autoptr(GPtrArray) sums = sorted_sums(proof, error);
	const GArray *const *before = NULL;
	guint number = 0;
	for (guint n = 0; sums != NULL && n < sums->len; n++) {
		const GArray *const *terms = (const GArray *const *)&sums->pdata[n];
		if ((*terms)->len == 0 || (before != NULL && by_terms(before, terms) == 0))
			continue;
		before = terms;
		number++;
		for (guint at = 0; at < (*terms)->len; at++) {
			const StoreTerm *term = &g_array_index(*terms, StoreTerm, at);
			g_string_append_printf(file->text, "%u,%u,%" G_GINT64_FORMAT "\n", number,
					       term->cell, term->factor);
			file->rows++;
		}
	}
	return sums != NULL;
}

static gint by_number(gconstpointer a, gconstpointer b)
{
	const TableRow *left = a, *right = b;
	if (left->table != right->table)
		return left->table < right->table ? -1 : 1;
	return left->cell < right->cell ? -1 : left->cell > right->cell;
}

/* Tables that are there, numbered without gaps: one that is as table 0 has no rows. */
static void put_tables(File *file, const Proof *proof)
{
	g_autoptr(GArray) rows = tables_rows(proof->tables);
	guint number = 0;
	for (guint n = 0; n < rows->len; n++) {
		TableRow *row = &g_array_index(rows, TableRow, n);
		row->cell = proof->numbers[row->cell];
	}
	g_array_sort(rows, by_number);
	for (guint n = 0; n < rows->len; n++) {
		const TableRow *row = &g_array_index(rows, TableRow, n);
		if (n > 0 && row->table != row[-1].table)
			number++;
		g_string_append_printf(file->text, "%u,%u,%" G_GINT64_FORMAT "\n", number,
				       row->cell, row->value);
		file->rows++;
	}
}

static bool make_files(const Proof *proof, File files[WITNESS_FILES], GError **error)
{
	for (guint n = 1; n <= proof->order->len; n++)
		put_cell(&files[WITNESS_CELLS], proof, n);
	if (!put_sums(&files[WITNESS_SUMS], proof, error))
		return false;
	put_tables(&files[WITNESS_TABLES], proof);
	g_string_append_printf(files[WITNESS_RULE].text,
			       "threshold,%" G_GINT64_FORMAT "\nwidth,%" G_GINT64_FORMAT
			       "\ncells.csv,%u\nsums.csv,%u\ntables.csv,%u\n",
			       proof->rule.threshold, proof->rule.width, files[WITNESS_CELLS].rows,
			       files[WITNESS_SUMS].rows, files[WITNESS_TABLES].rows);
	return true;
}

static const char *const names[WITNESS_FILES] = {
	[WITNESS_RULE] = "rule.csv",
	[WITNESS_CELLS] = "cells.csv",
	[WITNESS_SUMS] = "sums.csv",
	[WITNESS_TABLES] = "tables.csv",
};

static bool write_one(const char *folder, const char *name, const char *text, size_t length,
		      GError **error)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	return outfile_write(path, OUTFILE_PUBLIC, text, length, error);
}

static bool write_checker(const char *folder, GError **error)
{
	for (guint n = 0; witness_source[n][0] != NULL; n++) {
		const char *text = witness_source[n][1];
		if (!write_one(folder, witness_source[n][0], text, strlen(text), error))
			return false;
	}
	return true;
}

/* The checker has the last word, on the files as they are on the disk. */
static bool prove(const char *folder, GError **error)
{
	long counts[WITNESS_COUNTS] = { 0 }, tables = 0;
	g_autofree char *said = NULL;
	size_t length = 0;
	FILE *stream = open_memstream(&said, &length);
	long faults = witness_check_folder(folder, stream, counts, &tables);
	(void)fclose(stream);
	if (faults == 0)
		return true;
	error_set(error, SHUMAR_ERROR_DISCLOSURE,
		  "Nothing is published. Prepare and audit the release again; if it fails again, "
		  "publish a coarser table.",
		  "the proof does not hold (%ld faults):\n%s", faults, g_strchomp(said));
	return false;
}

bool proof_write(const Proof *proof, const char *folder, GError **error)
{
	static const char *const heads[WITNESS_FILES] = {
		[WITNESS_RULE] = "name,value\n",
		[WITNESS_CELLS] = ("cell,release,measure,place,kind,first_on,last_on,state,value,"
				   "least,most\n"),
		[WITNESS_SUMS] = "sum,cell,factor\n",
		[WITNESS_TABLES] = "table,cell,value\n",
	};
	File files[WITNESS_FILES];
	for (int n = 0; n < WITNESS_FILES; n++)
		files[n] = (File){ g_string_new(heads[n]), 0 };
	bool done = make_files(proof, files, error) &&
		    outfile_make_folder(folder, OUTFILE_PUBLIC, error) &&
		    write_checker(folder, error);
	for (int n = 0; n < WITNESS_FILES; n++) {
		done = done &&
		       write_one(folder, names[n], files[n].text->str, files[n].text->len, error);
		g_string_free(files[n].text, TRUE);
	}
	return done && prove(folder, error);
}
