-- purpose: whether this session can read as the press does, and who it is
-- grain: one row
-- parameters: none
-- returns: there boolean, may boolean, login text
-- locks: none
select exists (select from pg_catalog.pg_roles r where r.rolname = 'shumar_press') as there,
	coalesce((select pg_catalog.pg_has_role(r.oid, 'MEMBER') from pg_catalog.pg_roles r where r.rolname = 'shumar_press'), false) as may,
	session_user::text as login
