/* release prepare, audit: which figures, and whether they are safe. */
#include <stdio.h>
#include <string.h>

#include "core/error.h"
#include "core/outfile.h"
#include "core/text.h"
#include "reports/release/approve.h"
#include "reports/release/commands.h"
#include "reports/release/losses.h"
#include "reports/release/prepare.h"
#include "reports/release/words.h"

#define LINES_MOST 60 /* of what an audit says, on a terminal; the report has all */

#define MARGIN_MOST G_MAXINT32 /* what is wider has no end */

/* Transfer full. */
static char *earlier_text(guint count)
{
	return count > 0 ? text_count(count, "earlier release") : g_strdup("no earlier release");
}

/* ── prepare ── */

static void print_prepared(const PrepareResult *result, bool dry_run)
{
	g_autofree char *earlier = earlier_text(result->earlier);
	g_autofree char *figures = text_count(result->cells + result->missing, "figure");
	g_autofree char *finer = text_count(result->unpublished, "finer figure");
	g_autofree char *sums = text_count(result->sums, "sum");
	g_autofree char *source = prepare_source(result);
	printf("%s: %s from %s, joined with %s\n", result->release_id,
	       dry_run ? "would be prepared" : "prepared", source, earlier);
	printf("  %s in its tables: %u published, %u withheld (%.1f %%), %u not covered\n", figures,
	       result->published, result->hidden,
	       result->cells > 0 ? 100.0 * result->hidden / result->cells : 0.0, result->missing);
	printf("  withheld: %u by a rule, %u to protect them, of which %u as in earlier releases\n",
	       result->primaries, result->secondaries, result->kept);
	printf("  %s and %s tie them together\n", finer, sums);
	if (result->choice > 1)
		printf("  by choice %u of what the office's key chooses: those before it could not "
		       "be protected\n",
		       result->choice);
	for (guint n = 0; n < result->exposed; n++)
		printf("  cannot be protected any more: %s\n",
		       (const char *)result->exposed_in->pdata[n]);
	for (guint n = 0; n < result->given_up; n++)
		printf("  could be found before this release, which adds nothing to it: %s\n",
		       (const char *)result->given_up_in->pdata[n]);
	if (!dry_run)
		printf("next: shumar release audit %s\n", result->release_id);
}

/* Numbers that anybody counts in what is published. */
static void put_detail(GString *detail, const PrepareResult *result)
{
	g_autofree char *run = g_strdup_printf("%" G_GINT64_FORMAT, result->run_no);
	g_autofree char *published = g_strdup_printf("%u", result->published);
	g_autofree char *withheld = g_strdup_printf("%u", result->hidden);
	detail_add(detail, "run", run);
	detail_add(detail, "published", published);
	detail_add(detail, "withheld", withheld);
	detail_add(detail, "content", result->content);
}

static bool prepare(Desk *desk, const PrepareAsked *asked, const char *person, bool dry_run,
		    GError **error)
{
	g_auto(PrepareResult) result = { 0 };
	g_autoptr(GString) detail = g_string_new(NULL);
	if (!desk_begin(desk, error) ||
	    !prepare_release(desk_database(desk), desk_config(desk), asked, &result, error))
		return false;
	put_detail(detail, &result);
	if (dry_run)
		database_rollback(desk_database(desk));
	else if (!desk_record(desk, "prepared", result.release_id, person, detail->str, error))
		return false;
	print_prepared(&result, dry_run);
	return true;
}

/* A plan counts records as a run knew them, or a table of its own. */
static bool counts_table(const CommandContext *context, const Plan *plan, GError **error)
{
	if (plan->counts == NULL && command_text(context, "table") != NULL)
		error_set(error, SHUMAR_ERROR_USAGE, "Leave --table out.",
			  "cannot prepare '%s' from '%s': the plan counts records and no table",
			  plan->name, command_text(context, "table"));
	else if (plan->counts != NULL && command_text(context, "as-of") != NULL)
		error_set(error, SHUMAR_ERROR_USAGE, "Leave --as-of out.",
			  "cannot prepare '%s' as of %s: the plan counts a table and no records",
			  plan->name, command_text(context, "as-of"));
	else
		return true;
	return false;
}

