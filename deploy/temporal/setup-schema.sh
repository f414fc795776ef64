#!/bin/sh
# Makes or updates Temporal's two databases. Safe to run again: it changes only what is missing.
# Connects as SQL_HOST, SQL_PORT, SQL_USER and SQL_PLUGIN say; the password is in the file SQL_PASSWORD_FILE.
set -eu
SQL_PASSWORD=$(cat "$SQL_PASSWORD_FILE")
export SQL_PASSWORD

set_up() { # database, schema
  temporal-sql-tool --database "$1" create-database
  temporal-sql-tool --database "$1" setup-schema --version 0.0
  temporal-sql-tool --database "$1" update-schema --schema-name "$2"
}
set_up temporal postgresql/v12/temporal
set_up temporal_visibility postgresql/v12/visibility
