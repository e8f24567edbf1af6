using System.Management.Automation;
using MiniPester.Commands;

namespace MiniPester.Assertions;

/// <summary>The value under test and what the call says of it.</summary>
internal sealed class AssertionArguments(ShouldCommand command, object? actual)
{
    public ShouldCommand Command { get; } = command;

    public object? Actual { get; } = actual;

    public object? Expected => Command.ExpectedValue;

    public bool Negate => Command.Not;

    /// <summary>Gets the reason as it stands within a message.</summary>
    public string Because
    {
        get
        {
            string reason = Command.Because.Trim();
            return reason.Length == 0 ? ""
                : reason.StartsWith("because ", StringComparison.OrdinalIgnoreCase) ? $" {reason},"
                : $" because {reason},";
        }
    }

    public SessionState SessionState => Command.SessionState;

    /// <summary>Gives the result of a condition, where the message for -Not differs from the plain one.</summary>
    public AssertionResult Check(bool holds, Func<string> message, Func<string> negatedMessage) =>
        holds != Negate ? AssertionResult.Success : AssertionResult.Failure((Negate ? negatedMessage : message)());
}
