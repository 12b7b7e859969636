#include "etl/drop/as_at.h"

#include "core/database/sqltext.h"
#include "core/log.h"

/* What a source says, and what is taken of it. */
typedef struct {
	Database *reader;
	Database *warehouse;
	const char *source;
	GPtrArray *notes; /* or NULL */
} Hearing;

static void note(const Hearing *hearing, const char *log, const char *format, ...)
    G_GNUC_PRINTF(3, 4);
static void note(const Hearing *hearing, const char *log, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	g_autofree char *text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	log_warning(log, "source", hearing->source, NULL);
	if (hearing->notes != NULL)
		g_ptr_array_add(hearing->notes,
				g_strdup_printf("source '%s': %s", hearing->source, text));
}

/* What STATEMENT says, as text; *ret_said NULL when that is null. LATEST only where it asks. */
static bool ask(const Hearing *hearing, const char *statement, const char *latest, char **ret_said,
		GError **error)
{
	const char *const params[] = { latest };
	g_autoptr(DatabaseResult) row =
	    database_one(hearing->reader, statement, params, latest != NULL ? 1 : 0, error);
	if (row == NULL)
		return false;
	*ret_said = g_strdup(result_text(row, 0, 0));
	return true;
}

static DatabaseResult *hold(const Hearing *hearing, const char *said, bool is_clock, GError **error)
{
	return database_one(hearing->warehouse, sqltext(SQL_ETL_AS_AT_HOLD),
			    DATABASE_PARAMS(hearing->source, said, is_clock ? "true" : "false"),
			    error);
}

static char *text_of(const DatabaseResult *row, const char *column)
{
	return g_strdup(result_text(row, 0, result_column(row, column)));
}

static bool flag_of(const DatabaseResult *row, const char *column)
{
	return result_bool(row, 0, result_column(row, column));
}

/* The source's own clock, for a source that says nothing. */
static char *take_clock(const Hearing *hearing, GError **error)
{
	g_autofree char *said = NULL;
	if (!ask(hearing, sqltext(SQL_ETL_AS_AT), NULL, &said, error))
		return NULL;
	g_autoptr(DatabaseResult) held = hold(hearing, said, true, error);
	if (held == NULL)
		return NULL;
	g_autofree char *clock = text_of(held, "clock");
	g_autofree char *theirs = text_of(held, "said");
	if (flag_of(held, "late") || flag_of(held, "slow"))
		note(hearing, "a source's clock is wrong",
		     "its server's clock says %s UTC, ours %s UTC; ours is taken", theirs, clock);
	return text_of(held, "as_at");
}

/* Whether the mapping's statement asks for the latest moment. */
static bool takes_latest(const Hearing *hearing, const char *statement, bool *ret_takes,
			 GError **error)
{
	g_autoptr(DatabaseDescription) description =
	    database_describe(hearing->reader, statement, error);
	if (description == NULL)
		return false;
	*ret_takes = description->parameters->len > 0;
	return true;
}

/* The latest moment that is not past the limit, of a statement that can tell. */
static char *ask_again(const Hearing *hearing, const char *statement, GError **error)
{
	g_autofree char *said = NULL;
	g_autoptr(DatabaseResult) limit = database_one(
	    hearing->warehouse, sqltext(SQL_ETL_AS_AT_LATEST), DATABASE_NO_PARAMS, error);
	if (limit == NULL || !ask(hearing, statement, result_text(limit, 0, 0), &said, error))
		return NULL;
	if (said == NULL)
		return take_clock(hearing, error);
	g_autoptr(DatabaseResult) held = hold(hearing, said, false, error);
	return held != NULL ? text_of(held, "as_at") : NULL;
}

char *as_at_read(Database *reader, const Mapping *mapping, Database *warehouse, const char *source,
		 GPtrArray *notes, GError **error)
{
	const Hearing hearing = { reader, warehouse, source, notes };
	g_autofree char *said = NULL;
	bool bounded = false;
	if (mapping->as_at == NULL)
		return take_clock(&hearing, error);
	const char *statement = mapping->as_at->text;
	if (!takes_latest(&hearing, statement, &bounded, error) ||
	    !ask(&hearing, statement, bounded ? "infinity" : NULL, &said, error))
		return NULL;
	if (said == NULL)
		return take_clock(&hearing, error);
	g_autoptr(DatabaseResult) held = hold(&hearing, said, false, error);
	if (held == NULL)
		return NULL;
	if (!flag_of(held, "late"))
		return text_of(held, "as_at");
	char *taken = bounded ? ask_again(&hearing, statement, error) : text_of(held, "as_at");
	g_autofree char *theirs = text_of(held, "said");
	g_autofree char *clock = text_of(held, "clock");
	if (taken != NULL)
		note(
		    &hearing, "a source says that its records end in the future",
		    "it says that its records end on %s UTC, but now is %s UTC; they are taken to end "
		    "on %s. Correct the date at the source",
		    theirs, clock, taken);
	return taken;
}
