#include "core/error.h"

#include <string.h>

#include "core/text.h"

#define LINE_LETTERS 500  /* of a line of a message, however long the values in it are */
#define HINT_LETTERS 2000 /* the same of a hint: lists of all that is known are shorter */

typedef struct {
	char *hint;
	char sqlstate[6];
} ShumarErrorPrivate;

const ErrorExit error_exits[] = {
	{ SHUMAR_OK, "done" },
	{ SHUMAR_ERROR_FAILED, "failed, nothing changed" },
	{ SHUMAR_ERROR_USAGE, "usage: the command line is wrong" },
	{ SHUMAR_ERROR_CONFIG,
	  "configuration, template or mapping invalid, or a release out of order" },
	{ SHUMAR_ERROR_UNREACHABLE, "database unreachable" },
	{ SHUMAR_ERROR_LOCKED, "another run holds the lock" },
	{ SHUMAR_ERROR_UNPUBLISHED, "applied but not published: a proof or data check failed" },
	{ SHUMAR_ERROR_OUTPUT, "output not written" },
	{ SHUMAR_ERROR_DISCLOSURE, "disclosure audit refused" },
	{ SHUMAR_ERROR_REFUSED, "done, but files were refused as a whole" },
};
const size_t error_exits_count = G_N_ELEMENTS(error_exits);

static void shumar_error_private_init(ShumarErrorPrivate *priv)
{
	memset(priv, 0, sizeof *priv);
}

static void shumar_error_private_copy(const ShumarErrorPrivate *from, ShumarErrorPrivate *to)
{
	*to = *from;
	to->hint = g_strdup(from->hint);
}

static void shumar_error_private_clear(ShumarErrorPrivate *priv)
{
	g_free(priv->hint);
}

/* GLib's macro takes a const away. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wcast-qual"
G_DEFINE_EXTENDED_ERROR(ShumarError, shumar_error)
#pragma GCC diagnostic pop

/* LINE, cut in its middle when somebody's 20,000 letters stand in it. */
static void append_cut(GString *message, const char *line, glong limit)
{
	glong letters = g_utf8_strlen(line, -1);
	if (letters <= limit) {
		g_string_append(message, line);
		return;
	}
	const char *head = g_utf8_offset_to_pointer(line, limit / 2);
	const char *tail = g_utf8_offset_to_pointer(line, letters - limit / 2);
	g_string_append_len(message, line, head - line);
	g_string_append_printf(message, "… (%ld letters) …%s", letters - limit, tail);
}

/* TEXT as it may be shown: whatever a value in it holds, the terminal obeys none of it, and no line
 * is longer than one reads. Quoting and cutting a value where it is named (text_quote) comes first;
 * this is for those that nobody thought of. */
static char *shown_message(const char *text, glong limit)
{
	g_autofree char *printable = text_printable(text, -1);
	if (strlen(printable) <= (gsize)limit)
		return g_steal_pointer(&printable);
	g_auto(GStrv) lines = g_strsplit(printable, "\n", -1);
	GString *message = g_string_new(NULL);
	for (char **line = lines; *line != NULL; line++) {
		if (line != lines)
			g_string_append_c(message, '\n');
		append_cut(message, *line, limit);
	}
	return g_string_free(message, FALSE);
}

static void set_message(GError **error, ShumarError code, const char *hint, char *message)
{
	if (error != NULL) {
		g_assert(*error == NULL);
		g_autofree char *shown = shown_message(message, LINE_LETTERS);
		*error = g_error_new_literal(SHUMAR_ERROR, (int)code, shown);
		shumar_error_get_private(*error)->hint =
		    hint != NULL ? shown_message(hint, HINT_LETTERS) : NULL;
	}
	g_free(message);
}

void error_set(GError **error, ShumarError code, const char *hint, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	set_message(error, code, hint, g_strdup_vprintf(format, arguments));
	va_end(arguments);
}

void error_set_errno(GError **error, ShumarError code, int errnum, const char *hint,
		     const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	g_autofree char *attempt = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	set_message(error, code, hint, g_strdup_printf("%s: %s", attempt, g_strerror(errnum)));
}

void error_set_hint(GError *error, const char *hint)
{
	g_return_if_fail(error->domain == SHUMAR_ERROR);
	ShumarErrorPrivate *priv = shumar_error_get_private(error);
	g_free(priv->hint);
	priv->hint = hint != NULL ? shown_message(hint, HINT_LETTERS) : NULL;
}

void error_set_sqlstate(GError *error, const char *sqlstate)
{
	g_return_if_fail(error->domain == SHUMAR_ERROR);
	ShumarErrorPrivate *priv = shumar_error_get_private(error);
	g_strlcpy(priv->sqlstate, sqlstate != NULL ? sqlstate : "", sizeof priv->sqlstate);
}

const char *error_hint(const GError *error)
{
	return error->domain == SHUMAR_ERROR ? shumar_error_get_private(error)->hint : NULL;
}

const char *error_sqlstate(const GError *error)
{
	if (error->domain != SHUMAR_ERROR)
		return NULL;
	const char *sqlstate = shumar_error_get_private(error)->sqlstate;
	return sqlstate[0] != '\0' ? sqlstate : NULL;
}

int error_exit_code(const GError *error)
{
	if (error == NULL)
		return SHUMAR_OK;
	return error->domain == SHUMAR_ERROR ? error->code : SHUMAR_ERROR_FAILED;
}
