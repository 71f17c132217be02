#!/bin/bash
# install.sh DESTDIR PREFIX SYSCONF: the program, scripts and pages, systemd units, a
# sample configuration and an nginx site. Starts nothing and keeps a configuration
# that is there.
set -eu
cd "$(dirname "$0")/.."
dest=$1 prefix=$2 sysconf=$3
share=$prefix/share/dunlin units=$prefix/lib/systemd/system
[[ -x build/dunlin ]] || { echo "install: run make first" >&2; exit 1; }

# live events, where nginx has the module
live=0 push='#'
[[ ! -e /usr/lib/nginx/modules/ngx_nchan_module.so ]] || live=1 push=

render() { # from to mode
    local text
    text=$(<"$1")
    for pair in "BIN=$prefix/bin" "SHARE=$share" "SYSCONF=$sysconf" "STATE=/var/lib/dunlin" \
        "INC=$sysconf/dunlin/nginx" "WWW=$share/www" "LOG=/var/log/nginx" \
        "PUSH=$push" "WEB_SOCKET=/run/dunlin/web.sock" "LOGIN_RATE=30r/m" "LOGIN_BURST=20"; do
        text=${text//"@${pair%%=*}@"/"${pair#*=}"}
    done
    install -d "$dest$(dirname "$2")"
    printf '%s\n' "$text" >"$dest$2"
    chmod "$3" "$dest$2"
}

install -D -m 755 build/dunlin "$dest$prefix/bin/dunlin"
install -d "$dest$share/lua" "$dest$share/www"
cp -R lua/. "$dest$share/lua/"
[[ ! -d www/dist ]] || cp -R www/dist/. "$dest$share/www/"
install -m 644 README.md LICENSE "$dest$share/"

for f in nginx/inc/*.conf; do
    render "$f" "$sysconf/dunlin/nginx/${f##*/}" 644
done
for f in nginx/inc/{events,push}/*.conf; do
    to=$sysconf/dunlin/nginx/${f#nginx/inc/}
    rm -f "$dest$to"
    ((!live)) || render "$f" "$to" 644
done
render nginx/install/dunlin.site.template "$sysconf/nginx/sites-available/dunlin" 644
render nginx/install/dunlin-web.service.template "$units/dunlin-web.service" 644
render nginx/install/dunlin-worker.service.template "$units/dunlin-worker.service" 644
install -D -m 644 nginx/install/dunlin.sysusers "$dest$prefix/lib/sysusers.d/dunlin.conf"
install -D -m 644 nginx/install/nginx.service.conf "$dest$units/nginx.service.d/dunlin.conf"

conf=$sysconf/dunlin/dunlin.conf
[[ ! -e $dest$conf ]] || conf+=.new
render nginx/install/dunlin.conf.template "$conf" 640

cat <<END
Installed. Next, as root:
  systemd-sysusers && chgrp dunlin $sysconf/dunlin/dunlin.conf
  edit $sysconf/dunlin/dunlin.conf and $sysconf/nginx/sites-available/dunlin
  sed -i 's/worker_connections [0-9]*;/worker_connections 8192;/' $sysconf/nginx/nginx.conf   # an open page keeps one
  create the database (the configuration says how), then
  runuser -u dunlin -- env DUNLIN_CONF=$sysconf/dunlin/dunlin.conf $prefix/bin/dunlin migrate
  systemctl daemon-reload && systemctl enable --now dunlin-web dunlin-worker && systemctl restart nginx
END
