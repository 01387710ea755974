-- revision: a3
-- down_revision: a2

-- limbeck:upgrade
CREATE TABLE old_users AS SELECT * FROM users;
ALTER TABLE users ADD COLUMN shoe integer;

-- limbeck:downgrade
ALTER TABLE users DROP COLUMN shoe;
DELETE FROM users WHERE id NOT IN (SELECT id FROM old_users);
DROP TABLE old_users;
