/** The least that a Worker can do: it reads the body away and answers a constant as long as the product's answer. */

export default {
  async fetch(request: Request, env: { ANSWER: string }): Promise<Response> {
    await request.arrayBuffer();
    return new Response(env.ANSWER);
  },
};
