#include "app/doctor_private.h"

#include "core/error.h"
#include "core/installed.h"
#include "core/text.h"
#include "core/warehouse/cluster.h"
#include "core/warehouse/migrate.h"
#include "core/warehouse/warehouse.h"

#include <errno.h>
#include <fontconfig/fontconfig.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

static bool needs_config(Doctor *doctor, const char *subject)
{
	if (doctor->config == NULL)
		doctor_say(doctor, FINDING_WARN, subject, NULL,
			   "not looked at without a configuration");
	return doctor->config != NULL;
}

/* ── what is installed ── */
static void check_postgresql(Doctor *doctor)
{
	const char *subject = "PostgreSQL";
	const Config *config = doctor->config;
	if (config != NULL && !warehouse_is_embedded(config)) {
		doctor_say(doctor, FINDING_OK, subject, NULL,
			   "not needed here: the warehouse is elsewhere");
		return;
	}
	g_autoptr(GError) error = NULL;
	g_autoptr(Cluster) cluster =
	    cluster_new(config != NULL ? config->data : "/var/lib/shumar", &error);
	if (cluster == NULL)
		doctor_say_error(doctor, FINDING_FAIL, subject, error);
	else
		doctor_say(doctor, FINDING_OK, subject, NULL, "in %s", cluster_binaries(cluster));
}

static void check_psql(Doctor *doctor)
{
	g_autofree char *psql = g_find_program_in_path("psql");
	if (psql != NULL)
		doctor_say(doctor, FINDING_OK, "psql", NULL, "%s", psql);
	else
		doctor_say(doctor, FINDING_WARN, "psql",
			   "Debian: apt-get install postgresql-client",
			   "not on PATH; only 'shumar db psql' needs it");
}

static bool has_font(const char *family)
{
	FcPattern *pattern = FcPatternBuild(NULL, FC_FAMILY, FcTypeString, family, NULL);
	FcObjectSet *objects = FcObjectSetBuild(FC_FILE, NULL);
	FcFontSet *fonts = FcFontList(NULL, pattern, objects);
	bool found = fonts != NULL && fonts->nfont > 0;
	if (fonts != NULL)
		FcFontSetDestroy(fonts);
	FcObjectSetDestroy(objects);
	FcPatternDestroy(pattern);
	return found;
}

static void check_fonts(Doctor *doctor)
{
	static const char *const families[] = { "Noto Sans", "Noto Nastaliq Urdu" };
	for (size_t n = 0; n < G_N_ELEMENTS(families); n++) {
		if (has_font(families[n]))
			doctor_say(doctor, FINDING_OK, "font", NULL, "%s", families[n]);
		else
			doctor_say(doctor, FINDING_FAIL, "font",
				   "Debian: apt-get install fonts-noto-core",
				   "%s is not installed; pages would look otherwise", families[n]);
	}
	FcFini();
}

static void check_timezone(Doctor *doctor)
{
	/* which zones the sources have, their mappings say; the server needs the same table */
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier("Etc/UTC");
	if (zone != NULL)
		doctor_say(doctor, FINDING_OK, "time zones", NULL, "known here");
	else
		doctor_say(doctor, FINDING_FAIL, "time zones", "Debian: apt-get install tzdata",
			   "the table of time zones is not installed");
}

/* ── configuration and folders ── */
static void check_configuration(Doctor *doctor)
{
	g_autoptr(GError) error = NULL;
	doctor->config = command_config(doctor->context, &error);
	if (doctor->config != NULL)
		doctor_say(doctor, FINDING_OK, "configuration", NULL, "%s", doctor->config->path);
	else
		doctor_say_error(doctor, FINDING_FAIL, "configuration", error);
}

/* The nearest folder on the way to PATH that exists. Transfer full. */
static char *nearest_folder(const char *path)
{
	g_autofree char *at = g_strdup(path);
	while (!g_file_test(at, G_FILE_TEST_IS_DIR)) {
		char *parent = g_path_get_dirname(at);
		g_free(at);
		at = parent;
	}
	return g_steal_pointer(&at);
}

static void check_writable(Doctor *doctor, const char *subject, const char *path)
{
	enum { LEAST_FREE_MB = 1000 };
	g_autofree char *folder = nearest_folder(path);
	struct statvfs disk;
	if (access(folder, W_OK | X_OK) != 0) {
		doctor_say(doctor, FINDING_FAIL, subject,
			   "Make it writable, or set another in shumar.yaml.",
			   "'%s' cannot be written: %s", folder, g_strerror(errno));
		return;
	}
	guint64 free_mb = statvfs(folder, &disk) == 0
			      ? (guint64)disk.f_bavail * disk.f_frsize / 1000000
			      : G_MAXUINT64;
	bool enough = free_mb >= LEAST_FREE_MB;
	doctor_say(doctor, enough ? FINDING_OK : FINDING_WARN, subject,
		   "Free at least 1 GB on that disk.", "%s, %" G_GUINT64_FORMAT " MB free", path,
		   free_mb);
}

