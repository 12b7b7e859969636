#include <criterion/criterion.h>
#include <criterion/redirect.h>
#include <string.h>

#include "core/log.h"

/* 2024-08-05T09:00:00Z and a fraction, which lines leave out */
#define MOMENT_US ((gint64)1722848400 * G_USEC_PER_SEC + 999999)

static const char *const staged[] = { "feed", "case", "rows", "120", NULL };
static const char *const nothing[] = { NULL };

static void forget(void)
{
	log_setup(LOG_FORMAT_TEXT, LOG_LEVEL_INFO);
	log_set_run(0);
	log_step(NULL);
}

TestSuite(log, .init = forget, .fini = forget);

static void expect_line(LogFormat format, LogLevel level, const char *message,
			const char *const *fields, const char *wanted)
{
	g_autofree char *line = log_line(format, level, MOMENT_US, message, fields);
	cr_expect_str_eq(line, wanted);
}

Test(log, writes_time_level_message_and_fields_as_text)
{
	expect_line(LOG_FORMAT_TEXT, LOG_LEVEL_INFO, "feed staged", staged,
		    "2024-08-05T09:00:00Z info  feed staged feed=case rows=120");
	expect_line(LOG_FORMAT_TEXT, LOG_LEVEL_WARNING, "late", nothing,
		    "2024-08-05T09:00:00Z warning late");
	expect_line(LOG_FORMAT_TEXT, LOG_LEVEL_ERROR, "lost", nothing,
		    "2024-08-05T09:00:00Z error lost");
	expect_line(LOG_FORMAT_TEXT, LOG_LEVEL_DEBUG, "seen", nothing,
		    "2024-08-05T09:00:00Z debug seen");
}

Test(log, carries_run_and_step_on_every_line)
{
	log_set_run(12);
	expect_line(LOG_FORMAT_TEXT, LOG_LEVEL_INFO, "begun", nothing,
		    "2024-08-05T09:00:00Z info  run 12: begun");
	log_step("extract");
	expect_line(LOG_FORMAT_TEXT, LOG_LEVEL_INFO, "feed staged", staged,
		    "2024-08-05T09:00:00Z info  run 12 extract: feed staged feed=case rows=120");
	log_set_run(0);
	expect_line(LOG_FORMAT_TEXT, LOG_LEVEL_INFO, "waiting", nothing,
		    "2024-08-05T09:00:00Z info  extract: waiting");
	log_step(NULL);
	expect_line(LOG_FORMAT_TEXT, LOG_LEVEL_INFO, "idle", nothing,
		    "2024-08-05T09:00:00Z info  idle");
}

Test(log, copies_the_step)
{
	char step[] = "apply";
	log_step(step);
	step[0] = 'X';
	expect_line(LOG_FORMAT_TEXT, LOG_LEVEL_INFO, "x", nothing,
		    "2024-08-05T09:00:00Z info  apply: x");
}

