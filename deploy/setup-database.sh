#!/bin/sh
# Creates or updates Temporal's schemas. Runs in temporalio/admin-tools; may run any number of times.
set -eu
export SQL_PLUGIN=postgres12 SQL_HOST="$POSTGRES_SEEDS" SQL_PORT=5432 SQL_USER="$POSTGRES_USER" SQL_PASSWORD="$POSTGRES_PWD"
for database in temporal visibility; do
  name=temporal
  [ "$database" = visibility ] && name=temporal_visibility
  SQL_DATABASE="$name" temporal-sql-tool create || true # it exists from the second time on
  SQL_DATABASE="$name" temporal-sql-tool setup-schema -v 0.0 || true # so does its version table
  SQL_DATABASE="$name" temporal-sql-tool update-schema -d "/etc/temporal/schema/postgresql/v12/$database/versioned"
done
