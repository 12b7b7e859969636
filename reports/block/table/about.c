/* Subtitle and source of tables and charts. A source is what the block says, else what the template
 * says at its top, else the names of the record systems that the dataset's feed comes from. */
#include "reports/block/table/about.h"

#include <string.h>

#include "core/database/sqltext.h"

void about_read(TemplateReader *reader, const YamlNode *node, const char *where,
		ContentAbout *about)
{
	about->subtitle = reader_text_at(reader, node, "subtitle", where);
	reader_source(reader, node, where, &about->source);
}

void about_clear(ContentAbout *about)
{
	template_text_free(about->subtitle);
	template_text_free(about->source.text);
}

/* ── record systems ── */

/* Where no run says which systems have spoken: sample rows, and before the first run. */
static const char *usual_system(const Template *template)
{
	return g_strcmp0(template->jurisdiction, "punjab") == 0 ? "psrms" : NULL;
}

/* The feed that DATASET says it needs; NULL when it says none. Transfer full. */
static char *feed_of(const TemplateDataset *dataset)
{
	g_autofree char *covers =
	    dataset->sql != NULL ? sqltext_header(dataset->sql, "covers") : NULL;
	if (covers == NULL)
		return NULL;
	char *end = strchr(covers, ';');
	return g_strstrip(g_strndup(covers, end != NULL ? (gsize)(end - covers) : strlen(covers)));
}

/* "police station record system"; a system without a word in the catalogue by its name. */
static void add_system(const Edition *edition, const char *source, GPtrArray *names)
{
	g_autofree char *key = g_strdup_printf("system_%s", source);
	const char *word = locale_word(edition->locale, key);
	char *name = g_strdup(strcmp(word, key) != 0 ? word : source);
	if (g_ptr_array_find_with_equal_func(names, name, g_str_equal, NULL))
		g_free(name);
	else
		g_ptr_array_add(names, name);
}

static void add_systems(const Edition *edition, const char *feed, GPtrArray *names)
{
	const GPtrArray *systems = edition->binding->systems;
	for (guint n = 0; systems != NULL && n < systems->len; n++) {
		const RecordSystem *system = g_ptr_array_index(systems, n);
		if (strcmp(system->feed, feed) == 0)
			add_system(edition, system->source, names);
	}
}

/* The names of the systems whose records DATASET is of, parted by commas; "" for none. */
static char *systems_text(const Edition *edition, const TemplateDataset *dataset)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *feed = feed_of(dataset);
	const char *usual = usual_system(edition->template);
	if (feed == NULL) /* lists and ledgers are of no record system */
		return g_strdup("");
	add_systems(edition, feed, names);
	if (names->len == 0 && usual != NULL)
		add_system(edition, usual, names);
	g_ptr_array_add(names, NULL);
	return g_strjoinv(locale_word(edition->locale, "alt_and"), (char **)names->pdata);
}

/* ── building ── */

void about_build(const Edition *edition, const ContentAbout *about, const TemplateDataset *dataset,
		 BlockAbout *ret_about)
{
	bool own = about->source.text != NULL || about->source.none;
	const TemplateSource *source = own ? &about->source : &edition->template->source;
	g_autofree char *said = source->none           ? g_strdup("")
				: source->text != NULL ? edition_text(edition, source->text)
						       : systems_text(edition, dataset);
	g_autofree char *subtitle = edition_text_or(edition, about->subtitle, "");
	if (*subtitle != '\0')
		ret_about->subtitle = g_steal_pointer(&subtitle);
	if (*said != '\0')
		ret_about->source =
		    g_strdup_printf("%s: %s", locale_word(edition->locale, "source"), said);
}
