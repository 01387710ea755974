-- revision: a3
-- down_revision: a2

-- limbeck:upgrade
-- limbeck-ignore data-loss: the first half are test accounts
DELETE FROM users WHERE id < 1000010;

-- limbeck:downgrade
SELECT 1;
