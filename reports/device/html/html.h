/*
 * HTML: what the parts of the HTML device share: the page being written, its texts, ids,
 * links to notes and headings. Private to html*.c.
 */
#pragma once

#include "reports/device/device.h"
#include "reports/device/font/font.h"
#include "reports/model/model.h"

typedef struct {
	const Model *model;
	GString *out;
	GRegex *bind;        /* what no line parts */
	PangoContext *fonts; /* lays out the texts of charts */
	GHashTable *ids;     /* const Block * → char *, unique on the page */
	GPtrArray *order;    /* of const Block, in reading order */
	GHashTable *notes; /* number of each note → what is done of it, HTML_NOTE_*, as pointers */
	GHashTable *colours; /* set of the colours that charts use */
	int level;           /* of the last heading; 0 before the first */
	int shift;           /* added to levels below a cover, whose title is the first */
	int span;            /* grid columns of the page that a block has */
} Html;

enum {
	HTML_NOTE_LINKED = 1, /* a link leads to it, with the id that it leads back to */
	HTML_NOTE_PRINTED = 2,
};

/* ── texts (html_text.c) ── */

/* TEXT escaped; in a span with language and direction where they are not the page's. */
void html_text(const Html *html, const char *text);
/* TEXT escaped, for attributes. */
void html_escaped(const Html *html, const char *text);
/* Markup as it is; printf-like, never with texts of the model. */
void html_markup(const Html *html, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* <ELEMENT class="KLASS">TEXT</ELEMENT>; KLASS may be NULL. */
void html_element(const Html *html, const char *element, const char *klass, const char *text);
/* Whose the records of a table or chart are; nothing for NULL. */
void html_source(const Html *html, const char *source);
/* Paragraphs of TEXT, parted by blank lines. */
void html_paragraphs(const Html *html, const char *text);
/* The sparkline of VALUE, which has a series (html_spark.c). */
void html_spark(const Html *html, const Value *value);
/* VALUE as printed, with the number or date behind it for machines, and its mark. */
void html_value(const Html *html, const Value *value);
/* " [note 3]", a link where the page has that note; nothing for 0. AGAIN: a copy, which no note
 * leads back to. */
void html_note_mark(Html *html, int number, bool again);
/* A heading of LEVEL, or one below the last where that would skip a level; ID may be NULL. */
void html_heading(Html *html, int level, const char *id, const char *text);
/* The id of BLOCK, borrowed. */
const char *html_id(const Html *html, const Block *block);

/* ── blocks ── */
void html_table(Html *html, const Block *block);       /* html_table.c */
void html_chart(Html *html, const Block *block);       /* html_chart.c */
void html_blocks(Html *html, const GPtrArray *blocks); /* html_block.c */

/* ── style (html_style.c) ── */

/* The style sheet in the look of THEME (NULL: the house's), with dark counterparts of COLOURS for
 * charts on dark screens. */
void html_style(GString *out, GHashTable *colours, bool landscape, const Theme *theme);

/* The mark of a draft: at the top of the screen whatever is scrolled, and on every printed page;
 * nothing for other models. */
void html_style_draft(GString *out, const Model *model);

/* COLOUR for a dark background: as much contrast there as COLOUR has on white, up to 8:1. */
Colour html_dark_colour(Colour colour);
/* The contrast ratio of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio"). */
double html_contrast(Colour one, Colour other);
#define HTML_DARK_PAPER 0x14191Eu /* the page on dark screens */

/* The device. */
bool device_html_write(const Model *model, const char *path, GError **error);
