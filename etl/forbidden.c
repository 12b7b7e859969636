#include "etl/forbidden.h"

#include <string.h>

#define KIND_NAME    "a person's name"
#define KIND_CARD    "an identity card number"
#define KIND_PHONE   "a phone number"
#define KIND_ADDRESS "an address"
#define KIND_EMAIL   "an e-mail address"

typedef enum { MATCH_WORD, MATCH_START, MATCH_END } Match;

/* Words of a column's name ("father_name" has two) that give personal data away. */
static const struct {
	const char *text;
	Match match;
	const char *kind;
} personal_words[] = {
	{ "cnic", MATCH_START, KIND_CARD },
	{ "nic", MATCH_WORD, KIND_CARD },
	{ "nicno", MATCH_WORD, KIND_CARD },
	{ "nicop", MATCH_START, KIND_CARD },
	{ "passport", MATCH_START, KIND_CARD },
	{ "شناختی", MATCH_WORD, KIND_CARD },
	{ "phone", MATCH_START, KIND_PHONE },
	{ "telephone", MATCH_START, KIND_PHONE },
	{ "tel", MATCH_WORD, KIND_PHONE },
	{ "telno", MATCH_WORD, KIND_PHONE },
	{ "mobile", MATCH_START, KIND_PHONE },
	{ "cell", MATCH_WORD, KIND_PHONE },
	{ "cellno", MATCH_WORD, KIND_PHONE },
	{ "landline", MATCH_START, KIND_PHONE },
	{ "contact", MATCH_WORD, KIND_PHONE },
	{ "contactno", MATCH_START, KIND_PHONE },
	{ "contactnumber", MATCH_START, KIND_PHONE },
	{ "whatsapp", MATCH_START, KIND_PHONE },
	{ "msisdn", MATCH_START, KIND_PHONE },
	{ "فون", MATCH_WORD, KIND_PHONE },
	{ "موبائل", MATCH_WORD, KIND_PHONE },
	{ "address", MATCH_START, KIND_ADDRESS },
	{ "address", MATCH_END, KIND_ADDRESS },
	{ "addr", MATCH_WORD, KIND_ADDRESS },
	{ "mohalla", MATCH_START, KIND_ADDRESS },
	{ "muhalla", MATCH_START, KIND_ADDRESS },
	{ "street", MATCH_WORD, KIND_ADDRESS },
	{ "house", MATCH_WORD, KIND_ADDRESS },
	{ "houseno", MATCH_WORD, KIND_ADDRESS },
	{ "residence", MATCH_WORD, KIND_ADDRESS },
	{ "پتہ", MATCH_WORD, KIND_ADDRESS },
	{ "محلہ", MATCH_WORD, KIND_ADDRESS },
	{ "email", MATCH_START, KIND_EMAIL },
	{ "mail", MATCH_WORD, KIND_EMAIL },
	{ "father", MATCH_START, KIND_NAME },
	{ "husband", MATCH_START, KIND_NAME },
	{ "guardian", MATCH_WORD, KIND_NAME },
	{ "parentage", MATCH_WORD, KIND_NAME },
	{ "walid", MATCH_START, KIND_NAME },
	{ "judge", MATCH_WORD, KIND_NAME },
	{ "alias", MATCH_WORD, KIND_NAME },
	{ "نام", MATCH_WORD, KIND_NAME },
	{ "ولدیت", MATCH_WORD, KIND_NAME },
};

/* What may have a name of its own: its "name" is no person's. */
static const char *const nameable[] = {
	"station",  "court",        "district",     "tehsil",     "division", "region",
	"province", "city",         "police",       "unit",       "course",   "partner",
	"agency",   "organisation", "organization", "department", "service",  "file",
	"category", "offence",      "offense",      "section",    "act",      "law",
	"program",  "programme",    "facility",     "source",     "event",    "topic",
	"shelter",  "ngo",          "circle",       "range",      NULL,
};

/* Persons, who turn "court" beside them into a mere place: "court_judge_name". */
static const char *const persons[] = {
	"victim",  "accused", "complainant", "suspect",   "witness",
	"officer", "person",  "defendant",   "io",        "sho",
	"mother",  "wife",    "child",       "informant", NULL,
};

/* Last words after which the column holds something about the person, not who it is. */
static const char *const harmless_ends[] = {
	"key",   "hash",   "count", "sex",    "gender",   "age",      "band",
	"flag",  "type",   "kind",  "code",   "relation", "arrested", "known",
	"given", "status", "visit", "visits", NULL,
};

/* ── names ── */
/* The words of NAME in lower case: "fatherName", "FATHER NAME" and "father_name" have two. */
static GStrv words_of(const char *name)
{
	g_autoptr(GString) spaced = g_string_new(NULL);
	g_autofree char *valid = g_utf8_make_valid(name, -1);
	bool lower_before = false;
	for (char *at = valid; *at != '\0'; at = g_utf8_next_char(at)) {
		gunichar character = g_utf8_get_char(at);
		if (lower_before && g_unichar_isupper(character))
			g_string_append_c(spaced, ' ');
		lower_before = g_unichar_islower(character) || g_unichar_isdigit(character);
		if (g_unichar_isalpha(character))
			g_string_append_unichar(spaced, g_unichar_tolower(character));
		else
			g_string_append_c(spaced, ' ');
	}
	return g_strsplit(g_strstrip(spaced->str), " ", -1);
}

