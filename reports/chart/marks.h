/*
 * Marks: what a chart is made of once its numbers have places: lines, dots,
 * bars and texts inside a rectangle, in points, y growing downwards.
 *
 * A device strokes them; tests read them with marks_dump. Nothing here knows
 * a drawing library.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef enum { MARK_LINE, MARK_DOT, MARK_BAR, MARK_TEXT, MARK_AREA } MarkKind;

/* Shapes tell signals apart where colour cannot. */
typedef enum { DOT_CIRCLE, DOT_SQUARE, DOT_DIAMOND, DOT_UP, DOT_DOWN } DotShape;

/* What a text is for; the device gives each role its type. */
typedef enum {
	MARK_TITLE,
	MARK_SUBTITLE,
	MARK_AXIS,     /* tick labels, axis titles */
	MARK_CATEGORY, /* names beside bars */
	MARK_SERIES,   /* direct label of a series */
	MARK_VALUE,    /* a figure beside its point or bar */
	MARK_MESSAGE,  /* instead of a picture */
	MARK_SOURCE,   /* below the picture: whose records these are */
} MarkRole;

typedef enum { MARK_LEFT, MARK_CENTRE, MARK_RIGHT } MarkAlign;

/* 0xRRGGBB; the palette of the UK Analysis Function, at least 3:1 on white. */
typedef guint32 Colour;
#define COLOUR_NAVY   0x12436Du
#define COLOUR_ORANGE 0xC8500Au /* its F46A25, darkened so that small labels reach 4.5:1 */
#define COLOUR_TEAL   0x1B7F77u /* its 28A197, darkened likewise */
#define COLOUR_PLUM   0x801650u
#define COLOUR_INK    0x22272Bu
#define COLOUR_SLATE  0x3D3D3Du
#define COLOUR_GREY   0x5F676Du
#define COLOUR_SILVER 0x8A9299u
#define COLOUR_PALE   0x7A95ACu /* a series behind the others: navy, as light as 3:1 allows */
#define COLOUR_STEEL  0x4D7291u /* its name */
#define COLOUR_RULE   0xC9CED2u
#define COLOUR_GRID   0xDDE1E4u
#define COLOUR_WHITE  0xFFFFFFu
#define COLOUR_BLUE   0x2073BCu /* its sequential middle; of signals: better */
#define COLOUR_PURPLE 0x6B4BA1u /* its A285D1, darkened likewise; of signals: neutral */

typedef struct {
	double x_pt, y_pt;
} MarkPoint;

/* X and Y are the left top of bars and texts, the centre of dots; lines and areas have
 * points instead. Texts keep inside their box: they wrap at its width and are
 * cut with an ellipsis after LINES. */
typedef struct {
	MarkKind kind;
	Colour colour;
	double x_pt, y_pt, width_pt, height_pt; /* of dots: width is the diameter */
	double stroke_pt;
	bool hollow;    /* dots and bars: provisional, only the outline */
	bool dashed;    /* lines */
	DotShape shape; /* dots */
	GArray *points; /* of MarkPoint; lines and areas only */
	char *text;
	MarkRole role;
	MarkAlign align;
	int lines;
} Mark;

typedef struct {
	double width_pt, height_pt;
	GPtrArray *marks; /* of Mark, in drawing order */
} Marks;

Marks *marks_new(double width_pt, double height_pt);
void marks_free(Marks *marks);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Marks, marks_free)

/* An empty line, to which points are added; borrowed. */
Mark *marks_add_line(Marks *marks, Colour colour, double stroke_pt);
void mark_add_point(Mark *line, double x_pt, double y_pt);
/* A straight one from point to point. */
void marks_add_rule(Marks *marks, Colour colour, double stroke_pt, MarkPoint from, MarkPoint to);
void marks_add_dot(Marks *marks, Colour colour, MarkPoint centre, double diameter_pt, bool hollow);
void marks_add_bar(Marks *marks, Colour colour, MarkPoint left_top, double width_pt,
		   double height_pt, bool hollow);
/* Slanted thin lines within a box: what is withheld, told from what is missing (nothing) and from a
 * colour. */
void marks_add_hatch(Marks *marks, Colour colour, MarkPoint left_top, double width_pt,
		     double height_pt);
/* An empty area, to which the points round it are added with mark_add_point; filled in COLOUR,
 * which is opaque: bands are drawn first, in a light tint. Borrowed. */
Mark *marks_add_area(Marks *marks, Colour colour);
/* As marks_add_dot with another SHAPE. */
void marks_add_signal(Marks *marks, Colour colour, MarkPoint centre, double diameter_pt,
		      bool hollow, DotShape shape);
/* TEXT is copied; borrowed. */
Mark *marks_add_text(Marks *marks, MarkRole role, MarkAlign align, Colour colour, const char *text);

/* Moves all marks of FROM into MARKS, their left top corner to X, Y; FROM is freed. */
void marks_take(Marks *marks, Marks *from, double x_pt, double y_pt);

/* COLOUR mixed into white; SHARE of it is from 0 (white) to 1. */
Colour marks_tint(Colour colour, double share);

/* Swaps left and right for a right-to-left page. */
void marks_mirror(Marks *marks);

/* One mark a line, coordinates with one decimal. */
char *marks_dump(const Marks *marks);
