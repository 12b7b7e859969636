/* The City of London's months, real records, as they come: in order, out of order, twice, again. */
#include "tests/support/program.h"
#include "tests/support/real.h"
#include "tests/support/records.h"
#include "tests/support/server.h"

#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>

TestSuite(uk, .timeout = 3000);

#define WHOLE_STATE                                                                                \
	"select (select count(*) from fact.\"case\"), (select count(*) from raw.uk_outcomes), "    \
	"(select count(distinct o.crime_id) from raw.uk_outcomes o), "                             \
	"(select count(distinct o.crime_id) from raw.uk_outcomes o "                               \
	"join raw.uk_crimes c on c.crime_id = o.crime_id), "                                       \
	"(select count(*) from etl.reject where severity = 'row')"
#define WHOLE "5019|4617|3940|3362|0\n"

/* A folder for drops beside the records that are going to be dropped into it. */
typedef struct {
	Real *real;
	char *from;
	char *folder;
	GPtrArray *files; /* "2016-01/2016-01-city-of-london-street.csv", in order of name */
} Months;

static void list_month(Months *months, const char *month)
{
	g_autofree char *path = g_build_filename(months->from, month, NULL);
	g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
	const char *name = NULL;
	cr_assert_not_null(folder);
	while ((name = g_dir_read_name(folder)) != NULL)
		g_ptr_array_add(months->files, g_build_filename(month, name, NULL));
}

