/* What one file may take before it is refused as a whole. */
#include "core/error.h"
#include "etl/csv/csv.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>
#include <zlib.h>

static char *scratch;

static void scratch_make(void)
{
	close(g_file_open_tmp("shumar-limits-XXXXXX", &scratch, NULL));
}

static void scratch_remove(void)
{
	g_unlink(scratch);
	g_clear_pointer(&scratch, g_free);
}

TestSuite(csv_limits, .init = scratch_make, .fini = scratch_remove);

/* A gzip file of a header and RECORDS lines of 1,000 letters. */
static void put_packed(int records)
{
	g_autofree char *line = g_strnfill(999, 'x');
	gzFile file = gzopen(scratch, "wb9");
	gzputs(file, "a\n");
	for (int n = 0; n < records; n++)
		gzprintf(file, "%s\n", line);
	gzclose(file);
}

/* Records read before the end, or before *error. */
static int read_all(const CsvFormat *format, GError **error)
{
	int fd = open(scratch, O_RDONLY | O_CLOEXEC);
	g_autoptr(CsvReader) reader = csv_open_fd(fd, "x.csv.gz", format, error);
	CsvRecord record;
	int count = 0;
	while (reader != NULL && csv_read(reader, &record, error) == CSV_RECORD)
		count++;
	return count;
}

Test(csv_limits, a_file_within_them_is_read_whole)
{
	const CsvFormat format = { .most_bytes = 2000000,
				   .most_packed = 200,
				   .most_us = 600000000 };
	g_autoptr(GError) error = NULL;
	put_packed(1000);
	cr_assert_eq(read_all(&format, &error), 1000);
	cr_assert_null(error);
}

Test(csv_limits, one_that_unpacks_to_more_bytes_is_refused)
{
	const CsvFormat format = { .most_bytes = 1024 * 1024 };
	g_autoptr(GError) error = NULL;
	put_packed(4000);
	cr_assert_lt(read_all(&format, &error), 4000);
	cr_assert(g_error_matches(error, SHUMAR_ERROR, SHUMAR_ERROR_FAILED));
	cr_assert_str_eq(error->message,
			 "cannot read 'x.csv.gz': it unpacks to more than 1 megabytes");
}

Test(csv_limits, a_bomb_is_refused_by_how_far_it_unpacks)
{
	const CsvFormat format = { .most_packed = 200 };
	g_autoptr(GError) error = NULL;
	put_packed((int)(CSV_BOMB_BYTES / 1000) + 1000);
	read_all(&format, &error);
	cr_assert_not_null(error);
	cr_assert_str_eq(error->message, "cannot read 'x.csv.gz': it unpacks to far more than its "
					 "bytes can mean");
}

Test(csv_limits, one_that_takes_too_long_is_refused)
{
	const CsvFormat format = { .most_us = 1 };
	g_autoptr(GError) error = NULL;
	put_packed(4000);
	cr_assert_lt(read_all(&format, &error), 4000);
	cr_assert_str_eq(error->message, "cannot read 'x.csv.gz': it takes longer than a file may");
}
