#include "reports/block/block.h"
#include "reports/block/chart/chart.h"
#include "reports/block/table/table.h"

#define MAPPING BLOCK_TAKES_MAPPING
#define TEXT    BLOCK_TAKES_TEXT
#define AUTO    BLOCK_TAKES_AUTO
#define TOP     (BLOCK_NOT_IN_COLUMNS | BLOCK_NOT_IN_REPEAT)
#define ONCE    BLOCK_NOT_IN_REPEAT

#define KIND(name) block_##name##_read, block_##name##_build, block_##name##_free

const BlockType block_types[] = {
	{ "heading", MAPPING | TEXT, block_heading_keys, KIND(heading), 0 },
	{ "text", TEXT, block_text_keys, KIND(text), 0 },
	{ "figures", BLOCK_TAKES_LIST, block_figure_keys, KIND(figures), 0 },
	{ "table", MAPPING, block_table_keys, KIND(table), ONCE },
	{ "chart", MAPPING, block_chart_keys, KIND(chart), ONCE },
	{ "tilemap", MAPPING, block_tilemap_keys, block_tilemap_read, block_tilemap_build,
	  block_chart_free, ONCE },
	{ "notes", AUTO, NULL, KIND(notes), ONCE },
	{ "matrix", MAPPING, block_matrix_keys, KIND(matrix), ONCE },
	{ "columns", BLOCK_TAKES_LIST, block_columns_keys, KIND(columns), BLOCK_NOT_IN_COLUMNS },
	{ "repeat", MAPPING, block_repeat_keys, KIND(repeat), ONCE },
	{ "when", MAPPING, block_when_keys, KIND(when), 0 },
	{ "include", BLOCK_TAKES_PATH, NULL, KIND(include), 0 },
	{ "cover", MAPPING, block_cover_keys, KIND(cover), TOP },
	{ "completeness", MAPPING, block_completeness_keys, KIND(completeness), ONCE },
	{ "revisions", MAPPING, block_revisions_keys, KIND(revisions), ONCE },
	{ "definitions", BLOCK_TAKES_WORDS | BLOCK_TAKES_ALL, NULL, KIND(definitions), ONCE },
	{ "record", MAPPING, block_record_keys, KIND(record), ONCE },
	{ "contents", AUTO | MAPPING, block_contents_keys, KIND(contents), ONCE },
	{ "pagebreak", AUTO, NULL, KIND(pagebreak), BLOCK_NOT_IN_COLUMNS },
	{ "signoff", AUTO | MAPPING, block_card_keys, block_signoff_read, block_card_build,
	  block_card_free, ONCE },
	{ "contact", MAPPING, block_card_keys, block_contact_read, block_card_build,
	  block_card_free, ONCE },
	{ 0 },
};
