using AsyncCSharp.Engine.Caching;
using AsyncCSharp.Engine.Children;
using AsyncCSharp.Engine.Compilers;
using AsyncCSharp.Engine.Sessions;

namespace AsyncCSharp.Engine;

/// <summary>The entry into the engine's load context; made by <see cref="EngineLoadContext"/>.</summary>
internal sealed class ScriptEngine : IScriptEngine
{
    // What stands for sessions that have not begun. It never compiles anything.
    private readonly Lazy<IScriptSession> _fresh = new(static () => new ScriptSession(new ScriptSessionOptions("fresh", StopChecks: true)));

    public IScriptSession CreateSession(ScriptSessionOptions options) => new ScriptSession(options);

    public bool IsComplete(string code) => new SessionCompiler().IsComplete(code, CancellationToken.None);

    public IReadOnlyList<DeclaredPart> DeclarationsIn(string code, CancellationToken cancellationToken) => LocalCompiler.DeclarationsIn(code, cancellationToken);

    public ICodeHelp HelpFor(IScriptSession? session) => ((ScriptSession)(session ?? _fresh.Value)).Help;

    public string TextOf(object? value) => ValueText.Of(value);

    public IKeptCells OpenKeptCells() => new SessionCache();

    public void EndCompilers() => CompilerChildren.Shared.End();

    public ICellRunner? CreateRunner(string name) => name == AsyncExRunner.Name ? new AsyncExRunner() : null;
}
