/*
 * The style sheet of the HTML page: one for screens of any width, light and dark, and for
 * paper. Rules are grouped as a reader meets the page, from the top down.
 */
#include <math.h>

#include "reports/device/html/html.h"

#define DARK_CONTRAST_MOST 8.0

static const char *const rules[] = {
	/* Nastaliq has digits of its own; figures look the same in every language */
	/* NOLINTNEXTLINE(bugprone-suspicious-missing-comma): one rule in several lines */
	"@font-face{font-family:figures;src:local('Noto Sans'),local('NotoSans-Regular');"
	"unicode-range:U+25,U+2C,U+2E,U+30-39}",
	"@font-face{font-family:figures;font-weight:600 900;src:local('Noto Sans Bold'),"
	"local('NotoSans-Bold');unicode-range:U+25,U+2C,U+2E,U+30-39}",
	/* colours and type; every pair of text and ground here is tested for 4.5:1 */
	":root{color-scheme:light dark;--paper:#FFFFFF;--ink:#22272B;--soft:#3D3D3D;--grey:#5F676D;"
	"--rule:#8A9299;--hair:#DDE1E4;--accent:#12436D;--card:#F3F6F9;--caution:#FDF1E8;"
	"--warn:#A84008;"
	"--sans:'Noto Sans',system-ui,-apple-system,'Segoe UI',Roboto,Ubuntu,Cantarell,sans-serif;"
	"--urdu:figures,'Noto Nastaliq Urdu','Jameel Noori Nastaleeq','Urdu Typesetting','Noto Naskh Arabic',"
	"'Noto Sans',system-ui,sans-serif}",
	"*{box-sizing:border-box}",
	/* NOLINTNEXTLINE(bugprone-suspicious-missing-comma): one rule in several lines */
	"html{font:100%/1.5 var(--sans);color:var(--ink);background:var(--paper);"
	"-webkit-text-size-adjust:100%;text-size-adjust:100%}",
	":lang(ur){font-family:var(--urdu)}",
	"html:lang(ur){font-size:106.25%;line-height:2.1}",
	"html:lang(en) [lang=ur]{line-height:2}",
	"body{margin:0}",
	"main,.foot{max-width:61rem;margin-inline:auto;padding-inline:clamp(1rem,4vw,2.5rem)}",
	"main{padding-block:clamp(1.25rem,4vw,3rem) 1rem}",
	"p{margin:0 0 .75rem}",
	"a{color:var(--accent);text-underline-offset:.15em}",
	":focus-visible{outline:3px solid var(--accent);outline-offset:2px}",
	".hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);"
	"white-space:nowrap}",
	"data,time{white-space:nowrap}",
	".value,.num{font-variant-numeric:tabular-nums lining-nums}",
	/* headings */
	"h1,h2,h3,h4{color:var(--accent);line-height:1.25;text-wrap:balance}",
	"h1:lang(ur),h2:lang(ur),h3:lang(ur),h4:lang(ur){line-height:2.1}",
	"h1{font-size:clamp(1.5rem,1.1rem + 2vw,2.125rem);margin:0 0 1rem}",
	"h1::before{content:'';display:block;width:3.5rem;height:.25rem;margin-bottom:.75rem;"
	"background:var(--accent)}",
	"h2{font-size:1.3125rem;margin:2.5rem 0 .75rem}",
	"h3,h4{font-size:1.0625rem;margin:1.75rem 0 .5rem;color:var(--soft)}",
	".text{max-width:44rem;font-size:1.0625rem}",
	".cover{margin-bottom:2rem}",
	".cover h1{margin-bottom:.5rem}",
	".cover .subtitle{font-size:1.1875rem;color:var(--soft);margin-bottom:1rem}",
	".cover .line{margin:0;color:var(--grey);font-size:.9375rem}",
	".contents{margin:2rem 0;padding:1rem 1.25rem;border:1px solid var(--hair);border-radius:.5rem}",
	".contents h2{margin:0 0 .5rem;font-size:1.0625rem}",
	".contents ul{margin:0;padding:0;list-style:none;columns:2 20rem;column-gap:2rem}",
	".contents li{break-inside:avoid;padding:.15rem 0}",
	".contents a{text-decoration:none}",
	".contents a:hover,.contents a:focus{text-decoration:underline}",
	".contents .minor{padding-inline-start:1rem;font-size:.9375rem}",
	/* what limits the figures */
	".banner{margin:1.25rem 0;padding:.75rem 1rem;border-inline-start:.3125rem solid var(--accent);"
	"border-radius:.25rem;background:var(--card)}",
	".banner.caution{border-color:var(--warn);background:var(--caution)}",
	".banner p{max-width:48rem}",
	".banner p:last-child{margin:0}",
	/* figures: cards whose numbers stand on one line */
	".figures{--gap:.875rem;display:grid;gap:var(--gap);margin:1.75rem 0;grid-template-columns:"
	"repeat(auto-fill,minmax(max(8.75rem,calc((100% - (var(--n) - 1)*var(--gap))/var(--n))),1fr))}",
	".figures>div{display:grid;grid-template-rows:auto auto auto auto 1fr;"
	"grid-template-rows:subgrid;grid-row:span 5;row-gap:0;align-content:start;"
	"padding:.875rem 1rem;border-radius:0 0 .5rem .5rem;background:var(--card);"
	"border-top:.1875rem solid var(--accent)}",
	".figures dt{grid-row:1;font-weight:600;font-size:.9375rem;line-height:1.35}",
	".figures dd{margin:0;font-size:.875rem;line-height:1.4}",
	".figures dt:lang(ur){line-height:1.9}",
	".figures dd:lang(ur){line-height:2}",
	".figures .value{grid-row:2;margin:.375rem 0 .125rem;font-size:2.125rem;line-height:1.2;"
	"font-weight:700;color:var(--accent);overflow-wrap:anywhere}",
	".figures .value:lang(ur){line-height:1.5}",
	".figures .mark{font-size:1rem;font-weight:400;color:var(--grey)}",
	".figures .unit{grid-row:3;color:var(--soft)}",
	".figures .basis{grid-row:4;color:var(--grey);font-size:.8125rem}",
	".figures .versus{grid-row:5;align-self:end;margin-top:.5rem;padding-top:.375rem;"
	"border-top:1px solid var(--hair)}",
	"@media screen and (max-width:29rem){.figures>div:last-child:nth-child(odd){grid-column:1/-1}}",
	".note{font-size:.8125em;font-weight:400;white-space:nowrap}",
	/* tables */
	".table{position:relative;margin:1.75rem 0;overflow-x:auto;overscroll-behavior-x:contain}",
	"table{border-collapse:collapse;min-width:min(100%,30rem);font-size:.9375rem;line-height:1.4}",
	"table:lang(ur){line-height:1.9}",
	"caption,.caption{text-align:start;font-weight:600;font-size:1rem;padding-bottom:.5rem}",
	"caption{min-width:16rem}",
	"th,td{padding:.4rem .75rem;text-align:start;vertical-align:baseline}",
	"th:first-child,td:first-child{padding-inline-start:0}",
	"th:last-child,td:last-child{padding-inline-end:.25rem}",
	/* in Urdu too numbers run from the left, units under units */
	".num{text-align:right}",
	"td.num{direction:ltr;white-space:nowrap}",
	"td.num,.value data{font-family:var(--sans)}",
	"thead th{vertical-align:bottom;font-weight:600;font-size:.875rem;color:var(--soft)}",
	"thead tr:last-child th,thead th[rowspan]{border-bottom:1.5px solid var(--rule)}",
	"thead th[scope=colgroup]{text-align:center;border-bottom:1px solid var(--hair)}",
	"thead .num{max-width:7.5rem}",
	"@media (min-width:40.01rem){.table thead th:first-child{min-width:11rem}}",
	"tbody th{font-weight:400;background:var(--paper)}",
	"tbody tr+tr>*{border-top:1px solid var(--hair)}",
	"tbody .group th{padding-top:1.125rem;font-weight:700;color:var(--accent)}",
	"tbody .group+tr>*{border-top:1px solid var(--hair)}",
	"tbody .subtotal>*{font-weight:600;border-top:1px solid var(--rule)}",
	"tfoot>tr>*{font-weight:700;border-top:1.5px solid var(--rule);background:var(--paper)}",
	"td .mark{display:inline-block;min-width:2.1em;text-align:left;color:var(--grey);"
	"font-weight:400}",
	".d1::after,.d2::after,.d3::after,.p1::after,.p2::after,.p3::after{visibility:hidden}",
	".d1::after{content:'.0'}.d2::after{content:'.00'}.d3::after{content:'.000'}",
	".p1::after{content:'0'}.p2::after{content:'00'}.p3::after{content:'000'}",
	".in1{padding-inline-start:1.5rem}.in2{padding-inline-start:2.25rem}"
	".in3{padding-inline-start:3rem}.in4{padding-inline-start:3.75rem}",
	"table.small{font-size:.8125rem}table.small thead th{font-size:.75rem}",
	"table.small :is(th,td):not(:first-child,:last-child){padding-inline:.375rem}",
	"@media (min-width:40.01rem){.table .small thead th:first-child{min-width:8rem}}",
	"tbody .ruled>*{border-bottom:1px solid var(--rule)}",
	".spark{display:block;width:6rem;height:1.125rem;overflow:visible}",
	".spark path{fill:none;stroke:var(--accent);stroke-width:1.2;stroke-linejoin:round}",
	".spark circle{fill:var(--accent)}",
	".table-foot{margin:.25rem 0 .5rem;max-width:52rem;font-size:.8125rem;color:var(--soft)}",
	"th.lead,td.lead{display:none}",
	".none{margin:1.75rem 0}",
	".empty{color:var(--grey)}",
	/* charts */
	".chart{margin:2rem 0;container-type:inline-size}",
	"figcaption{margin-bottom:.375rem;line-height:1.4}",
	"figcaption:lang(ur){line-height:1.9}",
	"figcaption strong{display:block;font-size:1rem;font-weight:600}",
	"figcaption .unit{font-size:.875rem;color:var(--grey)}",
	"caption .subtitle,figcaption .subtitle,p.subtitle{display:block;font-size:.875rem;"
	"font-weight:400;color:var(--grey)}",
	"p.source{margin:.375rem 0 0;font-size:.8125rem;color:var(--grey)}",
	".table+p.source{margin:-1.375rem 0 1.75rem}",
	".table-foot+p.source{margin:.25rem 0 1.75rem}p.source:has(+.notes.under){margin-bottom:.25rem}",
	".chart svg{display:block;width:100%;height:auto}",
	".chart .narrow{display:none;max-width:30rem}",
	"@container (max-width:38rem){.full .wide{display:none}.full .narrow{display:block}}",
	"@container (max-width:24rem){.part .wide{display:none}.part .narrow{display:block}}",
	"details{margin-top:.5rem}",
	"summary{width:fit-content;padding:.25rem 0;cursor:pointer;color:var(--accent);"
	"font-size:.875rem;text-decoration:underline;text-underline-offset:.15em}",
	"details .table{margin:.75rem 0 1.5rem}",
	"details table{min-width:0;font-size:.875rem}",
	"details table+table{margin-top:1.25rem}",
	"details caption{font-size:.875rem}",
	/* columns, cards, notes */
	".columns{display:grid;grid-template-columns:repeat(12,minmax(0,1fr));column-gap:1.5rem}",
	".column{grid-column:span var(--span);min-width:0}",
	".column>:first-child{margin-top:1.25rem}",
	"@media screen and (max-width:50rem){.column{grid-column:1/-1}}",
	".card{margin:1.5rem 0;padding:1rem 1.25rem;max-width:40rem;border:1px solid var(--rule);"
	"border-radius:.5rem}",
	".card .title{margin:0 0 .5rem;font-weight:700;color:var(--accent)}",
	".card dl{margin:0}",
	".card dl>div{display:grid;grid-template-columns:minmax(6rem,2fr) 5fr;gap:.25rem 1rem;"
	"padding:.3rem 0}",
	".card dt{color:var(--grey)}",
	".card dd{margin:0;min-width:0;overflow-wrap:anywhere}",
	".card .blank{min-height:1.75rem;border-bottom:1px solid var(--rule)}",
	".notes{margin-top:3rem;padding-top:1rem;border-top:1px solid var(--rule);font-size:.875rem;"
	"color:var(--soft)}",
	".notes.under{margin:.25rem 0 1.75rem;padding:0;border:0;font-size:.75rem}",
	".notes.under li{padding:.125rem 0}",
	".table:has(+.table-foot),.table:has(+.notes.under),.figures:has(+.notes.under),"
	".chart:has(+.notes.under){margin-bottom:.5rem}",
	".measure{width:100%;max-width:56rem;min-width:0;margin:0 0 2rem;font-size:.875rem;"
	"table-layout:fixed}",
	".measure caption code{font-weight:400;font-size:.8125rem;color:var(--grey)}",
	".measure th{width:22%;padding-inline-start:0;color:var(--soft)}"
	".measure td,.measure th{vertical-align:top;overflow-wrap:anywhere}",
	"@media screen and (max-width:40rem){.measure tr,.measure th,.measure td{display:block;"
	"width:auto;padding:.125rem 0}.measure tr+tr>*{border:0}.measure tr{padding:.375rem 0;"
	"border-top:1px solid var(--hair)}}",
	".notes h2{margin:0 0 .75rem;font-size:1.0625rem}",
	".notes ol{margin:0;padding:0;list-style:none;max-width:52rem}",
	".notes li{display:flex;gap:.625rem;padding:.25rem 0}",
	".notes li .note{font-size:inherit;flex:none}",
	".notes b{font-weight:600;color:var(--ink)}",
	":target{scroll-margin-top:1rem}",
	"li:target,.note:target{background:var(--card);outline:.25rem solid var(--card)}",
	".foot{margin-top:2rem;padding-bottom:2.5rem;color:var(--grey);font-size:.8125rem}",
	".foot p{margin:0;padding-top:.75rem;border-top:1px solid var(--hair);display:flex;"
	"flex-wrap:wrap;justify-content:space-between;gap:.25rem 2rem}",
	/* telephones: the names of a wide table stay while its numbers scroll */
	"@media screen and (max-width:40rem){.table{margin-inline:-1rem;padding-inline:1rem}"
	".table th,.table td{padding-inline:.5rem}tbody th:first-child,tfoot th:first-child{"
	"position:sticky;inset-inline-start:-1rem;padding-inline-start:1rem!important;"
	"min-width:6.5rem;max-width:45vw}.table thead th:first-child{padding-inline-start:1rem}"
	".table caption{padding-inline-start:1rem;max-width:calc(100vw - 2rem)}"
	".table{padding-inline-start:0}.group th:first-child{max-width:none}"
	"details .table{margin-inline:0;padding-inline:0}"
	"th.lead,td.lead{display:table-cell}th.led,td.led{display:none}"
	".figures{--gap:.625rem}.figures>div{padding:.75rem .8125rem}}",
};

