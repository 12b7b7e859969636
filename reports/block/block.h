/*
 * Blocks: the const table of what a template may hold. A kind reads its keys when
 * the template is checked, and builds its part of the model when an edition is made.
 *
 * Adding a kind is one row, one file under reports/block/, one test.
 */
#pragma once

#include "reports/build/edition.h"
#include "reports/template/template_block.h"

extern const BlockType block_types[]; /* ended by a row whose kind is NULL */

/* The keys of the parts of blocks, each beside its kind. */
extern const TemplateKey block_heading_keys[], block_text_keys[], block_figure_keys[];
extern const TemplateKey block_matrix_keys[], block_record_keys[];
extern const TemplateKey block_columns_keys[], block_repeat_keys[], block_when_keys[];
extern const TemplateKey block_cover_keys[], block_completeness_keys[], block_revisions_keys[];
extern const TemplateKey block_contents_keys[], block_card_keys[];

/* One set of functions a kind; each in its file. */
gpointer block_heading_read(TemplateReader *reader, const YamlNode *node);
void block_heading_build(Edition *edition, const TemplateBlock *block);
void block_heading_free(gpointer content);
gpointer block_text_read(TemplateReader *reader, const YamlNode *node);
void block_text_build(Edition *edition, const TemplateBlock *block);
void block_text_free(gpointer content);
gpointer block_figures_read(TemplateReader *reader, const YamlNode *node);
void block_figures_build(Edition *edition, const TemplateBlock *block);
void block_figures_free(gpointer content);
gpointer block_notes_read(TemplateReader *reader, const YamlNode *node);
void block_notes_build(Edition *edition, const TemplateBlock *block);
void block_notes_free(gpointer content);
gpointer block_matrix_read(TemplateReader *reader, const YamlNode *node);
void block_matrix_build(Edition *edition, const TemplateBlock *block);
void block_matrix_free(gpointer content);
gpointer block_record_read(TemplateReader *reader, const YamlNode *node);
void block_record_build(Edition *edition, const TemplateBlock *block);
void block_record_free(gpointer content);
gpointer block_columns_read(TemplateReader *reader, const YamlNode *node);
void block_columns_build(Edition *edition, const TemplateBlock *block);
void block_columns_free(gpointer content);
gpointer block_repeat_read(TemplateReader *reader, const YamlNode *node);
void block_repeat_build(Edition *edition, const TemplateBlock *block);
void block_repeat_free(gpointer content);
gpointer block_when_read(TemplateReader *reader, const YamlNode *node);
void block_when_build(Edition *edition, const TemplateBlock *block);
void block_when_free(gpointer content);
gpointer block_include_read(TemplateReader *reader, const YamlNode *node);
void block_include_build(Edition *edition, const TemplateBlock *block);
void block_include_free(gpointer content);
gpointer block_cover_read(TemplateReader *reader, const YamlNode *node);
void block_cover_build(Edition *edition, const TemplateBlock *block);
void block_cover_free(gpointer content);
gpointer block_completeness_read(TemplateReader *reader, const YamlNode *node);
void block_completeness_build(Edition *edition, const TemplateBlock *block);
void block_completeness_free(gpointer content);
gpointer block_revisions_read(TemplateReader *reader, const YamlNode *node);
void block_revisions_build(Edition *edition, const TemplateBlock *block);
void block_revisions_free(gpointer content);
gpointer block_definitions_read(TemplateReader *reader, const YamlNode *node);
void block_definitions_build(Edition *edition, const TemplateBlock *block);
void block_definitions_free(gpointer content);
gpointer block_contents_read(TemplateReader *reader, const YamlNode *node);
void block_contents_build(Edition *edition, const TemplateBlock *block);
void block_contents_free(gpointer content);
gpointer block_pagebreak_read(TemplateReader *reader, const YamlNode *node);
void block_pagebreak_build(Edition *edition, const TemplateBlock *block);
void block_pagebreak_free(gpointer content);
gpointer block_signoff_read(TemplateReader *reader, const YamlNode *node);
gpointer block_contact_read(TemplateReader *reader, const YamlNode *node);
void block_card_build(Edition *edition, const TemplateBlock *block);
void block_card_free(gpointer content);
