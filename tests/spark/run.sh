#!/usr/bin/env bash
# run.sh: the tests of depeche.spark with PySpark local[2]. Not part of ./check: PySpark is a download of 450 MB and takes minutes to
# install. Needs Java 17 (Debian: openjdk-17-jre-headless) and the dev build (./check --quick makes it).
set -euo pipefail
root="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)"
. "$root/tools/say.sh"
. "$root/tools/fetch.sh"
. "$root/tools/python.sh"
command -v java >/dev/null || die "no Java (Debian package openjdk-17-jre-headless)"
python=${DEPECHE_SPARK_PYTHON:-$(python_environment "$root/tests/spark/requirements.txt")}
build=${DEPECHE_BUILD:-$root/build/dev}
[ -d "$build/python/depeche" ] || die "$build/python is not there: run ./check --quick, or build the target depeche_python"
export DEPECHE_MODELS="${DEPECHE_MODELS:-$models}" DEPECHE_SOURCE="$root" DEPECHE_PROGRAM="$build/apps/depeche/depeche"
export PYTHONPATH="$build/python" PYSPARK_PYTHON="$python" PYSPARK_DRIVER_PYTHON="$python" SPARK_LOCAL_IP=127.0.0.1
exec "$python" -m pytest -q -s -p no:cacheprovider "$root/tests/spark" "$@"
