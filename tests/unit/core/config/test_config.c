#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "core/config/config.h"
#include "core/error.h"

/* A folder of each test's own, with shumar.yaml in it; removed at the end. */
static char *folder;
static char *file;

static void folder_new(void)
{
	folder = g_dir_make_tmp("shumar-config-XXXXXX", NULL);
	cr_assert_not_null(folder);
	file = g_build_filename(folder, "shumar.yaml", NULL);
	g_unsetenv("SHUMAR_CONFIG");
	g_unsetenv("SHUMAR_REAL_DATA");
	g_unsetenv("SHUMAR_TEST_X");
}

static void folder_free(void)
{
	g_unlink(file);
	g_rmdir(folder);
	g_clear_pointer(&file, g_free);
	g_clear_pointer(&folder, g_free);
}

TestSuite(config, .init = folder_new, .fini = folder_free);

static Config *read_text(const char *text)
{
	cr_assert(g_file_set_contents(file, text, -1, NULL));
	g_autoptr(GError) error = NULL;
	Config *config = config_read(file, &error);
	cr_assert_not_null(config, "%s", error != NULL ? error->message : "");
	return config;
}

/* The message with which TEXT is refused. Transfer full. */
static char *refuse_text(const char *text)
{
	cr_assert(g_file_set_contents(file, text, -1, NULL));
	g_autoptr(GError) error = NULL;
	g_autoptr(Config) config = config_read(file, &error);
	cr_assert_null(config, "was not refused: %s", text);
	cr_assert_not_null(error);
	cr_expect_eq(error_exit_code(error), SHUMAR_ERROR_CONFIG);
	return g_strdup(error->message);
}

static void expect_path(const char *path, const char *below)
{
	g_autofree char *wanted = g_build_filename(folder, below, NULL);
	cr_expect_str_eq(path, wanted);
}

Test(config, reads_every_key)
{
	g_autoptr(Config) config = read_text(
	    "data: d\nwarehouse: \"host=db1 dbname=shumar\"\ntemplates: t\noutput: o\n"
	    "log: {format: json, level: warning}\n"
	    "sources:\n"
	    "  psrms: {mapping: psrms, connection: \"embedded:psrms_demo\", when: always}\n"
	    "  cook:  {mapping: cook_county, folder: drops, when: asked}\n");
	cr_expect_str_eq(config->path, file);
	expect_path(config->data, "d");
	cr_expect_str_eq(config->warehouse, "host=db1 dbname=shumar");
	expect_path(config->templates, "t");
	expect_path(config->output, "o");
	cr_expect_eq(config->log_format, LOG_FORMAT_JSON);
	cr_expect_eq(config->log_level, LOG_LEVEL_WARNING);
	cr_assert_eq(config->sources->len, 2);
	const ConfigSource *psrms = g_ptr_array_index(config->sources, 0);
	cr_expect_str_eq(psrms->name, "psrms");
	cr_expect_str_eq(psrms->mapping, "psrms");
	cr_expect_str_eq(psrms->connection, "embedded:psrms_demo");
	cr_expect_null(psrms->folder);
	cr_expect_not(psrms->asked);
	const ConfigSource *cook = g_ptr_array_index(config->sources, 1);
	cr_expect_str_eq(cook->mapping, "cook_county");
	cr_expect_null(cook->connection);
	expect_path(cook->folder, "drops");
	cr_expect(cook->asked);
}

Test(config, has_a_default_for_every_key)
{
	static const char *const texts[] = { "", "# nothing yet\n", "sources:\n", "log: {}\n",
					     "{}" };
	for (size_t n = 0; n < G_N_ELEMENTS(texts); n++) {
		g_autoptr(Config) config = read_text(texts[n]);
		expect_path(config->data, "build/data");
		cr_expect_str_eq(config->warehouse, "embedded");
		expect_path(config->templates, "templates");
		expect_path(config->output, "build/reports");
		cr_expect_eq(config->log_format, LOG_FORMAT_TEXT);
		cr_expect_eq(config->log_level, LOG_LEVEL_INFO);
		cr_expect_eq(config->sources->len, 0);
	}
}

/* A site is the folder that is named, which must be there, else the one beside the file. */
Test(config, finds_the_site_that_is_named_or_lies_beside_it)
{
	g_autoptr(Config) none = read_text("");
	cr_expect_null(none->site);
	g_autofree char *beside = g_build_filename(folder, "site", NULL);
	cr_assert_eq(g_mkdir(beside, 0700), 0);
	g_autoptr(Config) found = read_text("data: d\n");
	expect_path(found->site, "site");
	g_autoptr(Config) named = read_text("site: ./site/../site\n");
	expect_path(named->site, "site");
	g_autofree char *refused = refuse_text("site: elsewhere\n");
	cr_expect_not_null(strstr(refused, "site: there is no folder"), "%s", refused);
	g_rmdir(beside);
}

