/* The order of elements in parts of a workbook, and how many their lists say there are. */
#include <string.h>

#include "reports/audit/audit_rule.h"
#include "reports/audit/audit_strict.h"

/* Children in the order of the schema; "*" after those that may come again. ECMA-376 part 1, annex
 * A: sml.xsd, dml-chart.xsd, dml-spreadsheetDrawing.xsd. */
static const struct {
	const char *parent, *children;
} orders[] = {
	{ "worksheet",
	  "sheetPr dimension sheetViews sheetFormatPr cols* sheetData sheetCalcPr "
	  "sheetProtection protectedRanges scenarios autoFilter sortState dataConsolidate "
	  "customSheetViews mergeCells phoneticPr conditionalFormatting* dataValidations "
	  "hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks "
	  "customProperties cellWatches ignoredErrors smartTags drawing legacyDrawing "
	  "legacyDrawingHF picture oleObjects controls webPublishItems tableParts extLst" },
	{ "chartsheet",
	  "sheetPr sheetViews sheetProtection customSheetViews pageMargins pageSetup "
	  "headerFooter drawing legacyDrawing legacyDrawingHF picture webPublishItems "
	  "extLst" },
	{ "workbook", "fileVersion fileSharing workbookPr workbookProtection bookViews sheets "
		      "functionGroups externalReferences definedNames calcPr oleSize "
		      "customWorkbookViews pivotCaches smartTagPr smartTagTypes webPublishing "
		      "fileRecoveryPr* webPublishObjects extLst" },
	{ "styleSheet",
	  "numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles "
	  "colors extLst" },
	{ "table", "autoFilter sortState tableColumns tableStyleInfo extLst" },
	{ "sheetView", "pane selection* pivotSelection* extLst" },
	{ "c", "f v is extLst" },
	{ "cellXfs/xf", "alignment protection extLst" },
	{ "cfRule", "formula* colorScale dataBar iconSet extLst" },
	{ "headerFooter", "oddHeader oddFooter evenHeader evenFooter firstHeader firstFooter" },
	{ "chartSpace", "date1904 lang roundedCorners AlternateContent style clrMapOvr pivotSource "
			"protection chart spPr txPr externalData printSettings userShapes extLst" },
	{ "chartSpace/chart",
	  "title autoTitleDeleted pivotFmts view3D floor sideWall backWall plotArea "
	  "legend plotVisOnly dispBlanksAs showDLblsOverMax extLst" },
	{ "title", "tx layout overlay spPr txPr extLst" },
	{ "legend", "legendPos legendEntry* layout overlay spPr txPr extLst" },
	{ "catAx",
	  "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark "
	  "minorTickMark tickLblPos spPr txPr crossAx crosses crossesAt auto lblAlgn lblOffset "
	  "tickLblSkip tickMarkSkip noMultiLvlLbl extLst" },
	{ "valAx",
	  "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark "
	  "minorTickMark tickLblPos spPr txPr crossAx crosses crossesAt crossBetween majorUnit "
	  "minorUnit dispUnits extLst" },
	{ "lineChart/ser",
	  "idx order tx spPr marker dPt* dLbls trendline* errBars cat val smooth extLst" },
	{ "barChart/ser",
	  "idx order tx spPr invertIfNegative pictureOptions dPt* dLbls trendline* errBars "
	  "cat val shape extLst" },
	{ "scatterChart/ser",
	  "idx order tx spPr marker dPt* dLbls trendline* errBars* xVal yVal smooth "
	  "extLst" },
	{ "areaChart/ser",
	  "idx order tx spPr pictureOptions dPt* dLbls trendline* errBars* cat val extLst" },
	{ "twoCellAnchor", "from to sp grpSp graphicFrame cxnSp pic contentPart clientData" },
};

/* Lists that say how many they hold. */
static const char *const counted[] = { "numFmts",    "fonts",        "fills",
				       "borders",    "cellXfs",      "cellStyles",
				       "dxfs",       "cellStyleXfs", "mergeCells",
				       "tableParts", "tableColumns", "dataValidations",
				       NULL };

