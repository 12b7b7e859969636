#!/usr/bin/env bash
# The rooms of the house as tools/rooms.txt has them: files, lines and the rooms that each may include.
# Inside a room no two modules may include each other, over however many others: a module is NAME.h, NAME.c and
# NAME_private.h. With a folder of objects (tools/rooms.sh build) it is seen, too, that no two files of a room call each
# other in a circle.
# Prints the table; what is wrong goes to stderr, and the last line says how much that is.
set -euo pipefail
cd "$(dirname "$0")/.."

mapfile -t files < <(find app core etl reports -name '*.[ch]' | LC_ALL=C sort)
calls=$(mktemp)
trap 'rm -f "$calls"' EXIT
if [ $# -gt 0 ]; then # "FILE.o: … T NAME" where it is defined, "FILE.o: … U NAME" where it is called
	for file in "${files[@]}"; do
		[ "${file%.c}" = "$file" ] || [ ! -e "$1/${file%.c}.o" ] || printf '%s\n' "$1/${file%.c}.o"
	done | xargs -r nm -Ag | sed "s|^$1/||" >"$calls"
fi
awk -v calls="$calls" '
	function fault(text) { print text > "/dev/stderr"; faults++ }

	# The room of a file: its folder, or the nearest one above it that has a line.
	function room_of(path) {
		while (sub(/\/[^\/]*$/, "", path))
			if (path in allowed)
				return path
		return ""
	}

	# The module of a file: its path without ending, and without "_private".
	function module_of(path) {
		sub(/\.[ch]$/, "", path)
		sub(/_private$/, "", path)
		return path
	}

	# Follows what MODULE includes of its own room (links: " A B"); one that is met again closes a circle.
	function follow(module, way,    count, names, n) {
		if (module in followed)
			return
		if (index(way " ", " " module " ")) {
			sub(".* " module " ", module " ", way)
			fault("a circle of " what ":" " " way " " module)
			return
		}
		count = split(links[module], names, " ")
		for (n = 1; n <= count; n++)
			follow(names[n], way " " module)
		followed[module]
	}

	# Follows the arrows of the table from ROOM; a room that is met again on the way closes a circle.
	function walk(room, way,    count, next_rooms, n) {
		if (room in done)
			return
		if (index(way " ", " " room " ")) {
			fault("a circle of rooms:" way " " room)
			return
		}
		count = split(allowed[room], next_rooms, " ")
		for (n = 1; n <= count; n++)
			walk(next_rooms[n], way " " room)
		done[room]
	}

	function stands_in(path, places,    count, place, n) {
		count = split(places, place, " ")
		for (n = 1; n <= count; n++)
			if (path == place[n] || index(path, place[n] "/") == 1)
				return 1
		return 0
	}

	BEGIN { standard = "^(assert|ctype|errno|inttypes|limits|math|stdarg|stdbool|stddef|stdint|stdio|stdlib|string|time)\\.h>" }

	# The table.
	FILENAME == ARGV[1] {
		if ($0 ~ /^#/ || NF == 0)
			next
		split($0, part, /: */)
		rest = substr($0, length(part[1]) + 2)
		sub(/^ */, "", rest)
		if ($1 == "odd")
			odd[substr(part[1], 5)] = rest
		else if ($1 == "bare")
			bare[substr(part[1], 6)] = rest
		else if (/^</)
			library[substr(part[1], 2)] = rest
		else {
			allowed[part[1]] = rest
			order[++rooms] = part[1]
			count = split(rest, next_rooms, " ")
			for (n = 1; n <= count; n++)
				arrow[part[1], next_rooms[n]]
		}
		next
	}

	# Who calls whom.
	FILENAME == calls {
		file = $1
		sub(/\.o:.*/, "", file)
		if ($(NF - 1) == "U")
			called[file] = called[file] " " $NF
		else
			home[$NF] = file
		next
	}

	# The files.
	FNR == 1 {
		room = room_of(FILENAME)
		if (room == "")
			fault(FILENAME ": stands in no room of tools/rooms.txt")
		sizes[room]++
	}
	{ lines[room]++ }
	/^[ \t]*#[ \t]*include[ \t]*"/ {
		split($0, part, "\"")
		other = part[2] ~ /\// ? room_of(part[2]) : room
		used[room, other]
		if (other == room && module_of(part[2]) != module_of(FILENAME) && part[2] ~ /\//)
			links[module_of(FILENAME)] = links[module_of(FILENAME)] " " module_of(part[2])
		if (other == "" || (other != room && !((room, other) in arrow)))
			fault(FILENAME ":" FNR ": " room " may not include " part[2] " (tools/rooms.txt)")
	}
	/^[ \t]*#[ \t]*include[ \t]*</ {
		header = $0
		sub(/^[^<]*</, "", header)
		if (room in bare && header !~ standard)
			fault(FILENAME ":" FNR ": " room " includes standard C alone, no <" header " (tools/rooms.txt)")
		for (prefix in library)
			if (index(header, prefix) == 1 && !stands_in(FILENAME, library[prefix]))
				fault(FILENAME ":" FNR ": <" header " is for " library[prefix] " alone (tools/rooms.txt)")
	}

	END {
		printf "%-24s %5s %6s  %s\n", "room", "files", "lines", "may include"
		for (n = 1; n <= rooms; n++) {
			room = order[n]
			printf "%-24s %5d %6d  %s\n", room, sizes[room], lines[room], allowed[room]
			walk(room, "")
			if ((sizes[room] > 25 || sizes[room] < 5) != (room in odd))
				fault(room ": " sizes[room] + 0 " files; a room has 5 to 25, and its line \"odd\" when it has not")
			count = split(allowed[room], next_rooms, " ")
			for (m = 1; m <= count; m++)
				if (!((room, next_rooms[m]) in used))
					fault(room ": includes nothing of " next_rooms[m] ", which its line allows")
		}
		what = "includes"
		for (module in links)
			follow(module, "")
		what = "calls"
		delete links
		delete followed
		for (file in called) {
			count = split(called[file], names, " ")
			for (n = 1; n <= count; n++)
				if (names[n] in home && home[names[n]] != file && room_of(home[names[n]]) == room_of(file))
					links[file] = links[file] " " home[names[n]]
		}
		for (file in links)
			follow(file, "")
		for (room in odd)
			if (room in odd && !(room in allowed))
				fault("odd " room ": there is no such room")
		print faults + 0 " faults"
		exit faults > 0
	}
' tools/rooms.txt "$calls" "${files[@]}"
