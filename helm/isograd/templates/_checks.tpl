{{/* What values.schema.json cannot say. Each message says what to do. */}}
{{- define "isograd.checks" -}}
{{- $v := .Values }}
{{- if $v.database.embedded }}
{{- if or (ne (int $v.api.replicas) 1) $v.api.autoscaling.enabled }}
{{- fail "database.embedded allows one pod only: set api.replicas to 1 and api.autoscaling.enabled to false, or name a PostgreSQL in database.url" }}
{{- end }}
{{- if or $v.workers $v.launcher.enabled }}
{{- fail "database.embedded has no worker pools, because only its own pod reaches the database: set workers to [] and launcher.enabled to false, or name a PostgreSQL in database.url" }}
{{- end }}
{{- if $v.database.url }}
{{- fail "database.embedded and database.url exclude each other" }}
{{- end }}
{{- else }}
{{- if not $v.database.url }}
{{- fail "database.url is empty: name a PostgreSQL and database.existingSecret, or set database.embedded to try Isograd in one pod (docs/deployment.md)" }}
{{- end }}
{{- if not $v.database.existingSecret }}
{{- fail "database.existingSecret is empty: create a secret with the database's user name and password, and name it" }}
{{- end }}
{{- if not $v.keys.existingSecret }}
{{- fail "keys.existingSecret is empty: create a secret with pepper and first-key (docs/deployment.md), and name it" }}
{{- end }}
{{- if and (eq $v.store.type "file") (not $v.store.file.existingClaim) }}
{{- fail "store.type file needs store.file.existingClaim: a volume that all pods can write, or set store.type to s3" }}
{{- end }}
{{- end }}
{{- if and (eq $v.store.type "s3") (not $v.store.s3.bucket) }}
{{- fail "store.s3.bucket is empty: name the bucket, or set store.type to file" }}
{{- end }}
{{- $names := dict }}
{{- range $v.workers }}
{{- if hasKey $names .name }}
{{- fail (printf "workers has two pools with the name %s" .name) }}
{{- end }}
{{- $_ := set $names .name true }}
{{- end }}
{{- if and $v.oidc.issuer (or (not $v.oidc.clientId) (not $v.publicUrl)) }}
{{- fail "oidc.issuer needs oidc.clientId and publicUrl, the address to which the identity provider sends people back" }}
{{- end }}
{{- if and $v.ingress.enabled (not $v.ingress.hosts) }}
{{- fail "ingress.hosts is empty: name the hosts of the ingress" }}
{{- end }}
{{- end }}
