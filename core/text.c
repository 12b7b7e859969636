#include "core/text.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>

#define REPLACEMENT   0xFFFD
#define JOINER_NONE   0x200C
#define JOINER        0x200D
#define TATWEEL       0x0640
#define QUOTE_LETTERS 60
#define LIST_LETTERS  24

static const char *letter_after(const char *at)
{
	return at + g_utf8_skip[(guchar)*at];
}

/* ── normal forms ── */
/* TEXT as UTF-8 for sure. */
static char *make_valid(const char *text, gssize length)
{
	return g_utf8_make_valid(text, length);
}

/* VALID in the normal form of NORMALIZER; takes it over. What ICU refuses stays as it is. */
static char *normalize(const UNormalizer2 *normalizer, char *valid)
{
	UErrorCode status = U_ZERO_ERROR;
	glong units = 0;
	g_autofree gunichar2 *wide = g_utf8_to_utf16(valid, -1, NULL, &units, NULL);
	if (wide == NULL)
		return valid;
	const UChar *source = (const UChar *)wide;
	int32_t needed = unorm2_normalize(normalizer, source, (int32_t)units, NULL, 0, &status);
	if (status != U_BUFFER_OVERFLOW_ERROR && U_FAILURE(status))
		return valid;
	g_autofree UChar *normal = g_new0(UChar, (gsize)needed + 1);
	status = U_ZERO_ERROR;
	unorm2_normalize(normalizer, source, (int32_t)units, normal, needed + 1, &status);
	char *narrow = g_utf16_to_utf8((const gunichar2 *)normal, needed, NULL, NULL, NULL);
	if (U_FAILURE(status) || narrow == NULL) {
		g_free(narrow);
		return valid;
	}
	g_free(valid);
	return narrow;
}

static const UNormalizer2 *normalizer_of(const UNormalizer2 *(*get)(UErrorCode *))
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *normalizer = get(&status);
	g_assert(U_SUCCESS(status));
	/* cppcheck-suppress returnDanglingLifetime ; ICU's own, for as long as the program lives */
	return normalizer;
}

/* ── kinds of characters ── */
static bool is_noncharacter(gunichar character)
{
	return U_IS_UNICODE_NONCHAR((UChar32)character);
}

static bool is_joiner(gunichar character)
{
	return character == JOINER || character == JOINER_NONE;
}

static bool is_blank(gunichar character)
{
	return u_isUWhiteSpace((UChar32)character) ||
	       u_charType((UChar32)character) == U_CONTROL_CHAR ||
	       u_charType((UChar32)character) == U_SPACE_SEPARATOR || character == 0x2800;
}

/* Takes no room on a page: format characters, fillers, selectors of variants. */
static bool is_invisible(gunichar character)
{
	return u_hasBinaryProperty((UChar32)character, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) ||
	       u_charType((UChar32)character) == U_FORMAT_CHAR || is_noncharacter(character);
}

static bool is_arabic_letter(gunichar character)
{
	UErrorCode status = U_ZERO_ERROR;
	return uscript_getScript((UChar32)character, &status) == USCRIPT_ARABIC &&
	       u_isalpha((UChar32)character);
}

static bool is_dash(gunichar character)
{
	return u_hasBinaryProperty((UChar32)character, UCHAR_DASH);
}

/* ── keys ── */
bool text_is_plain(const char *text, gssize length)
{
	gsize bytes = length < 0 ? strlen(text) : (gsize)length;
	bool blank_before = true;
	for (gsize n = 0; n < bytes; n++) {
		guchar byte = (guchar)text[n];
		bool blank = byte == ' ';
		if (byte < ' ' || byte > '~' || (blank && blank_before))
			return false;
		blank_before = blank;
	}
	return bytes == 0 || !blank_before;
}

/* True when the joiner at AT stands between two letters of the Arabic script, vowel signs and
 * the like not counted; BEFORE is the last letter kept. */
static bool joiner_is_needed(gunichar before, const char *at)
{
	if (!is_arabic_letter(before))
		return false;
	gunichar next = 0;
	do {
		at = letter_after(at);
		next = g_utf8_get_char(at);
	} while (next != 0 && is_invisible(next) && !is_joiner(next));
	return is_arabic_letter(next);
}

