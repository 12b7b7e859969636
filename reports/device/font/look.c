#include "reports/device/font/look.h"

#include "reports/device/font/bind.h"

#define MM 2.834645669 /* points */

PangoContext *look_fonts(const Model *model, GError **error)
{
	PangoContext *context = font_context_new(model->right_to_left, model->language, error);
	if (context != NULL && model->look != NULL)
		font_context_scale(context, model->look->scale);
	if (context != NULL)
		font_context_bind(context, bind_new(model));
	return context;
}

PagePaper look_paper(const Model *model)
{
	PagePaper paper = page_paper(model->orientation);
	const Theme *theme = model->look;
	if (theme == NULL)
		return paper;
	paper.left_pt = paper.right_pt = theme->side_mm * MM;
	paper.top_pt = theme->top_mm * MM;
	paper.bottom_pt = theme->bottom_mm * MM;
	return paper;
}

Colour look_colour(const Theme *theme, Colour colour)
{
	if (theme == NULL)
		return colour;
	switch (colour) {
	case COLOUR_INK:
		return theme->text;
	case COLOUR_GREY:
		return theme->muted;
	case COLOUR_NAVY:
		return theme->accent;
	default:
		return colour;
	}
}
