#include "etl/source/drop_name.h"

#include "core/period.h"
#include "core/text.h"

#include <string.h>

/* Ways to read one name: with or without a number, the unit short or long, the period as a day or
 * as a month. */
enum { READ_SEQ, READ_LONG_UNIT, READ_NO_SEQ, READ_WAYS };

struct DropPattern {
	GPtrArray *regexes; /* the first of them is how a name is read when nothing else is known */
	guint depth;
	bool period;
	bool unit;
	bool seq;
};

/* A pattern on its way into a regular expression. */
typedef struct {
	DropPattern *pattern;
	GString *regex;
	char before; /* the byte of the pattern that was taken last */
	int way;
	bool month; /* the period is a month */
	bool period, unit, seq;
	const char *fault;
} Compiler;

void drop_pattern_free(DropPattern *pattern)
{
	if (pattern == NULL)
		return;
	g_ptr_array_unref(pattern->regexes);
	g_free(pattern);
}

/* ── units ── */
struct DropUnits {
	GHashTable *by_fold;
};

DropUnits *drop_units_new(const char *const *names)
{
	DropUnits *units = g_new(DropUnits, 1);
	units->by_fold = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	for (; *names != NULL; names++) {
		g_autofree char *folded = text_fold_compare(*names, -1);
		if (!g_hash_table_contains(units->by_fold, folded))
			g_hash_table_insert(units->by_fold, g_steal_pointer(&folded),
					    g_strdup(*names));
	}
	return units;
}

void drop_units_free(DropUnits *units)
{
	if (units == NULL)
		return;
	g_hash_table_unref(units->by_fold);
	g_free(units);
}

const char *drop_units_find(const DropUnits *units, const char *unit)
{
	if (units == NULL)
		return NULL;
	g_autofree char *folded = text_fold_compare(unit, -1);
	return g_hash_table_lookup(units->by_fold, folded);
}

/* ── parts ── */
static void take_period(Compiler *compiler)
{
	/* a period that stands again, as in {period}/{period}-x.csv, is the same one */
	g_string_append(compiler->regex, compiler->period ? "\\k<period>"
					 : compiler->month
					     ? "(?<period>[0-9]{4}-[0-9]{2})"
					     : "(?<period>[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?)");
	compiler->period = true;
}

static void take_unit(Compiler *compiler)
{
	if (compiler->unit)
		compiler->fault = "{unit} stands twice";
	g_string_append(compiler->regex,
			compiler->way == READ_LONG_UNIT ? "(?<unit>[^/]+)" : "(?<unit>[^/]+?)");
	compiler->unit = true;
}

/* The separator before {seq} is optional with it. */
static void take_seq(Compiler *compiler)
{
	GString *regex = compiler->regex;
	if (compiler->seq)
		compiler->fault = "{seq} stands twice";
	compiler->seq = true;
	const char before = compiler->before;
	bool separated = before == '-' || before == '_' || before == '.';
	if (separated) /* "-" and "." stand there behind a backslash */
		g_string_truncate(regex, regex->len - (before == '_' ? 1 : 2));
	if (compiler->way == READ_NO_SEQ)
		return;
	g_string_append(regex, "(?:");
	if (separated)
		g_string_append_printf(regex, "\\%c", before);
	g_string_append(regex, compiler->way == READ_LONG_UNIT ? "(?<seq>[0-9]{1,9}))"
							       : "(?<seq>[0-9]{1,9}))?");
}

/* ── compiling ── */
/* Takes the part at AT ("{unit}"); its length, 0 when it is none. */
static size_t take_part(Compiler *compiler, const char *at)
{
	static const struct {
		const char *text;
		void (*take)(Compiler *compiler);
	} parts[] = { { "{period}", take_period }, { "{unit}", take_unit }, { "{seq}", take_seq } };
	for (size_t n = 0; n < G_N_ELEMENTS(parts); n++) {
		if (!g_str_has_prefix(at, parts[n].text))
			continue;
		parts[n].take(compiler);
		return strlen(parts[n].text);
	}
	return 0;
}

/* Takes the class at AT ("[!0-9]"); its length, 0 when it never closes. */
static size_t take_class(Compiler *compiler, const char *at)
{
	size_t begin = at[1] == '!' || at[1] == '^' ? 2 : 1;
	const char *end = at[begin] != '\0' ? strchr(at + begin + 1, ']') : NULL;
	if (end == NULL)
		return 0;
	g_string_append(compiler->regex, begin == 2 ? "[^/" : "[");
	for (const char *byte = at + begin; byte < end; byte++)
		g_string_append_printf(compiler->regex, "%s%c",
				       strchr("\\[]^", *byte) != NULL ? "\\" : "", *byte);
	g_string_append_c(compiler->regex, ']');
	return (size_t)(end - at) + 1;
}

static size_t take_byte(Compiler *compiler, const char *at)
{
	if (*at == '*')
		g_string_append(compiler->regex, "[^/]*");
	else if (*at == '?')
		g_string_append(compiler->regex, "[^/]");
	else if (g_ascii_isalnum(*at) || *at == '_' || (guchar)*at >= 0x80)
		g_string_append_c(compiler->regex, *at);
	else
		g_string_append_printf(compiler->regex, "\\%c", *at);
	return 1;
}

