#include "core/database/fact.h"

#include "core/database/sqltext.h"

#include <string.h>

#define FOLDER "facts/"
#define ENDING ".sql"

typedef struct {
	char *name;
	int place;
	bool is_feed;
	GPtrArray *from; /* names of facts that it inherits from */
	bool made;
} Declared;

/* What is read of the files is read once, and kept. */
typedef struct {
	GPtrArray *declared; /* elements Declared, by place */
	GPtrArray *feeds;    /* names, the last one NULL */
	GPtrArray *order;
} Facts;

static bool read_fact(const SqlText *file, gpointer payload, GError **error)
{
	(void)error;
	Facts *facts = payload;
	g_autofree char *place = sqltext_header(file->text, "place");
	g_autofree char *feed = sqltext_header(file->text, "feed");
	g_auto(GStrv) inherits = sqltext_headers(file->text, "inherits");
	if (place == NULL)
		g_error("sql/%s has no header line 'place'", file->path);
	Declared *fact = g_new0(Declared, 1);
	fact->name = g_strndup(file->path + strlen(FOLDER),
			       strlen(file->path) - strlen(FOLDER) - strlen(ENDING));
	fact->place = (int)g_ascii_strtoll(place, NULL, 10);
	fact->is_feed = g_strcmp0(feed, "none") != 0;
	fact->from = g_ptr_array_new();
	for (char **line = inherits; *line != NULL; line++) {
		const char *from = strstr(*line, " from ");
		if (from == NULL)
			g_error("sql/%s: '%s' does not say from which fact", file->path, *line);
		g_ptr_array_add(fact->from, g_strdup(from + strlen(" from ")));
	}
	g_ptr_array_add(facts->declared, fact);
	return true;
}

static int compare_place(gconstpointer a, gconstpointer b)
{
	const Declared *const *first = a;
	const Declared *const *second = b;
	return (*first)->place - (*second)->place;
}

static bool is_made(const Facts *facts, const char *name)
{
	for (guint n = 0; n < facts->declared->len; n++) {
		const Declared *fact = g_ptr_array_index(facts->declared, n);
		if (strcmp(fact->name, name) == 0)
			return fact->made;
	}
	g_error("a fact inherits from '%s', and there is no sql/" FOLDER "%s" ENDING, name, name);
}

/* The first feed that is not made and whose facts to inherit from are; NULL when none is left. */
static Declared *next_to_make(const Facts *facts)
{
	for (guint n = 0; n < facts->declared->len; n++) {
		Declared *fact = g_ptr_array_index(facts->declared, n);
		bool ready = fact->is_feed && !fact->made;
		for (guint m = 0; ready && m < fact->from->len; m++)
			ready = is_made(facts, g_ptr_array_index(fact->from, m));
		if (ready)
			return fact;
	}
	return NULL;
}

static Facts *read_facts(void)
{
	Facts *facts = g_new(Facts, 1);
	facts->declared = g_ptr_array_new();
	facts->feeds = g_ptr_array_new();
	facts->order = g_ptr_array_new();
	sqltext_each(FOLDER, read_fact, facts, NULL);
	g_ptr_array_sort(facts->declared, compare_place);
	for (guint n = 0; n < facts->declared->len; n++) {
		Declared *fact = g_ptr_array_index(facts->declared, n);
		if (fact->is_feed)
			g_ptr_array_add(facts->feeds, fact->name);
	}
	for (Declared *fact = next_to_make(facts); fact != NULL; fact = next_to_make(facts)) {
		fact->made = true;
		g_ptr_array_add(facts->order, fact->name);
	}
	if (facts->order->len != facts->feeds->len)
		g_error("facts of sql/" FOLDER " inherit from each other in a circle");
	g_ptr_array_add(facts->feeds, NULL);
	g_ptr_array_add(facts->order, NULL);
	return facts;
}

static const Facts *known_facts(void)
{
	static Facts *facts;
	if (g_once_init_enter(&facts))
		g_once_init_leave(&facts, read_facts());
	return facts;
}

const char *const *fact_feeds(void)
{
	return (const char *const *)known_facts()->feeds->pdata;
}

const char *const *fact_order(void)
{
	return (const char *const *)known_facts()->order->pdata;
}
