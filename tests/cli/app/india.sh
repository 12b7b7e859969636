# An office that has nothing but the installed program makes a source of NCRB's table 42, a figure and a paper.
# $1: the table. Run in an empty folder, without a compiler and without the sources of the program.
set -eu
mkdir -p drop
cp "$1" drop/
cat > shumar.yaml <<'END'
data: data
sources:
  india: {mapping: india, folder: drop}
END
shumar source new india --from "drop/${1##*/}" --feed count --jurisdiction india --timezone Asia/Kolkata

# the headings of the table were left out as names of persons: say why they are nobody's
sed -i -e 's/^      # \(group_name\|sub_group_name\)\(:.*}\).*/      \1\2/' site/sql/sources/india/source.yaml
cat >> site/sql/sources/india/source.yaml <<'END'
allow:
  columns:
    group_name: "A heading of the printed tables: a kind of crime, nobody's name."
    sub_group_name: "A heading of the printed tables: a kind of crime, nobody's name."
END

# a row of the table has many figures: each becomes a count
sed -i -e 's/null::text as count_key/concat_ws('"'|'"', t.year, t.area_name, t.sub_group_name, v.item) as count_key/' \
	-e 's/null::text as head/t.sub_group_name as head/' -e 's/null::text as item/v.item/' \
	-e 's/null::date as period_from/make_date(t.year, 1, 1) as period_from/' \
	-e 's/null::date as period_to/make_date(t.year, 12, 31) as period_to/' \
	-e 's/null::bigint as value/v.value::bigint as value/' \
	-e "s/^from raw.india as t/&\ncross join lateral (values ('reported', t.cases_reported), ('convicted', t.cases_convicted)) as v (item, value)/" \
	site/sql/sources/india/count.sql
shumar source check india
shumar etl run --quiet

mkdir -p site/sql/reports site/templates
cat > site/sql/reports/india_states.sql <<'END'
-- purpose: a kind of crime in a year, by state, the most reported first
-- grain: one row per state
-- parameters: $1 year date, $2 head text
-- returns: state text, reported bigint, convicted bigint
-- locks: none
select c.area as state, sum(c.value) filter (where c.item = 'reported')::bigint as reported,
	sum(c.value) filter (where c.item = 'convicted')::bigint as convicted
from report.count_period c
where c.jurisdiction = 'india' and c.head = $2::text and c.period_from = $1::date
group by c.area
order by reported desc nulls last, c.area collate "C"
END
cat > site/templates/india-states.yaml <<'END'
template: india-states
paper: {en: "Crimes against women, by state", ur: "خواتین کے خلاف جرائم، بلحاظ ریاست"}
audience: internal
jurisdiction: india
languages: [en, ur]
outputs: [pdf, text]
parameters:
  year: {type: year}
datasets:
  states: {query: india_states, with: {year: $year, head: "01. Rape"}, rows: 1..}
blocks:
  - heading: {en: "Rape cases, {year.start|year}", ur: "جنسی زیادتی کے مقدمات، {year.start|year}"}
  - table:
      id: states
      dataset: states
      caption: {en: "Reported, and convicted by the courts", ur: "درج مقدمات، اور عدالتوں سے سزا"}
      columns:
        - {field: state, header: {en: State, ur: ریاست}}
        - {field: reported, header: {en: Reported, ur: درج}}
        - {field: convicted, header: {en: Convicted, ur: سزا}}
END
shumar site check
shumar site list
shumar report check india-states
shumar report render india-states --param year=2001 -o paper/india
cat paper/india.txt paper/manifest.json
