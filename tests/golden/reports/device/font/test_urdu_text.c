/* Urdu has its own stop, comma, semicolon and question mark: in all that is written in Urdu, and in
 * all that is put together. */
#include <criterion/criterion.h>
#include <string.h>

#include "core/config/yaml.h"

static char *source_path(const char *below)
{
	return g_build_filename(g_getenv("SHUMAR_ROOT"), below, NULL);
}

/* ── what is wrong with a text ── */

static bool is_latin(gunichar letter)
{
	return letter < 128 && g_ascii_isalnum((char)letter);
}

static bool has_urdu(const char *text)
{
	for (; *text != '\0'; text += g_utf8_skip[(guchar)*text]) {
		if (g_unichar_get_script(g_utf8_get_char(text)) == G_UNICODE_SCRIPT_ARABIC)
			return true;
	}
	return false;
}

/* TEXT without marks of direction; what stands in braces is a value, or nothing where it decides
 * only. */
static char *plain_text(const char *text)
{
	static const char *const deciding[] = { "{if ", "{elif ", "{else}", "{end}" };
	GString *plain = g_string_new(NULL);
	while (*text != '\0') {
		gunichar letter = g_utf8_get_char(text);
		const char *end = letter == '{' ? strchr(text, '}') : NULL;
		if (end != NULL) {
			bool decides = false;
			for (size_t n = 0; n < G_N_ELEMENTS(deciding); n++)
				decides |= g_str_has_prefix(text, deciding[n]);
			g_string_append(plain, decides ? "" : "0");
			text = end + 1;
			continue;
		}
		if (letter != 0x2068 && letter != 0x2069)
			g_string_append_unichar(plain, letter);
		text += g_utf8_skip[(guchar)*text];
	}
	return g_strchomp(g_string_free(plain, FALSE));
}

/* The first sign of Latin script that stands between Urdu words or numbers and not within "s.173",
 * "1,230" or "NCRB, India"; NULL when there is none. */
static const char *wrong_sign(const char *text)
{
	for (const char *at = strpbrk(text, ".,;?"); at != NULL; at = strpbrk(at + 1, ".,;?")) {
		if (*at == ';' || *at == '?')
			return at;
		const char *after = at + 1;
		while (*after == ' ' || *after == '\n')
			after++;
		char before = at > text ? at[-1] : ' ';
		/* "et al. 1991", but not "9.5. 1991" nor "15, 16" */
		bool apart = after != at + 1 &&
			     (!g_ascii_isalpha(before) || (*at == ',' && g_ascii_isdigit(*after)));
		if (!is_latin((guchar)before) || !is_latin((guchar)*after) || apart)
			return at;
	}
	return NULL;
}

/* What is wrong with URDU beside ENGLISH (NULL: not known); NULL when nothing is. Transfer full. */
static char *fault_of(const char *urdu, const char *english)
{
	g_autofree char *plain = plain_text(urdu);
	if (!has_urdu(plain))
		return NULL;
	const char *sign = wrong_sign(plain);
	if (sign != NULL)
		return g_strdup_printf("'%c' is no sign of Urdu", *sign);
	g_autofree char *model = english != NULL ? plain_text(english) : NULL;
	if (model != NULL && g_str_has_suffix(model, ".") && !g_str_has_suffix(plain, "۔") &&
	    !g_str_has_suffix(plain, "؟"))
		return g_strdup("the English ends with a stop");
	return NULL;
}

Test(urdu_text, finds_signs_of_another_script)
{
	static const struct {
		const char *urdu, *english, *fault;
	} cases[] = {
		{ "اس ہفتے 33 مقدمات درج ہوئے۔", "33 cases were registered.", NULL },
		{ "اس ہفتے 33 مقدمات درج ہوئے.", NULL, "'.' is no sign of Urdu" },
		{ "اس ہفتے {a|int}.", NULL, "'.' is no sign of Urdu" },
		{ "اس ہفتے 33 مقدمات درج ہوئے", "33 cases were registered.",
		  "the English ends with a stop" },
		{ "اس ہفتے{if a == 0}، کچھ نہیں{end}۔", "{if a == 0}None.{end}", NULL },
		{ "لاہور, قصور", NULL, "',' is no sign of Urdu" },
		{ "15; 16 مئی", NULL, "';' is no sign of Urdu" },
		{ "کیوں?", NULL, "'?' is no sign of Urdu" },
		{ "ماخذ: s.173 CrPC، 1,230 اور 9.5", NULL, NULL },
		{ "ماخذ: NCRB, Crime in India", NULL, NULL },
		{ "Dobson et al. 1991۔ اور Y. X", NULL, NULL },
		{ "15, 16 مئی", NULL, "',' is no sign of Urdu" },
		{ "s.173 CrPC; no Urdu?", NULL, NULL },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autofree char *fault = fault_of(cases[n].urdu, cases[n].english);
		cr_expect(g_strcmp0(fault, cases[n].fault) == 0, "%s: %s", cases[n].urdu, fault);
	}
}

