/* Facts in the texts of templates are figures: what stands there as a number would be false on
 * other records. Numbers of the law, of a method or of a table's name are no facts of the records.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "core/config/yaml.h"

static const struct {
	const char *file, *text; /* words that may stand in its texts */
} allowed[] = {
	{ "conviction.yaml", "95 %" }, /* DERIVE_CONFIDENCE */
	{ "conviction.yaml", "95 فیصد" },
	{ "conviction.yaml", "99.8 %" },
	{ "conviction.yaml", "99.8 فیصد" },
	{ "conviction.yaml", "12 months" },
	{ "conviction.yaml", "24 months" },
	{ "conviction.yaml", "36 months" },
	{ "conviction.yaml", "6 months" },
	{ "conviction.yaml", "12 ماہ" },
	{ "conviction.yaml", "24 ماہ" },
	{ "conviction.yaml", "36 ماہ" },
	{ "conviction.yaml", "6 ماہ" },
	{ "dpo-weekly.yaml", "day 17" },  /* s.173 CrPC */
	{ "dpo-weekly.yaml", "52 week" }, /* windows of the queries */
	{ "dpo-weekly.yaml", "52 ہفت" },
	{ "dpo-weekly.yaml", "26 week" },
	{ "dpo-weekly.yaml", "26 ہفت" },
	{ "dpo-weekly.yaml", "4 weeks" },
	{ "dpo-weekly.yaml", "13-week" },
	{ "dpo-weekly.yaml", "13 ہفت" },
	{ "dpo-weekly.yaml", "18–30 days" }, /* ages of what is overdue */
	{ "dpo-weekly.yaml", "31–90 days" },
	{ "dpo-weekly.yaml", "Over 90" },
	{ "dpo-weekly.yaml", "more than 90 days" },
	{ "dpo-weekly.yaml", "18 تا 30 دن" },
	{ "dpo-weekly.yaml", "31 تا 90 دن" },
	{ "dpo-weekly.yaml", "90 سے زائد" },
	{ "dpo-weekly.yaml", "90 دن سے زائد" },
	{ "dpo-weekly.yaml", "9 in 10" }, /* a share of complaints */
	{ "dpo-weekly.yaml", "s.164" },   /* CrPC */
	{ "dpo-weekly.yaml", "دفعہ 164" },
	{ "outreach-support.yaml", "30 days" }, /* of the measure of unmet need */
	{ "outreach-support.yaml", "30 دن" },
	{ "outreach-support.yaml", "1 to 9" }, /* what is withheld of shelters */
	{ "outreach-support.yaml", "1 سے 9" },
	{ "quarterly-brief.yaml", "95 %" },
	{ "quarterly-brief.yaml", "95 فیصد" },
	{ "quarterly-brief.yaml", "99.8 %" },
	{ "quarterly-brief.yaml", "99.8 فیصد" },
	{ "quarterly-brief.yaml", "95 and" }, /* 95 and 99.8 % */
	{ "quarterly-brief.yaml", "95 اور" },
	{ "ncrb-2014.yaml", "2014" }, /* the published table, and how it is rounded */
	{ "ncrb-2014.yaml", "tables 5.1, 5.5 and 5.6" },
	{ "ncrb-2014.yaml", "0.1 lakh (10,000 women)" },
	{ "ncrb-2014.yaml", "100,000 women" },
	{ "province-monthly.yaml", "7 days late" }, /* windows and bands of the queries */
	{ "province-monthly.yaml", "28 days late" },
	{ "province-monthly.yaml", "7 دن سے زیادہ" },
	{ "province-monthly.yaml", "28 دن سے زیادہ" },
	{ "province-monthly.yaml", "per 100,000 women" },
	{ "province-monthly.yaml", "3, 6, 12 and 24 months" },
	{ "province-monthly.yaml", "3، 6، 12 اور 24 ماہ" },
	{ "province-monthly.yaml", "0 to 2 months" },
	{ "province-monthly.yaml", "0 تا 2 ماہ" },
	{ "province-monthly.yaml", "3 to 5 months" },
	{ "province-monthly.yaml", "3 تا 5 ماہ" },
	{ "province-monthly.yaml", "6 to 11 months" },
	{ "province-monthly.yaml", "6 تا 11 ماہ" },
	{ "province-monthly.yaml", "12 to 23 months" },
	{ "province-monthly.yaml", "12 تا 23 ماہ" },
	{ "province-monthly.yaml", "24 months and more" },
	{ "province-monthly.yaml", "24 ماہ اور زیادہ" },
	{ "province-monthly.yaml", "day 17" },
	{ "province-monthly.yaml", "within 90 days" },
	{ "province-monthly.yaml", "90 دن میں" },
	{ "province-monthly.yaml", "36 months" },
	{ "province-monthly.yaml", "36 ماہ" },
	{ "province-monthly.yaml", "1, 3 and 12 months" },
	{ "province-monthly.yaml", "1، 3 اور 12 ماہ" },
	{ "province-monthly.yaml", "After 1 month" },
	{ "province-monthly.yaml", "After 3 months" },
	{ "province-monthly.yaml", "After 12 months" },
	{ "province-monthly.yaml", "12 ماہ بعد" },
	{ "province-monthly.yaml", "1 ماہ بعد" },
	{ "province-monthly.yaml", "3 ماہ بعد" },
	{ "province-monthly.yaml", "SHA-256" },
};

