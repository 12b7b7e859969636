-- kind: script
-- purpose: which papers (public templates) the plan of a release has, so that one is found by the paper that is asked for
-- locks: release.release for a moment
alter table release.release add column if not exists papers text[] not null default '{}';
comment on column release.release.papers is 'templates of its plan, as it was when the release was prepared';
