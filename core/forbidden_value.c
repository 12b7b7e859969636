#include "core/forbidden_value.h"

#include "core/text.h"

#include <string.h>

const char forbidden_kind_card[] = "an identity card number";
const char forbidden_kind_phone[] = "a phone number";
const char forbidden_kind_email[] = "an e-mail address";

#define FEWEST_DIGITS 10 /* of a landline with its area code */
#define MOST_DIGITS   15 /* of a number with the country's code and a nought too many */
#define SHORTEST_MAIL 6  /* a@b.pk */
#define PART_LETTERS  5  /* what stands between two groups of one number is shorter than that */
#define GROUPS_MOST   64

/* ── what can be looked over quickly ── */
/* True when the character at AT, BYTES long, is a letter of the Arabic block: most of a text
 * in Urdu, and never the digit or separator of a number. */
static bool is_arabic_letter(const guchar *at, size_t left)
{
	if (left < 2 || at[0] < 0xD8 || at[0] > 0xDB)
		return false;
	bool digit = (at[0] == 0xD9 && at[1] >= 0xA0 && at[1] <= 0xA9) ||
		     (at[0] == 0xDB && at[1] >= 0xB0 && at[1] <= 0xB9);
	return !digit;
}

/* A digest in hexadecimal digits has long rows of digits by chance. */
static bool is_digest(const char *value, size_t length)
{
	bool letters = false;
	for (size_t n = 0; n < length; n++) {
		if (!g_ascii_isxdigit(value[n]))
			return false;
		letters |= g_ascii_isalpha(value[n]);
	}
	return letters && (length == 32 || length == 40 || length == 64);
}

/* Whether VALUE has to be folded and looked at: rarely, as most values are words and dates. */
static bool is_suspect(const char *value, size_t length)
{
	size_t digits = 0;
	bool sign = false;
	for (size_t n = 0; n < length; n++) {
		guchar byte = (guchar)value[n];
		if (byte < 0x80) {
			digits += g_ascii_isdigit(value[n]);
			sign |= byte == '@' || byte == '(' || byte == '[';
		} else if (is_arabic_letter((const guchar *)value + n, length - n)) {
			n++;
		} else {
			digits++; /* it may be one, and full-width signs are among these */
			sign = true;
		}
	}
	return (digits >= FEWEST_DIGITS && !is_digest(value, length)) ||
	       (sign && length >= SHORTEST_MAIL);
}

/* ── digits in groups ── */
typedef struct {
	const char *digits;
	size_t count;
	const char *part; /* what stands before it */
	size_t part_length;
} Group;

/* Groups that only parting characters stand between. */
typedef struct {
	Group groups[GROUPS_MOST];
	size_t count;
} Chain;

/* The shapes of numbers: '#' is a digit, 'P' that of a province (1 to 7), 'A' one of an area
 * code (2 to 9). CNIC: NADRA's 13 digits, of which the first is the province; mobile numbers:
 * PTA numbering plan, 03xx and seven digits. */
static const struct {
	const char *shape;
	const char *kind;
} shapes[] = {
	{ "P############", forbidden_kind_card },  { "03#########", forbidden_kind_phone },
	{ "923#########", forbidden_kind_phone },  { "00923#########", forbidden_kind_phone },
	{ "9203#########", forbidden_kind_phone }, { "009203#########", forbidden_kind_phone },
};

/* How numbers are grouped as a rule; what is grouped so is one even inside of longer rows. */
static const char *const usual_groups[] = { "13",  "11",    "12",  "14",    "5 7 1", "4 7", "4 3 4",
					    "5 6", "2 3 7", "3 7", "4 3 7", "2 10",  "5 7", NULL };

static bool shape_fits(const char *shape, const char *digits, size_t count)
{
	if (strlen(shape) != count)
		return false;
	for (size_t n = 0; n < count; n++) {
		bool fits = shape[n] == '#'   ? true
			    : shape[n] == 'P' ? digits[n] >= '1' && digits[n] <= '7'
					      : digits[n] == shape[n];
		if (!fits)
			return false;
	}
	return true;
}

static const char *kind_of_digits(const char *digits, size_t count)
{
	for (size_t n = 0; n < G_N_ELEMENTS(shapes); n++) {
		if (shape_fits(shapes[n].shape, digits, count))
			return shapes[n].kind;
	}
	return NULL;
}

/* "042-35761234", "300 1234567": numbers that only their two groups show. */
static const char *kind_of_pair(const Group *pair)
{
	const char *code = pair[0].digits;
	bool landline = code[0] == '0' && code[1] >= '2' && code[1] <= '9' && code[1] != '3' &&
			pair[0].count >= 3 && pair[0].count <= 5 && pair[1].count >= 6 &&
			pair[1].count <= 8 && pair[0].count + pair[1].count <= 11;
	bool mobile = code[0] == '3' && code[1] <= '4' && pair[0].count == 3 && pair[1].count == 7;
	return (landline || mobile) && pair[0].count + pair[1].count >= FEWEST_DIGITS
		   ? forbidden_kind_phone
		   : NULL;
}

