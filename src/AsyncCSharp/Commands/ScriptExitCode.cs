using System.Management.Automation;

namespace AsyncCSharp.Commands;

/// <summary>
/// Has what a script file means as its exit code be <c>$LASTEXITCODE</c>, as that of a program is: the number that it returns, or what it has
/// put into <see cref="Environment.ExitCode"/>, which is the process's and gets its value back.
/// </summary>
internal sealed class ScriptExitCode : IDisposable
{
    private const string Variable = "global:LASTEXITCODE";
    private const int Failed = 1;

    private readonly PSVariableIntrinsics _variables;
    private readonly int _before = Environment.ExitCode;
    private bool _ended;

    /// <summary>The script is about to begin.</summary>
    public ScriptExitCode(PSVariableIntrinsics variables) => _variables = variables;

    /// <summary>The script has ended.</summary>
    /// <param name="returned">The number that it has returned, or null.</param>
    public void Succeed(int? returned) => End(returned, 0);

    /// <summary>The script has failed.</summary>
    public void Fail() => End(null, Failed);

    /// <summary>The command is over, also where the script was stopped.</summary>
    public void Dispose()
    {
        if (!_ended)
        {
            _ended = true;
            Environment.ExitCode = _before;
        }
    }

    private void End(int? returned, int otherwise)
    {
        int own = Environment.ExitCode;
        Dispose();
        _variables.Set(Variable, returned ?? (own != _before ? own : otherwise));
    }
}
