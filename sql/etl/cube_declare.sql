-- purpose: makes the table of a cube, or makes it anew when its definition has changed
-- grain: one row
-- parameters: $1 cube text, $2 keys text[], $3 counts text[], $4 definition text, $5 sha256 text
-- returns: made boolean
-- locks: the cube, exclusively, when it is made
select engine.cube_declare($1::text, $2::text[], $3::text[], $4::text, $5::text) as made
