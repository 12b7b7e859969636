#include "etl/run/redact.h"

#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/log.h"
#include "core/text.h"
#include "etl/guard/coded.h"
#include "etl/run/run_private.h"

#include <string.h>

typedef struct {
	Run run;
	const Redaction *redaction;
	GRegex *regex; /* of the pattern */
	Coded *coded;
	gint64 values;
	gint64 rows;
} Redacting;

/* ── which values ── */
static bool matches(const Redacting *redacting, const char *feed, const char *name,
		    const char *value)
{
	const Redaction *redaction = redacting->redaction;
	if (g_str_has_prefix(value, "‹") || g_str_has_prefix(value, "REDACTED-"))
		return false;
	if (redaction->station != NULL)
		return strcmp(name, "station") == 0 && strcmp(value, redaction->station) == 0;
	if (redacting->regex != NULL) {
		g_autofree char *folded = text_fold_shape(value, -1);
		return g_regex_match(redacting->regex, value, 0, NULL) ||
		       g_regex_match(redacting->regex, folded, 0, NULL);
	}
	const CodedColumn *column = coded_column(redacting->coded, feed, name);
	g_autofree char *instead = coded_settle(column, value, strlen(value), NULL);
	return instead != NULL && g_str_has_prefix(instead, "‹");
}

static bool redact_value(Redacting *redacting, const char *feed, const char *name,
			 const char *value, GError **error)
{
	g_autoptr(DatabaseResult) row =
	    database_one(redacting->run.warehouse, sqltext(SQL_ETL_REDACT),
			 DATABASE_PARAMS(redacting->redaction->source, feed, name, value), error);
	if (row == NULL)
		return false;
	redacting->values++;
	redacting->rows += result_int64(row, 0, 0);
	return true;
}

static bool redact_column(Redacting *redacting, const char *feed, const char *name, GError **error)
{
	gint64 before = redacting->values;
	g_autoptr(DatabaseResult) held =
	    database_query(redacting->run.warehouse, sqltext(SQL_ETL_VALUES_HELD),
			   DATABASE_PARAMS(redacting->redaction->source, feed, name), error);
	if (held == NULL)
		return false;
	for (int row = 0; row < result_rows(held); row++) {
		const char *value = result_text(held, row, 0);
		if (matches(redacting, feed, name, value) &&
		    !redact_value(redacting, feed, name, value, error))
			return false;
	}
	if (redacting->values > before)
		g_ptr_array_add(redacting->run.notes,
				g_strdup_printf("%s.%s: %" G_GINT64_FORMAT " values redacted", feed,
						name, redacting->values - before));
	return true;
}

static bool redact_columns(Redacting *redacting, GError **error)
{
	const Redaction *redaction = redacting->redaction;
	g_autoptr(DatabaseResult) columns =
	    database_query(redacting->run.warehouse, sqltext(SQL_ETL_REDACTABLE),
			   DATABASE_PARAMS(redaction->feed, redaction->column), error);
	if (columns == NULL)
		return false;
	if (result_rows(columns) == 0) {
		error_set(error, SHUMAR_ERROR_USAGE,
			  "Write it as case.station, outreach.partner, complaint.kind …",
			  "no column '%s.%s' holds text", redaction->feed, redaction->column);
		return false;
	}
	for (int row = 0; row < result_rows(columns); row++) {
		if (!redact_column(redacting, result_text(columns, row, 0),
				   result_text(columns, row, 1), error))
			return false;
	}
	return true;
}

/* ── the run ── */
static bool check_any(const Redacting *redacting, GError **error)
{
	if (redacting->values > 0)
		return true;
	error_set(
	    error, SHUMAR_ERROR_USAGE,
	    "Without --station and --pattern, what would not be taken in today is looked for.",
	    "nothing of source '%s' matches, nothing is redacted", redacting->redaction->source);
	return false;
}

static bool redact_in_transaction(Run *run, GError **error)
{
	Redacting *redacting = (Redacting *)run;
	redacting->coded = coded_read(run->warehouse, error);
	bool done = redacting->coded != NULL && run_read_behind(run, error) &&
		    claim_fence(run->claim, run->warehouse, "claimed", "applied", error) &&
		    redact_columns(redacting, error) && check_any(redacting, error) &&
		    apply_delta(run->claim, run->warehouse, &run->applied, error);
	run->behind = true; /* all cubes are new: they are proven, and published */
	return done;
}

static bool work(Run *run, GError **error)
{
	Redacting *redacting = (Redacting *)run;
	log_step("redact");
	bool done = extract_clear(run->claim, run->warehouse, "claimed", error) &&
		    run_apply(run, redact_in_transaction, error);
	if (done)
		g_ptr_array_add(run->notes, g_strdup_printf("source '%s': %" G_GINT64_FORMAT
							    " values taken out of "
							    "%" G_GINT64_FORMAT
							    " rows; correct them at the source too",
							    redacting->redaction->source,
							    redacting->values, redacting->rows));
	return done && run_end(run, error);
}

static bool check_source(const Config *config, const char *source, GError **error)
{
	if (source != NULL)
		return config_source(config, source, error) != NULL;
	error_set(error, SHUMAR_ERROR_USAGE, "Name the source with --source.",
		  "--source is missing");
	return false;
}

static bool read_pattern(Redacting *redacting, GError **error)
{
	const char *pattern = redacting->redaction->pattern;
	g_autoptr(GError) fault = NULL;
	if (pattern == NULL)
		return true;
	redacting->regex = g_regex_new(pattern, G_REGEX_CASELESS, 0, &fault);
	if (redacting->regex == NULL)
		error_set(error, SHUMAR_ERROR_USAGE, "Write a regular expression of PCRE.",
			  "--pattern is none: %s", fault->message);
	return redacting->regex != NULL;
}

bool run_redact(const Config *config, const RunOptions *options, const Redaction *redaction,
		GString *summary, GError **error)
{
	Redacting redacting = { .run = { .config = config, .options = options, .summary = summary },
				.redaction = redaction };
	g_autofree char *kept = g_strdup_printf("source '%s': personal data is taken out: %s",
						redaction->source, redaction->reason);
	bool done = check_source(config, redaction->source, error) &&
		    read_pattern(&redacting, error) &&
		    run_begin(&redacting.run, "redact", kept, error) &&
		    run_carry_out(&redacting.run, work, error);
	run_clear(&redacting.run);
	coded_free(redacting.coded);
	g_clear_pointer(&redacting.regex, g_regex_unref);
	return done;
}