static const char *const dark_rules[] = {
	"@media screen and (prefers-color-scheme:dark){",
	":root{--paper:#14191E;--ink:#E4E8EB;--soft:#C6CCD1;--grey:#A3ACB3;--rule:#6B757D;"
	"--hair:#2F373E;--accent:#8DBBEC;--card:#1D242B;--caution:#33241A;--warn:#E8935A}",
};

static const char *const print_rules[] = {
	"@media print{",
	":root{color-scheme:light}html{font-size:10pt}html:lang(ur){font-size:11pt}",
	"main,.foot{max-width:none;padding:0}.text{font-size:1rem}",
	"h1{font-size:20pt}h2{font-size:14pt}h1,h2,h3,h4,figcaption,caption{break-after:avoid}",
	".figures>div,.banner,.card,tr,figure,.notes li{break-inside:avoid}",
	/* NOLINTNEXTLINE(bugprone-suspicious-missing-comma): one rule in several lines */
	".figures{--gap:4mm}.figures>div{padding:2.5mm 3mm;border:.5pt solid var(--rule);"
	"border-top:1.5pt solid var(--accent);background:none}",
	".figures .value{font-size:22pt}",
	".banner{border:.5pt solid var(--rule);border-inline-start:3pt solid var(--accent);"
	"background:none}.banner.caution{border-inline-start-color:var(--warn)}",
	".table{overflow:visible}table{width:100%;font-size:9pt}thead{display:table-header-group}",
	"tfoot{display:table-row-group}thead tr:last-child th,tfoot>tr>*{border-width:.75pt}",
	".chart{container-type:normal}.chart .wide{display:block}.chart .narrow{display:none}",
	"details{display:none}a{color:inherit;text-decoration:none}",
	".pagebreak+*{break-before:page}.foot{break-before:avoid}p{orphans:3;widows:3}}",
};

