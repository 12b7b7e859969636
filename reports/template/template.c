#include "reports/template/template.h"

#include <string.h>

void template_text_free(TemplateText *text)
{
	if (text == NULL)
		return;
	g_ptr_array_unref(text->by_language);
	g_free(text);
}

void template_field_clear(TemplateField *field)
{
	g_clear_pointer(&field->name, g_free);
	g_clear_pointer(&field->format, g_free);
}

static void free_parameter(gpointer data)
{
	TemplateParameter *parameter = data;
	g_free(parameter->name);
	g_free(parameter->default_text);
	g_free(parameter->not_before);
	if (parameter->choices != NULL)
		g_ptr_array_unref(parameter->choices);
	g_free(parameter);
}

static void free_dataset(gpointer data)
{
	TemplateDataset *dataset = data;
	g_free(dataset->name);
	g_free(dataset->row_unless);
	g_free(dataset->place);
	g_free(dataset->where);
	g_strfreev(dataset->is);
	office_free(dataset->office);
	g_free(dataset->row_by);
	g_ptr_array_unref(dataset->query_columns);
	g_ptr_array_unref(dataset->columns);
	g_ptr_array_unref(dataset->derivations);
	g_ptr_array_unref(dataset->arguments);
	g_free(dataset);
}

static void close_document(gpointer data)
{
	yaml_close(data);
}

Template *template_new(YamlDocument *document)
{
	Template *template = g_new0(Template, 1);
	template->document = document;
	template->languages = g_ptr_array_new_with_free_func(g_free);
	template->outputs = g_ptr_array_new();
	template->parameters = g_ptr_array_new_with_free_func(free_parameter);
	template->datasets = g_ptr_array_new_with_free_func(free_dataset);
	template->parts = g_ptr_array_new_with_free_func(close_document);
	return template;
}

void template_free(Template *template)
{
	if (template == NULL)
		return;
	g_clear_pointer(&template->blocks, g_ptr_array_unref);
	g_ptr_array_unref(template->datasets);
	g_ptr_array_unref(template->parameters);
	g_ptr_array_unref(template->outputs);
	g_ptr_array_unref(template->languages);
	expression_free(template->burst_name);
	template_text_free(template->paper);
	g_free(template->name);
	g_free(template->audience);
	g_free(template->jurisdiction);
	g_free(template->orientation);
	g_free(template->theme);
	template_text_free(template->source.text);
	g_ptr_array_unref(template->parts);
	yaml_close(template->document);
	g_free(template);
}

TemplateParameter *template_parameter(const Template *template, const char *name)
{
	for (guint n = 0; n < template->parameters->len; n++) {
		TemplateParameter *parameter = g_ptr_array_index(template->parameters, n);
		if (strcmp(parameter->name, name) == 0)
			return parameter;
	}
	return NULL;
}

TemplateDataset *template_dataset(const Template *template, const char *name)
{
	for (guint n = 0; n < template->datasets->len; n++) {
		TemplateDataset *dataset = g_ptr_array_index(template->datasets, n);
		if (strcmp(dataset->name, name) == 0)
			return dataset;
	}
	return NULL;
}

bool template_dataset_is_single(const TemplateDataset *dataset)
{
	return dataset->least == 1 && dataset->most == 1;
}

char *template_paper(const Template *template, const Locale *locale)
{
	int language = template_language(template, locale_language(locale));
	if (template->paper == NULL || language < 0)
		return g_strdup(template->name);
	const ExpressionNames names = { 0 }; /* it stands above the parameters and names none */
	return expression_print(g_ptr_array_index(template->paper->by_language, (guint)language),
				&names, locale);
}

int template_language(const Template *template, const char *language)
{
	for (guint n = 0; n < template->languages->len; n++) {
		if (strcmp(g_ptr_array_index(template->languages, n), language) == 0)
			return (int)n;
	}
	return -1;
}

bool template_is_released(const Template *template)
{
	return strcmp(template->audience, "public") == 0 && template->datasets->len > 0;
}
