#include "reports/build/sample.h"

#include <string.h>

#include "core/database/sqltext.h"
#include "core/error.h"
#include "reports/build/released.h"

/* Where a file says nothing: noon of 5 August 2024, a Monday; never the clock. Samples are of no
 * jurisdiction, so that their clocks show UTC. */
#define SAMPLE_AS_AT_S 1722859200

#define SECONDS_OF_DAY 86400
#define NOON_S         (12 * 3600)

/* A value that is withheld: it is missing, and said to be so. */
#define HIDDEN "[c]"

static void free_dataset(gpointer data)
{
	dataset_free(data);
}

void sample_free(Sample *sample)
{
	if (sample == NULL)
		return;
	g_hash_table_unref(sample->datasets);
	g_strfreev(sample->words);
	g_free(sample);
}

/* ── lines ── */

typedef struct {
	const Template *template;
	const char *path;
	Sample *sample;
	GStrvBuilder *words;
	Dataset *dataset; /* that rows go to, or NULL */
	int line;
} Reading;

static bool set_fault(const Reading *reading, GError **error, const char *hint, const char *what)
{
	error_set(error, SHUMAR_ERROR_CONFIG, hint, "%s:%d: %s", reading->path, reading->line,
		  what);
	return false;
}

static bool read_as_at(Reading *reading, const char *text, GError **error)
{
	GDate day;
	if (!date_parse(text, &day, NULL))
		return set_fault(reading, error, "Write it as 2024-08-31.", "as-at is no day");
	/* days since 1 January of the year 1, which 719163 days later is the epoch */
	gint64 since_epoch = (gint64)g_date_get_julian(&day) - 719163;
	reading->sample->as_at.utc_s = since_epoch * SECONDS_OF_DAY + NOON_S;
	return true;
}

/* "# as-at: …", "# param: …"; any other comment is one. */
static bool read_comment(Reading *reading, const char *line, GError **error)
{
	static const char as_at[] = "# as-at:", param[] = "# param:", draft[] = "# draft";
	g_autofree char *value = NULL;
	if (g_str_has_prefix(line, as_at)) {
		value = g_strstrip(g_strdup(line + strlen(as_at)));
		return read_as_at(reading, value, error);
	}
	reading->sample->draft |= strcmp(line, draft) == 0;
	if (g_str_has_prefix(line, param)) {
		value = g_strstrip(g_strdup(line + strlen(param)));
		g_strv_builder_add(reading->words, value);
	}
	return true;
}

static bool read_head(Reading *reading, const char *line, GError **error)
{
	const char *end = strchr(line, ']');
	g_autofree char *name =
	    end != NULL ? g_strndup(line + 1, (gsize)(end - line - 1)) : g_strdup(line);
	reading->dataset = g_hash_table_lookup(reading->sample->datasets, name);
	if (reading->dataset != NULL)
		return true;
	g_autofree char *what =
	    g_strdup_printf("template '%s' has no dataset '%s'", reading->template->name, name);
	return set_fault(reading, error, "Write [NAME] of one of the template's datasets.", what);
}

static bool read_row(const Reading *reading, const char *line, GError **error)
{
	if (reading->dataset == NULL)
		return set_fault(reading, error, "Write [NAME] of a dataset above its rows.",
				 "these values belong to no dataset");
	g_auto(GStrv) texts = g_strsplit(line, "\t", -1);
	size_t columns = dataset_columns(reading->dataset);
	if (g_strv_length(texts) != columns) {
		g_autofree char *what = g_strdup_printf(
		    "%u values where the dataset has %zu columns", g_strv_length(texts), columns);
		return set_fault(reading, error,
				 "Part them by tabs; \\N is a missing value, [c] a withheld one.",
				 what);
	}
	g_autofree const char **values = g_new(const char *, columns);
	for (size_t n = 0; n < columns; n++)
		values[n] =
		    strcmp(texts[n], "\\N") == 0 || strcmp(texts[n], HIDDEN) == 0 ? NULL : texts[n];
	if (!dataset_add(reading->dataset, values, error)) {
		g_prefix_error(error, "%s:%d: ", reading->path, reading->line);
		return false;
	}
	for (size_t n = 0; n < columns; n++)
		if (strcmp(texts[n], HIDDEN) == 0)
			dataset_set_hidden(reading->dataset, dataset_rows(reading->dataset) - 1, n);
	return true;
}

static bool read_line(Reading *reading, const char *line, GError **error)
{
	if (line[0] == '\0')
		return true;
	if (line[0] == '#')
		return read_comment(reading, line, error);
	return line[0] == '[' ? read_head(reading, line, error) : read_row(reading, line, error);
}

/* ── the file ── */

