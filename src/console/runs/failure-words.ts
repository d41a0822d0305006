import type { FailureKind } from "../../contract/failure.ts";

/** What a kind of failure means, and what to do about it. A new kind does not compile until it has both. */
export const failureWords: Record<FailureKind, { title: string; means: string; advice: string }> = {
  user: {
    title: "The code failed",
    means: "The worklet's own code threw this error, or returned what is no JSON.",
    advice: "Fix the block, publish, and run again from it. For errors that pass, give the block a retry.",
  },
  load: {
    title: "The code could not be loaded",
    means: "A file of the worklet fails before any of its functions is called.",
    advice: "Look at its imports and at what stands outside its functions, then publish and run again.",
  },
  limit: {
    title: "A limit was reached",
    means:
      "The run needed more than the platform gives: size, time of the processor, memory, or starts after interruptions.",
    advice:
      "Make the work smaller: fewer items, smaller values, or several blocks in place of one. The limits are in the documentation.",
  },
  timeout: {
    title: "Its time was up",
    means: "The run or a block was not finished within its time limit, so it was stopped.",
    advice:
      "Raise the time limit in the settings, make the work quicker, or call it in the background, which has no limit by default.",
  },
  platform: {
    title: "The platform failed",
    means: "This is a fault of the platform or of what it runs on, not of your code.",
    advice: "Run again. If it comes back, look at the log of the server and tell whoever runs it.",
  },
  canceled: {
    title: "It was canceled",
    means: "Somebody stopped the run, or its caller went away.",
    advice: "Blocks that were finished stay finished: run again from the block that was stopped.",
  },
};
