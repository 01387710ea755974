"""Add users.verified_at

Nullable, which is a matter of the catalogue alone. The default is for new rows: the application of today, which doesn't know the column,
goes on writing.
"""
import sqlalchemy as sa
from alembic import op

revision = "1975ea83b712"
down_revision = "ae1027a6acf1"
branch_labels = None
depends_on = None


def upgrade():
    # Who waits for the table's lock keeps all others waiting behind him.
    op.execute("SET LOCAL lock_timeout = '1s'")
    op.add_column("users", sa.Column("verified_at", sa.DateTime(), nullable=True))
    op.alter_column("users", "verified_at", server_default=sa.func.now())


def downgrade():
    op.execute("SET LOCAL lock_timeout = '1s'")
    op.drop_column("users", "verified_at")
