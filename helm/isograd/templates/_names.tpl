{{/* At most 34 letters, so that every name fits into 63. A longer one ends with its digest, because two may begin alike. */}}
{{- define "isograd.fullname" -}}
{{- $name := .Values.fullnameOverride }}
{{- if not $name }}
{{- $chart := default .Chart.Name .Values.nameOverride }}
{{- $name = ternary .Release.Name (printf "%s-%s" .Release.Name $chart) (contains $chart .Release.Name) }}
{{- end }}
{{- if gt (len $name) 34 }}
{{- $name = printf "%s-%s" (trunc 27 $name | trimSuffix "-") (sha256sum $name | trunc 6) }}
{{- end }}
{{- $name }}
{{- end }}

{{/* The labels by which selectors find pods. They never change. */}}
{{- define "isograd.selector" -}}
app.kubernetes.io/name: {{ default .root.Chart.Name .root.Values.nameOverride | trunc 63 | trimSuffix "-" }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- with .component }}
app.kubernetes.io/component: {{ . }}
{{- end }}
{{- with .pool }}
isograd.dev/pool: {{ . }}
{{- end }}
{{- end }}

{{- define "isograd.labels" -}}
{{- with .root.Values.commonLabels }}
{{- toYaml . }}
{{ end -}}
{{ include "isograd.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" | trunc 63 }}
{{- end }}

{{- define "isograd.annotations" -}}
{{- $all := mergeOverwrite (dict) (deepCopy (default (dict) .root.Values.commonAnnotations)) (deepCopy (default (dict) .more)) }}
{{- with $all }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- define "isograd.serviceAccount" -}}
{{- if .root.Values.serviceAccount.create -}}
{{ default (include "isograd.fullname" .root) .root.Values.serviceAccount.name }}-{{ .component }}
{{- else -}}
{{ default "default" .root.Values.serviceAccount.name }}
{{- end -}}
{{- end }}

{{/* The fields of a pool over the defaults of all pools. */}}
{{- define "isograd.pool" -}}
{{- mergeOverwrite (deepCopy .root.Values.workerDefaults) (deepCopy .pool) | toYaml }}
{{- end }}

{{- define "isograd.image" -}}
{{- $own := default (dict) .image }}
{{- $repository := default .root.Values.image.repository $own.repository }}
{{- $digest := ternary $own.digest .root.Values.image.digest (or (not (empty $own.repository)) (not (empty $own.tag)) (not (empty $own.digest)) (ne (int .gpus) 0)) }}
{{- $tag := default (default .root.Chart.AppVersion .root.Values.image.tag) $own.tag }}
{{- if and (ne (int .gpus) 0) (empty $own.tag) }}
{{- $tag = printf "%s-cuda" $tag }}
{{- end }}
{{- if $digest }}{{ $repository }}@{{ $digest }}{{ else }}{{ $repository }}:{{ $tag }}{{ end }}
{{- end }}
