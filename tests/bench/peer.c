#include "tests/bench/peer.h"

#include "core/error.h"

#include <glib/gstdio.h>
#include <string.h>

static void put_variable(GStrv *variables, const char *name, const char *value)
{
	*variables = g_environ_setenv(*variables, name, value != NULL ? value : "", TRUE);
}

static bool run_script(const Bench *bench, const char *script, GStrv variables, char **ret_said,
		       GError **error)
{
	g_autofree char *path = g_build_filename(bench->home, "peers", script, NULL);
	char *argv[] = { path, NULL };
	g_autofree char *said = NULL;
	g_autofree char *complaint = NULL;
	g_autoptr(GError) fault = NULL;
	int status = 0;
	bool ended = g_spawn_sync(NULL, argv, variables, G_SPAWN_DEFAULT, NULL, NULL, &said,
				  &complaint, &status, &fault) &&
		     g_spawn_check_wait_status(status, &fault);
	if (!ended) {
		error_set(error, SHUMAR_ERROR_FAILED, "Run the script by hand.",
			  "the peer 'tests/bench/peers/%s' failed: %s: %s", script, fault->message,
			  complaint != NULL ? complaint : "");
		return false;
	}
	if (ret_said != NULL)
		*ret_said = g_steal_pointer(&said);
	return true;
}

/* The seconds that the script wrote, or ELSE when it wrote none. */
static double own_seconds(const char *path, double otherwise)
{
	g_autofree char *text = NULL;
	return g_file_get_contents(path, &text, NULL, NULL) ? g_ascii_strtod(text, NULL)
							    : otherwise;
}

bool peer_run(const Bench *bench, const char *script, const PeerPlace *place, double *ret_seconds,
	      GError **error)
{
	g_auto(GStrv) variables = g_get_environ();
	g_autofree char *seconds = g_build_filename(bench->folder, "seconds", NULL);
	g_autofree char *rows = g_strdup_printf("%" G_GINT64_FORMAT, place->rows);
	put_variable(&variables, "BENCH_SOURCE", place->source);
	put_variable(&variables, "BENCH_PEER", place->peer);
	put_variable(&variables, "BENCH_CSV", place->csv);
	put_variable(&variables, "BENCH_ROWS", rows);
	put_variable(&variables, "BENCH_SECONDS", seconds);
	(void)g_unlink(seconds);
	if (!bench_settle(bench, error))
		return false;
	gint64 began_us = g_get_monotonic_time();
	if (!run_script(bench, script, variables, NULL, error))
		return false;
	double whole = (double)(g_get_monotonic_time() - began_us) / G_USEC_PER_SEC;
	*ret_seconds = own_seconds(seconds, whole);
	(void)g_unlink(seconds);
	return true;
}

char *peer_output(const Bench *bench, const char *script, GError **error)
{
	char *said = NULL;
	return run_script(bench, script, NULL, &said, error) ? said : NULL;
}
