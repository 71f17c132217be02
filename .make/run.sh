#!/bin/bash
# run.sh run|start|stop|status: Dunlin with all its parts under $DUNLIN_VAR (./var)
# on $DUNLIN_PORT (8080), and nothing outside of it.
#   run     in the foreground until Ctrl+C
#   start   in the background; returns when it answers
#   stop    ends all of it, in order; data stays
# DUNLIN_DEMO=0 starts an empty company, DUNLIN_LISTEN=0.0.0.0 lets others in,
# DUNLIN_URL is the address that links in messages carry.
set -u
umask 077
. "$(dirname "$0")/lib.sh"
what=${1:-run}
CONF=$VAR/dunlin.conf
URL=${DUNLIN_URL:-http://localhost:$PORT}
export DUNLIN_CONF=$CONF

# -- what must be there ------------------------------------------------------

make_var() {
    [[ $VAR =~ ^[A-Za-z0-9._/@+,=~-]+$ ]] || die "DUNLIN_VAR may hold letters, digits and ._/@+,=~- only: $VAR"
    ((${#VAR} <= 80)) || die "the path of var is too long for sockets (at most 80 characters): $VAR; set DUNLIN_VAR"
    [[ $PORT =~ ^[0-9]+$ ]] && ((PORT > 0 && PORT < 65536)) || die "DUNLIN_PORT is no port: $PORT"
    mkdir -p "$VAR"/{log,nginx,run,mail} 2>/dev/null && [[ -w $VAR && -O $VAR ]] ||
        die "cannot write to $VAR: set DUNLIN_VAR to a directory of yours"
    chmod 700 "$VAR"
    local free
    free=$(free_mb "$VAR")
    ((free >= 400)) || die "disk full: $free MB left under $VAR, 400 MB needed"
}

missing_tool() {
    local tool
    for tool in mariadbd mariadb nginx setpriv; do
        command -v "$tool" >/dev/null || die "$tool is missing: run make setup"
    done
    [[ -x $BIN ]] || die "$BIN is missing: run make"
}

write_conf() {
    local password push=
    # nginx takes events from this machine's own address alone
    [[ -z $NCHAN || ! -e $NCHAN || ! ${DUNLIN_LISTEN:-0.0.0.0} =~ ^(0\.0\.0\.0|127\.0\.0\.1)$ ]] || push=http://127.0.0.1:$PORT/_dunlin/push
    [[ -s $VAR/secret ]] || random_hex 32 >"$VAR/secret"
    [[ -s $VAR/db-password ]] || random_hex 24 >"$VAR/db-password"
    password=$(<"$VAR/db-password")
    if [[ ! -e $CONF ]]; then
        cat >"$CONF" <<END
# Settings of this copy of Dunlin; written once, yours to change. The lines that
# follow the mark below are set anew at every start.
#smtp_url = smtp://mail.example.com:587
#smtp_user =
#smtp_password =
#smtp_tls = starttls
#mail_from = accounts@example.com
#mail_rate = 600
web_threads = 8
END
    fi
    local own
    own=$(sed '/^# -- set by make run/,$d' "$CONF")
    cat >"$CONF.new" <<END
$own

# -- set by make run ---------------------------------------------------------
db_socket = $VAR/mariadb/mariadb.sock
db_user = dunlin
db_password = $password
db_name = dunlin
var_dir = $VAR
web_socket = $VAR/web.sock
public_url = $URL
mail_folder = $VAR/mail
secret_file = $VAR/secret
lua_dir = $TOP/lua
push_url = $push
${DUNLIN_CONF_EXTRA:-}
END
    mv "$CONF.new" "$CONF" || die "cannot write $CONF"
    mariadb --no-defaults -uroot -S "$VAR/mariadb/mariadb.sock" >"$VAR/log/database.log" 2>&1 <<END ||
CREATE DATABASE IF NOT EXISTS dunlin CHARACTER SET utf8mb4;
CREATE USER IF NOT EXISTS dunlin@localhost;
ALTER USER dunlin@localhost IDENTIFIED BY '$password';
GRANT ALL ON dunlin.* TO dunlin@localhost;
END
        die "cannot prepare the database: $(last_words "$VAR/log/database.log")"
}

write_nginx() {
    local listen user= modules=
    [[ -z $NCHAN || ! -e $NCHAN ]] || modules="load_module $NCHAN;"
    if [[ -n ${DUNLIN_LISTEN:-} ]]; then
        listen="listen $DUNLIN_LISTEN:$PORT;"
    else
        listen="listen 127.0.0.1:$PORT;"
        ! grep -q '^0\{31\}1 ' /proc/net/if_inet6 2>/dev/null || listen+=" listen [::1]:$PORT;"
    fi
    ((EUID)) || user="user root root;"
    "$TOP/.make/render.sh" "$VAR/nginx/conf" VAR="$VAR" LOG="$VAR/log" INC="$VAR/nginx/conf" \
        WWW="$TOP/www/dist" WEB_SOCKET="$VAR/web.sock" LISTEN="$listen" USER="$user" MODULES="$modules" \
        LOGIN_RATE="${DUNLIN_LOGIN_RATE:-30r/m}" LOGIN_BURST="${DUNLIN_LOGIN_BURST:-20}" ||
        die "cannot write $VAR/nginx/conf"
    mv "$VAR/nginx/conf/local.conf" "$VAR/nginx.conf"
    nginx -t -q -p "$VAR/nginx" -c "$VAR/nginx.conf" -e "$VAR/log/nginx.log" 2>"$VAR/log/nginx-test.log" ||
        die "nginx refuses its configuration: $(last_words "$VAR/log/nginx-test.log")"
}

# One step of `dunlin`; exit status 3 is "done, with errors that it reported".
step() { # title command...
    local title=$1 rc
    shift
    STEP_LINES=6 "$TOP/.make/step.sh" "$title" "$@"
    rc=$?
    ((rc == 0 || rc == 3)) || {
        (($(free_mb "$VAR") >= 50)) || die "disk full under $VAR"
        die "could not $title: see above"
    }
}

prepare() {
    local log
    for log in "$VAR"/log/*.log; do
        [[ ! -f $log ]] || (($(stat -c %s "$log") < 50000000)) || mv "$log" "$log.1"
    done
    launch mariadb
    step "start the database" "$TOP/.make/mariadb.sh" wait "$VAR/mariadb" "$!"
    write_conf
    step "bring the schema up to date" "$BIN" migrate
    if [[ ${DUNLIN_DEMO:-1} == 0 ]]; then
        step "set up an empty company" "$BIN" demo --empty
    else
        step "load the demo company" "$BIN" demo
        if [[ ! -e $VAR/run/first-day ]]; then
            step "evaluate the first day" "$BIN" evaluate
            step "send the first reminders" "$BIN" demo --send-now
            : >"$VAR/run/first-day"
        fi
    fi
    write_nginx
}

# -- keeping it alive ----------------------------------------------------------

declare -A born=() pause=() deaths=()

launch() { # part
    local command
    case $1 in
    mariadb) command=("$TOP/.make/mariadb.sh" serve "$VAR/mariadb") ;;
    web) command=("$BIN" web) ;;
    worker) command=("$BIN" worker) ;;
    nginx) command=(nginx -p "$VAR/nginx" -c "$VAR/nginx.conf" -e "$VAR/log/nginx.log") ;;
    esac
    # its own session, so that Ctrl+C reaches us alone; told to end when we are gone
    setsid setpriv --pdeathsig TERM "${command[@]}" </dev/null >>"$VAR/log/$1.log" 2>&1 7>&- &
    born[$1]=$SECONDS
    remember "$VAR/run/$1.pid" $!
    disown
}

end_all() {
    trap '' INT TERM HUP
    end_group "$VAR/run/nginx.pid" 5
    end_group "$VAR/run/web.pid" 10
    end_group "$VAR/run/worker.pid" 20
    "$TOP/.make/mariadb.sh" stop "$VAR/mariadb"
    rm -f "$VAR/run/mariadb.pid" "$VAR/run/ready" "$VAR/web.sock"
    trap - INT TERM HUP
}

# Starts again whatever ended, at once the first time, then more and more slowly.
supervise() {
    local part told=
    while [[ -z $stopping ]]; do
        sleep 0.2 7>&-
        if [[ $what == supervise && -z $told && -e $VAR/run/ready ]]; then
            told=yes # let go of the terminal, or of the pipe that someone reads
            exec >>"$VAR/log/supervisor.log" 2>&1
        fi
        for part in mariadb web worker nginx; do
            [[ -z $stopping ]] || break
            ! recall "$VAR/run/$part.pid" >/dev/null || continue
            ((SECONDS >= born[$part] + ${pause[$part]:-0})) || continue
            deaths[$part]=$((${deaths[$part]:-0} + 1))
            if [[ ! -e $VAR/run/ready ]] && ((deaths[$part] == 4)); then
                not_ready
                return 1
            fi
            printf '{"at":"%(%FT%TZ)T","level":"warn","event":"part_ended","part":"%s"}\n' \
                -1 "$part" >>"$VAR/log/supervisor.log"
            ((SECONDS - born[$part] < 20)) || pause[$part]=0
            pause[$part]=$((${pause[$part]:-0} >= 7 ? 15 : ${pause[$part]:-0} * 2 + 1))
            end_group "$VAR/run/$part.pid" 0 # what it left behind
            launch "$part"
        done
    done
    [[ $stopping != failed ]]
}

# In the background: says where Dunlin is once it answers.
announce() {
    local n=0 answer
    trap - EXIT
    while ((n++ < 300)); do
        answer=
        # written once it listens: until then another copy may be what answers
        if [[ -s $VAR/nginx.pid ]] && { exec 8<>"/dev/tcp/127.0.0.1/$PORT"; } 2>/dev/null; then
            printf 'GET /readyz HTTP/1.0\r\nHost: localhost\r\n\r\n' >&8
            read -r -t 2 answer <&8
            exec 8>&-
        fi
        if [[ $answer == HTTP/1.?" 200"* ]]; then
            show
            [[ $what != run ]] || echo "  Ctrl+C stops it."
            echo $$ >"$VAR/run/ready"
            return 0
        fi
        sleep 0.1
    done
    not_ready
    kill -USR1 $$
}

not_ready() {
    local part line
    for part in web worker mariadb; do
        line=$(last_words "$VAR/log/$part.log")
        [[ -z $line ]] || echo "  $part: $line" >&2
    done
    if [[ ! -s $VAR/nginx.pid ]] && port_taken "$PORT"; then
        echo "dunlin: port $PORT was taken meanwhile: stop what listens there or set DUNLIN_PORT" >&2
    else
        echo "dunlin: does not answer on port $PORT; its logs are in $VAR/log" >&2
    fi
}

show() {
    echo
    echo "  Dunlin is at $URL"
    [[ -s $VAR/demo.json ]] && node -e '
        const d = JSON.parse(require("fs").readFileSync(process.argv[1]));
        const row = (k, v) => v && console.log("    " + k.padEnd(12) + v);
        if (d.collector) row("collector", d.collector.email + "  " + d.collector.password);
        if (d.admin) {
          row("admin", d.admin.email + "  " + d.admin.password);
          row("", "second factor (TOTP secret): " + d.admin.totp_secret);
        }
        if (d.integrator) row("integrator", d.integrator.client_id + ", token in demo.json");
        row("portal link", d.portal_link);
        if (d.portal) row("portal", d.portal.email + "  " + d.portal.password + "  at /portal");' "$VAR/demo.json"
    echo "    all of it   $VAR/demo.json"
    echo
}

# The supervisor: prepares, launches, watches, ends.
serve() {
    local part rc
    make_var
    exec 7>"$VAR/run/lock"
    flock -n 7 || die "already running under $VAR (make stop ends it)"
    missing_tool
    end_all # what a killed run left
    ! port_taken "$PORT" || die "port $PORT is taken: stop what listens there or set DUNLIN_PORT"
    remember "$VAR/run/supervisor.pid" $$
    stopping=
    trap 'end_all; rm -f "$VAR/run/supervisor.pid"' EXIT
    trap 'exit 130' INT TERM HUP
    prepare
    rm -f "$VAR/nginx.pid"
    trap 'stopping=yes' INT TERM HUP
    trap 'stopping=failed' USR1
    for part in web worker nginx; do
        launch $part
    done
    announce 7>&- &
    supervise
    rc=$?
    [[ $what != run ]] || ((rc)) || echo "  stopped; the data stays under $VAR"
    exit $rc
}

case $what in
run | supervise) serve ;;
start)
    make_var
    setsid "$0" supervise </dev/null &
    main=$!
    trap 'kill -TERM $main 2>/dev/null' INT TERM HUP
    until [[ $(cat "$VAR/run/ready" 2>/dev/null) == "$main" ]]; do
        start_time $main >/dev/null || { wait $main; exit; }
        sleep 0.1
    done
    ;;
stop)
    if pid=$(recall "$VAR/run/supervisor.pid"); then
        kill -TERM "$pid"
        STEP_LINES=0 "$TOP/.make/step.sh" "stop" \
            bash -c 'while kill -0 "$1" 2>/dev/null; do sleep 0.05; done' - "$pid"
    fi
    [[ ! -d $VAR/run ]] || end_all # what a killed supervisor left
    echo "dunlin: stopped; the data stays under $VAR"
    ;;
status)
    recall "$VAR/run/supervisor.pid" >/dev/null || { echo "not running"; exit 1; }
    echo "running at $URL"
    ;;
*) die "run, start, stop or status" ;;
esac