static int compare_names(gconstpointer left, gconstpointer right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static Months *months_new(void)
{
	Months *months = g_new0(Months, 1);
	months->from = real_records("uk/city-of-london");
	months->folder = server_scratch();
	months->files = g_ptr_array_new_with_free_func(g_free);
	months->real = real_new("uk", months->folder);
	g_autoptr(GDir) folder = g_dir_open(months->from, 0, NULL);
	const char *name = NULL;
	cr_assert_not_null(folder);
	while ((name = g_dir_read_name(folder)) != NULL)
		list_month(months, name);
	g_ptr_array_sort(months->files, compare_names);
	cr_assert_eq(months->files->len, 36);
	return months;
}

static void months_free(Months *months)
{
	real_free(months->real);
	g_free(months->from);
	g_free(months->folder);
	g_ptr_array_unref(months->files);
	g_free(months);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Months, months_free)

/* ── dropping ── */
static char *records_of(const Months *months, const char *file)
{
	g_autofree char *path = g_build_filename(months->from, file, NULL);
	char *text = NULL;
	cr_assert(g_file_get_contents(path, &text, NULL, NULL));
	return text;
}

/* Drops FILE's records, under another name when AS is not NULL. */
static void drop(const Months *months, const char *file, const char *as)
{
	g_autofree char *text = records_of(months, file);
	program_write(months->folder, as != NULL ? as : file, text);
}

static void drop_all(const Months *months)
{
	for (guint n = 0; n < months->files->len; n++)
		drop(months, g_ptr_array_index(months->files, n), NULL);
}

static char *digest_of(const Months *months)
{
	return rows_text(months->real->db, records_digest_sql(true));
}

/* Facts and cubes of all files dropped at once into a warehouse of their own. */
static char *digest_at_once(void)
{
	g_autoptr(Months) months = months_new();
	drop_all(months);
	real_run(months->real);
	rows_check(months->real->db, WHOLE_STATE, WHOLE);
	return digest_of(months);
}

static void shuffle(GPtrArray *files, guint32 seed)
{
	g_autoptr(GRand) dice = g_rand_new_with_seed(seed);
	for (guint n = files->len - 1; n > 0; n--) {
		guint other = (guint)g_rand_int_range(dice, 0, (gint32)n + 1);
		gpointer held = files->pdata[n];
		files->pdata[n] = files->pdata[other];
		files->pdata[other] = held;
	}
}

/* Drops the files in their order with a run after every PACE of them. */
static void drop_by(const Months *months, guint pace)
{
	for (guint n = 0; n < months->files->len; n++) {
		drop(months, g_ptr_array_index(months->files, n), NULL);
		if ((n + 1) % pace == 0)
			real_run(months->real);
	}
}

static void check_same(const Months *months)
{
	g_autofree char *expected = digest_at_once();
	g_autofree char *got = digest_of(months);
	rows_check(months->real->db, WHOLE_STATE, WHOLE);
	cr_assert_str_eq(got, expected);
}

/* ── the tests ── */
Test(uk, months_in_order_give_what_all_at_once_gives)
{
	g_autoptr(Months) months = months_new();
	drop_by(months, 2);
	check_same(months);
	rows_check(months->real->db,
		   "select count(*), count(distinct run_no) from etl.file where source = 'uk'",
		   "36|18\n");
}

Test(uk, months_from_the_last_to_the_first_give_the_same)
{
	g_autoptr(Months) months = months_new();
	for (guint n = 0; n < months->files->len / 2; n++) {
		gpointer *files = months->files->pdata;
		gpointer held = files[n];
		files[n] = files[months->files->len - 1 - n];
		files[months->files->len - 1 - n] = held;
	}
	drop_by(months, 2);
	check_same(months);
}

Test(uk, files_one_by_one_in_any_order_give_the_same)
{
	g_autoptr(Months) months = months_new();
	shuffle(months->files, 20160131);
	drop_by(months, 1);
	check_same(months);
}

Test(uk, files_by_threes_in_another_order_give_the_same)
{
	g_autoptr(Months) months = months_new();
	shuffle(months->files, 20170630);
	drop_by(months, 3);
	check_same(months);
}

Test(uk, a_second_run_and_a_second_sending_change_nothing)
{
	static const char changes[] =
	    "select published_run, (select count(*) from fact.case_history), "
	    "(select max(run_from) from fact.\"case\") from etl.pointer";
	g_autoptr(Months) months = months_new();
	drop_all(months);
	real_run(months->real);
	g_autofree char *before = digest_of(months);
	g_autofree char *state = rows_text(months->real->db, changes);
	real_run(months->real);
	for (guint n = 0; n < months->files->len; n++) {
		const char *file = g_ptr_array_index(months->files, n);
		g_autofree char *again = g_strdup_printf("again-%s", file);
		drop(months, file, again);
	}
	real_run(months->real);
	g_autofree char *after = digest_of(months);
	cr_assert_str_eq(after, before);
	rows_check(months->real->db, changes, state);
	rows_check(months->real->db,
		   "select state, count(*) from etl.drop_file group by state order by state",
		   "stands|36\nsuperseded|36\n");
}

Test(uk, updates_wait_for_their_crimes)
{
	g_autoptr(Months) months = months_new();
	for (guint n = 0; n < months->files->len; n++) {
		const char *file = g_ptr_array_index(months->files, n);
		if (strstr(file, "outcomes") != NULL || strstr(file, "2016-01") != NULL)
			drop(months, file, NULL);
	}
	real_run(months->real);
	rows_check(
	    months->real->db,
	    "select count(*), count(*) filter (where status_on > '2016-03-01') from fact.\"case\"",
	    "211|42\n");
	drop_all(months);
	real_run(months->real);
	check_same(months);
}

Test(uk, a_month_sent_again_takes_the_place_of_the_first_sending)
{
	g_autoptr(Months) months = months_new();
	const char *file = "2017-03/2017-03-city-of-london-street.csv";
	drop_all(months);
	real_run(months->real);
	g_autofree char *before = digest_of(months);
	/* without its last record, which is of a crime with an id */
	g_autofree char *text = records_of(months, file);
	g_autofree char *last = g_strdup(strrchr(g_strchomp(text), '\n') + 1);
	*strrchr(text, '\n') = '\0';
	program_write(months->folder, "again/2017-03-city-of-london-street.csv", text);
	g_autofree char *path = g_build_filename(months->folder, file, NULL);
	cr_assert_eq(g_unlink(path), 0);
	real_run(months->real);
	cr_assert_neq(last[0], ',');
	rows_check(months->real->db, "select count(*) from fact.\"case\"", "5018\n");
	rows_check(months->real->db, "select count(*) from fact.case_history", "1\n");
	drop(months, file, NULL);
	g_autofree char *again =
	    g_build_filename(months->folder, "again/2017-03-city-of-london-street.csv", NULL);
	cr_assert_eq(g_unlink(again), 0);
	real_run(months->real);
	g_autofree char *after = digest_of(months);
	cr_assert_str_eq(after, before);
}
