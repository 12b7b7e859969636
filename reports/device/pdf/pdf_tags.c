/*
 * The only file that knows libqpdf. Objects are made as handles; those of a
 * finished dictionary are given back at once, for a long table has many.
 */
#include "reports/device/pdf/pdf_tags.h"

#include <qpdf/qpdf-c.h>
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "reports/device/pdf/pdf_content.h"

typedef struct {
	qpdf_data qpdf;
	const Tags *tags;
	const PdfFacts *facts;
	GArray *pages;     /* of qpdf_oh */
	GPtrArray *owners; /* of GArray of qpdf_oh: whose the leaves of each page are */
	GArray *links;     /* of qpdf_oh: annotations */
	GArray *linked;    /* of qpdf_oh: the tag of each link */
	qpdf_oh ids;       /* array: each id and its element */
} Pass;

/* ── objects ── */

/* Puts VALUE under KEY and gives its handle back. */
static void put(const Pass *pass, qpdf_oh dictionary, const char *key, qpdf_oh value)
{
	qpdf_oh_replace_key(pass->qpdf, dictionary, key, value);
	qpdf_oh_release(pass->qpdf, value);
}

static void put_name(const Pass *pass, qpdf_oh dictionary, const char *key, const char *name)
{
	put(pass, dictionary, key, qpdf_oh_new_name(pass->qpdf, name));
}

static void put_integer(const Pass *pass, qpdf_oh dictionary, const char *key, long long number)
{
	put(pass, dictionary, key, qpdf_oh_new_integer(pass->qpdf, number));
}

static void put_text(const Pass *pass, qpdf_oh dictionary, const char *key, const char *text)
{
	put(pass, dictionary, key, qpdf_oh_new_unicode_string(pass->qpdf, text));
}

static void append(const Pass *pass, qpdf_oh array, qpdf_oh item)
{
	qpdf_oh_append_item(pass->qpdf, array, item);
	qpdf_oh_release(pass->qpdf, item);
}

static void append_real(const Pass *pass, qpdf_oh array, double number)
{
	append(pass, array, qpdf_oh_new_real_from_double(pass->qpdf, number, 2));
}

static void append_handle(const Pass *pass, qpdf_oh array, qpdf_oh handle)
{
	append(pass, array, qpdf_oh_new_object(pass->qpdf, handle));
}

static qpdf_oh new_indirect(const Pass *pass)
{
	qpdf_oh direct = qpdf_oh_new_dictionary(pass->qpdf);
	qpdf_oh made = qpdf_make_indirect_object(pass->qpdf, direct);
	qpdf_oh_release(pass->qpdf, direct);
	return made;
}

static qpdf_oh page_at(const Pass *pass, size_t page)
{
	return g_array_index(pass->pages, qpdf_oh, page);
}

/* BOX, which is from the top, as a rectangle of PDF, which is from the bottom. */
static qpdf_oh rectangle(const Pass *pass, const TagBox *box)
{
	qpdf_oh array = qpdf_oh_new_array(pass->qpdf);
	append_real(pass, array, box->x_pt);
	append_real(pass, array, pass->facts->height_pt - box->y_pt - box->height_pt);
	append_real(pass, array, box->x_pt + box->width_pt);
	append_real(pass, array, pass->facts->height_pt - box->y_pt);
	return array;
}

/* ── the tree ── */

/* As long for all, so that the tree of ids is in their order. */
static char *head_id(guint id)
{
	return g_strdup_printf("h%06u", id);
}

static void put_heads(const Pass *pass, qpdf_oh attributes, const GArray *heads)
{
	qpdf_oh array = qpdf_oh_new_array(pass->qpdf);
	for (guint n = 0; n < heads->len; n++) {
		g_autofree char *id = head_id(g_array_index(heads, guint, n));
		append(pass, array, qpdf_oh_new_string(pass->qpdf, id));
	}
	put(pass, attributes, "/Headers", array);
}

