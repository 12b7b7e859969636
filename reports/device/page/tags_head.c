/* Which heads reach which cells of the tables of a document. */
#include "reports/device/page/tags.h"

/* The heads of one column: one below another. */
typedef struct {
	const Tag *above, *own;
} ColumnHeads;

typedef struct {
	GArray *columns;  /* of ColumnHeads */
	const Tag *group; /* the row of one head that the next rows stand under; or NULL */
	bool heads_over;  /* the rows of column heads are done */
	bool has_more;    /* scopes alone do not tell: heads above heads, groups */
} TableHeads;

static const Tag *kid_at(const Tag *tag, guint at)
{
	return g_array_index(tag->kids, TagKid, at).tag;
}

/* A head that says nothing heads nothing. */
static bool says(const Tag *tag)
{
	return tag != NULL && tag->kids->len > 0;
}

static bool is_head_row(const Tag *row)
{
	for (guint n = 0; n < row->kids->len; n++) {
		const Tag *cell = kid_at(row, n);
		if (cell == NULL || cell->role != TAG_HEAD_CELL || cell->scope != TAG_SCOPE_COLUMN)
			return false;
	}
	return row->kids->len > 0;
}

static bool is_group_row(const Tag *row)
{
	const Tag *cell = row->kids->len == 1 ? kid_at(row, 0) : NULL;
	return cell != NULL && cell->role == TAG_HEAD_CELL && cell->scope == TAG_SCOPE_ROW &&
	       cell->span > 1;
}

static void take_head_row(TableHeads *heads, const Tag *row)
{
	guint column = 0;
	for (guint n = 0; n < row->kids->len; n++) {
		const Tag *cell = kid_at(row, n);
		for (guint at = 0; at < MAX(cell->span, 1); at++, column++) {
			if (column >= heads->columns->len)
				g_array_set_size(heads->columns, column + 1);
			ColumnHeads *own = &g_array_index(heads->columns, ColumnHeads, column);
			own->above = own->own;
			own->own = cell;
		}
		heads->has_more = heads->has_more || (says(cell) && cell->span > 1);
	}
}

static void add_head(Tag *cell, const Tag *head)
{
	if (!says(head) || head == cell)
		return;
	if (cell->heads == NULL)
		cell->heads = g_array_new(FALSE, FALSE, sizeof(guint));
	g_array_append_val(cell->heads, head->id);
}

static void reach_cells(const TableHeads *heads, const Tag *row)
{
	guint column = 0;
	for (guint n = 0; n < row->kids->len; n++) {
		Tag *cell = g_array_index(row->kids, TagKid, n).tag;
		if (cell == NULL)
			continue;
		if (cell->role == TAG_CELL && column < heads->columns->len) {
			const ColumnHeads *own =
			    &g_array_index(heads->columns, ColumnHeads, column);
			add_head(cell, own->above);
			add_head(cell, own->own);
			add_head(cell, heads->group);
		}
		for (guint at = 0; cell->role == TAG_CELL && at < n; at++)
			if (kid_at(row, at) != NULL && kid_at(row, at)->role == TAG_HEAD_CELL)
				add_head(cell, kid_at(row, at));
		column += MAX(cell->span, 1);
	}
}

static bool has_groups(const Tag *table)
{
	for (guint n = 0; n < table->kids->len; n++)
		if (kid_at(table, n) != NULL && is_group_row(kid_at(table, n)))
			return true;
	return false;
}

static void reach(const Tag *table)
{
	TableHeads heads = { .columns = g_array_new(FALSE, TRUE, sizeof(ColumnHeads)) };
	heads.has_more = has_groups(table);
	for (guint n = 0; n < table->kids->len; n++) {
		const Tag *row = kid_at(table, n);
		if (row == NULL || row->role != TAG_ROW)
			continue;
		if (!heads.heads_over && is_head_row(row)) {
			take_head_row(&heads, row);
			continue;
		}
		heads.heads_over = true;
		if (is_group_row(row))
			heads.group = kid_at(row, 0);
		else if (heads.has_more)
			reach_cells(&heads, row);
	}
	g_array_unref(heads.columns);
}

void tags_give_heads(const Tags *tags)
{
	guint id = 0;
	for (guint n = 0; n < tags->all->len; n++) {
		Tag *tag = tags->all->pdata[n];
		if (tag->role == TAG_HEAD_CELL)
			tag->id = ++id;
	}
	for (guint n = 0; n < tags->all->len; n++) {
		const Tag *tag = tags->all->pdata[n];
		if (tag->role == TAG_TABLE)
			reach(tag);
	}
}
