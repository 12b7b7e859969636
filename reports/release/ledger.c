#include "reports/release/ledger.h"

#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/fault.h"
#include "core/outfile.h"

#include <stdio.h>
#include <string.h>

#define FILE_NAME     "release.ledger"
#define LOOKS         3
#define LOOK_AGAIN_US 100000
#define HASH_SIZE     65 /* of sha256 in hexadecimal digits, with the end */

static const char restore_hint[] =
    "Nothing goes on until it is put right: restore the warehouse, and release.ledger of the data "
    "folder, from the same backup; docs/release.md, \"When the ledger does not hold\".";

/* A line as the file names it. */
typedef struct {
	gint64 number; /* 0: none */
	char hash[HASH_SIZE];
} Mark;

typedef struct {
	Mark last;
	Mark next;
} Marks;

static char *marks_path(const Config *config)
{
	return g_build_filename(config->data, FILE_NAME, NULL);
}

/* ── the file ── */

static bool read_mark(const char *line, const char *name, Mark *ret_mark)
{
	char word[8] = "", hash[HASH_SIZE] = "";
	gint64 number = 0;
	char end;
	if (sscanf(line, "%7s %" G_GINT64_FORMAT " %64[0-9a-f]%c", word, &number, hash, &end) < 3 ||
	    strcmp(word, name) != 0 || number <= 0 || strlen(hash) != HASH_SIZE - 1)
		return false;
	ret_mark->number = number;
	memcpy(ret_mark->hash, hash, sizeof hash);
	return true;
}

static bool parse_marks(const char *text, Marks *marks)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line != NULL; line++) {
		if ((*line)[0] != '\0' && !read_mark(*line, "last", &marks->last) &&
		    !read_mark(*line, "next", &marks->next))
			return false;
	}
	return marks->last.number > 0 || marks->next.number > 0;
}

static bool read_marks(const Config *config, Marks *marks, GError **error)
{
	g_autofree char *path = marks_path(config);
	g_autofree char *text = NULL;
	g_autoptr(GError) fault = NULL;
	*marks = (Marks){ 0 };
	if (!g_file_get_contents(path, &text, NULL, &fault)) {
		if (g_error_matches(fault, G_FILE_ERROR, G_FILE_ERROR_NOENT))
			return true;
		error_set(error, SHUMAR_ERROR_CONFIG, "Make it readable.",
			  "cannot check the ledger of releases: %s", fault->message);
		return false;
	}
	if (parse_marks(text, marks))
		return true;
	error_set(error, SHUMAR_ERROR_CONFIG, restore_hint,
		  "cannot trust the ledger of releases: '%s' is damaged", path);
	return false;
}

static void put_mark(GString *text, const char *name, const Mark *mark)
{
	if (mark->number > 0)
		g_string_append_printf(text, "%s %" G_GINT64_FORMAT " %s\n", name, mark->number,
				       mark->hash);
}

static bool write_marks(const Config *config, const Marks *marks, GError **error)
{
	g_autofree char *path = marks_path(config);
	g_autoptr(GString) text = g_string_new(NULL);
	put_mark(text, "last", &marks->last);
	put_mark(text, "next", &marks->next);
	return outfile_write(path, OUTFILE_INTERNAL, text->str, text->len, error);
}

/* ── the chain ── */

static bool fail_line(const DatabaseResult *row, GError **error)
{
	const char *fault = result_text(row, 0, 1);
	const char *number = result_text(row, 0, 0);
	if (strcmp(fault, "gap") == 0)
		error_set(error, SHUMAR_ERROR_CONFIG, restore_hint,
			  "cannot trust the ledger of releases: a line before line %s is missing",
			  number);
	else if (strcmp(fault, "altered") == 0)
		error_set(error, SHUMAR_ERROR_CONFIG, restore_hint,
			  "cannot trust the ledger of releases: line %s was altered", number);
	else
		error_set(error, SHUMAR_ERROR_CONFIG, restore_hint,
			  "cannot trust the ledger of releases: line %s does not follow on the one "
			  "before it, which was altered with its hash",
			  number);
	return false;
}

static bool check_chain(Database *db, GError **error)
{
	g_autoptr(DatabaseResult) row =
	    database_query(db, sqltext(SQL_RELEASE_LEDGER_FAULT), DATABASE_NO_PARAMS, error);
	return row != NULL && (result_rows(row) == 0 || fail_line(row, error));
}

