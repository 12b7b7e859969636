#include "core/error.h"

#include <string.h>

typedef struct {
	char *hint;
	char sqlstate[6];
} ShumarErrorPrivate;

const ErrorExit error_exits[] = {
	{ SHUMAR_OK, "done" },
	{ SHUMAR_ERROR_FAILED, "failed, nothing changed" },
	{ SHUMAR_ERROR_USAGE, "usage: the command line is wrong" },
	{ SHUMAR_ERROR_CONFIG, "configuration, template or mapping invalid" },
	{ SHUMAR_ERROR_UNREACHABLE, "database unreachable" },
	{ SHUMAR_ERROR_LOCKED, "another run holds the lock" },
	{ SHUMAR_ERROR_UNPUBLISHED, "applied but not published: a proof or data check failed" },
	{ SHUMAR_ERROR_OUTPUT, "output not written" },
	{ SHUMAR_ERROR_DISCLOSURE, "disclosure audit refused" },
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

static void set_message(GError **error, ShumarError code, const char *hint, char *message)
{
	if (error != NULL) {
		g_assert(*error == NULL);
		*error = g_error_new_literal(SHUMAR_ERROR, (int)code, message);
		shumar_error_get_private(*error)->hint = g_strdup(hint);
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
