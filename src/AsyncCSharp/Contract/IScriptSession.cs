using System.Reflection;
using AsyncCSharp.Reporting;
using AsyncCSharp.Sessions;

namespace AsyncCSharp.Contract;

/// <summary>
/// The compiled state of one session: its chain of submissions, references, imports and load contexts.
/// Calls come one at a time, from who has the session's gate (<see cref="SessionHold"/>); <see cref="GetVariables"/>, <see cref="Memory"/>
/// and <see cref="ClearCache"/> from any thread at any time.
/// </summary>
internal interface IScriptSession
{
    /// <summary>Compiles a cell against the session as it stands. Nothing of the session changes until it is started.</summary>
    /// <exception cref="CSharpCompilationException">The cell does not compile.</exception>
    ICompiledCell Compile(CellSource source, CancellationToken cancellationToken);

    /// <summary>As <see cref="Compile(CellSource, CancellationToken)"/>, for a call that may have been given variables; then the cell is the call's own.</summary>
    /// <exception cref="CSharpCompilationException">The cell does not compile.</exception>
    ICompiledCell Compile(CellSource source, CallVariables? variables, CancellationToken cancellationToken);

    /// <summary>Compiles without keeping anything, for a call that may have been given variables.</summary>
    CellTestResult Test(CellSource source, CallVariables? variables, CancellationToken cancellationToken);

    /// <summary>The type by which a cell can see an object whose type is one of the session's own; null for <c>dynamic</c>.</summary>
    Type? InputTypeOf(object? input, CancellationToken cancellationToken);

    /// <summary>
    /// Adds a reference by path, by assembly name or, with <c>nuget:</c> before it, a package. False where nothing of that
    /// name is found. Packages may have to be downloaded; <paramref name="cancellationToken"/> ends that at once.
    /// </summary>
    /// <exception cref="SessionException">A file is no assembly, or a package cannot be had.</exception>
    bool TryAddReference(string reference, string? baseDirectory, CancellationToken cancellationToken);

    /// <summary>Adds a package and what it depends on; gives the ids and versions of all packages of the session.</summary>
    /// <exception cref="SessionException">It cannot be had; nothing has changed.</exception>
    IReadOnlyList<string> AddPackage(string id, string? version, string? baseDirectory, CancellationToken cancellationToken);

    /// <summary>Adds the assembly of a live value's type, so that cells can name the type.</summary>
    void AddReference(Assembly assembly);

    /// <summary>
    /// The libraries that were loaded since the last call, with those that the session was asked to refer to since then: files, and
    /// packages without what they depend on. None of them is in the default load context.
    /// </summary>
    IReadOnlyList<Assembly> TakeNewLibraries();

    /// <summary>Adds what a using directive takes (a namespace, <c>static</c> and a type, an alias) for all later cells.</summary>
    /// <exception cref="CSharpCompilationException">It is none of these, or there is no such namespace or type; nothing has changed.</exception>
    void AddUsing(string text, CancellationToken cancellationToken);

    /// <summary>Makes changes to references and usings together: where one of them fails, the session is as it was.</summary>
    void ChangeTogether(Action change);

    /// <summary>The variables in scope, newest declaration of each name, in order of their names.</summary>
    IReadOnlyList<ScriptVariable> GetVariables();

    /// <summary>The variable of that name, or null. Names are C#'s: case-sensitive.</summary>
    ScriptVariable? FindVariable(string name);

    /// <summary>Sets a variable of the session. It is declared, with the type of the value, where there is none that holds the value as it is.</summary>
    void SetVariable(string name, object? value, CancellationToken cancellationToken);

    /// <summary>Has variables that no later cell knows, and lets go of their values. A later cell, or <see cref="SetVariable"/>, may declare the names anew.</summary>
    void RemoveVariables(IReadOnlyList<string> names, CancellationToken cancellationToken);

    /// <summary>The method of the session with that name, bound to its submission, as a delegate taking one argument; or null.</summary>
    Func<CellContext, object?>? FindRunnerMethod(string name);

    /// <summary>A type that a cell declares or an added assembly has, by its full name as C# writes it; or null.</summary>
    Type? FindType(string name);

    /// <summary>From here on code that the calling thread's execution context flows to finds the types of the session by their names.</summary>
    void EnterReflection();

    /// <summary>Assemblies loaded for this session and still referred to by it, and the bytes of their images.</summary>
    SessionMemory Memory { get; }

    /// <summary>What its cells are compiled with. Any thread, at any time.</summary>
    SessionContents Contents { get; }

    /// <summary>Forgets the cells that are kept compiled for when they come again.</summary>
    void ClearCache();

    /// <summary>Why the cache on disk, or the compiler in a process of its own, was not used, since the last call.</summary>
    IReadOnlyList<string> TakeCacheProblems();

    /// <summary>Is told how far packages are, on the thread whose call waits for them. Null for nobody.</summary>
    IProgress<PackageProgress>? PackageProgress { get; set; }

    /// <summary>What there is to say about the packages that were found, since the last call.</summary>
    IReadOnlyList<PackageWarning> TakePackageWarnings();

    /// <summary>A copy that goes its own way: same types and values by reference, and variables of its own.</summary>
    /// <param name="options">What the other session is made with.</param>
    /// <param name="globals">What its cells have in scope: a <see cref="CellGlobals"/>.</param>
    IScriptSession Copy(ScriptSessionOptions options, CellGlobals globals);

    /// <summary>Lets go of all compiled code and state. Gives the load contexts to watch, as weak references.</summary>
    IReadOnlyList<WeakReference> Unload();
}
