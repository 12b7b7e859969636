#!/bin/sh
# Installs exactly the Debian packages that are missing for one purpose:
#   deps.sh build | check | lint | bench | office | fuzz | attack | coverage
# Says what it installs; says nothing and is quick when nothing is missing.
set -eu

build="gcc libc6-dev make pkg-config libglib2.0-dev libpq-dev libssl-dev libyaml-dev libxlsxwriter-dev libcairo2-dev
	libpango1.0-dev libsodium-dev libicu-dev zlib1g-dev libgsl-dev libqpdf-dev libzip-dev libglpk-dev
	coinor-libcbc-dev postgresql-15
	postgresql-client-15 fontconfig fonts-noto-core tzdata"
check="libcriterion-dev libjansson-dev poppler-utils qpdf unzip procps chromium
	postgresql-15-plpgsql-check python3-scipy python3-numpy"
lint="clang-14 clang-format-14 clang-tidy-14 clang clang-format clang-tidy cppcheck"
fuzz="clang-14 clang libclang-rt-14-dev"
bench="pgloader python3-pandas python3-sqlalchemy python3-psycopg2 python3-xlsxwriter python3-matplotlib
	poppler-utils"
attack="python3-scipy python3-numpy postgresql-client-15"
coverage="gcovr python3"
office="libreoffice-calc-nogui fonts-liberation poppler-utils"

case "${1:-}" in
build) wanted=$build ;;
check) wanted=$check ;;
lint) wanted=$lint ;;
fuzz) wanted=$fuzz ;;
bench) wanted=$bench ;;
office) wanted=$office ;;
attack) wanted=$attack ;;
coverage) wanted=$coverage ;;
*)
	echo "usage: deps.sh build|check|lint|fuzz|bench|office|attack|coverage" >&2
	exit 2
	;;
esac

missing=""
installed=$(dpkg-query -W -f '${Package} ${db:Status-Abbrev}\n' $wanted 2>/dev/null || true)
for package in $wanted; do
	printf '%s\n' "$installed" | grep -q "^$package ii" || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ]; then
	as_root=""
elif command -v sudo >/dev/null 2>&1; then
	as_root="sudo"
else
	echo "deps: these packages are missing and neither root nor sudo is at hand:$missing" >&2
	echo "deps: ask an administrator to run: apt-get install --no-install-recommends$missing" >&2
	exit 1
fi

# PostgreSQL's package would make and start a server of its own; Shumar keeps a private one.
if ! dpkg-query -W postgresql-common >/dev/null 2>&1 && [ ! -e /etc/postgresql-common/createcluster.conf ]; then
	echo "deps: telling PostgreSQL's package to make no cluster of its own"
	$as_root mkdir -p /etc/postgresql-common
	echo "create_main_cluster = false" | $as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
fi

echo "deps: installing for '$1':$missing"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
install() {
	# shellcheck disable=SC2086 # package names are words
	$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing >"$log" 2>&1
}
# Lists may be absent on a new machine, or older than what the mirror still has.
if ! install; then
	echo "deps: fetching the package lists"
	if ! $as_root apt-get update >"$log" 2>&1 || ! install; then
		tail -n 20 "$log" >&2
		echo "deps: installing failed; mend what the lines above say and call make again" >&2
		exit 1
	fi
fi
echo "deps: done"
