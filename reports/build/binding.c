/* Binding: what stands on the command line, for the parameters of a template. */
#include <string.h>

#include "core/config/problem.h"
#include "core/error.h"
#include "core/text.h"
#include "reports/build/edition.h"

#define PART_BYTES 80 /* of a file name for one parameter; file systems take 255 in all */

void binding_free(Binding *binding)
{
	if (binding == NULL)
		return;
	g_array_unref(binding->values);
	g_clear_pointer(&binding->systems, g_ptr_array_unref);
	g_free(binding->release);
	g_free(binding);
}

static void clear_value(gpointer data)
{
	parameter_clear(data);
}

/* "district (district), week (week, default last-complete)". Transfer full. */
static char *parameter_list(const Template *template)
{
	g_autoptr(GString) list = g_string_new(NULL);
	for (guint n = 0; n < template->parameters->len; n++) {
		const TemplateParameter *parameter = g_ptr_array_index(template->parameters, n);
		g_string_append_printf(list, "%s%s=%s", n > 0 ? ", " : "", parameter->name,
				       parameter->type->name);
		if (parameter->default_text != NULL)
			g_string_append_printf(list, " (default %s)", parameter->default_text);
	}
	return template->parameters->len > 0
		   ? g_strdup_printf("Template '%s' takes: %s.", template->name, list->str)
		   : g_strdup_printf("Template '%s' takes no parameters.", template->name);
}

static bool set_unknown(const Template *template, const char *name, GError **error)
{
	g_autofree char *list = parameter_list(template);
	g_autofree char *quoted = text_quote(name, -1);
	error_set(error, SHUMAR_ERROR_USAGE, list, "template '%s' has no parameter %s",
		  template->name, quoted);
	return false;
}

/* Splits WORD into the place of its parameter and its value. */
static bool split_word(const Template *template, const char *word, guint *ret_place,
		       const char **ret_text, GError **error)
{
	const char *equals = strchr(word, '=');
	if (!g_utf8_validate(word, -1, NULL)) {
		error_set(error, SHUMAR_ERROR_USAGE, "Write parameters in UTF-8.",
			  "a parameter is no text in UTF-8");
		return false;
	}
	g_autofree char *name =
	    equals != NULL ? g_strndup(word, (gsize)(equals - word)) : g_strdup(word);
	const TemplateParameter *parameter = template_parameter(template, name);
	if (parameter == NULL)
		return set_unknown(template, name, error);
	if (equals == NULL || equals[1] == '\0') {
		error_set(error, SHUMAR_ERROR_USAGE, "Write --param NAME=VALUE.",
			  "parameter '%s' has no value", name);
		return false;
	}
	*ret_text = equals + 1;
	return g_ptr_array_find(template->parameters, parameter, ret_place);
}

/* The text given for each parameter, by place, NULL where none is. */
static bool take_words(const Template *template, const char *const *words, const char **texts,
		       GError **error)
{
	for (const char *const *word = words; *word != NULL; word++) {
		guint place;
		const char *text;
		if (!split_word(template, *word, &place, &text, error))
			return false;
		if (texts[place] != NULL) {
			error_set(error, SHUMAR_ERROR_USAGE, "Give each parameter once.",
				  "parameter '%s' is given twice",
				  ((TemplateParameter *)template->parameters->pdata[place])->name);
			return false;
		}
		texts[place] = text;
	}
	return true;
}

/* A choice must be one of the template's words; all districts only where that is the default. */
static bool check_words(const TemplateParameter *parameter, const char *text, GError **error)
{
	if (parameter->choices != NULL &&
	    !g_strv_contains((const char *const *)parameter->choices->pdata, text)) {
		g_autofree char *all = g_strjoinv(", ", (char **)parameter->choices->pdata);
		g_autofree char *hint = g_strdup_printf("There are: %s.", all);
		g_autofree char *quoted = text_quote(text, -1);
		error_set(error, SHUMAR_ERROR_USAGE, hint, "parameter '%s' cannot be %s",
			  parameter->name, quoted);
		return false;
	}
	if (!parameter->type->is_district || strcmp(text, "all") != 0 ||
	    g_strcmp0(parameter->default_text, "all") == 0)
		return true;
	error_set(error, SHUMAR_ERROR_USAGE, "Name one district.",
		  "parameter '%s' takes one district, not all", parameter->name);
	return false;
}

static bool read_value(const Template *template, const TemplateParameter *parameter,
		       const char *text, const ParameterWorld *world, Binding *binding,
		       GError **error)
{
	if (text == NULL)
		text = parameter->default_text;
	if (text == NULL) {
		g_autofree char *list = parameter_list(template);
		error_set(error, SHUMAR_ERROR_USAGE, list, "template '%s' needs the parameter '%s'",
			  template->name, parameter->name);
		return false;
	}
	ParameterValue value;
	if (!check_words(parameter, text, error))
		return false;
	if (!parameter_read(parameter->type, text, world, &value, error)) {
		g_prefix_error(error, "parameter '%s': ", parameter->name);
		return false;
	}
	g_array_append_val(binding->values, value);
	return true;
}