static Sample *sample_new(const Template *template)
{
	Sample *sample = g_new0(Sample, 1);
	sample->as_at.utc_s = SAMPLE_AS_AT_S;
	sample->datasets = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_dataset);
	for (guint n = 0; n < template->datasets->len; n++) {
		const TemplateDataset *wanted = g_ptr_array_index(template->datasets, n);
		g_hash_table_insert(sample->datasets, g_strdup(wanted->name),
				    dataset_new(wanted->name, wanted->query_columns));
	}
	return sample;
}

/* The lines of TEXT, which editors of other systems end otherwise or begin with a byte order mark.
 * Transfer full. */
static GStrv lines_of(const char *text)
{
	static const char mark[] = "\xEF\xBB\xBF";
	g_autoptr(GString) plain =
	    g_string_new(g_str_has_prefix(text, mark) ? text + strlen(mark) : text);
	g_string_replace(plain, "\r\n", "\n", 0);
	g_string_replace(plain, "\r", "\n", 0);
	return g_strsplit(plain->str, "\n", -1);
}

Sample *sample_read(const Template *template, const char *path, GError **error)
{
	g_autofree char *text = NULL;
	g_autoptr(GError) cause = NULL;
	if (!g_file_get_contents(path, &text, NULL, &cause)) {
		error_set(error, SHUMAR_ERROR_CONFIG, NULL, "cannot read the sample rows '%s': %s",
			  path, cause->message);
		return NULL;
	}
	g_autoptr(Sample) sample = sample_new(template);
	g_autoptr(GStrvBuilder) words = g_strv_builder_new();
	g_auto(GStrv) lines = lines_of(text);
	Reading reading = { template, path, sample, words, NULL, 0 };
	for (char **line = lines; *line != NULL; line++) {
		reading.line++;
		if (!read_line(&reading, *line, error))
			return NULL;
	}
	sample->words = g_strv_builder_end(words);
	return g_steal_pointer(&sample);
}

/* ── what a binding needs ── */

/* Calls ADD with the first fields of each row of the embedded table PATH. None of them holds a
 * comma. */
static void each_row(const char *path, guint fields, Districts *districts,
		     void (*add)(Districts *districts, char **fields))
{
	g_auto(GStrv) lines = g_strsplit(sqltext(path), "\n", -1);
	for (char **line = lines + 1; lines[0] != NULL && *line != NULL; line++) {
		g_auto(GStrv) values = g_strsplit(*line, ",", -1);
		if (g_strv_length(values) >= fields)
			add(districts, values);
	}
}

static void add_district(Districts *districts, char **fields)
{
	districts_add(districts, fields[0], fields[1], fields[2], fields[3]);
}

static void add_alias(Districts *districts, char **fields)
{
	districts_add_alias(districts, fields[0], fields[1]);
}

Districts *sample_districts(void)
{
	Districts *districts = districts_new();
	each_row(SQL_REFERENCE_DISTRICT_CSV, 4, districts, add_district);
	each_row(SQL_REFERENCE_DISTRICT_ALIAS_CSV, 2, districts, add_alias);
	return districts;
}

/* True when one of WORDS gives the parameter of WORD ("name=value"). */
static bool is_given(const char *word, const char *const *words)
{
	const char *equals = strchr(word, '=');
	g_autofree char *start =
	    equals != NULL ? g_strndup(word, (gsize)(equals - word) + 1) : g_strdup(word);
	for (; *words != NULL; words++) {
		if (g_str_has_prefix(*words, start))
			return true;
	}
	return false;
}

char **sample_words(const Sample *sample, const char *const *words)
{
	g_autoptr(GStrvBuilder) all = g_strv_builder_new();
	for (char **word = sample->words; *word != NULL; word++) {
		if (!is_given(*word, words))
			g_strv_builder_add(all, *word);
	}
	for (const char *const *word = words; *word != NULL; word++)
		g_strv_builder_add(all, *word);
	return g_strv_builder_end(all);
}

/* ── the edition ── */

/* No page of it can be taken for published figures. */
static void say_sample(Model *model, const Locale *locale)
{
	g_autofree char *footer = g_steal_pointer(&model->footer);
	model->footer = g_strdup_printf("%s · %s", locale_word(locale, "sample"), footer);
}

Model *sample_model(const Template *template, const Library *library, const char *path,
		    const char *const *words, const char *language, Binding **ret_binding,
		    GError **error)
{
	g_autoptr(Sample) sample = sample_read(template, path, error);
	if (sample == NULL)
		return NULL;
	g_autoptr(Districts) districts = sample_districts();
	g_auto(GStrv) all = sample_words(sample, words);
	g_autoptr(Binding) binding =
	    binding_new(template, (const char *const *)all, districts, 0, sample->as_at, error);
	Model *model = binding != NULL ? edition_model(template, library, binding, sample->datasets,
						       language, error)
				       : NULL;
	if (model == NULL)
		return NULL;
	say_sample(model, library_locale(library, language));
	/* nothing public leaves without the release desk */
	model->draft = sample->draft || template_is_released(template);
	if (ret_binding != NULL)
		*ret_binding = g_steal_pointer(&binding);
	return model;
}
