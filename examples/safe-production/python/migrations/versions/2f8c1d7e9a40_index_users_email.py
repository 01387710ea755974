"""Index users.email

CONCURRENTLY, outside of the transaction. What a failed try leaves is an invalid index of the same name, so it goes first.
"""
from alembic import op

revision = "2f8c1d7e9a40"
down_revision = "1975ea83b712"
branch_labels = None
depends_on = None


def upgrade():
    with op.get_context().autocommit_block():
        op.drop_index("ix_users_email", table_name="users", postgresql_concurrently=True, if_exists=True)
        op.create_index("ix_users_email", "users", ["email"], postgresql_concurrently=True)


def downgrade():
    with op.get_context().autocommit_block():
        op.drop_index("ix_users_email", table_name="users", postgresql_concurrently=True, if_exists=True)
