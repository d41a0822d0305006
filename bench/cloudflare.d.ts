/** The one import of the Workers in this folder that Node does not know. */
declare module "cloudflare:workers" {
  export class RpcTarget {}
}
