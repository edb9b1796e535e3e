{{/* Every pod of the chart is made of these parts. */}}

{{- define "isograd.secretEnv" -}}
- name: {{ .name }}
  valueFrom:
    secretKeyRef:
      name: {{ .secret }}
      key: {{ .key }}
{{- end }}

{{- define "isograd.databaseEnv" -}}
{{- $d := .Values.database }}
{{- if not $d.embedded }}
- name: SPRING_DATASOURCE_URL
  value: {{ $d.url | quote }}
{{ include "isograd.secretEnv" (dict "name" "SPRING_DATASOURCE_USERNAME" "secret" $d.existingSecret "key" $d.usernameKey) }}
{{ include "isograd.secretEnv" (dict "name" "SPRING_DATASOURCE_PASSWORD" "secret" $d.existingSecret "key" $d.passwordKey) }}
{{- end }}
{{- end }}

{{- define "isograd.storeEnv" -}}
- name: ISOGRAD_ARTIFACTS_TYPE
  value: {{ .Values.store.type }}
{{- if eq .Values.store.type "s3" }}
{{- with .Values.store.s3 }}
- name: ISOGRAD_ARTIFACTS_S3_BUCKET
  value: {{ .bucket | quote }}
- name: ISOGRAD_ARTIFACTS_S3_REGION
  value: {{ .region | quote }}
{{- range $name, $value := dict "ENDPOINT" .endpoint "PREFIX" .prefix "KMS_KEY" .kmsKey "DOWNLOAD_ENDPOINT" .downloadEndpoint }}
{{- if $value }}
- name: ISOGRAD_ARTIFACTS_S3_{{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- end }}
- name: ISOGRAD_ARTIFACTS_S3_PATH_STYLE
  value: {{ .pathStyle | quote }}
- name: ISOGRAD_ARTIFACTS_S3_CHECKSUMS
  value: {{ .checksums }}
- name: ISOGRAD_ARTIFACTS_S3_ENCRYPTION
  value: {{ .encryption }}
- name: ISOGRAD_ARTIFACTS_S3_DOWNLOAD_LINKS
  value: {{ .downloadLinks | quote }}
{{- if .existingSecret }}
{{ include "isograd.secretEnv" (dict "name" "ISOGRAD_ARTIFACTS_S3_ACCESS_KEY" "secret" .existingSecret "key" .accessKeyKey) }}
{{ include "isograd.secretEnv" (dict "name" "ISOGRAD_ARTIFACTS_S3_SECRET_KEY" "secret" .existingSecret "key" .secretKeyKey) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{- define "isograd.commonEnv" -}}
- name: ISOGRAD_DATA_DIR
  value: /data
- name: SERVER_ADDRESS
  value: 0.0.0.0
- name: MANAGEMENT_SERVER_PORT
  value: "9090"
{{- if ne .Values.logs.format "text" }}
- name: LOGGING_STRUCTURED_FORMAT_CONSOLE
  value: {{ .Values.logs.format }}
{{- end }}
{{- range $name, $value := .Values.settings }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- end }}

{{- define "isograd.apiEnv" -}}
{{- $k := .Values.keys }}
{{- if $k.existingSecret }}
{{ include "isograd.secretEnv" (dict "name" "ISOGRAD_ACCOUNTS_PEPPER" "secret" $k.existingSecret "key" $k.pepperKey) }}
{{ include "isograd.secretEnv" (dict "name" "ISOGRAD_ACCOUNTS_FIRST_KEY" "secret" $k.existingSecret "key" $k.firstKeyKey) }}
{{- end }}
{{- /* Whoever may read the logs must not be able to sign in. */}}
- name: ISOGRAD_ACCOUNTS_SIGN_IN_LINK
  value: "false"
{{- with .Values.publicUrl }}
- name: ISOGRAD_WEB_PUBLIC_URL
  value: {{ . | quote }}
{{- end }}
{{- if .Values.ingress.enabled }}
{{- /* The ingress overwrites these headers, and tells by them who calls. */}}
- name: SERVER_FORWARD_HEADERS_STRATEGY
  value: framework
{{- end }}
{{- end }}

