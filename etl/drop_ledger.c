#include "etl/drop_ledger.h"

#include "core/sqltext.h"
#include "etl/copyrow.h"

#define FULL_BYTES ((guint)1024 * 1024)

struct DropLedger {
	gint64 run_no;
	char *source;
	char *feed;
	char *file;
	GByteArray *rows;
};

DropLedger *drop_ledger_new(gint64 run_no, const char *source)
{
	DropLedger *ledger = g_new0(DropLedger, 1);
	ledger->run_no = run_no;
	ledger->source = g_strdup(source);
	ledger->rows = g_byte_array_new();
	return ledger;
}

void drop_ledger_free(DropLedger *ledger)
{
	if (ledger == NULL)
		return;
	g_free(ledger->source);
	g_free(ledger->feed);
	g_free(ledger->file);
	g_byte_array_unref(ledger->rows);
	g_free(ledger);
}

void drop_ledger_file(DropLedger *ledger, const char *feed, const char *file)
{
	g_free(ledger->feed);
	g_free(ledger->file);
	ledger->feed = g_strdup(feed);
	ledger->file = g_strdup(file);
}

void drop_ledger_add(DropLedger *ledger, const DropRefusal *refusal)
{
	GByteArray *rows = ledger->rows;
	if (rows->len == 0)
		copyrow_header(rows);
	copyrow_begin(rows, 12);
	copyrow_int64(rows, ledger->run_no);
	copyrow_string(rows, ledger->source);
	copyrow_string(rows, ledger->feed);
	copyrow_string(rows, refusal->row ? "row" : "field");
	copyrow_string(rows, refusal->code);
	copyrow_string(rows, ledger->file);
	copyrow_int64(rows, refusal->line);
	copyrow_string(rows, refusal->field);
	copyrow_string(rows, refusal->reason);
	copyrow_string(rows, refusal->remedy);
	copyrow_json(rows, refusal->content);
	copyrow_int64(rows, ledger->run_no); /* first_run, until the run before is asked */
}

bool drop_ledger_full(const DropLedger *ledger)
{
	return ledger->rows->len >= FULL_BYTES;
}

bool drop_ledger_write(DropLedger *ledger, Database *warehouse, GError **error)
{
	if (ledger->rows->len == 0)
		return true;
	copyrow_trailer(ledger->rows);
	return database_copy_in(warehouse, sqltext("etl/raw_rejects.sql"), error) &&
	       copyrow_send(warehouse, ledger->rows, error) &&
	       database_copy_end(warehouse, NULL, NULL, error);
}
