#include "reports/device/page/tags.h"

static const char *const role_names[TAG_ROLES] = {
	[TAG_DOCUMENT] = "Document", [TAG_SECTION] = "Sect",    [TAG_HEADING_1] = "H1",
	[TAG_HEADING_2] = "H2",      [TAG_HEADING_3] = "H3",    [TAG_PARAGRAPH] = "P",
	[TAG_TABLE] = "Table",       [TAG_CAPTION] = "Caption", [TAG_ROW] = "TR",
	[TAG_HEAD_CELL] = "TH",      [TAG_CELL] = "TD",         [TAG_LIST] = "L",
	[TAG_ITEM] = "LI",           [TAG_LABEL] = "Lbl",       [TAG_BODY] = "LBody",
	[TAG_FIGURE] = "Figure",     [TAG_CONTENTS] = "TOC",    [TAG_CONTENTS_ITEM] = "TOCI",
	[TAG_LINK] = "Link",
};

const char *tag_role_name(TagRole role)
{
	return role_names[role];
}

static void tag_free(gpointer data)
{
	Tag *tag = data;
	g_free(tag->alt);
	g_free(tag->text);
	g_clear_pointer(&tag->heads, g_array_unref);
	g_array_unref(tag->kids);
	g_free(tag);
}

static void link_clear(gpointer data)
{
	g_free(((TagLink *)data)->says);
}

static void leaves_free(gpointer data)
{
	g_array_unref(data);
}

static Tag *tag_new(Tags *tags, TagRole role)
{
	Tag *tag = g_new0(Tag, 1);
	tag->role = role;
	tag->span = 1;
	tag->kids = g_array_new(FALSE, FALSE, sizeof(TagKid));
	g_ptr_array_add(tags->all, tag);
	return tag;
}

Tags *tags_new(void)
{
	Tags *tags = g_new0(Tags, 1);
	tags->all = g_ptr_array_new_with_free_func(tag_free);
	tags->pages = g_ptr_array_new_with_free_func(leaves_free);
	tags->links = g_array_new(FALSE, FALSE, sizeof(TagLink));
	g_array_set_clear_func(tags->links, link_clear);
	tags->document = tag_new(tags, TAG_DOCUMENT);
	return tags;
}

void tags_free(Tags *tags)
{
	if (tags == NULL)
		return;
	g_ptr_array_unref(tags->all);
	g_ptr_array_unref(tags->pages);
	g_array_unref(tags->links);
	g_free(tags);
}

Tag *tags_add(Tags *tags, Tag *parent, TagRole role)
{
	Tag *tag = tag_new(tags, role);
	tag->parent = parent;
	TagKid kid = { .tag = tag, .link = -1 };
	g_array_append_val(parent->kids, kid);
	return tag;
}

void tags_leaf(Tags *tags, size_t page, Tag *tag, LeafKind kind)
{
	while (tags->pages->len <= page)
		g_ptr_array_add(tags->pages, g_array_new(FALSE, FALSE, sizeof(TagLeaf)));
	GArray *leaves = tags->pages->pdata[page];
	TagLeaf leaf = { tag, kind };
	TagKid kid = { .page = page, .leaf = leaves->len, .link = -1 };
	g_array_append_val(leaves, leaf);
	if (tag != NULL)
		g_array_append_val(tag->kids, kid);
}

void tags_link(Tags *tags, Tag *parent, size_t page, TagBox box, const TagAnchor *anchor,
	       const char *says)
{
	Tag *tag = tags_add(tags, parent, TAG_LINK);
	TagKid kid = { .link = (int)tags->links->len };
	g_array_append_val(tag->kids, kid);
	TagLink link = { page, box, anchor, g_strdup(says), tag };
	g_array_append_val(tags->links, link);
}

/* ── for tests ── */

static void dump(const Tag *tag, int depth, GString *out)
{
	g_string_append_printf(out, "%*s%s", depth * 2, "", role_names[tag->role]);
	if (tag->alt != NULL)
		g_string_append_printf(out, " \"%s\"", tag->alt);
	guint leaves = 0;
	for (guint n = 0; n < tag->kids->len; n++)
		leaves += g_array_index(tag->kids, TagKid, n).tag == NULL;
	if (leaves > 0)
		g_string_append_printf(out, " %u", leaves);
	g_string_append_c(out, '\n');
	for (guint n = 0; n < tag->kids->len; n++) {
		const TagKid *kid = &g_array_index(tag->kids, TagKid, n);
		if (kid->tag != NULL)
			dump(kid->tag, depth + 1, out);
	}
}

char *tags_dump(const Tags *tags)
{
	GString *out = g_string_new(NULL);
	dump(tags->document, 0, out);
	return g_string_free(out, FALSE);
}
