#include "core/log.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "core/progress.h"
#include "core/text.h"

#define JOURNAL_SOCKET "/run/systemd/journal/socket"

static const struct {
	const char *name;
	int priority; /* of syslog(3), as the journal takes it */
} levels[] = {
	[LOG_LEVEL_DEBUG] = { "debug", 7 },
	[LOG_LEVEL_INFO] = { "info", 6 },
	[LOG_LEVEL_WARNING] = { "warning", 4 },
	[LOG_LEVEL_ERROR] = { "error", 3 },
};

static const char *const formats[] = {
	[LOG_FORMAT_TEXT] = "text",
	[LOG_FORMAT_JSON] = "json",
	[LOG_FORMAT_JOURNAL] = "journal",
};

/* What every line of this process carries and where it goes; one at a time under the lock. */
static GMutex lock;
static LogFormat format_used = LOG_FORMAT_TEXT;
static LogLevel level_least = LOG_LEVEL_INFO;
static gint64 run_current;
static char *step_current;

void log_setup(LogFormat format, LogLevel least)
{
	g_mutex_lock(&lock);
	format_used = format;
	level_least = least;
	g_mutex_unlock(&lock);
}

bool log_format_parse(const char *name, LogFormat *ret_format)
{
	for (size_t format = 0; format < G_N_ELEMENTS(formats); format++) {
		if (strcmp(name, formats[format]) == 0) {
			*ret_format = (LogFormat)format;
			return true;
		}
	}
	return false;
}

bool log_level_parse(const char *name, LogLevel *ret_level)
{
	for (size_t level = 0; level < G_N_ELEMENTS(levels); level++) {
		if (strcmp(name, levels[level].name) == 0) {
			*ret_level = (LogLevel)level;
			return true;
		}
	}
	return false;
}

void log_set_run(gint64 run_no)
{
	g_mutex_lock(&lock);
	run_current = run_no;
	g_mutex_unlock(&lock);
}

void log_step(const char *step)
{
	g_mutex_lock(&lock);
	g_free(step_current);
	step_current = g_strdup(step);
	g_mutex_unlock(&lock);
}

/* ── writing values ── */

/* Appends the letter of several bytes at AT, or its escape where a terminal would obey it; returns
 * what follows it. */
static const char *append_letter(GString *line, const char *at)
{
	const char *end = at + g_utf8_skip[(guchar)*at];
	g_autofree char *shown = text_printable(at, end - at);
	gunichar letter = g_utf8_get_char(at);
	if (strncmp(shown, at, (size_t)(end - at)) == 0 || letter > 0xFFFF)
		g_string_append_len(line, at, end - at);
	else
		g_string_append_printf(line, "\\u%04x", letter);
	return end;
}

/* Appends TEXT as a JSON string; bytes that are not UTF-8 are replaced. */
static void append_quoted(GString *line, const char *text)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	g_string_append_c(line, '"');
	for (const char *byte = valid; *byte != '\0'; byte++) {
		unsigned char code = (unsigned char)*byte;
		if (code >= 0x80) {
			byte = append_letter(line, byte) - 1;
			continue;
		}
		if (code == '"' || code == '\\')
			g_string_append_printf(line, "\\%c", code);
		else if (code == '\n')
			g_string_append(line, "\\n");
		else if (code == '\t')
			g_string_append(line, "\\t");
		else if (code < 0x20 || code == 0x7F)
			g_string_append_printf(line, "\\u%04x", code);
		else
			g_string_append_c(line, *byte);
	}
	g_string_append_c(line, '"');
}

/* True when TEXT needs no quotes to be one word of a text line. */
static bool is_word(const char *text)
{
	if (text[0] == '\0' || !g_utf8_validate(text, -1, NULL) || strpbrk(text, "\"=\\") != NULL)
		return false;
	g_autofree gunichar *characters = g_utf8_to_ucs4_fast(text, -1, NULL);
	for (const gunichar *character = characters; *character != 0; character++) {
		if (!g_unichar_isgraph(*character))
			return false;
	}
	return true;
}