Test(log, quotes_texts_that_are_not_one_plain_word)
{
	static const struct {
		const char *text;
		const char *written;
	} cases[] = {
		{ "sql/etl/a.sql:3", "sql/etl/a.sql:3" },
		{ "شمار", "شمار" },
		{ "two words", "\"two words\"" },
		{ "", "\"\"" },
		{ "a=b", "\"a=b\"" },
		{ "say \"hi\"", "\"say \\\"hi\\\"\"" },
		{ "back\\slash", "\"back\\\\slash\"" },
		{ "two\nlines", "\"two\\nlines\"" },
		{ "tab\t", "\"tab\\t\"" },
		{ "\x1B[2J", "\"\\u001b[2J\"" },
		{ "a\u202eb \ufffe شہر", "\"a\\u202eb \\ufffe شہر\"" },
		{ "\x7F", "\"\\u007f\"" },
		{ "bad\xFF", "\"bad\xEF\xBF\xBD\"" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		const char *const fields[] = { "file", cases[n].text, NULL };
		g_autofree char *wanted =
		    g_strdup_printf("2024-08-05T09:00:00Z info  read file=%s", cases[n].written);
		expect_line(LOG_FORMAT_TEXT, LOG_LEVEL_INFO, "read", fields, wanted);
	}
}

Test(log, writes_json)
{
	expect_line(LOG_FORMAT_JSON, LOG_LEVEL_INFO, "feed staged", staged,
		    "{\"time\":\"2024-08-05T09:00:00Z\",\"level\":\"info\","
		    "\"message\":\"feed staged\",\"feed\":\"case\",\"rows\":\"120\"}");
	log_set_run(12);
	log_step("extract");
	static const char *const fields[] = { "file", "a \"b\"\\\n\x01ک", NULL };
	expect_line(LOG_FORMAT_JSON, LOG_LEVEL_ERROR, "lost", fields,
		    "{\"time\":\"2024-08-05T09:00:00Z\",\"level\":\"error\",\"run\":12,"
		    "\"step\":\"extract\",\"message\":\"lost\","
		    "\"file\":\"a \\\"b\\\"\\\\\\n\\u0001ک\"}");
}

Test(log, writes_prefixed_lines_where_there_is_no_journal)
{
	log_set_run(12);
	log_step("extract");
	expect_line(LOG_FORMAT_JOURNAL, LOG_LEVEL_INFO, "feed staged", staged,
		    "<6>run 12 extract: feed staged feed=case rows=120");
	expect_line(LOG_FORMAT_JOURNAL, LOG_LEVEL_ERROR, "lost", nothing,
		    "<3>run 12 extract: lost");
	expect_line(LOG_FORMAT_JOURNAL, LOG_LEVEL_WARNING, "late", nothing,
		    "<4>run 12 extract: late");
	expect_line(LOG_FORMAT_JOURNAL, LOG_LEVEL_DEBUG, "seen", nothing,
		    "<7>run 12 extract: seen");
}

Test(log, gives_the_journal_fields)
{
	log_set_run(12);
	log_step("extract");
	static const char *const fields[] = { "feed", "case", "file-name", "a b", NULL };
	g_autoptr(GBytes) datagram = log_datagram(LOG_LEVEL_WARNING, "feed staged", fields);
	static const char wanted[] =
	    "SYSLOG_IDENTIFIER=shumar\n"
	    "MESSAGE=run 12 extract: feed staged feed=case file-name=\"a b\"\n"
	    "PRIORITY=4\n"
	    "SHUMAR_RUN=12\n"
	    "SHUMAR_STEP=extract\n"
	    "SHUMAR_FEED=case\n"
	    "SHUMAR_FILE_NAME=a b\n";
	size_t size;
	const char *data = g_bytes_get_data(datagram, &size);
	cr_assert_eq(size, strlen(wanted), "%.*s", (int)size, data);
	cr_expect_arr_eq(data, wanted, size);
}

/* The protocol: name, line end, length as 64 bits little endian, bytes, line end. */
Test(log, gives_the_journal_lines_with_their_length)
{
	static const char *const fields[] = { "detail", "one\ntwo", NULL };
	g_autoptr(GBytes) datagram = log_datagram(LOG_LEVEL_INFO, "said", fields);
	static const char wanted[] = "SHUMAR_DETAIL\n\x07\0\0\0\0\0\0\0one\ntwo\n";
	size_t size;
	const char *data = g_bytes_get_data(datagram, &size);
	size_t length = sizeof wanted - 1;
	cr_assert_gt(size, length);
	cr_expect_arr_eq(data + size - length, wanted, length);
}

Test(log, knows_its_formats_and_levels_by_name)
{
	static const char *const formats[] = { "text", "json", "journal" };
	for (size_t n = 0; n < G_N_ELEMENTS(formats); n++) {
		LogFormat format;
		cr_assert(log_format_parse(formats[n], &format));
		cr_expect_eq(format, n);
	}
	static const char *const levels[] = { "debug", "info", "warning", "error" };
	for (size_t n = 0; n < G_N_ELEMENTS(levels); n++) {
		LogLevel level;
		cr_assert(log_level_parse(levels[n], &level));
		cr_expect_eq(level, n);
	}
}

Test(log, knows_no_other_formats_and_levels)
{
	LogFormat format;
	LogLevel level;
	cr_expect_not(log_format_parse("xml", &format));
	cr_expect_not(log_format_parse("", &format));
	cr_expect_not(log_level_parse("INFO", &level));
	cr_expect_not(log_level_parse("warn", &level));
}

/* What the four calls write to stderr. Transfer full. */
static char *written(void)
{
	fflush(stderr);
	FILE *file = cr_get_redirected_stderr();
	GString *text = g_string_new(NULL);
	int byte;
	/* the pipe ends only with the process: the last call below ends what is to be read */
	while ((byte = fgetc(file)) != EOF && !g_str_has_suffix(text->str, "\"the end\""))
		g_string_append_c(text, (char)byte);
	return g_string_free(text, FALSE);
}

static void say_at_all_levels(void)
{
	log_debug("said", "level", "d", NULL);
	log_info("said", "level", "i", NULL);
	log_warning("said", "level", "w", NULL);
	log_error("said", "level", "e", "note", "the end", NULL);
}

Test(log, writes_to_stderr_from_the_least_level_up)
{
	static const struct {
		LogLevel least;
		const char *pattern;
	} cases[] = {
		{ LOG_LEVEL_DEBUG,
		  "^\\S+Z debug said level=d\n\\S+Z info  said level=i\n\\S+Z warning said "
		  "level=w\n\\S+Z error said level=e note=\"the end\"$" },
		{ LOG_LEVEL_INFO,
		  "^\\S+Z info  said level=i\n\\S+Z warning said level=w\n\\S+Z error said "
		  "level=e note=\"the end\"$" },
		{ LOG_LEVEL_ERROR, "^\\S+Z error said level=e note=\"the end\"$" },
	};
	cr_redirect_stderr();
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		log_setup(LOG_FORMAT_TEXT, cases[n].least);
		say_at_all_levels();
		g_autofree char *text = written();
		cr_expect(g_regex_match_simple(cases[n].pattern, g_strstrip(text), 0, 0), "%s",
			  text);
	}
}

Test(log, writes_an_empty_text_for_a_field_without_value)
{
	cr_redirect_stderr();
	log_info("said", "place", (const char *)NULL, "note", "the end", NULL);
	g_autofree char *text = written();
	cr_expect_not_null(strstr(text, "said place=\"\" note=\"the end\""), "%s", text);
}
