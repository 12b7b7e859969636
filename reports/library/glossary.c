#include "reports/library/glossary.h"

#include <string.h>

#include "core/config/problem.h"

typedef struct {
	char *name;
	GPtrArray *english, *urdu, *wrong; /* of char*: forms of the term, and of what it is not */
	size_t longest;                    /* of its English forms */
} Term;

struct Glossary {
	GPtrArray *terms; /* of Term, those with the longest English form first */
};

static const char *const term_keys[] = { "en", "ur", "not", "where", NULL };
static const char *const top_keys[] = { "terms", NULL };

static void term_free(gpointer data)
{
	Term *term = data;
	g_free(term->name);
	g_ptr_array_unref(term->english);
	g_ptr_array_unref(term->urdu);
	g_ptr_array_unref(term->wrong);
	g_free(term);
}

void glossary_free(Glossary *glossary)
{
	if (glossary == NULL)
		return;
	g_ptr_array_unref(glossary->terms);
	g_free(glossary);
}

/* ── reading ── */

static char *normal(const char *text)
{
	return g_utf8_normalize(text, -1, G_NORMALIZE_NFC);
}

static GPtrArray *read_forms(Problems *problems, const YamlDocument *document, const YamlNode *node,
			     const char *name, const char *key, bool needed)
{
	GPtrArray *forms = g_ptr_array_new_with_free_func(g_free);
	const YamlNode *list = yaml_find(node, key);
	bool is_list = list != NULL && yaml_kind(list) == YAML_KIND_SEQUENCE;
	for (size_t n = 0; is_list && n < yaml_count(list); n++) {
		const char *form = yaml_text(yaml_item(list, n));
		if (form != NULL && *form != '\0')
			g_ptr_array_add(forms, normal(form));
	}
	if ((list != NULL || needed) && forms->len == 0)
		problems_add(problems, document, list != NULL ? list : node,
			     "write for example: en: [referral, referrals]",
			     "term '%s': %s must be a list of its forms", name, key);
	return forms;
}

static void read_term(Problems *problems, const YamlDocument *document, const YamlNode *key,
		      const YamlNode *node, Glossary *glossary)
{
	g_autofree char *where = g_strdup_printf("term '%s'", yaml_text(key));
	if (!problems_check_keys(problems, document, node, where, term_keys))
		return;
	Term *term = g_new0(Term, 1);
	const char *name = yaml_text(key);
	term->name = g_strdup(name);
	term->english = read_forms(problems, document, node, name, "en", true);
	term->urdu = read_forms(problems, document, node, name, "ur", true);
	term->wrong = read_forms(problems, document, node, name, "not", false);
	for (guint n = 0; n < term->english->len; n++)
		term->longest = MAX(term->longest, strlen(term->english->pdata[n]));
	g_ptr_array_add(glossary->terms, term);
}

static int compare_terms(gconstpointer left, gconstpointer right)
{
	const Term *a = *(Term *const *)left, *b = *(Term *const *)right;
	return a->longest != b->longest ? (a->longest < b->longest) - (a->longest > b->longest)
					: strcmp(a->name, b->name);
}

static Glossary *glossary_new(const YamlDocument *document, GError **error)
{
	g_autoptr(Problems) problems = problems_new();
	g_autoptr(Glossary) glossary = g_new0(Glossary, 1);
	const YamlNode *root = yaml_root(document);
	glossary->terms = g_ptr_array_new_with_free_func(term_free);
	if (problems_check_keys(problems, document, root, "glossary", top_keys)) {
		const YamlNode *terms = yaml_find(root, "terms");
		for (size_t n = 0; terms != NULL && n < yaml_count(terms); n++)
			read_term(problems, document, yaml_key(terms, n), yaml_value(terms, n),
				  glossary);
	}
	g_ptr_array_sort(glossary->terms, compare_terms);
	return problems_end(problems, error) ? g_steal_pointer(&glossary) : NULL;
}

Glossary *glossary_read(const char *folder, GError **error)
{
	g_autofree char *path = g_build_filename(folder, "glossary.yaml", NULL);
	if (!g_file_test(path, G_FILE_TEST_EXISTS)) {
		Glossary *none = g_new0(Glossary, 1);
		none->terms = g_ptr_array_new_with_free_func(term_free);
		return none;
	}
	g_autoptr(YamlDocument) document = yaml_read(path, error);
	return document != NULL ? glossary_new(document, error) : NULL;
}

