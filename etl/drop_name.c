#include "etl/drop_name.h"

#include "core/period.h"

#include <string.h>

struct DropPattern {
	char *glob;
	GRegex *regex; /* NULL where the pattern has no parts */
	bool period;
	bool unit;
	bool seq;
};

/* A pattern on its way into a glob and a regular expression. */
typedef struct {
	DropPattern *pattern;
	GString *glob;
	GString *regex;
	const char *fault;
} Compiler;

void drop_pattern_free(DropPattern *pattern)
{
	if (pattern == NULL)
		return;
	g_free(pattern->glob);
	g_clear_pointer(&pattern->regex, g_regex_unref);
	g_free(pattern);
}

/* ── parts ── */
static void take_period(Compiler *compiler)
{
	/* a period that stands again, as in {period}/{period}-x.csv, is the same one */
	g_string_append(compiler->regex, compiler->pattern->period
					     ? "\\k<period>"
					     : "(?<period>[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?)");
	compiler->pattern->period = true;
}

static void take_unit(Compiler *compiler)
{
	if (compiler->pattern->unit)
		compiler->fault = "{unit} stands twice";
	g_string_append(compiler->regex, "(?<unit>[^/]+?)");
	compiler->pattern->unit = true;
}

/* The separator before {seq} is optional with it. */
static void take_seq(Compiler *compiler)
{
	GString *regex = compiler->regex;
	GString *glob = compiler->glob;
	if (compiler->pattern->seq)
		compiler->fault = "{seq} stands twice";
	compiler->pattern->seq = true;
	char before = glob->len > 0 ? glob->str[glob->len - 1] : '\0';
	bool separated = before == '-' || before == '_' || before == '.';
	if (separated) {
		g_string_truncate(glob, glob->len - 1);
		/* "-" and "." stand there behind a backslash */
		g_string_truncate(regex, regex->len - (before == '_' ? 1 : 2));
	}
	g_string_append(regex, "(?:");
	if (separated)
		g_string_append_printf(regex, "\\%c", before);
	g_string_append(regex, "(?<seq>[0-9]{1,9}))?");
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
		g_string_append_c(compiler->glob, '*');
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
	size_t length = (size_t)(end - at) + 1;
	g_string_append_len(compiler->glob, at, (gssize)length);
	g_string_append(compiler->regex, begin == 2 ? "[^/" : "[");
	for (const char *byte = at + begin; byte < end; byte++)
		g_string_append_printf(compiler->regex, "%s%c",
				       strchr("\\[]^", *byte) != NULL ? "\\" : "", *byte);
	g_string_append_c(compiler->regex, ']');
	return length;
}

static size_t take_byte(Compiler *compiler, const char *at)
{
	g_string_append_c(compiler->glob, *at);
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
		at += taken > 0 ? taken : take_byte(compiler, at);
	}
	g_string_append(compiler->regex, "\\z");
}

DropPattern *drop_pattern_new(const char *text, const char **ret_fault)
{
	g_autoptr(DropPattern) pattern = g_new0(DropPattern, 1);
	g_autoptr(GString) glob = g_string_new(NULL);
	g_autoptr(GString) regex = g_string_new(NULL);
	Compiler compiler = { .pattern = pattern, .glob = glob, .regex = regex };
	compile(&compiler, text);
	if (compiler.fault == NULL && pattern->seq && !pattern->period && !pattern->unit)
		compiler.fault = "{seq} numbers the resends of a {period} or {unit}";
	pattern->glob = g_strdup(glob->str);
	if (compiler.fault == NULL && (pattern->period || pattern->unit)) {
		/* names of files are bytes */
		pattern->regex = g_regex_new(regex->str, G_REGEX_RAW | G_REGEX_OPTIMIZE, 0, NULL);
		if (pattern->regex == NULL)
			compiler.fault = "it is no pattern of file names";
	}
	if (ret_fault != NULL && compiler.fault != NULL)
		*ret_fault = compiler.fault;
	return compiler.fault == NULL ? g_steal_pointer(&pattern) : NULL;
}

const char *drop_pattern_glob(const DropPattern *pattern)
{
	return pattern->glob;
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

bool drop_pattern_match(const DropPattern *pattern, const char *name, DropName *ret_said)
{
	DropName said = { .seq = -1 };
	g_autoptr(GMatchInfo) match = NULL;
	g_date_clear(&said.period, 1);
	if (pattern->regex == NULL) {
		*ret_said = said;
		return true;
	}
	if (!g_regex_match(pattern->regex, name, 0, &match))
		return false;
	if (pattern->period) {
		said.period_text = g_match_info_fetch_named(match, "period");
		if (!read_period(said.period_text, &said.period)) {
			drop_name_clear(&said);
			return false;
		}
	}
	said.unit = pattern->unit ? g_match_info_fetch_named(match, "unit") : NULL;
	g_autofree char *seq = pattern->seq ? g_match_info_fetch_named(match, "seq") : NULL;
	if (seq != NULL && seq[0] != '\0')
		said.seq = g_ascii_strtoll(seq, NULL, 10);
	*ret_said = said;
	return true;
}

void drop_name_clear(DropName *said)
{
	g_clear_pointer(&said->period_text, g_free);
	g_clear_pointer(&said->unit, g_free);
}
