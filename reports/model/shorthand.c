#include "reports/model/shorthand.h"

#include <math.h>
#include <string.h>

#include "reports/model/value.h"

static const struct {
	const char *sign, *key;
	const char *shown; /* as it is listed, where that is not the sign */
} shorthand[] = {
	{ "[p]", "mark_p", NULL },     { "[x]", "mark_x", NULL },
	{ "[z]", "mark_z", NULL },     { "[u]", "mark_u", NULL },
	{ "[c]", "mark_c", NULL },     { "[n]", "mark_not_yet", NULL },
	{ "[low]", "mark_low", NULL }, { "[r]", "mark_r", NULL },
	{ "[e]", "mark_e", NULL },     { "[b]", "mark_b", NULL },
	{ "[n=", "mark_n", "[n=…]" },
};

guint shorthand_count(void)
{
	return G_N_ELEMENTS(shorthand);
}

const char *shorthand_sign(guint place)
{
	return shorthand[place].shown != NULL ? shorthand[place].shown : shorthand[place].sign;
}

const char *shorthand_key(guint place)
{
	return shorthand[place].key;
}

ShorthandSet shorthand_of_text(const char *text)
{
	ShorthandSet set = 0;
	for (guint n = 0; text != NULL && n < G_N_ELEMENTS(shorthand); n++)
		set |= strstr(text, shorthand[n].sign) != NULL ? 1u << n : 0;
	return set;
}

/* A sign that is all that a text says, as those which spreadsheets put into cells without one. */
static ShorthandSet whole_text(const char *text)
{
	ShorthandSet set = 0;
	for (guint n = 0; n < G_N_ELEMENTS(shorthand); n++)
		set |= strcmp(text, shorthand[n].sign) == 0 ? 1u << n : 0;
	return set;
}

ShorthandSet shorthand_of_value(const Value *value)
{
	ShorthandSet said = value->state != VALUE_KNOWN || value->series != NULL
				? shorthand_of_text(value->text)
				: whole_text(value->text);
	return said | shorthand_of_text(value->mark);
}

ShorthandSet shorthand_of_table(const Table *table)
{
	ShorthandSet set = 0;
	for (guint row = 0; row <= table->rows->len; row++) {
		const Value *values =
		    row < table->rows->len ? table->rows->pdata[row] : table->total;
		for (guint column = 0; values != NULL && column < table->columns->len; column++)
			set |= shorthand_of_value(&values[column]);
	}
	return set;
}

ShorthandSet shorthand_of_chart(const Chart *chart)
{
	ShorthandSet set = 0;
	for (guint n = 0; n < chart->series->len; n++) {
		const ChartSeries *series = chart->series->pdata[n];
		if (!chart_series_is_listed(series))
			continue;
		for (size_t at = 0; at < chart->count; at++) {
			g_autofree char *printed = chart_point_text(chart, series, at, false);
			set |= shorthand_of_text(printed);
		}
	}
	for (guint n = 0; n < chart->panels->len; n++)
		set |= shorthand_of_chart(chart->panels->pdata[n]);
	return set;
}

static ShorthandSet of_figures(const GPtrArray *figures)
{
	ShorthandSet set = 0;
	for (guint n = 0; n < figures->len; n++) {
		const Figure *figure = figures->pdata[n];
		set |= shorthand_of_value(&figure->value) | shorthand_of_text(figure->versus);
	}
	return set;
}

ShorthandSet shorthand_of_block(const Block *block)
{
	switch (block->kind) {
	case BLOCK_TEXT:
		return shorthand_of_text(block->text.text);
	case BLOCK_FIGURES:
		return of_figures(block->figures.figures);
	case BLOCK_TABLE:
		return shorthand_of_table(block->table);
	case BLOCK_CHART:
		return shorthand_of_chart(block->chart);
	default:
		return 0;
	}
}

char *shorthand_text(const Model *model, ShorthandSet set)
{
	if (set == 0)
		return NULL;
	GString *text = g_string_new(NULL);
	for (guint n = 0; n < G_N_ELEMENTS(shorthand); n++) {
		if ((set & 1u << n) == 0)
			continue;
		if (text->len > 0)
			g_string_append_printf(text, "%s ", model_word(model, "semicolon"));
		g_string_append(text, model_word(model, shorthand[n].key));
	}
	g_string_append(text, model_word(model, "full_stop"));
	return g_string_free(text, FALSE);
}
