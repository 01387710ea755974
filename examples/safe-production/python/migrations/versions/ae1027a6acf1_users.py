"""Users"""
import sqlalchemy as sa
from alembic import op

revision = "ae1027a6acf1"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "users",
        sa.Column("id", sa.BigInteger(), primary_key=True),
        sa.Column("email", sa.String(255), nullable=False),
        sa.Column("created_at", sa.DateTime(), server_default=sa.func.now(), nullable=False),
    )


def downgrade():
    op.execute("SET LOCAL lock_timeout = '1s'")
    op.drop_table("users")