static bool same_part(const Group *one, const Group *other)
{
	return one->part_length == other->part_length &&
	       memcmp(one->part, other->part, one->part_length) == 0;
}

static bool all_same_parts(const Chain *chain, size_t first, size_t count)
{
	for (size_t n = first + 2; n < first + count; n++) {
		if (!same_part(&chain->groups[n], &chain->groups[first + 1]))
			return false;
	}
	return true;
}

/* Sections of law are written in rows: "302/34/109/148/149", two or three digits each. */
static bool is_section_list(const Chain *chain, size_t first, size_t count)
{
	if (count < 4 || !all_same_parts(chain, first, count))
		return false;
	char part = chain->groups[first + 1].part[0];
	for (size_t n = first; n < first + count; n++) {
		if (chain->groups[n].count < 2 || chain->groups[n].count > 3)
			return false;
	}
	return part == '/' || part == ',';
}

/* The lengths of the groups in words: "5 7 1". */
static bool is_usual(const Chain *chain, size_t first, size_t count)
{
	char lengths[32] = "";
	if (count > 3)
		return false;
	for (size_t n = first; n < first + count; n++) {
		char one[12];
		g_snprintf(one, sizeof one, "%s%zu", n > first ? " " : "", chain->groups[n].count);
		g_strlcat(lengths, one, sizeof lengths);
	}
	return g_strv_contains(usual_groups, lengths);
}

/* The groups from FIRST stand for themselves: the chain ends at both sides, or is parted otherwise
 * there than within. */
static bool stands_alone(const Chain *chain, size_t first, size_t count)
{
	const Group *inner = count > 1 ? &chain->groups[first + 1] : NULL;
	/* cppcheck-suppress arrayIndexOutOfBoundsCond ; first is below count, which is within */
	const Group *before = first > 0 ? &chain->groups[first] : NULL;
	const Group *after = first + count < chain->count ? &chain->groups[first + count] : NULL;
	if (before == NULL && after == NULL)
		return true;
	return inner != NULL && all_same_parts(chain, first, count) &&
	       (before == NULL || !same_part(before, inner)) &&
	       (after == NULL || !same_part(after, inner));
}

static const char *kind_of_window(const Chain *chain, size_t first, size_t count,
				  const char *digits, size_t digits_count)
{
	const char *kind = kind_of_digits(digits, digits_count);
	bool usual = is_usual(chain, first, count);
	if (kind == NULL && count == 2)
		kind = kind_of_pair(&chain->groups[first]);
	else if (is_section_list(chain, first, count))
		return NULL;
	return kind != NULL && (usual || stands_alone(chain, first, count)) ? kind : NULL;
}

static const char *kind_from(const Chain *chain, size_t first)
{
	char digits[MOST_DIGITS];
	size_t total = 0;
	for (size_t n = first; n < chain->count; n++) {
		const Group *group = &chain->groups[n];
		if (total + group->count > MOST_DIGITS)
			return NULL;
		memcpy(digits + total, group->digits, group->count);
		total += group->count;
		const char *kind = kind_of_window(chain, first, n - first + 1, digits, total);
		if (kind != NULL)
			return kind;
	}
	return NULL;
}

static const char *kind_of_chain(const Chain *chain)
{
	for (size_t first = 0; first < chain->count; first++) {
		const char *kind = kind_from(chain, first);
		if (kind != NULL)
			return kind;
	}
	return NULL;
}

/* ── dates ── */
static size_t count_digits(const char *at)
{
	size_t count = 0;
	while (g_ascii_isdigit(at[count]))
		count++;
	return count;
}

static int number_at(const char *at, size_t count)
{
	int number = 0;
	for (size_t n = 0; n < count && n < 4; n++)
		number = 10 * number + (at[n] - '0');
	return number;
}

static bool is_year(const char *at, size_t count)
{
	return count == 4 && number_at(at, count) >= 1900 && number_at(at, count) < 2100;
}

/* Length of the time of day at AT with what follows it, "10:15:00.123456+05", or 0. */
static size_t time_length(const char *at)
{
	const char *end = at;
	int parts = 0;
	while (parts < 3 && count_digits(end) == 2 && number_at(end, 2) < 61) {
		end += 2;
		parts++;
		if (*end != ':' || !g_ascii_isdigit(end[1]))
			break;
		end++;
	}
	if (parts < 2)
		return 0;
	if (parts == 3 && (*end == '.' || *end == ',') && count_digits(end + 1) > 0)
		end += 1 + count_digits(end + 1);
	return (size_t)(end - at);
}