bool release_prepare(CommandContext *context, GStrv words, GError **error)
{
	g_autoptr(Library) library = library_begin(context, words, 1, 1, error);
	g_autoptr(Plan) plan =
	    library != NULL ? release_commands_plan(library, words[0], error) : NULL;
	g_autofree char *person = plan != NULL && command_text(context, "by") != NULL
				      ? desk_person(command_text(context, "by"), error)
				      : NULL;
	if (plan == NULL || (command_text(context, "by") != NULL && person == NULL) ||
	    !counts_table(context, plan, error))
		return false;
	g_autofree char *rules = release_commands_rules(library);
	g_autoptr(Desk) desk = release_commands_open(context, words, 1, 1, DESK_CHANGES, error);
	const PrepareAsked prepared = { .plan = plan,
					.words = command_texts(context, "param"),
					.as_of = command_text(context, "as-of"),
					.table = command_text(context, "table"),
					.rules = rules };
	return desk != NULL &&
	       prepare(desk, &prepared, person, command_flag(context, "dry-run"), error);
}

/* ── audit ── */

static bool write_report(const char *path, const GString *said, GError **error)
{
	if (path == NULL)
		return true;
	if (!outfile_write(path, OUTFILE_INTERNAL, said->str, said->len, error))
		return false;
	printf("%s: the safety report; it has hidden values, and is never to be given out\n", path);
	return true;
}

/* The cells that fail, as many as fit a terminal. */
static void print_said(const GString *said)
{
	g_auto(GStrv) lines = g_strsplit(said->str, "\n", LINES_MOST + 1);
	for (guint n = 0; n < LINES_MOST && lines[n] != NULL; n++)
		puts(lines[n]);
	if (g_strv_length(lines) > LINES_MOST)
		puts("…: --report FILE has all of it");
}

static void add_numbers(GString *detail, const AuditResult *result)
{
	g_autofree char *earlier = g_strdup_printf("%u", result->earlier);
	g_autofree char *cells = g_strdup_printf("%u", result->cells);
	g_autofree char *sums = g_strdup_printf("%u", result->sums);
	detail_add(detail, "earlier", earlier);
	detail_add(detail, "cells", cells);
	detail_add(detail, "sums", sums);
	detail_add(detail, "union", result->union_hash);
	if (result->given_up->len > 0) {
		g_autofree char *given_up = g_strdup_printf("%u", result->given_up->len);
		detail_add(detail, "given_up", given_up);
		detail_add(detail, "given_up_first", result->given_up->pdata[0]);
	}
}

static bool record_passed(Desk *desk, const Library *library, const Standing *standing,
			  const AuditResult *result, GError **error)
{
	g_autoptr(GString) detail = g_string_new(NULL);
	g_autofree char *rules = release_commands_rules(library);
	add_numbers(detail, result);
	if (!release_add_audited(desk, library, rules, standing->release_id, detail, error) ||
	    (strcmp(standing->state, "prepared") == 0 &&
	     !standing_move(desk, standing, "audited", error)) ||
	    !desk_record(desk, "audited", standing->release_id, NULL, detail->str, error))
		return false;
	g_autofree char *earlier = earlier_text(result->earlier);
	g_autofree char *cells = text_count(result->cells, "figure");
	g_autofree char *sums = text_count(result->sums, "sum");
	printf("%s: passed, with %s: %s, %s, none that can be found\n", standing->release_id,
	       earlier, cells, sums);
	return true;
}

/* The refusal is kept, and then told. */
static bool record_refused(Desk *desk, const Standing *standing, const AuditResult *result,
			   GError *fault, GError **error)
{
	g_autoptr(GString) detail = g_string_new(NULL);
	g_autofree char *failing = g_strdup_printf("%u", result->failing);
	detail_add(detail, "failing", failing);
	if (!standing_move(desk, standing, "refused", error) ||
	    !desk_record(desk, "refused", standing->release_id, NULL, detail->str, error)) {
		g_error_free(fault);
		return false;
	}
	g_propagate_error(error, fault);
	return false;
}

