-- revision: a2
-- down_revision: a1

-- limbeck:upgrade
DELETE FROM users WHERE name IS NULL;

-- limbeck:downgrade
-- nothing to do
