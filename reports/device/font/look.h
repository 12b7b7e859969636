/*
 * Look: what a model's theme means to the devices that draw: the type's scale, the paper's
 * margins, colours. A model without a theme has the house's look.
 */
#pragma once

#include "reports/device/font/font.h"
#include "reports/device/font/page.h"
#include "reports/model/model.h"

/* A context to lay the texts of MODEL out, its letters scaled as the theme says. Errors: as
 * font_context_new. */
PangoContext *look_fonts(const Model *model, GError **error);

/* MODEL's paper: its orientation, the theme's margins. */
PagePaper look_paper(const Model *model);

/* COLOUR of a document's texts and rules as THEME (NULL: the house's) has it. */
Colour look_colour(const Theme *theme, Colour colour);
