/*
 * Fuzzing the texts of templates and their conditions: each is parsed, checked and printed, or
 * has a fault within the text.
 */
#include <stdint.h>
#include <string.h>

#include "core/error.h"
#include "reports/library/expression.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char locale_text[] =
    "language: ur\nicu: ur_PK\ndirection: rtl\n"
    "words: {yes: \"yes\", no: \"no\", range_to: to, quarter_1: \"{year}\"}\n"
    "units: {case: {one: \"{n} case\", other: \"{n} cases\"}}\n";

/* Any name is one: its first letter says of which type. */
static DatumType type_of(const char *head)
{
	return head[0] == 'd'   ? DATUM_DATE
	       : head[0] == 'b' ? DATUM_BOOL
	       : head[0] == 't' ? DATUM_TEXT
				: DATUM_NUMBER;
}

static bool name_type(gpointer payload, const char *head, const char *tail, DatumType *ret_type,
		      const char **ret_format, GError **error)
{
	(void)payload;
	(void)tail;
	*ret_format = NULL;
	*ret_type = type_of(head);
	if (head[0] != 'x')
		return true;
	error_set(error, SHUMAR_ERROR_CONFIG, NULL, "no name '%s'", head);
	return false;
}

static Datum name_value(gpointer payload, const char *head, const char *tail)
{
	(void)payload;
	Datum datum = { .type = type_of(head), .text = "a text {of} <b>", .number = 1081.5 };
	g_date_set_dmy(&datum.date, 13, G_DATE_JANUARY, 2012);
	datum.missing = tail != NULL && tail[0] == 'm';
	return datum;
}

static const ExpressionNames names = { .type = name_type, .value = name_value };

static void within(gpointer payload, size_t offset, const char *hint, const char *message)
{
	(void)hint;
	g_assert(offset <= strlen(payload) && message != NULL);
}

static void visit(gpointer payload, const char *head, const char *tail, size_t offset)
{
	(void)tail;
	g_assert(g_str_has_prefix((const char *)payload + offset, head));
}

static void try_expression(char *text, const Locale *locale)
{
	g_autoptr(Expression) expression = expression_parse(text, within, text);
	if (expression == NULL || !expression_check(expression, &names, locale, within, text))
		return;
	expression_each_value(expression, visit, text);
	g_autofree char *printed = expression_print(expression, &names, locale);
	g_assert(printed != NULL);
}

static void try_condition(char *text)
{
	Condition *condition = condition_read(text, within, text);
	if (condition != NULL && condition_check(condition, &names, within, text))
		condition_holds(condition, &names);
	condition_free(condition);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static Locale *locale;
	if (locale == NULL)
		locale = locale_parse(locale_text, "fuzz.yaml", NULL);
	g_assert(locale != NULL);
	g_autofree char *text = g_strndup((const char *)data, size);
	/* the reader of YAML lets nothing else through */
	if (!g_utf8_validate(text, -1, NULL))
		return 0;
	try_expression(text, locale);
	try_condition(text);
	return 0;
}
