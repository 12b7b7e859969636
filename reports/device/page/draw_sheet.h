/*
 * Sheet: how a table is set: which of its columns, in which type, how wide.
 *
 * A table that is too wide is set smaller, down to a size that can be read, and
 * then in several sheets one below the other, each with the columns that name
 * the row. Numbers of a column have their points below each other.
 */
#pragma once

#include "reports/device/page/draw.h"

typedef enum { ROW_HEAD, ROW_BODY, ROW_TOTAL } SheetRow;

/* Widths left and right of the decimal point, and of marks after the number. */
typedef struct {
	double left, right, mark;
} SheetPoint;

typedef struct {
	const Table *table;
	guint count;        /* of its columns */
	guint *columns;     /* their numbers in the table */
	double scale;       /* of the type */
	bool over_marks;    /* heads reach over the room for marks */
	double gap;         /* between columns */
	double width;       /* of the whole sheet */
	double *widths;     /* of each column */
	double *starts;     /* of each column from the start edge */
	SheetPoint *points; /* of each column */
	double span_height; /* of the heads above heads; 0 for none */
	double head_height; /* of all heads */
	double row_limit;   /* the tallest a row can be: a page less head and caption */
	Tag *tag;           /* of the table */
} Sheet;

/* The sheets of TABLE for CANVAS, top to bottom; a GPtrArray that owns them. */
GPtrArray *sheets_new(const Canvas *canvas, const Table *table);

/* TABLE in one sheet on CANVAS without words broken or squeezed, in type that is read easily; NULL
 * where it is wider. Transfer full. */
Sheet *sheet_whole(const Canvas *canvas, const Table *table);
void sheet_free(gpointer sheet);

/* Measures the heads of SHEET, and the tallest that a row can be. */
void sheet_measure(Sheet *sheet, const Canvas *canvas);
void sheet_head_draw(const Sheet *sheet, const Canvas *canvas, double top_pt);
/* A row of VALUES: how high it is, and drawn HEIGHT_PT high (draw_rows.c). */
double sheet_row_height(const Sheet *sheet, const Canvas *canvas, SheetRow row,
			const Value *values);
void sheet_row_draw(const Sheet *sheet, const Canvas *canvas, SheetRow row, const Value *values,
		    double top_pt, double height_pt);

/* From row to row of SHEET, at least. */
double sheet_pitch(const Sheet *sheet, const Canvas *canvas);
/* Cuts LAYOUT where it is taller than a page; nothing else ever is cut. */
void sheet_limit(const Sheet *sheet, PangoLayout **layout);

/* Adds TABLE in parts side by side, as many as it asks for and the page is wide for; false, and
 * nothing, where that is one (draw_fold.c). */
bool draw_fold(Flow *flow, const Table *table);

/* How much of the number in LAYOUT, unwrapped, is left and right of its point; text without a
 * digit has a LEFT below zero. */
SheetPoint sheet_point(PangoLayout *layout);

/* The type of ROW. */
FontStyle sheet_style(SheetRow row);

/* The span of SHEET's columns that table span NUMBER covers; false when it covers none. */
bool sheet_span(const Sheet *sheet, guint number, guint *ret_first, guint *ret_count);

/* The width of COUNT columns of SHEET from FIRST on, with the gaps between them. */
double sheet_width(const Sheet *sheet, guint first, guint count);

/* The sparkline of VALUE in BOX of the canvas, a figure in the current tag (draw_spark.c). */
void canvas_spark(const Canvas *canvas, const Value *value, TagBox box);

/* The mark after VALUE's number, in small letters; NULL for none. */
PangoLayout *sheet_mark(const Canvas *canvas, double scale, const Value *value);
#define SHEET_MARK_GAP_PT 2.0 /* from a number to its mark */
#define SHEET_INDENT_PT   8.0 /* of a head under another, at each level */
