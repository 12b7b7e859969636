#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "core/config/yaml.h"
#include "core/error.h"

static YamlDocument *parse(const char *text)
{
	g_autoptr(GError) error = NULL;
	YamlDocument *document = yaml_parse(text, strlen(text), "t.yaml", &error);
	cr_assert_not_null(document, "%s", error != NULL ? error->message : "");
	return document;
}

/* The error that LENGTH bytes of TEXT give. */
static GError *refuse(const char *text, size_t length)
{
	GError *error = NULL;
	g_autoptr(YamlDocument) document = yaml_parse(text, length, "t.yaml", &error);
	cr_assert_null(document, "was not refused: %s", text);
	cr_assert_not_null(error);
	cr_expect_eq(error_exit_code(error), SHUMAR_ERROR_CONFIG);
	return error;
}

Test(yaml, reads_a_tree_in_order)
{
	g_autoptr(YamlDocument) document = parse("b: one\na: [x, 'y z', {k: v}]\n");
	const YamlNode *root = yaml_root(document);
	cr_assert_eq(yaml_kind(root), YAML_KIND_MAPPING);
	cr_assert_eq(yaml_count(root), 2);
	cr_expect_str_eq(yaml_text(yaml_key(root, 0)), "b");
	cr_expect_str_eq(yaml_text(yaml_value(root, 0)), "one");
	const YamlNode *list = yaml_find(root, "a");
	cr_assert_eq(yaml_kind(list), YAML_KIND_SEQUENCE);
	cr_assert_eq(yaml_count(list), 3);
	cr_expect_str_eq(yaml_text(yaml_item(list, 1)), "y z");
	cr_expect_str_eq(yaml_text(yaml_find(yaml_item(list, 2), "k")), "v");
	cr_expect_str_eq(yaml_name(document), "t.yaml");
}

Test(yaml, knows_line_and_column_of_each_node)
{
	g_autoptr(YamlDocument) document = parse("# note\na:\n  - x\n  - {b: 'c'}\n");
	const YamlNode *list = yaml_find(yaml_root(document), "a");
	const YamlNode *mapping = yaml_item(list, 1);
	const YamlNode *value = yaml_find(mapping, "b");
	cr_expect_eq(yaml_line(yaml_key(yaml_root(document), 0)), 2);
	cr_expect_eq(yaml_line(list), 3);
	cr_expect_eq(yaml_column(list), 3);
	cr_expect_eq(yaml_line(mapping), 4);
	cr_expect_eq(yaml_column(mapping), 5);
	cr_expect_eq(yaml_column(value), 9);
}

Test(yaml, counts_columns_in_characters_not_bytes)
{
	g_autoptr(YamlDocument) document = parse("{شمار: x, b: y}");
	cr_expect_eq(yaml_column(yaml_find(yaml_root(document), "b")), 14);
}

Test(yaml, gives_a_null_root_for_a_text_without_content)
{
	static const char *const texts[] = { "", "\n\n", "# only a note\n", "\xEF\xBB\xBF" };
	for (size_t n = 0; n < G_N_ELEMENTS(texts); n++) {
		g_autoptr(YamlDocument) document = parse(texts[n]);
		cr_expect_null(yaml_root(document), "text %zu", n);
	}
}

Test(yaml, skips_a_byte_order_mark)
{
	g_autoptr(YamlDocument) document = parse("\xEF\xBB\xBF"
						 "a: b");
	cr_expect_eq(yaml_column(yaml_key(yaml_root(document), 0)), 1);
	cr_expect_str_eq(yaml_text(yaml_find(yaml_root(document), "a")), "b");
}

Test(yaml, tells_nulls_from_quoted_texts)
{
	static const struct {
		const char *text;
		bool null;
	} cases[] = {
		{ "a:", true },      { "a: ~", true },
		{ "a: null", true }, { "a: ''", false },
		{ "a: '~'", false }, { "a: \"null\"", false },
		{ "a: no", false },  { "a: 0", false },
		{ "a: []", false },  { "a: |\n  null", false },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autoptr(YamlDocument) document = parse(cases[n].text);
		cr_expect_eq(yaml_is_null(yaml_find(yaml_root(document), "a")), cases[n].null, "%s",
			     cases[n].text);
	}
}

