/** The one import of the Workers in this folder that Node does not know, as far as they use it. */
declare module "cloudflare:workers" {
  export class RpcTarget {}
  export class DurableObject {
    ctx: { storage: { kv: { get(key: string): string | undefined; put(key: string, text: string): void } } };
  }
}
