#!/usr/bin/env bash
# A whole round with curl: items, events, a list, what came of it, and the next list.
#
#   equipoise serve --data shop            # in another terminal
#   examples/curl.sh                       # or: EQUIPOISE_KEY=eqp_... examples/curl.sh https://decide.example
set -euo pipefail

server=${1:-http://127.0.0.1:8080}
key=${EQUIPOISE_KEY:-}

ask() { # METHOD PATH [BODY]
    local body=()
    [ $# -lt 3 ] || body=(--header 'Content-Type: application/json' --data "$3")
    curl --silent --show-error --fail-with-body --request "$1" "$server$2" \
        ${key:+--header "Authorization: Bearer $key"} "${body[@]}"
    echo
}
# The first text member of that name in JSON on standard input; `jq -r .NAME` where there is jq.
member() { grep -o "\"$1\":\"[^\"]*\"" | head -n 1 | cut -d '"' -f 4; }
# To the millisecond: an event that seems older than the list cannot answer it.
now() { date -u +%Y-%m-%dT%H:%M:%S.%3NZ; }

echo '1. What the shop sells'
ask POST /v1/items '[
  {"id": "mug", "title": "Mug", "category": "Home/Kitchen", "price": 12.5, "currency": "EUR", "stock": 3},
  {"id": "pan", "title": "Frying Pan", "category": "Home/Kitchen", "price": 30, "currency": "EUR", "stock": 2},
  {"id": "pot", "title": "Flower Pot", "category": "Home/Garden", "price": 9, "currency": "EUR", "stock": 8}]'

echo '2. What a shopper did'
ask POST /v1/events '{"id": "curl-'"$$"'-1", "kind": "view", "time": "'"$(now)"'", "shopper": "ada", "item": "mug"}'

echo '3. A list to show'
list=$(ask POST /v1/decisions '{"surface": "home", "shopper": "ada", "session": "s1", "count": 3}')
echo "$list"
decision=$(member id <<<"$list")
item=$(member item <<<"$list")

echo "4. What came of it: $item was bought, in answer to $decision"
ask POST /v1/events '{"id": "curl-'"$$"'-2", "kind": "purchase", "time": "'"$(now)"'", "shopper": "ada", "item": "'"$item"'",
  "decision": "'"$decision"'", "position": 1, "quantity": 1, "price": 12.5, "currency": "EUR", "order": "o'"$$"'"}'

echo '5. The next list, in which that counts'
ask POST /v1/decisions '{"surface": "home", "shopper": "ada", "session": "s1", "count": 3}'
