/*
 * Log: structured lines on stderr as text, JSON or journald fields.
 *
 * Every line carries the run and the step once they are set. Parameter values
 * and row contents are never logged: fields hold names, counts and places.
 *
 *     log_set_run(12);
 *     log_step("extract");
 *     log_info("feed staged", "feed", "case", "rows", rows_text, NULL);
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef enum { LOG_LEVEL_DEBUG, LOG_LEVEL_INFO, LOG_LEVEL_WARNING, LOG_LEVEL_ERROR } LogLevel;
typedef enum { LOG_FORMAT_TEXT, LOG_FORMAT_JSON, LOG_FORMAT_JOURNAL } LogFormat;

/* Sets what is written and how; the default is text from info upwards. */
void log_setup(LogFormat format, LogLevel least);

/* "text", "json", "journal" and "debug", "info", "warning", "error"; false if unknown. */
bool log_format_parse(const char *name, LogFormat *ret_format);
bool log_level_parse(const char *name, LogLevel *ret_level);

/* The run number (0 for none) and step that following lines carry. STEP is copied. */
void log_set_run(gint64 run_no);
void log_step(const char *step);

/* MESSAGE is a constant phrase; then pairs of field name and text, ended by NULL. */
void log_debug(const char *message, ...) G_GNUC_NULL_TERMINATED;
void log_info(const char *message, ...) G_GNUC_NULL_TERMINATED;
void log_warning(const char *message, ...) G_GNUC_NULL_TERMINATED;
void log_error(const char *message, ...) G_GNUC_NULL_TERMINATED;

/* One line as it would be written to stderr, without its end. The journal's is
 * what stands in for its fields where there is no journal: "<6>text". Transfer full. */
char *log_line(LogFormat format, LogLevel level, gint64 utc_us, const char *message,
	       const char *const *fields);

/* The same as one datagram of systemd's native journal protocol: MESSAGE, PRIORITY,
 * SYSLOG_IDENTIFIER, SHUMAR_RUN, SHUMAR_STEP and each field as SHUMAR_<NAME>. */
GBytes *log_datagram(LogLevel level, const char *message, const char *const *fields);