static bool word_matches(const char *word, const char *text, Match match)
{
	return match == MATCH_WORD    ? strcmp(word, text) == 0
	       : match == MATCH_START ? g_str_has_prefix(word, text)
				      : g_str_has_suffix(word, text);
}

static bool any_word_of(GStrv words, const char *const *list)
{
	for (GStrv word = words; *word != NULL; word++) {
		if (g_strv_contains(list, *word))
			return true;
	}
	return false;
}

/* True when WORD of WORDS says "name" and means a person's. */
static bool names_person(const char *word, GStrv words)
{
	if (strcmp(word, "name") == 0 || strcmp(word, "names") == 0)
		return !any_word_of(words, nameable) || any_word_of(words, persons);
	if (!g_str_has_suffix(word, "name"))
		return false;
	g_autofree char *owner = g_strndup(word, strlen(word) - strlen("name"));
	return !g_strv_contains(nameable, owner);
}

static const char *personal_kind(const char *word, GStrv words)
{
	for (size_t n = 0; n < G_N_ELEMENTS(personal_words); n++) {
		if (word_matches(word, personal_words[n].text, personal_words[n].match))
			return personal_words[n].kind;
	}
	return names_person(word, words) ? KIND_NAME : NULL;
}

bool forbidden_name(const char *name, const char **ret_kind)
{
	g_auto(GStrv) words = words_of(name);
	guint count = g_strv_length(words);
	if (count > 1 && g_strv_contains(harmless_ends, words[count - 1]))
		return false;
	for (GStrv word = words; *word != NULL; word++) {
		const char *kind = personal_kind(*word, words);
		if (kind == NULL)
			continue;
		if (ret_kind != NULL)
			*ret_kind = kind;
		return true;
	}
	return false;
}

/* ── values ── */
/* '#' is a digit, 'P' the digit of a province (1 to 7), '~' an optional hyphen or blank;
 * neither a digit before nor behind belongs to it. CNIC: NADRA's 13 digits, of which the
 * first is the province; mobile numbers: PTA numbering plan, 03xx and seven digits. */
static const struct {
	const char *shape;
	const char *kind;
} personal_shapes[] = {
	{ "P####~#######~#", KIND_CARD },  { "03##~#######", KIND_PHONE },
	{ "+92~3##~#######", KIND_PHONE }, { "0092~3##~#######", KIND_PHONE },
	{ "923#########", KIND_PHONE },
};

#define SHORTEST_DIGITS 11

/* VALUE with Arabic-Indic digits as ASCII ones and every hyphen and dash as '-'. */
static char *plain_digits(const char *value, size_t length, size_t *ret_length)
{
	char *plain = g_malloc(length + 1);
	size_t kept = 0;
	for (size_t n = 0; n < length; n++) {
		guchar byte = (guchar)value[n];
		guchar next = n + 1 < length ? (guchar)value[n + 1] : 0;
		guchar third = n + 2 < length ? (guchar)value[n + 2] : 0;
		if ((byte == 0xDB && next >= 0xB0 && next <= 0xB9) || /* U+06F0 to U+06F9 */
		    (byte == 0xD9 && next >= 0xA0 && next <= 0xA9)) { /* U+0660 to U+0669 */
			plain[kept++] = (char)('0' + (next & 0x0F));
			n++;
		} else if (byte == 0xE2 && next == 0x80 && third >= 0x90 && third <= 0x95) {
			plain[kept++] = '-'; /* U+2010 to U+2015 */
			n += 2;
		} else
			plain[kept++] = value[n];
	}
	plain[kept] = '\0';
	*ret_length = kept;
	return plain;
}

/* True when SHAPE stands at the beginning of TEXT. */
static bool shape_at(const char *shape, const char *text)
{
	for (; *shape != '\0'; shape++) {
		if (*shape == '~') {
			text += *text == '-' || *text == ' ';
			continue;
		}
		bool fits = *shape == '#'   ? g_ascii_isdigit(*text)
			    : *shape == 'P' ? *text >= '1' && *text <= '7'
					    : *text == *shape;
		if (!fits)
			return false;
		text++;
	}
	return !g_ascii_isdigit(*text);
}

static size_t count_digits(const char *text, size_t length)
{
	size_t digits = 0;
	for (size_t n = 0; n < length; n++)
		digits += g_ascii_isdigit(text[n]);
	return digits;
}

bool forbidden_value(const char *value, size_t length, const char **ret_kind)
{
	/* A byte that is neither an ASCII digit nor part of an Arabic-Indic one is most of
	 * any text: that many candidates there must be at least. */
	size_t candidates = 0;
	if (length < SHORTEST_DIGITS)
		return false;
	for (size_t n = 0; n < length; n++)
		candidates += g_ascii_isdigit(value[n]) || (value[n] & 0x80) != 0;
	if (candidates < SHORTEST_DIGITS)
		return false;
	size_t plain_length = 0;
	g_autofree char *plain = plain_digits(value, length, &plain_length);
	if (count_digits(plain, plain_length) < SHORTEST_DIGITS)
		return false;
	for (size_t at = 0; at < plain_length; at++) {
		if (at > 0 && g_ascii_isdigit(plain[at - 1]))
			continue;
		for (size_t n = 0; n < G_N_ELEMENTS(personal_shapes); n++) {
			if (!shape_at(personal_shapes[n].shape, plain + at))
				continue;
			if (ret_kind != NULL)
				*ret_kind = personal_shapes[n].kind;
			return true;
		}
	}
	return false;
}
