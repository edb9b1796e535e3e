package dev.isograd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.cli.Isograd.Run;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The file itself: what it needs, what it says about itself, and how soon it answers. */
@EnabledIf("dev.isograd.cli.Isograd#isRunnable")
class IsogradFileTests {

    @TempDir
    private Path folder;

    /** Python 3.9 parses it, everything has a docstring, and the standard library is enough. */
    private static final String CHECK = """
            import ast, sys
            tree = ast.parse(open(sys.argv[1], encoding="utf-8").read(), feature_version=(3, 9))
            names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
            names |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
            print(*sorted({name.split(".")[0] for name in names} - set(sys.stdlib_module_names)))
            kinds = (ast.ClassDef, ast.FunctionDef)
            parts = list(tree.body) + [part for node in tree.body if isinstance(node, ast.ClassDef) for part in node.body]
            print(*(node.name for node in parts if isinstance(node, kinds) and node.name[0] != "_" and not ast.get_docstring(node)))
            """;

    @Test
    void needsNothingButPython39() {
        Isograd isograd = new Isograd(folder, "", "");
        isograd.file("check.py", CHECK);

        Run run = isograd.step("python3 check.py " + Isograd.FILE).await();

        assertThat(run.out()).as(run.err()).isEqualTo("yaml\n\n");
    }

    @Test
    void explainsEveryCommandWithExamples() {
        Isograd isograd = new Isograd(folder, "", "");
        isograd.file("check.py", """
                import importlib.machinery, importlib.util, sys
                loader = importlib.machinery.SourceFileLoader("isograd", sys.argv[1])
                isograd = importlib.util.module_from_spec(importlib.util.spec_from_loader("isograd", loader))
                sys.modules["isograd"] = isograd
                loader.exec_module(isograd)
                commands = next(a for a in isograd.make_parser()._actions if a.choices).choices
                inner = next(a for a in commands["datasets"]._actions if a.choices).choices
                everything = {**commands, **inner}
                print(len(everything), *(name for name, it in everything.items()
                      if name != "datasets" and ("examples:" not in it.format_help() or "isograd" not in it.epilog)))
                """);

        Run run = isograd.step("python3 check.py " + Isograd.FILE).await();

        assertThat(run.out()).as(run.err()).matches("\\d\\d\n");
        assertThat(isograd.run("--help").out()).contains("submit", "exit codes:", "examples:");
        assertThat(isograd.run("--version").out()).isEqualTo("isograd development\n");
    }

    /** Processor time, because other tests run at the same time. Python alone takes about a third of it. */
    @Test
    void answersSoon() {
        Isograd isograd = new Isograd(folder, "", "");
        isograd.file("time.py", """
                import resource, subprocess, sys
                def took(*command):
                    before = resource.getrusage(resource.RUSAGE_CHILDREN)
                    subprocess.run([sys.executable, *command], stdout=subprocess.DEVNULL, check=True)
                    after = resource.getrusage(resource.RUSAGE_CHILDREN)
                    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
                print(min(took(sys.argv[1], "--help") for _ in range(5)) / min(took("-c", "pass") for _ in range(5)))
                """);

        Run run = isograd.step("python3 time.py " + Isograd.FILE).await();

        assertThat(Double.parseDouble(run.out())).as(run.err()).isBetween(1.0, 8.0);
    }
}