static qpdf_oh table_attributes(const Pass *pass, const Tag *tag)
{
	static const char *const scopes[] = { NULL, "/Column", "/Row" };
	qpdf_oh attributes = qpdf_oh_new_dictionary(pass->qpdf);
	put_name(pass, attributes, "/O", "/Table");
	if (scopes[tag->scope] != NULL)
		put_name(pass, attributes, "/Scope", scopes[tag->scope]);
	if (tag->span > 1)
		put_integer(pass, attributes, "/ColSpan", tag->span);
	if (tag->heads != NULL)
		put_heads(pass, attributes, tag->heads);
	return attributes;
}

/* Blocks whose lines run against the page's: an English note on an Urdu page. */
static bool runs_from_right(const Pass *pass, const Tag *tag)
{
	return pass->facts->right_to_left &&
	       (tag->language == NULL || strcmp(tag->language, pass->facts->language) == 0);
}

static bool is_block(const Tag *tag)
{
	static const bool blocks[TAG_ROLES] = {
		[TAG_DOCUMENT] = true,  [TAG_SECTION] = true,   [TAG_HEADING_1] = true,
		[TAG_HEADING_2] = true, [TAG_HEADING_3] = true, [TAG_PARAGRAPH] = true,
		[TAG_TABLE] = true,     [TAG_LIST] = true,      [TAG_ITEM] = true,
		[TAG_CONTENTS] = true,  [TAG_FIGURE] = true,    [TAG_CAPTION] = true,
	};
	return blocks[tag->role];
}

/* Of a picture its place, and of blocks from right to left that they are so. */
static qpdf_oh layout_attributes(const Pass *pass, const Tag *tag)
{
	qpdf_oh attributes = qpdf_oh_new_dictionary(pass->qpdf);
	put_name(pass, attributes, "/O", "/Layout");
	if (pass->facts->right_to_left)
		put_name(pass, attributes, "/WritingMode",
			 runs_from_right(pass, tag) ? "/RlTb" : "/LrTb");
	if (tag->role != TAG_FIGURE)
		return attributes;
	put_name(pass, attributes, "/Placement", "/Block");
	put(pass, attributes, "/BBox", rectangle(pass, &tag->box));
	return attributes;
}

static void put_attributes(const Pass *pass, qpdf_oh element, const Tag *tag)
{
	bool cell = tag->role == TAG_HEAD_CELL || tag->role == TAG_CELL;
	if (cell && (tag->role == TAG_HEAD_CELL || tag->span > 1 || tag->heads != NULL))
		put(pass, element, "/A", table_attributes(pass, tag));
	else if (tag->role == TAG_FIGURE || (is_block(tag) && pass->facts->right_to_left))
		put(pass, element, "/A", layout_attributes(pass, tag));
	if (tag->id > 0) {
		g_autofree char *id = head_id(tag->id);
		put(pass, element, "/ID", qpdf_oh_new_string(pass->qpdf, id));
		append(pass, pass->ids, qpdf_oh_new_string(pass->qpdf, id));
		append_handle(pass, pass->ids, element);
	}
	if (tag->language != NULL)
		put_text(pass, element, "/Lang", tag->language);
}

/* A leaf on the page of its element, HOME, is its number alone (ISO 32000-1, 14.7.4.2). */
static void append_leaf(Pass *pass, qpdf_oh kids, const TagKid *kid, qpdf_oh element, size_t home)
{
	GArray *owners = pass->owners->pdata[kid->page];
	g_array_index(owners, qpdf_oh, kid->leaf) = element;
	if (kid->page == home) {
		append(pass, kids, qpdf_oh_new_integer(pass->qpdf, kid->leaf));
		return;
	}
	qpdf_oh leaf = qpdf_oh_new_dictionary(pass->qpdf);
	put_name(pass, leaf, "/Type", "/MCR");
	put(pass, leaf, "/Pg", qpdf_oh_new_object(pass->qpdf, page_at(pass, kid->page)));
	put_integer(pass, leaf, "/MCID", kid->leaf);
	append(pass, kids, leaf);
}