/* ── all texts ── */

static bool is_excepted(const char *text)
{
	g_autofree char *path = source_path("tests/golden/urdu_punctuation.txt");
	g_autofree char *content = NULL;
	cr_assert(g_file_get_contents(path, &content, NULL, NULL));
	g_auto(GStrv) lines = g_strsplit(content, "\n", -1);
	return g_strv_contains((const char *const *)lines, text);
}

static void check(const char *file, int line, const char *urdu, const char *english)
{
	g_autofree char *fault = urdu != NULL ? fault_of(urdu, english) : NULL;
	cr_expect(fault == NULL || is_excepted(urdu), "%s:%d: %s: %s", file, line, fault, urdu);
}

static void check_node(const char *file, const YamlNode *node)
{
	if (node == NULL || yaml_kind(node) == YAML_KIND_SCALAR)
		return;
	if (yaml_kind(node) == YAML_KIND_MAPPING) {
		const YamlNode *urdu = yaml_find(node, "ur");
		if (urdu != NULL)
			check(file, yaml_line(urdu), yaml_text(urdu),
			      yaml_text(yaml_find(node, "en")));
	}
	for (size_t n = 0; n < yaml_count(node); n++)
		check_node(file, yaml_kind(node) == YAML_KIND_MAPPING ? yaml_value(node, n)
								      : yaml_item(node, n));
}

static guint check_folder(const char *folder)
{
	guint files = 0;
	g_autoptr(GDir) entries = g_dir_open(folder, 0, NULL);
	const char *entry;
	while (entries != NULL && (entry = g_dir_read_name(entries)) != NULL) {
		g_autofree char *path = g_build_filename(folder, entry, NULL);
		if (g_file_test(path, G_FILE_TEST_IS_DIR))
			files += check_folder(path);
		if (!g_str_has_suffix(entry, ".yaml"))
			continue;
		g_autoptr(YamlDocument) document = yaml_read(path, NULL);
		cr_assert(document != NULL, "%s", path);
		check_node(path, yaml_root(document));
		files++;
	}
	return files;
}

Test(urdu_text, of_templates_has_the_signs_of_urdu)
{
	g_autofree char *templates = source_path("templates");
	cr_expect_geq(check_folder(templates), 8);
	static const char *const others[] = { "deploy", "tests/gallery" };
	for (size_t n = 0; n < G_N_ELEMENTS(others); n++) {
		g_autofree char *folder = source_path(others[n]);
		check_folder(folder);
	}
}

Test(urdu_text, of_the_locale_has_the_signs_of_urdu)
{
	g_autofree char *path = source_path("templates/locale/ur.yaml");
	g_autofree char *other = source_path("templates/locale/en.yaml");
	g_autoptr(YamlDocument) urdu = yaml_read(path, NULL), english = yaml_read(other, NULL);
	cr_assert(urdu != NULL && english != NULL);
	const YamlNode *words = yaml_find(yaml_root(urdu), "words");
	cr_assert_gt(yaml_count(words), 100);
	for (size_t n = 0; n < yaml_count(words); n++) {
		const char *key = yaml_text(yaml_key(words, n));
		const YamlNode *model = yaml_find(yaml_find(yaml_root(english), "words"), key);
		check("ur.yaml", yaml_line(yaml_value(words, n)), yaml_text(yaml_value(words, n)),
		      yaml_text(model));
	}
}

/* What the program puts together out of texts and figures: the pages of the golden tests. */
Test(urdu_text, of_pages_has_the_signs_of_urdu)
{
	g_autofree char *folder = source_path("tests/golden");
	g_autoptr(GDir) entries = g_dir_open(folder, 0, NULL);
	guint pages = 0;
	const char *entry;
	while ((entry = g_dir_read_name(entries)) != NULL) {
		/* the dictionary says each definition in English too */
		if (!g_str_has_suffix(entry, ".ur.expected") ||
		    g_str_has_prefix(entry, "measures."))
			continue;
		g_autofree char *path = g_build_filename(folder, entry, NULL);
		g_autofree char *content = NULL;
		cr_assert(g_file_get_contents(path, &content, NULL, NULL));
		g_auto(GStrv) blocks = g_strsplit(content, "\n\n", -1);
		for (int n = 0; blocks[n] != NULL; n++)
			check(entry, n + 1, blocks[n], NULL);
		pages++;
	}
	cr_expect_geq(pages, 8);
}
