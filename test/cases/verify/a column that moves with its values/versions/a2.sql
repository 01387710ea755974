-- revision: a2
-- down_revision: a1

-- limbeck:upgrade
ALTER TABLE users ADD COLUMN full_name varchar(60);
UPDATE users SET full_name = name;
ALTER TABLE users DROP COLUMN name;

-- limbeck:downgrade
ALTER TABLE users ADD COLUMN name varchar(60);
UPDATE users SET name = full_name;
ALTER TABLE users DROP COLUMN full_name;
