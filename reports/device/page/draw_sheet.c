#include "reports/device/page/draw_sheet.h"

#include <math.h>
#include <string.h>

#include "reports/device/font/bind.h"

#define CELL_GAP_PT    14.0 /* between columns */
#define NARROWEST      6    /* grid columns that a small table spans */
#define HEAD_WRAP_PT   80.0 /* heads of narrow columns wrap about here */
#define HEAD_BROKEN_PT 32.0 /* the least for a head whose words are broken */
#define SPARK_LEAST_PT 34.0 /* across a sparkline */
#define SPARK_WIDE_PT  62.0
#define NAME_ROOM_PT   84.0 /* for names that are longer, where that can be */
#define SPLIT_SCALE    0.9  /* of the type of a table that is split */

static const FontStyle row_styles[] = { FONT_HEAD, FONT_CELL, FONT_TOTAL };

FontStyle sheet_style(SheetRow row)
{
	return row_styles[row];
}

/* ── numbers ── */

static bool is_digit(char c)
{
	return g_ascii_isdigit(c);
}

/* The byte of TEXT where its number has its point, or else its last digit; -1 without a digit. */
static int point_index(const char *text)
{
	int last = -1;
	for (int n = 0; text[n] != '\0'; n++) {
		if (text[n] == '.' && n > 0 && is_digit(text[n - 1]) && is_digit(text[n + 1]))
			return n;
		if (is_digit(text[n]))
			last = n;
	}
	return last;
}

SheetPoint sheet_point(PangoLayout *layout)
{
	double width = font_width_pt(layout);
	const char *text = pango_layout_get_text(layout);
	int index = point_index(text);
	if (index < 0)
		return (SheetPoint){ -1, width, 0 };
	PangoRectangle at;
	pango_layout_index_to_pos(layout, index, &at);
	/* before the point, or behind the last digit */
	double left = (double)(at.x + (text[index] == '.' ? 0 : at.width)) / PANGO_SCALE;
	left = CLAMP(left, 0, width);
	return (SheetPoint){ left, width - left, 0 };
}

PangoLayout *sheet_mark(const Canvas *canvas, double scale, const Value *value)
{
	if (value->mark == NULL || *value->mark == '\0')
		return NULL;
	return font_layout_new(canvas->fonts, FONT_FIGURE_BASIS, scale, value->mark, 0,
			       PANGO_ALIGN_LEFT, 0);
}

/* ── what the columns want ── */

/* TEXT of ROW in one line, as it is drawn where the type is not set smaller. */
static PangoLayout *line_layout(const Canvas *canvas, SheetRow row, const char *text)
{
	return font_layout_shared(canvas->fonts, row_styles[row], 1, text, 0, PANGO_ALIGN_LEFT, 0);
}

static double text_width(const Canvas *canvas, SheetRow row, const char *text)
{
	g_autoptr(PangoLayout) layout = line_layout(canvas, row, text);
	return font_width_pt(layout) + 0.5;
}

/* The length of the part of TEXT that no line ends in: to a space, or with the hyphen before a
 * letter. */
static size_t part_length(const char *text)
{
	size_t at = 0;
	while (text[at] != '\0' && text[at] != ' ') {
		bool hyphen = text[at] == '-' && at > 0 && g_ascii_isalpha(text[at + 1]);
		at++;
		if (hyphen)
			break;
	}
	return at;
}

static double longest_word(const Canvas *canvas, SheetRow row, const char *text)
{
	double longest = 0;
	g_autofree char *bound = bind_text(font_bind(canvas->fonts), text);
	if (bound != NULL)
		text = bound;
	for (size_t length; *text != '\0'; text += length + (text[length] == ' ' ? 1 : 0)) {
		length = part_length(text);
		g_autofree char *part = g_strndup(text, length);
		longest = fmax(longest, text_width(canvas, row, part));
	}
	return longest;
}

typedef struct {
	double minimum; /* longest word or number of the cells */
	double cells;   /* the cells unwrapped */
	double natural; /* the same, and the head in few lines */
	double head;    /* longest word of the head, beside the room for marks */
	double whole;   /* the least that is not a number: "[c]" */
	SheetPoint point;
} Extent;