Test(yaml, gives_texts_as_written_whatever_their_style)
{
	static const struct {
		const char *text;
		const char *value;
	} cases[] = {
		{ "a: 007", "007" },
		{ "a: yes # note", "yes" },
		{ "a: 'it''s'", "it's" },
		{ "a: \"tab\\t\\u06F1\"", "tab\t۱" },
		{ "a: |\n  one\n  two\n", "one\ntwo\n" },
		{ "a: >-\n  one\n  two\n", "one two" },
		{ "a: \"${X:-y}\"", "${X:-y}" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autoptr(YamlDocument) document = parse(cases[n].text);
		cr_expect_str_eq(yaml_text(yaml_find(yaml_root(document), "a")), cases[n].value);
	}
}

Test(yaml, finds_and_counts_nothing_where_there_is_nothing)
{
	g_autoptr(YamlDocument) document = parse("a: x\nb: [a]\n");
	const YamlNode *root = yaml_root(document);
	cr_expect_null(yaml_find(root, "c"));
	cr_expect_null(yaml_find(NULL, "a"));
	cr_expect_null(yaml_find(yaml_find(root, "a"), "a"));
	cr_expect_null(yaml_find(yaml_find(root, "b"), "a"));
	cr_expect_eq(yaml_count(NULL), 0);
	cr_expect_eq(yaml_count(yaml_find(root, "a")), 0);
	cr_expect_null(yaml_text(root));
	cr_expect_null(yaml_text(yaml_find(root, "b")));
}

Test(yaml, names_the_kinds)
{
	cr_expect_str_eq(yaml_kind_name(YAML_KIND_SCALAR), "a text");
	cr_expect_str_eq(yaml_kind_name(YAML_KIND_SEQUENCE), "a list");
	cr_expect_str_eq(yaml_kind_name(YAML_KIND_MAPPING), "a mapping");
}

Test(yaml, refuses_what_is_not_strict_with_position)
{
	static const struct {
		const char *text;
		const char *message; /* the beginning of the error's */
		const char *hint;    /* a part of the error's; NULL for no hint */
	} cases[] = {
		{ "a: &x 1", "t.yaml:1:4: anchors are not allowed: '&x'", "Write the value out" },
		{ "a: &x {b: c}", "t.yaml:1:4: anchors are not allowed: '&x'",
		  "Write the value out" },
		{ "a: &x [b]", "t.yaml:1:4: anchors are not allowed: '&x'", "Write the value out" },
		{ "a: 1\nb: *a", "t.yaml:2:4: aliases are not allowed: '*a'",
		  "Write the value out" },
		{ "a: !t 1", "t.yaml:1:4: tags are not allowed: '!t'", "Leave the tag out" },
		{ "a: !!int 1", "t.yaml:1:4: tags are not allowed", "Leave the tag out" },
		{ "a: ! 1", "t.yaml:1:4: tags are not allowed: '!'", "Leave the tag out" },
		{ "a: !!map {b: c}", "t.yaml:1:4: tags are not allowed", "Leave the tag out" },
		{ "a: !!seq [b]", "t.yaml:1:4: tags are not allowed", "Leave the tag out" },
		{ "a: 1\nb: 2\na: 3", "t.yaml:3:1: key 'a' is there twice, first at line 1",
		  "Remove" },
		{ "{a: 1, 'a': 2}", "t.yaml:1:8: key 'a' is there twice, first at line 1",
		  "Remove" },
		{ "- a\n---\n- b", "t.yaml:2:1: a second document begins here", "one document" },
		{ "a\n...\n---\n", "t.yaml:3:1: a second document begins here", "one document" },
		{ "[a]: b", "t.yaml:1:1: a key must be a text, not a list", "word" },
		{ "? {a: b}\n: c", "t.yaml:1:3: a key must be a text, not a mapping", "word" },
		{ "'': a", "t.yaml:1:1: a key is empty", "before" },
		{ "~: a", "t.yaml:1:1: a key is empty", "before" },
		{ "%YAML 1.1\n---\na: b", "t.yaml:1:1: directives are not allowed", "%" },
		{ "%TAG ! tag:x,2000:y\n---\na: b", "t.yaml:1:1: directives are not allowed", "%" },
		{ "a: \"\\0\"", "t.yaml:1:4: a text contains the character NUL", NULL },
		{ "a: b: c", "t.yaml:1:5: cannot be read as YAML: a second colon", "quotes" },
		{ "a:\n\tb: c", "t.yaml:2:1: cannot be read as YAML: a tab stands", "never tabs" },
		{ "a: 'x", "t.yaml:1:6: cannot be read as YAML: a quote is opened",
		  "Close the quote" },
		{ "a:\n  - b\n c: d", "t.yaml:3:2: cannot be read as YAML: the line is no",
		  "indentation" },
		{ "{a: b\n", "t.yaml:2:1: cannot be read as YAML: a brace is not closed", "brace" },
		{ "[a\n", "t.yaml:2:1: cannot be read as YAML: a bracket is not closed",
		  "bracket" },
		{ "a: b\nc: \x01", "t.yaml:2:4: cannot be read as YAML: a control character",
		  "UTF-8" },
		{ "a: b\nc: \xC3\x28", "t.yaml:2:4: byte 0xC3 is not UTF-8 text", "UTF-8" },
		{ "\xFF\xFE"
		  "a",
		  "t.yaml:1:1: byte 0xFF is not UTF-8 text", "UTF-8" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autoptr(GError) error = refuse(cases[n].text, strlen(cases[n].text));
		cr_expect(g_str_has_prefix(error->message, cases[n].message), "%s\nwanted %s",
			  error->message, cases[n].message);
		const char *hint = error_hint(error);
		cr_expect(cases[n].hint != NULL
			      ? hint != NULL && strstr(hint, cases[n].hint) != NULL
			      : hint == NULL,
			  "%s: hint is %s", cases[n].text, hint);
	}
}

Test(yaml, refuses_a_nul_byte_in_the_file)
{
	g_autoptr(GError) error = refuse("a: b\0c", 6);
	cr_expect(g_str_has_prefix(error->message, "t.yaml:1:5: byte 0x00 is not UTF-8 text"), "%s",
		  error->message);
}

Test(yaml, shows_the_line_and_a_caret_with_a_fault)
{
	g_autoptr(GError) error = refuse("a:\n    b: &x 1\n", 15);
	cr_expect_str_eq(error->message, "t.yaml:2:8: anchors are not allowed: '&x'\n"
					 "        b: &x 1\n"
					 "           ^");
}

Test(yaml, refuses_nesting_without_end)
{
	g_autofree char *text = g_strnfill(100000, '[');
	g_autoptr(GError) error = refuse(text, strlen(text));
	cr_expect(g_str_has_prefix(error->message, "t.yaml:1:101: nested deeper than 100 levels"),
		  "%s", error->message);
}

Test(yaml, accepts_a_hundred_levels)
{
	g_autofree char *open = g_strnfill(100, '[');
	g_autofree char *close = g_strnfill(100, ']');
	g_autofree char *text = g_strconcat(open, close, NULL);
	g_autoptr(YamlDocument) document = parse(text);
	cr_expect_eq(yaml_count(yaml_root(document)), 1);
}

/* Whatever byte is put anywhere: a document or an error with a position, never a crash. */
Test(yaml, survives_every_change_of_one_byte)
{
	static const char text[] = "a: {b: [1, 'x'], \"c\": &d y}\ne:\n  - |\n    f\n? g\n: h\n";
	static const char bytes[] = "\0\t\n\r :-?&*!|>'\"%@`[]{},#\\~\x01\x7F\x80\xC2\xFF";
	for (size_t place = 0; place < strlen(text); place++) {
		for (size_t n = 0; n < sizeof bytes - 1; n++) {
			g_autofree char *changed = g_strdup(text);
			changed[place] = bytes[n];
			g_autoptr(GError) error = NULL;
			g_autoptr(YamlDocument) document =
			    yaml_parse(changed, strlen(text), "t.yaml", &error);
			cr_assert((document != NULL) != (error != NULL));
			cr_assert(error == NULL ||
				      g_regex_match_simple("^t\\.yaml:[1-9][0-9]*:[1-9][0-9]*: ",
							   error->message, G_REGEX_RAW, 0),
				  "%s", error->message);
		}
	}
}

/* libyaml speaks of block mappings, tokens and simple keys: nobody who writes a template does. */
Test(yaml, says_every_fault_in_words_of_its_own_with_a_remedy)
{
	static const char *const texts[] = {
		"a:\n\tb: c",
		"a: b: c",
		"\ta: b",
		"a: 'x",
		"a: \"x",
		"a:\n  - b\n c: d",
		"{a: b\n",
		"[a\n",
		"a: @x",
		"a: `x",
		"a: %x",
		"a: - b",
		"a: ]",
		"a: }",
		"a: \"\\q\"",
		"a: \"\\xZZ\"",
		"a: |x\n b",
		"a: |0\n b",
		"a: & b",
		"a: !h!x b",
		"a: b\nc\nd: e",
		"a: b\n- c\n",
		"a: 'x\n---\n",
		"? [a\n: b",
		"a: *\n",
		"a: {b, c: ]",
		"- a\nb: c",
		"a:\n    b: c\n  d: e",
		"a: 'b' c",
		"%X\n---\na: b",
		"a: b\n...\nx: y",
		"a: \x01",
		"a: ,\n",
		"a: [b c: d: e]",
		"a: \"\\uD800\"",
	};
	static const char *const theirs[] = { "token",     "mapping values", "while ",
					      "block ",    "simple key",     "expected",
					      "<document", "did not find",   "indicator" };
	for (size_t n = 0; n < G_N_ELEMENTS(texts); n++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(YamlDocument) document =
		    yaml_parse(texts[n], strlen(texts[n]), "t.yaml", &error);
		if (document != NULL)
			continue; /* some of these are YAML after all */
		cr_expect(error_hint(error) != NULL, "no remedy: %s", error->message);
		for (size_t word = 0; word < G_N_ELEMENTS(theirs); word++)
			cr_expect(strstr(error->message, theirs[word]) == NULL, "%s",
				  error->message);
	}
}

Test(yaml, shows_no_line_of_a_file_that_is_none_of_its_kind)
{
	static const char *const texts[] = { "root:x:0:0:root:/root:/bin/bash\nsecret\n",
					     "root:*:19000:0:99999:7:::\n",
					     "-----BEGIN PRIVATE KEY-----\nMIIsecret\n",
					     "localhost:5432:shumar:me:hunter2\n" };
	for (size_t n = 0; n < G_N_ELEMENTS(texts); n++) {
		g_autoptr(YamlDocument) document =
		    yaml_parse(texts[n], strlen(texts[n]), "t", NULL);
		g_autofree char *excerpt =
		    document != NULL ? yaml_excerpt(document, 1, 1) : g_strdup("");
		cr_expect_str_eq(excerpt, "");
	}
}

Test(yaml, cuts_a_long_line_around_the_place_that_is_meant)
{
	g_autofree char *filler = g_strnfill(20000, 'x');
	g_autofree char *text = g_strconcat("a: ", filler, "HERE", filler, NULL);
	g_autoptr(YamlDocument) document = parse(text);
	g_autofree char *excerpt = yaml_excerpt(document, 1, 20004);
	cr_expect(strlen(excerpt) < 500, "%s", excerpt);
	cr_expect_not_null(strstr(excerpt, "xHEREx"));
	cr_expect_not_null(strstr(excerpt, " ^"));
}

Test(yaml, gives_lines_of_the_source_whatever_their_ends)
{
	g_autoptr(YamlDocument) document = parse("a: 1\r\nb: 2\n\nc: 3");
	static const char *const lines[] = { "a: 1", "b: 2", "", "c: 3" };
	for (int line = 1; line <= 4; line++) {
		g_autofree char *text = yaml_source_line(document, line);
		cr_expect_str_eq(text, lines[line - 1]);
	}
	cr_expect_null(yaml_source_line(document, 5));
	cr_expect_null(yaml_source_line(document, 0));
	cr_expect_eq(yaml_line(yaml_find(yaml_root(document), "c")), 4);
}

Test(yaml, puts_the_caret_below_the_character_that_is_meant)
{
	static const struct {
		const char *text;
		int column;
		const char *excerpt;
	} cases[] = {
		{ "ab: cd", 5, "\n        ab: cd\n            ^" },
		{ "   ab: cd", 4, "\n        ab: cd\n        ^" },
		{ "   ab: cd", 2, "\n          ab: cd\n        ^" },
		{ "a:\tb", 4, "\n        a:\tb\n          \t^" },
		{ "日本: b", 5, "\n        日本: b\n              ^" },
		{ "a: b", 5, "\n        a: b\n            ^" },
		{ "a: b", 40, "\n        a: b\n            ^" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autoptr(YamlDocument) document = parse(cases[n].text);
		g_autofree char *excerpt = yaml_excerpt(document, 1, cases[n].column);
		cr_expect_str_eq(excerpt, cases[n].excerpt, "%s: %s", cases[n].text, excerpt);
	}
}

Test(yaml, shows_nothing_past_the_end)
{
	g_autoptr(YamlDocument) document = parse("a: b\n");
	g_autofree char *excerpt = yaml_excerpt(document, 2, 1);
	cr_expect_str_eq(excerpt, "");
}

Test(yaml, shows_no_control_character_to_the_terminal)
{
	g_autoptr(GError) error = refuse("a: \x1B[2J", 7);
	cr_expect_null(strchr(error->message, '\x1B'));
	cr_expect_not_null(strstr(error->message, "a: \xEF\xBF\xBD[2J"));
}

Test(yaml, recognises_passwords)
{
	static const struct {
		const char *text;
		bool password;
	} cases[] = {
		{ "host=a password=b", true },
		{ "host=a PASSWORD = b", true },
		{ "sslpassword=b", true },
		{ "password: b", true },
		{ "\"password\": b", true },
		{ "postgresql://u:p@h/d", true },
		{ "postgresql://u@h/d?password=x", true },
		{ "postgresql://u@h:5432/d", false },
		{ "host=a passfile=/etc/pgpass", false },
		{ "service=shumar", false },
		{ "https://example.org/a:b@c", false },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++)
		cr_expect_eq(yaml_holds_password(cases[n].text), cases[n].password, "%s",
			     cases[n].text);
}

Test(yaml, never_shows_a_line_with_a_password)
{
	static const char text[] = "connection: &x \"password=hunter2\"";
	g_autoptr(GError) error = refuse(text, strlen(text));
	cr_expect_str_eq(error->message, "t.yaml:1:13: anchors are not allowed: '&x'");
}

/* ── files ── */

static char *temporary_file(const char *text)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *path = NULL;
	int fd = g_file_open_tmp("shumar-yaml-XXXXXX", &path, &error);
	cr_assert_null(error);
	close(fd);
	cr_assert(g_file_set_contents(path, text, -1, NULL));
	return g_steal_pointer(&path);
}

Test(yaml, reads_a_file)
{
	g_autofree char *path = temporary_file("a: b\n");
	g_autoptr(GError) error = NULL;
	g_autoptr(YamlDocument) document = yaml_read(path, &error);
	cr_assert_not_null(document);
	cr_expect_str_eq(yaml_text(yaml_find(yaml_root(document), "a")), "b");
	cr_expect_str_eq(yaml_name(document), path);
	g_unlink(path);
}

Test(yaml, refuses_a_file_that_cannot_be_read)
{
	static const struct {
		const char *path;
		const char *message;
	} cases[] = {
		{ "/nowhere/x.yaml", "cannot read '/nowhere/x.yaml': No such file or directory" },
		{ "/", "cannot read '/': Is a directory" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autoptr(GError) error = NULL;
		cr_expect_null(yaml_read(cases[n].path, &error));
		cr_assert_not_null(error);
		cr_expect_str_eq(error->message, cases[n].message);
		cr_expect_eq(error_exit_code(error), SHUMAR_ERROR_CONFIG);
		cr_expect_not_null(error_hint(error));
	}
}

Test(yaml, refuses_a_file_too_large)
{
	g_autofree char *path = temporary_file("");
	cr_assert_eq(truncate(path, (off_t)17 * 1024 * 1024), 0);
	g_autoptr(GError) error = NULL;
	cr_expect_null(yaml_read(path, &error));
	g_unlink(path);
	cr_assert_not_null(error);
	cr_expect_not_null(strstr(error->message, "it is larger than 16 MiB"), "%s",
			   error->message);
}
