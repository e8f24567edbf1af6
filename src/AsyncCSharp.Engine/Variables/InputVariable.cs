namespace AsyncCSharp.Engine;

/// <summary>Knows whether a session has a variable of the name <c>Input</c>, which then is meant by it.</summary>
internal sealed class InputVariable
{
    private (SubmissionChain? Chain, bool Hides) _latest;

    /// <summary>Whether a cell with a typed <c>Input</c> would see the variable in its place.</summary>
    public bool HidesInput(CellSource source, SubmissionChain chain)
    {
        if (source.InputType is null)
        {
            return false;
        }

        // The chain's length is the time that it takes to find out.
        if (!ReferenceEquals(_latest.Chain, chain))
        {
            _latest = (chain, SessionMembers.FindVariable(chain, nameof(CellGlobals.Input)) is not null);
        }

        return _latest.Hides;
    }
}
