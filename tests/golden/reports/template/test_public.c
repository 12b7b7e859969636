/* What public papers may say and read: sentences in both languages, and queries by their text. */
#include <criterion/criterion.h>
#include <string.h>

#include "core/database/sqltext.h"
#include "core/error.h"
#include "reports/block/block.h"
#include "reports/build/sample.h"
#include "reports/release/papers.h"
#include "reports/template/public_sql.h"
#include "reports/template/public_words.h"

static Library *open_library(void)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *folder = g_build_filename(g_getenv("SHUMAR_ROOT"), "templates", NULL);
	const char *const folders[] = { folder, NULL };
	Library *library = library_open(folders, &error);
	cr_assert(library != NULL, "%s", error != NULL ? error->message : "");
	return library;
}

static PublicWords *house_words(void)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Library) library = open_library();
	PublicWords *words = public_words_read(library, &error);
	cr_assert(words != NULL, "%s", error != NULL ? error->message : "");
	return words;
}

typedef struct {
	const char *language, *text, *rule; /* NULL: nothing is found */
} Sentence;

static const Sentence sentences[] = {
	{ "en", "The victim was out late at night.", "blame" },
	{ "en", "She went alone to the market.", "blame" },
	{ "en", "Police questioned her character.", "blame" },
	{ "en", "The alleged victim filed a complaint.", "blame" },
	{ "en", "She claimed she was raped.", "blame" },
	{ "en", "She eloped of her own free will.", "blame" },
	{ "en", "The woman did not resist.", "blame" },
	{ "en", "A resident of the city reported it.", "identity" },
	{ "en", "The case is of a student of class 8.", "identity" },
	{ "en", "Her uncle is accused.", "identity" },
	{ "en", "The 14-year-old was found.", "identity" },
	{ "en", "It happened in village Rampur.", "identity" },
	{ "en", "The wife of a shopkeeper reported it.", "identity" },
	{ "en", "The rapist was arrested.", "guilt" },
	{ "en", "The accused who raped her is in custody.", "guilt" },
	{ "en", "Three offenders were caught.", "guilt" },
	{ "en", "The criminal was arrested.", "guilt" },
	{ "en", "Criminals of the case are in custody.", "guilt" },
	{ "en", "A known criminal case file names him a criminal.", "guilt" },
	{ "en", "Criminal intimidation", NULL },
	{ "en", "The Code of Criminal Procedure and criminal law apply to a criminal case.", NULL },
	{ "en", "Criminal offences go to the criminal justice system.", NULL },
	{ "en", "81 cases (FIRs) of crimes against women were registered.", NULL },
	{ "en", "They do not say who is guilty: that is for the courts.", NULL },
	{ "en", "Two accused persons are proclaimed offenders.", NULL },
	{ "en", "Publishing what identifies a victim of rape is an offence.", NULL },
	{ "en", "Women may call at any hour, 24/7.", NULL },
	{ "ur", "خاتون رات گئے تک اکیلی باہر تھی۔", "blame" },
	{ "ur", "لڑکی کا کردار مشکوک تھا۔", "blame" },
	{ "ur", "وہ اپنی مرضی سے گئی تھی۔", "blame" },
	{ "ur", "مبینہ متاثرہ خاتون نے درخواست دی۔", "blame" },
	{ "ur", "وہ گاؤں رامپور میں رہتی ہے۔", "identity" },
	{ "ur", "لاہور کی رہائشی خاتون نے رپورٹ کی۔", "identity" },
	{ "ur", "⁨14⁩ سالہ لڑکی بازیاب ہوئی۔", "identity" },
	{ "ur", "دکاندار کی بیوی نے درخواست دی۔", "identity" },
	{ "ur", "درندہ گرفتار کر لیا گیا۔", "guilt" },
	{ "ur", "قاتل گرفتار ہو گیا۔", "guilt" },
	{ "ur", "مجرم گرفتار ہو گیا۔", "guilt" },
	{ "ur", "مجرموں اور مجرمان کو پکڑ لیا گیا۔", "guilt" },
	{ "ur", "مجرمانہ دھمکی", NULL },
	{ "ur", "مجرمانہ مقدمات", NULL },
	{ "ur", "ملزم نے خاتون کو زیادتی کا نشانہ بنایا۔", "guilt" },
	{ "ur", "خواتین کے خلاف جرائم کے 81 مقدمات درج ہوئے۔", NULL },
	{ "ur", "مقدمے کو ثابت شدہ جرم یا ملزم کو قصور وار نہ لکھیں۔", NULL },
	{ "ur", "ڈیرہ غازی خان میں 12 مقدمات درج ہوئے۔", NULL },
	{ "ur", "دو ملزمان اشتہاری مجرم ہیں۔", NULL },
	{ "en", "The criminal was arrested.", "guilt" },
	{ "en", "Two criminals were arrested.", "guilt" },
	{ "ur", "دو مجرمان گرفتار ہوئے۔", "guilt" },
	/* names of offences, which tables have as heads */
	{ "en", "Criminal intimidation", NULL },
	{ "ur", "مجرمانہ دھمکیاں", NULL },
};

