#include <criterion/criterion.h>
#include <string.h>

#include "core/config/problem.h"
#include "core/error.h"

static YamlDocument *parse(const char *text, const char *name)
{
	g_autoptr(GError) error = NULL;
	YamlDocument *document = yaml_parse(text, strlen(text), name, &error);
	cr_assert_not_null(document, "%s", error != NULL ? error->message : "");
	return document;
}

/* The message of all PROBLEMS. Transfer full. */
static char *message_of(const Problems *problems)
{
	g_autoptr(GError) error = NULL;
	cr_assert_not(problems_end(problems, &error));
	cr_assert_not_null(error);
	cr_expect_eq(error_exit_code(error), SHUMAR_ERROR_CONFIG);
	return g_strdup(error->message);
}

Test(problem, is_no_error_when_there_is_none)
{
	g_autoptr(Problems) problems = problems_new();
	g_autoptr(GError) error = NULL;
	cr_expect(problems_end(problems, &error));
	cr_expect_null(error);
	cr_expect_eq(problems_count(problems), 0);
}

Test(problem, shows_place_message_line_caret_and_hint)
{
	g_autoptr(YamlDocument) document =
	    parse("chart:\n  id: trend\n  y: case_count\n", "x.yaml");
	g_autoptr(Problems) problems = problems_new();
	const YamlNode *y = yaml_find(yaml_find(yaml_root(document), "chart"), "y");
	problems_add(problems, document, y, "did you mean 'cases'?",
		     "chart '%s': no column 'case_count' in dataset 'trend'", "trend");
	g_autofree char *message = message_of(problems);
	cr_expect_str_eq(message,
			 "x.yaml:3:6: chart 'trend': no column 'case_count' in dataset 'trend'\n"
			 "        y: case_count\n"
			 "           ^\n"
			 "  did you mean 'cases'?\n"
			 "1 problem");
}

Test(problem, orders_by_position_and_keeps_documents_together)
{
	g_autoptr(YamlDocument) first = parse("a: 1\nb: 2\n", "first.yaml");
	g_autoptr(YamlDocument) second = parse("a: 1\n", "second.yaml");
	g_autoptr(Problems) problems = problems_new();
	problems_add(problems, first, yaml_find(yaml_root(first), "b"), NULL, "late");
	problems_add(problems, second, yaml_root(second), NULL, "other");
	problems_add(problems, first, yaml_find(yaml_root(first), "a"), NULL, "early");
	problems_add(problems, first, yaml_find(yaml_root(first), "a"), NULL, "early too");
	g_autofree char *message = message_of(problems);
	cr_expect_str_eq(message, "first.yaml:1:4: early\n        a: 1\n           ^\n"
				  "first.yaml:1:4: early too\n        a: 1\n           ^\n"
				  "first.yaml:2:4: late\n        b: 2\n           ^\n"
				  "second.yaml:1:1: other\n        a: 1\n        ^\n"
				  "4 problems");
}

Test(problem, keeps_fifty_and_counts_the_rest)
{
	g_autoptr(YamlDocument) document = parse("a: 1\n", "x.yaml");
	g_autoptr(Problems) problems = problems_new();
	for (int n = 1; n <= 73; n++)
		problems_add(problems, document, yaml_root(document), NULL, "fault %d", n);
	cr_expect_eq(problems_count(problems), 73);
	g_autofree char *message = message_of(problems);
	cr_expect_not_null(strstr(message, ": fault 50\n"));
	cr_expect_null(strstr(message, ": fault 51\n"));
	cr_expect(
	    g_str_has_suffix(message, "\n73 problems, of which the first 50 found are shown"));
}

Test(problem, places_a_fault_of_the_whole_document_at_its_beginning)
{
	g_autoptr(YamlDocument) document = parse("", "x.yaml");
	g_autoptr(Problems) problems = problems_new();
	problems_add(problems, document, NULL, NULL, "is empty");
	g_autofree char *message = message_of(problems);
	cr_expect_str_eq(message, "x.yaml:1:1: is empty\n1 problem");
}

