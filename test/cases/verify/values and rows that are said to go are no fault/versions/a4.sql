-- revision: a4
-- down_revision: a3

-- limbeck:upgrade
CREATE TABLE notes (id integer PRIMARY KEY);
-- limbeck-ignore data-loss: a word about another table
DELETE FROM notes WHERE id = 1;
DELETE FROM users;

-- limbeck:downgrade
DROP TABLE notes;