Glossary *glossary_parse(const char *text, const char *name, GError **error)
{
	g_autoptr(YamlDocument) document = yaml_parse(text, strlen(text), name, error);
	return document != NULL ? glossary_new(document, error) : NULL;
}

/* ── comparing ── */

/* The words of TEXT: without what stands in braces, but for those that {plural} chooses from; one
 * blank between them. */
static char *words_of(const char *text)
{
	GString *words = g_string_new(" ");
	g_autofree char *clean = normal(text);
	bool hole = false, plural = false, quoted = false;
	for (const char *at = clean; *at != '\0'; at++) {
		if (*at == '{') {
			hole = true;
			plural = g_str_has_prefix(at, "{plural ");
		}
		if (hole && *at == '"')
			quoted = !quoted;
		bool said = (!hole || (plural && quoted)) && *at != '"';
		bool blank = g_ascii_isspace(*at) || !said;
		if (blank && words->str[words->len - 1] != ' ')
			g_string_append_c(words, ' ');
		else if (!blank)
			g_string_append_c(words, *at);
		if (*at == '}')
			hole = quoted = false;
	}
	g_string_append_c(words, ' ');
	return g_string_free(words, FALSE);
}

static bool is_letter_at(const char *at)
{
	return g_unichar_isalpha(g_utf8_get_char(at)) || g_unichar_ismark(g_utf8_get_char(at));
}

/* Takes every FORM that stands in TEXT as a word out of it; true where there was one. */
static bool take_word(GString *text, const char *form)
{
	bool found = false;
	size_t length = strlen(form);
	for (char *at = text->str; (at = strstr(at, form)) != NULL;) {
		const char *before = g_utf8_find_prev_char(text->str, at);
		bool whole =
		    (before == NULL || !is_letter_at(before)) && !is_letter_at(at + length);
		if (!whole) {
			at += length;
			continue;
		}
		memset(at, '|', length); /* no word runs across it */
		at += length;
		found = true;
	}
	return found;
}

static bool take_any(GString *text, const GPtrArray *forms)
{
	bool found = false;
	for (guint n = 0; n < forms->len; n++)
		found |= take_word(text, forms->pdata[n]);
	return found;
}

static bool has_any(const char *text, const GPtrArray *forms)
{
	g_autoptr(GString) copy = g_string_new(text);
	return take_any(copy, forms);
}

static const char *wrong_in(const char *text, const Term *term)
{
	g_autoptr(GString) copy = g_string_new(text);
	for (guint n = 0; n < term->wrong->len; n++)
		if (take_word(copy, term->wrong->pdata[n]))
			return term->wrong->pdata[n];
	return NULL;
}

/* The terms of ENGLISH, each of which is taken out before shorter ones are looked for. */
static GPtrArray *terms_in(const Glossary *glossary, const char *english)
{
	GPtrArray *terms = g_ptr_array_new();
	g_autofree char *words = words_of(english), *small = g_utf8_strdown(words, -1);
	g_autoptr(GString) left = g_string_new(small);
	for (guint n = 0; glossary != NULL && n < glossary->terms->len; n++) {
		Term *term = glossary->terms->pdata[n];
		if (take_any(left, term->english))
			g_ptr_array_add(terms, term);
	}
	return terms;
}

GPtrArray *glossary_faults(const Glossary *glossary, const char *english, const char *urdu)
{
	GPtrArray *faults = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *words = words_of(urdu);
	g_autoptr(GPtrArray) terms = terms_in(glossary, english);
	/* a wrong word may be a part of a right one: what is right is taken out first */
	g_autoptr(GString) rest = g_string_new(words);
	for (guint n = 0; n < terms->len; n++)
		take_any(rest, ((Term *)terms->pdata[n])->urdu);
	for (guint n = 0; n < terms->len; n++) {
		const Term *term = terms->pdata[n];
		const char *wrong = wrong_in(rest->str, term), *right = term->urdu->pdata[0];
		if (wrong != NULL)
			g_ptr_array_add(faults, g_strdup_printf("'%s' is not '%s': write '%s'",
								wrong, term->name, right));
		else if (!has_any(words, term->urdu))
			g_ptr_array_add(
			    faults, g_strdup_printf("the English says '%s', the Urdu lacks '%s'",
						    term->name, right));
	}
	return faults;
}