static void check_folders(Doctor *doctor)
{
	if (!needs_config(doctor, "folders"))
		return;
	check_writable(doctor, "data folder", doctor->config->data);
	check_writable(doctor, "output folder", doctor->config->output);
	g_autofree char *installed = installed_folder("templates");
	if (access(doctor->config->templates, R_OK | X_OK) == 0)
		doctor_say(doctor, FINDING_OK, "templates", NULL, "%s", doctor->config->templates);
	else if (errno == ENOENT && access(installed, R_OK | X_OK) == 0)
		doctor_say(doctor, FINDING_OK, "templates", NULL, "%s (those of this installation)",
			   installed);
	else
		doctor_say(doctor, FINDING_FAIL, "templates",
			   "Set 'templates' in shumar.yaml to their folder.",
			   "'%s' cannot be read: %s", doctor->config->templates, g_strerror(errno));
}

static void check_key(Doctor *doctor)
{
	const char *subject = "pseudonym key";
	struct stat status;
	if (!needs_config(doctor, subject))
		return;
	g_autofree char *path =
	    g_build_filename(doctor->config->data, "keys", "pseudonym.key", NULL);
	g_autofree char *folder = g_path_get_dirname(path);
	if (stat(folder, &status) == 0 &&
	    ((status.st_mode & 077) != 0 || status.st_uid != geteuid()))
		doctor_say(
		    doctor, FINDING_FAIL, subject,
		    "Give it to the user who runs the program, and run chmod 700 on it.",
		    "the folder '%s' has mode %04o and belongs to user %u: others may exchange the keys",
		    folder, (unsigned)status.st_mode & 07777, (unsigned)status.st_uid);
	if (stat(path, &status) != 0 && errno == ENOENT)
		doctor_say(doctor, FINDING_WARN, subject,
			   "Nothing to do before the first 'shumar etl run'.",
			   "'%s' is not made yet", path);
	else if (access(path, R_OK) != 0)
		doctor_say(doctor, FINDING_FAIL, subject, "Run as the user who made it.",
			   "'%s' cannot be read: %s", path, g_strerror(errno));
	else if ((status.st_mode & 0777) != 0600)
		doctor_say(doctor, FINDING_FAIL, subject, "Run chmod 600 on it.",
			   "'%s' has mode %04o instead of 0600: others may read it", path,
			   (unsigned)status.st_mode & 0777);
	else
		doctor_say(doctor, FINDING_OK, subject, NULL, "%s", path);
}

/* ── databases ── */
static void check_database(Doctor *doctor, const char *conninfo)
{
	const char *subject = "warehouse";
	g_autoptr(GError) error = NULL;
	int missing = 0;
	g_autoptr(Database) db = database_open(conninfo, "doctor", &error);
	bool current = db != NULL && migrate_check(db, &missing, &error);
	bool absent = error != NULL && g_strcmp0(error_sqlstate(error), "3D000") == 0;
	if (absent && warehouse_is_embedded(doctor->config))
		doctor_say(doctor, FINDING_OK, subject, NULL,
			   "embedded; it is made when it is needed");
	else if (current)
		doctor_say(doctor, FINDING_OK, subject, NULL, "%s, schema current",
			   database_name(db));
	else if (error != NULL)
		doctor_say_error(doctor, FINDING_FAIL, subject, error);
	else
		doctor_say(doctor, FINDING_FAIL, subject, "Run 'shumar db migrate'.",
			   "%s is %d steps behind this program", database_name(db), missing);
	if (current)
		doctor_check_figures(doctor, db);
}

/* The embedded cluster when its server runs, else NULL. */
static Cluster *running_cluster(const Config *config)
{
	g_autoptr(Cluster) cluster = cluster_new(config->data, NULL);
	return cluster != NULL && cluster_running(cluster, NULL) ? g_steal_pointer(&cluster) : NULL;
}

/* The embedded cluster, with its server started for the time being (*ret_started) where it was
 * stopped: what its figures are, only it can tell. NULL, and said, where none is made yet. */
