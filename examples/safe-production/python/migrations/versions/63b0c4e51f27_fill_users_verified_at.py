"""Fill users.verified_at

In batches by the primary key. Each is a transaction of its own, and locks its rows for as long as that takes. Rows that are done don't meet
the condition any more, so that a run that was cut off begins again without harm.
"""
import time

import sqlalchemy as sa
from alembic import op

revision = "63b0c4e51f27"
down_revision = "2f8c1d7e9a40"
branch_labels = None
depends_on = None

END_OF_BATCH = sa.text(
    "SELECT max(id) FROM (SELECT id FROM users WHERE id > :after ORDER BY id LIMIT 10000) AS batch"
)
BATCH = sa.text(
    "UPDATE users SET verified_at = created_at"
    " WHERE id > :after AND id <= :end AND verified_at IS NULL"
)


def upgrade():
    with op.get_context().autocommit_block():
        connection = op.get_bind()
        after = connection.scalar(sa.text("SELECT coalesce(min(id) - 1, 0) FROM users"))
        while end := connection.scalar(END_OF_BATCH, {"after": after}):
            connection.execute(BATCH, {"after": after, "end": end})
            after = end
            time.sleep(0.01)


def downgrade():
    pass