static void append_link(Pass *pass, qpdf_oh kids, const TagKid *kid, qpdf_oh element)
{
	const TagLink *link = &g_array_index(pass->tags->links, TagLink, kid->link);
	qpdf_oh object = qpdf_oh_new_dictionary(pass->qpdf);
	put_name(pass, object, "/Type", "/OBJR");
	put(pass, object, "/Pg", qpdf_oh_new_object(pass->qpdf, page_at(pass, link->page)));
	put(pass, object, "/Obj",
	    qpdf_oh_new_object(pass->qpdf, g_array_index(pass->links, qpdf_oh, kid->link)));
	append(pass, kids, object);
	g_array_index(pass->linked, qpdf_oh, kid->link) = element;
}

/* A tag whose kids were all left out says nothing. */
static bool tag_is_empty(const Tag *tag)
{
	for (guint n = 0; n < tag->kids->len; n++) {
		const TagKid *kid = &g_array_index(tag->kids, TagKid, n);
		if (kid->tag == NULL || !tag_is_empty(kid->tag))
			return false;
	}
	/* a row has all its cells, the empty ones too */
	return tag->role != TAG_CELL && tag->role != TAG_HEAD_CELL;
}

#define NO_PAGE G_MAXSIZE

/* The page of the first leaf of TAG; NO_PAGE where it has none. */
static size_t tag_home(const Tag *tag)
{
	for (guint n = 0; n < tag->kids->len; n++) {
		const TagKid *kid = &g_array_index(tag->kids, TagKid, n);
		if (kid->tag == NULL && kid->link < 0)
			return kid->page;
	}
	return NO_PAGE;
}

static qpdf_oh add_element(Pass *pass, const Tag *tag, qpdf_oh parent);

static void add_kid(Pass *pass, qpdf_oh kids, const TagKid *kid, qpdf_oh element, size_t home)
{
	if (kid->tag == NULL && kid->link >= 0)
		append_link(pass, kids, kid, element);
	else if (kid->tag == NULL)
		append_leaf(pass, kids, kid, element, home);
	else if (!tag_is_empty(kid->tag))
		append_handle(pass, kids, add_element(pass, kid->tag, element));
}

static qpdf_oh add_element(Pass *pass, const Tag *tag, qpdf_oh parent)
{
	qpdf_oh element = new_indirect(pass);
	g_autofree char *role = g_strdup_printf("/%s", tag_role_name(tag->role));
	put_name(pass, element, "/Type", "/StructElem");
	put_name(pass, element, "/S", role);
	put(pass, element, "/P", qpdf_oh_new_object(pass->qpdf, parent));
	if (tag->alt != NULL)
		put_text(pass, element, "/Alt", tag->alt);
	if (tag->text != NULL)
		put_text(pass, element, "/ActualText", tag->text);
	put_attributes(pass, element, tag);
	qpdf_oh kids = qpdf_oh_new_array(pass->qpdf);
	size_t home = tag_home(tag);
	if (home != NO_PAGE)
		put(pass, element, "/Pg", qpdf_oh_new_object(pass->qpdf, page_at(pass, home)));
	for (guint n = 0; n < tag->kids->len; n++)
		add_kid(pass, kids, &g_array_index(tag->kids, TagKid, n), element, home);
	put(pass, element, "/K", kids);
	return element;
}

