import { propertiesOf } from "../contract/component-kinds.ts";
import { pointerOf, type Wrong } from "../contract/fault.ts";
import type { Action, ActionOf, ViewDraft } from "../contract/view.ts";
import { viewLimits } from "../contract/view-limits.ts";
import type { Json } from "../expression/expression.ts";
import { checkCondition, checkValue } from "./check-expressions.ts";
import type { NameTree } from "./names.ts";
import { hint } from "./nearest.ts";

/** What is wrong with the actions of a view: what they name, and what their expressions say. */
export function checkActions(view: ViewDraft, names: NameTree): Wrong[] {
  const check = (actions: readonly Action[], path: string) =>
    new ActionCheck(view, names).list(actions, path, ["event"], 1);
  return [
    ...view.components.flatMap(({ events }, place) =>
      Object.entries(events).flatMap(([event, actions]) =>
        check(actions ?? [], pointerOf(["components", place, "events", event])),
      ),
    ),
    ...check(view.events.load ?? [], "/events/load"),
  ];
}

class ActionCheck {
  private readonly view: ViewDraft;
  private readonly names: NameTree;

  constructor(view: ViewDraft, names: NameTree) {
    this.view = view;
    this.names = names;
  }

  list(actions: readonly Action[], path: string, more: readonly string[], depth: number): Wrong[] {
    if (depth > viewLimits.actionDepth && actions.length > 0)
      return [{ path, message: `Actions after actions go ${viewLimits.actionDepth} levels deep, not deeper.` }];
    return actions.flatMap((action, place) => {
      const at = `${path}/${place}`;
      return [
        ...(action.only_when === undefined
          ? []
          : checkCondition(action.only_when, this.at(`${at}/only_when`, more)).wrong),
        ...(action.confirm === undefined ? [] : this.value(action.confirm, `${at}/confirm`, more)),
        ...this.own(action, at, more),
        ...this.list(action.on_success ?? [], `${at}/on_success`, [...more, "output"], depth + 1),
        ...this.list(action.on_error ?? [], `${at}/on_error`, [...more, "error"], depth + 1),
      ];
    });
  }

  private own(action: Action, at: string, more: readonly string[]): Wrong[] {
    const value = (json: unknown, name: string) => this.value(json as Json, `${at}/${name}`, more);
    switch (action.action) {
      case "run_call":
        return this.runCall(action, at, more);
      case "set":
        return [...this.target(action.target, `${at}/target`), ...value(action.value, "value")];
      case "reset":
        return this.component(action.component, `${at}/component`);
      case "navigate":
        return [...this.query(action, at), ...value(action.query ?? null, "query")];
      case "open_url":
        return value(action.url, "url");
      case "copy":
        return value(action.text, "text");
      case "download":
        return [...value(action.name, "name"), ...value(action.value, "value")];
      case "notify":
        return value(action.message, "message");
      case "open_modal":
      case "close_modal":
        return this.modal(action.modal, `${at}/modal`);
      case "refresh":
        return this.call(action.call, `${at}/call`, "binding");
      case "cancel_call":
        return this.call(action.call, `${at}/call`);
    }
  }

  private runCall(action: ActionOf<"run_call">, at: string, more: readonly string[]): Wrong[] {
    const wrong = this.call(action.call, `${at}/call`, "event");
    const values = this.view.calls[action.call]?.values;
    const given = action.values ?? {};
    const undeclared = Object.keys(given).filter((name) => values !== undefined && !Object.hasOwn(values, name));
    const absent = Object.entries(values ?? {}).filter(
      ([name, { from }]) => from === undefined && !Object.hasOwn(given, name),
    );
    return [
      ...wrong,
      ...undeclared.map((name) => ({
        path: at + pointerOf(["values", name]),
        message: `The call \`${action.call}\` takes no value \`${name}\`.${hint(name, Object.keys(values ?? {}), "It")}`,
      })),
      ...absent.map(([name]) => ({ path: at, message: `The call \`${action.call}\` needs a value for \`${name}\`.` })),
      ...this.value(given as Json, `${at}/values`, more),
      ...(action.into === undefined ? [] : this.target(action.into, `${at}/into`)),
    ];
  }

  private call(name: string, path: string, trigger?: "binding" | "event"): Wrong[] {
    const call = Object.hasOwn(this.view.calls, name) ? this.view.calls[name] : undefined;
    if (call === undefined)
      return [{ path, message: `There is no call \`${name}\`.${hint(name, Object.keys(this.view.calls))}` }];
    if (trigger === undefined || call.trigger === trigger) return [];
    const message =
      trigger === "event"
        ? `\`${name}\` is a binding: it runs by itself; use \`refresh\`, or give it the trigger \`event\`.`
        : `\`${name}\` runs on events only: use \`run_call\`, or give it the trigger \`binding\`.`;
    return [{ path, message }];
  }

  private target(target: string, path: string): Wrong[] {
    const [root = "", name = "", ...rest] = target.split(".");
    const wrong = (message: string) => [{ path, message }];
    if (name === "" || rest.length > 0)
      return wrong("What is set reads `state.NAME`, `query.NAME` or `COMPONENT.PROPERTY`.");
    if (root === "state" || root === "query") {
      const known = Object.keys(this.view[root]);
      const what = root === "state" ? "state" : "query parameter";
      return known.includes(name) ? [] : wrong(`There is no ${what} \`${name}\`.${hint(name, known)}`);
    }
    if (root === "calls") return wrong("What a call shows cannot be set.");
    const component = this.view.components.find(({ id }) => id === root);
    if (component === undefined) return this.component(root, path);
    const settable = Object.entries(propertiesOf(component.kind)).flatMap(([each, { type }]) =>
      type === "call" ? [] : [each],
    );
    return settable.includes(name)
      ? []
      : wrong(`\`${root}\` has no property \`${name}\` that can be set.${hint(name, settable, "It")}`);
  }

  private component(id: string, path: string): Wrong[] {
    const ids = this.view.components.map((component) => component.id);
    return ids.includes(id) ? [] : [{ path, message: `There is no component \`${id}\`.${hint(id, ids)}` }];
  }

  private modal(id: string, path: string): Wrong[] {
    const modals = this.view.components.filter(({ kind }) => kind === "modal").map((component) => component.id);
    return modals.includes(id) ? [] : [{ path, message: `There is no modal \`${id}\`.${hint(id, modals)}` }];
  }

  private query({ view, query = {} }: ActionOf<"navigate">, at: string): Wrong[] {
    if (view !== undefined) return [];
    const known = Object.keys(this.view.query);
    return Object.keys(query)
      .filter((name) => !known.includes(name))
      .map((name) => ({
        path: at + pointerOf(["query", name]),
        message: `There is no query parameter \`${name}\`.${hint(name, known)}`,
      }));
  }

  private value(json: Json, path: string, more: readonly string[]): Wrong[] {
    return [...checkValue(json, this.at(path, more)).wrong];
  }

  private at(path: string, more: readonly string[]) {
    return { path, names: this.names, more };
  }
}
