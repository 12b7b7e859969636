#include "etl/guard/forbidden.h"

#include "core/text.h"

#include <string.h>

#define KIND_NAME    "a person's name"
#define KIND_CARD    "an identity card number"
#define KIND_PHONE   "a phone number"
#define KIND_ADDRESS "an address"
#define KIND_EMAIL   "an e-mail address"

/* MATCH_NUMBERED: alone, beside a word for a number, or of a person: "house", "house_no",
 * "victim_cell", but not "house_trespass" or "cyber_cell". */
typedef enum { MATCH_WORD, MATCH_START, MATCH_END, MATCH_NUMBERED } Match;

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
	{ "phone", MATCH_WORD, KIND_PHONE },
	{ "phones", MATCH_WORD, KIND_PHONE },
	{ "phoneno", MATCH_WORD, KIND_PHONE },
	{ "phonenumber", MATCH_WORD, KIND_PHONE },
	{ "phone", MATCH_END, KIND_PHONE },
	{ "telephone", MATCH_START, KIND_PHONE },
	{ "tel", MATCH_WORD, KIND_PHONE },
	{ "telno", MATCH_WORD, KIND_PHONE },
	{ "mobile", MATCH_WORD, KIND_PHONE },
	{ "mobiles", MATCH_WORD, KIND_PHONE },
	{ "mobileno", MATCH_WORD, KIND_PHONE },
	{ "mobilenumber", MATCH_WORD, KIND_PHONE },
	{ "cell", MATCH_NUMBERED, KIND_PHONE },
	{ "cellno", MATCH_WORD, KIND_PHONE },
	{ "landline", MATCH_START, KIND_PHONE },
	{ "contact", MATCH_WORD, KIND_PHONE },
	{ "contactno", MATCH_START, KIND_PHONE },
	{ "contactnumber", MATCH_START, KIND_PHONE },
	{ "whatsapp", MATCH_START, KIND_PHONE },
	{ "msisdn", MATCH_START, KIND_PHONE },
	{ "فون", MATCH_WORD, KIND_PHONE },
	{ "موبائل", MATCH_WORD, KIND_PHONE },
	{ "address", MATCH_WORD, KIND_ADDRESS },
	{ "addresses", MATCH_WORD, KIND_ADDRESS },
	{ "addressline", MATCH_START, KIND_ADDRESS },
	{ "address", MATCH_END, KIND_ADDRESS },
	{ "addr", MATCH_WORD, KIND_ADDRESS },
	{ "mohalla", MATCH_START, KIND_ADDRESS },
	{ "muhalla", MATCH_START, KIND_ADDRESS },
	{ "street", MATCH_WORD, KIND_ADDRESS },
	{ "house", MATCH_NUMBERED, KIND_ADDRESS },
	{ "houseno", MATCH_WORD, KIND_ADDRESS },
	{ "residence", MATCH_WORD, KIND_ADDRESS },
	{ "پتہ", MATCH_WORD, KIND_ADDRESS },
	{ "محلہ", MATCH_WORD, KIND_ADDRESS },
	{ "email", MATCH_WORD, KIND_EMAIL },
	{ "emails", MATCH_WORD, KIND_EMAIL },
	{ "emailid", MATCH_WORD, KIND_EMAIL },
	{ "emailaddress", MATCH_START, KIND_EMAIL },
	{ "mail", MATCH_WORD, KIND_EMAIL },
	{ "father", MATCH_WORD, KIND_NAME },
	{ "fathers", MATCH_WORD, KIND_NAME },
	{ "husband", MATCH_WORD, KIND_NAME },
	{ "husbands", MATCH_WORD, KIND_NAME },
	{ "guardian", MATCH_WORD, KIND_NAME },
	{ "parentage", MATCH_WORD, KIND_NAME },
	{ "walid", MATCH_WORD, KIND_NAME },
	{ "waldiyat", MATCH_WORD, KIND_NAME },
	{ "walidiyat", MATCH_WORD, KIND_NAME },
	{ "judge", MATCH_WORD, KIND_NAME },
	{ "alias", MATCH_WORD, KIND_NAME },
	{ "نام", MATCH_WORD, KIND_NAME },
	{ "ولدیت", MATCH_WORD, KIND_NAME },
};

/* Words for a number, which make "house" and "cell" beside them somebody's. */
static const char *const numbers[] = { "no",      "nos", "num",   "number", "numbers",
				       "address", "#",   "phone", NULL };

