#include "reports/template/public_words.h"

#include <string.h>

#include "core/config/problem.h"
#include "core/error.h"
#include "core/forbidden_value.h"

/* One pattern of a rule, in one language; NULL: of any. */
typedef struct {
	char *rule, *why, *language;
	GRegex *regex;
} Pattern;

struct PublicWords {
	GPtrArray *never, *always; /* of Pattern */
	GPtrArray *office;         /* of char*, NULL-terminated */
};

static void pattern_free(gpointer data)
{
	Pattern *pattern = data;
	g_free(pattern->rule);
	g_free(pattern->why);
	g_free(pattern->language);
	g_clear_pointer(&pattern->regex, g_regex_unref);
	g_free(pattern);
}

static void finding_free(gpointer data)
{
	PublicFinding *finding = data;
	g_free(finding->rule);
	g_free(finding->why);
	g_free(finding->found);
	g_free(finding);
}

void public_words_free(PublicWords *words)
{
	if (words == NULL)
		return;
	g_ptr_array_unref(words->never);
	g_ptr_array_unref(words->always);
	g_ptr_array_unref(words->office);
	g_free(words);
}

/* ── reading ── */

typedef struct {
	PublicWords *words;
	const YamlDocument *document;
	Problems *problems;
} Reading;

/* The text at KEY of MAPPING; a fault where there is none. */
static const char *needed(Reading *reading, const YamlNode *mapping, const char *key)
{
	const char *text = yaml_text(yaml_find(mapping, key));
	if (text == NULL)
		problems_add(reading->problems, reading->document, mapping, NULL,
			     "a rule has no text '%s'", key);
	return text;
}

static void add_pattern(Reading *reading, GPtrArray *patterns, const YamlNode *mapping,
			const char *language, const YamlNode *node)
{
	g_autoptr(GError) fault = NULL;
	const char *rule = yaml_text(yaml_find(mapping, "rule"));
	const char *why = yaml_text(yaml_find(mapping, "why"));
	const char *text = yaml_text(node);
	if (text == NULL || rule == NULL || why == NULL) {
		problems_add(reading->problems, reading->document, node, NULL,
			     "a pattern must be a text");
		return;
	}
	GRegex *regex = g_regex_new(text, G_REGEX_CASELESS | G_REGEX_OPTIMIZE, 0, &fault);
	if (regex == NULL) {
		problems_add(reading->problems, reading->document, node, NULL,
			     "this is no pattern: %s", fault->message);
		return;
	}
	Pattern *pattern = g_new0(Pattern, 1);
	*pattern = (Pattern){ g_strdup(rule), g_strdup(why), g_strdup(language), regex };
	g_ptr_array_add(patterns, pattern);
}

static void read_never(Reading *reading, const YamlNode *mapping)
{
	static const char *const keys[] = { "rule", "why", "en", "ur", NULL };
	static const char *const languages[] = { "en", "ur" };
	if (!problems_check_keys(reading->problems, reading->document, mapping, "a rule", keys) ||
	    needed(reading, mapping, "rule") == NULL || needed(reading, mapping, "why") == NULL)
		return;
	for (size_t n = 0; n < G_N_ELEMENTS(languages); n++) {
		const YamlNode *list = yaml_find(mapping, languages[n]);
		if (list == NULL || yaml_count(list) == 0)
			problems_add(reading->problems, reading->document, mapping, NULL,
				     "the rule has no patterns in '%s'", languages[n]);
		for (size_t at = 0; at < yaml_count(list); at++)
			add_pattern(reading, reading->words->never, mapping, languages[n],
				    yaml_item(list, at));
	}
}

static void read_always(Reading *reading, const YamlNode *mapping)
{
	static const char *const keys[] = { "rule", "why", "office", "pattern", NULL };
	if (!problems_check_keys(reading->problems, reading->document, mapping, "a rule", keys) ||
	    needed(reading, mapping, "rule") == NULL || needed(reading, mapping, "why") == NULL ||
	    needed(reading, mapping, "pattern") == NULL)
		return;
	add_pattern(reading, reading->words->always, mapping, NULL, yaml_find(mapping, "pattern"));
	const char *office = yaml_text(yaml_find(mapping, "office"));
	if (office != NULL)
		g_ptr_array_add(reading->words->office, g_strdup(office));
}

static void read_rules(Reading *reading, const YamlNode *root)
{
	static const char *const keys[] = { "never", "always", NULL };
	if (!problems_check_keys(reading->problems, reading->document, root, "the file", keys))
		return;
	const YamlNode *never = yaml_find(root, "never"), *always = yaml_find(root, "always");
	for (size_t n = 0; n < yaml_count(never); n++)
		read_never(reading, yaml_item(never, n));
	for (size_t n = 0; n < yaml_count(always); n++)
		read_always(reading, yaml_item(always, n));
	if (reading->words->never->len == 0)
		problems_add(reading->problems, reading->document, root, NULL,
			     "the file has no list 'never'");
}