static void compile(Compiler *compiler, const char *text)
{
	g_string_append(compiler->regex, "\\A");
	for (const char *at = text; *at != '\0' && compiler->fault == NULL;) {
		size_t taken = 0;
		if (*at == '{') {
			taken = take_part(compiler, at);
			if (taken == 0)
				compiler->fault = "a part is {period}, {unit} or {seq}";
		} else if (*at == '[')
			taken = take_class(compiler, at);
		compiler->before = taken > 0 ? '\0' : *at;
		at += taken > 0 ? taken : take_byte(compiler, at);
	}
	g_string_append(compiler->regex, "\\z");
}

/* Adds the pattern of TEXT read in one WAY; what is wrong with it, or NULL. */
static const char *add_way(DropPattern *pattern, const char *text, int way, bool month)
{
	g_autoptr(GString) regex = g_string_new(NULL);
	Compiler compiler = { .pattern = pattern, .regex = regex, .way = way, .month = month };
	compile(&compiler, text);
	if (compiler.fault == NULL && compiler.seq && !compiler.period && !compiler.unit)
		compiler.fault = "{seq} numbers the resends of a {period} or {unit}";
	if (compiler.fault != NULL)
		return compiler.fault;
	/* names of files are bytes */
	GRegex *compiled = g_regex_new(
	    regex->str, G_REGEX_RAW | G_REGEX_CASELESS | G_REGEX_DOTALL | G_REGEX_OPTIMIZE, 0,
	    NULL);
	if (compiled == NULL)
		return "it is no pattern of file names";
	g_ptr_array_add(pattern->regexes, compiled);
	pattern->period = compiler.period;
	pattern->unit = compiler.unit;
	pattern->seq = compiler.seq;
	return NULL;
}

DropPattern *drop_pattern_new(const char *text, const char **ret_fault)
{
	g_autoptr(DropPattern) pattern = g_new0(DropPattern, 1);
	pattern->regexes = g_ptr_array_new_with_free_func((GDestroyNotify)g_regex_unref);
	for (const char *at = text; *at != '\0'; at++)
		pattern->depth += *at == '/';
	const char *fault = add_way(pattern, text, READ_SEQ, false);
	for (int way = READ_LONG_UNIT; fault == NULL && pattern->seq && way < READ_WAYS; way++)
		fault = add_way(pattern, text, way, false);
	for (int way = READ_SEQ; fault == NULL && pattern->period && way < READ_WAYS; way++)
		fault = add_way(pattern, text, way, true);
	if (ret_fault != NULL && fault != NULL)
		*ret_fault = fault;
	return fault == NULL ? g_steal_pointer(&pattern) : NULL;
}

guint drop_pattern_depth(const DropPattern *pattern)
{
	return pattern->depth;
}

bool drop_pattern_has_period(const DropPattern *pattern)
{
	return pattern->period;
}

bool drop_pattern_has_unit(const DropPattern *pattern)
{
	return pattern->unit;
}

/* ── matching ── */
/* "2026-01" is its first day. */
static bool read_period(const char *text, GDate *ret_day)
{
	g_autofree char *day =
	    strlen(text) == strlen("2026-01") ? g_strconcat(text, "-01", NULL) : g_strdup(text);
	return date_parse(day, ret_day, NULL);
}

/* The unit of MATCH; false for one of which nothing can be seen. */
static bool take_unit_text(const GMatchInfo *match, DropName *said)
{
	g_autofree char *unit = g_match_info_fetch_named(match, "unit");
	said->unit = text_fold_key(unit, -1);
	said->unit_folded = text_fold_compare(unit, -1);
	return said->unit_folded[0] != '\0';
}

/* Reads NAME in one way. */
static bool read_name(const DropPattern *pattern, GRegex *regex, const char *name,
		      DropName *ret_said)
{
	g_autoptr(GMatchInfo) match = NULL;
	DropName said = { .seq = -1 };
	g_date_clear(&said.period, 1);
	if (!g_regex_match(regex, name, 0, &match))
		return false;
	if (pattern->period) {
		said.period_text = g_match_info_fetch_named(match, "period");
		if (!read_period(said.period_text, &said.period)) {
			drop_name_clear(&said);
			return false;
		}
	}
	if (pattern->unit && !take_unit_text(match, &said)) {
		drop_name_clear(&said);
		return false;
	}
	g_autofree char *seq = pattern->seq ? g_match_info_fetch_named(match, "seq") : NULL;
	if (seq != NULL && seq[0] != '\0')
		said.seq = g_ascii_strtoll(seq, NULL, 10);
	*ret_said = said;
	return true;
}

/* True when OTHER is a better reading of the name than SAID: its unit is declared and the other's
 * is not, or is a longer one. */
static bool is_better(const DropName *said, const DropName *other, const DropUnits *units)
{
	if (drop_units_find(units, other->unit) == NULL)
		return false;
	return drop_units_find(units, said->unit) == NULL ||
	       strlen(other->unit_folded) > strlen(said->unit_folded);
}