/* The way back from a leaf to its tag: an array for each page, then one tag for each link. */
static qpdf_oh parent_tree(const Pass *pass)
{
	qpdf_oh numbers = qpdf_oh_new_array(pass->qpdf);
	for (guint page = 0; page < pass->owners->len; page++) {
		const GArray *owners = pass->owners->pdata[page];
		qpdf_oh array = qpdf_oh_new_array(pass->qpdf);
		for (guint leaf = 0; leaf < owners->len; leaf++) {
			qpdf_oh owner = g_array_index(owners, qpdf_oh, leaf);
			append(pass, array,
			       owner != 0 ? qpdf_oh_new_object(pass->qpdf, owner)
					  : qpdf_oh_new_null(pass->qpdf));
		}
		append(pass, numbers, qpdf_oh_new_integer(pass->qpdf, page));
		append(pass, numbers, qpdf_make_indirect_object(pass->qpdf, array));
		qpdf_oh_release(pass->qpdf, array);
	}
	for (guint link = 0; link < pass->linked->len; link++) {
		append(pass, numbers, qpdf_oh_new_integer(pass->qpdf, pass->owners->len + link));
		append_handle(pass, numbers, g_array_index(pass->linked, qpdf_oh, link));
	}
	qpdf_oh tree = new_indirect(pass);
	put(pass, tree, "/Nums", numbers);
	return tree;
}

static void put_tree(Pass *pass, qpdf_oh root)
{
	qpdf_oh tree = new_indirect(pass), ids = new_indirect(pass);
	pass->ids = qpdf_oh_new_array(pass->qpdf);
	put_name(pass, tree, "/Type", "/StructTreeRoot");
	put(pass, tree, "/K",
	    qpdf_oh_new_object(pass->qpdf, add_element(pass, pass->tags->document, tree)));
	put(pass, tree, "/ParentTree", parent_tree(pass));
	put(pass, ids, "/Names", pass->ids);
	put(pass, tree, "/IDTree", ids);
	put_integer(pass, tree, "/ParentTreeNextKey", pass->owners->len + pass->linked->len);
	put(pass, root, "/StructTreeRoot", tree);
}

/* ── links ── */

static void add_annotation(const Pass *pass, qpdf_oh annotation, const TagLink *link)
{
	qpdf_oh page = page_at(pass, link->page);
	if (!qpdf_oh_has_key(pass->qpdf, page, "/Annots"))
		put(pass, page, "/Annots", qpdf_oh_new_array(pass->qpdf));
	qpdf_oh annotations = qpdf_oh_get_key(pass->qpdf, page, "/Annots");
	append_handle(pass, annotations, annotation);
	qpdf_oh_release(pass->qpdf, annotations);
}

static qpdf_oh destination(const Pass *pass, const TagAnchor *anchor)
{
	qpdf_oh array = qpdf_oh_new_array(pass->qpdf);
	append_handle(pass, array, page_at(pass, anchor->page));
	append(pass, array, qpdf_oh_new_name(pass->qpdf, "/XYZ"));
	append_real(pass, array, anchor->x_pt);
	append_real(pass, array, pass->facts->height_pt - anchor->y_pt);
	append(pass, array, qpdf_oh_new_null(pass->qpdf));
	return array;
}

static void add_links(Pass *pass)
{
	for (guint n = 0; n < pass->tags->links->len; n++) {
		const TagLink *link = &g_array_index(pass->tags->links, TagLink, n);
		qpdf_oh annotation = new_indirect(pass), none = 0;
		put_name(pass, annotation, "/Type", "/Annot");
		put_name(pass, annotation, "/Subtype", "/Link");
		put(pass, annotation, "/Rect", rectangle(pass, &link->box));
		put(pass, annotation, "/Border", qpdf_oh_parse(pass->qpdf, "[0 0 0]"));
		put_integer(pass, annotation, "/F", 4); /* printed */
		put(pass, annotation, "/Dest", destination(pass, link->anchor));
		put_text(pass, annotation, "/Contents", link->says);
		put_integer(pass, annotation, "/StructParent", pass->owners->len + n);
		add_annotation(pass, annotation, link);
		g_array_append_val(pass->links, annotation);
		g_array_append_val(pass->linked, none);
	}
}

/* ── pages ── */

