import { TypeProject } from "./type-project.ts";
import { complete, details, explain, findings } from "./type-questions.ts";
import type { Answers, Inquiry, Question } from "./typescript-protocol.ts";
import { answerCalls } from "./worker-calls.ts";

/** TypeScript beside the page: answers the questions of all editors. */

const projects = new Map<number, TypeProject>();

/** A project without an editor, which the next one takes over with all that was read and checked. The first reads ahead. */
let idle: TypeProject | null = new TypeProject();
idle.service.getProgram()?.getGlobalDiagnostics();

function projectOf(session: number): TypeProject {
  let project = projects.get(session);
  if (project === undefined) {
    project = idle ?? new TypeProject();
    idle = null;
    projects.set(session, project);
  }
  return project;
}

function close(session: number): void {
  const project = projects.get(session);
  projects.delete(session);
  if (project === undefined) return;
  idle?.service.dispose();
  project.clear();
  idle = project;
}

answerCalls(async (question: Question): Promise<Answers[Inquiry["verb"]] | undefined> => {
  if (question.verb === "close") {
    close(question.session);
    return;
  }
  const project = projectOf(question.session);
  const { path, text, news } = question;
  if (news !== null) project.learn(news);
  project.write(path, text);
  await project.prepare();
  switch (question.verb) {
    case "findings":
      return findings(project, path);
    case "complete":
      return complete(project, path, question.at);
    case "details":
      return details(project, path, question.at, question);
    case "explain":
      return explain(project, path, question.at);
  }
});
