#include "tests/support/gallery.h"

#include <math.h>
#include <string.h>

#define FULL_PT 505.0
#define HALF_PT 245.0

static const char *const districts[][2] = {
	{ "Lahore", "لاہور" },
	{ "Faisalabad", "فیصل آباد" },
	{ "Rawalpindi", "راولپنڈی" },
	{ "Gujranwala", "گوجرانوالہ" },
	{ "Multan", "ملتان" },
	{ "Rahim Yar Khan", "رحیم یار خان" },
	{ "Sargodha", "سرگودھا" },
	{ "Sialkot", "سیالکوٹ" },
	{ "Toba Tek Singh", "ٹوبہ ٹیک سنگھ" },
	{ "Bahawalpur", "بہاولپور" },
};

static void begin(Chart *chart, bool urdu, ChartKind kind, const char *title, const char *in_urdu,
		  const char *unit, const char *unit_urdu)
{
	static const char *const words[][2] = {
		[LEGEND_BETTER] = { "Better than usual", "معمول سے بہتر" },
		[LEGEND_WORSE] = { "Worse than usual", "معمول سے بدتر" },
		[LEGEND_NEUTRAL] = { "Unusual", "غیر معمولی" },
		[LEGEND_PROVISIONAL] = { "Provisional", "عبوری" },
		[LEGEND_CUT] = { "The scale does not begin at 0", "پیمانہ صفر سے شروع نہیں ہوتا" },
		[LEGEND_WITHHELD] = { "Withheld [c]: {n}", "پوشیدہ [c]: {n}" },
	};
	chart->kind = kind;
	chart->id = g_strdup("chart");
	chart->title = g_strdup(urdu ? in_urdu : title);
	chart->y_title = g_strdup(urdu ? unit_urdu : unit);
	chart->group = g_strdup(",");
	chart->point = g_strdup(".");
	chart->empty = g_strdup(urdu ? "ان ہفتوں میں کوئی مقدمہ درج نہیں ہوا۔"
				     : "No case was registered in these weeks.");
	for (size_t n = 0; n < LEGEND_WORDS; n++)
		chart->legend[n] = g_strdup(words[n][urdu]);
}

/* COUNT weeks ending with the last of November. */
static void add_weeks(Chart *chart, bool urdu, size_t count)
{
	static const char *const months[][2] = {
		{ "Jan", "جنوری" }, { "Feb", "فروری" },  { "Mar", "مارچ" },   { "Apr", "اپریل" },
		{ "May", "مئی" },   { "Jun", "جون" },    { "Jul", "جولائی" }, { "Aug", "اگست" },
		{ "Sep", "ستمبر" }, { "Oct", "اکتوبر" }, { "Nov", "نومبر" },  { "Dec", "دسمبر" }
	};
	chart->count = count;
	chart->categories = g_new0(char *, count + 1);
	chart->x = g_new0(double, count);
	for (size_t n = 0; n < count; n++) {
		GDate day;
		g_date_set_dmy(&day, 30, 11, 2026);
		g_date_subtract_days(&day, 7 * (guint)(count - 1 - n));
		chart->x[n] = g_date_get_julian(&day);
		chart->categories[n] =
		    g_strdup_printf(urdu ? "\u2068%d %s\u2069" : "%d %s", g_date_get_day(&day),
				    months[g_date_get_month(&day) - 1][urdu]);
	}
}

static void add_districts(Chart *chart, bool urdu, size_t count)
{
	chart->count = count;
	chart->categories = g_new0(char *, count + 1);
	for (size_t n = 0; n < count; n++)
		chart->categories[n] = g_strdup(districts[n % G_N_ELEMENTS(districts)][urdu]);
}

static ChartSeries *add_series(Chart *chart, const char *name, double level, double swing,
			       unsigned seed)
{
	ChartSeries *series = chart_series_new(name, chart->count);
	for (size_t n = 0; n < chart->count; n++) {
		seed = seed * 1103515245u + 12345u;
		series->values[n] = round(level + swing * ((seed >> 16) % 1000 / 500.0 - 1));
	}
	g_ptr_array_add(chart->series, series);
	return series;
}

