#!/bin/sh
# Request Tracker 5 as a peer for the benchmark `tickets`: installed from Debian, with a database of its own on the server that
# Behörig is measured on, answering on a private port of the loopback.
#
#   request-tracker.sh start FOLDER   prints where it answers and the password of its user root, on one line each
#   request-tracker.sh stop FOLDER    stops it and takes its database away
#
# PEER_POSTGRES is the server, postgres://USER@HOST:PORT/DATABASE, with a superuser who needs no password there.
# PEER_MAY_INSTALL, where it is not empty, allows to install what is missing.
set -eu

packages="request-tracker5 rt5-db-postgresql rt5-standalone starman libapache2-mod-perl2"
database=rt_bench

fail() {
    echo "Request Tracker: $1" >&2
    exit 1
}

usage() {
    fail "usage: request-tracker.sh start|stop FOLDER"
}

[ $# -eq 2 ] || usage
action=$1
folder=$2
: "${PEER_POSTGRES:?names no PostgreSQL server}"
rest=${PEER_POSTGRES#*://}
user=${rest%%@*}
place=${rest#*@}
place=${place%%/*}
host=${place%%:*}
port=${place##*:}

install_packages() {
    command -v rt-setup-database-5 >/dev/null && command -v starman >/dev/null && return
    [ -n "${PEER_MAY_INSTALL:-}" ] ||
        fail "it is not installed; \`cargo xtask bench --only tickets\`, as root on Debian, installs $packages"
    [ -e /etc/debian_version ] || fail "it is installed from Debian's packages, and this is no Debian; missing: $packages"
    [ "$(id -u)" = 0 ] || fail "only root can install it; missing: $packages"
    echo "request-tracker5 request-tracker5/dbconfig-install boolean false" | debconf-set-selections
    # Nothing that comes along (a web server, a mail server) is started.
    DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 \
        apt-get install -y --no-install-recommends $packages >"$folder/install.log" 2>&1 ||
        fail "Debian's packages can't be installed: see $folder/install.log"
}

free_port() {
    perl -MIO::Socket::INET -e \
        'print IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1", ReuseAddr => 1)->sockport'
}

# Nothing of it is as it would be by default but its place: the database's server, the port, mail into a file, a quiet log.
configure() {
    mkdir -p "$folder/none"
    cat >"$folder/RT_SiteConfig.pm" <<CONFIG
Set(\$rtname, 'bench');
Set(\$Organization, 'bench.invalid');
Set(\$WebDomain, '127.0.0.1');
Set(\$WebPort, $1);
Set(\$WebPath, '');
Set(\$DatabaseType, 'Pg');
Set(\$DatabaseHost, '$host');
Set(\$DatabasePort, '$port');
Set(\$DatabaseName, '$database');
Set(\$DatabaseUser, '$database');
Set(\$DatabasePassword, 'unused');
Set(\$MailCommand, 'mbox');
Set(\$LogToSyslog, undef);
Set(\$LogToSTDERR, 'error');
1;
CONFIG
}

drop_database() {
    psql="psql -X -q -h $host -p $port -U $user -d postgres"
    $psql -c "DROP DATABASE IF EXISTS $database WITH (FORCE)" -c "DROP ROLE IF EXISTS $database" >/dev/null 2>&1
}

stop_server() {
    [ -e "$folder/pid" ] || return 0
    pid=$(cat "$folder/pid")
    kill "$pid" 2>/dev/null || true
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        kill -0 "$pid" 2>/dev/null || break
        sleep 1
    done
    rm -f "$folder/pid"
}

start() {
    mkdir -p "$folder"
    install_packages
    server=/usr/share/request-tracker5/libexec/rt-server
    [ -x "$server" ] || fail "there is no $server"
    own=$(free_port)
    configure "$own"
    export RT_SITE_CONFIG="$folder/RT_SiteConfig.pm" RT_SITE_CONFIG_DIR="$folder/none"
    (umask 077 && od -An -N18 -tx1 /dev/urandom | tr -d ' \n' >"$folder/password")
    drop_database || true
    rt-setup-database-5 --action init --dba "$user" --dba-password unused --root-password-file "$folder/password" \
        >"$folder/setup.log" 2>&1 || fail "its database can't be set up: see $folder/setup.log"
    setsid "$server" --server Starman --workers 4 --host 127.0.0.1 --port "$own" \
        >"$folder/server.log" 2>&1 </dev/null &
    echo $! >"$folder/pid"
    for _ in $(seq 120); do
        if curl -s -o "$folder/first" "http://127.0.0.1:$own/"; then
            printf '127.0.0.1:%s\n%s\n' "$own" "$(cat "$folder/password")"
            return
        fi
        kill -0 "$(cat "$folder/pid")" 2>/dev/null || break
        sleep 0.5
    done
    stop_server
    fail "it does not answer: see $folder/server.log"
}

case $action in
    start) start ;;
    stop)
        stop_server
        drop_database || true
        ;;
    *) usage ;;
esac
