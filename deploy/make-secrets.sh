#!/bin/sh
# Makes the secrets that docker-compose.yml needs, where they do not exist yet. Safe to run again.
# Containers read them as users of their own, so the files are readable; the folder is yours alone.
set -eu
cd "$(dirname "$0")/secrets"

make() { # name, command...
  name=$1
  shift
  if [ -s "$name" ]; then
    echo "kept  deploy/secrets/$name"
    return
  fi
  "$@" >"$name.new"
  chmod 644 "$name.new"
  mv "$name.new" "$name"
  echo "made  deploy/secrets/$name"
}

umask 022
mkdir -p worker web
chmod 700 .
make postgres_password openssl rand -hex 24
make payload_key openssl rand -base64 32
make link_key openssl rand -base64 32
make session_key openssl rand -base64 32
