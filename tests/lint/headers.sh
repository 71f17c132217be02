#!/bin/sh
# Every header compiles alone.
cd "$(dirname "$0")/../.." || exit 2
PANGO_FLAGS=$(pkg-config --cflags-only-I pangocairo)
export PANGO_FLAGS
find fcgi build/gen -name '*.h' | xargs -r -P 2 -n 1 sh -c '
	name=${1#fcgi/}
	echo "#include \"${name#build/gen/}\"" | ${CC:-cc} -std=c2x -D_GNU_SOURCE -Ifcgi -Ibuild/gen \
		-isystem /usr/include/lua5.4 -isystem /usr/include/mariadb $PANGO_FLAGS \
		-Wall -Wextra -Werror -fsyntax-only -xc - || { echo "$1: not self-contained"; exit 1; }
' -
