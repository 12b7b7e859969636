/*
 * Releases one after the other, as fast as the desk's people never are: each is prepared, audited
 * and, if both pass, public; its folder is written as the desk writes it, without papers.
 *
 *     release_chain CONFIG RULES OUTPUT < steps
 *
 * A step is a line "NUMBER PLAN-FILE AS-OF name=value …" ("-": as of now); the folder is
 * OUTPUT/NUMBER-ID. The answer is a line: "published ID", or "refused CODE message".
 */
#include "core/config.h"
#include "core/error.h"
#include "core/warehouse.h"
#include "reports/release/folder.h"
#include "reports/release/prepare.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

typedef struct {
	Database *db;
	Config *config;
	const char *rules;
	const char *output;
} Chain;

static bool make_public(Chain *chain, const char *number, const char *id, GError **error)
{
	g_autofree char *name = g_strdup_printf("%s-%s", number, id);
	g_autofree char *folder = g_build_filename(chain->output, name, NULL);
	g_autofree char *state = g_strdup_printf(
	    "update release.release set state = 'published' where release_id = '%s'", id);
	g_mkdir_with_parents(folder, 0755);
	return database_script(chain->db, state, error) &&
	       folder_write(chain->db, chain->config, id, chain->rules, folder, NULL, error);
}

static bool step(Chain *chain, char **words, char **ret_id, GError **error)
{
	g_autoptr(Plan) plan = plan_read(words[1], error);
	if (plan == NULL)
		return false;
	const PrepareAsked asked = { .plan = plan,
				     .words = (const char *const *)words + 3,
				     .as_of = strcmp(words[2], "-") == 0 ? NULL : words[2],
				     .rules = chain->rules };
	g_auto(PrepareResult) result = { 0 };
	g_auto(AuditResult) audit = { 0 };
	g_autoptr(GString) said = g_string_new(NULL);
	if (!prepare_release(chain->db, chain->config, &asked, &result, error) ||
	    !audit_release(chain->db, result.release_id, chain->rules, &audit, said, error) ||
	    !make_public(chain, words[0], result.release_id, error))
		return false;
	*ret_id = g_strdup_printf("%s: %u figures, %u hidden, %u secondary, %u exposed",
				  result.release_id, result.cells, result.hidden,
				  result.secondaries, result.exposed);
	return true;
}

static void play(Chain *chain, char **words)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *id = NULL;
	if (database_begin(chain->db, DATABASE_READ_WRITE, &error) &&
	    step(chain, words, &id, &error) && database_commit(chain->db, &error)) {
		printf("published %s\n", id);
	} else {
		database_rollback(chain->db);
		g_strdelimit(error->message, "\n", ' ');
		printf("refused %d %s\n", error->code, error->message);
	}
	fflush(stdout);
}

int main(int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Config) config = argc == 4 ? config_read(argv[1], &error) : NULL;
	g_autoptr(Database) db = config != NULL ? warehouse_open(config, "attack", &error) : NULL;
	if (db == NULL) {
		g_printerr("release_chain: %s\n",
			   error != NULL ? error->message : "usage: CONFIG RULES OUTPUT");
		return 2;
	}
	Chain chain = { db, config, argv[2], argv[3] };
	g_autofree char *line = NULL;
	size_t size = 0;
	while (getline(&line, &size, stdin) > 0) {
		g_auto(GStrv) words = g_strsplit(g_strstrip(line), " ", -1);
		if (g_strv_length(words) >= 3)
			play(&chain, words);
	}
	return 0;
}