static void set_provisional(Chart *chart, size_t last)
{
	chart->provisional = g_new0(bool, chart->count);
	for (size_t n = 0; n < last && n < chart->count; n++)
		chart->provisional[chart->count - 1 - n] = true;
}

static ChartReference *add_reference(Chart *chart, double value, size_t category, bool is_break,
				     const char *label)
{
	ChartReference *reference = chart_reference_new(label);
	reference->value = value;
	reference->category = category;
	reference->is_break = is_break;
	g_ptr_array_add(chart->references, reference);
	return reference;
}

static void fill_line(Chart *chart, bool urdu)
{
	begin(chart, urdu, CHART_LINE, "Arrests keep pace with cases registered",
	      "گرفتاریاں درج مقدمات کے ساتھ ساتھ ہیں", "Lahore, per week: cases (FIRs), persons",
	      "لاہور، فی ہفتہ: مقدمات، افراد");
	add_weeks(chart, urdu, 26);
	add_series(chart, urdu ? "درج مقدمات" : "Cases registered", 60, 14, 3);
	add_series(chart, urdu ? "گرفتار ملزمان" : "Accused arrested", 52, 12, 9)->values[11] = NAN;
	set_provisional(chart, 2);
	add_reference(chart, NAN, 9, false, urdu ? "نئی ہیلپ لائن" : "New helpline opened");
	add_reference(chart, NAN, 18, true, urdu ? "ریکارڈ کا نیا طریقہ" : "Records kept anew");
}

static void fill_crowd(Chart *chart, bool urdu)
{
	begin(chart, urdu, CHART_LINE, "Multan is above most districts",
	      "ملتان اکثر اضلاع سے اوپر ہے", "Cases (FIRs) per 100,000 women",
	      "فی ایک لاکھ خواتین مقدمات");
	add_weeks(chart, urdu, 26);
	for (size_t n = 0; n < G_N_ELEMENTS(districts); n++)
		add_series(chart, districts[n][urdu], 20 + 6 * (double)n, 9, (unsigned)n + 40)
		    ->context = n != 4;
	add_reference(chart, 45, 0, false, urdu ? "صوبائی اوسط" : "Province");
}

static void fill_spc(Chart *chart, bool urdu)
{
	begin(chart, urdu, CHART_SPC, "Registrations fell below the usual range in October",
	      "اکتوبر میں اندراج معمول کی حد سے نیچے گئے", "Lahore, cases (FIRs) per week",
	      "لاہور، فی ہفتہ مقدمات");
	add_weeks(chart, urdu, 40);
	ChartSeries *cases = add_series(chart, urdu ? "درج مقدمات" : "Cases", 60, 12, 11);
	ChartSeries *centre = add_series(chart, urdu ? "اوسط" : "Mean", 60, 0, 1);
	ChartSeries *upper = add_series(chart, urdu ? "بالائی حد" : "Upper limit", 80.4, 0, 1);
	ChartSeries *lower = add_series(chart, urdu ? "زیریں حد" : "Lower limit", 39.6, 0, 1);
	centre->role = SERIES_CENTRE;
	upper->role = lower->role = SERIES_LIMIT;
	cases->signals = g_new0(ChartSignal, chart->count);
	for (size_t n = 24; n < 40; n++) {
		centre->values[n] -= 8;
		upper->values[n] -= 10;
		lower->values[n] -= 6;
	}
	cases->values[8] = 86;
	cases->signals[8] = SIGNAL_WORSE;
	cases->values[33] = 30;
	cases->signals[33] = SIGNAL_BETTER;
	cases->signals[20] = SIGNAL_NEUTRAL;
	add_reference(chart, NAN, 24, true,
		      urdu ? "آن لائن شکایت شروع" : "Complaints taken online");
	set_provisional(chart, 2);
}

