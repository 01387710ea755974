import os

import sqlalchemy as sa
from alembic import context

# Whoever names another database, as `limbeck verify` does with its scratch database, is followed.
url = context.config.get_main_option("sqlalchemy.url") or os.environ["DATABASE_URL"]
engine = sa.create_engine(url, poolclass=sa.pool.NullPool)
with engine.connect() as connection:
    context.configure(connection=connection, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()