static bool rewrite_page(const Pass *pass, guint number)
{
	qpdf_oh page = page_at(pass, number);
	const GArray *leaves = pass->tags->pages->pdata[number];
	unsigned char *content = NULL;
	size_t bytes = 0;
	if (qpdf_oh_get_page_content_data(pass->qpdf, page, &content, &bytes) & QPDF_ERRORS)
		return false;
	GString *text = pdf_content_rewrite((const char *)content, bytes, leaves);
	free(content);
	if (text == NULL)
		return false;
	qpdf_oh stream = qpdf_oh_new_stream(pass->qpdf), null = qpdf_oh_new_null(pass->qpdf);
	qpdf_oh_replace_stream_data(pass->qpdf, stream, (unsigned char *)text->str, text->len, null,
				    null);
	put(pass, page, "/Contents", stream);
	qpdf_oh_release(pass->qpdf, null);
	put_integer(pass, page, "/StructParents", number);
	put_name(pass, page, "/Tabs", "/S");
	g_string_free(text, TRUE);
	return true;
}

static bool rewrite_pages(Pass *pass)
{
	int count = qpdf_get_num_pages(pass->qpdf);
	if (count < 0 || (guint)count != pass->tags->pages->len)
		return false;
	for (guint n = 0; n < (guint)count; n++) {
		qpdf_oh page = qpdf_get_page_n(pass->qpdf, n);
		const GArray *leaves = pass->tags->pages->pdata[n];
		GArray *owners = g_array_new(FALSE, TRUE, sizeof(qpdf_oh));
		g_array_set_size(owners, leaves->len);
		g_ptr_array_add(pass->owners, owners);
		g_array_append_val(pass->pages, page);
		if (!rewrite_page(pass, n))
			return false;
	}
	return true;
}

/* ── the document ── */

/* "D:20261122200000+05'00'" */
static char *info_date(GDateTime *date)
{
	g_autofree char *zone = g_date_time_format(date, "%:z");
	g_autofree char *time = g_date_time_format(date, "D:%Y%m%d%H%M%S");
	zone[3] = '\'';
	return g_strdup_printf("%s%s'", time, zone);
}

/* XML takes no control characters, not even as references. */
static char *xml_text(const char *text)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	for (char *at = valid; *at != '\0'; at++) {
		if ((unsigned char)*at < ' ')
			*at = ' ';
	}
	return g_markup_escape_text(valid, -1);
}

static char *metadata(const PdfFacts *facts)
{
	g_autofree char *title = xml_text(facts->title), *author = xml_text(facts->author);
	g_autofree char *creator = xml_text(facts->creator), *language = xml_text(facts->language);
	g_autofree char *date =
	    facts->date != NULL ? g_date_time_format(facts->date, "%Y-%m-%dT%H:%M:%S%:z") : NULL;
	g_autofree char *dates = date != NULL
				     ? g_strdup_printf("<xmp:CreateDate>%s</xmp:CreateDate>\n"
						       "<xmp:ModifyDate>%s</xmp:ModifyDate>\n",
						       date, date)
				     : g_strdup("");
	return g_strdup_printf(
	    "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
	    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
	    "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
	    "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
	    "xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\">\n"
	    "<dc:format>application/pdf</dc:format>\n"
	    "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">%s</rdf:li></rdf:Alt></dc:title>\n"
	    "<dc:creator><rdf:Seq><rdf:li>%s</rdf:li></rdf:Seq></dc:creator>\n"
	    "<dc:language><rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag></dc:language>\n"
	    "<xmp:CreatorTool>%s</xmp:CreatorTool>\n%s"
	    "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>\n",
	    title, author, language, creator, dates);
}

static void put_metadata(const Pass *pass, qpdf_oh root)
{
	g_autofree char *xml = metadata(pass->facts);
	qpdf_oh stream = qpdf_oh_new_stream(pass->qpdf), null = qpdf_oh_new_null(pass->qpdf);
	qpdf_oh_replace_stream_data(pass->qpdf, stream, (unsigned char *)xml, strlen(xml), null,
				    null);
	qpdf_oh dictionary = qpdf_oh_get_dict(pass->qpdf, stream);
	put_name(pass, dictionary, "/Type", "/Metadata");
	put_name(pass, dictionary, "/Subtype", "/XML");
	qpdf_oh_release(pass->qpdf, dictionary);
	qpdf_oh_release(pass->qpdf, null);
	put(pass, root, "/Metadata", stream);
}

