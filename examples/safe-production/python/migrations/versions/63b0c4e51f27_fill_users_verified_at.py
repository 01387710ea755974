"""Fill users.verified_at

In batches by the primary key. Each is a transaction of its own, and locks its rows for as long as that takes. Rows that are done don't meet
the condition any more, so that a run that was cut off begins again without harm.
"""
from alembic import op

revision = "63b0c4e51f27"
down_revision = "2f8c1d7e9a40"
branch_labels = None
depends_on = None

# limbeck-ignore-file no-downgrade: the column goes with the revision below
# limbeck-ignore-file unclassified-sql: it is an UPDATE, in batches
# limbeck-ignore-file data-loss: only NULLs are written over, and the column goes with the revision below

def upgrade():
    # COMMIT is for a block that no transaction is open around.
    with op.get_context().autocommit_block():
        op.execute(
            """
            DO $$
            DECLARE
              last bigint;
              behind bigint := -1;
            BEGIN
              LOOP
                SELECT max(id) INTO last
                FROM (SELECT id FROM users WHERE id > behind ORDER BY id LIMIT 10000) AS batch;
                EXIT WHEN last IS NULL;
                UPDATE users SET verified_at = created_at
                WHERE id > behind AND id <= last AND verified_at IS NULL;
                COMMIT;
                behind = last;
                PERFORM pg_sleep(0.01);
              END LOOP;
            END
            $$
            """
        )


def downgrade():
    pass