/* True when the reading that gives way may have been meant: its unit is declared, or nothing is
 * and the name is taken for a resend. */
static bool is_plausible(const DropName *kept, const DropName *gone, const DropUnits *units)
{
	if (units != NULL)
		return drop_units_find(units, gone->unit) != NULL;
	return kept->seq >= 0 && gone->seq < 0 &&
	       g_strcmp0(kept->period_text, gone->period_text) == 0;
}

/* Puts OTHER, another reading, beside SAID or in its place; takes it over. */
static void weigh(DropName *said, DropName *other, const DropUnits *units)
{
	bool better = is_better(said, other, units);
	DropName kept = better ? *other : *said;
	DropName gone = better ? *said : *other;
	if (kept.other_unit == NULL)
		kept.other_unit = g_steal_pointer(&gone.other_unit);
	if (is_plausible(&kept, &gone, units)) {
		g_free(kept.other_unit);
		kept.other_unit = g_strdup(gone.unit);
	}
	drop_name_clear(&gone);
	*said = kept;
}

/* The unit as it is declared. */
static void settle_unit(char **unit, const DropUnits *units)
{
	const char *declared = *unit != NULL ? drop_units_find(units, *unit) : NULL;
	if (declared == NULL)
		return;
	g_free(*unit);
	*unit = g_strdup(declared);
}

bool drop_pattern_match(const DropPattern *pattern, const char *name, const DropUnits *units,
			DropName *ret_said)
{
	DropName said;
	bool any = false;
	for (guint n = 0; n < pattern->regexes->len; n++) {
		DropName other;
		if (!read_name(pattern, g_ptr_array_index(pattern->regexes, n), name, &other))
			continue;
		/* without the first, only a declared unit speaks for another way to read it */
		bool said_so = n == 0 || any ||
			       (other.unit != NULL && drop_units_find(units, other.unit) != NULL);
		if (!any && said_so)
			said = other;
		else if (any && g_strcmp0(said.unit_folded, other.unit_folded) != 0)
			weigh(&said, &other, units);
		else
			drop_name_clear(&other);
		any = any || said_so;
	}
	if (!any)
		return false;
	settle_unit(&said.unit, units);
	settle_unit(&said.other_unit, units);
	*ret_said = said;
	return true;
}

void drop_name_clear(DropName *said)
{
	g_clear_pointer(&said->period_text, g_free);
	g_clear_pointer(&said->unit, g_free);
	g_clear_pointer(&said->unit_folded, g_free);
	g_clear_pointer(&said->other_unit, g_free);
}

/* ── what is near ── */
/* The form of TEXT, a name or a pattern: digits as 0, letters as a, once each in a row. */
static char *form_of(const char *text)
{
	g_autoptr(GString) plain = g_string_new(text);
	GString *form = g_string_new(NULL);
	g_string_replace(plain, "{period}", "2026-01", 0);
	g_string_replace(plain, "{unit}", "unit", 0);
	g_string_replace(plain, "{seq}", "2", 0);
	g_string_replace(plain, "*", "", 0);
	for (const char *at = plain->str; *at != '\0'; at++) {
		const char letter = g_ascii_isdigit(*at)                          ? '0'
				    : g_ascii_isalpha(*at) || (guchar)*at >= 0x80 ? 'a'
										  : *at;
		bool again = form->len > 0 && form->str[form->len - 1] == letter;
		if (!again || (letter != '0' && letter != 'a'))
			g_string_append_c(form, letter);
	}
	return g_string_free(form, FALSE);
}

/* Letters to be changed, put in or taken out of ONE to make it OTHER (Levenshtein). */
static guint edits(const char *one, const char *other)
{
	size_t width = strlen(other);
	g_autofree guint *row = g_new(guint, width + 1);
	for (size_t n = 0; n <= width; n++)
		row[n] = (guint)n;
	for (size_t line = 1; one[line - 1] != '\0'; line++) {
		guint diagonal = row[0];
		row[0] = (guint)line;
		for (size_t n = 1; n <= width; n++) {
			guint changed = diagonal + (one[line - 1] != other[n - 1]);
			diagonal = row[n];
			row[n] = MIN(changed, MIN(row[n], row[n - 1]) + 1);
		}
	}
	return row[width];
}

/* What stands behind the last dot of TEXT, which is taken for the kind of a file. */
static char *ending_of(const char *text)
{
	const char *dot = strrchr(text, '.');
	char *ending = g_ascii_strdown(dot != NULL ? dot : "", -1);
	g_strdelimit(ending, "*", '\0');
	return ending;
}

guint drop_name_distance(const char *text, const char *name)
{
	enum { OTHER_KIND = 3 };
	g_autofree char *pattern = form_of(text);
	g_autofree char *given = form_of(name);
	g_autofree char *ending = ending_of(text);
	g_autofree char *own = ending_of(name);
	return edits(pattern, given) + (strcmp(ending, own) == 0 ? 0 : OTHER_KIND);
}