static void fill_range(Chart *chart, bool urdu)
{
	begin(chart, urdu, CHART_RANGE, "Calls are within the usual range",
	      "کالیں معمول کی حد میں ہیں", "Helpline calls per week", "فی ہفتہ ہیلپ لائن کالیں");
	add_weeks(chart, urdu, 26);
	ChartSeries *usual = add_series(chart, urdu ? "معمول کی حد" : "Usual range", 0, 0, 1);
	usual->role = SERIES_CENTRE;
	usual->lower = g_new(double, chart->count);
	usual->upper = g_new(double, chart->count);
	for (size_t n = 0; n < chart->count; n++) {
		usual->values[n] = NAN;
		usual->lower[n] = 900 + 60 * sin((double)n / 4);
		usual->upper[n] = 1350 + 80 * sin((double)n / 4);
	}
	add_series(chart, urdu ? "کالیں" : "Calls", 1130, 260, 5);
	set_provisional(chart, 1);
}

static void fill_rate(Chart *chart, bool urdu)
{
	begin(chart, urdu, CHART_LINE, "Nine in ten challans are filed in time",
	      "دس میں سے نو چالان بروقت جمع ہوتے ہیں", "Share filed within 17 days",
	      "17 دن میں جمع ہونے والوں کا حصہ");
	add_weeks(chart, urdu, 12);
	ChartSeries *share = add_series(chart, "Share", 90, 6, 7);
	share->lower = g_new(double, chart->count);
	share->upper = g_new(double, chart->count);
	for (size_t n = 0; n < chart->count; n++) {
		share->values[n] += 0.5;
		share->lower[n] = share->values[n] - 4;
		share->upper[n] = fmin(100, share->values[n] + 3);
	}
	chart->percent = true;
	add_reference(chart, 95, 0, false, urdu ? "ہدف" : "Target");
}

static void fill_bar(Chart *chart, bool urdu)
{
	begin(chart, urdu, CHART_BAR, "Cases registered in the last four weeks, by district",
	      "گزشتہ چار ہفتوں میں درج مقدمات، بہ لحاظ ضلع", "Cases (FIRs)", "مقدمات");
	add_districts(chart, urdu, 10);
	ChartSeries *cases = add_series(chart, "Cases", 800, 790, 5);
	cases->values[3] = 0;
	cases->values[6] = NAN;
	chart->highlight = g_new0(bool, chart->count);
	chart->highlight[5] = true;
	add_reference(chart, 620, 0, false, urdu ? "اوسط" : "Average");
}

static void fill_bars(Chart *chart, bool urdu)
{
	begin(chart, urdu, CHART_BAR, "This year and last year", "اس سال اور گزشتہ سال",
	      "Cases (FIRs)", "مقدمات");
	add_districts(chart, urdu, 5);
	add_series(chart, "2025", 500, 300, 5);
	add_series(chart, "2026", 560, 300, 6);
	set_provisional(chart, 1);
}

static void fill_column(Chart *chart, bool urdu)
{
	begin(chart, urdu, CHART_COLUMN, "Complaints each week", "ہر ہفتے شکایات",
	      "Complaints received", "موصولہ شکایات");
	add_weeks(chart, urdu, 13);
	ChartSeries *cases = add_series(chart, "Complaints", 120, 60, 5);
	cases->values[4] = 0;
	cases->values[7] = NAN;
	set_provisional(chart, 2);
	add_reference(chart, 100, 0, false, urdu ? "ہدف" : "Target");
}

static void fill_columns(Chart *chart, bool urdu)
{
	begin(chart, urdu, CHART_COLUMN, "Arrested and challaned, by district",
	      "گرفتار اور چالان، بہ لحاظ ضلع", "Accused persons", "ملزمان");
	add_districts(chart, urdu, 5);
	add_series(chart, urdu ? "گرفتار" : "Arrested", 60, 20, 5);
	add_series(chart, urdu ? "چالان" : "Challaned", 40, 20, 8);
}

