-- revision: a2
-- down_revision: a1

-- limbeck:upgrade
CREATE TABLE teams_new (id integer PRIMARY KEY, name varchar(500));
INSERT INTO teams_new SELECT id, name FROM teams;
DELETE FROM teams;
DROP TABLE teams;
ALTER TABLE teams_new RENAME TO teams;

-- limbeck:downgrade
CREATE TABLE teams_old (id integer PRIMARY KEY, name text);
INSERT INTO teams_old SELECT id, name FROM teams;
DROP TABLE teams;
ALTER TABLE teams_old RENAME TO teams;
