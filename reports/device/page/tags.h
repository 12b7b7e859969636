/*
 * Tags: what a drawn document means, for readers who do not see it: a tree of
 * headings, paragraphs, tables and figures over what stands on the pages.
 *
 * The drawing files grow the tree and say of each run of ink (a leaf) which tag
 * it belongs to; pdf_tags.h writes the tree into the file. Nothing here draws.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Roles of ISO 32000-1, 14.8.4. */
typedef enum {
	TAG_DOCUMENT,
	TAG_SECTION,
	TAG_HEADING_1,
	TAG_HEADING_2,
	TAG_HEADING_3,
	TAG_PARAGRAPH,
	TAG_TABLE,
	TAG_CAPTION,
	TAG_ROW,
	TAG_HEAD_CELL,
	TAG_CELL,
	TAG_LIST,
	TAG_ITEM,
	TAG_LABEL,
	TAG_BODY,
	TAG_FIGURE,
	TAG_CONTENTS,
	TAG_CONTENTS_ITEM,
	TAG_LINK,
	TAG_ROLES /* how many there are */
} TagRole;

typedef enum { TAG_SCOPE_NONE, TAG_SCOPE_COLUMN, TAG_SCOPE_ROW } TagScope;

/* A place that links and bookmarks lead to, known when it is drawn. */
typedef struct {
	bool placed;
	size_t page;       /* from 0 */
	double x_pt, y_pt; /* from the left top of the paper */
} TagAnchor;

typedef struct {
	double x_pt, y_pt, width_pt, height_pt; /* from the left top of the paper */
} TagBox;

typedef struct Tag Tag;

/* Of a tag: another tag, or a leaf, or a link; in reading order. */
typedef struct {
	Tag *tag;    /* NULL for the others */
	size_t page; /* of the leaf */
	guint leaf;  /* on the page, from 0 */
	int link;    /* number of the link, or -1 */
} TagKid;

struct Tag {
	TagRole role;
	TagScope scope; /* of a head cell */
	guint span;     /* columns of a cell; 1 unless it is a head above others */
	guint id;       /* of a head cell, from 1, by which cells name it; 0 for none */
	GArray *heads;  /* of guint: ids of the heads of a cell where scopes do not tell; or NULL */
	const char
	    *language; /* where it is not the document's; borrowed until the file is written */
	char *alt;     /* of a figure: what it shows, in words */
	char *text;    /* said instead of the leaves, in the order of reading; or NULL */
	TagBox box;    /* of a figure */
	Tag *parent;   /* NULL of the document */
	GArray *kids;  /* of TagKid */
};

typedef enum {
	LEAF_SEEN,
	LEAF_HIDDEN, /* text that is found and copied but not seen */
} LeafKind;

typedef struct {
	Tag *tag; /* NULL: an artifact, such as the footer or a head repeated */
	LeafKind kind;
} TagLeaf;

typedef struct {
	size_t page;
	TagBox box;
	const TagAnchor *anchor; /* where it leads; kept by the caller until the file is written */
	char *says;              /* "Note 2" */
	Tag *tag;                /* TAG_LINK */
} TagLink;

typedef struct {
	Tag *document;
	GPtrArray *all;   /* of Tag; owns them */
	GPtrArray *pages; /* of GArray of TagLeaf, in drawing order */
	GArray *links;    /* of TagLink */
} Tags;

/* The name of ROLE in the standard: "H1", "TR". */
const char *tag_role_name(TagRole role);

Tags *tags_new(void);
void tags_free(Tags *tags);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Tags, tags_free)

/* A new last child of PARENT; borrowed. */
Tag *tags_add(Tags *tags, Tag *parent, TagRole role);

/* Notes that the next leaf of PAGE belongs to TAG (NULL: artifact). */
void tags_leaf(Tags *tags, size_t page, Tag *tag, LeafKind kind);

/* A link over BOX of PAGE to ANCHOR, under PARENT; SAYS is copied. */
void tags_link(Tags *tags, Tag *parent, size_t page, TagBox box, const TagAnchor *anchor,
	       const char *says);

/* Gives every head cell its id, and the cells of tables that have heads above heads, or groups, the
 * heads that reach them (tags_head.c). Once all is drawn. */
void tags_give_heads(const Tags *tags);

/* The tree as lines of roles with their texts, for tests. */
char *tags_dump(const Tags *tags);
