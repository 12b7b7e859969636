#include "tests/support/made_folder.h"

#include <criterion/criterion.h>
#include <string.h>

#include "core/outfile.h"
#include "core/warehouse/signature.h"
#include "reports/disclosure/attack.h"
#include "reports/release/proof.h"
#include "reports/release/seal.h"
#include "tests/support/program.h"

#define DISTRICTS 8

static const struct {
	const char *days, *release;
	gint64 counts[DISTRICTS];
} months[] = {
	{ "2026-10-01|2026-10-31", "made-2026-10", { 12, 2, 31, 9, 44, 1, 17, 25 } },
	{ "2026-11-01|2026-11-30",
	  MADE_RELEASE,
	  { 14, MADE_HIDDEN_NUMBER, 28, 11, 39, 2, 20, 22 } },
};

/* Hidden are the second, the sixth, and two that keep them from being subtracted. */
static bool is_hidden(guint district)
{
	return district == 1 || district == 5 || district == 3 || district == 6;
}

Store *made_folder_store(void)
{
	Store *store = store_new();
	for (guint month = 0; month < G_N_ELEMENTS(months); month++) {
		guint parts[DISTRICTS];
		gint64 total = 0;
		for (guint n = 0; n < DISTRICTS; n++) {
			g_autofree char *key =
			    g_strdup_printf("cases|QQ%u|all|%s|%s", n + 1, months[month].days,
					    months[month].release);
			parts[n] = store_add(store, key, months[month].counts[n]);
			total += months[month].counts[n];
			if (is_hidden(n)) {
				store_cell(store, parts[n])->state = CELL_HIDDEN;
				store_cell(store, parts[n])->least = 1;
			}
		}
		g_autofree char *key = g_strdup_printf("cases|punjab|all|%s|%s", months[month].days,
						       months[month].release);
		guint whole = store_add(store, key, total);
		store_total(store, key, whole, parts, DISTRICTS);
	}
	return store;
}

/* Figures of both months, as the second release prints them. */
static void write_figures(const Proof *proof, const Store *store, const char *folder)
{
	g_autoptr(GString) text =
	    g_string_new("cell,measure,place,kind,first_on,last_on,value,marks\r\n");
	for (guint cell = 0; cell < store->cells->len; cell++) {
		const StoreCell *at = store_cell(store, cell);
		g_auto(GStrv) parts = g_strsplit(at->key, "|", -1);
		g_autofree char *value = at->state == CELL_HIDDEN
					     ? g_strdup("[c]")
					     : g_strdup_printf("%" G_GINT64_FORMAT, at->value);
		g_string_append_printf(text, "%u,%s,%s,%s,%s,%s,%s,%s\r\n",
				       proof_number(proof, at->key, NULL), parts[0], parts[1],
				       parts[2], parts[3], parts[4], value,
				       at->state == CELL_HIDDEN ? "" : "[p]");
	}
	g_string_append(text, ",cases,QQ9,all,2026-11-01,2026-11-30,[x],\r\n");
	program_write(folder, "data/figures.csv", text->str);
}

static void seal(const char *folder, guint8 seed_of, char **ret_public)
{
	GError *error = NULL;
	guint8 seed[KEYFILE_BYTES];
	memset(seed, seed_of, sizeof seed);
	g_autoptr(SignatureKey) key = signature_key_new(seed);
	g_autoptr(Contents) contents = contents_new();
	contents_say(contents, "release", MADE_RELEASE);
	contents_say(contents, "run", "7");
	contents_say_row(contents, "params", "month", "2026-11 \"of \\ it\" \x01\n");
	cr_assert(seal_list(contents, folder, &error) &&
		      seal_write(contents, key, folder, NULL, &error),
		  "%s", error != NULL ? error->message : "");
	if (ret_public != NULL)
		*ret_public = signature_pem(signature_key_public(key));
}

void made_folder(const char *home, const char *name, const char *key)
{
	GError *error = NULL;
	const AttackRule rule = { .width = 4, .threshold = 5 };
	g_autofree char *folder = g_build_filename(home, name, NULL);
	g_autofree char *place = g_build_filename(folder, "proof", NULL);
	g_autofree char *public_key = NULL;
	g_autoptr(Store) store = made_folder_store();
	g_autoptr(Audit) audit = attack_audit(store, &rule, &error);
	cr_assert(audit != NULL && audit->failing->len == 0);
	g_autoptr(Proof) proof = proof_new(store, audit->tables, &rule, &error);
	cr_assert(proof != NULL && proof_write(proof, place, &error), "%s",
		  error != NULL ? error->message : "");
	write_figures(proof, store, folder);
	program_write(folder, "README.txt", "A release that was made for a test.\n");
	program_write(folder, "press-release.en.txt", "136 cases. [c] = withheld\n");
	seal(folder, 'm', &public_key);
	if (key != NULL)
		program_write(home, key, public_key);
}

void made_folder_forge(const char *folder)
{
	seal(folder, 'f', NULL);
}
