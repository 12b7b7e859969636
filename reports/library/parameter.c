#include "reports/library/parameter.h"

#include <string.h>

#include "core/error.h"

const ParameterType parameter_types[] = {
	{ .name = "text", .type = DATUM_TEXT },
	{ .name = "choice", .type = DATUM_TEXT, .is_choice = true },
	{ .name = "district", .type = DATUM_TEXT, .is_district = true },
	{ "date", DATUM_DATE, "date", false, PERIOD_DAY, false, false },
	{ "day", DATUM_DATE, "date", true, PERIOD_DAY, false, false },
	{ "week", DATUM_DATE, "week", true, PERIOD_WEEK, false, false },
	{ "month", DATUM_DATE, "month", true, PERIOD_MONTH, false, false },
	{ "quarter", DATUM_DATE, "quarter", true, PERIOD_QUARTER, false, false },
	{ "year", DATUM_DATE, "year", true, PERIOD_YEAR, false, false },
	{ "fiscal-year", DATUM_DATE, "fiscal-year", true, PERIOD_FISCAL_YEAR, false, false },
	{ 0 },
};

static const char *const period_attributes[] = { "start", "end", "name", NULL };
static const char *const district_attributes[] = { "code", "name", "division", NULL };
static const char *const no_attributes[] = { NULL };

const ParameterType *parameter_type_find(const char *name)
{
	for (const ParameterType *type = parameter_types; type->name != NULL; type++) {
		if (strcmp(type->name, name) == 0)
			return type;
	}
	return NULL;
}

const char **parameter_type_names(void)
{
	const char **names = g_new0(const char *, G_N_ELEMENTS(parameter_types));
	for (size_t n = 0; parameter_types[n].name != NULL; n++)
		names[n] = parameter_types[n].name;
	return names;
}

bool parameter_attribute(const ParameterType *type, const char *attribute, DatumType *ret_type,
			 const char *const **ret_known)
{
	if (attribute == NULL) {
		*ret_type = type->type;
		return true;
	}
	const char *const *known = type->is_period     ? period_attributes
				   : type->is_district ? district_attributes
						       : no_attributes;
	if (!g_strv_contains(known, attribute)) {
		if (ret_known != NULL)
			*ret_known = known;
		return false;
	}
	bool is_name = strcmp(attribute, "name") == 0;
	*ret_type = type->is_period && !is_name ? DATUM_DATE : DATUM_TEXT;
	return true;
}

static bool read_date(const ParameterType *type, const char *text, const ParameterWorld *world,
		      ParameterValue *value, GError **error)
{
	value->last_complete = strcmp(text, "last-complete") == 0;
	if (value->last_complete)
		value->period = period_last_complete(type->kind, &world->as_at);
	else if (!period_parse(type->kind, text, &value->period, error))
		return false;
	value->text = period_name(&value->period);
	return true;
}

/* "all" leaves the district NULL. */
static bool read_district(const char *text, const ParameterWorld *world, ParameterValue *value,
			  GError **error)
{
	bool all = strcmp(text, "all") == 0;
	value->district = all ? NULL : districts_find(world->districts, text, error);
	if (!all && value->district == NULL)
		return false;
	value->text = g_strdup(all ? text : value->district->code);
	return true;
}

bool parameter_read(const ParameterType *type, const char *text, const ParameterWorld *world,
		    ParameterValue *ret_value, GError **error)
{
	ParameterValue value = { .type = type };
	if (type->type == DATUM_DATE) {
		if (!read_date(type, text, world, &value, error))
			return false;
	} else if (type->is_district) {
		if (!read_district(text, world, &value, error))
			return false;
	} else {
		value.text = g_strdup(text);
	}
	value.shown = datum_printable(value.text);
	*ret_value = value;
	return true;
}

void parameter_clear(ParameterValue *value)
{
	g_clear_pointer(&value->text, g_free);
	g_clear_pointer(&value->shown, g_free);
}

char *parameter_sql(const ParameterValue *value)
{
	return value->type->type == DATUM_DATE ? date_text(&value->period.first)
					       : g_strdup(value->text);
}

Datum parameter_datum(const ParameterValue *value, const char *attribute, const char *language)
{
	if (value->type->type == DATUM_DATE) {
		if (attribute == NULL || strcmp(attribute, "start") == 0)
			return datum_of_date(&value->period.first);
		return strcmp(attribute, "end") == 0 ? datum_of_date(&value->period.last)
						     : datum_of_text(value->shown);
	}
	if (value->district == NULL || g_strcmp0(attribute, "code") == 0)
		return datum_of_text(value->shown);
	return datum_of_text(g_strcmp0(attribute, "division") == 0
				 ? value->district->division
				 : district_name(value->district, language));
}
