#include "reports/device/font/font_lines.h"

#include <math.h>
#include <string.h>

/* What the ink of a line reaches, per point of its width: above and below its baseline. */
enum { POINTS = 800, MARGIN = 24 }; /* a page and what letters hang over */
#define NO_INK (-1000.0)
#define GAP    0.05 /* between the ink of two lines, of a line's height */
#define BESIDE 1    /* point that letters keep from each other sideways too */

typedef struct {
	double above[POINTS], below[POINTS];
} Profile;

static void profile_clear(Profile *profile)
{
	for (size_t n = 0; n < POINTS; n++)
		profile->above[n] = profile->below[n] = NO_INK;
}

static int point_of(int pango, int beside)
{
	return CLAMP(pango / PANGO_SCALE + MARGIN + beside, 0, POINTS - 1);
}

static void profile_add(Profile *profile, const PangoRectangle *ink, double baseline)
{
	double above = baseline - (double)ink->y / PANGO_SCALE;
	double below = (double)(ink->y + ink->height) / PANGO_SCALE - baseline;
	int last = point_of(ink->x + ink->width, BESIDE);
	for (int n = point_of(ink->x, -BESIDE); n <= last; n++) {
		profile->above[n] = fmax(profile->above[n], above);
		profile->below[n] = fmax(profile->below[n], below);
	}
}

/* The least distance of the baselines of a line UPPER and the next, LOWER, without ink upon ink. */
static double distance_of(const Profile *upper, const Profile *lower)
{
	double most = 0;
	for (size_t n = 0; n < POINTS; n++)
		most = fmax(most, upper->below[n] + lower->above[n]);
	return most;
}

/* The least factor of pango at which no two lines of LAYOUT touch: of the height of the lower line,
 * which is small where it has no Urdu. */
static double least_factor(PangoLayout *layout)
{
	Profile lines[2];
	size_t at = 0;
	double least = 0, height = 0;
	PangoRectangle ink, logical;
	PangoLayoutIter *cluster = pango_layout_get_iter(layout);
	const PangoLayoutLine *line = NULL;
	profile_clear(&lines[0]);
	profile_clear(&lines[1]);
	do {
		double baseline = (double)pango_layout_iter_get_baseline(cluster) / PANGO_SCALE;
		if (pango_layout_iter_get_line_readonly(cluster) != line) {
			if (height > 0)
				least = fmax(
				    least, distance_of(&lines[1 - at], &lines[at]) / height + GAP);
			line = pango_layout_iter_get_line_readonly(cluster);
			pango_layout_iter_get_line_extents(cluster, NULL, &logical);
			height = (double)logical.height / PANGO_SCALE;
			at = 1 - at;
			profile_clear(&lines[at]);
		}
		pango_layout_iter_get_cluster_extents(cluster, &ink, NULL);
		if (ink.width > 0 && ink.height > 0)
			profile_add(&lines[at], &ink, baseline);
	} while (pango_layout_iter_next_cluster(cluster));
	pango_layout_iter_free(cluster);
	return fmax(least, distance_of(&lines[1 - at], &lines[at]) / height + GAP);
}

void font_lines_mark(PangoLayout *layout, bool urdu)
{
	g_object_set_data(G_OBJECT(layout), "urdu", GINT_TO_POINTER(urdu ? 1 : 0));
}

bool font_is_urdu(PangoLayout *layout)
{
	return g_object_get_data(G_OBJECT(layout), "urdu") != NULL;
}

void font_lines_set(PangoLayout *layout)
{
	pango_layout_set_line_spacing(layout, 0);
	if (!font_is_urdu(layout) || pango_layout_get_line_count(layout) < 2)
		return;
	double factor = least_factor(layout);
	pango_layout_set_line_spacing(layout, (float)CLAMP(factor, LINES_LEAST, LINES_MOST));
}

void font_hang_in(PangoLayout *layout, double width_pt)
{
	PangoRectangle ink;
	pango_layout_get_extents(layout, &ink, NULL);
	double over = (double)(ink.x + ink.width) / PANGO_SCALE - width_pt;
	if (!font_is_urdu(layout) || over <= 0)
		return;
	pango_layout_set_width(layout, (int)((width_pt - over) * PANGO_SCALE));
	font_lines_set(layout);
}

double font_baseline_pt(PangoLayout *layout)
{
	return (double)pango_layout_get_baseline(layout) / PANGO_SCALE;
}

void font_extent(PangoLayout *layout, double *ret_above_pt, double *ret_below_pt)
{
	PangoRectangle ink, logical;
	double baseline = font_baseline_pt(layout);
	pango_layout_get_extents(layout, &ink, &logical);
	const PangoRectangle *box = font_is_urdu(layout) ? &ink : &logical;
	*ret_above_pt = baseline - (double)box->y / PANGO_SCALE;
	*ret_below_pt = (double)(box->y + box->height) / PANGO_SCALE - baseline;
}

double font_slack_pt(PangoLayout *layout)
{
	PangoRectangle ink, logical;
	pango_layout_get_extents(layout, &ink, &logical);
	if (!font_is_urdu(layout))
		return 0;
	return fmax(0, (double)(logical.y + logical.height - ink.y - ink.height) / PANGO_SCALE);
}
