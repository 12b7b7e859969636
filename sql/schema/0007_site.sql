-- kind: script
-- purpose: which files of a site a run was made with
-- locks: new objects only

-- Files that lay over those of the program (core/site/), as the run that was published or changed nothing had them.
create table etl.run_site (
	run_no bigint not null references etl.run,
	path text not null,                -- below the site's folder: 'sql/cubes/mine.sql'
	sha256 text not null,
	reason text,                       -- why it replaces one of the program's; null: it replaces none
	primary key (run_no, path)
);
