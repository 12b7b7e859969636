#include "etl/drop/drop_ledger.h"

#include "core/database/sqltext.h"
#include "etl/guard/copyrow.h"

#define FULL_BYTES ((guint)1024 * 1024)

struct DropLedger {
	gint32 file_no;
	GByteArray *rows;
};

DropLedger *drop_ledger_new(void)
{
	DropLedger *ledger = g_new0(DropLedger, 1);
	ledger->rows = g_byte_array_new();
	return ledger;
}

void drop_ledger_free(DropLedger *ledger)
{
	if (ledger == NULL)
		return;
	g_byte_array_unref(ledger->rows);
	g_free(ledger);
}

void drop_ledger_file(DropLedger *ledger, gint32 file_no)
{
	ledger->file_no = file_no;
}

void drop_ledger_add(DropLedger *ledger, const DropReject *reject)
{
	GByteArray *rows = ledger->rows;
	if (rows->len == 0)
		copyrow_header(rows);
	copyrow_begin(rows, 8);
	copyrow_int32(rows, ledger->file_no);
	copyrow_string(rows, reject->noted ? "warning" : reject->row ? "row" : "field");
	copyrow_string(rows, reject->code);
	copyrow_int64(rows, reject->line);
	copyrow_string(rows, reject->field);
	copyrow_string(rows, reject->reason);
	copyrow_string(rows, reject->remedy);
	copyrow_json(rows, reject->content);
}

void drop_ledger_clear(DropLedger *ledger)
{
	g_byte_array_set_size(ledger->rows, 0);
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
	return database_copy_in(warehouse, sqltext(SQL_ETL_RAW_REJECTS), error) &&
	       copyrow_send(warehouse, ledger->rows, error) &&
	       database_copy_end(warehouse, NULL, NULL, error);
}
