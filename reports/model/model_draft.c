/* What a draft is called. */
#include "reports/model/model.h"

const char *model_draft(const Model *model)
{
	return model->draft ? model_word(model, "draft") : NULL;
}

char *model_document_title(const Model *model)
{
	const char *draft = model_draft(model);
	return draft != NULL ? g_strdup_printf("%s · %s", draft, model->title)
			     : g_strdup(model->title);
}