static void fill_stack(Chart *chart, bool urdu)
{
	begin(chart, urdu, CHART_STACK, "Where the cases stand", "مقدمات کس مرحلے پر ہیں",
	      "Cases (FIRs) by quarter of registration", "مقدمات بہ لحاظ سہ ماہی اندراج");
	add_weeks(chart, urdu, 8);
	add_series(chart, urdu ? "زیر تفتیش" : "Under investigation", 60, 20, 5);
	add_series(chart, urdu ? "زیر سماعت" : "In trial", 90, 20, 6);
	add_series(chart, urdu ? "سزا" : "Convicted", 12, 4, 7);
	add_series(chart, urdu ? "بری یا منسوخ" : "Acquitted or cancelled", 30, 10, 8)->values[3] =
	    NAN;
	set_provisional(chart, 1);
}

static void fill_dot(Chart *chart, bool urdu)
{
	begin(chart, urdu, CHART_DOT, "Conviction within 24 months, with what chance alone allows",
	      "24 ماہ میں سزا، مع اعتماد وقفہ", "Share of cases registered in 2024, 95% interval",
	      "2024 میں درج مقدمات کا حصہ، 95% وقفہ");
	add_districts(chart, urdu, 10);
	ChartSeries *share = add_series(chart, "Share", 18, 9, 5);
	share->lower = g_new(double, chart->count);
	share->upper = g_new(double, chart->count);
	for (size_t n = 0; n < chart->count; n++) {
		share->values[n] += 0.3;
		share->lower[n] = share->values[n] - 2 - (double)n / 2;
		share->upper[n] = share->values[n] + 3 + (double)n;
	}
	share->values[7] = NAN;
	chart->percent = true;
	set_provisional(chart, 1);
	add_reference(chart, 17.4, 0, false, urdu ? "صوبہ" : "Province");
}

static double funnel_limit(double n, double z)
{
	return z * 100 * sqrt(0.7 * 0.3 / n);
}

static void add_curve(Chart *chart, const char *name, double z)
{
	ChartSeries *series = chart_series_new(name, chart->count);
	series->role = z == 0 ? SERIES_CENTRE : SERIES_LIMIT;
	series->curve = g_array_new(FALSE, FALSE, sizeof(ChartPoint));
	for (int step = 1; step <= 60; step++) {
		double n = 15.0 * step;
		ChartPoint point = { n, CLAMP(70 + funnel_limit(n, z), 0, 100) };
		g_array_append_val(series->curve, point);
	}
	g_ptr_array_add(chart->series, series);
}

static void fill_funnel(Chart *chart, bool urdu)
{
	begin(chart, urdu, CHART_FUNNEL,
	      "Three districts file fewer challans in time than chance allows",
	      "تین اضلاع میں بروقت چالان اتفاق سے کم ہیں", "Share of challans filed within 17 days",
	      "17 دن میں جمع چالانوں کا حصہ");
	chart->x_title = g_strdup(urdu ? "چالان" : "Challans due");
	add_districts(chart, urdu, 41);
	ChartSeries *share = add_series(chart, "Share", 70, 6, 17);
	share->signals = g_new0(ChartSignal, chart->count);
	chart->x = g_new0(double, chart->count);
	for (size_t n = 0; n < chart->count; n++) {
		chart->x[n] = 30 + (double)(n * n % 37) * 22;
		double off = share->values[n] - 70;
		share->values[n] = 70 + off / 6 * funnel_limit(chart->x[n], 1.9);
		if (n == 5 || n == 12 || n == 21)
			share->values[n] = 70 - funnel_limit(chart->x[n], 3.6);
		if (n == 8)
			share->values[n] = 70 + funnel_limit(chart->x[n], 3.4);
		if (n == 5 || n == 12 || n == 21)
			share->signals[n] = SIGNAL_WORSE;
		if (n == 8)
			share->signals[n] = SIGNAL_BETTER;
	}
	chart->percent = true;
	add_curve(chart, "95%", 1.96);
	add_curve(chart, "95%", -1.96);
	add_curve(chart, "99.8%", 3.09);
	add_curve(chart, "99.8%", -3.09);
	add_curve(chart, urdu ? "صوبہ" : "Province", 0);
}