/* What TEXT says beside its figures, without what is allowed in FILE. */
static char *said(const char *file, const char *text)
{
	GString *out = g_string_new(NULL);
	int depth = 0;
	for (const char *at = text; *at != '\0'; at++) {
		depth += *at == '{';
		if (depth == 0)
			g_string_append_c(out, g_ascii_isspace(*at) ? ' ' : *at);
		depth -= *at == '}' && depth > 0;
	}
	for (size_t n = 0; n < G_N_ELEMENTS(allowed); n++)
		if (strcmp(file, allowed[n].file) == 0)
			g_string_replace(out, allowed[n].text, "", 0);
	return g_string_free(out, FALSE);
}

/* Texts are what stands under a language. */
static void walk(const char *file, const YamlNode *node, bool text)
{
	if (node == NULL)
		return;
	if (yaml_kind(node) == YAML_KIND_SEQUENCE)
		for (size_t n = 0; n < yaml_count(node); n++)
			walk(file, yaml_item(node, n), false);
	if (yaml_kind(node) == YAML_KIND_MAPPING)
		for (size_t n = 0; n < yaml_count(node); n++) {
			const char *key = yaml_text(yaml_key(node, n));
			if (strcmp(key, "sheet") != 0) /* a name, with its number */
				walk(file, yaml_value(node, n),
				     strcmp(key, "en") == 0 || strcmp(key, "ur") == 0);
		}
	if (!text || yaml_text(node) == NULL)
		return;
	g_autofree char *words = said(file, yaml_text(node));
	cr_expect(strpbrk(words, "0123456789") == NULL, "%s:%d: a number that is no figure: %s",
		  file, yaml_line(node), words);
}

Test(facts, every_number_of_a_template_is_a_figure_or_of_the_law)
{
	g_autofree char *folder = g_build_filename(g_getenv("SHUMAR_ROOT"), "templates", NULL);
	g_autoptr(GDir) files = g_dir_open(folder, 0, NULL);
	static const char *const not [] = { "measures.yaml", "glossary.yaml", NULL };
	const char *name;
	int count = 0;
	while ((name = g_dir_read_name(files)) != NULL) {
		if (!g_str_has_suffix(name, ".yaml") || g_strv_contains(not, name))
			continue;
		g_autoptr(GError) error = NULL;
		g_autofree char *path = g_build_filename(folder, name, NULL);
		g_autoptr(YamlDocument) document = yaml_read(path, &error);
		cr_assert(document != NULL, "%s", error != NULL ? error->message : "");
		walk(name, yaml_root(document), false);
		count++;
	}
	cr_expect_geq(count, 5);
}

Test(facts, a_number_that_is_none_is_seen)
{
	g_autofree char *words = said("cook-outcomes.yaml", "such as an arrest in 1965 {a.b|int}");
	cr_expect(strpbrk(words, "0123456789") != NULL);
	g_autofree char *law = said("dpo-weekly.yaml", "{n|int} cases are past day 17");
	cr_expect(strpbrk(law, "0123456789") == NULL);
}
