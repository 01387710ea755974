-- revision: a2
-- down_revision: a1

-- limbeck:upgrade
UPDATE users SET handle = substr(handle, 1, 20);

-- limbeck:downgrade
-- what was cut off is gone