/* What may have a name of its own: its "name" is no person's. */
static const char *const nameable[] = {
	"station",  "court",        "district",     "tehsil",     "division", "region",
	"province", "city",         "police",       "unit",       "course",   "partner",
	"agency",   "organisation", "organization", "department", "service",  "file",
	"category", "offence",      "offense",      "section",    "act",      "law",
	"program",  "programme",    "facility",     "source",     "event",    "topic",
	"shelter",  "ngo",          "circle",       "range",      "area",     "state",
	"country",  "zone",         "beat",         "town",       "crime",    "head",
	"charge",   "status",       "month",        "table",      "schema",   "column",
	"database", "type",         "kind",         "prison",     "jail",     "hospital",
	"school",   "report",       "stage",        "measure",    "language", NULL,
};

/* Persons, who turn "court" beside them into a mere place: "court_judge_name". */
static const char *const persons[] = {
	"victim",  "accused", "complainant", "suspect",   "witness",
	"officer", "person",  "defendant",   "io",        "sho",
	"mother",  "wife",    "child",       "informant", NULL,
};

/* Last words after which the column holds something about the person, not who it is. */
static const char *const harmless_ends[] = {
	"key",      "hash",     "count",   "sex",      "gender",     "age",        "band",
	"flag",     "type",     "kind",    "code",     "relation",   "arrested",   "known",
	"given",    "status",   "visit",   "visits",   "trespass",   "breaking",   "crime",
	"crimes",   "theft",    "robbery", "violence", "harassment", "cruelty",    "offence",
	"offences", "offense",  "assault", "murder",   "unit",       "van",        "patrol",
	"squad",    "checking", "cases",   "total",    "rate",       "percentage", NULL,
};

/* ── names ── */
/* The words of NAME in lower case: "fatherName", "FATHER NAME" and "father_name" have two. */
static GStrv words_of(const char *name)
{
	g_autoptr(GString) spaced = g_string_new(NULL);
	g_autofree char *valid =
	    text_fold_shape(name, -1); /* letters in other forms are the same */
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
	g_auto(GStrv) parts = g_strsplit(spaced->str, " ", -1);
	g_autoptr(GStrvBuilder) words = g_strv_builder_new();
	for (GStrv part = parts; *part != NULL; part++) {
		if ((*part)[0] != '\0')
			g_strv_builder_add(words, *part);
	}
	return g_strv_builder_end(words);
}

static bool word_matches(const char *word, const char *text, Match match)
{
	return match == MATCH_START ? g_str_has_prefix(word, text)
	       : match == MATCH_END ? g_str_has_suffix(word, text)
				    : strcmp(word, text) == 0;
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

/* "house" is an address alone, beside a word for a number and where it is a person's. */
static bool is_somebodys(GStrv words)
{
	return g_strv_length(words) == 1 || any_word_of(words, numbers) ||
	       any_word_of(words, persons);
}

static const char *personal_kind(const char *word, GStrv words)
{
	for (size_t n = 0; n < G_N_ELEMENTS(personal_words); n++) {
		if (word_matches(word, personal_words[n].text, personal_words[n].match) &&
		    (personal_words[n].match != MATCH_NUMBERED || is_somebodys(words)))
			return personal_words[n].kind;
	}
	return names_person(word, words) ? KIND_NAME : NULL;
}

/* A number can be somebody's card or phone, but not a name; a date or a yes nobody's anything. */
static bool may_hold(ForbiddenType type, const char *kind)
{
	return type == FORBIDDEN_TEXT ||
	       (type == FORBIDDEN_NUMBER &&
		(strcmp(kind, KIND_CARD) == 0 || strcmp(kind, KIND_PHONE) == 0));
}

bool forbidden_column(const char *name, ForbiddenType type, const char **ret_kind)
{
	g_auto(GStrv) words = words_of(name);
	guint count = g_strv_length(words);
	if (count > 1 && g_strv_contains(harmless_ends, words[count - 1]))
		return false;
	for (GStrv word = words; *word != NULL; word++) {
		const char *kind = personal_kind(*word, words);
		if (kind == NULL || !may_hold(type, kind))
			continue;
		if (ret_kind != NULL)
			*ret_kind = kind;
		return true;
	}
	return false;
}

bool forbidden_name(const char *name, const char **ret_kind)
{
	return forbidden_column(name, FORBIDDEN_TEXT, ret_kind);
}
