#include <string.h>

#include "reports/device/font/font.h"

/* Memory of a long table is not to grow with it: then all are forgotten, and made again. */
enum { MOST_LAYOUTS = 2048 };

static const char store_name[] = "shared-layouts";

typedef struct {
	FontStyle style;
	double scale, width_pt;
	PangoAlignment align;
	int note;
	char *text; /* owned by keys in a store */
} Key;

static guint key_hash(gconstpointer data)
{
	const Key *key = data;
	return g_str_hash(key->text) ^ ((guint)key->style << 24) ^ g_double_hash(&key->width_pt);
}

static gboolean key_equal(gconstpointer a, gconstpointer b)
{
	const Key *one = a, *other = b;
	return one->style == other->style && one->align == other->align &&
	       one->note == other->note && g_double_equal(&one->scale, &other->scale) &&
	       g_double_equal(&one->width_pt, &other->width_pt) &&
	       strcmp(one->text, other->text) == 0;
}

static void key_free(gpointer data)
{
	Key *key = data;
	g_free(key->text);
	g_free(key);
}

void font_share_begin(PangoContext *context)
{
	GHashTable *store = g_hash_table_new_full(key_hash, key_equal, key_free, g_object_unref);
	g_object_set_data_full(G_OBJECT(context), store_name, store,
			       (GDestroyNotify)g_hash_table_unref);
}

void font_share_end(PangoContext *context)
{
	g_object_set_data(G_OBJECT(context), store_name, NULL);
}

static PangoLayout *make_layout(PangoContext *context, const Key *key)
{
	return font_layout_new(context, key->style, key->scale, key->text, key->width_pt,
			       key->align, key->note);
}

/* Makes the layout of KEY and keeps it in STORE. */
static PangoLayout *remember(GHashTable *store, PangoContext *context, const Key *key)
{
	PangoLayout *layout = make_layout(context, key);
	Key *kept = g_new(Key, 1);
	*kept = *key;
	kept->text = g_strdup(key->text);
	if (g_hash_table_size(store) >= MOST_LAYOUTS)
		g_hash_table_remove_all(store);
	g_hash_table_insert(store, kept, g_object_ref(layout));
	return layout;
}

PangoLayout *font_layout_shared(PangoContext *context, FontStyle style, double scale,
				const char *text, double width_pt, PangoAlignment align, int note)
{
	GHashTable *store = g_object_get_data(G_OBJECT(context), store_name);
	/* a line that does not wrap has no alignment */
	const Key key = { style,    scale,
			  width_pt, width_pt > 0 ? align : PANGO_ALIGN_LEFT,
			  note,     (char *)(guintptr)text };
	if (store == NULL)
		return make_layout(context, &key);
	PangoLayout *found = g_hash_table_lookup(store, &key);
	return found != NULL ? g_object_ref(found) : remember(store, context, &key);
}
