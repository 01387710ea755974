-- revision: a2
-- down_revision: a1

-- limbeck:upgrade
UPDATE users SET name = substr(name, 1, 5);


-- limbeck:downgrade
-- what was cut off is gone