static Cluster *made_cluster(Doctor *doctor, bool *ret_started)
{
	const char *subject = "warehouse";
	g_autoptr(GError) error = NULL;
	g_autoptr(Cluster) cluster = cluster_new(doctor->config->data, NULL);
	if (cluster == NULL || !cluster_made(cluster))
		doctor_say(doctor, FINDING_OK, subject, NULL,
			   "embedded; it is made when it is needed");
	else if (cluster_running(cluster, NULL) || cluster_start(cluster, ret_started, &error))
		return g_steal_pointer(&cluster);
	else
		doctor_say_error(doctor, FINDING_FAIL, subject, error);
	return NULL;
}

static void check_warehouse(Doctor *doctor)
{
	const char *subject = "warehouse";
	if (!needs_config(doctor, subject))
		return;
	if (!warehouse_is_embedded(doctor->config)) {
		check_database(doctor, doctor->config->warehouse);
		return;
	}
	bool started = false;
	g_autoptr(Cluster) cluster = made_cluster(doctor, &started);
	if (cluster == NULL)
		return;
	g_autofree char *conninfo = cluster_conninfo(cluster, WAREHOUSE_DATABASE);
	if (cluster_outdated(cluster))
		doctor_say(
		    doctor, FINDING_FAIL, subject,
		    "Run 'shumar db stop' when no run is at work; the next command does so by itself.",
		    "PostgreSQL was upgraded under the running server: it can load libraries of "
		    "another version");
	check_database(doctor, conninfo);
	if (cluster_note(cluster) != NULL)
		doctor_say(doctor, FINDING_WARN, subject, NULL, "%s", cluster_note(cluster));
	if (started)
		(void)cluster_stop(cluster, NULL, NULL);
}

static void check_source_folder(Doctor *doctor, const ConfigSource *source, const char *subject)
{
	if (access(source->folder, R_OK | X_OK) == 0)
		doctor_say(doctor, FINDING_OK, subject, NULL, "%s", source->folder);
	else
		doctor_say(doctor, source->asked ? FINDING_WARN : FINDING_FAIL, subject,
			   "Put the records there, or set another folder in shumar.yaml.",
			   "'%s' cannot be read: %s", source->folder, g_strerror(errno));
}

static void check_embedded_source(Doctor *doctor, const ConfigSource *source, const char *subject)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Cluster) cluster = running_cluster(doctor->config);
	if (cluster == NULL) {
		doctor_say(doctor, FINDING_OK, subject, NULL, "embedded; its server is stopped");
		return;
	}
	g_autoptr(Database) db = warehouse_open_source(doctor->config, source, "doctor", &error);
	if (db != NULL)
		doctor_say(doctor, FINDING_OK, subject, NULL, "%s", database_name(db));
	else
		doctor_say(doctor, FINDING_WARN, subject,
			   "'shumar demo' makes the demonstration's database.", "%s",
			   error->message);
}

static void check_source_database(Doctor *doctor, const ConfigSource *source, const char *subject)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Database) db = warehouse_open_source(doctor->config, source, "doctor", &error);
	if (db != NULL)
		doctor_say(doctor, FINDING_OK, subject, NULL, "%s", database_name(db));
	else
		doctor_say_error(doctor, source->asked ? FINDING_WARN : FINDING_FAIL, subject,
				 error);
}

static void check_sources(Doctor *doctor)
{
	if (!needs_config(doctor, "sources"))
		return;
	for (guint n = 0; n < doctor->config->sources->len; n++) {
		const ConfigSource *source = g_ptr_array_index(doctor->config->sources, n);
		g_autofree char *subject = g_strdup_printf("source %s", source->name);
		if (source->folder != NULL)
			check_source_folder(doctor, source, subject);
		else if (warehouse_source_is_embedded(source))
			check_embedded_source(doctor, source, subject);
		else
			check_source_database(doctor, source, subject);
	}
}

/* ── the command ── */
/* In the order of the lines; the configuration comes first because others use it. */
static void (*const checks[])(Doctor *) = {
	check_configuration, check_postgresql, check_psql,      check_fonts,   check_timezone,
	check_folders,       check_key,        check_warehouse, check_sources,
};

bool doctor_run(CommandContext *context, GStrv words, GError **error)
{
	if (!command_words(context, words, 0, 0, error))
		return false;
	Doctor doctor = { .context = context };
	for (size_t n = 0; n < G_N_ELEMENTS(checks); n++)
		checks[n](&doctor);
	if (doctor.failed > 0)
		error_set(error, SHUMAR_ERROR_FAILED,
			  "Each FAIL line above has its remedy below it.",
			  "%d of the things that Shumar needs are missing", doctor.failed);
	return doctor.failed == 0;
}