Test(public, sentences_that_blame_identify_or_condemn_are_found_in_both_languages)
{
	g_autoptr(PublicWords) words = house_words();
	for (size_t n = 0; n < G_N_ELEMENTS(sentences); n++) {
		const Sentence *sentence = &sentences[n];
		g_autoptr(GPtrArray) found =
		    public_words_find(words, sentence->language, sentence->text);
		const PublicFinding *first = found->len > 0 ? found->pdata[0] : NULL;
		cr_expect_eq(first == NULL, sentence->rule == NULL, "%s: %s", sentence->text,
			     first != NULL ? first->found : "nothing found");
		if (first != NULL && sentence->rule != NULL)
			cr_expect_str_eq(first->rule, sentence->rule, "%s", sentence->text);
	}
}

/* What a template has in braces, and where its lines end, is not read. */
Test(public, braces_and_line_ends_hide_nothing_and_add_nothing)
{
	g_autoptr(PublicWords) words = house_words();
	g_autoptr(GPtrArray) broken =
	    public_words_find(words, "en", "The victim was\n        out late.");
	cr_expect_gt(broken->len, 0);
	g_autoptr(GPtrArray) name =
	    public_words_find(words, "en", "{if head.killer == 0}None{else}Some{end}.");
	cr_expect_eq(name->len, 0);
}

Test(public, shapes_of_numbers_are_told_from_years_and_short_numbers)
{
	static const struct {
		const char *text;
		bool contacts;
		const char *shape;
	} cases[] = {
		{ "case 446/2021 of the station", false, "the number of a FIR" },
		{ "case 1970/23", false, "the number of a FIR" },
		{ "06/12", false, "the number of a FIR" },
		{ "the fiscal year 2023/24", false, NULL },
		{ "call 15 or 1787", false, NULL },
		{ "12 of 41 districts", false, NULL },
		{ "35202-1234567-1", true, "an identity card number" },
		{ "0300-1234567", false, "a phone number" },
		{ "0300-1234567", true, NULL },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		const char *shape = public_words_shape(cases[n].text, cases[n].contacts);
		cr_expect_eq(g_strcmp0(shape, cases[n].shape), 0, "%s: %s", cases[n].text,
			     shape != NULL ? shape : "nothing");
	}
}

Test(public, a_paper_without_helplines_is_lacking_them)
{
	g_autoptr(PublicWords) words = house_words();
	g_autoptr(GPtrArray) none = public_words_lacking(words, "81 cases\nof 1787 sessions\n");
	cr_assert_eq(none->len, 1);
	cr_expect_str_eq(((PublicFinding *)none->pdata[0])->rule, "helplines");
	g_autoptr(GPtrArray) there =
	    public_words_lacking(words, "81 cases\n⁨1787⁩\nHelpline\n");
	cr_expect_eq(there->len, 0);
}

