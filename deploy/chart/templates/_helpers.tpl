{{- define "sso.name" -}}
{{- printf "%s-%s" .root.Release.Name .component | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "sso.selector" -}}
app.kubernetes.io/name: sso-onboarding
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{- define "sso.labels" -}}
{{ include "sso.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end -}}

{{- define "sso.tag" -}}
{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}

{{- define "sso.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ include "sso.tag" . }}
{{- end -}}
{{- end -}}

{{/* Of each pod: nobody's rights, and nothing to write to. */}}
{{- define "sso.podSecurity" -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 1000
  runAsGroup: 1000
  fsGroup: 1000
  seccompProfile: { type: RuntimeDefault }
{{- with .Values.imagePullSecrets }}
imagePullSecrets: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{- define "sso.containerSecurity" -}}
image: {{ include "sso.image" . }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: { drop: [ALL] }
{{- end -}}

{{/* A map of settings, as the variables of a container. */}}
{{- define "sso.settings" -}}
{{- range $name, $value := . }}
- name: {{ $name }}
  value: {{ $value | toString | quote }}
{{- end }}
{{- end -}}

{{- define "sso.temporalSettings" -}}
{{- with .Values.temporal }}
- name: TEMPORAL_ADDRESS
  value: {{ .address | quote }}
- name: TEMPORAL_NAMESPACE
  value: {{ .namespace | quote }}
- name: TASK_QUEUE
  value: {{ .taskQueue | quote }}
{{- if .tls }}
- name: TEMPORAL_TLS
  value: 'true'
{{- end }}
{{- if .apiKey.secretName }}
- name: TEMPORAL_API_KEY_FILE
  value: /temporal/api-key/{{ .apiKey.key }}
{{- end }}
{{- if .mtls.secretName }}
- name: TEMPORAL_TLS_CLIENT_CERT_PATH
  value: /temporal/tls/tls.crt
- name: TEMPORAL_TLS_CLIENT_KEY_PATH
  value: /temporal/tls/tls.key
{{- if .mtls.serverCa }}
- name: TEMPORAL_TLS_SERVER_CA_CERT_PATH
  value: /temporal/tls/ca.crt
{{- end }}
{{- if .mtls.serverName }}
- name: TEMPORAL_TLS_SERVER_NAME
  value: {{ .mtls.serverName | quote }}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "sso.temporalMounts" -}}
{{- with .Values.temporal }}
{{- if .apiKey.secretName }}
- { name: temporal-api-key, mountPath: /temporal/api-key, readOnly: true }
{{- end }}
{{- if .mtls.secretName }}
- { name: temporal-tls, mountPath: /temporal/tls, readOnly: true }
{{- end }}
{{- end }}
{{- end -}}

{{- define "sso.temporalVolumes" -}}
{{- with .Values.temporal }}
{{- if .apiKey.secretName }}
- name: temporal-api-key
  secret: { secretName: {{ .apiKey.secretName }}, defaultMode: 0440 }
{{- end }}
{{- if .mtls.secretName }}
- name: temporal-tls
  secret: { secretName: {{ .mtls.secretName }}, defaultMode: 0440 }
{{- end }}
{{- end }}
{{- end -}}

{{/* Of a process with a Secret of its own: settings that name its files. */}}
{{- define "sso.secretSettings" -}}
{{- range $name, $key := .secretFiles }}
- name: {{ $name }}
  value: /secrets/{{ $key }}
{{- end }}
{{- end -}}

{{- define "sso.secretVolume" -}}
- name: secrets
  secret: { secretName: {{ .secretName }}, defaultMode: 0440 }
{{- end -}}

{{/* Spread over nodes where that is possible. */}}
{{- define "sso.spread" -}}
topologySpreadConstraints:
  - maxSkew: 1
    topologyKey: kubernetes.io/hostname
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels: {{- include "sso.selector" . | nindent 8 }}
{{- end -}}

{{- define "sso.metricsSettings" -}}
{{- if .Values.metrics.enabled }}
- name: METRICS_HOST
  value: 0.0.0.0
- name: METRICS_PORT
  value: '9464'
{{- end }}
{{- end -}}