typedef struct {
	const Canvas *canvas;
	const Table *table;
} Measurer;

static void widen_text(Extent *extent, const Canvas *canvas, SheetRow row, const char *text,
		       double indent)
{
	double natural = text_width(canvas, row, text) + indent;
	extent->cells = fmax(extent->cells, natural);
	if (natural > extent->minimum) /* only then can its longest word matter */
		extent->minimum = fmax(extent->minimum, longest_word(canvas, row, text) + indent);
}

static void widen_number(Extent *extent, const Canvas *canvas, SheetRow row, const char *text)
{
	g_autoptr(PangoLayout) layout = line_layout(canvas, row, text);
	SheetPoint point = sheet_point(layout);
	if (point.left < 0) {
		extent->whole = fmax(extent->whole, point.right);
		return;
	}
	extent->point.left = fmax(extent->point.left, point.left);
	extent->point.right = fmax(extent->point.right, point.right);
}

static void widen_spark(Extent *extent)
{
	extent->minimum = fmax(extent->minimum, SPARK_LEAST_PT);
	extent->cells = fmax(extent->cells, SPARK_WIDE_PT);
}

static void widen(Extent *extent, const Measurer *measurer, guint number, SheetRow row,
		  const Value *value, double indent)
{
	const TableColumn *column = measurer->table->columns->pdata[number];
	const Canvas *canvas = measurer->canvas;
	if (value->series != NULL)
		widen_spark(extent);
	else if (column->kind == VALUE_NUMBER && column->align == ALIGN_END)
		widen_number(extent, canvas, row, value->text);
	else if (column->kind == VALUE_TEXT)
		widen_text(extent, canvas, row, value->text, indent);
	else
		extent->minimum = extent->cells =
		    fmax(extent->cells, text_width(canvas, row, value->text));
	g_autoptr(PangoLayout) mark = sheet_mark(canvas, 1, value);
	if (mark != NULL)
		extent->point.mark =
		    fmax(extent->point.mark, font_width_pt(mark) + SHEET_MARK_GAP_PT);
}

/* The extent of a column at scale 1: numbers stay whole, heads wrap freely. */
static Extent column_extent(const Measurer *measurer, guint number)
{
	const Table *table = measurer->table;
	const TableColumn *column = table->columns->pdata[number];
	Extent extent = { 0 };
	for (guint row = 0; row < table->rows->len; row++) {
		const Value *values = table->rows->pdata[row];
		TableRowKind kind = table_row_kind(table, row);
		/* a group's name runs across all columns */
		if (kind != ROW_GROUP && table_shows(table, row))
			widen(&extent, measurer, number,
			      kind == ROW_SUBTOTAL ? ROW_TOTAL : ROW_BODY, &values[number],
			      table_indent(table, values, number) * SHEET_INDENT_PT);
	}
	if (table->total != NULL)
		widen(&extent, measurer, number, ROW_TOTAL, &table->total[number], 0);
	double numbers = fmax(extent.point.left + extent.point.right, extent.whole);
	if (numbers > 0)
		numbers += 0.5;
	extent.minimum = fmax(extent.minimum, numbers) + extent.point.mark;
	extent.cells = fmax(extent.cells, numbers) + extent.point.mark;
	double beside = extent.point.mark + (column->note > 0 ? 8 : 0);
	extent.head = longest_word(measurer->canvas, ROW_HEAD, column->header) + beside;
	double head = text_width(measurer->canvas, ROW_HEAD, column->header) + beside;
	extent.natural = fmax(extent.cells, fmax(extent.head, fmin(head, HEAD_WRAP_PT)));
	return extent;
}

static Extent *measure_columns(const Canvas *canvas, const Table *table)
{
	Measurer measurer = { .canvas = canvas, .table = table };
	Extent *extents = g_new(Extent, table->columns->len);
	for (guint n = 0; n < table->columns->len; n++)
		extents[n] = column_extent(&measurer, n);
	return extents;
}

/* ── what they get ── */

double sheet_width(const Sheet *sheet, guint first, guint count)
{
	double width = 0;
	for (guint n = first; n < first + count; n++)
		width += sheet->widths[n] + (n > first ? sheet->gap : 0);
	return width;
}