Test(public, a_file_of_rules_says_where_it_is_wrong)
{
	static const char *const bad[][2] = {
		{ "never:\n  - rule: x\n    why: y\n    en: ['(']\n    ur: ['a']\n",
		  "w.yaml:4:10: this is no pattern" },
		{ "never:\n  - rule: x\n    why: y\n    en: ['a']\n",
		  "w.yaml:2:5: the rule has no patterns in 'ur'" },
		{ "never:\n  - rulle: x\n", "w.yaml:2:5" },
		{ "always: []\n", "the file has no list 'never'" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(bad); n++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(PublicWords) words =
		    public_words_parse(bad[n][0], strlen(bad[n][0]), "w.yaml", &error);
		cr_expect(words == NULL);
		cr_assert_not_null(error);
		cr_expect_eq(error_exit_code(error), SHUMAR_ERROR_CONFIG);
		cr_expect_not_null(strstr(error->message, bad[n][1]), "%s", error->message);
	}
}

Test(public, queries_that_read_more_than_what_is_released_are_found_where_they_do)
{
	static const struct {
		const char *sql;
		int line, column;
		const char *what; /* NULL: allowed */
	} cases[] = {
		{ "select f.value from released.figure f", 0, 0, NULL },
		{ "with a as (select 1 as n), b (m) as (select 2)\nselect a.n from a, b", 0, 0,
		  NULL },
		{ "select d.code from ref.district d where d.code is distinct from 'X'", 0, 0,
		  NULL },
		{ "select x from released.fact f cross join lateral pg_catalog.unnest(array[1]) x",
		  0, 0, NULL },
		{ "-- from fact.case\nselect 'from fact.case' as t", 0, 0, NULL },
		{ "select c.cases\nfrom report.case_month c", 2, 6, "reads 'report.case_month'" },
		{ "select 1 from released.figure f, \"release\".hidden h", 1, 34,
		  "reads 'release.hidden'" },
		{ "select 1 from released.figure f, pg_stat_activity a", 1, 34,
		  "reads 'pg_stat_activity'" },
		{ "select 1 from ref.station s", 1, 15, "reads 'ref.station'" },
		{ "select 1 from released.figure f join other.place p on true", 1, 38,
		  "reads 'other.place'" },
		{ "select set_config('role', 'none', true)", 1, 8, "calls 'set_config'" },
		{ "select pg_catalog.query_to_xml('x', true, true, '')", 1, 19,
		  "calls 'query_to_xml'" },
		{ "select 'case 446/2021' as t", 1, 8, "holds the number of a FIR" },
		{ "select engine.as_of()", 1, 8, "names 'engine.as_of'" },
		{ "select 1 from (select 2 from FACT.\"case\") x", 1, 30, "reads 'fact.case'" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		PublicSqlFault fault = { 0 };
		bool found = public_sql_fault(cases[n].sql, &fault);
		cr_expect_eq(found, cases[n].what != NULL, "%s: %s", cases[n].sql,
			     found ? fault.what : "nothing");
		if (found && cases[n].what != NULL) {
			cr_expect_str_eq(fault.what, cases[n].what, "%s", cases[n].sql);
			cr_expect(fault.line == cases[n].line && fault.column == cases[n].column,
				  "%s: %d:%d", cases[n].sql, fault.line, fault.column);
		}
		public_sql_fault_clear(&fault);
	}
}

static bool hold_to_header(const SqlText *file, gpointer counted, GError **error)
{
	(void)error;
	PublicSqlFault fault = { 0 };
	g_autofree char *reads = sqltext_header(file->text, "reads");
	if (g_strcmp0(reads, "released") != 0)
		return true;
	(*(int *)counted)++;
	cr_expect(!public_sql_fault(file->text, &fault), "sql/%s:%d:%d %s", file->path, fault.line,
		  fault.column, fault.what);
	public_sql_fault_clear(&fault);
	return true;
}

Test(public, every_query_that_says_it_reads_what_is_released_does)
{
	int counted = 0;
	sqltext_each("reports/", hold_to_header, &counted, NULL);
	cr_expect_geq(counted, 8);
}

/* ── finished papers ── */

/* What PAPER made of the rows NAME says in LANGUAGE, a text a line. */
static char *paper_text(const Library *library, const char *paper, const char *name,
			const char *language)
{
	static const char *const none[] = { NULL };
	g_autoptr(GError) error = NULL;
	g_autofree char *path = library_find(library, paper, &error);
	g_autofree char *rows =
	    g_strdup_printf("%s/tests/golden/%s.rows", g_getenv("SHUMAR_ROOT"), name);
	g_autoptr(Template) template = template_read(path, library, block_types, &error);
	cr_assert(template != NULL, "%s", error != NULL ? error->message : "");
	g_autoptr(Model) model =
	    sample_model(template, library, rows, none, language, NULL, &error);
	cr_assert(model != NULL, "%s: %s", name, error != NULL ? error->message : "");
	cr_expect(model->draft, "%s is not marked", name);
	return papers_text(model);
}

Test(public, finished_papers_say_nothing_of_that_and_have_their_helplines)
{
	static const char *const papers[][2] = {
		{ "press-release", "press-release" },
		{ "press-release", "press-release-all" },
		{ "press-release", "press-release-most" },
		{ "press-release", "press-release-none" },
		{ "press-note", "press-note" },
		{ "press-note", "press-note-some" },
		{ "press-note", "press-note-most" },
		{ "press-note", "press-note-none" },
	};
	static const char *const languages[] = { "en", "ur" };
	g_autoptr(Library) library = open_library();
	g_autoptr(PublicWords) words = house_words();
	for (size_t n = 0; n < G_N_ELEMENTS(papers) * 2; n++) {
		const char *name = papers[n / 2][1], *language = languages[n % 2];
		g_autofree char *text = paper_text(library, papers[n / 2][0], name, language);
		g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
		for (char **line = lines; *line != NULL; line++) {
			g_autoptr(GPtrArray) found = public_words_find(words, language, *line);
			cr_expect_eq(found->len, 0, "%s (%s): %s", name, language, *line);
			cr_expect_null(public_words_shape(*line, true), "%s: %s", name, *line);
		}
		g_autoptr(GPtrArray) lacking = public_words_lacking(words, text);
		cr_expect_eq(lacking->len, 0, "%s (%s) lacks its helplines", name, language);
	}
}
