import { useEffect, useState, type ComponentType, type ReactNode } from "react";

type State<Props extends object> = { component: ComponentType<Props> } | { error: unknown };

/**
 * A component whose code is loaded when it is first shown, or earlier by its function `load`. `meanwhile` stands in its place until then.
 * React's own `lazy` is slower: whatever a Suspense shows meanwhile, React keeps it for 300 ms.
 */
export function deferred<Props extends object>(load: () => Promise<ComponentType<Props>>, meanwhile: ReactNode = null) {
  let loading: Promise<State<Props>> | undefined;
  let loaded: State<Props> | undefined;
  function start(): Promise<State<Props>> {
    loading ??= load().then((component) => ({ component }), (error: unknown) => ({ error })).then((state) => (loaded = state));
    return loading;
  }
  function Deferred(props: Props) {
    const [state, setState] = useState(loaded);
    useEffect(() => {
      let isShown = true;
      if (!state) void start().then((now) => { if (isShown) setState(now); });
      return () => { isShown = false; };
    }, [state]);
    if (!state) return meanwhile;
    if ("error" in state) throw state.error;
    return <state.component {...props} />;
  }
  return Object.assign(Deferred, { load: start });
}
