/* The terms of both languages: what a wrong one is, and that none is in the program's own texts. */
#include <criterion/criterion.h>
#include <string.h>

#include "core/config/yaml.h"
#include "core/database/sqltext.h"
#include "reports/library/library.h"

static Library *open_library(void)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *folder = g_build_filename(g_getenv("SHUMAR_ROOT"), "templates", NULL);
	const char *const folders[] = { folder, NULL };
	Library *library = library_open(folders, &error);
	cr_assert(library != NULL, "%s", error != NULL ? error->message : "");
	return library;
}

static char *told(const Glossary *glossary, const char *english, const char *urdu)
{
	g_autoptr(GPtrArray) faults = glossary_faults(glossary, english, urdu);
	g_ptr_array_add(faults, NULL);
	return g_strjoinv("; ", (char **)faults->pdata);
}

typedef struct {
	const char *english, *urdu, *fault;
} TermCase;

Test(glossary, finds_a_term_that_says_other_than_english)
{
	static const TermCase cases[] = {
		{ "Referrals to partners", "شراکت داروں کو حوالگیاں",
		  "'حوالگیاں' is not 'referral': write 'ریفرل'" },
		{ "Referrals to partners", "شراکت داروں کو ریفرلز", "" },
		{ "Rape", "زیادتی", "'زیادتی' is not 'rape': write 'جنسی زیادتی'" },
		{ "Rape", "جنسی زیادتی (زنا بالجبر)", "" },
		{ "Gang rape", "اجتماعی جنسی زیادتی", "" },
		{ "Gang rape", "اجتماعی زیادتی",
		  "'اجتماعی زیادتی' is not 'gang rape': write 'اجتماعی جنسی زیادتی'" },
		{ "Forced / exchange / child marriage", "جبری شادی",
		  "'جبری شادی' is not 'forced, exchange or child marriage': write 'جبری، وٹہ سٹہ یا کم "
		  "عمری کی شادی'" },
		{ "Forced / exchange / child marriage", "جبری، وٹہ سٹہ یا کم عمری کی شادی", "" },
		{ "by principal offence", "بلحاظ بڑا جرم",
		  "'بڑا جرم' is not 'principal offence': write 'نمایاں جرم'" },
		{ "by principal offence", "بلحاظ نمایاں جرم", "" },
		{ "on post-arrest bail", "ضمانت پر",
		  "the English says 'post-arrest bail', the Urdu lacks 'بعد از گرفتاری ضمانت'" },
		{ "Cases cancelled", "منسوخ مقدمات", "'منسوخ' is not 'cancelled': write 'خارج'" },
		/* names of figures are no words of a text, and what {plural} chooses is */
		{ "{note.referrals|int} of {if note.rape == 1}one{end}", "{note.referrals|int}",
		  "" },
		{ "{plural note.n one: \"referral\" other: \"referrals\"}", "حوالگیاں",
		  "'حوالگیاں' is not 'referral': write 'ریفرل'" },
		/* a word within another is none */
		{ "grapes of showcases", "انگور", "" },
		{ "no term at all", "کچھ نہیں", "" },
	};
	g_autoptr(Library) library = open_library();
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autofree char *fault =
		    told(library_glossary(library), cases[n].english, cases[n].urdu);
		cr_expect_str_eq(fault, cases[n].fault, "%s: %s", cases[n].english, fault);
	}
}

Test(glossary, tells_its_own_faults_with_their_place)
{
	g_autoptr(GError) error = NULL;
	cr_expect_null(glossary_parse("terms:\n  a: {en: a, ur: [b]}\n", "g.yaml", &error));
	cr_expect(strstr(error->message, "g.yaml:2:11: term 'a': en must be a list") != NULL, "%s",
		  error->message);
}

static void hold(const Glossary *glossary, const char *where, const char *english, const char *urdu)
{
	if (english == NULL || urdu == NULL || *urdu == '\0')
		return;
	g_autofree char *fault = told(glossary, english, urdu);
	cr_expect_str_empty(fault, "%s: %s (%s)", where, fault, english);
}

static YamlDocument *locale_file(const char *language)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *name = g_strconcat(language, ".yaml", NULL);
	g_autofree char *path =
	    g_build_filename(g_getenv("SHUMAR_ROOT"), "templates", "locale", name, NULL);
	YamlDocument *document = yaml_read(path, &error);
	cr_assert(document != NULL, "%s", error != NULL ? error->message : "");
	return document;
}

/* Words, and of units their forms. */
Test(glossary, holds_the_words_of_the_locale)
{
	g_autoptr(Library) library = open_library();
	g_autoptr(YamlDocument) english = locale_file("en"), urdu = locale_file("ur");
	static const char *const parts[] = { "words", "units" };
	for (size_t part = 0; part < G_N_ELEMENTS(parts); part++) {
		const YamlNode *left = yaml_find(yaml_root(english), parts[part]);
		const YamlNode *right = yaml_find(yaml_root(urdu), parts[part]);
		for (size_t n = 0; n < yaml_count(left); n++) {
			const char *key = yaml_text(yaml_key(left, n));
			const YamlNode *one = yaml_value(left, n), *other = yaml_find(right, key);
			bool forms = yaml_kind(one) == YAML_KIND_MAPPING;
			hold(library_glossary(library), key,
			     yaml_text(forms ? yaml_find(one, "other") : one),
			     yaml_text(forms ? yaml_find(other, "other") : other));
		}
	}
}

/* Fields of a line of CSV; none of ours has a line end in one. */
static GPtrArray *fields_of(const char *line)
{
	GPtrArray *fields = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GString) field = g_string_new(NULL);
	bool quoted = false;
	for (const char *at = line; *at != '\0'; at++) {
		if (*at == '"')
			quoted = !quoted;
		else if (*at == ',' && !quoted) {
			g_ptr_array_add(fields, g_strdup(field->str));
			g_string_set_size(field, 0);
		} else
			g_string_append_c(field, *at);
	}
	g_ptr_array_add(fields, g_strdup(field->str));
	return fields;
}

Test(glossary, holds_the_names_of_the_reference_tables)
{
	static const char *const files[] = { "accused_status", "case_status", "category",
					     "court_outcome" };
	g_autoptr(Library) library = open_library();
	for (size_t file = 0; file < G_N_ELEMENTS(files); file++) {
		g_autofree char *path = g_strdup_printf("%s/sql/reference/%s.csv",
							g_getenv("SHUMAR_ROOT"), files[file]);
		g_autofree char *text = NULL;
		cr_assert(g_file_get_contents(path, &text, NULL, NULL), "%s", path);
		g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
		for (char **line = lines + 1; line[0] != NULL && **line != '\0'; line++) {
			g_autoptr(GPtrArray) fields = fields_of(*line);
			cr_assert_gt(fields->len, 2, "%s", *line);
			hold(library_glossary(library), fields->pdata[0], fields->pdata[1],
			     fields->pdata[2]);
		}
	}
}
