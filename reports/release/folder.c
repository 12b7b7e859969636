#include "reports/release/folder.h"

#include <string.h>

#include "core/csvout.h"
#include "core/database/sqltext.h"
#include "core/error.h"
#include "core/outfile.h"
#include "core/text.h"
#include "reports/disclosure/past.h"
#include "reports/disclosure/rule.h"
#include "reports/release/describe.h"
#include "reports/release/proof.h"
#include "reports/release/seal.h"
#include "reports/release/union.h"

/* What stands in the place of a figure that is missing, by its coverage. */
static const struct {
	const char *coverage, *mark;
} missing_marks[] = {
	{ "did-not-exist", "[z]" },
	{ "not-yet", "[n]" },
};

static const char *missing_mark(const char *coverage)
{
	for (size_t n = 0; n < G_N_ELEMENTS(missing_marks); n++) {
		if (strcmp(missing_marks[n].coverage, coverage) == 0)
			return missing_marks[n].mark;
	}
	return "[x]";
}

static bool write_one(const char *folder, const char *name, const char *text, GError **error)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	return outfile_write(path, OUTFILE_PUBLIC, text, strlen(text), error);
}

/* ── figures.csv ── */
typedef struct {
	const Proof *proof;
	Csvout *csv;
	GError **error;
} Figures;

static bool figure_fault(const char *key, GError **error)
{
	error_set(error, SHUMAR_ERROR_DISCLOSURE, "Prepare and audit the release again.",
		  "figure '%s' is not in what was audited as it is to be published", key);
	return false;
}

/* The number of the figure's cell, as the proof has it; 0 when it has it otherwise. */
static guint figure_cell(const Proof *proof, const DatabaseResult *row)
{
	g_autofree char *key =
	    g_strconcat(result_text(row, 0, result_column(row, "key")), "|",
			result_text(row, 0, result_column(row, "version")), NULL);
	const StoreCell *cell = NULL;
	guint number = proof_number(proof, key, &cell);
	bool published = strcmp(result_text(row, 0, result_column(row, "state")), "published") == 0;
	if (number == 0 || published != (cell->state == CELL_PUBLISHED) ||
	    (published && cell->value != result_int64(row, 0, result_column(row, "value"))))
		return 0;
	return number;
}

/* "[p][r]" of a published figure. A withheld one has no marks: whether it was revised would tell
 * of its value. */
static const char *published_marks(const DatabaseResult *row)
{
	bool provisional =
	    result_bool(row, 0, result_column(row, "provisional")) ||
	    strcmp(result_text(row, 0, result_column(row, "coverage")), "partial") == 0;
	bool revised = result_bool(row, 0, result_column(row, "revised"));
	if (provisional)
		return revised ? "[p][r]" : "[p]";
	return revised ? "[r]" : "";
}

static bool put_figure(const DatabaseResult *row, gpointer payload, GError **error)
{
	static const char *const words[] = { "measure", "place", "kind", "first_on", "last_on" };
	const Figures *figures = payload;
	const char *state = result_text(row, 0, result_column(row, "state"));
	bool missing = strcmp(state, "missing") == 0;
	bool published = strcmp(state, "published") == 0;
	guint number = missing ? 0 : figure_cell(figures->proof, row);
	g_autofree char *cell = number > 0 ? g_strdup_printf("%u", number) : g_strdup("");
	if (number == 0 && !missing)
		return figure_fault(result_text(row, 0, result_column(row, "key")), error);
	csvout_number(figures->csv, cell);
	for (size_t n = 0; n < G_N_ELEMENTS(words); n++)
		csvout_text(figures->csv, result_text(row, 0, result_column(row, words[n])));
	if (published)
		csvout_number(figures->csv, result_text(row, 0, result_column(row, "value")));
	else
		csvout_text(figures->csv,
			    missing
				? missing_mark(result_text(row, 0, result_column(row, "coverage")))
				: "[c]");
	csvout_text(figures->csv, published ? published_marks(row) : "");
	csvout_end(figures->csv);
	return true;
}

static bool write_figures(Database *db, const char *release_id, const Proof *proof,
			  const char *folder, GError **error)
{
	static const char *const heads[] = { "cell",     "measure", "place", "kind",
					     "first_on", "last_on", "value", "marks" };
	g_autoptr(GString) text = g_string_new(NULL);
	Csvout csv = csvout_begin(text, false);
	for (size_t n = 0; n < G_N_ELEMENTS(heads); n++)
		csvout_text(&csv, heads[n]);
	csvout_end(&csv);
	Figures figures = { .proof = proof, .csv = &csv };
	return database_each(db, sqltext(SQL_RELEASE_FOLDER_FIGURES), DATABASE_PARAMS(release_id),
			     put_figure, &figures, error) &&
	       write_one(folder, "data/figures.csv", text->str, error);
}

/* ── texts ── */
/* What was lost, a line for each table; in Urdu when URDU. Transfer full. */
static char *lost_lines(const DatabaseResult *tables, bool urdu)
{
	GString *lines = g_string_new(NULL);
	for (int row = 0; row < result_rows(tables); row++) {
		const char *table =
		    result_text(tables, row, result_column(tables, urdu ? "title_ur" : "title_en"));
		const char *figures = result_text(tables, row, result_column(tables, "figures"));
		const char *withheld = result_text(tables, row, result_column(tables, "withheld"));
		const char *pct = result_text(tables, row, result_column(tables, "withheld_pct"));
		g_string_append_printf(lines, urdu ? "  %s: %s میں سے %s" : "  %s: %s of %s", table,
				       urdu ? figures : withheld, urdu ? withheld : figures);
		if (pct != NULL)
			g_string_append_printf(
			    lines,
			    urdu ? "؛ میزان کا %s فیصد کسی شائع شدہ حصے میں نہیں"
				 : "; %s %% of the total stands in no published part",
			    pct);
		g_string_append_c(lines, '\n');
	}
	return g_string_free(lines, FALSE);
}