typedef struct {
	char *name;
	GStrv children; /* in order, NULL: any */
	gint last;      /* place of the child that came last */
	guint count;    /* of children */
	gint64 said;    /* how many there are to be; -1: not said */
} Level;

struct AuditOrder {
	const char *part;
	GPtrArray *places;
	GPtrArray *levels; /* of Level */
	guint beyond;      /* depth in an extLst, whose order is another's */
};

static void level_free(gpointer data)
{
	Level *level = data;
	g_strfreev(level->children);
	g_free(level->name);
	g_free(level);
}

AuditOrder *audit_order_new(const char *part, GPtrArray *places)
{
	AuditOrder *order = g_new0(AuditOrder, 1);
	*order = (AuditOrder){ .part = part,
			       .places = places,
			       .levels = g_ptr_array_new_with_free_func(level_free) };
	return order;
}

void audit_order_free(AuditOrder *order)
{
	g_ptr_array_unref(order->levels);
	g_free(order);
}

/* The order of the children of NAME in PARENT. Transfer full; NULL: any. */
static GStrv children_of(const char *parent, const char *name)
{
	g_autofree char *both = g_strdup_printf("%s/%s", parent, name);
	for (size_t n = 0; n < G_N_ELEMENTS(orders); n++) {
		if (strcmp(orders[n].parent, name) == 0 || strcmp(orders[n].parent, both) == 0)
			return g_strsplit(orders[n].children, " ", -1);
	}
	return NULL;
}

/* The place of NAME in CHILDREN, and whether it may come again; -1: none. */
static gint place_of(GStrv children, const char *name, bool *ret_again)
{
	for (gint n = 0; children[n] != NULL; n++) {
		size_t length = strlen(children[n]);
		*ret_again = children[n][length - 1] == '*';
		length -= *ret_again ? 1 : 0;
		if (strlen(name) == length && strncmp(children[n], name, length) == 0)
			return n;
	}
	return -1;
}

static void check_child(AuditOrder *order, Level *parent, const char *name)
{
	bool again = false;
	if (parent->children == NULL)
		return;
	gint place = place_of(parent->children, name, &again);
	if (place < 0)
		audit_blame_part(order->places, order->part, "<%s> has no place in <%s>", name,
				 parent->name);
	else if (place < parent->last)
		audit_blame_part(order->places, order->part, "<%s> stands too late in <%s>", name,
				 parent->name);
	else if (place == parent->last && !again)
		audit_blame_part(order->places, order->part, "a second <%s> in <%s>", name,
				 parent->name);
	parent->last = MAX(parent->last, place);
}

void audit_order_start(AuditOrder *order, const char *name, const AuditAttributes *attributes)
{
	guint depth = order->levels->len;
	Level *parent = depth > 0 ? order->levels->pdata[depth - 1] : NULL;
	if (parent != NULL && order->beyond == 0)
		check_child(order, parent, name);
	if (parent != NULL)
		parent->count++;
	const char *said =
	    g_strv_contains(counted, name) ? audit_attribute(attributes, "count") : NULL;
	Level *level = g_new0(Level, 1);
	*level = (Level){ .name = g_strdup(name),
			  .children = children_of(parent != NULL ? parent->name : "", name),
			  .last = -1,
			  .said = said != NULL ? g_ascii_strtoll(said, NULL, 10) : -1 };
	g_ptr_array_add(order->levels, level);
	if (order->beyond > 0 || strcmp(name, "extLst") == 0)
		order->beyond++;
}

void audit_order_end(AuditOrder *order, const char *name)
{
	Level *level = order->levels->pdata[order->levels->len - 1];
	if (level->said >= 0 && level->said != level->count)
		audit_blame_part(order->places, order->part,
				 "<%s> says %" G_GINT64_FORMAT " and holds %u", name, level->said,
				 level->count);
	if (order->beyond > 0)
		order->beyond--;
	g_ptr_array_set_size(order->levels, (gint)order->levels->len - 1);
}
