/** A server of this process that keeps what it was asked and answers as it is told. */
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";

export interface Asked {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  /** Text goes out as it is, anything else as JSON. */
  readonly body: unknown;
}

/** `answer` may take its time; the server ends with the `using` block. */
export async function answering(answer: (asked: Asked) => Answer | Promise<Answer>) {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray());
    const question = { method: request.method, path: request.url, headers: request.headers, body };
    asked.push(question);
    const { status = 200, headers = {}, body: told } = await answer(question);
    response.writeHead(status, headers);
    response.end(typeof told === "string" ? told : JSON.stringify(told));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const bound = server.address();
  if (bound === null || typeof bound === "string") throw new Error("no port is free");
  return {
    asked,
    predict: `http://127.0.0.1:${bound.port}/predict`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