Test(config, takes_folders_from_the_folder_of_the_file)
{
	g_autoptr(Config) config = read_text("data: /var/lib/shumar\noutput: ./a/../b/\n");
	cr_expect_str_eq(config->data, "/var/lib/shumar");
	expect_path(config->output, "b");
}

Test(config, fills_in_the_environment)
{
	static const char text[] = "data: \"${SHUMAR_TEST_X:-fallback}/data\"\n";
	g_autoptr(Config) without = read_text(text);
	expect_path(without->data, "fallback/data");
	g_setenv("SHUMAR_TEST_X", "/srv", TRUE);
	g_autoptr(Config) with = read_text(text);
	cr_expect_str_eq(with->data, "/srv/data");
}

Test(config, reads_the_configuration_of_this_checkout)
{
	const char *root = g_getenv("SHUMAR_ROOT");
	g_autofree char *path = g_build_filename(root != NULL ? root : ".", "shumar.yaml", NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(Config) config = config_read(path, &error);
	cr_assert_not_null(config, "%s", error != NULL ? error->message : "");
	cr_expect_not_null(config_source(config, "psrms", NULL));
	cr_expect(config_source(config, "cook", NULL)->asked);
}

Test(config, refuses_each_fault_at_its_place)
{
	static const struct {
		const char *text;
		const char *fault; /* after "shumar.yaml:" */
		const char *hint;  /* NULL when there is none */
	} cases[] = {
		{ "dat: x", "1:1: the configuration: unknown key 'dat'", "did you mean 'data'?" },
		{ "- x", "1:1: the configuration must be a mapping, not a list", NULL },
		{ "x", "1:1: the configuration must be a mapping, not a text", NULL },
		{ "data:", "1:6: data is empty", "give it a value, or leave the key out" },
		{ "data: ''", "1:7: data is empty", "give it a value, or leave the key out" },
		{ "data: [x]", "1:7: data must be a text, not a list", NULL },
		{ "output: ${SHUMAR_TEST_X}",
		  "1:9: output: environment variable 'SHUMAR_TEST_X' is not set",
		  "set it, or write ${SHUMAR_TEST_X:-default}" },
		{ "output: ${SHUMAR_TEST_X:-}",
		  "1:9: output is empty after its environment variables",
		  "set the environment variable" },
		{ "output: \"${X\"", "1:9: output: '${' is not closed", "close it with '}'" },
		{ "warehouse: embeded", "1:12: warehouse is neither 'embedded' nor a libpq",
		  "did you mean 'embedded'?" },
		{ "warehouse: somewhere", "1:12: warehouse is no libpq connection string",
		  "write for example: host=db1 dbname=psrms" },
		{ "log: text", "1:6: log must be a mapping, not a text", NULL },
		{ "log: {format: xml}", "1:15: log format: unknown value 'xml'",
		  "known are text, json, journal" },
		{ "log: {level: loud}", "1:14: log level: unknown value 'loud'",
		  "known are debug, info, warning, error" },
		{ "sources: [a]", "1:10: sources must be a mapping, not a list",
		  "write a mapping" },
		{ "sources: {a: x}", "1:14: source 'a' must be a mapping, not a text", NULL },
		{ "sources: {A: {mapping: a, folder: x}}", "1:11: source 'A' is no name of small",
		  NULL },
		{ "sources: {a: {folder: x}}", "1:11: source 'a' has no mapping",
		  "name a folder below sql/sources/" },
		{ "sources: {a: {mapping: ../b, folder: x}}",
		  "1:24: source 'a': mapping '../b' is no", "name a folder below sql/sources/" },
		{ "sources: {a: {mapping: a}}",
		  "1:14: source 'a' must have exactly one of connection and folder, and has neither",
		  "a database has a connection, a folder of CSV files has a folder" },
		{ "sources: {a: {mapping: a, folder: x, connection: service=y}}",
		  "1:35: source 'a' must have exactly one of connection and folder, and has both",
		  "a database has a connection, a folder of CSV files has a folder" },
		{ "sources: {a: {mapping: a, connection: \"embedded:\"}}",
		  "1:39: source 'a': connection names no database",
		  "write for example: embedded:psrms_demo" },
		{ "sources: {a: {mapping: a, connection: \"embedded:x-y\"}}",
		  "1:39: source 'a': connection names no database",
		  "write for example: embedded:psrms_demo" },
		{ "sources: {a: {mapping: a, connection: db1}}",
		  "1:39: source 'a': connection is no libpq connection string",
		  "write for example: host=db1 dbname=psrms" },
		{ "sources: {a: {mapping: a, folder: x, when: never}}",
		  "1:44: source 'a': when: unknown value 'never'", "known are always, asked" },
		{ "sources: {a: {mapping: a, folder: x, wen: asked}}",
		  "1:38: source 'a': unknown key 'wen'", "did you mean 'when'?" },
		{ "sources: {a: {mapping: a, folder: x}, a: {}}", "1:39: key 'a' is there twice",
		  NULL },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autofree char *message = refuse_text(cases[n].text);
		g_autofree char *wanted = g_strdup_printf("%s:%s", file, cases[n].fault);
		cr_expect(g_str_has_prefix(message, wanted), "%s\nwanted %s", message, wanted);
		g_autofree char *hint = g_strdup_printf("\n  %s", cases[n].hint);
		cr_expect(cases[n].hint == NULL || strstr(message, hint) != NULL, "%s\nwanted %s",
			  message, hint);
	}
}

Test(config, names_all_faults_at_once)
{
	g_autofree char *message =
	    refuse_text("dat: x\nwarehouse: embeded\n"
			"log: {format: xml, levl: info}\n"
			"sources:\n  a: {mapping: A, when: never}\n  b: x\n");
	cr_expect(g_str_has_suffix(message, "\n8 problems"), "%s", message);
}

Test(config, refuses_passwords_and_does_not_show_them)
{
	static const char *const values[] = {
		"host=db1 password=hunter2",
		"host=db1 password = hunter2",
		"postgresql://shumar:hunter2@db1/shumar",
		"postgresql://db1/shumar?password=hunter2",
		"host=db1 ${SHUMAR_TEST_X}",
	};
	g_setenv("SHUMAR_TEST_X", "password=hunter2", TRUE);
	for (size_t n = 0; n < G_N_ELEMENTS(values); n++) {
		g_autofree char *text =
		    g_strdup_printf("warehouse: \"%s\"\n"
				    "sources: {a: {mapping: a, connection: \"%s\"}}\n",
				    values[n], values[n]);
		g_autofree char *message = refuse_text(text);
		cr_expect_not_null(strstr(message, ":1:12: warehouse holds a password\n"), "%s",
				   message);
		cr_expect_not_null(
		    strstr(message, ":2:39: source 'a': connection holds a password\n"), "%s",
		    message);
		cr_expect_not_null(strstr(message, "PGPASSFILE"));
		cr_expect_null(strstr(message, "hunter2"), "%s", message);
	}
}

Test(config, takes_connection_strings_without_password)
{
	static const char *const values[] = { "service=shumar", "host=/run/postgresql dbname=x",
					      "postgresql://shumar@db1:5432/shumar" };
	for (size_t n = 0; n < G_N_ELEMENTS(values); n++) {
		g_autofree char *text = g_strdup_printf("warehouse: %s\n", values[n]);
		g_autoptr(Config) config = read_text(text);
		cr_expect_str_eq(config->warehouse, values[n]);
	}
}

/* ── where it is looked for ── */

Test(config, is_looked_for_in_the_environment_and_then_here)
{
	g_autofree char *other = g_build_filename(folder, "other.yaml", NULL);
	cr_assert(g_file_set_contents(file, "data: here\n", -1, NULL));
	cr_assert(g_file_set_contents(other, "data: other\n", -1, NULL));
	cr_assert_eq(g_chdir(folder), 0);
	g_autoptr(Config) here = config_read(NULL, NULL);
	cr_assert_not_null(here);
	expect_path(here->data, "here");
	cr_expect_str_eq(here->path, "shumar.yaml");

	g_setenv("SHUMAR_CONFIG", other, TRUE);
	g_autoptr(Config) named = config_read(NULL, NULL);
	cr_assert_not_null(named);
	expect_path(named->data, "other");

	g_autoptr(Config) asked = config_read(file, NULL);
	cr_assert_not_null(asked);
	expect_path(asked->data, "here");
	g_unlink(other);
}

Test(config, says_every_place_where_it_was_looked_for)
{
	if (g_file_test("/etc/shumar/shumar.yaml", G_FILE_TEST_EXISTS))
		cr_skip_test("this machine has a /etc/shumar/shumar.yaml");
	cr_assert_eq(g_chdir(folder), 0);
	g_autoptr(GError) error = NULL;
	cr_expect_null(config_read(NULL, &error));
	cr_assert_not_null(error);
	cr_expect_eq(error_exit_code(error), SHUMAR_ERROR_CONFIG);
	static const char *const places[] = { "--config", "$SHUMAR_CONFIG", "'./shumar.yaml'",
					      "'/etc/shumar/shumar.yaml'" };
	for (size_t n = 0; n < G_N_ELEMENTS(places); n++)
		cr_expect_not_null(strstr(error->message, places[n]), "%s", error->message);
	cr_expect_not_null(strstr(error_hint(error), "--config FILE"));
}

Test(config, is_taken_from_nowhere_else_when_a_file_is_named)
{
	cr_assert(g_file_set_contents(file, "", -1, NULL));
	cr_assert_eq(g_chdir(folder), 0);
	g_autoptr(GError) asked = NULL;
	cr_expect_null(config_read("absent.yaml", &asked));
	cr_expect_str_eq(asked->message, "cannot read the configuration 'absent.yaml' named by "
					 "--config: no such file");
	g_setenv("SHUMAR_CONFIG", "gone.yaml", TRUE);
	g_autoptr(GError) named = NULL;
	cr_expect_null(config_read(NULL, &named));
	cr_expect_str_eq(named->message, "cannot read the configuration 'gone.yaml' named by "
					 "$SHUMAR_CONFIG: no such file");
}

/* ── sources ── */

Test(config, finds_a_source_by_name)
{
	g_autoptr(Config) config = read_text("sources: {a: {mapping: x, folder: f}, "
					     "b: {mapping: y, folder: f}}");
	g_autoptr(GError) error = NULL;
	const ConfigSource *source = config_source(config, "b", &error);
	cr_assert_not_null(source);
	cr_expect_str_eq(source->mapping, "y");
	cr_expect_null(error);
}

Test(config, names_the_nearest_source_or_all)
{
	static const struct {
		const char *text;
		const char *name;
		const char *hint;
	} cases[] = {
		{ "sources: {psrms: {mapping: x, folder: f}, cook: {mapping: x, folder: f}}",
		  "prsms", "Did you mean 'psrms'?" },
		{ "sources: {psrms: {mapping: x, folder: f}, cook: {mapping: x, folder: f}}", "zzz",
		  "The sources are: psrms, cook." },
		{ "", "cook", "The configuration names no sources; add one under 'sources'." },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autoptr(Config) config = read_text(cases[n].text);
		g_autoptr(GError) error = NULL;
		cr_expect_null(config_source(config, cases[n].name, &error));
		cr_assert_not_null(error);
		cr_expect_eq(error_exit_code(error), SHUMAR_ERROR_USAGE);
		cr_expect_str_eq(error_hint(error), cases[n].hint);
	}
}

/* ── ${NAME} ── */

Test(config, expands_names)
{
	static const struct {
		const char *text;
		const char *expanded;
	} cases[] = {
		{ "", "" },
		{ "plain $HOME {x} $", "plain $HOME {x} $" },
		{ "${SHUMAR_TEST_X}", "set" },
		{ "a${SHUMAR_TEST_X}b${SHUMAR_TEST_X}", "asetbset" },
		{ "${SHUMAR_TEST_X:-other}", "set" },
		{ "${SHUMAR_TEST_NONE:-other}", "other" },
		{ "${SHUMAR_TEST_NONE:-}", "" },
		{ "${SHUMAR_TEST_EMPTY}", "" },
		{ "${SHUMAR_TEST_EMPTY:-other}", "other" },
		{ "${SHUMAR_TEST_NONE:-a:-b}", "a:-b" },
	};
	g_setenv("SHUMAR_TEST_X", "set", TRUE);
	g_setenv("SHUMAR_TEST_EMPTY", "", TRUE);
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autoptr(GError) error = NULL;
		g_autofree char *expanded = config_expand(cases[n].text, &error);
		cr_assert_not_null(expanded, "%s", cases[n].text);
		cr_expect_str_eq(expanded, cases[n].expanded);
	}
}

Test(config, does_not_expand_what_a_value_brings)
{
	g_setenv("SHUMAR_TEST_X", "${HOME}", TRUE);
	g_autofree char *expanded = config_expand("${SHUMAR_TEST_X}", NULL);
	cr_expect_str_eq(expanded, "${HOME}");
}

Test(config, refuses_names_that_cannot_be_expanded)
{
	static const struct {
		const char *text;
		const char *message;
	} cases[] = {
		{ "${SHUMAR_TEST_NONE}", "environment variable 'SHUMAR_TEST_NONE' is not set" },
		{ "a${b", "'${' is not closed" },
		{ "${}", "'${}' names no environment variable" },
		{ "${1A}", "'${1A}' names no environment variable" },
		{ "${A B}", "'${A B}' names no environment variable" },
		{ "${A:x}", "'${A:x}' names no environment variable" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autoptr(GError) error = NULL;
		cr_expect_null(config_expand(cases[n].text, &error), "%s", cases[n].text);
		cr_assert_not_null(error);
		cr_expect_str_eq(error->message, cases[n].message);
		cr_expect_not_null(error_hint(error));
	}
}