/* "2026-11-22T19:00:00Z" as "2026-11-22 19:00 UTC". Transfer full. */
static char *day_and_hour(const char *instant)
{
	return g_strdup_printf("%.10s %.5s UTC", instant, instant + strlen("2026-11-22T"));
}

/* Where the figures are from: records as a run knew them, or a table. Transfer full. */
static char *source_of(const DatabaseResult *release, bool urdu)
{
	const char *run = result_text_at(release, 0, "run_no");
	g_autofree char *as_at = day_and_hour(result_text_at(release, 0, "as_at"));
	if (strcmp(run, "0") != 0)
		return g_strdup_printf(urdu
					   ? "ریکارڈ %s تک کا ہے؛ اعداد رن نمبر %s کے ہیں۔"
					   : "Records are known up to %s; the figures are those of "
					     "run %s.",
				       as_at, run);
	return g_strdup_printf(urdu ? "اعداد گنتی کے ایک جدول سے ہیں، جیسا وہ %s کو تھا۔"
				    : "The figures are of a table of counts, as it was on %s.",
			       as_at);
}

static void put_words(GString *text, const DatabaseResult *release, const char *lost, bool urdu)
{
	g_autofree char *source = source_of(release, urdu);
	g_string_replace(text, "{release}", result_text_at(release, 0, "release_id"), 0);
	g_string_replace(text, "{source}", source, 0);
	g_string_replace(text, "{lost}", lost, 0);
}

static bool write_texts(Database *db, const char *release_id, const ProtectRules *rules,
			const char *folder, GError **error)
{
	g_autoptr(DatabaseResult) release =
	    database_one(db, sqltext(SQL_RELEASE_SEAL), DATABASE_PARAMS(release_id), error);
	g_autoptr(DatabaseResult) tables =
	    release != NULL ? database_query(db, sqltext(SQL_RELEASE_FOLDER_LOST),
					     DATABASE_PARAMS(release_id), error)
			    : NULL;
	if (tables == NULL)
		return false;
	g_autoptr(GString) readme = g_string_new(sqltext(SQL_RELEASE_README_EN_TXT));
	g_autoptr(GString) urdu = g_string_new(sqltext(SQL_RELEASE_README_UR_TXT));
	g_autofree char *lost = lost_lines(tables, false);
	g_autofree char *lost_urdu = lost_lines(tables, true);
	put_words(readme, release, lost, false);
	put_words(urdu, release, lost_urdu, true);
	g_string_replace(readme, "{size}", describe_size(rules, false), 0);
	g_string_replace(urdu, "{size}", describe_size(rules, true), 0);
	g_string_append_printf(readme, "\n\n%s", urdu->str);
	return write_one(folder, "README.txt", readme->str, error);
}

/* ── the proof ── */
static bool failing_fault(const Store *store, const Audit *audit, GError **error)
{
	const AttackCell *first = &g_array_index(audit->failing, AttackCell, 0);
	error_set(error, SHUMAR_ERROR_DISCLOSURE,
		  "Prepare and audit the release again: something was published since.",
		  "%u withheld figures of the release and those before it can be found; the first: "
		  "'%s'",
		  audit->failing->len, store_cell(store, first->cell)->key);
	return false;
}

static bool write_all(Database *db, const char *release_id, const Store *store, const Audit *audit,
		      const GArray *given_up, const ProtectRules *rules, const char *folder,
		      GError **error)
{
	const AttackRule rule = { rules->width, rules->threshold, 0 };
	g_autoptr(Proof) proof = proof_new(store, audit->tables, &rule, error);
	g_autofree char *place = g_build_filename(folder, "proof", NULL);
	if (proof != NULL)
		proof_give_up(proof, given_up);
	return proof != NULL && proof_write(proof, place, error) &&
	       write_figures(db, release_id, proof, folder, error) &&
	       write_texts(db, release_id, rules, folder, error);
}

static bool is_there(Database *db, const char *release_id, GError **error)
{
	g_autoptr(DatabaseResult) release =
	    database_query(db, sqltext(SQL_RELEASE_SEAL), DATABASE_PARAMS(release_id), error);
	if (release == NULL || result_rows(release) == 1)
		return release != NULL;
	error_set(error, SHUMAR_ERROR_FAILED, "'shumar release list' has all of them.",
		  "cannot write the folder of release '%s': there is none of that name",
		  release_id);
	return false;
}

bool folder_write(Database *db, const Config *config, const char *release_id, const char *rules,
		  const char *folder, char **ret_sha256, GError **error)
{
	g_autoptr(ProtectRules) declared = rules_read(rules, error);
	g_autoptr(Store) before = NULL;
	g_autoptr(Store) store = declared != NULL && is_there(db, release_id, error)
				     ? union_public(db, release_id, &before, error)
				     : NULL;
	if (store == NULL)
		return false;
	const AttackRule rule = { declared->width, declared->threshold, 0 };
	g_autoptr(Audit) audit = attack_audit(store, &rule, error);
	g_autoptr(Past) past = audit != NULL ? past_new(before, &rule, NULL, 0, error) : NULL;
	if (past == NULL)
		return false;
	g_autoptr(GArray) given_up = past_take(past, store, audit);
	if (audit->failing->len > 0)
		return failing_fault(store, audit, error);
	return write_all(db, release_id, store, audit, given_up, declared, folder, error) &&
	       seal_folder(db, config, release_id, folder, ret_sha256, error);
}
