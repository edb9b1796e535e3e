import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as keda from "@kubernetes-models/keda/keda.sh/v1alpha1";
import * as monitoring from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1";
import * as apps from "kubernetes-models/apps/v1";
import * as autoscaling from "kubernetes-models/autoscaling/v2";
import * as batch from "kubernetes-models/batch/v1";
import * as networking from "kubernetes-models/networking.k8s.io/v1";
import * as policy from "kubernetes-models/policy/v1";
import * as rbac from "kubernetes-models/rbac.authorization.k8s.io/v1";
import * as core from "kubernetes-models/v1";
import { expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";

interface Manifest {
  apiVersion: string;
  kind: string;
}

type Schema = new (manifest: Manifest) => { validate: () => void };

// The schemas find missing fields and wrong values, also of operators; ChartTypesTests finds unknown fields.
const schemas: Record<string, object> = {
  v1: core,
  "apps/v1": apps,
  "autoscaling/v2": autoscaling,
  "batch/v1": batch,
  "keda.sh/v1alpha1": keda,
  "monitoring.coreos.com/v1": monitoring,
  "networking.k8s.io/v1": networking,
  "policy/v1": policy,
  "rbac.authorization.k8s.io/v1": rbac,
};

// What ChartRenderingTests keeps of each set of values.
const root = join(import.meta.dirname, "../../..");
const folder = join(root, "src/test/resources/helm");
const files = readdirSync(folder).filter((name) => name.endsWith("-rendered.yaml"));

function check(manifest: Manifest) {
  const kinds = schemas[manifest.apiVersion] as Record<string, Schema> | undefined;
  const schema = kinds?.[manifest.kind];
  if (schema === undefined) throw new Error(`There is no schema of ${manifest.apiVersion} ${manifest.kind}`);
  new schema(manifest).validate();
}

test("there are manifests", () => {
  expect(files.length).toBeGreaterThan(3);
});

test.each(files)("the manifests in %s fit their schemas", (file) => {
  for (const document of parseAllDocuments(readFileSync(join(folder, file), "utf8"))) {
    const manifest = document.toJS() as Manifest | null;
    if (manifest !== null) check(manifest);
  }
});

test("the alerts fit their schema", () => {
  const spec: unknown = parse(readFileSync(join(root, "helm/isograd/files/alerts.yaml"), "utf8"));
  const rule = { apiVersion: "monitoring.coreos.com/v1", kind: "PrometheusRule", metadata: { name: "isograd" }, spec };
  expect(spec).toHaveProperty("groups.0.rules.0.alert");
  check(rule);
});

test("a field of the wrong type is found", () => {
  const monitor = { apiVersion: "monitoring.coreos.com/v1", kind: "ServiceMonitor", spec: { selector: {}, endpoints: [{ interval: "often" }] } };
  expect(() => { check(monitor); }).toThrow("interval");
  const scaled = { apiVersion: "keda.sh/v1alpha1", kind: "ScaledObject", spec: { triggers: [] } };
  expect(() => { check(scaled); }).toThrow("scaleTargetRef");
});
