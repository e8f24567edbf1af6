namespace MiniPester.Model;

/// <summary>One <c>It</c> of a spec file, as it is written to the result file.</summary>
/// <param name="Id">The place of the test among those of its file, the same in every run.</param>
/// <param name="File">The full path of the spec file.</param>
/// <param name="Path">The expanded names of the blocks around the test and of the test itself.</param>
/// <param name="Outcome">What came out.</param>
internal sealed record SpecResult(int Id, string File, IReadOnlyList<string> Path, SpecOutcome Outcome)
{
    /// <summary>Gets the names joined as Pester does.</summary>
    public string FullName => string.Join('.', Path);

    /// <summary>Gets why the test was skipped or how it failed, with the position in the spec.</summary>
    public string? Message { get; init; }

    /// <summary>Gets how long the test took, without the setup of its blocks.</summary>
    public double Milliseconds { get; init; }
}
