/** Rules of the server that these tests compare with name its bindings, and use none. */
// biome-ignore lint/suspicious/noEmptyInterface: it is as empty as it seems.
interface Env {}