static const ParameterValue *value_of(const Binding *binding, const Template *template,
				      const char *name)
{
	for (guint n = 0; n < template->parameters->len; n++) {
		if (strcmp(((TemplateParameter *)template->parameters->pdata[n])->name, name) == 0)
			return &g_array_index(binding->values, ParameterValue, n);
	}
	return NULL;
}

static bool check_order(const Template *template, const Binding *binding, GError **error)
{
	for (guint n = 0; n < template->parameters->len; n++) {
		const TemplateParameter *parameter = g_ptr_array_index(template->parameters, n);
		if (parameter->not_before == NULL)
			continue;
		const ParameterValue *late = &g_array_index(binding->values, ParameterValue, n);
		const ParameterValue *early = value_of(binding, template, parameter->not_before);
		if (g_date_compare(&late->period.last, &early->period.first) >= 0)
			continue;
		error_set(error, SHUMAR_ERROR_USAGE, "Give the earlier date first.",
			  "parameter '%s' (%s) is before '%s' (%s)", parameter->name, late->text,
			  parameter->not_before, early->text);
		return false;
	}
	return true;
}

Binding *binding_new(const Template *template, const char *const *words, const Districts *districts,
		     gint64 run_no, CivilTime as_at, GError **error)
{
	g_autoptr(Binding) binding = g_new0(Binding, 1);
	binding->values = g_array_new(FALSE, FALSE, sizeof(ParameterValue));
	g_array_set_clear_func(binding->values, clear_value);
	binding->as_at = civil_date(as_at);
	binding->as_at_s = as_at.utc_s;
	binding->zone_s = as_at.zone_s;
	binding->run_no = run_no;
	ParameterWorld world = { districts, binding->as_at };
	g_autofree const char **texts = g_new0(const char *, template->parameters->len + 1);
	if (!take_words(template, words, texts, error))
		return NULL;
	for (guint n = 0; n < template->parameters->len; n++) {
		if (!read_value(template, template->parameters->pdata[n], texts[n], &world, binding,
				error))
			return NULL;
	}
	return check_order(template, binding, error) ? g_steal_pointer(&binding) : NULL;
}

/* PART no longer than a file name may be with others beside it: what is cut off becomes a sum, so
 * that two that begin alike stay two. Takes it over. */
static char *cut_part(char *part)
{
	size_t length = strlen(part);
	if (length <= PART_BYTES)
		return part;
	g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, part, -1);
	char *end = part + PART_BYTES;
	while ((*end & 0xC0) == 0x80) /* not within a character */
		end--;
	*end = '\0';
	char *cut = g_strdup_printf("%s-%.8s", part, sum);
	g_free(part);
	return cut;
}

/* TEXT as a part of a file name: what shells, file systems and terminals dislike becomes '_'. */
static char *file_part(const char *text)
{
	g_autofree char *shown = text_printable(text, -1);
	GString *part = g_string_new(NULL);
	for (const char *at = shown; *at != '\0'; at += g_utf8_skip[(guchar)*at]) {
		gunichar letter = g_utf8_get_char(at);
		bool plain = letter < 0x80
				 ? g_ascii_isalnum((char)letter) || letter == '-' || letter == '.'
				 : letter != 0x2039 && letter != 0x203A; /* ‹ › */
		g_string_append_unichar(part, plain ? letter : '_');
	}
	if (part->str[0] == '.')
		part->str[0] = '_';
	return cut_part(g_string_free(part, FALSE));
}

char *binding_file_name(const Binding *binding, const Template *template)
{
	g_autoptr(GString) name = g_string_new(template->name);
	for (guint n = 0; n < binding->values->len; n++) {
		g_autofree char *part =
		    file_part(g_array_index(binding->values, ParameterValue, n).text);
		g_string_append_printf(name, "-%s", part);
	}
	return g_string_free(g_steal_pointer(&name), FALSE);
}

/* ── the burst's name ── */

typedef struct {
	const Binding *binding;
	const Template *template;
	GStringChunk *texts;
} RawNames;

static Datum raw_value(gpointer payload, const char *head, const char *tail)
{
	const RawNames *names = payload;
	const ParameterValue *value = value_of(names->binding, names->template, head);
	Datum datum = parameter_datum(value, tail, "en");
	g_autofree char *text = datum.type == DATUM_DATE && tail != NULL ? date_text(&datum.date)
				: tail != NULL                           ? g_strdup(datum.text)
									 : g_strdup(value->text);
	/* only the template's own '/' makes folders */
	g_autofree char *part = file_part(text);
	return datum_of_text(g_string_chunk_insert(names->texts, part));
}

char *binding_burst_name(const Binding *binding, const Template *template, const Library *library)
{
	RawNames raw = { binding, template, g_string_chunk_new(128) };
	ExpressionNames names = { .payload = &raw, .value = raw_value };
	char *name = expression_print(template->burst_name, &names, library_locale(library, "en"));
	g_string_chunk_free(raw.texts);
	return name;
}