static void append_all(GString *out, const char *const *all, size_t count)
{
	for (size_t n = 0; n < count; n++) {
		g_string_append(out, all[n]);
		g_string_append_c(out, '\n');
	}
}

/* ── colours ── */

/* A channel of sRGB, 0 to 255, as light, and back (IEC 61966-2-1). */
static double light_of(guint channel)
{
	double value = channel / 255.0;
	return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

static guint channel_of(double light)
{
	double value = light <= 0.0031308 ? light * 12.92 : 1.055 * pow(light, 1 / 2.4) - 0.055;
	return (guint)lround(255 * fmin(1, fmax(0, value)));
}

typedef struct {
	double red, green, blue;
} Light;

static Light light_new(Colour colour)
{
	return (Light){ light_of(colour >> 16 & 0xFF), light_of(colour >> 8 & 0xFF),
			light_of(colour & 0xFF) };
}

/* Relative luminance (WCAG 2.2). */
static double luminance(Light light)
{
	return 0.2126 * light.red + 0.7152 * light.green + 0.0722 * light.blue;
}

double html_contrast(Colour one, Colour other)
{
	double a = luminance(light_new(one)) + 0.05, b = luminance(light_new(other)) + 0.05;
	return fmax(a, b) / fmin(a, b);
}

static Light light_mix(Light from, Light to, double share)
{
	return (Light){ from.red + share * (to.red - from.red),
			from.green + share * (to.green - from.green),
			from.blue + share * (to.blue - from.blue) };
}

/* As bright as WANTED: first all its own colour can give, then mixed with white. */
static Light light_at(Light light, double wanted)
{
	static const Light white = { 1, 1, 1 };
	double most = fmax(light.red, fmax(light.green, light.blue)), is = luminance(light);
	if (is <= 0)
		return light_mix((Light){ 0 }, white, wanted);
	double factor = fmin(wanted / is, 0.75 / most);
	Light scaled = light_mix((Light){ 0 }, light, factor);
	double missing = wanted - luminance(scaled);
	return missing > 0 ? light_mix(scaled, white, missing / (1 - luminance(scaled))) : scaled;
}

Colour html_dark_colour(Colour colour)
{
	double contrast = fmin(html_contrast(colour, 0xFFFFFFu), DARK_CONTRAST_MOST);
	double paper = luminance(light_new(HTML_DARK_PAPER));
	if (contrast < 1.005)
		return HTML_DARK_PAPER;
	/* a little over, so that rounding to 8 bits never falls short */
	double wanted = (contrast * 1.02) * (paper + 0.05) - 0.05;
	Light dark = light_at(light_new(colour), wanted);
	return channel_of(dark.red) << 16 | channel_of(dark.green) << 8 | channel_of(dark.blue);
}

static int compare_colours(gconstpointer one, gconstpointer other)
{
	guint a = GPOINTER_TO_UINT(one), b = GPOINTER_TO_UINT(other);
	return a < b ? -1 : a > b;
}

static void append_dark(GString *out, GHashTable *colours)
{
	g_hash_table_add(colours, GUINT_TO_POINTER(0xFFFFFFu)); /* inside hollow marks */
	g_autoptr(GList) list = g_list_sort(g_hash_table_get_keys(colours), compare_colours);
	append_all(out, dark_rules, G_N_ELEMENTS(dark_rules));
	for (GList *at = list; at != NULL; at = at->next) {
		Colour colour = GPOINTER_TO_UINT(at->data), dark = html_dark_colour(colour);
		g_string_append_printf(
		    out, "svg [fill=\"#%06X\"]{fill:#%06X}svg [stroke=\"#%06X\"]{stroke:#%06X}\n",
		    colour, dark, colour, dark);
	}
	g_string_append(out, "}\n");
}

/* Percentages of the root's size are written in thousandths: no locale's decimal point. */
static void append_theme(GString *out, const Theme *theme)
{
	int latin = (int)lround(1000 * theme->scale), urdu = (int)lround(1062.5 * theme->scale);
	g_string_append_printf(
	    out,
	    ":root{--ink:#%06X;--grey:#%06X;--accent:#%06X;--paper:#%06X}\n"
	    "@media screen{html{font-size:%d.%d%%}html:lang(ur){font-size:%d.%d%%}}\n",
	    theme->text, theme->muted, theme->accent, theme->paper, latin / 10, latin % 10,
	    urdu / 10, urdu % 10);
}

void html_style(GString *out, GHashTable *colours, bool landscape, const Theme *theme)
{
	append_all(out, rules, G_N_ELEMENTS(rules));
	if (theme != NULL)
		append_theme(out, theme);
	append_dark(out, colours);
	append_all(out, print_rules, G_N_ELEMENTS(print_rules));
	int top = theme != NULL ? (int)lround(theme->top_mm) : 16;
	int side = theme != NULL ? (int)lround(theme->side_mm) : 16;
	int bottom = theme != NULL ? (int)lround(theme->bottom_mm) : 18;
	g_string_append_printf(out,
			       "@page{size:A4%s;margin:%dmm %dmm %dmm;@bottom-right{"
			       "content:counter(page) ' / ' counter(pages);font:8pt 'Noto Sans',"
			       "sans-serif;color:#5F676D}}\n",
			       landscape ? " landscape" : "", top, side, bottom);
}

/* TEXT as a string of CSS. */
static void append_css_string(GString *out, const char *text)
{
	g_string_append_c(out, '\'');
	for (; *text != '\0'; text++)
		if (*text == '\'' || *text == '\\' || *text == '<' || (guchar)*text < 0x20)
			g_string_append_printf(out, "\\%x ", (guint)(guchar)*text);
		else
			g_string_append_c(out, *text);
	g_string_append_c(out, '\'');
}

void html_style_draft(GString *out, const Model *model)
{
	const char *draft = model_draft(model);
	if (draft == NULL)
		return;
	/* the page's own colours turned round: as readable, and like nothing else on it */
	g_string_append(out, ".draft{position:sticky;top:0;z-index:2;padding:.5rem 1rem;"
			     "text-align:center;color:var(--paper);background:var(--ink)}\n"
			     ":target{scroll-margin-top:5rem}\n"
			     "@media print{.draft{display:none}}\n"
			     "@page{margin-top:20mm;@top-center{width:100%;content:");
	append_css_string(out, draft);
	g_string_append_printf(out,
			       ";font:bold 11pt %s;text-align:center;vertical-align:middle;"
			       "color:#22272B;border-block:1.5pt solid #22272B}}\n",
			       model->right_to_left ? "'Noto Naskh Arabic','Noto Sans',sans-serif"
						    : "'Noto Sans',sans-serif");
}
