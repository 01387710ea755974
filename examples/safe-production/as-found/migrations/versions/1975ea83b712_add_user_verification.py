"""Add user verification"""
import sqlalchemy as sa
from alembic import op

revision = "1975ea83b712"
down_revision = "ae1027a6acf1"
branch_labels = None
depends_on = None


def upgrade():
    # No locks!
    op.execute("CREATE INDEX CONCURRENTLY ix_users_email ON users (email)")

    op.add_column("users", sa.Column("verified_at", sa.DateTime(), nullable=True))

    # Backfill in batches, so as not to lock the table.
    op.execute("UPDATE users SET verified_at = created_at WHERE verified_at IS NULL LIMIT 10000")

    # Once the backfill is complete, verified_at becomes NOT NULL.


def downgrade():
    op.drop_index("ix_users_email", table_name="users")
    op.drop_column("users", "verified_at")
