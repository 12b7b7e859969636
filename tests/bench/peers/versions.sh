#!/usr/bin/env bash
# The machine and the versions, one line each, for the table's head.
cpu=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)
echo "machine: $(nproc) cores (${cpu:-unknown}), $(awk '/MemTotal/ { printf "%.0f GiB", $2 / 1048576 }' /proc/meminfo), $(uname -sr)"
echo "system: $(. /etc/os-release && echo "$PRETTY_NAME")"
postgres=$(psql -X -A -t -d postgres -c 'show server_version' 2>/dev/null)
echo "versions: PostgreSQL ${postgres:-unknown}, psql $(psql --version | awk '{ print $3 }')$(
	pgloader --version 2>/dev/null | sed -n 's/^pgloader version "\(.*\)"/, pgloader \1/p'
)$(/usr/bin/python3 -c 'import pandas, sqlalchemy; print(f", pandas {pandas.__version__}, SQLAlchemy {sqlalchemy.__version__}", end="")' 2>/dev/null)"
