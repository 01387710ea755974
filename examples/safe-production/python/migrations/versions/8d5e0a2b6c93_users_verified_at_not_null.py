"""users.verified_at is NOT NULL

SET NOT NULL reads every row while nobody may read or write, unless a valid check proves that there is no NULL. The check is made NOT VALID,
which reads nothing, and validated beside readers and writers.
"""
from alembic import op

revision = "8d5e0a2b6c93"
down_revision = "63b0c4e51f27"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("SET LOCAL lock_timeout = '1s'")
    op.execute("ALTER TABLE users DROP CONSTRAINT IF EXISTS users_verified_at_is_not_null")
    op.execute(
        "ALTER TABLE users ADD CONSTRAINT users_verified_at_is_not_null"
        " CHECK (verified_at IS NOT NULL) NOT VALID"
    )
    with op.get_context().autocommit_block():
        op.execute("ALTER TABLE users VALIDATE CONSTRAINT users_verified_at_is_not_null")
    op.execute("SET LOCAL lock_timeout = '1s'")
    op.alter_column("users", "verified_at", nullable=False)
    op.execute("ALTER TABLE users DROP CONSTRAINT users_verified_at_is_not_null")


def downgrade():
    op.execute("SET LOCAL lock_timeout = '1s'")
    op.alter_column("users", "verified_at", nullable=True)
