#include "tests/support/manifests.h"

#include "etl/ledger/manifest.h"

#include <criterion/criterion.h>

void manifests_run(Records *records)
{
	g_autoptr(GError) error = NULL;
	records_run_well(records);
	g_autofree char *run = records_text(records, "select max(run_no) from etl.run");
	bool written = database_begin(records->warehouse, DATABASE_READ_WRITE, &error) &&
		       manifest_write(records->warehouse, records->config, run, &error) &&
		       database_commit(records->warehouse, &error);
	cr_assert(written, "%s", error != NULL ? error->message : "");
}

Records *manifests_of_three_runs(void)
{
	Records *records = records_new();
	manifests_run(records);
	records_exec(records, "update rec.firs set status = 'CANCELLED' where fir_id = 3;"
			      "update rec.firs set station = null where fir_id = 2");
	manifests_run(records);
	manifests_run(records);
	return records;
}
