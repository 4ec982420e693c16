// A client that reads real answers by the types that were generated from the OpenAPI documents of an application of
// FastAPI and of kiemdinh.web, and a result by those of the published schema. It must compile as strictly as the compiler can, and find what the school is known for.
import { readFileSync } from "node:fs";
import type { components } from "./openapi";
import type { components as web, paths } from "./web";
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

// What the application on the web answers has the type that its document gives to the address.
type Ways = paths["/api/v1/repairs"]["post"]["responses"][200]["content"]["application/json"];
const ways: Ways = JSON.parse(readFileSync(process.argv[3]!, "utf-8"));
const ids: string[] = ways.repairs.cheapest.flatMap((way) => way.changes.map((change) => change.id));
expectEqual(ids.sort(), ["1.2/muc-2", "3.3/muc-2", "3.5/muc-2/c"]);
const problem: web["schemas"]["Problem"] = JSON.parse(readFileSync(process.argv[4]!, "utf-8"));
expectEqual(problem.type, "urn:kiemdinh:problem:invalid");
expectEqual(problem.diagnostics.map((one) => one.code).includes("KD301"), true);
// @ts-expect-error the document has no such address
type None = paths["/api/v1/levels"];