/* How safe the rest is, of an audit that passed. */
static void tell_margin(const AuditResult *result, GString *told)
{
	g_autofree char *given_up = text_count(result->given_up->len, "figure");
	if (result->given_up->len > 0)
		g_string_append_printf(told,
				       "%s of earlier releases could be found before this one, "
				       "which adds nothing to that; nothing can protect what was "
				       "public:\n",
				       given_up);
	for (guint n = 0; n < MIN(result->given_up->len, (guint)LINES_MOST); n++)
		g_string_append_printf(told, "  %s\n", (char *)result->given_up->pdata[n]);
	if (result->margin <= 0 || result->margin >= MARGIN_MOST)
		return;
	g_string_append_printf(told,
			       "Whoever reads all that is public, and adds and subtracts, is left "
			       "with a range of at least %" G_GINT64_FORMAT
			       " for each figure that is not told.\n",
			       result->margin);
	if (result->persons)
		g_string_append(told, "Whoever is the one case of a figure, and so knows it, "
				      "narrows no figure of others either.\n");
}

/* What the tables lose, for who decides. */
static bool tell_losses(Desk *desk, const Library *library, const char *id,
			const AuditResult *result, GString *told, GString *said, GError **error)
{
	g_autoptr(Plan) plan = release_commands_plan_of(library, id, error);
	g_autoptr(UnionRelease) release =
	    plan != NULL ? union_load_one(desk_database(desk), id, true, error) : NULL;
	if (release == NULL || !losses_tell(release, plan, result->threshold, told, said, error))
		return false;
	tell_margin(result, told);
	return true;
}

/* The words of the papers, after their figures. */
static bool check_words(Desk *desk, const Library *library, const char *id, GString *said,
			GError **error)
{
	guint findings = 0;
	if (!words_look(desk_database(desk), library, id, said, &findings, error))
		return false;
	g_autofree char *things = text_count(findings, "thing");
	if (findings > 0)
		error_set(error, SHUMAR_ERROR_DISCLOSURE,
			  "Word it differently in the template, or give the office its list; the "
			  "rules are in templates/words/public.yaml.",
			  "cannot let '%s' pass: its papers say or lack %s that the rules of "
			  "public words name",
			  id, things);
	return findings == 0;
}

/* Gives FAULT, for a figure of TABLE, the coarser table of the plan as its remedy. */
static void name_coarser(const Library *library, const char *id, const char *table, GError *fault)
{
	g_autoptr(Plan) plan = release_commands_plan_of(library, id, NULL);
	const PlanTable *finer = plan != NULL ? plan_table(plan, table) : NULL;
	if (finer == NULL)
		return;
	g_autofree char *coarser = plan_coarser_hint(plan, finer);
	g_autofree char *hint =
	    g_strdup_printf("Prepare the release again. If it is refused again: %s 'release audit "
			    "--report' writes all of the figures.",
			    coarser);
	error_set_hint(fault, hint);
}

static bool audit(Desk *desk, const Library *library, const Standing *standing, const char *report,
		  GError **error)
{
	g_autofree char *rules = release_commands_rules(library);
	GError *fault = NULL;
	g_auto(AuditResult) result = { 0 };
	g_autoptr(GString) said = g_string_new(NULL), words = g_string_new(NULL);
	g_autoptr(GString) told = g_string_new(NULL);
	if (!desk_begin(desk, error))
		return false;
	bool safe = audit_release(desk_database(desk), standing->release_id, rules, report != NULL,
				  &result, said, &fault);
	bool passed =
	    safe && tell_losses(desk, library, standing->release_id, &result, told, said, &fault) &&
	    check_words(desk, library, standing->release_id, words, &fault);
	g_string_append(said, words->str);
	if (!passed && error_exit_code(fault) != SHUMAR_ERROR_DISCLOSURE) {
		g_propagate_error(error, fault);
		return false;
	}
	if (!write_report(report, said, passed ? error : NULL) && passed)
		return false;
	fputs(told->str, stdout);
	if (passed)
		return record_passed(desk, library, standing, &result, error);
	if (!safe)
		name_coarser(library, standing->release_id, result.table, fault);
	print_said(safe ? words : said); /* what is withheld is for the eyes that need it */
	return record_refused(desk, standing, &result, fault, error);
}

bool release_audit(CommandContext *context, GStrv words, GError **error)
{
	g_autoptr(Library) library = library_begin(context, words, 1, 1, error);
	g_autoptr(Desk) desk =
	    library != NULL ? release_commands_open(context, words, 1, 1, DESK_CHANGES, error)
			    : NULL;
	g_autoptr(Standing) standing = desk != NULL ? standing_read(desk, words[0], error) : NULL;
	if (standing == NULL || !standing_allows(standing, "audit", error))
		return false;
	return audit(desk, library, standing, command_text(context, "report"), error);
}
