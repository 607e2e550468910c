#!/usr/bin/env bash
# Starts a cluster, deploys and updates an application with kubectl, and stops the cluster.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
kubejar="$here/../../kubejar"
kubectl="${KUBECTL:-kubectl}"
state="$(mktemp -d)"
export KUBECONFIG="$state/kubeconfig"

command -v "$kubectl" >/dev/null || { echo "there is no kubectl; KUBECTL may name one" >&2; exit 1; }

"$kubejar" up --port 0 --no-etcd-port --nodes 2 --kubeconfig "$KUBECONFIG" >"$state/log" &
cluster=$!
trap 'kill "$cluster" 2>/dev/null || true; wait "$cluster" 2>/dev/null || true; rm -rf "$state"' EXIT

until grep -q '^kubejar is ready' "$state/log"; do
  kill -0 "$cluster" 2>/dev/null || { echo "the cluster did not start" >&2; cat "$state/log" >&2; exit 1; }
  sleep 0.2
done

"$kubectl" apply -f "$here/web.yaml"
"$kubectl" rollout status deployment/web --timeout=60s
"$kubectl" get pods -o wide

"$kubectl" set image deployment/web web=nginx:1.28
"$kubectl" rollout status deployment/web --timeout=60s
"$kubectl" rollout history deployment/web

"$kubectl" delete -f "$here/web.yaml"
"$kubectl" wait --for=delete pod -l app=web --timeout=60s

left="$("$kubectl" get all -l app=web -o name)"
[ -z "$left" ] || { echo "still there: $left" >&2; exit 1; }
echo "done"
