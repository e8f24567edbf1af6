using AsyncCSharp.Contract;
using AsyncCSharp.Output;
using AsyncCSharp.Reporting;

namespace AsyncCSharp.Sessions;

/// <summary>What <c>New-CSharpSession</c> asked for; a reset session starts from it again.</summary>
internal sealed record SessionSetup(IReadOnlyList<string> Usings, IReadOnlyList<string> References, bool StopChecks, double TimeoutSeconds, string? BaseDirectory)
{
    /// <summary>What the Default session is made with.</summary>
    public static SessionSetup Default { get; } = new([], [], StopChecks: true, TimeoutSeconds: 0, null);

    /// <summary>What the compiled state of a session is made with.</summary>
    public ScriptSessionOptions OptionsFor(CSharpSession session) => new(session.Name, StopChecks) { KeepsCells = true, Owner = new(session.Failures) };

    /// <summary>Makes the compiled state; may have to download packages.</summary>
    public IScriptSession CreateScript(CSharpSession session, PackageReport? report, CancellationToken cancellationToken)
    {
        IScriptSession script = EngineLoadContext.Engine.CreateSession(OptionsFor(session));
        report?.Attach(script);
        foreach (string reference in References)
        {
            if (!script.TryAddReference(reference, BaseDirectory, cancellationToken))
            {
                throw SessionException.Of(nameof(Strings.ReferenceNotFound), reference);
            }
        }

        foreach (string name in Usings)
        {
            script.AddUsing(name, cancellationToken);
        }

        return script;
    }
}