static double sum(const double *numbers, guint count)
{
	double total = 0;
	for (guint n = 0; n < count; n++)
		total += numbers[n];
	return total;
}

/* The fewest grid columns that hold the table with some air. */
static double snapped_width(const Canvas *canvas, double natural)
{
	for (int span = NARROWEST; span < PAGE_COLUMNS; span++) {
		if (page_span(canvas->width_pt, span) >= natural * 1.12)
			return page_span(canvas->width_pt, span);
	}
	return canvas->width_pt;
}

/* One way to set a table. */
typedef struct {
	double scale;
	bool whole_heads; /* no word of them is broken */
	bool roomy;       /* names are not squeezed into a line a word */
	bool over_marks;  /* heads stand over the marks too, and not over the numbers alone */
} Attempt;

static double head_width(const Extent *extent, const Attempt *attempt)
{
	double head = extent->head - (attempt->over_marks ? extent->point.mark : 0);
	return attempt->whole_heads ? head : fmin(head, HEAD_BROKEN_PT);
}

static double least_width(const Extent *extent, const Attempt *attempt)
{
	double head = head_width(extent, attempt);
	double room = attempt->roomy ? fmin(extent->cells, NAME_ROOM_PT) : 0;
	return fmax(fmax(extent->minimum, room), head);
}

static double gap_of(const Canvas *canvas, double scale, guint count)
{
	return fmin(CELL_GAP_PT * scale * scale, canvas->width_pt / count / 3);
}

/* Fits the columns in one way: heads wrap before cells do. */
static bool fit_scaled(Sheet *sheet, const Canvas *canvas, const Extent *extents,
		       const Attempt *attempt)
{
	g_autofree double *least = g_new(double, sheet->count);
	g_autofree double *unwrapped = g_new(double, sheet->count); /* cells, not heads */
	g_autofree double *most = g_new(double, sheet->count);
	sheet->scale = attempt->scale;
	sheet->over_marks = attempt->over_marks;
	for (guint n = 0; n < sheet->count; n++) {
		const Extent *extent = &extents[sheet->columns[n]];
		double head = head_width(extent, attempt);
		least[n] = least_width(extent, attempt) * sheet->scale;
		unwrapped[n] = fmax(extent->cells, head) * sheet->scale;
		most[n] = fmax(extent->natural, head) * sheet->scale;
	}
	sheet->gap = gap_of(canvas, sheet->scale, sheet->count);
	double gaps = sheet->gap * (sheet->count - 1);
	sheet->width = snapped_width(canvas, sum(most, sheet->count) + gaps);
	double width = sheet->width - gaps;
	return page_fit_columns(unwrapped, most, sheet->count, width, sheet->widths) ||
	       page_fit_columns(least, unwrapped, sheet->count, width, sheet->widths);
}

/* What is tried for a table that is too wide: smaller type, then names in more lines, then heads
 * that stand over the marks too, and smaller yet, before a word of a head is broken. */
static const Attempt attempts[] = {
	{ 1, true, true, false },     { 0.95, true, true, false },  { 0.9, true, true, false },
	{ 0.85, true, true, false },  { 0.8, true, true, false },   { 0.75, true, true, false },
	{ 0.8, true, false, false },  { 0.75, true, false, false }, { 0.8, true, false, true },
	{ 0.75, true, false, true },  { 0.8, false, false, false }, /* as small as it should be */
	{ 0.7, false, false, false }, /* for columns that cannot be split */
	{ 0.6, false, false, false },
};
#define READABLE 11 /* attempts */
#define EASY     5  /* of a table that could be set in fewer parts instead */
#define SMALL    3  /* the first of a table that is to be small */

static bool fit(Sheet *sheet, const Canvas *canvas, const Extent *extents, size_t most)
{
	bool fits = false;
	for (size_t n = sheet->table->small ? SMALL : 0; n < most && !fits; n++)
		fits = fit_scaled(sheet, canvas, extents, &attempts[n]);
	return fits;
}

/* ── sheets ── */

void sheet_free(gpointer data)
{
	Sheet *sheet = data;
	g_free(sheet->columns);
	g_free(sheet->widths);
	g_free(sheet->starts);
	g_free(sheet->points);
	g_free(sheet);
}

