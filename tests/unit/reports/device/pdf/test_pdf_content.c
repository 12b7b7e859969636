/* The marks in the drawing orders of a page, rewritten to the roles of their tags. */
#include <criterion/criterion.h>
#include <string.h>

#include "reports/device/pdf/pdf_content.h"

/* Leaves of a heading, an artifact and a hidden paragraph. */
static Tags *three_leaves(void)
{
	Tags *tags = tags_new();
	tags_leaf(tags, 0, tags_add(tags, tags->document, TAG_HEADING_2), LEAF_SEEN);
	tags_leaf(tags, 0, NULL, LEAF_SEEN);
	tags_leaf(tags, 0, tags_add(tags, tags->document, TAG_PARAGRAPH), LEAF_HIDDEN);
	return tags;
}

static char *rewritten(const char *content)
{
	g_autoptr(Tags) tags = three_leaves();
	GString *made = pdf_content_rewrite(content, strlen(content), tags->pages->pdata[0]);
	return made != NULL ? g_string_free(made, FALSE) : NULL;
}

Test(pdf_content, names_roles_artifacts_and_hidden_text)
{
	g_autofree char *made = rewritten("q\n/P << /MCID 0 >> BDC\nBT (a) Tj ET\nEMC\n"
					  "/P << /MCID 1 >> BDC\n0 0 m S\nEMC\n"
					  "/P << /MCID 2 >> BDC\nBT <0041> Tj ET\nEMC\nQ\n");
	cr_assert_str_eq(made, "q\n/H2 << /MCID 0 >> BDC\nBT (a) Tj ET\nEMC\n"
			       "/Artifact BMC\n0 0 m S\nEMC\n"
			       "/P << /MCID 2 >> BDC\n3 Tr\nBT <0041> Tj ET\n0 Tr\nEMC\nQ\n");
}

Test(pdf_content, leaves_cairos_own_marks_and_strings_as_they_are)
{
	g_autofree char *made =
	    rewritten("/P << /MCID 0 >> BDC\n/Span << /ActualText <feff0041> >> BDC\n"
		      "(EMC \\) /P BDC (nested)) Tj\nEMC\nEMC\n"
		      "/P << /MCID 1 >> BDC EMC /P << /MCID 2 >> BDC (\\\\) Tj EMC");
	cr_assert(made != NULL);
	cr_expect(strstr(made, "/Span << /ActualText <feff0041> >> BDC\n"
			       "(EMC \\) /P BDC (nested)) Tj\nEMC\nEMC\n") != NULL,
		  "%s", made);
}

Test(pdf_content, refuses_marks_that_are_not_those_of_the_leaves)
{
	static const char *const cases[] = {
		"",
		"/P << /MCID 0 >> BDC EMC",
		"/P << /MCID 0 >> BDC EMC /P << /MCID 1 >> BDC EMC /P << /MCID 2 >> BDC",
		"/P << /MCID 0 >> BDC EMC EMC",
		("/P << /MCID 0 >> BDC EMC /P << /MCID 1 >> BDC EMC /P << /MCID 2 >> BDC EMC "
		 "/P << /MCID 3 >> BDC EMC"),
		"(never ends \\",
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autofree char *made = rewritten(cases[n]);
		cr_expect_null(made, "%s", cases[n]);
	}
}

Test(pdf_content, grows_a_tree_in_the_order_of_reading)
{
	g_autoptr(Tags) tags = tags_new();
	Tag *table = tags_add(tags, tags->document, TAG_TABLE);
	Tag *row = tags_add(tags, table, TAG_ROW);
	tags_leaf(tags, 0, tags_add(tags, row, TAG_HEAD_CELL), LEAF_SEEN);
	tags_leaf(tags, 1, tags_add(tags, row, TAG_CELL), LEAF_SEEN);
	tags_add(tags, tags->document, TAG_FIGURE)->alt = g_strdup("rises");
	g_autofree char *text = tags_dump(tags);
	cr_expect_str_eq(text, "Document\n  Table\n    TR\n      TH 1\n      TD 1\n"
			       "  Figure \"rises\"\n");
}
