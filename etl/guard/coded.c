#include "etl/guard/coded.h"

#include "core/database/sqltext.h"
#include "core/text.h"
#include "etl/guard/forbidden.h"

#include <string.h>

#define REDACTED       "REDACTED-"
#define FEWEST_DIGITS  10 /* of a phone number */
#define WORDS_LETTERS  80 /* the longest name of an office or a course */
#define WORDS_DIGITS   7  /* in a row: the code of an office, "(IL0160000)" */
#define NUMBER_BYTES   64
#define NUMBER_LETTERS 6 /* in a row: "FIR-12/2024-A", but no name */
#define DIGEST_BYTES   32
#define SECTION_BYTES  40
#define SECTION_WORDS  6 /* "337-A(i)/34 Anti-Rape Act 2021" */

typedef enum { FORM_ANY, FORM_WORDS, FORM_NUMBER, FORM_SECTION } CodedForm;

struct CodedColumn {
	CodedForm form;
	bool listed;       /* words holds all that it takes */
	GHashTable *exact; /* set of the words, for the quick look-up */
	GHashTable *words; /* folded word -> the word of the list */
};

struct Coded {
	GHashTable *columns; /* "case.station" -> CodedColumn */
};

static void column_free(gpointer data)
{
	CodedColumn *column = data;
	g_hash_table_unref(column->exact);
	g_hash_table_unref(column->words);
	g_free(column);
}

void coded_free(Coded *coded)
{
	if (coded == NULL)
		return;
	g_hash_table_unref(coded->columns);
	g_free(coded);
}

/* ── lists ── */
/* "Helpline-15", "HELPLINE 15" and "helpline_15" are one word. Transfer full. */
static char *word_fold(const char *value, size_t length)
{
	g_autofree char *folded = text_fold_compare(value, (gssize)length);
	g_strdelimit(folded, "_-", ' ');
	return text_fold_key(folded, -1); /* blanks in a row as one */
}

static void add_word(CodedColumn *column, const char *word)
{
	column->listed = true;
	g_hash_table_add(column->exact, g_strdup(word));
	char *folded = word_fold(word, strlen(word));
	if (g_hash_table_contains(column->words, folded))
		g_free(folded);
	else
		g_hash_table_insert(column->words, folded, g_strdup(word));
}

static CodedForm form_of(const char *name)
{
	return g_strcmp0(name, "words") == 0     ? FORM_WORDS
	       : g_strcmp0(name, "number") == 0  ? FORM_NUMBER
	       : g_strcmp0(name, "section") == 0 ? FORM_SECTION
						 : FORM_ANY;
}

static CodedColumn *column_named(const Coded *coded, const char *feed, const char *name)
{
	g_autofree char *key = g_strdup_printf("%s.%s", feed, name);
	CodedColumn *column = g_hash_table_lookup(coded->columns, key);
	if (column != NULL)
		return column;
	column = g_new0(CodedColumn, 1);
	column->exact = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	column->words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	g_hash_table_insert(coded->columns, g_steal_pointer(&key), column);
	return column;
}

Coded *coded_read(Database *warehouse, GError **error)
{
	g_autoptr(DatabaseResult) rows =
	    database_query(warehouse, sqltext(SQL_ETL_CODED_VALUES), DATABASE_NO_PARAMS, error);
	if (rows == NULL)
		return NULL;
	Coded *coded = g_new0(Coded, 1);
	coded->columns = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, column_free);
	for (int row = 0; row < result_rows(rows); row++) {
		CodedColumn *column =
		    column_named(coded, result_text(rows, row, 0), result_text(rows, row, 1));
		column->form = form_of(result_text(rows, row, 2));
		if (!result_is_null(rows, row, 3))
			add_word(column, result_text(rows, row, 3));
	}
	return coded;
}

const CodedColumn *coded_column(const Coded *coded, const char *feed, const char *name)
{
	g_autofree char *key = g_strdup_printf("%s.%s", feed, name);
	return coded != NULL ? g_hash_table_lookup(coded->columns, key) : NULL;
}

/* ── forms ── */
static bool is_word_mark(gunichar character)
{
	return character == ' ' || strchr(".,&()/'-:+", (int)MIN(character, 0x7F)) != NULL ||
	       character == 0x2019 || character == 0x2013 || character == 0x060C ||
	       character == 0x06D4 || character == 0x200C || character == 0x200D;
}

/* A name of an office, a place or a course: letters, few digits, no remark. */
static bool is_words(const char *value, size_t length)
{
	glong letters = 0;
	glong characters = 0;
	int digits = 0;
	for (const char *at = value; at < value + length;
	     at += g_utf8_skip[*(const guchar *)at], characters++) {
		gunichar character = g_utf8_get_char(at);
		digits = g_unichar_isdigit(character) ? digits + 1 : 0;
		letters += g_unichar_isalpha(character);
		if ((!g_unichar_isalnum(character) && !g_unichar_ismark(character) &&
		     !is_word_mark(character)) ||
		    digits > WORDS_DIGITS)
			return false;
	}
	return letters > 0 && characters <= WORDS_LETTERS;
}