static void put_catalogue(const Pass *pass, qpdf_oh root)
{
	qpdf_oh viewing = qpdf_oh_parse(
	    pass->qpdf, pass->facts->right_to_left ? "<</DisplayDocTitle true /Direction /R2L>>"
						   : "<</DisplayDocTitle true>>");
	put(pass, root, "/ViewerPreferences", viewing);
	put(pass, root, "/MarkInfo", qpdf_oh_parse(pass->qpdf, "<</Marked true>>"));
	put_text(pass, root, "/Lang", pass->facts->language);
	if (qpdf_oh_has_key(pass->qpdf, root, "/Outlines"))
		put_name(pass, root, "/PageMode", "/UseOutlines");
	put_metadata(pass, root);
	if (pass->facts->date != NULL) {
		g_autofree char *date = info_date(pass->facts->date);
		qpdf_set_info_key(pass->qpdf, "/CreationDate", date);
		qpdf_set_info_key(pass->qpdf, "/ModDate", date);
	}
}

static bool apply(Pass *pass)
{
	if (!rewrite_pages(pass))
		return false;
	add_links(pass);
	qpdf_oh root = qpdf_get_root(pass->qpdf);
	put_tree(pass, root);
	put_catalogue(pass, root);
	return !qpdf_has_error(pass->qpdf);
}

static GBytes *write_out(const Pass *pass)
{
	if (qpdf_init_write_memory(pass->qpdf) & QPDF_ERRORS)
		return NULL;
	qpdf_set_object_stream_mode(pass->qpdf, qpdf_o_generate);
	qpdf_set_compress_streams(pass->qpdf, QPDF_TRUE);
	qpdf_set_deterministic_ID(pass->qpdf, QPDF_TRUE);
	qpdf_force_pdf_version(pass->qpdf, "1.7");
	if (qpdf_write(pass->qpdf) & QPDF_ERRORS)
		return NULL;
	return g_bytes_new(qpdf_get_buffer(pass->qpdf), qpdf_get_buffer_length(pass->qpdf));
}

static void owners_free(gpointer data)
{
	g_array_unref(data);
}

static const char *reason_of(const Pass *pass)
{
	return qpdf_has_error(pass->qpdf)
		   ? qpdf_get_error_full_text(pass->qpdf, qpdf_get_error(pass->qpdf))
		   : "the marks on a page are not those of its tags";
}

GBytes *pdf_tags_apply(const GByteArray *pdf, const Tags *tags, const PdfFacts *facts,
		       GError **error)
{
	Pass pass = { .qpdf = qpdf_init(), .tags = tags, .facts = facts };
	pass.pages = g_array_new(FALSE, TRUE, sizeof(qpdf_oh));
	pass.owners = g_ptr_array_new_with_free_func(owners_free);
	pass.links = g_array_new(FALSE, TRUE, sizeof(qpdf_oh));
	pass.linked = g_array_new(FALSE, TRUE, sizeof(qpdf_oh));
	qpdf_set_suppress_warnings(pass.qpdf, QPDF_TRUE);
	qpdf_silence_errors(pass.qpdf);
	GBytes *made = NULL;
	bool read = !(qpdf_read_memory(pass.qpdf, "page", (const char *)pdf->data, pdf->len, NULL) &
		      QPDF_ERRORS);
	if (read && apply(&pass))
		made = write_out(&pass);
	if (made == NULL)
		error_set(error, SHUMAR_ERROR_OUTPUT, NULL, "cannot tag the PDF: %s",
			  reason_of(&pass));
	qpdf_cleanup(&pass.qpdf);
	g_array_unref(pass.pages);
	g_ptr_array_unref(pass.owners);
	g_array_unref(pass.links);
	g_array_unref(pass.linked);
	return made;
}