/* A sheet of the columns that name the row and those from FIRST to before END. */
static Sheet *sheet_new(const Table *table, guint heads, guint first, guint end)
{
	Sheet *sheet = g_new0(Sheet, 1);
	sheet->table = table;
	sheet->columns = g_new0(guint, heads + end - first);
	sheet->widths = g_new0(double, heads + end - first);
	sheet->starts = g_new0(double, heads + end - first);
	sheet->points = g_new0(SheetPoint, heads + end - first);
	for (guint n = 0; n < heads; n++)
		sheet->columns[sheet->count++] = n;
	for (guint n = first; n < end; n++)
		sheet->columns[sheet->count++] = n;
	return sheet;
}

/* Once it fits: where its columns begin and their numbers have their points. */
static void place_columns(Sheet *sheet, const Extent *extents)
{
	for (guint n = 0; n < sheet->count; n++) {
		const SheetPoint *point = &extents[sheet->columns[n]].point;
		if (n > 0)
			sheet->starts[n] = sheet->starts[n - 1] + sheet->widths[n - 1] + sheet->gap;
		sheet->points[n] =
		    (SheetPoint){ point->left * sheet->scale, point->right * sheet->scale,
				  point->mark * sheet->scale };
	}
}

/* A part ends before a span of heads that it would cut, unless it began within it. */
static guint whole_spans(const Table *table, guint first, guint end)
{
	for (guint n = 0; table->spans != NULL && n < table->spans->len; n++) {
		const TableSpan *span = table->spans->pdata[n];
		if (span->first > first && span->first < end && span->first + span->count > end)
			return span->first;
	}
	return end;
}

/* The end of the columns from FIRST on that fit beside those which name the row; at least one. */
static guint split_end(const Canvas *canvas, const Table *table, const Extent *extents, guint heads,
		       guint first)
{
	static const Attempt split = { SPLIT_SCALE, true, false, false };
	double used = 0;
	for (guint n = 0; n < heads; n++)
		used += least_width(&extents[n], &split) * SPLIT_SCALE;
	guint end = first;
	for (; end < table->columns->len; end++) {
		double gaps =
		    gap_of(canvas, SPLIT_SCALE, heads + end + 1 - first) * (heads + end - first);
		used += least_width(&extents[end], &split) * SPLIT_SCALE;
		if (end > first && used + gaps > canvas->width_pt)
			return whole_spans(table, first, end);
	}
	return end;
}

Sheet *sheet_whole(const Canvas *canvas, const Table *table)
{
	g_autofree Extent *extents = measure_columns(canvas, table);
	Sheet *whole = sheet_new(table, 0, 0, table->columns->len);
	if (!fit(whole, canvas, extents, EASY)) {
		sheet_free(whole);
		return NULL;
	}
	place_columns(whole, extents);
	return whole;
}

GPtrArray *sheets_new(const Canvas *canvas, const Table *table)
{
	GPtrArray *sheets = g_ptr_array_new_with_free_func(sheet_free);
	g_autofree Extent *extents = measure_columns(canvas, table);
	guint heads = CLAMP(table->heads, 1, table->columns->len), count = table->columns->len;
	Sheet *whole = sheet_new(table, 0, 0, count);
	if (fit(whole, canvas, extents, READABLE)) {
		place_columns(whole, extents);
		g_ptr_array_add(sheets, whole);
		return sheets;
	}
	sheet_free(whole);
	for (guint first = heads, end = 0; first < count || sheets->len == 0; first = end) {
		end = split_end(canvas, table, extents, heads, first);
		Sheet *sheet = sheet_new(table, heads, first, end);
		fit(sheet, canvas, extents, G_N_ELEMENTS(attempts));
		place_columns(sheet, extents);
		g_ptr_array_add(sheets, sheet);
	}
	return sheets;
}

bool sheet_span(const Sheet *sheet, guint number, guint *ret_first, guint *ret_count)
{
	const TableSpan *span = sheet->table->spans->pdata[number];
	*ret_count = 0;
	for (guint n = 0; n < sheet->count; n++) {
		bool within = sheet->columns[n] >= span->first &&
			      sheet->columns[n] < span->first + span->count;
		if (within && (*ret_count)++ == 0)
			*ret_first = n;
	}
	return *ret_count > 0;
}
