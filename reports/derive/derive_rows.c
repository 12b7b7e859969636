#include "reports/derive/derive_rows.h"

/* A count is exact in a double up to here. */
#define COUNT_MOST 9007199254740992.0

const Datum *derive_value(const DeriveRows *rows, DeriveRole role, size_t n)
{
	const char *name = rows->derivation->roles[role];
	int column = name != NULL ? dataset_column(rows->dataset, name, "en") : -1;
	return column >= 0 ? dataset_value(rows->dataset, rows->rows[n], (size_t)column) : NULL;
}

Estimate derive_number(const DeriveRows *rows, DeriveRole role, size_t n)
{
	const Datum *datum = derive_value(rows, role, n);
	if (datum == NULL || datum->missing)
		return estimate_none(datum != NULL && datum->hidden ? ESTIMATE_HIDDEN
								    : ESTIMATE_NOT_AVAILABLE);
	return estimate_of(datum->number);
}

bool derive_count(const DeriveRows *rows, DeriveRole role, size_t n, gint64 *ret_count)
{
	Estimate number = derive_number(rows, role, n);
	if (!estimate_known(number) || number.value < 0 || number.value > COUNT_MOST ||
	    number.value != floor(number.value))
		return false;
	*ret_count = (gint64)number.value;
	return true;
}

const char *derive_text(const DeriveRows *rows, DeriveRole role, size_t n)
{
	const Datum *datum = derive_value(rows, role, n);
	return datum != NULL && !datum->missing ? datum->text : NULL;
}

bool derive_left_out(const DeriveRows *rows, size_t n)
{
	const Datum *datum = derive_value(rows, DERIVE_LEAVE_OUT, n);
	return datum != NULL && !datum->missing && datum->truth;
}

bool derive_withholds(const DeriveRows *rows, gint64 events)
{
	const Measure *measure = rows->derivation->measure;
	return measure != NULL && events < measure_withhold_under(measure);
}

void derive_put(const DeriveRows *rows, size_t n, guint column, Estimate estimate)
{
	Datum datum = estimate_known(estimate) ? datum_of_number(estimate.value)
					       : datum_missing(DATUM_NUMBER);
	datum.senseless = estimate.state == ESTIMATE_NOT_APPLICABLE;
	datum.too_few = estimate.state == ESTIMATE_TOO_FEW;
	datum.hidden = estimate.state == ESTIMATE_HIDDEN;
	dataset_set(rows->dataset, rows->rows[n], rows->derivation->first + column, datum);
}

void derive_put_share_of(const DeriveRows *rows, size_t n, guint column, Estimate trials)
{
	const Measure *measure = rows->derivation->measure;
	if (measure == NULL || !estimate_known(trials) || trials.value <= 0 ||
	    trials.value >= (double)measure_print_n_under(measure))
		return;
	size_t at = rows->derivation->first + column;
	Datum datum = *dataset_value(rows->dataset, rows->rows[n], at);
	datum.share_of = trials.value;
	dataset_set(rows->dataset, rows->rows[n], at, datum);
}

void derive_put_word(const DeriveRows *rows, size_t n, guint column, const char *word)
{
	dataset_set(rows->dataset, rows->rows[n], rows->derivation->first + column,
		    datum_of_text(word));
}

void derive_put_interval(const DeriveRows *rows, size_t n, guint column, Interval interval,
			 double factor)
{
	Interval scaled = interval_scale(interval, factor);
	derive_put(rows, n, column, scaled.value);
	derive_put(rows, n, column + 1, scaled.lower);
	derive_put(rows, n, column + 2, scaled.upper);
}
