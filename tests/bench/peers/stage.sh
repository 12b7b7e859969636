#!/usr/bin/env bash
# The mapping's SELECT of the cases by psql, piped into psql; like ours without row_id, which does not land.
. "$(dirname "$0")/common.sh"
columns='case_key, district, station, fir_year, fir_number, registered_at, occurred_on, sections, honour, domestic, channel,
	status, status_on, victims, victim_age_band, relation'
pipe "select $columns from ($(cat "$BENCH_SQL/mapping/case.sql")) as q" "peer.cases ($columns)"