static void append_time(GString *line, gint64 utc_us)
{
	g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(utc_us / G_USEC_PER_SEC);
	g_autofree char *text = g_date_time_format(time, "%Y-%m-%dT%H:%M:%SZ");
	g_string_append(line, text);
}

/* Appends TEXT as a terminal may have it: a file may be called anything. */
static void append_shown(GString *line, const char *text)
{
	g_autofree char *shown = text_printable(text, -1);
	g_string_append(line, shown);
}

/* "run 12 extract: feed staged feed=case rows=120" */
static void append_body(GString *line, const char *message, const char *const *fields)
{
	if (run_current != 0)
		g_string_append_printf(line, "run %" G_GINT64_FORMAT "%s", run_current,
				       step_current != NULL ? " " : ": ");
	if (step_current != NULL)
		g_string_append_printf(line, "%s: ", step_current);
	append_shown(line, message);
	for (const char *const *field = fields; *field != NULL; field += 2) {
		g_string_append_printf(line, " %s=", field[0]);
		if (is_word(field[1]))
			g_string_append(line, field[1]);
		else
			append_quoted(line, field[1]);
	}
}

static void append_json_pair(GString *line, const char *name, const char *text)
{
	g_string_append_c(line, ',');
	append_quoted(line, name);
	g_string_append_c(line, ':');
	append_quoted(line, text);
}

static void append_json(GString *line, LogLevel level, gint64 utc_us, const char *message,
			const char *const *fields)
{
	g_string_append(line, "{\"time\":\"");
	append_time(line, utc_us);
	g_string_append_c(line, '"');
	append_json_pair(line, "level", levels[level].name);
	if (run_current != 0)
		g_string_append_printf(line, ",\"run\":%" G_GINT64_FORMAT, run_current);
	if (step_current != NULL)
		append_json_pair(line, "step", step_current);
	append_json_pair(line, "message", message);
	for (const char *const *field = fields; *field != NULL; field += 2)
		append_json_pair(line, field[0], field[1]);
	g_string_append_c(line, '}');
}

/* ── lines ── */

static char *line_new(LogFormat format, LogLevel level, gint64 utc_us, const char *message,
		      const char *const *fields)
{
	GString *line = g_string_new(NULL);
	switch (format) {
	case LOG_FORMAT_TEXT:
		append_time(line, utc_us);
		g_string_append_printf(line, " %-5s ", levels[level].name);
		append_body(line, message, fields);
		break;
	case LOG_FORMAT_JSON:
		append_json(line, level, utc_us, message, fields);
		break;
	case LOG_FORMAT_JOURNAL:
		/* the reader of such lines (sd-daemon(3)) stamps the time itself */
		g_string_append_printf(line, "<%d>", levels[level].priority);
		append_body(line, message, fields);
		break;
	}
	return g_string_free(line, FALSE);
}

/* Appends one field of the journal: NAME=text, or the name, a little-endian length
 * and the bytes where the text has lines. */
static void append_journal(GString *datagram, const char *name, const char *text)
{
	g_string_append(datagram, name);
	if (strchr(text, '\n') == NULL) {
		g_string_append_printf(datagram, "=%s\n", text);
		return;
	}
	guint64 length = GUINT64_TO_LE((guint64)strlen(text));
	g_string_append_c(datagram, '\n');
	g_string_append_len(datagram, (const char *)&length, sizeof length);
	g_string_append_printf(datagram, "%s\n", text);
}

