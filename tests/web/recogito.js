// Takes annotations (JSON, from stdin) through the adapter of Recogito's text annotator, and prints what comes out.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { W3CTextFormat } = await import(pathToFileURL(process.argv[2]).href);

const through = (annotation) => {
  const source = annotation.target[0].source ?? annotation.target[0];
  const adapter = W3CTextFormat(source);
  const { parsed, error } = adapter.parse(annotation);
  return error ? { error: error.message } : { annotation: adapter.serialize(parsed) };
};

console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf-8")).map(through)));