Test(problem, never_shows_a_password)
{
	g_autoptr(YamlDocument) document = parse("c: \"password=hunter2\"\n", "x.yaml");
	g_autoptr(Problems) problems = problems_new();
	problems_add(problems, document, yaml_root(document), NULL, "bad");
	g_autofree char *message = message_of(problems);
	cr_expect_str_eq(message, "x.yaml:1:1: bad\n1 problem");
}

/* ── keys ── */

static const char *const allowed[] = { "mapping", "connection", "folder", NULL };

Test(problem, accepts_a_mapping_of_allowed_keys)
{
	g_autoptr(YamlDocument) document = parse("{mapping: a, folder: b}", "x.yaml");
	g_autoptr(Problems) problems = problems_new();
	cr_expect(
	    problems_check_keys(problems, document, yaml_root(document), "source 'a'", allowed));
	cr_expect_eq(problems_count(problems), 0);
}

Test(problem, names_every_unknown_key_with_the_nearest)
{
	g_autoptr(YamlDocument) document = parse("{maping: a, zzz: b, folder: c}", "x.yaml");
	g_autoptr(Problems) problems = problems_new();
	cr_expect_not(
	    problems_check_keys(problems, document, yaml_root(document), "source 'a'", allowed));
	cr_expect_eq(problems_count(problems), 2);
	g_autofree char *message = message_of(problems);
	cr_expect_not_null(strstr(message, "x.yaml:1:2: source 'a': unknown key 'maping'\n"));
	cr_expect_not_null(strstr(message, "\n  did you mean 'mapping'?\n"));
	cr_expect_not_null(strstr(message, "x.yaml:1:13: source 'a': unknown key 'zzz'\n"));
	cr_expect_not_null(strstr(message, "\n  known keys: mapping, connection, folder\n"));
}

Test(problem, refuses_keys_of_what_is_no_mapping)
{
	static const struct {
		const char *text;
		const char *message;
	} cases[] = {
		{ "a: x", "x.yaml:1:4: source 'a' must be a mapping, not a text" },
		{ "a: [x]", "x.yaml:1:4: source 'a' must be a mapping, not a list" },
		{ "a:", "x.yaml:1:3: source 'a' must be a mapping, not empty" },
		{ "b: 1", "x.yaml:1:1: source 'a' must be a mapping, not empty" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autoptr(YamlDocument) document = parse(cases[n].text, "x.yaml");
		g_autoptr(Problems) problems = problems_new();
		const YamlNode *node = yaml_find(yaml_root(document), "a");
		cr_expect_not(problems_check_keys(problems, document, node, "source 'a'", allowed));
		g_autofree char *message = message_of(problems);
		cr_expect(g_str_has_prefix(message, cases[n].message), "%s", message);
	}
}

Test(problem, finds_the_nearest_name)
{
	static const char *const names[] = { "district", "week", "weeks", "registered",
					     "arrested", "a",    "",      NULL };
	static const struct {
		const char *name;
		const char *nearest;
	} cases[] = {
		{ "distrct", "district" },   /* left out */
		{ "disttrict", "district" }, /* doubled */
		{ "distritc", "district" },  /* swapped */
		{ "DISTRICT", "district" },  /* case does not count */
		{ "week", "week" },          /* itself */
		{ "weak", "week" },          /* the nearer of two */
		{ "regstred", "registered" },
		{ "resisted", NULL }, /* three away from eight letters */
		{ "month", NULL },
		{ "b", NULL }, /* one letter shares nothing with another */
		{ "", NULL },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		const char *nearest = nearest_name(cases[n].name, names);
		cr_expect_eq(g_strcmp0(nearest, cases[n].nearest), 0, "%s: %s", cases[n].name,
			     nearest);
	}
}

Test(problem, finds_no_name_among_none)
{
	static const char *const none[] = { NULL };
	cr_expect_null(nearest_name("week", none));
}