char *text_fold_key(const char *text, gssize length)
{
	if (text_is_plain(text, length))
		return length < 0 ? g_strdup(text) : g_strndup(text, (gsize)length);
	g_autofree char *normal =
	    normalize(normalizer_of(unorm2_getNFCInstance), make_valid(text, length));
	g_autoptr(GString) kept = g_string_new(NULL);
	gunichar letter = 0; /* the last one kept, 0 after a blank */
	bool blank = false;
	for (const char *at = normal; *at != '\0'; at = letter_after(at)) {
		gunichar character = g_utf8_get_char(at);
		if (is_blank(character)) {
			blank = kept->len > 0;
			letter = 0;
			continue;
		}
		if (is_joiner(character) ? !joiner_is_needed(letter, at) : is_invisible(character))
			continue;
		if (blank)
			g_string_append_c(kept, ' ');
		blank = false;
		int32_t digit = u_charDigitValue((UChar32)character);
		g_string_append_unichar(kept, digit >= 0 ? (gunichar)('0' + digit) : character);
		letter = u_charType((UChar32)character) == U_NON_SPACING_MARK ? letter : character;
	}
	/* what was dropped may have kept a mark from its letter */
	return normalize(normalizer_of(unorm2_getNFCInstance),
			 g_string_free(g_steal_pointer(&kept), FALSE));
}

/* ── comparison ── */
/* What keyboards of Arabic, old code pages and converters give for letters of Urdu. */
static const struct {
	gunichar from, to;
} urdu_letters[] = {
	{ 0x0643, 0x06A9 }, { 0x06AA, 0x06A9 },                     /* kaf */
	{ 0x064A, 0x06CC }, { 0x0649, 0x06CC }, { 0x06D0, 0x06CC }, /* yeh */
	{ 0x0647, 0x06C1 }, { 0x0629, 0x06C1 }, { 0x06C3, 0x06C1 }, /* heh */
	{ 0x06C0, 0x06C1 }, { 0x06C2, 0x06C1 }, { 0x06D5, 0x06C1 }, /* heh */
	{ 0x0623, 0x0627 }, { 0x0625, 0x0627 }, { 0x0671, 0x0627 }, /* alef */
};

static gunichar urdu_letter(gunichar character)
{
	for (size_t n = 0; n < G_N_ELEMENTS(urdu_letters); n++) {
		if (urdu_letters[n].from == character)
			return urdu_letters[n].to;
	}
	return character;
}

/* Hamza and madda are parts of letters; the other signs over and under Arabic letters are
 * written or left out. */
static bool is_vowel_sign(gunichar character)
{
	return (character >= 0x064B && character <= 0x0652) || character == 0x0670 ||
	       (character >= 0x0656 && character <= 0x065F);
}

static void append_compared(GString *kept, gunichar character)
{
	int32_t digit = u_charDigitValue((UChar32)character);
	if (is_vowel_sign(character) || character == TATWEEL || is_joiner(character))
		return;
	if (digit >= 0)
		g_string_append_c(kept, (char)('0' + digit));
	else if (is_dash(character))
		g_string_append_c(kept, '-');
	else if (character == 0x2018 || character == 0x2019)
		g_string_append_c(kept, '\'');
	else
		g_string_append_unichar(kept, urdu_letter(character));
}

char *text_fold_compare(const char *text, gssize length)
{
	g_autofree char *key = text_fold_key(text, length);
	if (g_str_is_ascii(key))
		return g_ascii_strdown(key, -1);
	const UNormalizer2 *casefold = normalizer_of(unorm2_getNFKCCasefoldInstance);
	g_autofree char *folded = normalize(casefold, g_steal_pointer(&key));
	g_autoptr(GString) kept = g_string_new(NULL);
	for (const char *at = folded; *at != '\0'; at = letter_after(at))
		append_compared(kept, g_utf8_get_char(at));
	/* compatibility forms can hold blanks, and letters that are exchanged compose anew */
	return text_fold_key(kept->str, -1);
}

/* ── shapes of numbers ── */
static void append_shape(GString *kept, gunichar character)
{
	int32_t digit = u_charDigitValue((UChar32)character);
	if (digit >= 0)
		g_string_append_c(kept, (char)('0' + digit));
	else if (is_blank(character))
		g_string_append_c(kept, ' ');
	else if (is_invisible(character))
		return;
	else if (is_dash(character))
		g_string_append_c(kept, '-');
	else
		g_string_append_unichar(kept, character);
}

char *text_fold_shape(const char *text, gssize length)
{
	g_autofree char *normal =
	    normalize(normalizer_of(unorm2_getNFKCInstance), make_valid(text, length));
	g_autoptr(GString) kept = g_string_new(NULL);
	for (const char *at = normal; *at != '\0'; at = letter_after(at))
		append_shape(kept, g_utf8_get_char(at));
	return g_string_free(g_steal_pointer(&kept), FALSE);
}

/* ── what is shown ── */
/* Marks that turn what follows them (embeddings, overrides, isolates), separators of lines, tags.
 */
static bool is_turning(gunichar character)
{
	return (character >= 0x202A && character <= 0x202E) ||
	       (character >= 0x2066 && character <= 0x2069) || character == 0x2028 ||
	       character == 0x2029 || (character >= 0xE0000 && character <= 0xE007F);
}

