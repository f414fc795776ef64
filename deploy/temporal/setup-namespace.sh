#!/bin/sh
# Makes the namespace, and the search attributes that are given as arguments. Safe to run again.
# Connects as TEMPORAL_ADDRESS says. The namespace is TEMPORAL_NAMESPACE, which not every command reads by itself.
set -eu
namespace=${TEMPORAL_NAMESPACE:-default}
tries=0
until temporal operator cluster health; do
  tries=$((tries + 1))
  [ "$tries" -lt 30 ] || exit 1
  sleep 2
done

if ! temporal operator namespace describe --namespace "$namespace" >/dev/null 2>&1; then
  temporal operator namespace create --namespace "$namespace" --retention "$RETENTION" \
    --description 'Onboarding of MessageMedia customers to single sign-on'
fi

# A namespace is known to every part of the server some seconds after it was made.
tries=0
until known=$(temporal operator search-attribute list --namespace "$namespace"); do
  tries=$((tries + 1))
  [ "$tries" -lt 30 ] || exit 1
  sleep 2
done
for name in "$@"; do
  case "$known" in
    *" $name "*) ;;
    *) temporal operator search-attribute create --namespace "$namespace" --name "$name" --type Keyword ;;
  esac
done
