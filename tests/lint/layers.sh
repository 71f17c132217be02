#!/bin/sh
# The dependency rule, checked. A folder of fcgi/ may include itself and the
# folders named after it; a vendor header belongs to one folder; internal.h
# stays at home; SQL stands in sql/ (db has the few words a session needs).
cd "$(dirname "$0")/../.." || exit 2

find fcgi -name '*.[ch]' -print0 | xargs -0 -r awk '
BEGIN {
	may["base"]    = ""
	may["domain"]  = "base"
	may["db"]      = "base"
	may["net"]     = "base"
	may["intake"]  = "base"
	may["script"]  = "base domain"
	may["store"]   = "base domain db"
	may["render"]  = "base"
	may["http"]    = "base db store"
	may["service"] = "base domain db store net script intake render"
	may["handler"] = "base domain db store service http render"
	may["job"]     = "base domain db store net script service render"
	may["main"]    = "base domain db net intake script store render http service handler job"
	split("mysql:db mysqld_error:db errmsg:db ma_:db mariadb:db curl:net lua:script lauxlib:script lualib:script " \
	      "jwt:http fcgi:main sodium:base openssl:base unicode:base jansson:base liboath:base qrencode:base fido:base " \
	      "csv:intake magic:intake gmime:intake cairo:render pango:render poppler:render xlsxwriter:render xgboost:job", list, " ")
	for (i in list) { split(list[i], pair, ":"); own[pair[1]] = pair[2] }
}
function bad(why) { print FILENAME ":" FNR ": " why; n++ }
FNR == 1 { split(FILENAME, at, "/"); here = at[2]; if (!(here in may)) bad("no such layer: " here) }
/^[ \t]*#[ \t]*include[ \t]+"/ {
	split($0, inc, "\""); depth = split(inc[2], to, "/")
	if (depth < 2)
		bad("name the folder: \"" inc[2] "\"")
	else if (to[1] != here && index(" " may[here] " ", " " to[1] " ") == 0)
		bad(here " may not include " inc[2])
	if (to[1] != here && to[depth] == "internal.h")
		bad(inc[2] " is private to " to[1])
}
/^[ \t]*#[ \t]*include[ \t]+</ {
	name = $0; sub(/^[^<]*</, "", name); sub(/>.*/, "", name)
	for (v in own)
		if (index(name, v) == 1 && here != own[v])
			bad("<" name "> belongs in fcgi/" own[v])
}
here != "db" && /"[ \t]*(SELECT .* FROM |INSERT (INTO|IGNORE) |REPLACE INTO |UPDATE [a-z_]+ SET |DELETE FROM |CREATE TABLE |ALTER TABLE |DROP TABLE |LOAD DATA |TRUNCATE )/ {
	bad("SQL belongs in sql/queries")
}
END { exit n > 0 }
'