static bool is_printable(gunichar character)
{
	if (character == '\n' || character == '\t')
		return true;
	switch (u_charType((UChar32)character)) {
	case U_CONTROL_CHAR:
	case U_UNASSIGNED:
	case U_PRIVATE_USE_CHAR:
	case U_SURROGATE:
		return false;
	default:
		return !is_turning(character) && character != 0xFEFF;
	}
}

static bool is_printable_ascii(const char *text, gsize bytes)
{
	for (gsize n = 0; n < bytes; n++) {
		guchar byte = (guchar)text[n];
		if ((byte < ' ' && byte != '\n' && byte != '\t') || byte > '~')
			return false;
	}
	return true;
}

char *text_printable(const char *text, gssize length)
{
	gsize bytes = length < 0 ? strlen(text) : (gsize)length;
	if (is_printable_ascii(text, bytes))
		return g_strndup(text, bytes);
	g_autoptr(GString) shown = g_string_sized_new(bytes + 16);
	for (const char *at = text, *end = text + bytes; at < end;) {
		gunichar character = g_utf8_get_char_validated(at, end - at);
		bool broken =
		    *at != '\0' && (character == (gunichar)-1 || character == (gunichar)-2);
		if (broken)
			g_string_append_printf(shown, "‹0x%02X›", (guchar)*at);
		else if (is_printable(character))
			g_string_append_unichar(shown, character);
		else
			g_string_append_printf(shown, "‹U+%04X›", *at == '\0' ? 0 : character);
		at = broken || *at == '\0' ? at + 1 : letter_after(at);
	}
	return g_string_free(g_steal_pointer(&shown), FALSE);
}

char *text_quote(const char *text, gssize length)
{
	gsize bytes = length < 0 ? strlen(text) : (gsize)length;
	g_autofree char *valid = make_valid(text, (gssize)bytes);
	glong letters = g_utf8_strlen(valid, -1);
	const char *end = g_utf8_offset_to_pointer(valid, MIN(letters, QUOTE_LETTERS));
	g_autofree char *shown = text_printable(valid, end - valid);
	for (char *at = shown; *at != '\0'; at++)
		*at = *at == '\n' || *at == '\t' ? ' ' : *at;
	return letters > QUOTE_LETTERS ? g_strdup_printf("'%s…' (%ld letters)", shown, letters)
				       : g_strdup_printf("'%s'", shown);
}

char *text_letters(const char *text, gssize length)
{
	g_autofree char *valid = make_valid(text, length);
	g_autoptr(GString) list = g_string_new(NULL);
	int count = 0;
	for (const char *at = valid; *at != '\0'; at = letter_after(at)) {
		gunichar character = g_utf8_get_char(at);
		if (character < 0x80)
			continue;
		if (++count > LIST_LETTERS) {
			g_string_append(list, " …");
			break;
		}
		g_string_append_printf(list, "%sU+%04X", count > 1 ? " " : "", character);
	}
	return list->len == 0 ? NULL : g_string_free(g_steal_pointer(&list), FALSE);
}

/* "Latin", "Arabic", …; NULL for what belongs to all. */
static const char *script_name(gunichar character)
{
	UErrorCode status = U_ZERO_ERROR;
	UScriptCode script = uscript_getScript((UChar32)character, &status);
	if (U_FAILURE(status) || script == USCRIPT_COMMON || script == USCRIPT_INHERITED)
		return NULL;
	return uscript_getName(script);
}

static void append_count(GString *list, int count, const char *one, const char *many)
{
	if (count > 0)
		g_string_append_printf(list, "%s%d %s", list->len > 0 ? ", " : "", count,
				       count == 1 ? one : many);
}

char *text_outline(const char *text, gssize length)
{
	g_autofree char *key = text_fold_key(text, length);
	g_autoptr(GString) list = g_string_new(NULL);
	const char *script = NULL;
	int words = *key != '\0', letters = 0, digits = 0, others = 0;
	for (const char *at = key; *at != '\0'; at = letter_after(at)) {
		gunichar character = g_utf8_get_char(at);
		words += character == ' ';
		letters += u_isalpha((UChar32)character);
		digits += u_isdigit((UChar32)character);
		others += character != ' ' && !u_isalpha((UChar32)character) &&
			  !u_isdigit((UChar32)character);
		script = script != NULL ? script : script_name(character);
	}
	append_count(list, words, "word", "words");
	append_count(list, letters, "letter", "letters");
	if (letters > 0 && script != NULL)
		g_string_append_printf(list, " (%s)", script);
	append_count(list, digits, "digit", "digits");
	append_count(list, others, "other character", "other characters");
	return list->len == 0 ? g_strdup("nothing visible")
			      : g_string_free(g_steal_pointer(&list), FALSE);
}

char *text_count(guint number, const char *one)
{
	return g_strdup_printf("%u %s%s", number, one, number == 1 ? "" : "s");
}