/* Takes DOCUMENT. */
static PublicWords *read_document(YamlDocument *document, GError **error)
{
	g_autoptr(YamlDocument) owned = document;
	g_autoptr(Problems) problems = problems_new();
	g_autoptr(PublicWords) words = g_new0(PublicWords, 1);
	words->never = g_ptr_array_new_with_free_func(pattern_free);
	words->always = g_ptr_array_new_with_free_func(pattern_free);
	words->office = g_ptr_array_new_with_free_func(g_free);
	Reading reading = { words, owned, problems };
	read_rules(&reading, yaml_root(owned));
	g_ptr_array_add(words->office, NULL);
	return problems_end(problems, error) ? g_steal_pointer(&words) : NULL;
}

PublicWords *public_words_parse(const char *text, size_t length, const char *name, GError **error)
{
	YamlDocument *document = yaml_parse(text, length, name, error);
	return document != NULL ? read_document(document, error) : NULL;
}

PublicWords *public_words_read(const Library *library, GError **error)
{
	g_autofree char *path =
	    g_build_filename(library_folder(library), "words", "public.yaml", NULL);
	YamlDocument *document = yaml_read(path, error);
	return document != NULL ? read_document(document, error) : NULL;
}

const char *const *public_words_office(const PublicWords *words)
{
	return (const char *const *)words->office->pdata;
}

/* ── shapes ── */

/* "446/2021", "06/12"; not "2023/24", which is a year. */
static bool is_fir(const GMatchInfo *match)
{
	g_autofree char *number = g_match_info_fetch(match, 1);
	g_autofree char *year = g_match_info_fetch(match, 2);
	gint64 first = g_ascii_strtoll(number, NULL, 10), second = g_ascii_strtoll(year, NULL, 10);
	bool fiscal = strlen(number) == 4 && first >= 1900 && first < 2100 &&
		      second % 100 == (first + 1) % 100;
	return !fiscal;
}

static bool has_fir(const char *text)
{
	g_autoptr(GMatchInfo) match = NULL;
	g_autoptr(GRegex) regex =
	    g_regex_new("(?<![\\d/])(\\d{1,5})\\s?/\\s?((?:19|20)?\\d{2})(?![\\d/])", 0, 0, NULL);
	g_regex_match(regex, text, 0, &match);
	for (; g_match_info_matches(match); g_match_info_next(match, NULL)) {
		if (is_fir(match))
			return true;
	}
	return false;
}

const char *public_words_shape(const char *text, bool contacts)
{
	const char *kind = NULL;
	if (forbidden_value(text, strlen(text), &kind) &&
	    (!contacts || strcmp(kind, forbidden_kind_card) == 0))
		return kind;
	return has_fir(text) ? "the number of a FIR" : NULL;
}

/* ── finding ── */

/* TEXT as readers hear it: without braces and marks of direction, its spaces single. */
static char *plain(const char *text)
{
	g_autoptr(GRegex) braces = g_regex_new("\\{[^{}]*\\}", 0, 0, NULL);
	g_autoptr(GRegex) marks =
	    g_regex_new("[\\x{2066}-\\x{2069}\\x{200e}\\x{200f}]", 0, 0, NULL);
	g_autoptr(GRegex) spaces = g_regex_new("[ \\t]*\\n?[ \\t]+|\\n", 0, 0, NULL);
	g_autofree char *open = g_regex_replace_literal(braces, text, -1, 0, " ", 0, NULL);
	g_autofree char *bare = g_regex_replace_literal(marks, open, -1, 0, "", 0, NULL);
	return g_regex_replace_literal(spaces, bare, -1, 0, " ", 0, NULL);
}

static void add(GPtrArray *findings, const char *rule, const char *why, char *found)
{
	PublicFinding *finding = g_new0(PublicFinding, 1);
	finding->rule = g_strdup(rule);
	finding->why = g_strdup(why);
	finding->found = found;
	g_ptr_array_add(findings, finding);
}

GPtrArray *public_words_find(const PublicWords *words, const char *language, const char *text)
{
	GPtrArray *findings = g_ptr_array_new_with_free_func(finding_free);
	g_autofree char *said = plain(text);
	for (guint n = 0; n < words->never->len; n++) {
		const Pattern *pattern = words->never->pdata[n];
		g_autoptr(GMatchInfo) match = NULL;
		if (strcmp(pattern->language, language) == 0 &&
		    g_regex_match(pattern->regex, said, 0, &match))
			add(findings, pattern->rule, pattern->why, g_match_info_fetch(match, 0));
	}
	return findings;
}

GPtrArray *public_words_lacking(const PublicWords *words, const char *text)
{
	GPtrArray *findings = g_ptr_array_new_with_free_func(finding_free);
	g_autoptr(GRegex) marks =
	    g_regex_new("[\\x{2066}-\\x{2069}\\x{200e}\\x{200f}]", 0, 0, NULL);
	g_autofree char *bare = g_regex_replace_literal(marks, text, -1, 0, "", 0, NULL);
	for (guint n = 0; n < words->always->len; n++) {
		const Pattern *pattern = words->always->pdata[n];
		if (!g_regex_match(pattern->regex, bare, 0, NULL))
			add(findings, pattern->rule, pattern->why, NULL);
	}
	return findings;
}
