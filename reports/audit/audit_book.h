/*
 * Audit book: what a workbook's file holds, as far as the rules of the audit ask.
 * Rows and columns count from 0.
 */
#pragma once

#include "reports/audit/audit_package.h"

typedef struct {
	guint row, column;
	guint style;      /* of the book's formats */
	const char *text; /* of a text cell, owned by the book; NULL for a number */
	bool is_blank;    /* a format alone */
	bool has_raised;  /* superscript in a part of its text */
} AuditCell;

typedef struct {
	guint top, left, bottom, right; /* inclusive */
} AuditArea;

typedef struct {
	char *name;
	AuditArea area;
	guint header_rows;
	bool has_filter, has_stripes;
	GPtrArray *columns; /* of char* */
} AuditTable;

typedef enum { DRAWN_CHART, DRAWN_IMAGE, DRAWN_SHAPE } AuditDrawnKind;

typedef struct {
	AuditDrawnKind kind;
	char *alt; /* alternative text, or NULL */
	guint row, column;
} AuditDrawn;

typedef struct {
	guint first, last;
	double width;
	bool is_hidden;
} AuditColumn;

typedef struct {
	guint row, column;
	char *target; /* address, or place in the workbook */
} AuditLink;

typedef struct {
	char *name;
	bool is_hidden;
	bool is_chartsheet;
	GArray *cells;      /* of AuditCell, by row and column */
	GPtrArray *merges;  /* of char*: "A1:B2" */
	GPtrArray *tables;  /* of AuditTable */
	GPtrArray *drawn;   /* of AuditDrawn */
	GArray *columns;    /* of AuditColumn */
	GPtrArray *links;   /* of AuditLink */
	GPtrArray *colours; /* of char*: ranges whose colour depends on their values */
	guint hidden_row;   /* from 1; 0 for none */
	bool has_panes, has_filter, has_page_text, has_comments;
	char *active_cell; /* or NULL: A1 */
} AuditSheet;

typedef struct {
	char *font;
	double size;
	bool is_raised, is_filled, has_border, is_wrapped;
	bool is_heading;           /* of a cell style for titles or headings */
	gint64 text_rgb, fill_rgb; /* -1: the program's own */
} AuditFormat;

typedef struct {
	GPtrArray *sheets;      /* of AuditSheet */
	GArray *formats;        /* of AuditFormat */
	GHashTable *properties; /* "title", "creator", "language" … → text */
	bool has_macros;
	guint active_sheet;

	GStringChunk *chunk; /* of all texts of cells */
	GPtrArray *strings;  /* the shared ones */
	GHashTable *raised;  /* of those with a superscript */
} AuditBook;

/* Reads the whole workbook at PATH. Errors: as audit_file. */
AuditBook *audit_book_read(const char *path, GError **error);
void audit_book_free(AuditBook *book);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AuditBook, audit_book_free)

/* The format of STYLE; the first for one that is not there. */
const AuditFormat *audit_book_format(const AuditBook *book, guint style);

/* "B7" of ROW and COLUMN, and back; false for what is no cell. Transfer full. */
char *audit_cell_name(guint row, guint column);
bool audit_cell_read(const char *name, guint *ret_row, guint *ret_column);

/* "A1:C9", or one cell. */
bool audit_area_read(const char *name, AuditArea *ret_area);
bool audit_area_has(const AuditArea *area, guint row, guint column);

/* ── the parts of the reading ── */
bool audit_styles_read(AuditBook *book, AuditPackage *package, const char *part, GError **error);

/* Reads PART, with the tables and drawings it leads to, into SHEET. */
bool audit_sheet_read(AuditBook *book, AuditSheet *sheet, AuditPackage *package, const char *part,
		      GError **error);
AuditSheet *audit_sheet_new(const char *name);
void audit_sheet_free(AuditSheet *sheet);
