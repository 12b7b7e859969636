/* The checker on a folder's files; in a file of its own, as readers build the checker alone. */
#include "reports/release/witness_check.h"

#include <string.h>

long witness_check_folder(const char *folder, FILE *said, long counts[WITNESS_COUNTS],
			  long *ret_tables)
{
	static const char *const names[WITNESS_FILES] = { "rule.csv", "cells.csv", "sums.csv",
							  "tables.csv" };
	FILE *files[WITNESS_FILES] = { NULL };
	long faults = 0;
	memset(counts, 0, WITNESS_COUNTS * sizeof *counts);
	*ret_tables = 0;
	for (int n = 0; n < WITNESS_FILES; n++) {
		char path[4096];
		(void)snprintf(path, sizeof path, "%s/%s", folder, names[n]);
		files[n] = fopen(path, "rbe");
		if (files[n] == NULL && ++faults > 0)
			(void)fprintf(said, "%s: cannot be opened\n", path);
	}
	if (faults == 0)
		faults = witness_check(files, said, counts, ret_tables);
	for (int n = 0; n < WITNESS_FILES; n++) {
		if (files[n] != NULL)
			(void)fclose(files[n]);
	}
	return faults;
}