/* Length of the date at AT, with its time of day where it has one, or 0: dates in a row must
 * not be taken for a number. */
static size_t date_length(const char *at)
{
	size_t counts[3] = { 0 };
	const char *parts[3] = { NULL };
	const char *end = at;
	char sign = '\0';
	if (count_digits(at) == 2 && at[2] == ':' && time_length(at) >= strlen("10:15:00"))
		return time_length(at);
	for (int n = 0; n < 3; n++) {
		parts[n] = end;
		counts[n] = count_digits(end);
		end += counts[n];
		if (n == 2)
			break;
		if (strchr("-/.", *end) == NULL || *end == '\0' || (n == 1 && *end != sign))
			return 0;
		sign = *end++;
	}
	bool iso = is_year(parts[0], counts[0]) && counts[2] >= 1 && counts[2] <= 2;
	bool plain = is_year(parts[2], counts[2]) && counts[0] >= 1 && counts[0] <= 2;
	int day = number_at(iso ? parts[2] : parts[0], iso ? counts[2] : counts[0]);
	int month = number_at(parts[1], counts[1]);
	if ((!iso && !plain) || counts[1] < 1 || counts[1] > 2 || *end == sign || day < 1 ||
	    day > 31 || month < 1 || month > 31) /* month first is a date too */
		return 0;
	if (*end == ' ' || *end == 'T')
		end += time_length(end + 1) > 0 ? 1 + time_length(end + 1) : 0;
	return (size_t)(end - at);
}

/* ── the text ── */
/* Takes the group at *AT and moves behind it. */
static void take_group(Chain *chain, const char **at, const char *part)
{
	size_t count = count_digits(*at);
	chain->groups[chain->count++] = (Group){ *at, count, part != NULL ? part : *at,
						 part != NULL ? (size_t)(*at - part) : 0 };
	*at += count;
}

/* Where the characters that part two groups end; NULL when none do: letters or too much. */
static const char *pass_part(const char *at)
{
	for (int letters = 0; *at != '\0' && !g_ascii_isdigit(*at); letters++) {
		if (letters == PART_LETTERS || g_unichar_isalpha(g_utf8_get_char(at)))
			return NULL;
		at += g_utf8_skip[*(const guchar *)at];
	}
	return *at != '\0' ? at : NULL;
}

/* Reads the chain at AT, which begins with a digit; returns the place behind it. Of one that is too
 * long the second half is read again with what follows it. */
static const char *take_chain(Chain *chain, const char *at)
{
	const char *part = NULL;
	chain->count = 0;
	while (date_length(at) == 0) {
		if (chain->count == GROUPS_MOST)
			return chain->groups[GROUPS_MOST / 2].digits;
		take_group(chain, &at, part);
		const char *next = pass_part(at);
		if (next == NULL)
			return at;
		part = at;
		at = next;
	}
	return at + date_length(at);
}

static const char *kind_of_numbers(const char *plain)
{
	Chain chain;
	for (const char *at = plain; *at != '\0';) {
		if (!g_ascii_isdigit(*at)) {
			at++;
			continue;
		}
		at = take_chain(&chain, at);
		const char *kind = kind_of_chain(&chain);
		if (kind != NULL)
			return kind;
	}
	return NULL;
}

static bool holds_mail(const char *plain)
{
	static GRegex *regex = NULL;
	if (g_once_init_enter(&regex)) {
		GRegex *made =
		    g_regex_new("[\\w.%+-]+ {0,2}(@|[(\\[] ?at ?[)\\]]) {0,2}[\\w-]+( {0,2}"
				"(\\.|[(\\[] ?dot ?[)\\]]) {0,2}[\\w-]+)*"
				"( {0,2}(\\.|[(\\[] ?dot ?[)\\]]) {0,2}[a-z]{2,})",
				G_REGEX_CASELESS | G_REGEX_OPTIMIZE, 0, NULL);
		g_once_init_leave(&regex, made);
		/* cppcheck-suppress memleak ; kept for as long as the program lives */
	}
	return g_regex_match(regex, plain, 0, NULL);
}

bool forbidden_value(const char *value, size_t length, const char **ret_kind)
{
	if (!is_suspect(value, length))
		return false;
	g_autofree char *plain = text_fold_shape(value, (gssize)length);
	const char *kind = kind_of_numbers(plain);
	if (kind == NULL && (strchr(plain, '@') != NULL || strpbrk(plain, "([") != NULL) &&
	    holds_mail(plain))
		kind = forbidden_kind_email;
	if (kind != NULL && ret_kind != NULL)
		*ret_kind = kind;
	return kind != NULL;
}
