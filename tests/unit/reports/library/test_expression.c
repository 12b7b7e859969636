/* Texts of templates: what they print, and where their faults are. */
#include <criterion/criterion.h>
#include <string.h>

#include "core/error.h"
#include "reports/library/expression.h"

static const char locale_text[] = "language: en\nicu: en_GB\ndirection: ltr\n"
				  "words: {yes: \"yes\", no: \"no\", range_to: to}\n"
				  "units: {case: {one: \"{n} case\", other: \"{n} cases\"}}\n";

static bool name_type(gpointer payload, const char *head, const char *tail, DatumType *ret_type,
		      const char **ret_format, GError **error)
{
	(void)payload;
	*ret_format = NULL;
	if (strcmp(head, "head") == 0 && tail != NULL) {
		*ret_type = strcmp(tail, "open") == 0     ? DATUM_BOOL
			    : strcmp(tail, "signal") == 0 ? DATUM_TEXT
							  : DATUM_NUMBER;
		return true;
	}
	if (strcmp(head, "week") == 0 || strcmp(head, "later") == 0) {
		*ret_type = DATUM_DATE;
		return true;
	}
	error_set(error, SHUMAR_ERROR_CONFIG, "there are: head, week", "no name '%s'", head);
	return false;
}

static Datum name_value(gpointer payload, const char *head, const char *tail)
{
	(void)payload;
	GDate date;
	g_date_set_parse(&date, "2024-08-05");
	if (strcmp(head, "week") == 0)
		return datum_of_date(&date);
	if (strcmp(head, "later") == 0) {
		g_date_set_day(&date, 31);
		return datum_of_date(&date);
	}
	if (strcmp(tail, "none") == 0)
		return datum_missing(DATUM_NUMBER);
	if (strcmp(tail, "signal") == 0)
		return datum_of_text("high");
	if (strcmp(tail, "open") == 0)
		return (Datum){ .type = DATUM_BOOL, .truth = true };
	return datum_of_number(strcmp(tail, "one") == 0 ? 1 : 1234);
}

static const ExpressionNames names = { .type = name_type, .value = name_value };

/* Keeps the first fault as "offset: message". */
static void keep_fault(gpointer payload, size_t offset, const char *hint, const char *message)
{
	(void)hint;
	char **kept = payload;
	if (*kept == NULL)
		*kept = g_strdup_printf("%zu: %s", offset, message);
}

static Locale *test_locale(void)
{
	g_autoptr(GError) error = NULL;
	Locale *locale = locale_parse(locale_text, "test.yaml", &error);
	cr_assert(locale != NULL, "%s", error != NULL ? error->message : "");
	return locale;
}

typedef struct {
	const char *text;
	const char *becomes;
} Case;

Test(expression, prints_values_and_choices)
{
	static const Case cases[] = {
		{ "", "" },
		{ "no braces", "no braces" },
		{ "{head.many}", "1,234" },
		{ "{ head.many | count:case } in", "1,234 cases in" },
		{ "{head.one|count:case}", "1 case" },
		{ "{head.none|int}", "[x]" },
		{ "{week|date}", "5 August 2024" },
		{ "from {week|date} to {later|date}.", "from 5 to 31 August 2024." },
		{ "{week|date} to {week|date}", "5 August 2024 to 5 August 2024" },
		{ "{later|date} to {week|date}", "31 August 2024 to 5 August 2024" },
		{ "{week|date} or {later|date}", "5 August 2024 or 31 August 2024" },
		{ "{if head.one == 1}was{else}were{end}", "was" },
		{ "{if head.many == 1}was{else}were{end}", "were" },
		{ "{if head.one > 1}a{elif head.one >= 1}b{else}c{end}", "b" },
		{ "{if head.signal == high}H{end}", "H" },
		{ "{if head.signal != 'high'}L{end}", "" },
		{ "{if head.open}open{end}", "open" },
		{ "{if not head.open or head.one < 2 and head.many > 1000}x{end}", "x" },
		{ "{if not (head.open or head.one == 1)}x{else}y{end}", "y" },
		{ "{if head.none == missing}gap{end}", "gap" },
		{ "{if head.none == 0}zero{else}not zero{end}", "not zero" },
		{ "{if head.open}{if head.one == 2}in{else}out{end}{end}!", "out!" },
		{ "{if head.one < head.many}less{end}", "less" },
		{ "{plural head.one one: 'was' other: \"were\"}", "was" },
		{ "{plural head.many one: 'was' other: 'were'}", "were" },
		{ "{plural head.none one: 'was' other: 'were'}", "were" },
		{ "{plural head.one other: ''}", "" },
	};
	g_autoptr(Locale) locale = test_locale();
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autofree char *fault = NULL;
		g_autoptr(Expression) expression =
		    expression_parse(cases[n].text, keep_fault, &fault);
		cr_assert(expression != NULL, "%s: %s", cases[n].text, fault);
		bool good = expression_check(expression, &names, locale, keep_fault, &fault);
		cr_assert(good, "%s: %s", cases[n].text, fault);
		g_autofree char *printed = expression_print(expression, &names, locale);
		cr_expect_str_eq(printed, cases[n].becomes, "%s: '%s'", cases[n].text, printed);
	}
}

