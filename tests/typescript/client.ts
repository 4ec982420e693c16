// A client that reads a real answer by the types that were generated from the OpenAPI document, and a result by those
// of the published schema. It must compile as strictly as the compiler can, and find what the school is known for.
import { readFileSync } from "node:fs";
import type { components } from "./openapi";
import type { AResultOfKiemdinh } from "./assessment";

type Report = components["schemas"]["Report"];

function expectEqual(found: unknown, expected: unknown): void {
  if (JSON.stringify(found) !== JSON.stringify(expected)) {
    throw new Error(`expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`);
  }
}

const report: Report = JSON.parse(readFileSync(process.argv[2]!, "utf-8"));
expectEqual(report.result.level?.id, "muc-1");
expectEqual(report.result.determined, true);
expectEqual(report.what_if.level?.id, "muc-2");
expectEqual("size" in report.margin ? report.margin.size : null, 1);
expectEqual(report.forecast.spans.map((span) => span.level?.id ?? null), ["muc-1", null]);
expectEqual(report.questions.outcomes, 1);
const changes: string[] = report.repairs.repairs.cheapest.flatMap((way) => way.changes.map((change) => change.id));
expectEqual(changes.sort(), ["1.2/muc-2", "3.3/muc-2", "3.5/muc-2/c"]);

// The published schema describes the same result.
const result = report.result as unknown as AResultOfKiemdinh;
const open: string[] = result.nodes.filter((node) => !node.determined).map((node) => node.id);
expectEqual(open.filter((id) => !id.includes("/")), []);
// @ts-expect-error a result has no such key
expectEqual(report.result.score, undefined);
