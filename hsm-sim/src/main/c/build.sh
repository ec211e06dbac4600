#!/bin/sh
# Builds the PKCS#11 library into $1, when a source is newer. CC names another compiler than gcc.
set -eu
out=$1
newest=$(ls -t "$out" ./*.c ./*.h ./build.sh 2>/dev/null | head -n 1)
if [ "$newest" = "$out" ]; then exit 0; fi
mkdir -p "$(dirname "$out")"
${CC:-gcc} -std=gnu11 -Wall -Wextra -Werror -O2 -fPIC -shared -fvisibility=hidden -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 \
  -fstack-protector-strong -pthread -Wl,-z,relro,-z,now -o "$out.tmp" ./*.c
mv "$out.tmp" "$out"