static void fill_slope(Chart *chart, bool urdu)
{
	begin(chart, urdu, CHART_SLOPE, "Sialkot improved most",
	      "سیالکوٹ میں سب سے زیادہ بہتری آئی", "Share of challans filed in time",
	      "بروقت چالانوں کا حصہ");
	chart->count = 2;
	chart->categories = g_new0(char *, 3);
	chart->categories[0] = g_strdup("2025");
	chart->categories[1] = g_strdup("2026");
	for (size_t n = 0; n < G_N_ELEMENTS(districts); n++) {
		ChartSeries *series =
		    add_series(chart, districts[n][urdu], 60, 12, (unsigned)n * 7 + 2);
		series->context = n != 7 && n != 4;
		if (n == 7)
			series->values[1] = series->values[0] + 14;
	}
	chart->percent = true;
}

static void fill_incidence(Chart *chart, bool urdu)
{
	static const char *const names[][2] = { { "Convicted", "سزا" },
						{ "Acquitted", "بری" },
						{ "Compromised or withdrawn",
						  "راضی نامہ یا دستبرداری" },
						{ "Cancelled", "منسوخ" } };
	static const double most[] = { 14, 22, 9, 16 };
	begin(chart, urdu, CHART_INCIDENCE, "After three years six cases in ten are decided",
	      "تین سال بعد دس میں سے چھ مقدمات کا فیصلہ ہو چکا",
	      "Share of the cases registered in 2022, by outcome",
	      "2022 میں درج مقدمات کا حصہ، بہ لحاظ نتیجہ");
	chart->x_title = g_strdup(urdu ? "اندراج کے بعد مہینے" : "Months since registration");
	chart->count = 37;
	chart->categories = g_new0(char *, 38);
	chart->x = g_new(double, 37);
	for (size_t n = 0; n < 37; n++) {
		chart->categories[n] = g_strdup_printf("%zu", n);
		chart->x[n] = (double)n;
	}
	for (size_t n = 0; n < 4; n++) {
		ChartSeries *series = add_series(chart, names[n][urdu], 0, 0, 1);
		for (size_t at = 0; at < 37; at++)
			series->values[at] = most[n] * (1 - exp(-(double)at / (n == 3 ? 5 : 16)));
	}
	chart->percent = true;
	set_provisional(chart, 4);
}

static void fill_tiles(Chart *chart, bool urdu)
{
	static const char *const map[] = {
		". . Attock Rawalpindi Murree . .",
		". . Talagang Chakwal Jhelum Gujrat .",
		". Mianwali Khushab Sargodha Mandi_Bahauddin Wazirabad Sialkot",
		". Bhakkar Jhang Chiniot Hafizabad Gujranwala Narowal",
		". Layyah Toba_Tek_Singh Faisalabad Nankana_Sahib Sheikhupura Lahore",
		"Taunsa Kot_Addu Multan Khanewal Sahiwal Okara Kasur",
		"Dera_Ghazi_Khan Muzaffargarh Lodhran Vehari Pakpattan Bahawalnagar .",
		"Rajanpur Rahim_Yar_Khan Bahawalpur . . . .",
	};
	static const double bounds[] = { 0, 20, 40, 60 };
	static const char *const labels[] = { "under 20", "20 to under 40", "40 to under 60",
					      "60 or more" };
	begin(chart, urdu, CHART_TILES, "Cases registered per 100,000 women, 2026",
	      "فی ایک لاکھ خواتین درج مقدمات، 2026", "Cases (FIRs) per 100,000 women", "مقدمات");
	chart->categories = g_new0(char *, 64);
	chart->short_names = g_new0(char *, 64);
	chart->rows = g_new0(int, 64);
	chart->columns = g_new0(int, 64);
	for (int row = 0; row < (int)G_N_ELEMENTS(map); row++) {
		g_auto(GStrv) names = g_strsplit(map[row], " ", -1);
		for (int column = 0; names[column] != NULL; column++) {
			if (strcmp(names[column], ".") == 0)
				continue;
			const char *name =
			    urdu ? districts[chart->count % G_N_ELEMENTS(districts)][1]
				 : g_strdelimit(names[column], "_", ' ');
			chart->categories[chart->count] = g_strdup(name);
			chart->short_names[chart->count] = g_utf8_substring(name, 0, 3);
			chart->rows[chart->count] = row;
			chart->columns[chart->count++] = column;
		}
	}
	add_series(chart, "Rate", 45, 40, 12)->values[9] = NAN;
	((ChartSeries *)chart->series->pdata[0])->values[20] = 0;
	set_provisional(chart, 1);
	for (size_t n = 0; n < G_N_ELEMENTS(bounds); n++)
		add_reference(chart, bounds[n], 0, false, labels[n]);
	chart->highlight = g_new0(bool, chart->count);
	chart->highlight[24] = true;
}

