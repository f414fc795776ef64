#!/bin/sh
# Creates the namespace. Runs in temporalio/admin-tools; the worker adds the search attributes itself.
set -eu
temporal operator namespace describe --namespace default ||
  temporal operator namespace create --namespace default --retention 90d