/* Digits with few letters, or a digest that stands for one. */
static bool is_number(const char *value, size_t length)
{
	int letters = 0;
	int most = 0;
	bool digits = false;
	bool parted = false;
	for (size_t n = 0; n < length; n++) {
		bool digit = g_ascii_isdigit(value[n]);
		letters = g_ascii_isalpha(value[n]) ? letters + 1 : 0;
		most = MAX(most, letters);
		digits |= digit;
		if (digit || letters > 0)
			continue;
		parted = true;
		if (strchr("/-.() _#", value[n]) == NULL)
			return false;
	}
	bool digest = !parted && length >= DIGEST_BYTES;
	return (digest || (digits && most <= NUMBER_LETTERS)) && length <= NUMBER_BYTES;
}

static bool is_section(const char *value, size_t length)
{
	int words = 1;
	for (size_t n = 0; n < length; n++) {
		words += value[n] == ' ';
		if ((guchar)value[n] < 0x20 || value[n] == '@')
			return false;
	}
	return length <= SECTION_BYTES && words <= SECTION_WORDS;
}

static bool has_form(CodedForm form, const char *value, size_t length)
{
	switch (form) {
	case FORM_WORDS:
		return g_utf8_validate(value, (gssize)length, NULL) && is_words(value, length);
	case FORM_NUMBER:
		return is_number(value, length);
	case FORM_SECTION:
		return is_section(value, length);
	case FORM_ANY:
		return true;
	}
	g_assert_not_reached();
}

/* ── values ── */
/* An id that is said must not be somebody's number itself. */
static bool may_say(const char *row)
{
	return row != NULL && row[0] != '\0' && strlen(row) <= 40 &&
	       strspn(row, "0123456789abcdefABCDEF-/_.") == strlen(row) &&
	       !forbidden_value(row, strlen(row), NULL);
}

static char *instead(const char *what, const char *like, const char *row)
{
	bool said = may_say(row);
	return g_strdup_printf("‹%s: %s%s%s›", what, like, said ? ", row " : "", said ? row : "");
}

static char *unlisted(const char *value, size_t length, const char *row)
{
	g_autofree char *like = text_outline(value, (gssize)length);
	return instead("unlisted", like, row);
}

/* True when the value stands in the list to the letter. */
static bool is_exact(const CodedColumn *column, const char *value, size_t length)
{
	char word[128];
	if (length >= sizeof word)
		return false;
	memcpy(word, value, length);
	word[length] = '\0';
	return strlen(word) == length && g_hash_table_contains(column->exact, word);
}

/* What has nothing filled in is for the rules of what is missing. */
static bool is_blank(const char *value, size_t length)
{
	for (size_t n = 0; n < length; n++) {
		if (g_ascii_isgraph(value[n]))
			return false;
	}
	g_autofree char *folded = text_fold_key(value, (gssize)length);
	return folded[0] == '\0';
}

static char *settle_listed(const CodedColumn *column, const char *value, size_t length,
			   const char *row)
{
	g_autofree char *folded = word_fold(value, length);
	const char *word = g_hash_table_lookup(column->words, folded);
	return word != NULL        ? g_strdup(word)
	       : folded[0] == '\0' ? NULL /* nothing is filled in */
				   : unlisted(value, length, row);
}

/* The code that 'etl redact' put in the place of a station or number, read again from a raw table.
 */
static bool is_redacted(const char *value, size_t length)
{
	size_t begin = strlen(REDACTED);
	if (length <= begin || memcmp(value, REDACTED, begin) != 0)
		return false;
	for (size_t n = begin; n < length; n++) {
		if (!g_ascii_isdigit(value[n]))
			return false;
	}
	return length - begin < FEWEST_DIGITS;
}

char *coded_settle(const CodedColumn *column, const char *value, size_t length, const char *row)
{
	const char *kind = NULL;
	if (length == 0 || is_redacted(value, length) ||
	    (column != NULL && column->listed && is_exact(column, value, length)))
		return NULL;
	if (forbidden_value(value, length, &kind))
		return instead("withheld", kind, row);
	if (column == NULL)
		return NULL;
	if (column->listed)
		return settle_listed(column, value, length, row);
	if (is_blank(value, length) || has_form(column->form, value, length))
		return NULL;
	return column->form == FORM_SECTION ? g_strdup("?") : unlisted(value, length, row);
}

/* ── stations ── */
void coded_add_stations(Coded *coded, const DatabaseResult *rows)
{
	CodedColumn *column = column_named(coded, "case", "station");
	for (int row = 0; row < result_rows(rows); row++) {
		const char *name = result_text(rows, row, 0);
		/* a list is typed by hand too */
		if (name != NULL && is_words(name, strlen(name)) &&
		    !forbidden_value(name, strlen(name), NULL))
			add_word(column, name);
	}
}

guint coded_stations(const Coded *coded)
{
	const CodedColumn *column = coded_column(coded, "case", "station");
	return column != NULL ? g_hash_table_size(column->words) : 0;
}