static void fill_panels(Chart *chart, bool urdu)
{
	begin(chart, urdu, CHART_LINE, "Six main offences, on one scale",
	      "چھ نمایاں جرائم، ایک ہی پیمانے پر", "Cases (FIRs) per week", "فی ہفتہ مقدمات");
	for (unsigned n = 0; n < 6; n++) {
		Chart *panel = chart_new();
		panel->kind = CHART_LINE;
		panel->title = g_strdup(districts[n][urdu]);
		panel->group = g_strdup(",");
		add_weeks(panel, urdu, 26);
		set_provisional(panel, 2);
		add_series(panel, urdu ? "درج" : "Registered", 20 + 12.0 * n, 8, n + 4);
		add_series(panel, urdu ? "گرفتار" : "Arrested", 14 + 8.0 * n, 6, n + 9);
		g_ptr_array_add(chart->panels, panel);
	}
}

static void fill_empty(Chart *chart, bool urdu)
{
	begin(chart, urdu, CHART_LINE, "Cases registered", "درج مقدمات", "Cases (FIRs)", "مقدمات");
}

static void fill_one(Chart *chart, bool urdu)
{
	begin(chart, urdu, CHART_LINE, "Cases registered", "درج مقدمات", "Cases (FIRs)", "مقدمات");
	add_weeks(chart, urdu, 1);
	add_series(chart, "Cases", 7, 0, 1);
	set_provisional(chart, 1);
}

static void fill_zero(Chart *chart, bool urdu)
{
	begin(chart, urdu, CHART_COLUMN, "Acid crime", "تیزاب کے جرائم", "Cases (FIRs)", "مقدمات");
	add_weeks(chart, urdu, 13);
	add_series(chart, "Cases", 0, 0, 1)->values[5] = NAN;
}

const GalleryPicture gallery_pictures[] = {
	{ "line", FULL_PT, fill_line },
	{ "line-half", HALF_PT, fill_line },
	{ "crowd", FULL_PT, fill_crowd },
	{ "spc", FULL_PT, fill_spc },
	{ "range", FULL_PT, fill_range },
	{ "rate", HALF_PT, fill_rate },
	{ "bar", FULL_PT, fill_bar },
	{ "bars", HALF_PT, fill_bars },
	{ "column", FULL_PT, fill_column },
	{ "columns", HALF_PT, fill_columns },
	{ "stack", FULL_PT, fill_stack },
	{ "dot", FULL_PT, fill_dot },
	{ "funnel", FULL_PT, fill_funnel },
	{ "slope", HALF_PT, fill_slope },
	{ "incidence", FULL_PT, fill_incidence },
	{ "tiles", FULL_PT, fill_tiles },
	{ "tiles-half", HALF_PT, fill_tiles },
	{ "panels", FULL_PT, fill_panels },
	{ "empty", HALF_PT, fill_empty },
	{ "one", HALF_PT, fill_one },
	{ "zero", HALF_PT, fill_zero },
	{ 0 },
};