static bool read_last(Database *db, Mark *mark, GError **error)
{
	g_autoptr(DatabaseResult) row =
	    database_one(db, sqltext(SQL_RELEASE_LEDGER_LAST), DATABASE_NO_PARAMS, error);
	if (row == NULL)
		return false;
	*mark = (Mark){ .number = result_int64(row, 0, 0) };
	if (mark->number > 0)
		g_strlcpy(mark->hash, result_text(row, 0, 1), sizeof mark->hash);
	return true;
}

static bool is_same(const Mark *left, const Mark *right)
{
	return left->number == right->number && strcmp(left->hash, right->hash) == 0;
}

static bool fail_marks(const Mark *found, const Marks *marks, GError **error)
{
	if (found->number > marks->last.number && marks->last.number == 0)
		error_set(error, SHUMAR_ERROR_CONFIG, restore_hint,
			  "cannot trust the ledger of releases: it has %" G_GINT64_FORMAT
			  " lines, and '" FILE_NAME
			  "' of the data folder, which says how many, is not "
			  "there",
			  found->number);
	else if (found->number < marks->last.number)
		error_set(
		    error, SHUMAR_ERROR_CONFIG, restore_hint,
		    "cannot trust the ledger of releases: it was cut short, and has %" G_GINT64_FORMAT
		    " lines of %" G_GINT64_FORMAT,
		    found->number, marks->last.number);
	else if (found->number > marks->last.number)
		error_set(error, SHUMAR_ERROR_CONFIG, restore_hint,
			  "cannot trust the ledger of releases: lines after line %" G_GINT64_FORMAT
			  " were not written by the desk",
			  marks->last.number);
	else
		error_set(error, SHUMAR_ERROR_CONFIG, restore_hint,
			  "cannot trust the ledger of releases: line %" G_GINT64_FORMAT
			  " is another than the desk wrote",
			  found->number);
	return false;
}

typedef enum { LEDGER_HOLDS, LEDGER_AHEAD, LEDGER_DIFFERS, LEDGER_UNREAD } LedgerState;

/* AHEAD: the line that the file names next is there. */
static LedgerState look(Database *db, const Config *config, Marks *marks, Mark *found,
			GError **error)
{
	if (!read_marks(config, marks, error) || !check_chain(db, error) ||
	    !read_last(db, found, error))
		return LEDGER_UNREAD;
	if (is_same(found, &marks->last))
		return LEDGER_HOLDS;
	bool named = marks->next.number == marks->last.number + 1;
	return named && is_same(found, &marks->next) ? LEDGER_AHEAD : LEDGER_DIFFERS;
}

bool release_ledger_check(Database *db, const Config *config, bool alone, GError **error)
{
	Marks marks;
	Mark found;
	LedgerState standing = look(db, config, &marks, &found, error);
	for (int again = 0; !alone && standing == LEDGER_DIFFERS && again < LOOKS; again++) {
		g_usleep(LOOK_AGAIN_US);
		standing = look(db, config, &marks, &found, error);
	}
	if (standing == LEDGER_DIFFERS)
		return fail_marks(&found, &marks, error);
	const Marks taken = { .last = found };
	return standing != LEDGER_UNREAD &&
	       (!alone || standing == LEDGER_HOLDS || write_marks(config, &taken, error));
}

/* ── a line ── */

static bool append(Database *db, const LedgerLine *line, Mark *mark, GError **error)
{
	g_autoptr(DatabaseResult) row = database_one(
	    db, sqltext(SQL_RELEASE_LEDGER_APPEND),
	    DATABASE_PARAMS(line->at, line->kind, line->release_id, line->person, line->detail),
	    error);
	if (row == NULL)
		return false;
	*mark = (Mark){ .number = result_int64(row, 0, 0) };
	g_strlcpy(mark->hash, result_text(row, 0, 1), sizeof mark->hash);
	return true;
}

bool release_ledger_commit(Database *db, const Config *config, const LedgerLine *line,
			   GError **error)
{
	Marks marks = { 0 };
	if (!read_last(db, &marks.last, error) || !append(db, line, &marks.next, error))
		return false;
	fault_point("release.appended");
	if (!write_marks(config, &marks, error))
		return false;
	fault_point("release.named");
	if (!database_commit(db, error))
		return false;
	fault_point("release.committed");
	const Marks after = { .last = marks.next };
	return write_marks(config, &after, error);
}
