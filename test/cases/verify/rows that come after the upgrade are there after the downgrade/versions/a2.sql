-- revision: a2
-- down_revision: a1

-- limbeck:upgrade
ALTER TABLE users ADD COLUMN age integer;
CREATE TABLE posts (id integer PRIMARY KEY, user_id integer NOT NULL REFERENCES users (id), title varchar(40));

-- limbeck:downgrade
DROP TABLE posts;
ALTER TABLE users DROP COLUMN age;
