#!/bin/sh
# Every statement prepares against the migrated schema, with the types it
# declares; migrating twice changes nothing.
cd "$(dirname "$0")/../.." || exit 2
dir=$PWD/build/lint/sql
rm -rf "$dir"
mkdir -p "$dir"
trap '.make/mariadb.sh stop "$dir/mariadb"; rm -rf "$dir"' EXIT
trap 'exit 130' INT TERM
.make/mariadb.sh start "$dir/mariadb" || exit 1
mariadb --no-defaults -uroot -S "$dir/mariadb/mariadb.sock" -e 'CREATE DATABASE dunlin CHARACTER SET utf8mb4' || exit 1
cat >"$dir/dunlin.conf" <<END
db_socket = $dir/mariadb/mariadb.sock
db_user = root
db_name = dunlin
var_dir = $dir
public_url = http://localhost
lua_dir = $PWD/lua
END
export DUNLIN_CONF="$dir/dunlin.conf"
bin=${DUNLIN_BIN:-build/dunlin}
$bin migrate && $bin migrate && $bin check-sql
