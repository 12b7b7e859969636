/*
 * About: the lines that tables and charts share beside their titles: subtitle, which says place,
 * unit and period, and source, which names the records.
 */
#pragma once

#include "reports/build/edition.h"
#include "reports/template/template_block.h"

typedef struct {
	TemplateText *subtitle; /* or NULL */
	TemplateSource source;  /* says neither: the template's, else the record systems */
} ContentAbout;

#define ABOUT_KEYS                                                                                 \
	{ .name = "subtitle", .kind = KEY_TEXT },                                                  \
	{                                                                                          \
		.name = "source", .kind = KEY_TEXT                                                 \
	}

void about_read(TemplateReader *reader, const YamlNode *node, const char *where,
		ContentAbout *about);
void about_clear(ContentAbout *about);

/* Sets RET_ABOUT to the lines of a block over DATASET. */
void about_build(const Edition *edition, const ContentAbout *about, const TemplateDataset *dataset,
		 BlockAbout *ret_about);
