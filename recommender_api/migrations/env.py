"""Runs migrations on the connection that `recommender_api.database` hands over."""

from alembic import context

from recommender_api.tables import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
context.run_migrations()