{{- define "isograd.oidcEnv" -}}
{{- with .Values.oidc }}
{{- if .issuer }}
{{- range $name, $value := dict "ISSUER" .issuer "CLIENT_ID" .clientId "NAME" .name "SCOPES" .scopes "GROUPS_CLAIM" .groupsClaim "ADMIN_GROUP" .adminGroup }}
{{- if $value }}
- name: ISOGRAD_OIDC_{{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- end }}
- name: ISOGRAD_OIDC_OWN_PROJECT
  value: {{ .ownProject | quote }}
{{- if .existingSecret }}
{{ include "isograd.secretEnv" (dict "name" "ISOGRAD_OIDC_CLIENT_SECRET" "secret" .existingSecret "key" .clientSecretKey) }}
{{- end }}
{{- end }}
{{- range $list, $entries := dict "GROUPS" .groups "TRUSTED" .trusted }}
{{- range $number, $entry := $entries }}
{{- range $field, $value := $entry }}
- name: ISOGRAD_OIDC_{{ $list }}_{{ $number }}_{{ upper $field }}
  value: {{ $value | quote }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{- define "isograd.probes" -}}
startupProbe:
  httpGet:
    path: /actuator/health/liveness
    port: management
  periodSeconds: 5
  timeoutSeconds: 3
  failureThreshold: {{ div .startupSeconds 5 }}
livenessProbe:
  httpGet:
    path: /actuator/health/liveness
    port: management
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
readinessProbe:
  httpGet:
    path: /actuator/health/readiness
    port: management
  periodSeconds: 5
  timeoutSeconds: 5
  failureThreshold: 3
{{- end }}

{{- define "isograd.ports" -}}
ports:
  - name: http
    containerPort: 8080
  - name: management
    containerPort: 9090
{{- end }}

{{- define "isograd.container" -}}
image: {{ .image }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
securityContext:
  {{- toYaml .root.Values.securityContext | nindent 2 }}
{{- end }}

{{- define "isograd.drain" -}}
{{- if .preStopSeconds }}
lifecycle:
  preStop:
    sleep:
      seconds: {{ .preStopSeconds }}
{{- end }}
{{- end }}

{{/* Fields of a pod that the API, the pools, the migration and the test share. */}}
{{- define "isograd.podSpec" -}}
automountServiceAccountToken: {{ default false .token }}
enableServiceLinks: false
securityContext:
  {{- toYaml .root.Values.podSecurityContext | nindent 2 }}
{{- with .root.Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .settings.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .settings.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .settings.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .settings.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .settings.runtimeClassName }}
runtimeClassName: {{ . }}
{{- end }}
{{- end }}

{{- define "isograd.spread" -}}
{{- if .spread.enabled }}
topologySpreadConstraints:
  {{- $selector := .selector }}
  {{- $when := .spread.whenUnsatisfiable }}
  {{- range .spread.topologyKeys }}
  - maxSkew: 1
    topologyKey: {{ . }}
    whenUnsatisfiable: {{ $when }}
    labelSelector:
      matchLabels:
        {{- include "isograd.selector" $selector | nindent 8 }}
  {{- end }}
{{- end }}
{{- end }}

{{- define "isograd.volumeMounts" -}}
volumeMounts:
  - name: data
    mountPath: /data
  - name: tmp
    mountPath: /tmp
  {{- if and (eq .root.Values.store.type "file") .root.Values.store.file.existingClaim }}
  - name: artifacts
    mountPath: /data/artifacts
  {{- end }}
  {{- if .settings.shmSize }}
  - name: shm
    mountPath: /dev/shm
  {{- end }}
  {{- with .settings.extraVolumeMounts }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end }}

{{- define "isograd.volumes" -}}
volumes:
  - name: data
    {{- if .claim }}
    persistentVolumeClaim:
      claimName: {{ .claim }}
    {{- else }}
    emptyDir:
      sizeLimit: {{ .settings.dataSize }}
    {{- end }}
  - name: tmp
    emptyDir:
      sizeLimit: {{ .settings.tmpSize }}
  {{- if and (eq .root.Values.store.type "file") .root.Values.store.file.existingClaim }}
  - name: artifacts
    persistentVolumeClaim:
      claimName: {{ .root.Values.store.file.existingClaim }}
  {{- end }}
  {{- if .settings.shmSize }}
  - name: shm
    emptyDir:
      medium: Memory
      sizeLimit: {{ .settings.shmSize }}
  {{- end }}
  {{- with .settings.extraVolumes }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end }}
