/*
 * Our algorithm as a filter, for who attacks it by running it: tables on standard input, a line of
 * states for each on standard output.
 *
 *     protect_table RULES < tables
 *
 *     table [KEY]
 *     cell NAME VALUE [hidden|forced|unpublished|headline|wanted]
 *     sum TOTAL PART PART ...
 *     end
 *
 * Cells of a headline and wanted ones stay as far as they can, as `release prepare` has it.
 * The answer has a letter for each cell: p published, h hidden, u unpublished; or "refused".
 */
#include "core/error.h"
#include "reports/disclosure/choice.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const no_words[] = { NULL };

static GArray *headline; /* bool of each cell */

static void read_cell(Store *store, char **words)
{
	guint cell = store_add(store, words[1], g_ascii_strtoll(words[2], NULL, 10));
	const char *state = words[3] != NULL ? words[3] : "";
	if (strcmp(state, "hidden") == 0) {
		store_cell(store, cell)->state = CELL_HIDDEN;
		store_cell(store, cell)->least = 1;
	} else if (strcmp(state, "unpublished") == 0) {
		store_cell(store, cell)->state = CELL_UNPUBLISHED;
	}
	store_cell(store, cell)->forced = strcmp(state, "forced") == 0;
	store_cell(store, cell)->wanted = strcmp(state, "wanted") == 0;
	bool head = strcmp(state, "headline") == 0;
	g_array_append_val(headline, head);
}

static bool protect_one(Store *store, const ProtectRules *rules, gpointer payload,
			ProtectResult *result, GError **error)
{
	(void)payload;
	return protect(store, rules, result, error);
}

static void read_sum(Store *store, char **words, const char *name)
{
	g_autoptr(GArray) cells = g_array_new(FALSE, FALSE, sizeof(guint));
	for (guint n = 1; words[n] != NULL; n++) {
		guint cell = 0;
		if (!store_find(store, words[n], &cell)) {
			g_printerr("protect_table: no cell '%s' in: %s\n", words[n], name);
			exit(2);
		}
		g_array_append_val(cells, cell);
	}
	const guint *all = (const guint *)(const void *)cells->data;
	store_total(store, name, all[0], all + 1, cells->len - 1);
}

/* What hits figures by itself, whatever the key. */
static void apply_plain(const ProtectRules *rules, Store *store)
{
	ProtectRules plain = *rules;
	plain.key = NULL;
	rules_apply(&plain, store, NULL, 0);
}

static void answer(Store *store, const ProtectRules *rules)
{
	g_autoptr(GError) error = NULL;
	g_auto(ProtectResult) result = { 0 };
	guint number = 0;
	const Choice choice = { rules, (const bool *)(gpointer)headline->data, protect_one, NULL,
				CHOICE_STEPS };
	apply_plain(rules, store);
	if (!choice_protect(&choice, store, &result, &number, &error)) {
		if (!g_error_matches(error, SHUMAR_ERROR, SHUMAR_ERROR_DISCLOSURE)) {
			g_printerr("protect_table: %s\n", error->message);
			exit(1);
		}
		puts("refused");
		return;
	}
	for (guint n = 0; n < store->cells->len; n++) {
		CellState state = store_cell(store, n)->state;
		putchar(state == CELL_PUBLISHED ? 'p' : state == CELL_HIDDEN ? 'h' : 'u');
	}
	putchar('\n');
}

int main(int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(ProtectRules) rules = argc > 1 ? rules_read(argv[1], &error) : NULL;
	if (rules == NULL) {
		g_printerr("protect_table: %s\n",
			   error != NULL ? error->message : "usage: protect_table RULES");
		return 2;
	}
	headline = g_array_new(FALSE, FALSE, sizeof(bool));
	Store *store = NULL;
	g_autofree char *line = NULL;
	size_t size = 0;
	while (getline(&line, &size, stdin) > 0) {
		g_auto(GStrv) words = g_strsplit(g_strchomp(line), " ", -1);
		char **all = words[0] != NULL ? words : (char **)(guintptr)no_words;
		if (g_strcmp0(all[0], "table") == 0) {
			store_free(store);
			store = store_new();
			g_array_set_size(headline, 0);
			g_clear_pointer(&rules->key, g_bytes_unref);
			if (all[1] != NULL)
				rules->key = g_bytes_new(all[1], strlen(all[1]));
		} else if (g_strcmp0(all[0], "cell") == 0 && g_strv_length(all) >= 3) {
			read_cell(store, all);
		} else if (g_strcmp0(all[0], "sum") == 0 && g_strv_length(all) >= 3) {
			read_sum(store, all, line);
		} else if (g_strcmp0(all[0], "end") == 0) {
			answer(store, rules);
			fflush(stdout); /* who asks waits for it */
			g_clear_pointer(&store, store_free);
		}
	}
	store_free(store);
	g_array_unref(headline);
	return 0;
}