static void append_journal_own(GString *datagram, const char *name, const char *text)
{
	g_autofree char *upper = g_ascii_strup(name, -1);
	g_strcanon(upper, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", '_');
	g_autofree char *own = g_strconcat("SHUMAR_", upper, NULL);
	append_journal(datagram, own, text);
}

static GBytes *datagram_new(LogLevel level, const char *message, const char *const *fields)
{
	GString *datagram = g_string_new("SYSLOG_IDENTIFIER=shumar\n");
	g_autoptr(GString) body = g_string_new(NULL);
	/* journalctl shows the MESSAGE alone, so it says everything; the fields are for searching
	 */
	append_body(body, message, fields);
	append_journal(datagram, "MESSAGE", body->str);
	g_string_append_printf(datagram, "PRIORITY=%d\n", levels[level].priority);
	if (run_current != 0)
		g_string_append_printf(datagram, "SHUMAR_RUN=%" G_GINT64_FORMAT "\n", run_current);
	if (step_current != NULL)
		append_journal_own(datagram, "step", step_current);
	for (const char *const *field = fields; *field != NULL; field += 2)
		append_journal_own(datagram, field[0], field[1]);
	return g_string_free_to_bytes(datagram);
}

/* ── output ── */

/* The socket to the journal, connected on the first call; -1 where there is none. */
static int journal_socket(void)
{
	static bool tried = false;
	static int journal = -1;
	if (tried)
		return journal;
	tried = true;
	struct sockaddr_un address = { .sun_family = AF_UNIX, .sun_path = JOURNAL_SOCKET };
	journal = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (journal >= 0 &&
	    connect(journal, (const struct sockaddr *)&address, sizeof address) != 0) {
		close(journal);
		journal = -1;
	}
	return journal;
}

static bool send_to_journal(LogLevel level, const char *message, const char *const *fields)
{
	int journal = journal_socket();
	if (journal < 0)
		return false;
	g_autoptr(GBytes) datagram = datagram_new(level, message, fields);
	size_t size;
	const void *data = g_bytes_get_data(datagram, &size);
	return send(journal, data, size, MSG_NOSIGNAL) == (ssize_t)size;
}

/* Writes one line; the lock is held. */
static void emit(LogLevel level, const char *message, const char *const *fields)
{
	if (format_used == LOG_FORMAT_JOURNAL && send_to_journal(level, message, fields))
		return;
	g_autofree char *line = line_new(format_used, level, g_get_real_time(), message, fields);
	g_autofree char *ended = g_strconcat(line, "\n", NULL);
	progress_clear();
	/* a log that cannot be written has nowhere to say so */
	(void)!fwrite(ended, 1, strlen(ended), stderr);
}

static void log_va(LogLevel level, const char *message, va_list arguments)
{
	g_autoptr(GPtrArray) fields = g_ptr_array_new();
	const char *name;
	while ((name = va_arg(arguments, const char *)) != NULL) {
		const char *text = va_arg(arguments, const char *);
		g_ptr_array_add(fields, (gpointer)(guintptr)name);
		g_ptr_array_add(fields, (gpointer)(guintptr)(text != NULL ? text : ""));
	}
	g_ptr_array_add(fields, NULL);
	g_mutex_lock(&lock);
	if (level >= level_least)
		emit(level, message, (const char *const *)fields->pdata);
	g_mutex_unlock(&lock);
}

#define DEFINE_LOG(function, level)                                                                \
	void function(const char *message, ...)                                                    \
	{                                                                                          \
		va_list arguments;                                                                 \
		va_start(arguments, message);                                                      \
		log_va(level, message, arguments);                                                 \
		va_end(arguments);                                                                 \
	}

DEFINE_LOG(log_debug, LOG_LEVEL_DEBUG)
DEFINE_LOG(log_info, LOG_LEVEL_INFO)
DEFINE_LOG(log_warning, LOG_LEVEL_WARNING)
DEFINE_LOG(log_error, LOG_LEVEL_ERROR)

char *log_line(LogFormat format, LogLevel level, gint64 utc_us, const char *message,
	       const char *const *fields)
{
	g_mutex_lock(&lock);
	char *line = line_new(format, level, utc_us, message, fields);
	g_mutex_unlock(&lock);
	return line;
}

GBytes *log_datagram(LogLevel level, const char *message, const char *const *fields)
{
	g_mutex_lock(&lock);
	GBytes *datagram = datagram_new(level, message, fields);
	g_mutex_unlock(&lock);
	return datagram;
}
