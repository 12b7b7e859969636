#!/usr/bin/env bash
# The manual page of the program, made of its own help: `tools/man.sh PROGRAM > shumar.1`.
set -euo pipefail
program=$1
text() { sed -e 's/\\/\\e/g' -e "s/^\\([.']\\)/\\\\\\&\\1/"; }
version=$("$program" --version)
printf '.TH SHUMAR 1 "" "%s" "User commands"\n.SH NAME\nshumar \\- figures of police records that can be trusted\n' "$version"
printf '.SH SYNOPSIS\n.B shumar\nCOMMAND [OPTION]...\n.SH DESCRIPTION\n.nf\n'
"$program" --help | text
printf '.fi\n'
"$program" --help | sed -n '/^Commands:/,/^$/s/^  \(\([a-z]* \)\{1,2\}\) .*/\1/p' | while read -r command; do
	printf '.SH SHUMAR %s\n.nf\n' "$(tr '[:lower:]' '[:upper:]' <<<"$command")"
	# shellcheck disable=SC2086 # a command is one or two words
	"$program" $command --help </dev/null | sed '/^Common options:/,$d' | text
	printf '.fi\n'
done