Test(expression, tells_where_its_faults_are)
{
	static const Case cases[] = {
		{ "a {head.one", "2: '{' is not closed" },
		{ "a {}", "2: a path must stand between the braces" },
		{ "{head.one + 1}", "10: cannot read what stands here" },
		{ "{head.one 2}", "10: '2' does not belong here" },
		{ "{if head.one == 1}x", "0: {if} without {end}" },
		{ "x{end}", "1: {end} without {if} before it" },
		{ "{else}", "0: {else} without {if} before it" },
		{ "{if head.open}{else}{elif head.open}{end}", "20: {elif} after {else}" },
		{ "{if head.one ==}x{end}",
		  "15: a value must stand after '==': a number, a word or a path" },
		{ "{if (head.open}x{end}", "14: ')' is missing" },
		{ "{haed.one}", "1: no name 'haed'" },
		{ "{head.one|dat}", "10: there is no format 'dat'; did you mean 'date'?" },
		{ "{head.one|date}", "10: format 'date' wants a date, not number" },
		{ "{head.one|count:cse}", "10: there is no unit 'cse'; did you mean 'case'?" },
		{ "{if head.one}x{end}", "4: only a yes-or-no column is a condition by itself" },
		{ "{if head.one == high}x{end}", "16: a number is compared with a text" },
		{ "{if week > 3}x{end}", "11: a date is compared with a number" },
		{ "{if head.signal > high}x{end}", "18: texts have no order here, only == and !=" },
		{ "{if head.one < missing}x{end}", "15: 'missing' has no order" },
		{ "{plural head.one one: 'a'}", "0: plural has no text for 'other'" },
		{ "{plural head.one few: 'a' other: 'b'}",
		  "17: the language has no plural category 'few'; there are: one other" },
		{ "{plural head.signal other: 'b'}", "8: only a number has a plural" },
		{ "{plural head.one other: 'a' other: 'b'}",
		  "28: plural category 'other' is given twice" },
		{ "{plural}", "7: a path must stand after plural" },
	};
	g_autoptr(Locale) locale = test_locale();
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autofree char *fault = NULL;
		g_autoptr(Expression) expression =
		    expression_parse(cases[n].text, keep_fault, &fault);
		if (expression != NULL)
			expression_check(expression, &names, locale, keep_fault, &fault);
		cr_expect_str_eq(fault != NULL ? fault : "none", cases[n].becomes, "%s: %s",
				 cases[n].text, fault != NULL ? fault : "none");
	}
}

Test(expression, refuses_choices_nested_without_end)
{
	g_autoptr(GString) text = g_string_new(NULL);
	for (int n = 0; n < 5000; n++)
		g_string_append(text, "{if head.open}");
	g_autofree char *fault = NULL;
	g_autoptr(Expression) expression = expression_parse(text->str, keep_fault, &fault);
	cr_assert_null(expression);
	cr_assert(strstr(fault, "nested too deeply") != NULL, "%s", fault);
}

Test(expression, reads_a_condition_that_stands_by_itself)
{
	static const struct {
		const char *text;
		bool holds;
	} cases[] = {
		{ "head.one == 1", true },
		{ "not head.open", false },
		{ "head.none != missing or head.many > 1000", true },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autofree char *fault = NULL;
		Condition *condition = condition_read(cases[n].text, keep_fault, &fault);
		cr_assert(condition != NULL, "%s", fault);
		cr_assert(condition_check(condition, &names, keep_fault, &fault), "%s", fault);
		cr_expect_eq(condition_holds(condition, &names), cases[n].holds, "%s",
			     cases[n].text);
		condition_free(condition);
	}
	g_autofree char *fault = NULL;
	cr_expect_null(condition_read("head.one ==", keep_fault, &fault));
	cr_expect_str_eq(fault, "11: a value must stand after '==': a number, a word or a path");
}

static void join_value(gpointer payload, const char *head, const char *tail, size_t offset)
{
	g_string_append_printf(payload, "%zu:%s.%s ", offset, head, tail != NULL ? tail : "");
}

Test(expression, tells_the_values_that_it_prints_and_not_those_that_only_decide)
{
	g_autoptr(Expression) expression =
	    expression_parse("{head.one}{if head.many > 1}{week|date}{end}{plural head.none other: "
			     "'x'}",
			     keep_fault, NULL);
	g_autoptr(GString) told = g_string_new(NULL);
	expression_each_value(expression, join_value, told);
	cr_expect_str_eq(told->str, "1:head.one 29:week. ");
}
