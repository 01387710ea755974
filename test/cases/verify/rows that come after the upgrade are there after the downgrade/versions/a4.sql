-- revision: a4
-- down_revision: a2

-- limbeck:upgrade
ALTER TABLE users ADD COLUMN kind varchar(10);
UPDATE users SET kind = 'old';

-- limbeck:downgrade
CREATE TABLE kinds (name varchar(10) NOT NULL);
INSERT INTO kinds SELECT CASE kind WHEN 'old' THEN kind END FROM users;
DROP TABLE kinds;
ALTER TABLE users DROP COLUMN kind;
